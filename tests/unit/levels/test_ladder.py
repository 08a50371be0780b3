"""Ladders as files: the shipped ones stand, and a file that does not add up is refused with why and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor.levels.ladder import Need
from cstui.floor.levels.ladder_reading import KINDS
from cstui.floor.levels.ladders import ladder_names, ladder_of, load_ladder

SHIPPED = ("dual", "five", "grade-post", "streak")
LADDER = """
version = 1
title = "Mini"
[procedure]
notice_days = 5
notice_options = [3, 5]
[track.one]
title = "one"
layers = [["low"], ["middle"], ["high"]]
layer_count = 3
[track.two]
title = "two"
layers = [["low"], ["side"]]
[level.low]
title = "Low"
band = 1
[level.middle]
title = "Middle"
band = 2
[level.high]
title = "High"
band = 3
[level.side]
title = "Side"
band = 2
[[step]]
from = "low"
to = "middle"
source = "words"
[[step.need]]
name = "year"
kind = "tenure_level"
title = "a year"
at_least = 12
source = "words"
[[step.need]]
name = "cases"
kind = "sum"
title = "cases"
what = "cases"
at_least = 500
source = "words"
[[step]]
from = "middle"
to = "side"
kind = "cross"
source = "words"
"""


def test_four_ladders_are_shipped_and_each_criterion_has_its_words() -> None:
    assert ladder_names() == SHIPPED
    for name in SHIPPED:
        ladder = load_ladder(name)
        assert ladder.version >= 1 and set(ladder.title) == {"en", "zh"}
        for step in ladder.steps:
            assert step.source
            for need in _all(step.needs):
                assert need.source and set(need.title) == {"en", "zh"}, (step.start, step.to, need.name)


def _all(needs: tuple[Need, ...]) -> list[Need]:
    return [each for need in needs for each in (need, *_all((*need.of, *need.unless)))]


def test_where_the_documents_disagree_the_decisions_hold() -> None:
    dual = load_ladder("dual")
    assert (dual.notice_days, dual.notice_options, dual.annual, dual.effective_month) == (5, (3, 5), True, 1)
    assert dual.levels["junior"].serves == ("A", "B", "C")
    assert (dual.trial.least, dual.trial.normal, dual.trial.most) == (1, 2, 3)
    assert dual.initial is not None and (dual.initial.step_by_step, dual.initial.form_working_days) == (False, 7)
    needs = [need for step in dual.steps for need in _all(step.needs)]
    assert {(need.enabled, need.at_least) for need in needs if need.kind == "age"} == {(False, 45)}
    assert {need.window for need in needs if need.kind in ("sum", "rank_pct")} == {"calendar_year_before"}
    assert [track.path for track in dual.tracks.values()] == [
        ("assistant", "junior", "intermediate", "senior", "expert"),
        ("assistant", "junior", "intermediate", "supervisor", "manager", "deputy", "director"),
        ("assistant", "junior", "intermediate", "project-supervisor", "project-manager", "deputy", "director"),
    ]


def test_cross_moves_stay_in_their_band_and_need_a_vacancy() -> None:
    crossing = [step for step in load_ladder("dual").steps if step.kind == "cross"]
    bands = {frozenset({step.start, step.to}) for step in crossing}
    posts = (("senior", "supervisor", "project-supervisor"), ("expert", "manager", "project-manager"))
    assert bands == {frozenset({a, b}) for band in posts for a in band for b in band if a != b}
    assert all(step.vacancy for step in crossing)


def test_next_steps_begin_with_promotions() -> None:
    dual = load_ladder("dual")
    assert [step.to for step in dual.next_steps("senior")] == ["expert", "supervisor", "project-supervisor"]
    assert dual.next_steps("director") == ()
    assert [dual.rank(level) for level in ("assistant", "expert", "director")] == [0, 4, 6]
    with pytest.raises(Refused, match="no step from junior to senior"):
        dual.step("junior", "senior")


def test_a_ladder_is_known_by_its_text() -> None:
    one, other = ladder_of("mini", LADDER), ladder_of("mini", LADDER + "\n# a word more")
    assert one.steps == other.steps and one.digest != other.digest
    assert ladder_of("mini", one.text).digest == one.digest


def test_a_sites_own_ladder_wins_and_a_change_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "ladders"
    folder.mkdir(parents=True)
    (folder / "house-own.toml").write_text(LADDER, "utf-8")
    assert load_ladder("house-own").steps[0].needs[0].at_least == 12
    with pytest.raises(BadInput, match="there is no ladder nowhere"):
        load_ladder("nowhere")


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ('to = "middle"', 'to = "high"', "step[1].to", "no level is skipped"),
        ('to = "middle"', 'to = "top"', "step[1].to", "unknown level top"),
        ('from = "low"', 'from = "floor"', "step[1].from", "unknown level floor"),
        ("at_least = 12\n", "", "step[1].need[1].at_least is missing", "left undefined"),
        ("at_least = 500\n", "", "step[1].need[2].at_least is missing", "left undefined"),
        ("at_least = 500", "at_most = 500", "step[1].need[cases].what", "from below"),
        ("at_least = 500", "at_least = 500\nbelow = 900", "step[1].need[2].below", "one threshold"),
        ("at_least = 500", 'at_least = "many"', "step[1].need[2].at_least", "a number"),
        ('what = "cases"', 'what = "gender"', "step[1].need[2].what", "one of cases, leave_days"),
        ('kind = "sum"', 'kind = "looks"', "step[1].need[2].kind", "one of tenure_level"),
        ("at_least = 500", 'at_least = 500\nwindow = "moon"', "step[1].need[2].window", "one of calendar_year_before"),
        ("at_least = 500", 'at_least = 500\nwindow = "months"', "step[1].need[2].window_months", "whole number"),
        ("at_least = 500", "at_least = 500\nwindow_months = 3", "step[1].need[2].window_months", "no months"),
        ('name = "cases"', 'name = "year"', "step[1].need[year]", "stands here twice"),
        ('kind = "cross"', 'kind = "promotion"', "step[2].to", "no level is skipped"),
        ('kind = "cross"', 'kind = "cross"\nvacancy = false', "step[2].vacancy", "needs a vacancy"),
        ('[level.side]\ntitle = "Side"\nband = 2', '[level.side]\ntitle = "Side"\nband = 9', "step[2].to", "one band"),
        ('from = "middle"\nto = "side"', 'from = "low"\nto = "side"', "step[2].to", "one band"),
        ('layers = [["low"], ["side"]]', 'layers = [["low"], ["beside"]]', "track.two.layers", "unknown level beside"),
        ('layers = [["low"], ["side"]]', 'layers = [["low"]]', "level.side", "on no track"),
        ('layers = [["low"], ["side"]]', 'layers = [["side"], ["side"]]', "track.two.layers", "twice"),
        ("layer_count = 3", "layer_count = 5", "track.one.layer_count", "3, as track.one.layers has"),
        ("notice_days = 5", "notice_days = 4", "procedure.notice_days", "none of the options"),
        (
            'source = "words"\n[[step.need]]\nname = "cases"',
            '[[step.need]]\nname = "cases"',
            "need[1].source",
            "a text",
        ),
        ('title = "a year"', 'title = "a year"\nage = 3', "step[1].need[1].age", "Known here"),
    ],
)
def test_what_does_not_add_up_is_refused_with_why_and_where(old: str, new: str, where: str, why: str) -> None:
    assert old in LADDER
    with pytest.raises(BadInput) as refused:
        ladder_of("mini", LADDER.replace(old, new, 1))
    assert "mini.toml" in refused.value.title and where in refused.value.title
    assert why in refused.value.detail


def test_promotions_that_lead_in_a_circle_are_refused() -> None:
    text = LADDER + '[track.back]\ntitle = "back"\nlayers = [["middle"], ["low"], ["side"]]\n'
    text += '[[step]]\nfrom = "middle"\nto = "low"\nsource = "words"\n'
    with pytest.raises(BadInput, match="does not add up") as refused:
        ladder_of("mini", text)
    assert "a cycle" in refused.value.detail


NEED = '[[step.need]]\nname = "x"\ntitle = "x"\nsource = "x"\n'


@pytest.mark.parametrize(
    ("need", "where", "why"),
    [
        ('kind = "exam"', "names", "which one is not said"),
        ('kind = "rank_pct"\nbelow = 20\nwindow = "ever"', "window", "of a calendar year"),
        ('kind = "age"\nat_most = 35', "enabled", "only by a decision"),
        ('kind = "sum"\nwhat = "leave_days"\nat_least = 3', "what", "limited from above"),
        (
            'kind = "any"\nof = [{ name = "y", kind = "status", what = "regular", title = "y", source = "y" }]',
            "of",
            "two",
        ),
    ],
)
def test_a_criterion_that_says_too_little_is_refused(need: str, where: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        ladder_of("mini", LADDER.replace('[[step]]\nfrom = "middle"', f'{NEED}{need}\n[[step]]\nfrom = "middle"'))
    assert f"step[1].need[x].{where}" in refused.value.title and why in refused.value.detail


def test_every_kind_of_criterion_is_in_a_ladder_of_the_tests() -> None:
    text = (Path(__file__).parent / "every_kind.toml").read_text("utf-8")
    used = {need.kind for step in ladder_of("every-kind", text).steps for need in _all(step.needs)}
    for name in SHIPPED:
        used |= {need.kind for step in load_ladder(name).steps for need in _all(step.needs)}
    assert used == {*KINDS, "all", "any"}
