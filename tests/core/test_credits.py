"""Why an account has a credit, whose it is, what is next and by when; worked by hand."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.credit_left import Moved, NotThere, left, shares
from goodstanding.core.credits import Credit, Holder, Why, credits_of
from goodstanding.core.kinds import Party, PayerType, TransactionKind
from goodstanding.core.ledger import charge_sides, sides
from goodstanding.law import live_book

ON = date(2026, 11, 23)
LAW = live_book().on(ON, "MN")
K = TransactionKind


def moves(text: str) -> list[Moved]:
    """Lines of: month-day of 2026 (or a whole day), kind, charge ("-": none), dollars, then payer=
    and ref=."""
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        day, kind, charge, dollars, *rest = line.split()
        more = dict(word.split("=") for word in rest if "=" in word)
        on = date.fromisoformat(day if len(day) > 5 else f"2026-{day}")
        key = None if charge == "-" else int(charge)
        between = charge_sides(Party(rest[0])) if kind == "charge" else sides(
            kind, on_a_charge=key is not None
        )  # fmt: skip
        assert between is not None
        found.append(Moved(
            number, kind, between.debit, between.credit, int(dollars) * 100, key, on,
            more.get("payer", ""), more.get("ref", ""), 1,
        ))  # fmt: skip
    return found


def pieces(text: str, **more: object) -> tuple[Credit, ...]:
    holder = Holder("A", moves(text), {1: "C1", 2: "C2"}, {1: "NSTAR", 2: "MCR"},
                    {"NSTAR": PayerType.COMMERCIAL, "MCR": PayerType.MEDICARE}, **more)  # type: ignore[arg-type]  # fmt: skip
    return credits_of(holder, ON, LAW, days=30)


def one(text: str, **more: object) -> Credit:
    (found,) = pieces(text, **more)
    return found


PATIENT = "05-01 charge 1 100 patient\n"
INSURED = "05-01 charge 1 200 insurer\n"
REASONS = [
    (PATIENT + "06-01 patient_payment 1 100\n06-05 patient_payment 1 100", Why.DUPLICATE, 100),
    # two weeks apart and no reference: paid too much, not twice
    (PATIENT + "06-01 patient_payment 1 100\n06-15 patient_payment 1 100", Why.OVERPAID, 100),
    (
        PATIENT + "06-01 patient_payment 1 100 ref=9\n08-15 patient_payment 1 100 ref=9",
        Why.DUPLICATE, 100,
    ),
    # two parts of 60 on 100: taking one away would leave the charge unpaid
    (PATIENT + "06-01 patient_payment 1 60\n06-02 patient_payment 1 60", Why.OVERPAID, 20),
    # the copay was 40, the plan left 25 to the patient
    (
        INSURED + "05-01 patient_payment 1 40\n06-01 to_patient 1 25\n"
        "06-01 insurer_payment 1 175", Why.OVERPAID, 15,
    ),
    # the patient paid the deductible of 80; then the plan took it back and paid
    (
        INSURED + "06-01 to_patient 1 80\n06-01 insurer_payment 1 120\n"
        "06-20 patient_payment 1 80\n07-15 to_insurer 1 80\n07-15 insurer_payment 1 80 "
        "payer=NSTAR", Why.INSURER_LATER, 80,
    ),
    (PATIENT + "06-01 patient_payment 1 100\n07-01 charity 1 30", Why.OTHER, 30),
    (INSURED + "06-01 insurer_payment 1 150\n06-01 contractual 1 90", Why.INSURER_OVERPAID, 40),
    ("06-01 patient_payment - 75", Why.UNPLACED, 75),
    (
        "06-01 patient_payment - 75 ref=8\n08-01 patient_payment - 75 ref=8", Why.DUPLICATE, 150,
    ),
    # a word that stands on every copay is no slip's number
    (
        "06-01 patient_payment - 75 ref=desk\n08-01 patient_payment - 75 ref=desk",
        Why.UNPLACED, 150,
    ),
    (
        PATIENT + "06-01 patient_payment 1 100 ref=desk\n08-15 patient_payment 1 100 ref=desk",
        Why.OVERPAID, 100,
    ),
    ("06-01 patient_payment - 50\n06-09 refund_patient - 70", Why.REFUND_TOO_LARGE, -20),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why", "dollars"), REASONS)
def test_why_there_is_too_much(text, why, dollars):
    found = one(text)
    assert (found.why, found.cents) == (why, dollars * 100)
    assert found.words.endswith(".")


def test_the_words_name_amounts_and_days():
    found = one(PATIENT + "06-01 patient_payment 1 100 ref=9\n06-05 patient_payment 1 100 ref=9")
    assert found.words == (
        "Paid twice: $100.00 on 06/01/2026 and on 06/05/2026, both with reference 9."
    )
    assert (found.number, found.since, found.step) == ("C1", date(2026, 6, 5), "Give it back")
    assert found.step_on == date(2026, 7, 5)


def test_nothing_is_too_much_when_all_adds_up():
    assert pieces(INSURED + "06-01 insurer_payment 1 120\n06-01 contractual 1 80") == ()


def test_money_before_a_visit_is_kept_for_it():
    found = one("11-20 patient_payment - 75", visits=(date(2026, 12, 4),))
    assert (found.why, found.step) == (Why.PREPAID, "Keep it for the visit")
    assert found.step_on == date(2026, 12, 4)


def test_who_still_owes_is_told_to_place_it_first():
    found = one(PATIENT + "06-01 patient_payment - 30", visits=(date(2026, 12, 4),))
    assert found.step == "Put it on the $100.00 they owe"
    rich = one(PATIENT + "06-01 patient_payment - 130")
    assert rich.step == "Put it on the $100.00 they owe, then give the rest back"


def test_medicare_s_money_has_sixty_days_from_the_posting_that_made_it_too_much():
    # 200 charged; 150 on June 1 is not too much; 70 on September 30 is: 20. Sixty days later is
    # Sunday, November 29; the day before that is a Saturday, and Friday is a business day.
    found = one(
        "05-01 charge 2 200 insurer\n06-01 insurer_payment 2 150 payer=MCR\n"
        "09-30 insurer_payment 2 70 payer=MCR"
    )
    assert (found.payer, found.cents, found.since) == ("MCR", 2000, date(2026, 9, 30))
    assert found.clock is not None
    assert (found.clock.due_on, found.clock.pay_on) == (date(2026, 11, 29), date(2026, 11, 27))
    assert found.step_on == date(2026, 11, 27)
    assert found.unclaimed is None


def test_a_payer_named_otherwise_by_the_remittance_is_medicare_by_the_charge():
    found = one("05-01 charge 2 200 insurer\n06-01 insurer_payment 2 220 payer=05102")
    assert found.payer == "05102"
    assert found.clock is not None


def test_a_commercial_payer_has_no_clock():
    assert one(INSURED + "06-01 insurer_payment 1 220 payer=NSTAR").clock is None


def test_a_reviewed_bill_gives_the_patient_thirty_days():
    found = one(
        PATIENT + "06-01 patient_payment 1 120", reviewed_on=date(2026, 11, 2)
    )  # 30 days: December 2, a Wednesday
    assert found.clock is not None
    assert found.clock.due_on == date(2026, 12, 2)


def test_three_years_unclaimed_go_to_the_state_in_the_autumn_after():
    # Paid on May 4, 2023: dormant May 4, 2026, before that June 30: reported by October 31, 2026,
    # and the owner is written to at most 120 days before November 1.
    found = one("2023-05-04 patient_payment - 75")
    assert found.unclaimed is not None
    assert found.unclaimed.dormant_on == date(2026, 5, 4)
    assert found.unclaimed.report_by == date(2026, 10, 31)
    assert found.unclaimed.write_from == date(2026, 7, 4)


def test_an_insurer_s_money_is_not_the_patient_s():
    """40 overpaid by the insurer, 30 unplaced, 25 owed: 5 may go to the patient."""
    there = left(moves(
        INSURED + "06-01 insurer_payment 1 240\n05-01 charge 2 25 patient\n"
        "06-02 patient_payment - 30"
    ))  # fmt: skip
    assert (there.insurer, there.unapplied, there.open_cents) == ({1: 4000}, 3000, 2500)
    assert there.for_patient == 500


def test_a_refund_is_taken_from_loose_money_first_then_charge_by_charge():
    there = left(moves(
        "05-01 charge 1 10 patient\n05-01 patient_payment 1 40\n05-02 charge 2 10 patient\n"
        "05-02 patient_payment 2 30\n06-02 patient_payment - 15"
    ))  # fmt: skip
    assert there.for_patient == 6500
    assert shares(there, 5000) == [(None, 1500), (1, 3000), (2, 500)]
    assert shares(there, 2000, 2) == [(2, 2000)]
    for too_much in ((6501, None), (2001, 2)):
        with pytest.raises(NotThere):
            shares(there, *too_much)


_KINDS = st.sampled_from(
    ["patient_payment", "insurer_payment", "contractual", "to_patient", "to_insurer", "charity"]
)
_LINES = st.lists(
    st.tuples(_KINDS, st.sampled_from(["1", "2", "-"]), st.integers(1, 300)), max_size=12
)


@settings(deadline=None)
@given(_LINES, st.integers(1, 600))
def test_shares_never_take_more_than_there_is(lines, dollars):
    text = (
        INSURED
        + "05-01 charge 2 90 patient\n"
        + "\n".join(
            f"06-01 {kind if charge != '-' else 'patient_payment'} {charge} {cents}"
            for kind, charge, cents in lines
        )
    )
    there = left(moves(text))
    try:
        taken = shares(there, dollars * 100)
    except NotThere:
        assert dollars * 100 > there.for_patient
        return
    assert sum(cents for _, cents in taken) == dollars * 100 <= there.for_patient
    for charge, cents in taken:
        assert 0 < cents <= (there.unapplied if charge is None else there.patient[charge])


@settings(deadline=None)
@given(_LINES)
def test_the_pieces_are_all_that_is_too_much(lines):
    text = (
        INSURED
        + "05-01 charge 2 90 patient\n"
        + "\n".join(
            f"06-01 {kind if charge != '-' else 'patient_payment'} {charge} {cents}"
            for kind, charge, cents in lines
        )
    )
    there, found = left(moves(text)), pieces(text)
    assert sum(each.cents for each in found if each.payer) == sum(there.insurer.values())
    mine = there.unapplied + sum(there.patient.values())
    assert sum(each.cents for each in found if not each.payer) == mine
