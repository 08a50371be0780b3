"""The demo floor's careers: everybody named exists, every level is one of the ladder, and one certificate ends soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from cstui.floor import accounts, notices, store
from cstui.floor.demo import staging
from cstui.floor.demo.script import careers, script
from cstui.floor.levels import certificates, dossier, evidence, standings
from cstui.floor.levels.views import FACT_KINDS

MORNING = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    staging.build(tmp_path_factory.mktemp("careers") / "floor.db", now=MORNING)
    yield
    store.close_floor()


@pytest.mark.usefixtures("opened")
def test_the_floor_shows_people_on_every_side_of_a_step() -> None:
    lead = accounts.find_actor(script().floor["start"])
    stands = {each.agent: each.level for each in standings.team(lead, on=date(2026, 3, 10))}
    assert {"assistant", "junior", "intermediate", "senior", "expert", ""} <= set(stands.values())
    found = certificates.certificates(lead, ending=30, now=MORNING)
    assert [(each.agent, each.days) for each in found] == [("mia.wong", -12), ("li.na", 20)]
    told = [each.body["agent"] for each in notices.notices(lead) if each.kind == "certificate.ends"]
    assert told == ["li.na"], "what had ended when it was entered warns nobody"
    kinds = {each.kind for each in evidence.entries(lead)}
    assert {"praise_customer", "praise_internal", "penalty", "incident", "exam", "course"} <= kinds <= set(FACT_KINDS)


@pytest.mark.usefixtures("opened")
def test_papers_are_whole() -> None:
    ids = {each["login"]: accounts.find_actor(each["login"]).id for each in careers()["career"]}
    found = dossier.dossiers(ids.values(), "dual", on=date(2026, 3, 10))
    for each in found.values():
        held = each.level_on(date(2026, 3, 10))
        assert held is not None and each.hired_on is not None and each.service_since is not None
        assert each.service_since <= each.hired_on <= held.since
