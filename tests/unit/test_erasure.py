"""Erasing a customer: who may, when not, and that no byte of them is left anywhere."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cstui import crash
from cstui.errors import BadInput, NotFound, Refused
from cstui.exchange import exports, imports
from cstui.floor import (
    access,
    accounts,
    complaints,
    customers,
    drafts,
    duty,
    erasure,
    find,
    forgotten,
    handover,
    incidents,
    journal,
    queue,
    reveal,
    setup,
    store,
)
from cstui.floor.levels import dossier, evidence
from cstui.floor.levels.evidence import Given
from cstui.floor.views import ROLES, Actor
from db import connection
from db import models as rows
from tests.conftest import Floor

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
PHONE = "13987651357"
NAME = "诸葛Zebulon"
WORDS = ("倾盆大雨", "quixotic", "marzipan", "brouhaha", "kerfuffle", "zeitgeist")
# What must not be found anywhere: the phone in every way it was written, name, number, texts, parts of the index.
SEEDS = (PHONE, "139 8765 1357", NAME, "诸葛", "zebulon", "VIP-77001", "zgz", *WORDS, "倾盆", "盆大")


def bytes_of(path: Path) -> dict[str, bytes]:
    return {
        suffix: Path(f"{path}{suffix}").read_bytes()
        for suffix in ("", "-wal", "-shm")
        if Path(f"{path}{suffix}").exists()
    }


def traces(path: Path) -> list[str]:
    """Return the seeds found in any file of the store, as UTF-8 and in either case."""
    files = {name: content.lower() for name, content in bytes_of(path).items()}
    return [
        f"{seed} in {name or 'main'}"
        for seed in SEEDS
        for name, content in files.items()
        if seed.lower().encode() in content
    ]


def life(floor: Floor, *, team: str = "floor", now: datetime = AT) -> str:
    """Lead a seeded customer's complaint from intake to archive, a text at every step."""
    values = {
        "customer_name": NAME, "customer_phone": PHONE, "customer_id": "VIP-77001", "subject": WORDS[0],
        "narrative": f"call {PHONE}: {WORDS[1]}", "remedy": WORDS[2], "respondent": f"{NAME}'s shop", "team": team,
    }  # fmt: skip
    ref = complaints.add(floor.boss, values, now=now).ref
    owner = floor.agent if team == "floor" else floor.stranger
    for action, form in (
        ("assign", {"to": owner.login}),
        ("contact", {"direction": "outbound", "channel": "phone", "text": WORDS[3]}),
        ("respond", {"channel": "phone", "text": WORDS[4], "actions": NAME, "category": "billing"}),
        ("close", {"accepted": True, "satisfaction": "4"}),
        ("note", {"text": f"{WORDS[5]} {PHONE}"}),
    ):
        complaints.take(floor.boss if action in ("assign", "note") else owner, ref, action, form, now=now)
    reveal.reveal(floor.boss, ref, f"{NAME} asked", now=now)
    return ref


def crowd(actor: Actor, number: int) -> None:
    """Fill the floor around, so that pages split and the index grows."""
    words = random.Random(7)
    for each in range(number):
        text = " ".join(str(words.random()) for _again in range(words.randrange(40)))
        complaints.add(actor, {"subject": f"s{each}", "narrative": text, "customer_name": f"n{each}"}, now=AT)


