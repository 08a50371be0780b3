"""Training as the house plans it: courses, examinations, what a post asks for beforehand; and what a person lacks.

One file (levels/training.toml, see docs/levels.md); a site's own wins over the shipped one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from db import models as rows

from ...errors import BadInput
from ...i18n import _, listed
from ...text import one_line
from .. import packs
from ..packs import Table, Texts
from ..views import Actor
from . import people
from .ladder import Need
from .ladders import load_ladder
from .policy import load_policy, words

NAME = "training"


class Course(NamedTuple):
    """A course; ``days`` it lasts (None: not fixed), ``evaluated`` when its effect is measured (二级评估)."""

    key: str
    title: Texts
    days: int | None
    modules: tuple[str, ...]
    module_count: int
    evaluated: bool
    every_months: int | None


class Post(NamedTuple):
    """A post and what has to be passed before it; ``plan_months`` is the span of the plan that follows."""

    key: str
    title: Texts
    courses: tuple[str, ...]
    exams: tuple[str, ...]
    plan_months: tuple[int, int] | None


class Catalogue(NamedTuple):
    """All that the file says."""

    courses: Mapping[str, Course]
    exams: Mapping[str, Texts]
    posts: Mapping[str, Post]


class Wanted(NamedTuple):
    """One thing that a post asks for, and whether the person has passed it."""

    kind: str
    name: str
    title: str
    passed: bool


def catalogue() -> Catalogue:
    """Return the training that the house plans; raises BadInput when the file does not fit."""
    path = packs.find("levels", NAME)
    if path is None:
        raise BadInput(_("there is no levels/{name}.toml").format(name=NAME))
    return _load(path, path.stat().st_mtime_ns)


def name_of(kind: str, text: str) -> str:
    """Return the key of what the house plans or a ladder asks for, told by its key or title; else the text itself."""
    wanted = one_line(text).casefold()
    known = _titles(kind) if wanted else iter(())
    return next((key for key, titles in known if wanted in {key.casefold(), *_small(titles)}), one_line(text))


def title_of(kind: str, key: str) -> str:
    """Return how the house, or a ladder, calls what is recorded under a key; the key where neither does."""
    try:
        return next((packs.spoken(titles) for name, titles in _titles(kind) if name == key), key)
    except BadInput:  # a broken file hides no record
        return key


def offered(kind: str) -> tuple[str, ...]:
    """Return how what the house plans, or a ladder asks for, is called, each once; nothing where a file is broken."""
    found: dict[str, str] = {}
    try:
        for key, titles in _titles(kind):
            found.setdefault(key, packs.spoken(titles))
    except BadInput:
        return ()
    return tuple(found.values())


def unasked(kind: str, name: str) -> str | None:
    """Return that nothing asks for what is recorded under a name, with what is asked for; None where something does.

    None too where a file is broken: it is asked after the recording, which stands.
    """
    if kind not in ("course", "exam", "attested"):
        return None
    try:
        known = {key for key, _title in _titles(kind)} | {key for need in _needs(kind) for key in need.names}
    except BadInput:
        return None
    if name in known or not known:
        return None
    told = _("Nothing asks for {name} so far; known are: {values}")
    return told.format(name=one_line(name), values=listed(sorted(known)))


def readiness(actor: Actor, login: str, post: str) -> tuple[Wanted, ...]:
    """Return what a post asks for and whether the person has it; raises NotFound, Denied, BadInput."""
    found, known = people.person(actor, login, "level.read"), catalogue()
    if post not in known.posts:
        title = _("There is no post {post}").format(post=one_line(post)[:40])
        raise BadInput(title, _("Known: {values}").format(values=listed(known.posts)))
    asked = known.posts[post]
    wanted = [("course", key) for key in asked.courses] + [("exam", key) for key in asked.exams]
    passed = _passed(found.id)
    return tuple(Wanted(kind, key, _title(kind, key), (kind, key) in passed) for kind, key in wanted)


def _passed(agent_id: int) -> set[tuple[str, str]]:
    """Return what a person passed; a course without a verdict was attended, which is enough."""
    table = rows.Evidence
    mine = (table.agent == agent_id) & table.voided_at.is_null() & table.kind.in_(("course", "exam"))
    return {(row.kind, row.name) for row in table.select().where(mine) if row.passed is not False}


def _titles(kind: str) -> Iterator[tuple[str, Texts]]:
    """Yield the known names of a kind of evidence with their titles."""
    known = catalogue()
    if kind == "course":
        yield from ((key, each.title) for key, each in known.courses.items())
    elif kind == "exam":
        yield from known.exams.items()
    yield from ((need.names[0], need.title) for need in _needs(kind) if len(need.names) == 1)


def _needs(kind: str) -> Iterator[Need]:
    """Yield the criteria of the floor's ladders that ask for things of a kind by name."""
    policy = load_policy()
    for ladder in {policy.ladder, *policy.teams.values()}:
        for step in load_ladder(ladder).steps:
            yield from _asked(kind, step.needs)


def _asked(kind: str, needs: Iterable[Need]) -> Iterator[Need]:
    """Yield the criteria, nested ones too, that ask for things of a kind by name."""
    for need in needs:
        if need.names and kind in (need.kind, need.what):
            yield need
        yield from _asked(kind, (*need.of, *need.unless))


def _small(titles: Texts) -> set[str]:
    return {text.casefold() for text in titles.values()}


def _title(kind: str, key: str) -> str:
    known = catalogue()
    return packs.spoken(known.courses[key].title if kind == "course" else known.exams[key])


@lru_cache(maxsize=4)
def _load(path: Path, changed: int) -> Catalogue:
    table = packs.read(path)
    table.only("course", "exam", "post")
    courses = {key: _course(each, key) for key, each in _tables(table, "course")}
    exams = {key: each.texts("title") for key, each in _tables(table, "exam")}
    posts = {key: _post(each, key, courses, exams) for key, each in _tables(table, "post")}
    return Catalogue(courses, exams, posts)


def _tables(table: Table, key: str) -> list[tuple[str, Table]]:
    found = table.table(key)
    return [(name, found.table(name)) for name in found.values]


def _course(table: Table, key: str) -> Course:
    table.only("title", "days", "modules", "module_count", "evaluation", "every_months")
    modules = words(table, "modules")
    return Course(
        key=key,
        title=table.texts("title"),
        days=table.number("days", None, 1, 366),
        modules=modules,
        module_count=table.number("module_count", len(modules), len(modules), 1000) or 0,
        evaluated=table.flag("evaluation", False),
        every_months=table.number("every_months", None, 1, 120),
    )


def _post(table: Table, key: str, courses: Mapping[str, Course], exams: Mapping[str, Texts]) -> Post:
    table.only("title", "courses", "exams", "plan_months")
    asked = {"courses": words(table, "courses"), "exams": words(table, "exams")}
    for name, known in (("courses", tuple(courses)), ("exams", tuple(exams))):
        if any(each not in known for each in asked[name]):
            raise table.wrong(name, _("a list of {choices}").format(choices=listed(known)))
    return Post(key, table.texts("title"), asked["courses"], asked["exams"], _span(table))


def _span(table: Table) -> tuple[int, int] | None:
    value = table.values.get("plan_months")
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(each, int) for each in value):
        raise table.wrong("plan_months", _("two numbers of months"))
    return value[0], value[1]
