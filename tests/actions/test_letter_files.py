"""A batch for a mail house, a letter as Word, and a large batch made by the worker."""

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import docx
import pytest

from goodstanding.actions import letter_files, letter_review, letters, letters_soon, tasks
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.letters import Wanted
from goodstanding.core.intelligent_mail import encode
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.models import AuditEvent, Contact, Letter, LetterBatch, Task
from goodstanding.records.queries import letters_page
from goodstanding.records.queries.proofs import prove
from tests.ledger_text import ANA, SYSTEM_ACTOR, assert_proven, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
THREE = """
person account=A zip=56300 street==1+1
person account=B zip=56301 street=9Elm
person account=C zip=56302 street=5Oak
2026-11-17 charge C1 60.00 patient patient=a1
2026-11-17 charge C2 60.00 patient patient=b1
2026-11-17 charge C3 60.00 patient patient=c1
"""


def batch(way: str = "mail_house"):
    tell(THREE)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    return letters.print_batch(on=ON, by=ANA, at=TEN, wanted=Wanted(ON, way=way))


def opened(number: int) -> dict[str, bytes]:
    made = letter_files.for_mail_house(batch_id=number, by=ANA, at=TEN)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_one_letter_alone_is_found_beyond_as_many_as_are_wanted():
    tell(THREE)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    last = letters_page.in_envelope_order(ON, looked_only=False)[-1]
    made = letters.print_batch(on=ON, by=ANA, at=TEN, wanted=Wanted(ON, most=1, only=last))
    assert list(Letter.objects.filter(batch=made).values_list("id", flat=True)) == [last]


def test_the_mail_house_gets_the_pages_their_list_and_the_seals():
    files = opened(batch().id)
    rows = list(csv.DictReader(io.StringIO(files["manifest.csv"].decode("utf-8-sig"))))
    assert [(r["place"], r["first_page"], r["pages"], r["sheets"]) for r in rows] == [
        ("1", "1", "2", "1"), ("2", "3", "2", "1"), ("3", "5", "2", "1"),
    ]  # fmt: skip
    assert [row["line_1"] for row in rows] == ["'=1+1", "9ELM", "5OAK"]
    assert "60.00" not in files["manifest.csv"].decode()
    for line in files["sha256.txt"].decode().splitlines():
        seal, name = line.split("  ")
        assert seal == hashlib.sha256(files[name]).hexdigest()
    assert AuditEvent.objects.filter(verb="letter.mail_house").count() == 1


def test_the_same_batch_is_the_same_file():
    number = batch().id
    first, second = (letter_files.for_mail_house(batch_id=number, by=ANA, at=TEN) for _ in "12")
    assert first == second


def test_the_list_names_the_bars_that_stand_on_the_page(monkeypatch):
    ours = clinic.current()
    mailing = replace(ours, facts=replace(ours.facts, mailer_id="123456"))
    monkeypatch.setattr(clinic, "current", lambda: mailing)
    listed = opened(batch().id)["manifest.csv"].decode("utf-8-sig")
    numbers = Letter.objects.order_by("place").values_list("id", flat=True)
    assert [row["barcode"] for row in csv.DictReader(io.StringIO(listed))] == [
        encode(f"00300123456{number:09d}", zip_code)
        for number, zip_code in zip(numbers, ("56300", "56301", "56302"), strict=True)
    ]


def test_a_mail_houses_batch_without_its_report_is_not_confirmed():
    number = batch().id
    with pytest.raises(Refused, match="how many letters the mail house reports"):
        letters.confirm_mailed(batch_id=number, pulled=[], by=ANA, at=TEN)
    assert Contact.objects.count() == 0


def test_a_batch_on_our_own_paper_has_no_file_for_a_mail_house():
    with pytest.raises(Refused, match="not printed for a mail house"):
        letter_files.for_mail_house(batch_id=batch("paper").id, by=ANA, at=TEN)


def test_what_the_mail_house_reports_must_be_what_was_not_rejected():
    number = batch().id
    rejected = letters_page.batch(number).letters[0].reference
    confirm = {"batch_id": number, "pulled": [rejected], "by": ANA, "at": TEN}
    with pytest.raises(Refused, match=r"reports 3 mailed; 3 less 1 rejected are 2"):
        letters.confirm_mailed(**confirm, reported=3)
    assert Contact.objects.count() == 0
    assert letters.confirm_mailed(**confirm, reported=2) == 2
    assert_proven()


