"""Whatever people do with money by hand, in whatever order: the balance is the charges less what
lives of receipts and write-offs, nothing waits below zero, and the books prove.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.actions.adjustments import Change, undo, write_off
from goodstanding.actions.payments import Split, apply_unapplied, take_payment
from goodstanding.actions.receipts import correct_receipt, return_check
from goodstanding.core.kinds import Tender, TransactionKind
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Adjustment, Receipt
from tests.ledger_text import AT, SYSTEM_ACTOR, assert_proven, facts, tell

pytestmark = pytest.mark.django_db
BOOKS = "2026-09-01 charge C1 100.00 patient\n2026-09-02 charge C2 50.00 patient"
WHO = {"by": SYSTEM_ACTOR, "at": AT}
cents = st.integers(1, 9000)
charge = st.sampled_from(["C1", "C2"])
number = st.integers(1, 4)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), cents, st.sampled_from(["", "copay"])),
        st.tuples(st.just("apply"), cents, charge),
        st.tuples(st.just("off"), cents, charge),
        st.tuples(st.just("return"), number, st.just("")),
        st.tuples(st.just("correct"), number, st.just("")),
        st.tuples(st.just("undo"), number, st.just("")),
    ),
    max_size=9,
)


def do(place, what, amount, word):
    key = f"k{place}"
    if what == "take":
        taken = Taken(key, amount, Tender.CHECK, "Front 1", key)
        take_payment(account_id="A", taken=taken, split=Split(word), **WHO)
    elif what == "apply":
        apply_unapplied(account_id="A", charge=word, cents=amount, key=key, **WHO)
    elif what == "off":
        change = Change(key, TransactionKind.CHARITY, word, amount, "hardship")
        write_off(account_id="A", change=change, **WHO)
    elif what == "return":
        return_check(number=amount, reason="no_funds", **WHO)
    elif what == "correct":
        correct_receipt(number=amount, reason="twice", **WHO)
    else:
        undo(number=amount, **WHO)


def expected():
    living = Receipt.objects.filter(undone=None).values_list("cents", flat=True)
    given_up = Adjustment.objects.filter(state="posted").values_list("cents", flat=True)
    return 15000 - sum(living) - sum(given_up)


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps)
def test_any_sequence_of_acts_by_hand(listed):
    with transaction.atomic():
        tell(BOOKS)
        for place, step in enumerate(listed):
            try:
                do(place, *step)
            except Refused:
                continue
            assert facts("2026-11-23").balance_cents == expected()
            ((waits,),) = bulk.select("SELECT unapplied_cents FROM records_standing")
            assert waits >= 0
        assert_proven()
        transaction.set_rollback(True)
