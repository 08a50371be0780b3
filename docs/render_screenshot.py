"""Take the README's pictures from the app itself, on the demo floor with a frozen clock.

Run it as ``python docs/render_screenshot.py`` when the queue or the week looks different.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import time_machine

from cstui.floor import demo
from cstui.i18n import set_language
from cstui.tui.app import CstuiApp

HERE = Path(__file__).parent
MORNING = datetime(2026, 3, 10, 6, 2, tzinfo=UTC)  # 14:02 on the demo floor
PICTURES = {"queue.svg": ((132, 32), ("j", "j")), "roster.svg": ((100, 26), ("2",))}  # size and keys


async def picture(login: str, path: Path, size: tuple[int, int], keys: Sequence[str]) -> str:
    """Return the screen as SVG after some keys."""
    app = CstuiApp(login, path)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(1.0)
        await pilot.press(*keys)
        await pilot.pause(1.0)
        drawn = app.export_screenshot(title="cstui", simplify=True)
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)  # no font from elsewhere


def main() -> None:
    """Write docs/queue.svg and docs/roster.svg."""
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(MORNING, tick=True):
        path = Path(folder) / "demo.db"
        login = demo.build(path)
        set_language("en")
        for name, (size, keys) in PICTURES.items():
            (HERE / name).write_text(asyncio.run(picture(login, path, size, keys)), "utf-8")


if __name__ == "__main__":
    main()