def test_no_byte_is_left_in_file_log_or_index(floor: Floor) -> None:
    crowd(floor.boss, 150)
    ref = life(floor)
    crowd(floor.boss, 150)
    life(floor)
    other = complaints.add(
        floor.boss, {"subject": "other", "narrative": "same as 139 8765 1357, order 1357"}, now=AT
    ).ref
    complaints.take(floor.boss, other, "note", {"text": f"see {PHONE}"}, now=AT)
    complaints.take(floor.boss, other, "note", {"text": "order 1357"}, now=AT)
    drafts.save(floor.agent, "note", ref, {"text": WORDS[0]})
    drafts.save(floor.agent, "intake", "", {"customer_phone": "139 8765 1357"})
    drafts.save(floor.other, "intake", "", {"narrative": "order 1357"})
    duty.write(floor.agent, "calls", f"{NAME} rang about {ref}")
    incidents.begin(floor.lead, f"{PHONE} again")
    handover.give(floor.lead, f"{ref}: call {NAME}")
    assert traces(floor.path), "the seeds must be there before"
    erased = erasure.erase(floor.boss, "VIP-77001", "asked by letter", now=AT)
    assert traces(floor.path) == []
    assert erased.swept and ref in erased.complaints and len(erased.complaints) == 2
    kept = complaints.show(floor.boss, other, now=AT)
    assert kept.complaint.narrative == "same as ███, order 1357"
    assert [event.fields for event in kept.events if event.action == "note"] == [{}, {"text": "order 1357"}]
    assert drafts.load(floor.other, "intake", "") is not None and drafts.load(floor.agent, "intake", "") is None
    assert setup.check(floor.boss) == []


def test_the_chain_stays_whole_and_figures_stay(floor: Floor) -> None:
    ref = life(floor)
    before = queue.count(floor.boss, "state:all")
    head = journal.verify(floor.boss).events
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    verdict = journal.verify(floor.boss)
    assert verdict.whole and verdict.events == head + 1
    assert queue.count(floor.boss, "state:all") == before
    shown = complaints.show(floor.boss, ref, now=AT)
    assert shown.complaint.customer == (("", "", None, None)) and shown.complaint.respondent is None
    assert shown.complaint.satisfaction == 4 and shown.complaint.category == "billing"
    assert all(event.fields == {} for event in shown.events)
    last = journal.entries(floor.boss, after=head)[0]
    assert (last.event.action, last.event.role, last.subject) == ("erased", "admin", "customer:1")
    assert last.event.body["complaints"] == [1] and "reason" not in last.event.body


def test_praise_goes_on_counting_without_a_name(floor: Floor) -> None:
    ref = life(floor)
    other = complaints.add(floor.boss, {"subject": "x", "customer_id": "K-2", "customer_name": "Ann"}, now=AT).ref
    for given in (
        Given("praise_customer", customer="VIP-77001", text=WORDS[0]),
        Given("praise_customer", giver=NAME, complaint=ref, text=WORDS[1]),
        Given("praise_customer", customer="K-2", text=f"{NAME} told me, {PHONE}"),
        Given("penalty", name="x", complaint=ref, value=100, text=f"{NAME} had to call twice"),
        Given("praise_internal", giver="logistics", text="well done"),
    ):
        evidence.record(floor.lead, "li.na", given, now=AT)
    wrong = evidence.record(floor.lead, "li.na", Given("attested", name="x"), now=AT).id
    evidence.void(floor.lead, wrong, f"for {PHONE}", now=AT)
    assert traces(floor.path)
    day = AT.date()
    before = dossier.dossier(floor.agent.id, "dual", on=day)
    erasure.erase(floor.boss, "VIP-77001", "asked by letter", now=AT)
    assert traces(floor.path) == []
    found = evidence.entries(floor.boss, login="li.na")
    assert [each.text for each in reversed(found)] == ["", "", "███ told me, ███", "███ had to call twice", "well done"]
    after = dossier.dossier(floor.agent.id, "dual", on=day)
    assert [fact.kind for fact in after.facts] == [fact.kind for fact in before.facts]
    givers = [fact.giver for fact in after.facts if fact.kind == "praise_customer"]
    assert len(set(givers)) == 2 and givers[0] == givers[1]
    assert complaints.show(floor.boss, other, now=AT).complaint.customer.name == "Ann"
    assert journal.verify(floor.boss).whole


def test_texts_about_the_staff_forget_a_customer_too(floor: Floor) -> None:
    life(floor)
    day = AT.date()
    rows.Leave.create(
        agent=floor.agent.id, kind="sick", first_day=day, last_day=day, state="approved",
        reason=f"after the call with {NAME}", decision=f"rest, {PHONE} is mine", created_at=AT,
    )  # fmt: skip
    rows.Excuse.create(
        agent=floor.agent.id, day=day, text=f"{NAME} would not let go", state="explained", given_at=AT
    )  # fmt: skip
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    assert traces(floor.path) == []
    assert rows.Leave.get().reason == "after the call with ███" and rows.Leave.get().decision == "rest, ███ is mine"
    assert rows.Excuse.get().text == "███ would not let go"


