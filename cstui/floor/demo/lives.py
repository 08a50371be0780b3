"""How the demo's complaints came to where they stand: for every one the steps that led there, and when."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ..calendar import Calendar, Span
from ..policy import Policy, load_policy
from ..views import OPEN_STATES, SEVERITIES
from .script import Entry
from .stories import OWN_STEP, Story, Teller

CAP = 7  # open cases that the demo gives one person
_SHIFT = (8, 21)  # local hours in which most of the demo's people work
_AT_ONCE = 90  # minutes; what takes less is done in the night, too
_MINUTE = timedelta(minutes=1)

# When the replies promised on open cases fall due, in minutes from the start, and how often so.
_PROMISES = (((-75, -3), 28), ((4, 55), 30), ((60, 420), 26), ((1440, 4000), 16))
# When cases that wait come back.
_RETURNS = (((3, 40), 20), ((90, 600), 35), ((1440, 5760), 45))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody (a login) did at an instant: ``received`` or an action of forms.FORMS."""

    at: datetime
    who: str
    action: str
    values: dict[str, Any]


@dataclass(slots=True)
class _Draft:
    """A life while it is written: what happens, by whom, and how long after the thing before.

    ``accused`` is the agent whom the complaint is about, who keeps away from it.
    """

    story: Story
    received: datetime
    promised: datetime | None
    accused: str | None
    steps: list[tuple[float, str, str, dict[str, Any]]] = field(default_factory=list)

    def then(self, minutes: float, who: str, action: str, **values: Any) -> None:
        """Let a step be taken so many minutes after the one before."""
        self.steps.append((minutes, who, action, values))


