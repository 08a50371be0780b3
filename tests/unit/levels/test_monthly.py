"""A month's scorecards from the draft to publication, with who may do what on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cstui.errors import BadInput, Conflict, NotFound, Refused
from cstui.floor import accounts, complaints, journal, notices, store
from cstui.floor.access import Denied
from cstui.floor.levels import monthly, quality, ranking, review, scorebook, scorecards
from cstui.floor.levels.score_views import Card
from cstui.floor.rosters.clocking import keep_stamps
from cstui.floor.views import Actor
from tests.conftest import Floor
from tests.unit.levels.conftest import NOON, Closed, statements
from tests.unit.levels.scoring_cards import PLAIN
from tests.unit.rosters.requests_floor import publish as publish_week

MONTH = "2026-03"
LATER = datetime(2026, 4, 2, tzinfo=UTC)


@pytest.fixture
def plain(tmp_path, floor: Floor) -> Floor:  # type: ignore[no-untyped-def]
    """A floor with a template ``plain`` of two items that a lead enters."""
    folder = tmp_path / "config" / "scorecards"
    folder.mkdir(parents=True)
    (folder / "plain.toml").write_text(PLAIN, "utf-8")
    return floor


def scored(floor: Floor, login: str, work: float, manner: float, month: str = MONTH) -> None:
    monthly.run(floor.lead, None, month, "plain", now=LATER)
    monthly.enter(floor.lead, login, month, "work", work, now=LATER)
    monthly.enter(floor.lead, login, month, "manner", manner, now=LATER)


def published(floor: Floor, login: str, work: float, manner: float = 0, month: str = MONTH) -> None:
    scored(floor, login, work, manner, month)
    monthly.talk(floor.lead, login, month, "we talked", "answer sooner", now=LATER)
    monthly.sign(accounts.find_actor(login), month, now=LATER)
    assert monthly.publish(floor.lead, month, [login], now=LATER).refused == ()


def card(actor: Actor, login: str, month: str = MONTH) -> Card:
    return scorecards.show(actor, login, month, now=LATER)


def test_a_card_goes_from_draft_to_publication(plain: Floor) -> None:
    scored(plain, "li.na", 60, 31.5)
    with pytest.raises(Refused):
        monthly.sign(plain.agent, MONTH, now=LATER)
    with pytest.raises(NotFound):
        card(plain.agent, "li.na")  # a draft is the lead's alone
    assert monthly.talk(plain.lead, "li.na", MONTH, "good", "sooner", now=LATER).state == "talked"
    assert card(plain.agent, "li.na").total == 91.5  # nobody signs unseen
    assert monthly.sign(plain.agent, MONTH, now=LATER).state == "signed"
    assert monthly.publish(plain.boss, MONTH, ["li.na"], now=LATER).done[0].state == "published"
    own = card(plain.agent, "li.na")
    assert (own.total, own.money, own.state, own.improvement) == (91.5, 200, "published", "sooner")
    assert (own.talked_by, own.published_by) == ("lead.wang", "boss")
    assert [each.kind for each in notices.notices(plain.agent)] == ["score.published"]
    with pytest.raises(Refused, match="published"):
        monthly.enter(plain.lead, "li.na", MONTH, "work", 1, now=LATER)
    assert journal.verify(plain.boss).whole


@pytest.mark.parametrize("state", scorebook.STATES)
@pytest.mark.parametrize("step", ["enter", "talk", "sign", "publish"])
def test_every_step_from_every_state(plain: Floor, state: str, step: str) -> None:
    scored(plain, "li.na", 60, 30)
    ways = {
        "talk": lambda: monthly.talk(plain.lead, "li.na", MONTH, "x", "y", now=LATER).state,
        "sign": lambda: monthly.sign(plain.agent, MONTH, now=LATER).state,
        "publish": lambda: [turn.state for turn in monthly.publish(plain.lead, MONTH, ["li.na"], now=LATER).done],
        "enter": lambda: monthly.enter(plain.lead, "li.na", MONTH, "work", 50, now=LATER).state,
    }
    for way in ("talk", "sign", "publish")[: scorebook.STATES.index(state)]:
        ways[way]()
    wanted = scorebook.STEPS[step].get(state)
    if step == "publish":
        assert ways[step]() == ([wanted] if wanted else [])
    elif wanted is None:
        with pytest.raises(Refused):
            ways[step]()
    else:
        assert ways[step]() == wanted
    assert card(plain.lead, "li.na").state == (wanted or state)


def test_nothing_unfinished_is_talked_about_or_published(plain: Floor) -> None:
    monthly.run(plain.lead, None, MONTH, "plain", now=LATER)
    monthly.enter(plain.lead, "li.na", MONTH, "work", 10, now=LATER)
    with pytest.raises(Refused) as refused:
        monthly.talk(plain.lead, "li.na", MONTH, "x", "y", now=LATER)
    assert "manner" in refused.value.detail
    monthly.enter(plain.lead, "li.na", MONTH, "manner", 10, now=LATER)
    with pytest.raises(Refused, match="not over"):
        monthly.talk(plain.lead, "li.na", MONTH, "x", "y", now=datetime(2026, 3, 31, 15, 59, tzinfo=UTC))
    with pytest.raises(BadInput):
        monthly.talk(plain.lead, "li.na", MONTH, "x", " ", now=LATER)
    found = monthly.publish(plain.lead, MONTH, now=LATER)
    assert (found.done, [login for login, _why in found.refused]) == ((), ["li.na", "zhang.wei"])


def test_nobody_scores_talks_with_or_publishes_themselves(plain: Floor) -> None:
    accounts.add_agent(plain.boss, "both", name="Both", team="floor", roles=("agent", "lead"))
    both = accounts.find_actor("both")
    scored(plain, "both", 60, 30)
    for act in (
        lambda: monthly.enter(both, "both", MONTH, "work", 60, now=LATER),
        lambda: monthly.talk(both, "both", MONTH, "x", "y", now=LATER),
    ):
        with pytest.raises(Denied):
            act()
    monthly.talk(plain.lead, "both", MONTH, "x", "y", now=LATER)
    monthly.sign(both, MONTH, now=LATER)
    assert monthly.publish(both, MONTH, ["both"], now=LATER).done == ()
    assert "both" in [each.login for each in scorecards.cards(both, MONTH, now=LATER)]  # to sign it, one reads it
    assert monthly.publish(plain.lead, MONTH, ["both"], now=LATER).done


def test_who_may_not(plain: Floor) -> None:
    scored(plain, "li.na", 60, 30)
    for act in (
        lambda: monthly.run(plain.agent, None, MONTH, "plain", now=LATER),
        lambda: monthly.run(plain.lead, "cards", MONTH, "plain", now=LATER),
        lambda: monthly.enter(plain.agent, "li.na", MONTH, "work", 60, now=LATER),
        lambda: monthly.enter(plain.auditor, "li.na", MONTH, "work", 60, now=LATER),
        lambda: monthly.publish(plain.agent, MONTH, now=LATER),
        lambda: card(plain.other, "li.na"),
        lambda: scorecards.cards(plain.agent, MONTH, now=LATER),
        lambda: ranking.rank(plain.agent, MONTH, now=LATER),
        lambda: ranking.flags(plain.agent, MONTH, now=LATER),
        lambda: scorecards.history(plain.other, "li.na", now=LATER),
        lambda: review.review(plain.other, "li.na", MONTH, now=LATER),
        lambda: quality.draw(plain.auditor, None, MONTH, 1, now=LATER),
        lambda: quality.checks(plain.agent, MONTH, now=LATER),
    ):
        with pytest.raises(Denied):
            act()
    assert card(plain.auditor, "li.na").total == 90


@pytest.mark.parametrize(
    ("item", "points"),
    [
        ("work", 60.5), ("work", -1), ("work", float("nan")), ("none", 1), ("work:1", 1), ("mishandled", 100),
        ("mishandled:C-000001", 99), ("mishandled:C-000001", 301), ("slacking:1", 400), ("letter:1", 6),
        ("excellent", 200), ("recovered:1", 5), ("work@3", 5), ("mishandled:1@3", 100), ("mishandled:Ann", 100),
        ("mishandled:13812341234", 100),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(plain: Floor, item: str, points: float) -> None:
    scored(plain, "li.na", 1, 1)
    with pytest.raises(BadInput):
        monthly.enter(plain.lead, "li.na", MONTH, item, points, now=LATER)
    assert card(plain.lead, "li.na").total == 2


def test_pieces_add_up_and_can_be_taken_back(plain: Floor) -> None:
    scored(plain, "li.na", 50, 30)
    for item, amount in (("mishandled:C-000001", 150), ("mishandled:C-000002", 300), ("slacking:1", 500),
                         ("recovered", 10_000), ("letter:1", 3)):  # fmt: skip
        monthly.enter(plain.lead, "li.na", MONTH, item, amount, now=LATER)
    found = card(plain.lead, "li.na")
    assert (found.total, found.money) == (83, -150 - 300 - 500 + 200)
    assert {each.rule: each.pieces for each in found.extras} == {
        "excellent": 0, "recovered": 1, "letter": 1, "mishandled": 2, "slacking": 1,
    }  # fmt: skip
    monthly.enter(plain.lead, "li.na", MONTH, "mishandled:C-000002", 0, now=LATER)
    monthly.enter(plain.lead, "li.na", MONTH, "slacking:1", None, now=LATER)
    monthly.enter(plain.lead, "li.na", MONTH, "manner", None, now=LATER)
    found = card(plain.lead, "li.na")
    assert (found.total, found.so_far, found.money) == (None, 53, 50)


def test_the_floor_computes_what_it_knows_and_only_that(floor: Floor, closed: Closed) -> None:
    for _each in range(21):
        closed(stars=4)
    first = {line.item: line for line in monthly.run(floor.lead, None, MONTH, "service", now=LATER)[0].lines}
    assert (first["cases"].score, first["cases"].note, first["cases"].origin) == (10, "21", "computed")
    assert first["satisfaction"].score == 10  # four stars are 80 per cent
    assert first["quality"].score is None and first["teaching"].score is None
    with pytest.raises(Refused, match="worked out"):
        monthly.enter(floor.lead, "li.na", MONTH, "cases", 20, "known better", now=LATER)
    with pytest.raises(BadInput, match="note"):
        monthly.enter(floor.lead, "li.na", MONTH, "quality", 10, now=LATER)
    monthly.enter(floor.lead, "li.na", MONTH, "quality", 10, "sample of the old system", now=LATER)
    closed(stars=5)
    again = {line.item: line for line in monthly.run(floor.lead, None, MONTH, now=LATER)[0].lines}
    assert (again["cases"].note, again["quality"].score, again["quality"].origin) == ("22", 10, "entered")
    drawn = quality.draw(floor.lead, None, MONTH, 2, now=LATER)
    for number, each in enumerate(drawn):
        quality.score(floor.lead, each.id, 80 + number, now=LATER)
    last = {line.item: line for line in monthly.run(floor.lead, None, MONTH, now=LATER)[0].lines}
    assert (last["quality"].origin, last["quality"].note) == ("computed", "80.5")


def test_360_degrees_each_rates_their_own_part(floor: Floor) -> None:
    monthly.run(floor.lead, None, MONTH, "store", now=LATER)
    monthly.enter(floor.agent, "li.na", MONTH, "self", 5, now=LATER)
    monthly.enter(floor.other, "li.na", MONTH, "peer", 6, "secret", now=LATER)
    monthly.enter(floor.lead, "li.na", MONTH, "peer", 9, now=LATER)
    monthly.enter(floor.lead, "li.na", MONTH, "lead", 8, now=LATER)
    lines = {line.item: line for line in card(floor.lead, "li.na").lines}
    assert (lines["self"].score, lines["peer"].score, lines["lead"].score) == (5, 7.5, 8)
    assert lines["peer"].note == ""
    for actor, item in (
        (floor.other, "self"), (floor.lead, "self"), (floor.agent, "peer"), (floor.stranger, "peer"),
        (floor.auditor, "peer"), (floor.agent, "lead"), (floor.other, "lead"),
    ):  # fmt: skip
        with pytest.raises(Denied):
            monthly.enter(actor, "li.na", MONTH, item, 1, now=LATER)


def test_a_card_keeps_the_template_with_which_it_was_made(plain: Floor, tmp_path) -> None:  # type: ignore[no-untyped-def]
    scored(plain, "li.na", 60, 30)
    path = tmp_path / "config" / "scorecards" / "plain.toml"
    path.write_text(PLAIN.replace("max = 60", "max = 50").replace("max = 40", "max = 50"), "utf-8")
    monthly.run(plain.lead, None, MONTH, "plain", now=LATER)
    assert [line.most for line in card(plain.lead, "li.na").lines] == [60, 40]
    assert [line.most for line in card(plain.lead, "zhang.wei").lines] == [50, 50]  # nobody wrote on it yet
    path.unlink()
    assert card(plain.lead, "li.na").total == 90
    assert {each.template for each in monthly.run(plain.lead, None, MONTH, "ae", now=LATER)} == {"plain", "ae"}


def test_a_month_ahead_or_none_is_refused(plain: Floor) -> None:
    for month in ("2026-05", "2026-13", "soon", "2026.1"):
        with pytest.raises(BadInput):
            monthly.run(plain.lead, None, month, "plain", now=LATER)
    assert monthly.run(plain.lead, None, "2026年3月", "plain", now=LATER)[0].month == MONTH


def test_history_is_a_line_of_published_months(plain: Floor) -> None:
    published(plain, "li.na", 40, month="2026-01")
    scored(plain, "li.na", 50, 0, month="2026-02")
    published(plain, "li.na", 60)
    wanted = (("2026-01", 40), ("2026-02", None), ("2026-03", 60), ("2026-04", None))
    assert scorecards.history(plain.agent, "li.na", 4, now=LATER) == wanted
    assert len(scorecards.history(plain.lead, "li.na", now=LATER)) == 12


def test_stars_flags_and_places(plain: Floor) -> None:
    for month, (ours, other) in {"2026-02": (60, 40), "2026-03": (60, 50)}.items():
        published(plain, "li.na", ours, 10, month=month)
        published(plain, "zhang.wei", other, month=month)
    ranked = ranking.rank(plain.lead, MONTH, now=LATER)
    assert [(each.place, each.of, each.login, each.total) for each in ranked] == [
        (1, 2, "li.na", 70), (2, 2, "zhang.wei", 50),
    ]  # fmt: skip
    stars = ranking.stars(plain.boss, MONTH, now=LATER)
    assert [(each.kind, each.period, each.login, each.total) for each in stars] == [
        ("month", MONTH, "li.na", 70), ("quarter", "2026Q1", "li.na", 70),
    ]  # fmt: skip
    assert [(each.kind, each.total) for each in ranking.stars(plain.other, MONTH, now=LATER)] == [
        ("month", None), ("quarter", None),
    ]  # fmt: skip
    assert [each.kind for each in ranking.stars(plain.boss, "2026-02", now=LATER)] == ["month"]
    (flag,) = ranking.flags(plain.lead, MONTH, now=LATER)
    assert (flag.login, flag.months) == ("zhang.wei", ("2026-02", "2026-03"))
    assert ranking.flags(plain.lead, "2026-02", now=LATER) == ()


def test_the_review_shows_the_month_and_ones_own_card_once_published(plain: Floor, closed: Closed) -> None:
    closed(stars=5)
    scored(plain, "li.na", 60, 30)
    own = review.review(plain.agent, "li.na", MONTH, now=LATER)
    assert (own.cases, own.satisfaction, own.state, own.total) == (1, 100, None, None)
    leads = review.review(plain.lead, "li.na", MONTH, now=LATER)
    assert (leads.state, leads.total, leads.place, leads.of) == ("draft", 90, 1, 1)
    assert {each.login for each in review.reviews(plain.lead, MONTH, now=LATER)} == {"li.na", "zhang.wei"}
    with pytest.raises(Denied):
        review.reviews(plain.agent, MONTH, now=LATER)


def clocked(floor: Floor, presence: dict[str, int]) -> None:
    """Give people the early shift of five days in March 2026, and stamps on so many of them."""
    monday = date(2026, 3, 2)
    publish_week(floor.lead, dict.fromkeys(presence, "A1 A1 A1 A1 A1 off off"), monday=monday)
    stamps = []
    for login, days in presence.items():
        for number in range(days):
            start = datetime(2026, 3, 2 + number, tzinfo=UTC)  # 08:00 in Shanghai
            agent = accounts.find_actor(login).id
            stamps += [(agent, start, "in"), (agent, start + timedelta(hours=9), "out")]
    with store.transaction():
        keep_stamps(stamps, source="gate", by=floor.lead, now=LATER)


def test_attendance_is_worked_out_from_roster_and_clock(floor: Floor) -> None:
    clocked(floor, {"li.na": 4, "zhang.wei": 5})
    made = monthly.run(floor.lead, None, MONTH, "store", now=LATER)
    found = {each.login: {line.item: line for line in each.lines}["attendance"] for each in made}
    assert (found["li.na"].note, found["li.na"].score) == ("80", 0)
    assert (found["zhang.wei"].note, found["zhang.wei"].score) == ("100", 10)
    assert review.review(floor.lead, "li.na", MONTH, now=LATER).adherence == 80


def test_an_attendance_below_the_rate_forfeits_the_star(plain: Floor) -> None:
    clocked(plain, {"li.na": 3, "zhang.wei": 5})
    published(plain, "li.na", 60, 40)
    published(plain, "zhang.wei", 50, 10)
    assert [each.login for each in ranking.stars(plain.lead, MONTH, now=LATER) if each.kind == "month"] == ["zhang.wei"]
    assert "bonus" in review.review(plain.lead, "li.na", MONTH, now=LATER).forfeits
    assert review.review(plain.lead, "zhang.wei", MONTH, now=LATER).forfeits == ""


def test_ones_own_place_is_hidden_until_published(plain: Floor) -> None:
    accounts.add_agent(plain.boss, "both", name="Both", team="floor", roles=("agent", "lead"))
    scored(plain, "both", 60, 30)
    scored(plain, "li.na", 10, 10)
    assert [each.login for each in ranking.rank(accounts.find_actor("both"), MONTH, now=LATER)] == ["li.na"]
    assert [each.login for each in ranking.rank(plain.boss, MONTH, now=LATER)] == ["both", "li.na"]


def test_two_who_enter_at_once_do_not_overwrite_each_other(plain: Floor) -> None:
    scored(plain, "li.na", 10, 10)
    seen = card(plain.lead, "li.na").version
    monthly.enter(plain.boss, "li.na", MONTH, "work", 20, version=seen, now=LATER)
    with pytest.raises(Conflict):
        monthly.enter(plain.lead, "li.na", MONTH, "work", 30, version=seen, now=LATER)
    assert card(plain.lead, "li.na").total == 30


def test_what_was_talked_about_is_not_worked_out_anew(floor: Floor, closed: Closed) -> None:
    closed(stars=5)
    monthly.run(floor.lead, None, MONTH, "service", now=LATER)
    for item, points in (("teaching", 5), ("quality", 10)):
        monthly.enter(floor.lead, "li.na", MONTH, item, points, "x", now=LATER)
    monthly.talk(floor.lead, "li.na", MONTH, "x", "y", now=LATER)
    told = card(floor.lead, "li.na")
    monthly.sign(floor.agent, MONTH, now=LATER)
    closed(stars=1)
    monthly.run(floor.lead, None, MONTH, now=LATER)
    again = card(floor.lead, "li.na")
    assert (again.state, again.total, again.lines) == ("signed", told.total, told.lines)


def test_a_run_notices_what_is_past_its_limit(floor: Floor, closed: Closed) -> None:
    closed("zhang.wei")
    ref = complaints.add(floor.lead, {"subject": "x", "severity": "minor"}, now=NOON).ref
    complaints.take(floor.agent, ref, "claim", now=NOON)
    monthly.run(floor.lead, None, MONTH, "service", now=LATER)
    lines = {line.item: line.note for line in card(floor.boss, "li.na").lines}
    assert lines["feedback"] == "33.33"  # acknowledged in time, neither answered nor solved


def test_a_run_without_news_changes_no_card(floor: Floor, closed: Closed) -> None:
    closed(stars=5)
    monthly.run(floor.lead, None, MONTH, "service", now=LATER)
    before = {each.login: each.version for each in scorecards.cards(floor.boss, MONTH, now=LATER)}
    monthly.run(floor.lead, None, MONTH, now=LATER)
    assert {each.login: each.version for each in scorecards.cards(floor.boss, MONTH, now=LATER)} == before
    closed(stars=1)
    monthly.run(floor.lead, None, MONTH, now=LATER)
    after = {each.login: each.version for each in scorecards.cards(floor.boss, MONTH, now=LATER)}
    assert {login for login in after if after[login] != before[login]} == {"li.na"}


def test_what_is_read_for_a_month_does_not_grow_with_the_team(plain: Floor) -> None:
    asked: dict[int, list[int]] = {}
    for size in (3, 12):
        for number in range(size):
            accounts.add_agent(plain.boss, f"new{size}.{number}", name=f"New {number}", team="floor")
        monthly.run(plain.lead, None, MONTH, "plain", now=LATER)
        calls = (
            lambda: monthly.run(plain.lead, None, MONTH, now=LATER),
            lambda: scorecards.cards(plain.lead, MONTH, now=LATER),
            lambda: review.reviews(plain.lead, MONTH, now=LATER),
            lambda: ranking.stars(plain.boss, MONTH, now=LATER),
            lambda: ranking.rank(plain.boss, MONTH, now=LATER),
        )
        asked[size] = [statements(call) for call in calls]
    assert asked[3] == asked[12]