def test_a_respondent_who_works_here_stays(floor: Floor) -> None:
    ref = complaints.add(floor.boss, {"subject": "x", "customer_id": "K-1", "respondent": "li.na"}, now=AT).ref
    complaints.take(floor.boss, ref, "withdraw", {"reason": "x", "notice": "x"}, now=AT)
    erasure.erase(floor.boss, "K-1", "asked", now=AT)
    assert complaints.show(floor.boss, ref, now=AT).complaint.respondent == "li.na"


def test_a_form_blanked_or_taken_away_without_an_erasure_is_found(floor: Floor) -> None:
    life(floor)
    seqs = [seq for (seq,) in connection.database.execute_sql("SELECT event_seq FROM form ORDER BY event_seq")]
    connection.database.execute_sql("UPDATE form SET salt = '', fields = '{}' WHERE event_seq = ?", (seqs[1],))
    assert journal.verify(floor.boss).bad_seq == seqs[1]
    connection.database.execute_sql("DELETE FROM form WHERE event_seq = ?", (seqs[0],))
    assert journal.verify(floor.boss).bad_seq == seqs[0]


@pytest.mark.parametrize("role", ROLES)
def test_only_an_administrator_erases_and_others_are_told_whom_to_ask(floor: Floor, role: str) -> None:
    life(floor)
    accounts.add_agent(floor.boss, "somebody", name="S", roles=(role,))
    actor = accounts.find_actor("somebody")
    if role == "admin":
        assert erasure.erase(actor, "VIP-77001", "asked", now=AT).forms > 0
        return
    with pytest.raises(access.Denied) as denied:
        erasure.erase(actor, "VIP-77001", "asked", now=AT)
    assert denied.value.detail == "Ask an administrator: boss."
    assert customers.show(floor.boss, "VIP-77001").customer.name == NAME


def test_an_open_case_and_one_merged_into_an_open_one_refuse(floor: Floor) -> None:
    life(floor)
    ref = complaints.add(floor.boss, {"subject": "y", "customer_id": "VIP-77001"}, now=AT).ref
    with pytest.raises(Refused, match=f"still open: {ref}"):
        erasure.erase(floor.boss, "VIP-77001", "asked", force="now", now=AT)
    into = complaints.add(floor.boss, {"subject": "z"}, now=AT).ref
    complaints.take(floor.boss, ref, "merge", {"into": into, "reason": "same", "notice": "x"}, now=AT)
    with pytest.raises(Refused, match="still open"):
        erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    complaints.take(floor.boss, into, "withdraw", {"reason": "x", "notice": "x"}, now=AT)
    assert len(erasure.erase(floor.boss, "VIP-77001", "asked", now=AT).complaints) == 2


def test_a_case_that_must_be_kept_waits_for_the_end_of_its_retention(floor: Floor) -> None:
    ref = life(floor, team="cards")
    with pytest.raises(Refused) as refused:
        erasure.erase(floor.boss, "VIP-77001", "asked", now=AT + timedelta(days=3 * 365))
    assert refused.value.title == f"{ref} must be kept until 2029-03-02" and "--force" in refused.value.detail
    with pytest.raises(BadInput):
        erasure.erase(floor.boss, "VIP-77001", "asked", force=" ", now=AT)
    erasure.erase(floor.boss, "VIP-77001", "asked", force="court order", now=AT)
    assert journal.entries(floor.boss, subject="customer:1")[-1].event.body["forced"] is True
    assert traces(floor.path) == []


def test_a_short_name_is_blotted_where_it_stands_by_itself(floor: Floor) -> None:
    values = {"subject": "x", "customer_name": "An", "customer_id": "12", "category": "An Another 12 123"}
    ref = complaints.add(floor.boss, values, now=AT).ref
    complaints.take(floor.boss, ref, "withdraw", {"reason": "x", "notice": "x"}, now=AT)
    erasure.erase(floor.boss, "12", "Another matter", now=AT)
    assert complaints.show(floor.boss, ref, now=AT).complaint.category == "███ Another ███ 123"


