"""What the floor hands out: frozen values, never models.  Instants are aware datetimes in UTC.

Named tuples, not dataclasses: a look-up pays for every class it makes at start-up, and these cost a seventh.
Their annotations are not put off here (no ``from __future__``): each would be compiled once more, for a third of it.
"""

from datetime import datetime
from typing import Any, NamedTuple, Self

SEVERITIES = ("critical", "major", "normal", "minor")  # the rank in the store is the index
STATES = (
    "received",
    "verified",
    "registered",
    "transferred",
    "handling",
    "waiting",
    "responded",
    "closed",
    "rejected",
    "withdrawn",
    "merged",
)
OPEN_STATES = STATES[:7]
CHANNELS = ("phone", "wechat", "email", "onsite", "web", "app", "letter", "fax", "sms", "referral", "other")
ROLES = ("agent", "lead", "manager", "auditor", "admin")


class Actor(NamedTuple):
    """Who acts: an enabled agent of the floor, with all the roles of the person."""

    id: int
    login: str
    name: str
    team_id: int
    team: str
    roles: frozenset[str]

    @property
    def leads(self) -> bool:
        """Whether the person stands at least as a team lead (managers count)."""
        return bool(self.roles & {"lead", "manager"})


class Customer(NamedTuple):
    """A customer as shown: the phone is masked already."""

    name: str = ""
    phone: str = ""
    id: str | None = None
    tier: str | None = None


class Complaint(NamedTuple):
    """One complaint as lists show it; the field names are the stable JSON keys.

    ``slack_minutes`` counts working minutes to ``due_at`` (negative when past,
    None when no clock runs); ``overdue`` says that the next limit has passed,
    ``breached`` that any limit was ever broken.
    """

    ref: str
    state: str
    severity: str
    category: str | None
    channel: str
    subject: str
    narrative: str
    team: str
    assignee: str | None
    respondent: str | None
    customer: Customer
    received_at: datetime
    next_clock: str | None
    due_at: datetime | None
    slack_minutes: int | None
    overdue: bool
    breached: bool
    cycle: int
    repeat_count: int
    source: str | None
    external_id: str | None
    closed_at: datetime | None
    satisfaction: int | None
    version: int


class Event(NamedTuple):
    """One line of a complaint's time line: the journal's event with what was recorded with it.

    ``body`` holds the journal's own facts (states, ids); ``fields`` the form filled in at
    that step (reasons, texts), empty where none was.
    """

    seq: int
    at: datetime
    actor: str
    role: str
    action: str
    body: dict[str, Any]
    form: str | None
    fields: dict[str, Any]


class ClockView(NamedTuple):
    """One clock of a complaint, as shown."""

    name: str
    cycle: int
    limit: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    state: str  # running | paused | met | broken
    breached_at: datetime | None
    slack_minutes: int | None
    provisional: bool


class Detail(NamedTuple):
    """Everything one page shows of a complaint.

    ``forms`` maps a form kind to its latest fields; ``steps`` maps every action to None
    (may be done now by this actor) or to the reason why not.
    """

    complaint: Complaint
    remedy: str
    region: str
    policy: str
    transferred_from: str | None
    waiting_for: str | None
    wait_until: datetime | None
    clocks: tuple[ClockView, ...]
    events: tuple[Event, ...]
    forms: dict[str, dict[str, Any]]
    steps: dict[str, str | None]
    escalation: int = 0  # the level reached, 1 to 4 (floor.escalation.LEVELS)

    def revealed(self, phone: str) -> Self:
        """Return the same with the customer's phone as it was revealed."""
        case = self.complaint
        return self._replace(complaint=case._replace(customer=case.customer._replace(phone=phone)))


class Page(NamedTuple):
    """One page of complaints in order; ``after`` is the ref to continue after, None at the end."""

    rows: tuple[Complaint, ...]
    after: str | None


class Tally(NamedTuple):
    """The header's figures for what the actor may see."""

    open: int
    critical: int
    breached: int
    waiting: int
    unowned: int


class Offer(NamedTuple):
    """One person a complaint might be assigned to; ``passed_over`` says why not, None when offered."""

    login: str
    name: str
    team: str
    load: int
    cap: int
    idle_since: datetime | None
    passed_over: str | None


class Agent(NamedTuple):
    """A member of the floor's staff."""

    login: str
    name: str
    team: str
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    enabled: bool
    load: int


class Team(NamedTuple):
    """A team with its policy pack and its open complaints."""

    slug: str
    name: str
    policy: str
    agents: int
    open: int


class Hit(NamedTuple):
    """One find: ``kind`` is complaint, customer or agent; ``ref`` opens it; ``text`` is one line."""

    kind: str
    ref: str
    text: str
    state: str | None = None


class Caller(NamedTuple):
    """What is known of a phone number or customer id while it is typed into intake."""

    customer: Customer
    repeat_count: int
    open_refs: tuple[str, ...]
    owner: str | None
    last_contact_at: datetime | None
    last_outcome: str | None
    promised_at: datetime | None
