"""config.toml: what may be set, and that a wrong setting is refused by name."""

from __future__ import annotations

import pytest

from cstui import config
from cstui.errors import BadInput


def written(text: str) -> None:
    path = config.config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_without_a_file_the_defaults_hold() -> None:
    assert config.load() == config.Config()


def test_every_setting_is_read() -> None:
    written(
        'lang = "zh"\n[screen]\ntheme = "dark"\nbell = false\nmouse = false\nlock_minutes = 10\n'
        '[keys]\n"queue.assign" = "A"\n'
    )
    assert config.load() == config.Config("zh", "dark", False, False, 10, {"queue.assign": "A"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("colour = 1", "colour"),
        ("[screen]\ntheem = 'dark'", "screen.theem"),
        ("[screen]\nbell = 1", "bell"),
        ("[screen]\nlock_minutes = true", "lock_minutes"),
        ("[screen]\nlock_minutes = -5", "lock_minutes"),
        ("screen = 3", "screen"),
        ("lang = 'fr'", "lang"),
        ("[keys]\n'queue.assign' = 3", "keys.queue.assign"),
        ("= nonsense", "config.toml"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(text: str, named: str) -> None:
    written(text)
    with pytest.raises(BadInput) as refused:
        config.load()
    assert named in str(refused.value)


def test_a_file_that_is_no_text_is_refused() -> None:
    written("")
    config.config_file().write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput):
        config.load()