def test_after_the_retention_nothing_is_forced(floor: Floor) -> None:
    life(floor, team="cards")
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT + timedelta(days=3 * 365 + 1))
    assert journal.entries(floor.boss, subject="customer:1")[-1].event.body["forced"] is False


@pytest.mark.parametrize("reason", ["", " ", f"{NAME} wrote", f"call {PHONE}", "for 139-8765-1357", "VIP-77001 asks"])
def test_a_reason_is_needed_that_does_not_name_the_customer(floor: Floor, reason: str) -> None:
    life(floor)
    with pytest.raises(BadInput):
        erasure.erase(floor.boss, "VIP-77001", reason, now=AT)


def test_who_has_no_number_is_erased_by_a_reference(floor: Floor) -> None:
    ref = complaints.add(floor.boss, {"subject": "x", "customer_name": NAME, "customer_phone": PHONE}, now=AT).ref
    complaints.take(floor.boss, ref, "withdraw", {"reason": "x", "notice": "x"}, now=AT)
    assert erasure.erase(floor.boss, ref.lower(), "asked", now=AT).complaints == (ref,)
    for key in (ref, "C-000099", "nobody"):
        with pytest.raises(NotFound):
            erasure.erase(floor.boss, key, "asked", now=AT)


def test_nobody_is_found_listed_or_exported_afterwards(floor: Floor, tmp_path: Path) -> None:
    life(floor)
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    assert customers.customers(floor.boss) == []
    assert customers.caller(floor.boss, phone=PHONE) is None
    assert [hit for seed in SEEDS for hit in find.find(floor.boss, seed)] == []
    exports.export_customers(floor.boss, tmp_path / "all.csv", full_reason="audit")
    assert (tmp_path / "all.csv").read_text("utf-8").count("\n") == 1


def test_another_with_the_same_phone_keeps_it(floor: Floor) -> None:
    life(floor)
    complaints.add(floor.boss, {"subject": "x", "customer_id": "K-2", "customer_phone": PHONE}, now=AT)
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    assert customers.show(floor.boss, "K-2").customer.phone == "139****1357"


