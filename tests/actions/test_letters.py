"""Letters: the ledger's amount at the door, one living letter a decision, sent once confirmed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from goodstanding.actions import letter_look, letters
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.core.kinds import HoldKind
from goodstanding.core.letters import reference
from goodstanding.core.refusals import Refused
from goodstanding.outbound import press
from goodstanding.records.models import Attempt, Contact, Decision, Hold, Letter, LetterBatch
from goodstanding.records.queries import letters_page
from goodstanding.synthetic.clinic import write_clinic
from tests.ledger_text import ANA, SYSTEM_ACTOR, assert_proven, owed, take_in, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # 10:00 AM at the clinic
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
BILL = """
2026-11-16 charge C1 300.00 insurer
2026-11-18 contractual C1 100.00
2026-11-18 insurer_payment C1 120.00
2026-11-18 to_patient C1 80.00
2026-11-17 charge C2 45.50 patient
"""
TWO = BILL + "2026-11-17 charge C3 60.00 patient patient=b1\n"


def day(text: str, on: date = ON) -> None:
    tell(text)
    run_day(on=on, by=SYSTEM_ACTOR, at=TEN)


def printed() -> LetterBatch:
    return letters.print_batch(on=ON, by=ANA, at=TEN)


def confirmed(batch: LetterBatch, *pulled: str) -> int:
    return letters.confirm_mailed(batch_id=batch.id, pulled=list(pulled), by=ANA, at=NOON)


def of(account: str = "A") -> list[tuple[str, int]]:
    """Its letters, oldest first: (state, cents)."""
    found = Letter.objects.filter(guarantor__number=account).order_by("id")
    return list(found.values_list("state", "cents"))


def attempts(account: str = "A") -> list[str]:
    found = Attempt.objects.filter(guarantor__number=account).order_by("id")
    return list(found.values_list("state", flat=True))


def next_act(account: str = "A") -> tuple[str, str]:
    found = Decision.objects.filter(guarantor__number=account).latest("id")
    return found.act, found.step


def last_of(account: str = "A") -> Letter:
    return Letter.objects.filter(guarantor__number=account).latest("id")


# ---- what it asks for


def test_a_letter_asks_for_what_the_ledger_says():
    day(BILL)
    batch = printed()
    assert owed("2026-11-20") == "0.00 125.50 0.00"
    assert of() == [("printed", 12_550)]
    assert (batch.state, batch.cents) == ("printed", 12_550)
    content = last_of().content
    lines = {line["charge_id"]: line["due_cents"] for line in content["lines"]}
    assert (content["due_cents"], lines) == (12_550, {"C1": 8_000, "C2": 4_550})


def test_money_the_insurer_still_owes_is_not_asked_for():
    day(BILL + "2026-11-17 charge C9 500.00 insurer\ncoverage acme commercial 1")
    printed()
    assert of() == [("printed", 12_550)]
    assert last_of().content["insurer_open_cents"] == 50_000


def test_unapplied_money_lowers_what_is_asked():
    day(BILL + "2026-11-19 patient_payment - 25.50")
    printed()
    assert of() == [("printed", 10_000)]


# ---- a payment in between


def test_a_full_payment_between_decision_and_print_drops_the_letter_with_a_note():
    day(BILL)
    tell(BILL + "2026-11-20 patient_payment - 125.50")
    batch = printed()
    assert (batch.state, of()[-1][0], attempts()) == ("empty", "dropped", ["blocked"])
    assert last_of().why
    assert next_act() == ("none", "")
    (dropped,) = letters_page.batch(batch.id).dropped
    assert (dropped.account_id, dropped.why) == ("A", last_of().why)


def test_a_part_payment_before_print_drops_the_letter_and_decides_again_at_once():
    day(BILL)
    tell(BILL + "2026-11-20 patient_payment C1 30.00")
    assert printed().state == "empty"
    assert of() == [("dropped", 12_550), ("ready", 9_550)]
    first = Letter.objects.filter(state="dropped").get()
    assert first.why == "The amount is now $95.50; it was $125.50."
    assert printed().cents == 9_550


def test_a_payment_between_print_and_confirm_is_shown_as_one_to_pull():
    day(TWO)
    batch = printed()
    assert letter_look.to_pull(batch_id=batch.id, on=ON, at=NOON) == []
    tell(TWO + "2026-11-20 patient_payment C2 45.50")
    name = reference(last_of().id)
    why = "The amount is now $80.00; it was $125.50."
    assert letter_look.to_pull(batch_id=batch.id, on=ON, at=NOON) == [(name, why)]


def test_a_pulled_letter_is_decided_again_and_the_others_are_sent():
    day(TWO)
    batch = printed()
    tell(TWO + "2026-11-20 patient_payment C2 45.50")
    assert confirmed(batch, reference(last_of().id)) == 1
    assert of() == [("pulled", 12_550), ("ready", 8_000)]
    assert of("B") == [("mailed", 6_000)]
    assert (attempts(), attempts("B")) == (["failed"], ["sent"])
    assert next_act() == ("statement", "statement_1")


# ---- printing is not sending


def test_printing_alone_is_no_contact_and_moves_nobody_on():
    day(BILL)
    printed()
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    assert Contact.objects.count() == 0
    assert (next_act(), attempts()) == (("statement", "statement_1"), ["sending"])


def test_confirming_makes_the_contact_and_the_ladder_moves_on_at_once():
    day(BILL)
    assert confirmed(printed()) == 1
    contact = Contact.objects.get()
    assert (contact.kind, contact.channel, contact.direction) == ("statement", "mail", "out")
    assert (contact.delivered, contact.at) == (True, NOON)
    assert (of(), attempts()) == ([("mailed", 12_550)], ["sent"])
    assert next_act() == ("wait", "reminder_1")
    # The patient's first layer is of November 17; the reminder comes on day 14.
    assert Decision.objects.latest("id").due_on == date(2026, 12, 1)


def test_a_batch_is_confirmed_once():
    day(BILL)
    batch = printed()
    confirmed(batch)
    for again in (confirmed, lambda b: letters.cancel_batch(batch_id=b.id, by=ANA, at=NOON)):
        with pytest.raises(Refused, match="is mailed; only a printed batch"):
            again(batch)
    assert Contact.objects.count() == 1


def test_an_unknown_reference_refuses_the_whole_confirmation():
    day(BILL)
    batch = printed()
    with pytest.raises(Refused, match="L-999999 is not in batch"):
        confirmed(batch, "L-999999")
    assert (of(), Contact.objects.count()) == ([("printed", 12_550)], 0)


# ---- cancelled, failed, blocked


def test_a_cancelled_batch_makes_its_letters_ready_again():
    day(TWO)
    batch = printed()
    assert letters.cancel_batch(batch_id=batch.id, by=ANA, at=NOON) == 2
    assert of() == [("cancelled", 12_550), ("ready", 12_550)]
    assert (attempts(), Contact.objects.count()) == (["failed"], 0)
    again = printed()
    assert (again.id != batch.id, again.cents) == (True, 18_550)


def test_a_pdf_that_cannot_be_made_gives_the_letters_back(monkeypatch):
    day(BILL)

    def broken(*given, **more):
        raise OSError("no space left")

    with monkeypatch.context() as m:
        m.setattr(press, "pages_of", broken)
        with pytest.raises(OSError, match="no space"):
            printed()
    assert (of(), attempts()) == ([("ready", 12_550)], ["failed"])
    assert LetterBatch.objects.get().state == "failed"
    assert (printed().state, attempts()) == ("printed", ["failed", "sending"])


def cut_short(at: datetime = TEN) -> LetterBatch:
    """A machine that stopped between choosing and printing left this."""
    wanted = letters.Wanted(ON)
    batch = letters.start(wanted=wanted, by=ANA, at=at)
    keys = letters_page.in_envelope_order(ON, looked_only=False)
    letters.choose(batch=batch, keys=keys, first=1, wanted=wanted, by=ANA, at=at)
    return batch


def test_a_batch_whose_making_was_cut_short_can_be_cancelled():
    day(BILL)
    batch = cut_short()
    assert (attempts(), printed().state) == (["sending"], "empty")
    assert letters.cancel_batch(batch_id=batch.id, by=ANA, at=NOON) == 1
    assert [state for state, _ in of()] == ["cancelled", "ready"]
    with pytest.raises(Refused, match="was cancelled while it was made"):
        letters.keep_printed(batch=batch, printed=None, by=ANA, at=NOON)


def test_a_batch_cut_short_is_given_back_when_its_lease_is_over():
    day(BILL)
    batch = cut_short(at=TEN - letters.LEASE)
    assert letters.give_back_left(by=ANA, at=TEN) == 0
    later = TEN + timedelta(seconds=1)
    whole = letters.print_batch(on=ON, by=ANA, at=later)
    batch.refresh_from_db()
    assert (batch.state, whole.state, whole.rows) == ("failed", "printed", 1)
    assert (of(), attempts()) == ([("printed", 12_550)], ["failed", "sending"])


def test_who_was_thought_dead_and_comes_back_prints_nothing():
    day(BILL)
    batch = cut_short(at=TEN - timedelta(hours=1))
    again = letters.start_again(batch_id=batch.id, by=ANA, at=TEN)
    for act in (
        lambda: letters.keep_printed(batch=batch, printed=None, by=ANA, at=TEN),
        lambda: letters.choose(
            batch=batch, keys=[last_of().id], first=1, wanted=letters.Wanted(ON), by=ANA, at=TEN
        ),
    ):
        with pytest.raises(Refused, match="while it was made"):
            act()
    letters.give_back(batch=batch, by=ANA, at=TEN)
    assert of() == [("ready", 12_550)]
    done = letters.print_into(batch=again, wanted=letters.Wanted(ON), by=ANA, at=TEN)
    assert (done.id, done.state, done.rows) == (batch.id, "printed", 1)


def test_a_hold_at_the_desk_drops_the_ready_letter_at_once():
    day(BILL)
    hold = NewHold(HoldKind.DISPUTE, starts_on=ON, why="Says the insurer paid")
    place_hold(account_id="A", hold=hold, by=ANA, at=TEN)
    # The letter that confirms their question has taken its place.
    assert (of(), next_act()) == ([("dropped", 12_550), ("ready", 0)], ("wait", ""))
    assert last_of().kind == "dispute_received"
    assert (printed().state, attempts()) == ("printed", ["sending"])


def test_a_hold_nobody_decided_on_yet_blocks_at_the_door():
    day(BILL)
    Hold.objects.create(
        number="H9", guarantor_id=last_of().guarantor_id, kind="attorney", starts_on=ON,
        detail={"name": "A. Lawyer"},
    )  # fmt: skip
    assert printed().state == "empty"
    attempt = Attempt.objects.get()
    rules = [refusal["rule"] for refusal in attempt.verdict["refusals"]]
    assert (attempt.state, attempt.verdict["allowed"], attempt.cents) == ("blocked", False, 0)
    assert rules
    assert all(refusal["text"] for refusal in attempt.verdict["refusals"])
    assert (last_of().state, last_of().batch) == ("dropped", None)
    assert next_act() == ("wait", "")


def test_a_hold_after_printing_is_one_to_pull():
    day(BILL)
    batch = printed()
    hold = NewHold(HoldKind.BANKRUPTCY, ON, detail={"chapter": "7", "filed_on": "2026-11-19"})
    place_hold(account_id="A", hold=hold, by=ANA, at=NOON)
    ((name, why),) = letter_look.to_pull(batch_id=batch.id, on=ON, at=NOON)
    assert name == reference(last_of().id)
    assert "bankruptcy" in why.lower()


# ---- one living letter


def test_a_second_living_letter_for_a_decision_is_impossible():
    day(BILL)
    first = last_of()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            guarantor_id=first.guarantor_id, decision_id=first.decision_id, claim=first.claim,
            kind="statement", made_on=ON,
        )  # fmt: skip
    first.refresh_from_db()
    assert first.claim == first.decision_id


def test_a_new_letter_waits_while_the_last_one_is_printed_and_not_confirmed():
    day(BILL)
    batch = printed()
    tell(BILL + "2026-11-20 patient_payment C2 45.50")
    run_day(on=ON, by=SYSTEM_ACTOR, at=NOON)
    assert of() == [("printed", 12_550), ("ready", 8_000)]
    assert (letters_page.waiting(ON), printed().state) == ((), "empty")
    letters.cancel_batch(batch_id=batch.id, by=ANA, at=NOON)
    assert of() == [("cancelled", 12_550), ("ready", 8_000)]
    assert printed().cents == 8_000
    assert_proven()


def test_printing_twice_prints_nothing_twice():
    day(TWO)
    assert [printed().state, printed().state] == ["printed", "empty"]
    assert (attempts(), attempts("B")) == (["sending"], ["sending"])


def test_a_batch_goes_by_zip_and_street():
    people = "person account=A zip=56301 street=Z\nperson account=B zip=55802 street=9\n"
    day(people + TWO)
    batch = letters_page.batch(printed().id)
    assert [(one.account_id, one.place) for one in batch.letters] == [("B", 1), ("A", 2)]
    assert letters_page.batch_pdf(batch.row.id).startswith(b"%PDF")


def test_what_the_day_decided_goes_out_the_same_day(tmp_path):
    """Over a whole clinic the ladder and the gate agree: no letter stays at the door."""
    write_clinic(tmp_path, accounts=150, months=12, seed=3, on=ON)
    take_in(tmp_path)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    ready = Letter.objects.filter(state="ready").count()
    batch = letters_page.batch(printed().id)
    assert [(one.account_id, one.why) for one in batch.dropped] == []
    assert len(batch.letters) == ready > 20
    assert sum(one.cents for one in batch.letters) == batch.row.cents


def test_a_letter_confirmed_before_the_next_days_run_is_not_made_again():
    day(BILL)
    batch = printed()
    at = NOON + timedelta(days=1)
    assert letters.confirm_mailed(batch_id=batch.id, pulled=[], by=ANA, at=at) == 1
    assert of() == [("mailed", 12_550)]
    run_day(on=ON + timedelta(days=1), by=SYSTEM_ACTOR, at=at)
    assert (of(), next_act()) == ([("mailed", 12_550)], ("wait", "reminder_1"))