def test_a_letter_as_word_is_the_offices_own_and_counts_as_nothing():
    one = batch("paper").letters.get(place=2)
    made = letter_files.as_word(letter=one.id, on=ON, by=ANA, at=TEN)
    document = docx.Document(io.BytesIO(made))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "You owe $60.00." in said
    assert "9ELM" in said
    assert "$60.00" in cells
    assert "Not checked, not counted as sent" in document.sections[0].header.paragraphs[0].text
    one.refresh_from_db()
    assert (one.state, Contact.objects.count()) == ("printed", 0)
    assert AuditEvent.objects.filter(verb="letter.word").count() == 1


def test_a_large_batch_waits_for_the_worker_and_is_made_by_it(monkeypatch):
    tell(THREE)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    monkeypatch.setattr(letters_soon, "SOON_ABOVE", 2)
    letter_review.approve_all(on=ON, by=ANA, at=TEN)
    made = letters_soon.print_now_or_soon(wanted=Wanted(ON, looked_only=True), by=ANA, at=TEN)
    assert (made.state, letters_page.being_made(made.id).of) == ("printing", 0)
    done = tasks.run_next(by=SYSTEM_ACTOR, clock=lambda: TEN)
    made.refresh_from_db()
    assert (done.kind, made.state, made.rows) == ("letters", "printed", 3)
    assert letters_page.being_made(made.id) is None


def waiting(monkeypatch):
    """A batch of three that waits for the worker."""
    tell(THREE)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    monkeypatch.setattr(letters_soon, "SOON_ABOVE", 0)
    return letters_soon.print_now_or_soon(wanted=Wanted(ON), by=ANA, at=TEN)


def after(minutes: int) -> datetime:
    return TEN + timedelta(minutes=minutes)


def cut_short(made: LetterBatch) -> None:
    """Its worker stopped after two of three letters were judged."""
    tasks.claim(by=SYSTEM_ACTOR, at=TEN)
    begun = letters.start_again(batch_id=made.id, by=ANA, at=TEN)
    keys = letters_page.in_envelope_order(ON, looked_only=False)
    letters.choose(batch=begun, keys=keys[:2], first=1, wanted=Wanted(ON), by=ANA, at=TEN)


def test_a_batch_whose_worker_died_is_begun_anew_by_the_next(monkeypatch):
    made = waiting(monkeypatch)
    cut_short(made)
    assert tasks.run_next(by=SYSTEM_ACTOR, clock=lambda: after(31)) is not None
    made.refresh_from_db()
    assert (made.state, made.rows, made.made_at) == ("printed", 3, after(31))
    assert [one.ok for one in prove()].count(False) == 0


def test_what_a_worker_will_take_up_again_nobody_gives_back(monkeypatch):
    made = waiting(monkeypatch)
    cut_short(made)
    assert letters.give_back_left(by=ANA, at=after(20)) == 0
    Task.objects.update(state="failed")
    assert letters.give_back_left(by=ANA, at=after(20)) == 1
    made.refresh_from_db()
    assert made.state == "failed"
    assert set(Letter.objects.values_list("state", flat=True)) == {"ready"}


def test_a_batch_waits_for_a_busy_worker_as_long_as_it_takes(monkeypatch):
    made = waiting(monkeypatch)
    assert letters.give_back_left(by=ANA, at=after(120)) == 0
    tasks.run_next(by=SYSTEM_ACTOR, clock=lambda: after(120))
    made.refresh_from_db()
    assert (made.state, made.rows) == ("printed", 3)


def test_a_batch_of_the_worker_names_what_did_not_go(monkeypatch):
    made = waiting(monkeypatch)
    tell(f"{THREE}2026-11-20 patient_payment C2 60.00 patient=b1")
    tasks.run_next(by=SYSTEM_ACTOR, clock=lambda: after(3))
    found = letters_page.batch(made.id)
    assert [one.account_id for one in found.dropped] == ["B"]
    assert [one.account_id for one in found.letters] == ["A", "C"]


def test_stopping_keeps_what_is_made_and_leaves_the_rest_ready(monkeypatch):
    tell(THREE)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    monkeypatch.setattr(letters, "PORTION", 2)
    made = letters.start(wanted=Wanted(ON), by=ANA, at=TEN)

    def stop(*_: int) -> None:
        letters.stop(batch_id=made.id, by=ANA, at=TEN)

    whole = letters.print_into(batch=made, wanted=Wanted(ON), by=ANA, at=TEN, moved=stop)
    assert (whole.state, whole.rows) == ("printed", 2)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["printed", "printed", "ready"]
