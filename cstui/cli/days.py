"""``DATE`` as an option: a day of the floor's calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from ..i18n import _


class Day(click.ParamType):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(_("{value} is no date; write 2026-03-16.").format(value=repr(value[:40])), param, ctx)


DAY = Day()
