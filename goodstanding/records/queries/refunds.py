"""Refunds as rows: those that wait, those to be paid out, and one whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from goodstanding.core.money import Cents
from goodstanding.records import bulk
from goodstanding.records.models import Refund

MOST = 500
DONE_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RefundRow:
    """`payer` "" when it goes back to the patient; `charge` "" when it is unplaced money."""

    number: int
    account_id: str
    name: str
    payer: str
    payer_name: str
    charge: str
    cents: Cents
    limit_cents: Cents
    why: str
    words: str
    tender: str
    state: str
    asked_on: date
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decided_why: str
    posted_on: date | None
    exported_at: datetime | None
    check_number: str
    issued_on: date | None


def asked() -> tuple[RefundRow, ...]:
    return _rows(Refund.objects.filter(state="asked").order_by("number")[:MOST])


def to_export(*, again: bool = False) -> tuple[RefundRow, ...]:
    """Approved and not exported yet; `again`: also those exported before and not yet issued."""
    found = Refund.objects.filter(state="approved")
    found = found if again else found.filter(exported_at=None)
    return _rows(found.order_by("number")[:MOST])


def exported() -> tuple[RefundRow, ...]:
    """Asked of the bank and not written out yet."""
    found = Refund.objects.filter(state="approved").exclude(exported_at=None)
    return _rows(found.order_by("number")[:MOST])


def ended() -> tuple[RefundRow, ...]:
    """The newest that were issued, declined or stopped."""
    found = Refund.objects.filter(state__in=("issued", "declined", "stopped"))
    return _rows(found.order_by("-number")[:DONE_SHOWN])


def of_account(number: str) -> tuple[RefundRow, ...]:
    return _rows(Refund.objects.filter(guarantor__number=number).order_by("-number")[:MOST])


def refund(number: int) -> RefundRow | None:
    return next(iter(_rows(Refund.objects.filter(number=number))), None)


def number_of_key(key: str) -> int | None:
    """The refund that this form asked for already."""
    return Refund.objects.filter(key=key).values_list("number", flat=True).first() if key else None


def counts() -> tuple[int, int]:
    """(waiting for a second person, approved and not issued)."""
    found = Refund.objects.filter(Q(state="asked") | Q(state="approved"))
    states = list(found.values_list("state", flat=True))
    return states.count("asked"), states.count("approved")


def _rows(found: QuerySet[Refund]) -> tuple[RefundRow, ...]:
    refunds = list(found.select_related("guarantor", "charge"))
    names = _payer_names([one.payer for one in refunds if one.payer])
    return tuple(
        RefundRow(
            one.number, one.guarantor.number,
            f"{one.guarantor.last_name}, {one.guarantor.first_name}", one.payer,
            names.get(one.payer, one.payer), one.charge.number if one.charge else "", one.cents,
            one.limit_cents, one.why, one.words, one.tender, one.state, one.asked_on, one.asked_at,
            one.asked_by, one.decided_at, one.decided_by, one.decided_why, one.posted_on,
            one.exported_at, one.check_number, one.issued_on,
        )
        for one in refunds
    )  # fmt: skip


def _payer_names(payers: Sequence[str]) -> dict[str, str]:
    if not payers:
        return {}
    marks, values = bulk.text_in(sorted(set(payers)))
    return dict(
        bulk.select(
            f"SELECT payer, MAX(payer_name) FROM records_coverage WHERE payer IN ({marks}) "
            "GROUP BY payer",
            values,
        )
    )


def first_tender(number: str) -> str:
    """How the account's last patient payment came: a refund goes back the same way."""
    rows = bulk.select(
        "SELECT t.method FROM records_transfer t JOIN records_patient p ON p.id = t.patient_id "
        "JOIN records_guarantor g ON g.id = p.guarantor_id LEFT JOIN records_transfer r ON "
        "r.reverses_id = t.id WHERE g.number = %s AND t.kind = 'patient_payment' AND r.id IS NULL "
        "AND t.method <> '' ORDER BY t.posted_on DESC, t.id DESC LIMIT 1",
        [number],
    )
    return str(rows[0][0]) if rows else "check"
