"""The journal, the trial balance and the adjustments, each worked by hand."""

from datetime import date, timedelta

import pytest

from goodstanding.actions import refunds
from goodstanding.actions.refunds import NewRefund
from goodstanding.actions.unit import Actor
from goodstanding.core.money import plain
from goodstanding.records.queries import books
from tests.ledger_text import AT, tell

pytestmark = pytest.mark.django_db
BILL = Actor("bill", "biller")
TOLD = """
2026-10-05 charge C1 200.00 insurer
2026-10-20 insurer_payment C1 80.00 payer_id=NSTAR reference=E1
2026-10-20 contractual C1 90.00 payer_id=NSTAR group_code=CO reason_code=45 as K1
2026-10-20 to_patient C1 30.00
2026-10-25 charity C1 10.00
2026-11-03 reversal of K1
2026-11-04 contractual C1 85.00 payer_id=NSTAR group_code=CO reason_code=45
2026-11-05 denial C1 5.00 payer_id=NSTAR group_code=PR reason_code=96
2026-11-06 patient_payment - 70.00
"""
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def balance(on):
    return {
        one.account: (plain(one.debit), plain(one.credit), plain(one.balance))
        for one in books.trial_balance(on)
        if one.debit or one.credit
    }


def adjusted(period):
    return [
        (one.what, one.kind, one.payer, one.reason, one.count, plain(one.cents))
        for one in books.adjustments(*period)
    ]


def test_the_trial_balance_of_a_day():
    tell(TOLD)
    assert balance(OCTOBER[1]) == {
        "insurer_due": ("200.00", "200.00", "0.00"),
        "patient_due": ("30.00", "10.00", "20.00"),
        "cash": ("80.00", "0.00", "80.00"),
        "fees": ("0.00", "200.00", "-200.00"),
        "contractual": ("90.00", "0.00", "90.00"),
        "charity": ("10.00", "0.00", "10.00"),
    }
    rows = books.trial_balance(NOVEMBER[1])
    assert books.total(rows).balance == 0
    assert balance(NOVEMBER[1])["contractual"] == ("175.00", "90.00", "85.00")


def test_adjustments_by_reason_a_reversal_on_its_own_day():
    tell(TOLD)
    assert adjusted(OCTOBER) == [
        ("Contractual", "contractual", "NSTAR", "CO 45", 1, "90.00"),
        ("Write-off", "charity", "", "", 1, "10.00"),
    ]
    assert adjusted(NOVEMBER) == [
        ("Contractual", "contractual", "NSTAR", "CO 45", 0, "-5.00"),
        ("Denial", "denial", "NSTAR", "PR 96", 1, "5.00"),
    ]


def test_a_refund_stands_with_why_and_a_stopped_one_comes_off():
    tell(TOLD + "2026-11-07 patient_payment - 20.00")
    ask = NewRefund("A", 5000, "asked_for", "k")
    number = refunds.ask(wish=ask, by=BILL, at=AT)
    refund = ("Refund", "refund_patient", "", "The person asked for it", 1, "50.00")
    assert refund in adjusted(NOVEMBER)
    refunds.stop(number=number, reason="Lost", by=BILL, at=AT + timedelta(days=10))
    assert refund in adjusted(NOVEMBER)
    december = (date(2026, 12, 1), date(2026, 12, 31))
    assert adjusted(december) == [(*refund[:4], -1, "-50.00")]


def test_the_journal_is_every_transfer_of_the_period_by_day():
    tell(TOLD)
    rows = list(books.journal(*NOVEMBER))
    assert [(row.on.day, row.kind, row.cents) for row in rows] == [
        (3, "reversal", 9000), (4, "contractual", 8500), (6, "patient_payment", 7000)
    ]  # fmt: skip
    first = rows[0]
    assert (first.debit, first.credit, rows[1].payer) == ("insurer_due", "contractual", "NSTAR")
    assert (first.patient, first.charge, first.reverses) == ("a1", "C1", "practice:K1")
    assert (rows[2].charge, rows[2].reverses) == ("", "")


def test_the_journal_s_sums_are_the_trial_balance_s():
    tell(TOLD)
    moved: dict[str, int] = {}
    for row in books.journal(date(2026, 1, 1), NOVEMBER[1]):
        moved[row.debit] = moved.get(row.debit, 0) + row.cents
        moved[row.credit] = moved.get(row.credit, 0) - row.cents
    rows = books.trial_balance(NOVEMBER[1])
    assert moved == {one.account: one.balance for one in rows if one.debit or one.credit}
