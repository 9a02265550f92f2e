"""Lists that leave with money: checks to be written, and credits reported to the state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from goodstanding.core.facts import AccountFacts
from goodstanding.core.money import Cents
from goodstanding.core.refund_words import REASONS, Payee
from goodstanding.core.refusals import Refused
from goodstanding.formats.spreadsheets import (
    About,
    Cell,
    Heading,
    Sheet,
    Shown,
    csv_lines,
    write_xlsx,
)
from goodstanding.records.queries.account_record import key_of
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.letter_content import payee_for
from goodstanding.records.queries.refunds import RefundRow

CHECKS = (
    Heading("Payee", width=28),
    Heading("Address", width=44),
    Heading("Amount", Shown.MONEY),
    Heading("Account"),
    Heading("Refund", Shown.WHOLE),
    Heading("Reason", width=28),
    Heading("How", width=10),
    Heading("Charge"),
    Heading("Look at", width=40),
)
OWNERS = (
    Heading("Owner name", width=28),
    Heading("Last known address", width=44),
    Heading("Amount", Shown.MONEY),
    Heading("Last transaction", Shown.DAY),
    Heading("Kind", width=28),
    Heading("Account"),
    Heading("Look at", width=40),
)
KIND = "Credit balance, health care"


@dataclass(frozen=True, slots=True)
class Owed:
    """A line of the report to the state; `payee` None where nobody or nowhere is known."""

    name: str
    payee: Payee | None
    cents: Cents
    last_on: date
    account: str
    problem: str


def checks_sheet(rows: Sequence[RefundRow], on: date) -> Sheet:
    """One row a refund. Where the payee's address is not known, the last column says so."""
    return Sheet("Checks to write", CHECKS, [_check(row, on) for row in rows])


def _check(row: RefundRow, on: date) -> tuple[Cell, ...]:
    payee, look = (Payee(row.payer_name, ()), "") if row.payer else _payee(row, on)
    if row.payer:
        look = "The insurer's address for refunds is on its last remittance."
    return (
        payee.name, ", ".join(payee.address), row.cents, row.account_id, row.number,
        REASONS.get(row.why, row.why), row.tender, row.charge, look,
    )  # fmt: skip


def _payee(row: RefundRow, on: date) -> tuple[Payee, str]:
    try:
        return payee_for(_facts(row.account_id, on)), ""
    except Refused as fault:
        return Payee(row.name, ()), fault.why


def _facts(account: str, on: date) -> AccountFacts:
    key = key_of(account)
    assert key is not None
    return facts_for([key], on)[0]


def owners_sheet(rows: Sequence[Owed]) -> Sheet:
    return Sheet("Unclaimed credits", OWNERS, [
        (
            row.payee.name if row.payee else row.name,
            ", ".join(row.payee.address) if row.payee else "", row.cents, row.last_on, KIND,
            row.account, row.problem,
        )
        for row in rows
    ])  # fmt: skip


def xlsx_of(sheet: Sheet, *, on: date, made_at: datetime, by: str) -> bytes:
    target = BytesIO()
    write_xlsx(target, [sheet], About(sheet.name, "", on, made_at, by))
    return target.getvalue()


def csv_of(sheet: Sheet) -> bytes:
    return ("\N{BOM}" + "".join(csv_lines(sheet))).encode()
