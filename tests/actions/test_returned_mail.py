"""A letter that came back: mail stops, the address is looked for, imports do not forget it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.actions import letters
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.returned_mail import mail_returned, take_back_returned
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Contact, Guarantor, Letter, Note, Standing
from goodstanding.records.queries.returned_mail import batch_asked, letter_asked
from goodstanding.records.queries.timeline import timeline
from tests.ledger_text import ANA, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
DANA = Actor("dana", "coordinator")
BILL = "2026-11-17 charge C2 45.50 patient\n"


@pytest.fixture
def letter():
    """A statement that was mailed on the day."""
    tell(BILL)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    batch = letters.print_batch(on=ON, by=ANA, at=TEN)
    letters.confirm_mailed(batch_id=batch.id, pulled=[], by=ANA, at=TEN)
    return Letter.objects.get(state="mailed").id


def back(letter, **more):
    return mail_returned(letter_id=letter, by=DANA, at=TEN, **more)


def owner():
    return Guarantor.objects.get(number="A")


def step():
    return Standing.objects.get(guarantor__number="A").act


def delivered(letter):
    return Contact.objects.get(number=f"letter-{letter}").delivered


def test_mail_stops_and_the_address_is_looked_for(letter):
    back(letter)
    assert (owner().mail_returned_on, step()) == (ON, "verify_address")
    contact = Contact.objects.get(outcome="returned_mail")
    assert (contact.direction, contact.channel, contact.by) == ("in", "mail", "dana")
    assert not delivered(letter), "a letter that came back reached nobody"
    assert "Letter came back" in [row.title for row in timeline(owner().id, ON)]
    with pytest.raises(Refused, match="returned already"):
        back(letter)


def test_it_is_taken_back_with_all_of_it(letter):
    before = step()
    number = back(letter)
    assert take_back_returned(number=number, by=DANA, at=TEN + timedelta(minutes=10)) == "A"
    assert (owner().mail_returned_on, step(), delivered(letter)) == (None, before, True)
    titles = [row.title for row in timeline(owner().id, ON)]
    assert titles.count("Taken back: letter came back") == 1
    back(letter)
    with pytest.raises(Refused, match="taken back already"):
        take_back_returned(number=number, by=DANA, at=TEN)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_that_came_back_the_day_goes_with_the_last_taken_back(letter, order):
    other = Letter.objects.get(id=letter)
    other.id, other.claim = None, None
    other.save()
    numbers = [back(letter), back(other.id)]
    take_back_returned(number=numbers[order[0]], by=DANA, at=TEN)
    assert (owner().mail_returned_on, step()) == (ON, "verify_address")
    take_back_returned(number=numbers[order[1]], by=DANA, at=TEN)
    assert owner().mail_returned_on is None
    assert step() != "verify_address"


@pytest.mark.parametrize(("brought", "day"), [
    ("person account=A street=9-Oak", None),
    ("person account=A street=9-Oak mail_returned_on=2026-11-19", date(2026, 11, 19)),
    ("person account=A mail_returned_on=2026-11-23", date(2026, 11, 23)),
    ("person account=A language=es", date(2026, 11, 2)),
])  # fmt: skip
def test_taking_back_leaves_what_the_practice_system_brought_meanwhile(letter, brought, day):
    tell(f"{BILL}person account=A mail_returned_on=2026-11-02")
    number = back(letter)
    tell(f"{BILL}{brought}")
    take_back_returned(number=number, by=DANA, at=TEN)
    assert owner().mail_returned_on == day


@pytest.mark.parametrize(("by", "minutes"), [(ANA, 1), (DANA, 11)])
def test_only_who_wrote_it_takes_it_back_and_soon(letter, by, minutes):
    number = back(letter)
    with pytest.raises(Refused, match="Only who wrote it"):
        take_back_returned(number=number, by=by, at=TEN + timedelta(minutes=minutes))


def test_a_letter_that_was_not_mailed_cannot_come_back():
    tell(BILL)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    with pytest.raises(Refused, match="was not mailed"):
        back(Letter.objects.get().id)


@pytest.mark.parametrize(("brought", "returned"), [
    ("", True),
    ("person account=A language=es", True),
    ("person account=A street=1-TEST-Way", True),
    ("person account=A zip=55802-1234", True),
    ("person account=A street=9-Oak", False),
    ("person account=A zip=55811", False),
    ("person account=A city=Hermantown", False),
])  # fmt: skip
def test_an_export_forgets_it_only_with_another_address(letter, brought, returned):
    back(letter)
    tell(f"{BILL}2026-11-18 patient_payment - 1.00\n{brought}")
    assert owner().mail_returned_on == (ON if returned else None)
    run_day(on=ON + timedelta(days=1), by=SYSTEM_ACTOR, at=TEN)
    assert (step() == "verify_address") is returned


@pytest.mark.parametrize(
    ("theirs", "kept"), [("2026-11-01", ON), ("2026-11-23", date(2026, 11, 23))]
)
def test_the_later_day_of_theirs_and_ours_stands(letter, theirs, kept):
    back(letter)
    tell(f"{BILL}person account=A mail_returned_on={theirs}")
    assert owner().mail_returned_on == kept


def test_the_old_address_brought_again_is_the_one_it_came_back_from(letter):
    back(letter)
    tell(f"{BILL}person account=A street=9-Oak")
    tell(f"{BILL}2026-11-18 patient_payment - 1.00")
    assert owner().mail_returned_on == ON


def test_one_that_went_to_an_earlier_address_leaves_the_new_one_in_use(letter):
    tell(f"{BILL}person account=A street=9-Oak")
    number = back(letter)
    assert (owner().mail_returned_on, delivered(letter)) == (None, False)
    assert Contact.objects.filter(outcome="returned_mail", undone_at=None).count() == 1
    tell(f"{BILL}2026-11-18 patient_payment - 1.00\nperson account=A street=9-Oak")
    assert owner().mail_returned_on is None
    take_back_returned(number=number, by=DANA, at=TEN)
    assert (owner().mail_returned_on, delivered(letter)) == (None, True)


def test_a_new_address_is_written_for_the_practice_system_and_changes_nothing_here(letter):
    back(letter, new_address="9 Oak Street, Duluth")
    note = Note.objects.get()
    assert note.kind == "address"
    assert note.text.endswith("to enter in the practice system: 9 Oak Street, Duluth")
    assert owner().street == "1 Test Way"
    with pytest.raises(Refused, match="card number"):
        back(letter, new_address="4111 1111 1111 1111")


def test_a_letter_is_found_by_what_stands_at_its_foot(letter):
    number = f"{letter:06d}"
    for asked in (f"L-{number}", f"l-{letter}", f"L{letter}", f"A · L-{number} · 1/1"):
        found = letter_asked(asked)
        assert (found.number, found.account_id) == (letter, "A"), asked
    for asked in ("", "L-", "Lopez", "L-999999", number, f"xL-{number}"):
        assert letter_asked(asked) is None, asked
    batch = Letter.objects.get(id=letter).batch_id
    assert (batch_asked(f"batch {batch}"), batch_asked(f"B-{batch}")) == (batch, batch)
    assert (batch_asked("batch 999"), batch_asked("B"), batch_asked("")) == (None, None, None)
