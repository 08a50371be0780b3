"""The rows of the queue: one filter and order, read in the reading threads."""

from __future__ import annotations

from typing import NamedTuple

from cstui.floor import queue
from cstui.floor.views import Actor, Page
from cstui.tui.widgets.pages import Wanted
from cstui.tui.work import Work


class QueueSource(NamedTuple):
    """What a person may see of one filter, in one order."""

    work: Work
    actor: Actor
    query: str
    sort: str
    reverse: bool

    async def page(self, wanted: Wanted) -> Page:
        """Return one page of the list."""
        return await self.work.read(
            queue.page,
            self.actor,
            self.query,
            sort=self.sort,
            reverse=self.reverse,
            after=wanted.after,
            before=wanted.before,
            offset=wanted.offset,
            limit=wanted.limit,
        )

    async def size(self) -> int:
        """Return how many rows the list has."""
        return await self.work.read(queue.count, self.actor, self.query)
