"""What happens on the demo floor while one looks: colleagues come and go, complaints arrive, are taken and closed."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import Refused
from .. import accounts, complaints, queue, store
from ..policy import load_policy
from ..views import Complaint
from .rota import clock
from .staging import Stage

_SEEN = 30  # complaints among which the next to be touched is chosen


class Arrivals:
    """Makes one thing happen at each call and returns the seconds until the next.

    It works on the open floor, in the thread that calls; nothing is done for the person who
    opened the demo.  Raises StoreProblem when the floor is gone.
    """

    def __init__(self, stage: Stage, pace: tuple[float, float] = (5.0, 20.0)) -> None:
        self._stage = stage
        self._pace = pace
        self._teller = stage.teller
        self._chance = stage.teller.chance
        self._founder = stage.teller.script.floor["founder"]["login"]
        self._stamps = stage.stamps
        self._happenings: dict[Callable[[], None], int] = {
            self._arrive: 45,
            self._claim: 20,
            self._call_again: 10,
            self._remark: 6,
            self._respond: 11,
            self._close: 8,
        }

    def __call__(self) -> float:
        """Let one thing happen; return the seconds until the next."""
        self._stamps = clock(self._stamps, self._founder, store.now())
        happen = self._chance.choices(list(self._happenings), list(self._happenings.values()))[0]
        try:
            happen()
        except Refused:
            # Somebody at the screen was faster with that case: so it goes on a floor.
            return self._pace[0]
        return self._chance.uniform(*self._pace)

    def _arrive(self) -> None:
        now = store.now()
        story = self._teller.story(now)
        clerk = self._chance.choice(self._crew(story.team))
        values = story.intake()
        if self._chance.random() < 0.3:
            values["promised_at"] = f"+{self._chance.choice((15, 30, 60, 120))}m"
        complaint = complaints.add(accounts.find_actor(clerk), values, now=now)
        self._stage.stories[complaint.ref] = story

    def _claim(self) -> None:
        if found := self._one("state:registered owner:none"):
            self._act(found, self._chance.choice(self._crew(found.team)), "claim")

    def _call_again(self) -> None:
        if found := self._one("state:registered,handling,waiting"):
            text = self._teller.phrase(self._stage.stories[found.ref], "inbound")
            clerk = self._chance.choice(self._crew(found.team))
            self._act(found, clerk, "contact", direction="inbound", channel="phone", text=text)

    def _remark(self) -> None:
        if (found := self._one("state:handling")) and found.assignee:
            self._act(found, found.assignee, "note", text=self._teller.phrase(self._stage.stories[found.ref], "notes"))

    def _respond(self) -> None:
        if (found := self._one("state:handling")) and found.assignee:
            self._act(found, found.assignee, "respond", **self._teller.reply(self._stage.stories[found.ref]))

    def _close(self) -> None:
        if (found := self._one("state:responded")) and found.assignee:
            policy = load_policy(self._teller.script.policy_of(found.team))
            satisfaction = str(self._chance.randint(3, 5))
            judge = self._founder if policy.four_eyes(found.severity) else found.assignee
            story = self._stage.stories[found.ref]
            told = self._teller.closing(story, found.assignee, grave=policy.close_gate(found.severity))
            self._act(found, judge, "close", accepted=True, satisfaction=satisfaction, **told)

    def _one(self, query: str) -> Complaint | None:
        """Return one of the most urgent complaints that the visitor does not hold, None when there is none."""
        page = queue.page(accounts.find_actor(self._founder), query, limit=_SEEN)
        known = [row for row in page.rows if row.ref in self._stage.stories and row.assignee != self._stage.login]
        return self._chance.choice(known) if known else None

    def _act(self, found: Complaint, login: str, action: str, **values: object) -> None:
        complaints.take(accounts.find_actor(login), found.ref, action, values, version=found.version)

    def _crew(self, team: str) -> list[str]:
        agents = self._teller.script.floor["agent"]
        return [agent["login"] for agent in agents if agent["team"] == team and "roles" not in agent]
