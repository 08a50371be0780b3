"""What a reading misses when it comes back after its screen was left: parts that nobody looks at any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual._context import NoActiveAppError  # has no public name; what a node taken down raises for ``app``
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import NoActiveWorker, get_current_worker

MISSED = (NoMatches, NoActiveAppError)


def outlived() -> bool:
    """Say whether the worker that runs now has outlived the screen or widget that began it."""
    try:
        node = get_current_worker().node
    except NoActiveWorker:
        return False
    return _gone(node)


@contextmanager
def while_shown(screen: Screen[Any]) -> Iterator[None]:
    """Run what draws on a screen and let it end quietly where the person has left that screen meanwhile."""
    try:
        yield
    except MISSED:
        if not _gone(screen):
            raise


def _gone(node: DOMNode) -> bool:
    return not node.is_attached or any(each._closing or each._pruning for each in node.ancestors_with_self)
