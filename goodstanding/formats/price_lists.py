"""Price lists from outside: a charge master or payers' fee schedules as CSV or .xlsx.

Columns, in any order: code*, modifier, description (not kept), amount (any place) or office_amount
and facility_amount, or place (office|facility) beside amount; effective_on, ends_on, payer_id,
plan. Others are named and ignored. A bad row is set aside; the rest is read.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from goodstanding.core.medicare_amounts import FACILITY, OFFICE
from goodstanding.core.money import cents_of
from goodstanding.core.price_kinds import PriceKind
from goodstanding.formats.price_rows import PriceFile, PriceRow
from goodstanding.formats.price_tables import Row
from goodstanding.formats.problems import NotReadable, Problem

COLUMNS = ("code", "modifier", "description", "amount", "office_amount", "facility_amount",
           "place", "effective_on", "ends_on", "payer_id", "plan")  # fmt: skip
# What other programs call them.
_ALSO = {
    "cpt": "code", "hcpcs": "code", "procedure_code": "code", "mod": "modifier",
    "modifiers": "modifier", "price": "amount", "fee": "amount", "charge": "amount",
    "allowed": "amount", "nonfacility_amount": "office_amount",
    "non_facility_amount": "office_amount", "effective_date": "effective_on",
    "end_date": "ends_on", "payer": "payer_id",
}  # fmt: skip
_LONGEST = {"code": 20, "modifier": 10, "payer_id": 64, "plan": 64}


class _Unfit(ValueError):
    pass


def read_list(
    rows: list[Row], *, kind: PriceKind, payer: str = ""
) -> tuple[PriceFile, list[Problem]]:
    """`payer`: for rows that name none; a fee schedule without a payer is refused."""
    header = [column(cell) for cell in rows[0][1]]
    _check(header, kind, payer)
    found: dict[tuple[object, ...], PriceRow] = {}
    problems = []
    for line, cells in rows[1:]:
        given = dict(zip(header, cells, strict=False))
        try:
            one = replace(_row(given, kind, payer), line=line)
            key = (one.code, one.modifier, one.payer, one.plan, one.effective_on, one.ends_on)
            found[key] = _joined(found.get(key), one)
        except _Unfit as fault:
            where, code = f"line {line}", given.get("code", "")[:20]
            problems.append(Problem(where, "bad_row", str(fault), number=code))
    ignored = tuple(
        name for name, own in zip(rows[0][1], header, strict=True) if own not in COLUMNS and name
    )
    return PriceFile(kind, tuple(found.values()), ignored), problems


def column(cell: str) -> str:
    name = "_".join(cell.lower().replace("-", " ").replace("_", " ").split())
    return _ALSO.get(name, name)


def _check(header: list[str], kind: PriceKind, payer: str) -> None:
    known = [name for name in header if name in COLUMNS]
    if len(set(known)) != len(known):
        raise NotReadable("Two columns mean the same. Keep one of them. Nothing was read.")
    if "code" not in header:
        raise NotReadable("The column code is missing. Nothing was read.")
    if not {"amount", "office_amount", "facility_amount"} & set(header):
        raise NotReadable("There is no column amount, office_amount or facility_amount.")
    if kind is PriceKind.PAYER and not payer and "payer_id" not in header:
        raise NotReadable("A fee schedule names its payer: a column payer_id, or --payer.")


def _row(given: Mapping[str, str], kind: PriceKind, payer: str) -> PriceRow:
    for name, most in _LONGEST.items():
        if len(given.get(name, "")) > most:
            raise _Unfit(f"The {name} is longer than {most} signs.")
    code = given.get("code", "").upper()
    if not code or not code.isascii() or not code.isalnum():
        raise _Unfit("The code is missing, or has signs that no code has.")
    office, facility = _amounts(given)
    begins, ends = _day(given, "effective_on"), _day(given, "ends_on")
    if begins and ends and ends < begins:
        raise _Unfit("It ends before it begins.")
    whose = given.get("payer_id", "") or payer if kind is PriceKind.PAYER else ""
    if kind is PriceKind.PAYER and not whose:
        raise _Unfit("It names no payer.")
    plan = given.get("plan", "") if kind is PriceKind.PAYER else ""
    modifier = given.get("modifier", "").upper()
    return PriceRow(code, modifier, office, facility, begins, ends, whose, plan)


def _amounts(given: Mapping[str, str]) -> tuple[int | None, int | None]:
    any_place = _cents(given, "amount")
    office, facility = _cents(given, "office_amount"), _cents(given, "facility_amount")
    place = given.get("place", "").lower()
    if place not in ("", OFFICE, FACILITY):
        raise _Unfit(f"The place is {OFFICE} or {FACILITY}.")
    office = office if office is not None else any_place if place != FACILITY else None
    facility = facility if facility is not None else any_place if place != OFFICE else None
    if office is None and facility is None:
        raise _Unfit("It has no amount.")
    return office, facility


def _cents(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name, "").removeprefix("$").replace(",", "")
    if not text:
        return None
    try:
        cents = cents_of(text)
    except ValueError:
        raise _Unfit(f"The {name} cannot be read (1234.50).") from None
    if cents < 0:
        raise _Unfit(f"The {name} is below zero.")
    return cents


def _day(given: Mapping[str, str], name: str) -> date | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != len("2026-01-31") or not 1990 <= day.year <= 2199:
        raise _Unfit(f"The day {name} cannot be read (YYYY-MM-DD).")
    return day


def _joined(before: PriceRow | None, one: PriceRow) -> PriceRow:
    """Two rows may each say one place; twice the same place with another amount is a fault."""
    if before is None:
        return one
    pairs = [(before.office_cents, one.office_cents), (before.facility_cents, one.facility_cents)]
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        raise _Unfit("This code has another amount on a line before.")
    office, facility = (old if new is None else new for old, new in pairs)
    return replace(one, office_cents=office, facility_cents=facility)
