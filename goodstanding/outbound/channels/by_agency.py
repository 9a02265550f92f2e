"""The agency's files: the least it needs, as CSV. What is not in these columns does not leave."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from goodstanding.core.money import plain
from goodstanding.formats.spreadsheets import is_formula_like
from goodstanding.outbound.for_agency import Notice, Placed

# Allowed to leave (us-hipaa-minimum-necessary): who, where, how much of which day. No birth date,
# no social security number, no code, diagnosis, provider or words of care.
COLUMNS = (
    "account", "placement", "placed_on", "last_name", "first_name", "street", "street2", "city",
    "state", "zip", "phone", "service_date", "amount",
)  # fmt: skip
_BELOW_ZERO = re.compile(r"-[0-9]+\.[0-9]{2}")
NOTICE_COLUMNS = ("account", "placement", "notice", "on", "amount", "balance")


def placements(accounts: Iterable[Placed]) -> bytes:
    rows = [
        (
            one.person.account, f"P{one.placement}", one.placed_on.isoformat(),
            one.person.last_name, one.person.first_name, one.person.street, one.person.street2,
            one.person.city, one.person.state, one.person.zip, one.person.phone, day.isoformat(),
            plain(cents),
        )
        for one in accounts
        for day, cents in one.amounts
    ]  # fmt: skip
    return _csv(COLUMNS, rows)


def notices(lines: Iterable[Notice]) -> bytes:
    rows = [
        (
            one.account, f"P{one.placement}", one.what, one.on.isoformat(), plain(one.cents),
            plain(one.balance_cents),
        )
        for one in lines
    ]  # fmt: skip
    return _csv(NOTICE_COLUMNS, rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_safe(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8")


def _safe(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula; an amount below zero is none."""
    return f"'{cell}" if is_formula_like(cell) and not _BELOW_ZERO.fullmatch(cell) else cell
