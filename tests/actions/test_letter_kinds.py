"""From the daily run's decision to the words on paper: which letter, for how much, to whom."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.actions import letters
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.overrides import Choice, override_next_step
from goodstanding.core.kinds import Act
from goodstanding.records.models import Contact, Guarantor, Hold, Letter, Plan
from goodstanding.records.queries import letters_page
from tests.ledger_text import ANA, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
BILL = "2026-08-03 charge C1 184.20 patient"
ON = date(2026, 11, 20)


def at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 18, 0, tzinfo=UTC)


def run(on: date = ON) -> None:
    run_day(on=on, by=SYSTEM_ACTOR, at=at(on))


def ready() -> list[tuple[str, int]]:
    found = Letter.objects.filter(state="ready").order_by("id")
    return list(found.values_list("kind", "cents"))


def printed(on: date = ON) -> dict:
    letters.print_batch(on=on, by=ANA, at=at(on))
    return Letter.objects.get(state="printed").content


def happened(kind: str, on: date, channel: str = "mail", outcome: str = "") -> None:
    Contact.objects.create(
        number=f"K{Contact.objects.count()}", guarantor=owner(), at=at(on), channel=channel,
        direction="out", kind=kind, outcome=outcome, delivered=True,
    )  # fmt: skip


def owner() -> Guarantor:
    return Guarantor.objects.get(number="A")


def on_a_plan(status: str = "active") -> None:
    Plan.objects.create(
        guarantor=owner(), number="P1", started_on=date(2026, 10, 1), monthly_cents=46_05,
        due_day=15, months=4, status=status,
    )  # fmt: skip


def confirm(on: date = ON) -> None:
    batch = letters_page.batches()[0]
    letters.confirm_mailed(batch_id=batch.id, pulled=[], by=ANA, at=at(on))


def up_to_the_past_due_letter() -> None:
    """Statement, reminder, statement and call were delivered."""
    for days, kind in ((0, "statement"), (14, "reminder"), (30, "statement")):
        happened(kind, date(2026, 8, 3) + timedelta(days=days))
    happened("call", date(2026, 9, 17), "call", "reached")


def test_the_past_due_letter_is_a_second_reminder_with_sums_that_come_out_even():
    tell(BILL)
    up_to_the_past_due_letter()
    run()
    assert ready() == [("reminder_2", 184_20)]
    said = dict(printed()["said"])
    assert (said["offer_a_times"], said["offer_a_each"]) == ("3", 61_40)
    assert (said["offer_b_times"], said["offer_b_each"]) == ("4", 46_05)
    confirm()
    # The ladder knows it as the reminder it is.
    assert Contact.objects.latest("at").kind == "reminder"


def test_a_missed_payment_is_asked_for_alone():
    """Ten days of grace after October 15; 20.00 of the 46.05 came."""
    tell(BILL + "\n2026-10-05 patient_payment C1 20.00")
    on_a_plan()
    run(date(2026, 10, 26))
    assert ready() == [("plan_missed", 26_05)]
    content = printed(date(2026, 10, 26))
    said = dict(content["said"])
    assert (content["due_cents"], content["plan_cents"]) == (26_05, 164_20)
    assert (said["plan_each"], said["missed_paid"], said["missed_on"]) == (
        46_05, 20_00, "2026-10-15",
    )  # fmt: skip
    confirm(date(2026, 10, 26))
    assert Contact.objects.get().kind == "plan_notice"


def test_a_payment_in_between_drops_the_missed_payment():
    tell(BILL)
    on_a_plan()
    run(date(2026, 10, 26))
    tell(BILL + "\n2026-10-26 patient_payment C1 46.05")
    letters.print_batch(on=date(2026, 10, 26), by=ANA, at=at(date(2026, 10, 26)))
    letter = Letter.objects.order_by("id")[0]
    assert (letter.state, letter.why) == (
        "dropped", "No payment of the plan is missing any more.",
    )  # fmt: skip


def test_who_cannot_be_called_about_a_broken_plan_is_written_to_in_its_words():
    tell(BILL)
    happened("statement", date(2026, 8, 3))
    on_a_plan("broken")
    run()
    assert ready() == [("plan_broken", 184_20)]
    said = dict(printed()["said"])
    assert said == {"plan_made_on": "2026-10-01", "plan_each": 46_05}


def test_a_decision_for_the_last_letter_becomes_that_letter():
    tell(BILL)
    up_to_the_past_due_letter()
    happened("first_letter", date(2026, 10, 20))
    run()
    choice = Choice(Act.FINAL_LETTER, ON + timedelta(days=5), "patient asked for time")
    override_next_step(account_id="A", choice=choice, by=ANA, at=at(ON))
    assert ("final_letter", 184_20) in ready()
    printed()
    assert Letter.objects.get(state="printed").kind == "final_letter"


def test_a_letter_goes_to_the_confidential_address_a_hold_names():
    tell(BILL)
    Hold.objects.create(
        number="H1", guarantor=owner(), kind="confidential_address", starts_on=date(2026, 8, 1),
        detail={"address": "PO Box 7, Duluth, MN 55802"},
    )  # fmt: skip
    run()
    assert printed()["address"] == ["PO Box 7", "Duluth, MN 55802"]