class Lives:
    """Writes lives of complaints up to ``now``; ``loads`` counts what everybody holds at the end."""

    def __init__(self, teller: Teller, agents: tuple[Entry, ...], calendar: Calendar, now: datetime) -> None:
        self.teller = teller
        self.now = now
        self.loads: dict[str, int] = {}
        self._chance: random.Random = teller.chance
        self._calendar = calendar
        self._crew: dict[str, list[Entry]] = {}
        self._leads: dict[str, str] = {}
        for agent in agents:
            roles = agent.get("roles", ["agent"])
            if "agent" in roles:
                self._crew.setdefault(agent["team"], []).append(agent)
            elif "lead" in roles:
                self._leads[agent["team"]] = agent["login"]

    def life(self, story: Story, mix: Entry, received: datetime) -> list[Step]:
        """Write the life of a complaint that ends in the state of ``mix``."""
        accused = self._chance.choice(self._crew[story.team])["login"] if story.about_agent else None
        draft = _Draft(story, received, self._promise(mix, received), accused)
        intake = story.intake()
        if accused:
            intake["respondent"] = accused
        if draft.promised:
            intake["promised_at"] = draft.promised
        self._WRITERS[mix["state"]](self, draft, mix)
        return self._timed(draft, intake)

    def received(self, age: list[float]) -> datetime:
        """Return an instant that many hours ago, the younger the likelier; long ago never at night."""
        low, high = age
        at = self.now - timedelta(hours=low + (high - low) * self._chance.random() ** 1.4)
        at = at.replace(second=0, microsecond=0)
        return at if high <= 6 else self._by_day(at, -1)

    def severities(self, mix: Entry, received: datetime) -> tuple[str, ...]:
        """Return how grave a complaint of that state and age may be, so that few are long past their limit."""
        graded = OWN_STEP if mix["state"] in ("received", "verified", "rejected") else SEVERITIES
        if mix["state"] in OPEN_STATES and self._day_over(received) and self._chance.random() < 0.7:
            return tuple(grade for grade in graded if grade != "critical")
        return graded

    # The parts that lives are made of

    def _opening(self, draft: _Draft, mix: Entry, until: str = "registered") -> None:
        """Verify and register a grave complaint; perhaps it is told to the customer that we are at it."""
        story, agent = draft.story, self._anyone(draft)
        if self._policy(draft).own_steps(story.severity) and until != "received":
            checked = {kind: self.teller.answer(story, kind) for kind in ("checked", "finding")}
            draft.then(self._chance.uniform(10, 70), agent, "verify", **checked)
            if until != "verified":
                draft.then(
                    self._chance.uniform(2, 30), agent, "register", severity=story.severity, category=story.category
                )
        if self._told(draft, mix):
            self._contact(draft, agent, "outbound")

    def _told(self, draft: _Draft, mix: Entry) -> bool:
        """Say whether somebody rang the customer; where a time was promised that call is still to come."""
        limit = self._policy(draft).limit("first_response", draft.story.severity)
        late = limit is not None and self._day_over(draft.received)
        if draft.promised and not late:
            return False
        odds: float = max(mix["told"], 96 if late else 0)
        return self._chance.random() * 100 < odds

    def _day_over(self, received: datetime) -> bool:
        return self._calendar.add_span(received, Span(0, "wd")).due_at < self.now

    def _contact(self, draft: _Draft, who: str, direction: str) -> None:
        channel = "phone" if self._chance.random() < 0.8 else "wechat"
        text = self.teller.phrase(draft.story, direction)
        draft.then(self._chance.uniform(4, 60), who, "contact", direction=direction, channel=channel, text=text)

    def _chatter(self, draft: _Draft, who: str, odds: float) -> None:
        """Add notes, calls and agreements as they happen on the way."""
        if self._chance.random() < odds:
            draft.then(self._chance.uniform(5, 90), who, "note", text=self.teller.phrase(draft.story, "notes"))
        if self._chance.random() < odds / 3:
            self._contact(draft, who, "inbound")

    def _taken(self, draft: _Draft, *, held: bool) -> str:
        """Let somebody claim the complaint, or the lead assign it; return who has it."""
        owner = self._owner(draft, held=held)
        if self._chance.random() < 0.25:
            reason = self.teller.phrase(draft.story, "assigns")
            draft.then(self._chance.uniform(3, 60), self._lead(draft), "assign", to=owner, reason=reason)
        else:
            draft.then(self._chance.uniform(3, 90), owner, "claim")
        return owner

    def _handled(self, draft: _Draft, mix: Entry, *, held: bool) -> str:
        """Bring the complaint into somebody's hands and let some work be done on it."""
        self._opening(draft, mix)
        owner = self._taken(draft, held=held)
        busy = 0.5 if mix["state"] in OPEN_STATES else 0.15  # of what is over, less is told: the demo is to start soon
        self._chatter(draft, owner, busy)
        story = draft.story
        if self._chance.random() < busy / 2:
            parties, note = self.teller.phrase(story, "parties"), self.teller.phrase(story, "agreed")
            draft.then(self._chance.uniform(20, 200), owner, "coordinate", parties=parties, note=note)
        if self._chance.random() < busy / 3:
            self._waits(draft, owner, timedelta(days=3))
            draft.then(self._chance.uniform(60, 900), owner, "resume", reason=self.teller.phrase(story, "resumes"))
        return owner

    def _waits(self, draft: _Draft, owner: str, until: datetime | timedelta) -> None:
        """Let the case wait until an instant, or for a span from when it begins to."""
        awaited = "customer" if self._chance.random() < 0.6 else "third_party"
        what = self.teller.phrase(draft.story, f"waits_{awaited}")
        draft.then(self._chance.uniform(20, 240), owner, "wait", waiting_for=awaited, what=what, until=until)

    def _responded(self, draft: _Draft, owner: str) -> None:
        draft.then(self._chance.uniform(60, 1600), owner, "respond", **self.teller.reply(draft.story))

    def _judge(self, draft: _Draft, owner: str) -> str:
        """Return who decides about the reply: the owner, where four eyes are asked for a lead."""
        return self._lead(draft) if self._policy(draft).four_eyes(draft.story.severity) else owner

    def _policy(self, draft: _Draft) -> Policy:
        return load_policy(self.teller.script.policy_of(draft.story.team))

    # One writer for every state

    def _to_received(self, draft: _Draft, mix: Entry) -> None:
        self._opening(draft, mix, "received")

    def _to_verified(self, draft: _Draft, mix: Entry) -> None:
        self._opening(draft, mix, "verified")

    def _to_registered(self, draft: _Draft, mix: Entry) -> None:
        self._opening(draft, mix)
        if self._chance.random() < 0.12:
            owner = self._taken(draft, held=False)
            draft.then(
                self._chance.uniform(10, 90), owner, "release", reason=self.teller.phrase(draft.story, "releases")
            )
        if self._chance.random() < 0.15:
            self._contact(draft, self._anyone(draft), "inbound")

    def _to_transferred(self, draft: _Draft, mix: Entry) -> None:
        self._opening(draft, mix)
        others = [team for team in self._leads if team != draft.story.team]
        reason = self.teller.phrase(draft.story, "transfers")
        draft.then(
            self._chance.uniform(20, 200), self._lead(draft), "transfer", to=self._chance.choice(others), reason=reason
        )

    def _to_handling(self, draft: _Draft, mix: Entry) -> None:
        owner = self._handled(draft, mix, held=True)
        if self._chance.random() < 0.12:
            self._responded(draft, owner)
            reason = self.teller.phrase(draft.story, "not_accepted")
            draft.then(self._chance.uniform(30, 300), self._judge(draft, owner), "not-accepted", reason=reason)

    def _to_waiting(self, draft: _Draft, mix: Entry) -> None:
        owner = self._handled(draft, mix, held=False)  # what waits is no load
        self._waits(draft, owner, self._ahead(_RETURNS))

    def _to_responded(self, draft: _Draft, mix: Entry) -> None:
        self._responded(draft, self._handled(draft, mix, held=True))

    def _to_closed(self, draft: _Draft, mix: Entry) -> None:
        owner = self._handled(draft, mix, held=False)
        self._responded(draft, owner)
        judge = self._judge(draft, owner)
        if self._chance.random() < 0.1:
            reason = self.teller.phrase(draft.story, "not_accepted")
            draft.then(self._chance.uniform(30, 300), judge, "not-accepted", reason=reason)
            self._responded(draft, owner)
        happy = self._chance.choices((5, 4, 3, 2, 1), (34, 30, 18, 10, 8))[0]
        told = self.teller.closing(draft.story, owner, grave=self._policy(draft).close_gate(draft.story.severity))
        draft.then(self._chance.uniform(60, 2000), judge, "close", accepted=happy > 2, satisfaction=str(happy), **told)

    def _to_rejected(self, draft: _Draft, mix: Entry) -> None:
        self._opening(draft, mix, "received")
        story = draft.story
        reason, notice = self.teller.phrase(story, "rejects"), self.teller.phrase(story, "reject_notices")
        draft.then(self._chance.uniform(60, 900), self._lead(draft), "reject", reason=reason, notice=notice)

    def _to_withdrawn(self, draft: _Draft, mix: Entry) -> None:
        self._opening(draft, mix)
        story, who = draft.story, self._anyone(draft)
        if self._chance.random() < 0.5:
            who = self._taken(draft, held=False)
        reason, notice = self.teller.phrase(story, "withdraws"), self.teller.phrase(story, "withdraw_notices")
        draft.then(self._chance.uniform(60, 1500), who, "withdraw", reason=reason, notice=notice)

    _WRITERS: dict[str, Callable[[Lives, _Draft, Entry], None]] = {
        "received": _to_received,
        "verified": _to_verified,
        "registered": _to_registered,
        "transferred": _to_transferred,
        "handling": _to_handling,
        "waiting": _to_waiting,
        "responded": _to_responded,
        "closed": _to_closed,
        "rejected": _to_rejected,
        "withdrawn": _to_withdrawn,
    }

    # People

    def _anyone(self, draft: _Draft) -> str:
        return str(self._chance.choice(self._others(draft))["login"])

    def _others(self, draft: _Draft) -> list[Entry]:
        return [agent for agent in self._crew[draft.story.team] if agent["login"] != draft.accused]

    def _lead(self, draft: _Draft) -> str:
        """Return the lead of the team, or the manager where the complaint is about one of the lead's people."""
        return str(self.teller.script.floor["founder"]["login"]) if draft.accused else self._leads[draft.story.team]

    def _owner(self, draft: _Draft, *, held: bool) -> str:
        """Return one of the team who speaks the language where possible, and has room."""
        crew = self._others(draft)
        fitting = [agent for agent in crew if draft.story.lang == "zh" or "english" in agent["skills"]] or crew
        some = self._chance.sample(fitting, min(3, len(fitting)))
        best = min(some, key=self._load)
        if held and self._load(best) >= CAP:
            best = min(crew, key=self._load)
        login = str(best["login"])
        self.loads[login] = self._load(best) + held
        return login

    def _load(self, agent: Entry) -> int:
        return self.loads.get(agent["login"], 0)

    # Times

    def _by_day(self, at: datetime, direction: int) -> datetime:
        """Move an instant of the night to the evening before or the morning after."""
        local = at.astimezone(self._calendar.zone)
        opens, closes = _SHIFT
        if opens <= local.hour < closes:
            return at
        if direction < 0:
            return at - timedelta(hours=(local.hour - closes) % 24 + 1, minutes=self._chance.randrange(60))
        return at + timedelta(hours=(opens - local.hour) % 24, minutes=self._chance.randrange(30))

    def _promise(self, mix: Entry, received: datetime) -> datetime | None:
        """Return the promised time of a reply, a whole five minutes on open cases, or None."""
        if self._chance.random() * 100 >= mix["promised"]:
            return None
        if mix["age"][1] > 700:
            return received + timedelta(hours=self._chance.uniform(2, 72))
        promised = self._ahead(_PROMISES)
        return max(promised, received + timedelta(minutes=20))

    def _ahead(self, spans: tuple[tuple[tuple[int, int], int], ...]) -> datetime:
        low, high = self._chance.choices([span for span, _ in spans], [weight for _, weight in spans])[0]
        return self.now + timedelta(minutes=self._chance.randint(low, high))

    def _timed(self, draft: _Draft, intake: dict[str, Any]) -> list[Step]:
        """Lay the steps on the time between receipt and now, by day where there is room."""
        moments = [draft.received]
        for gap, *_rest in draft.steps:
            at = moments[-1] + timedelta(minutes=gap)
            moments.append(at if gap < _AT_ONCE else self._by_day(at, 1))
        last = self.now - _MINUTE * self._chance.uniform(1, 12)
        if moments[-1] > last:
            moments = self._squeezed(draft, last)
        steps = [Step(moments[0], self._anyone(draft), "received", intake)]
        for at, (_gap, who, action, values) in zip(moments[1:], draft.steps, strict=True):
            if isinstance(values.get("until"), timedelta):
                values["until"] += at
            steps.append(Step(at, who, action, values))
        return steps

    def _squeezed(self, draft: _Draft, last: datetime) -> list[datetime]:
        total = sum(gap for gap, *_rest in draft.steps)
        room = max(last - draft.received, _MINUTE)
        moments = [draft.received]
        for gap, *_rest in draft.steps:
            moments.append(moments[-1] + room * (gap / total))
        return moments