def test_the_same_customer_imported_later_is_a_new_one(floor: Floor, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(f"customer_id,customer_name,customer_phone\nVIP-77001,{NAME},{PHONE}\n", "utf-8")
    life(floor)
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    imports.import_customers(floor.boss, file)
    record = customers.show(floor.boss, "VIP-77001")
    assert record.customer.name == NAME and record.complaints == ()
    assert connection.database.execute_sql("SELECT max(id) FROM customer").fetchone() == (2,)


def test_a_repeated_import_of_the_complaint_brings_nothing_back(floor: Floor, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    row = f"A-1,{WORDS[0]},{WORDS[1]},{NAME},{PHONE},closed,2026-01-05 10:00,2026-01-06 10:00"
    head = "external_id,subject,narrative,customer_name,customer_phone,state,received_at,closed_at"
    file.write_text(f"{head}\n{row}\n", "utf-8")
    imports.import_complaints(floor.boss, file)
    erasure.erase(floor.boss, "C-000001", "asked", now=AT)
    assert traces(floor.path) == []
    report = imports.import_complaints(floor.boss, file)
    assert (report.added, report.updated, report.unchanged) == (0, 0, 1)
    connection.empty_log()
    assert traces(floor.path) == []


def test_an_older_backup_forgets_too(floor: Floor, tmp_path: Path) -> None:
    life(floor)
    folder = tmp_path / "backups"
    folder.mkdir()
    setup.backup(floor.boss, folder / "one.db")
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    (line,) = (folder / "erased.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line).keys() == {"floor", "customer", "created_at"}
    assert (folder / "erased.jsonl").stat().st_mode & 0o777 == 0o600
    done = setup.restore(floor.boss, folder / "one.db")
    assert done["erased_again"] == 1
    assert traces(floor.path) == []
    assert journal.verify(floor.boss).whole and customers.customers(floor.boss) == []
    assert setup.restore(floor.boss, folder / "one.db")["erased_again"] == 1
    assert (folder / "erased.jsonl").read_text("utf-8").count("\n") == 1


def test_a_backup_alone_knows_from_the_file_beside_it(floor: Floor, tmp_path: Path) -> None:
    life(floor)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    setup.backup(floor.boss, folder / "one.db")
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    store.close_floor()
    new = tmp_path / "new" / "floor.db"
    new.parent.mkdir()
    assert setup.rescue(new, "boss", folder / "one.db")["erased_again"] == 1
    assert traces(new) == []


def test_a_backup_made_after_the_case_was_open_forgets_it_open(floor: Floor, tmp_path: Path) -> None:
    ref = complaints.add(floor.boss, {"subject": "x", "customer_name": NAME, "customer_id": "VIP-77001"}, now=AT).ref
    setup.backup(floor.boss, tmp_path / "one.db")
    complaints.take(floor.boss, ref, "withdraw", {"reason": "x", "notice": "x"}, now=AT)
    erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    setup.restore(floor.boss, tmp_path / "one.db")
    assert complaints.show(floor.boss, ref, now=AT).complaint.state == "registered"
    assert traces(floor.path) == []


def test_ids_of_another_floor_or_another_customer_are_left_alone(floor: Floor, tmp_path: Path) -> None:
    life(floor)
    setup.backup(floor.boss, tmp_path / "one.db")
    made, floor_id = connection.database.execute_sql(
        "SELECT created_at, (SELECT hash FROM event WHERE seq = 1) FROM customer WHERE id = 1"
    ).fetchone()
    wrong = (("other", 1, made), (floor_id, 1, made + 1), (floor_id, 2, made))
    lines = [json.dumps(forgotten.Gone(*each)._asdict()) for each in wrong]
    (tmp_path / "erased.jsonl").write_text("\n".join([*lines, "rubbish", "[1]", ""]), "utf-8")
    assert setup.restore(floor.boss, tmp_path / "one.db")["erased_again"] == 0
    assert customers.show(floor.boss, "VIP-77001").customer.name == NAME


def test_a_folder_that_cannot_be_written_is_told_and_caught_up_with_later(floor: Floor, tmp_path: Path) -> None:
    life(floor)
    folder = tmp_path / "away"
    folder.mkdir()
    setup.backup(floor.boss, folder / "one.db")
    os.rename(folder, tmp_path / "gone")
    erased = erasure.erase(floor.boss, "VIP-77001", "asked", now=AT)
    assert erased.unreached == (str(folder),)
    os.rename(tmp_path / "gone", folder)
    setup.backup(floor.boss, folder / "two.db")
    assert len((folder / "erased.jsonl").read_text("utf-8").splitlines()) == 1


def test_copies_beside_the_store_that_may_still_hold_it_are_named(floor: Floor, tmp_path: Path) -> None:
    life(floor)
    setup.backup(floor.boss, tmp_path / "one.db")
    kept = setup.restore(floor.boss, tmp_path / "one.db")["kept"]
    assert erasure.erase(floor.boss, "VIP-77001", "asked", now=AT).copies == (kept,)


def test_a_reader_who_stays_is_told(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    life(floor)
    monkeypatch.setattr(connection, "LOCK_SECONDS", 0.1)
    with connection.sqlite3.connect(str(floor.path), isolation_level=None) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM complaint").fetchone()
        assert erasure.erase(floor.boss, "VIP-77001", "asked", now=AT).swept is False
        reader.execute("ROLLBACK")
    assert "make a backup" in setup.check(floor.boss)[0]
    setup.backup(floor.boss, floor.path.with_name("one.db"))
    assert setup.check(floor.boss) == [] and traces(floor.path) == []


def test_crash_files_hold_places_never_values(floor: Floor) -> None:
    try:
        raise ValueError(f"{NAME} {PHONE}") from KeyError(PHONE)
    except ValueError as error:
        path = crash.record(error)
    assert path is not None and not any(seed in path.read_text("utf-8") for seed in SEEDS)
