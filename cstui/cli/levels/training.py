"""``cstui training``: courses, examinations, mentors, certificates."""

from __future__ import annotations

from datetime import date

import click

from ...floor.levels import certificates
from ...floor.levels import training as plans
from ...floor.levels.evidence import Given
from ...floor.levels.fact_words import word
from ...i18n import N_, _
from ..days import DAY
from ..output import Column, show_list, show_one
from ..parts import Nouns, argument, option, output_option, verb
from ..session import Session, pass_session
from . import facts

training = Nouns("training", help=N_("Training: courses, examinations, mentors, certificates."))
KINDS = ("mentored", "course", "exam", "attested")

_CERTIFICATES = (
    Column(N_("Agent"), lambda each: each.agent),
    Column(N_("Name"), lambda each: each.name, narrows=True),
    Column(N_("Certificate"), lambda each: each.certificate, narrows=True),
    Column(N_("Issued"), lambda each: each.issued),
    Column(N_("Valid until"), lambda each: each.until),
    Column(N_("State"), lambda each: word("certificate", each.state)),
    Column(N_("Days left"), lambda each: each.days),
    Column(N_("Failed retakes"), lambda each: each.retakes),
)
_WANTED = (
    Column(N_("Kind"), lambda each: word("fact", each.kind)),
    Column(N_("Course or exam"), lambda each: each.title, narrows=True),
    Column(N_("Passed"), lambda each: _("yes") if each.passed else _("no")),
)
_name = argument("name", metavar="NAME", help=N_("Its name, or the key in levels/training.toml."))


@verb(training, "course", N_("Record a course that a person took part in."))
@facts.agent_argument
@_name
@facts.score_option
@option("--passed/--failed", "passed", default=None, help=N_("The result, where it was evaluated."))
@facts.day_option
@facts.text_option
@output_option
@pass_session
def course(
    session: Session,
    form: str,
    login: str,
    name: str,
    value: float | None,
    passed: bool | None,
    day: date | None,
    text: str,
) -> None:
    facts.record(session, form, login, Given("course", day, name, value=value, passed=passed, text=text))


@verb(training, "exam", N_("Record the result of an examination."))
@facts.agent_argument
@_name
@facts.passed_option
@facts.score_option
@facts.day_option
@output_option
@pass_session
def exam(
    session: Session, form: str, login: str, name: str, passed: bool, value: float | None, day: date | None
) -> None:
    facts.record(session, form, login, Given("exam", day, name, value=value, passed=passed))


@verb(training, "mentor", N_("Record a newcomer whom a person has trained."))
@facts.agent_argument
@argument("newcomer", metavar="NEWCOMER", help=N_("The newcomer's login or name."))
@facts.day_option
@facts.text_option
@output_option
@pass_session
def mentor(session: Session, form: str, login: str, newcomer: str, day: date | None, text: str) -> None:
    facts.record(session, form, login, Given("mentored", day, giver=newcomer, text=text))


@verb(training, "attest", N_("Vouch for what a person is able to do."))
@facts.agent_argument
@argument("what", metavar="WHAT", help=N_("What you vouch for: the name that the ladder gives it."))
@option("--value", type=float, metavar="NUMBER", help=N_("Its figure, where the ladder asks for one: revenue, say."))
@facts.day_option
@facts.text_option
@output_option
@pass_session
def attest(
    session: Session, form: str, login: str, what: str, value: float | None, day: date | None, text: str
) -> None:
    facts.record(session, form, login, Given("attested", day, what, value=value, text=text))


@verb(training, "certificate", N_("Issue a certificate, or issue one anew that has ended."))
@facts.agent_argument
@argument("name", metavar="NAME", help=N_("Its name, as the queue demands it."))
@facts.day_option
@option("--until", type=DAY, metavar="DATE", help=N_("Its last day; a year unless told."))
@output_option
@pass_session
def certificate(session: Session, form: str, login: str, name: str, day: date | None, until: date | None) -> None:
    _show(form, certificates.issue(session.actor(), login, name, on=day, until=until))


@verb(training, "retake", N_("Record a re-qualification exam or a retake of it: passed it renews."))
@facts.agent_argument
@argument("name", metavar="NAME", help=N_("The certificate."))
@facts.passed_option
@facts.score_option
@facts.day_option
@output_option
@pass_session
def retake(
    session: Session, form: str, login: str, name: str, passed: bool, value: float | None, day: date | None
) -> None:
    _show(form, certificates.requalify(session.actor(), login, name, passed=passed, score=value, on=day))


@verb(training, "certificates", N_("List certificates, the first to end first."))
@option("--agent", "login", metavar="LOGIN", help=N_("Only this person."))
@option(
    "--ending", type=click.IntRange(0, 3_660), metavar="DAYS",
    help=N_("Only those that end within so many days, or have ended."),
)  # fmt: skip
@output_option
@pass_session
def certificates_(session: Session, form: str, login: str | None, ending: int | None) -> None:
    found = certificates.certificates(session.actor(), login=login, ending=ending)
    show_list(form, found, _CERTIFICATES, begin="training certificate")


@verb(training, "ready", N_("Show what a post asks for beforehand, and what a person has of it."))
@facts.agent_argument
@option("--post", default="lead", show_default=True, metavar="POST", help=N_("The post in levels/training.toml."))
@output_option
@pass_session
def ready(session: Session, form: str, login: str, post: str) -> None:
    show_list(form, plans.readiness(session.actor(), login, post), _WANTED)


facts.add_reading(training, KINDS)


def _show(form: str, held: certificates.Held) -> None:
    show_one(form, held, lambda: _line(held))


def _line(held: certificates.Held) -> str:
    state = word("certificate", held.state)
    return _("{name}: {certificate} until {day}, {state}").format(
        name=held.name, certificate=held.certificate, day=held.until, state=state
    )
