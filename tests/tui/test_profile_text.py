"""A person's career in words: what the criteria say."""

from __future__ import annotations

import pytest
from rich.console import Console

from cstui.floor.levels.views import Evaluation, Verdict
from cstui.tui.widgets import profile_text


@pytest.mark.parametrize(
    ("measured", "required", "shown"),
    [("passed", "passed", ""), (None, "passed", ""), ("college", "bachelor", ""), (3.0, 12.0, "3 / 12 months")],
)
def test_figures_stand_beside_the_bar_and_words_only_in_the_sentence(
    measured: float | str | None, required: float | str | None, shown: str
) -> None:
    verdict = Verdict("exam", "unmet", measured, required, None, "months", (), None, "the sentence", "source")
    console = Console(width=60)
    with console.capture() as captured:
        console.print(profile_text.criteria(Evaluation("li.na", "junior", "senior", "no", None, (verdict,), "dual")))
    _head, row, sentence = captured.get().splitlines()
    assert row.rpartition("░")[2].strip() == shown
    assert sentence.strip() == "the sentence"
