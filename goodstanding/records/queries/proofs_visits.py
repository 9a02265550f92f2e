"""Proofs about money paid ahead of visits: never more placed than came, and placed as it says."""

from collections.abc import Callable, Iterator

from goodstanding.records import bulk
from goodstanding.records.queries.prepayments import LIVING_STEPS, OVER_STEPS

Check = tuple[str, str, Callable[[], Iterator[str]]]


def _within() -> Iterator[str]:
    """What was over may be placed later, on a charge that came later."""
    for steps in (LIVING_STEPS, OVER_STEPS):
        for number, cents, placed in bulk.select(
            "SELECT c.number, c.cents, f.cents FROM (SELECT s.prepayment_id, SUM(s.cents) AS cents "
            f"FROM {steps} GROUP BY s.prepayment_id) f JOIN records_prepayment p ON p.id = "
            "f.prepayment_id JOIN records_receipt c ON c.id = p.receipt_id WHERE f.cents > c.cents "
            "ORDER BY c.number"
        ):
            yield f"receipt {number}: {placed} cents of {cents} paid ahead are placed or over"


def _as_said() -> Iterator[str]:
    for step, source in bulk.select(
        "SELECT s.id, s.source FROM records_prepaymentstep s LEFT JOIN records_transfer t ON "
        "t.source = s.source AND t.cents = s.cents AND t.charge_id = s.charge_id AND t.kind = "
        "'apply_unapplied' WHERE s.what = 'applied' AND t.id IS NULL ORDER BY s.id"
    ):
        yield f"step {step} says {source} placed it, and the ledger does not"


def _of_its_account() -> Iterator[str]:
    for (number,) in bulk.select(
        "SELECT r.number FROM records_prepayment p JOIN records_receipt r ON r.id = p.receipt_id "
        "JOIN records_appointment a ON a.id = p.appointment_id JOIN records_patient q ON q.id = "
        "a.patient_id WHERE r.guarantor_id IS NULL OR r.guarantor_id <> q.guarantor_id "
        "ORDER BY r.number"
    ):
        yield f"receipt {number} is paid ahead for a visit of another account"


VISIT_CHECKS: tuple[Check, ...] = (
    ("no more of a prepayment is placed than came", "SELECT COUNT(*) FROM records_prepayment",
     _within),
    ("what a prepayment placed is in the ledger", "SELECT COUNT(*) FROM records_prepaymentstep",
     _as_said),
    ("a prepayment is of the account of its visit", "SELECT COUNT(*) FROM records_prepayment",
     _of_its_account),
)  # fmt: skip
