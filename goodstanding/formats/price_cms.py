"""CMS's own files of the physician fee schedule: relative values (PPRRVU) and cost indexes (GPCI).

Titles stand above the headings, and a heading may run over several rows. The descriptions are the
AMA's: their column is read past, never kept.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from goodstanding.core.price_kinds import PriceKind
from goodstanding.formats.price_rows import PriceFile, PriceRow
from goodstanding.formats.price_tables import Row
from goodstanding.formats.problems import NotReadable, Problem

_HEADER_ROWS = 25
_CODE = re.compile(r"[A-Z0-9]{5}", re.ASCII)
_NUMBER = re.compile(r"\d{0,6}(?:\.\d{0,6})?", re.ASCII)
# Name of ours, the headings that mean it, and its place in CMS's file when no heading is known.
_RVU: Mapping[str, tuple[str, int]] = {
    "code": (r"HCPCS( CODE)?", 0),
    "modifier": (r"MOD(IFIER)?", 1),
    "status": (r"STATUS( CODE)?", 3),
    "work": (r"(PHYSICIAN )?WORK( RVUS?)?", 5),
    "practice_office": (r"(.* )?NON ?FAC(ILITY)? PE( RVUS?)?", 6),
    "office_na": (r"NON ?FAC(ILITY)? NA( INDICATOR)?", 7),
    "practice_facility": (r"(TRANSITIONED |FULLY IMPLEMENTED )?FAC(ILITY)? PE( RVUS?)?", 8),
    "facility_na": (r"FAC(ILITY)? NA( INDICATOR)?", 9),
    "malpractice": (r"MP( RVUS?)?|MALPRACTICE( RVUS?)?", 10),
    "pctc": (r"PC ?TC( IND(ICATOR)?)?", 13),
    "global_days": (r"GLOB(AL)?( DAYS)?", 14),
    "pre_op": (r"PRE ?OP(ERATIVE)?( PERCENT(AGE)?)?", 15),
    "intra_op": (r"INTRA ?OP(ERATIVE)?( PERCENT(AGE)?)?", 16),
    "post_op": (r"POST ?OP(ERATIVE)?( PERCENT(AGE)?)?", 17),
    "multiple": (r"MULT(IPLE)?( PROC(EDURES?)?)?", 18),
    "bilateral": (r"BILAT(ERAL)?( SURG(ERY)?)?", 19),
    "assistant": (r"ASST( SURG)?|ASSISTANT( AT)? SURG(ERY)?", 20),
    "co_surgeon": (r"CO ?SURG(EONS?)?", 21),
    "team": (r"TEAM( SURG(EONS?|ERY)?)?", 22),
    "family": (r"ENDO( BASE)?", 23),
    "factor": (r"CONV(ERSION)?( FACTOR)?", 24),
}
_RVU_NEEDS = (
    "code", "status", "work", "practice_office", "practice_facility", "malpractice", "factor",
)  # fmt: skip
_RVU_NUMBERS = ("work", "practice_office", "practice_facility", "malpractice", "factor")
_RVU_SHARES = ("pre_op", "intra_op", "post_op")
_GPCI = {
    "code": r"LOCALITY NUMBER|LOCALITY( CODE)?",
    "state": r"STATE",
    "name": r"LOCALITY NAME",
    "work": r".*\b(PW|WORK) GPCI.*|GPCI (PW|WORK)|PW|WORK",
    "practice": r".*\b(PE|PRACTICE EXPENSE) GPCI.*|GPCI PE|PE",
    "malpractice": r".*\b(MP|MALPRACTICE) GPCI.*|GPCI MP|MP",
}
_GPCI_NUMBERS = ("work", "practice", "malpractice")
_MONTHS = {"JANUARY": 1, "APRIL": 4, "JULY": 7, "OCTOBER": 10}


def is_rvu(rows: Sequence[Row]) -> bool:
    at = _header_at(rows, "HCPCS")
    return at is not None and len(rows[at][1]) >= len(_RVU_NEEDS)


def is_gpci(rows: Sequence[Row]) -> bool:
    return any("GPCI" in cell.upper() for _, cells in rows[:_HEADER_ROWS] for cell in cells)


def read_rvu(rows: list[Row]) -> tuple[PriceFile, list[Problem]]:
    """Each row's values under the names of `_RVU`; empty where CMS writes NA."""
    at = _header_at(rows, "HCPCS")
    if at is None:
        raise NotReadable("No heading HCPCS stands in it: it is not CMS's file. Nothing was read.")
    place = _rvu_places(_headings(rows, at))
    found, problems = [], []
    for line, cells in rows[at + 1 :]:
        given = {name: _cell(cells, column) for name, column in place.items()}
        fault = _rvu_fault(given)
        if fault:
            problems.append(Problem(f"line {line}", "bad_row", fault, number=given["code"][:20]))
            continue
        code, modifier = given.pop("code"), given.pop("modifier", "")
        found.append(PriceRow(code, modifier, values=_rvu_values(given), line=line))
    return PriceFile(PriceKind.RVU, tuple(found), effective_on=_begins(rows[:at])), problems


def _rvu_places(headings: Sequence[str]) -> dict[str, int]:
    place = _places(headings, {name: pattern for name, (pattern, _) in _RVU.items()})
    missing = [name for name in _RVU_NEEDS if name not in place]
    if missing and len(headings) > max(column for _, column in _RVU.values()):
        return {name: column for name, (_, column) in _RVU.items()}
    if missing:
        raise NotReadable(f"The columns {', '.join(missing)} are missing. Nothing was read.")
    return place


def _rvu_fault(given: Mapping[str, str]) -> str:
    if not _CODE.fullmatch(given["code"]):
        return "The code is not one of five signs."
    for name in _RVU_NUMBERS:
        if not _is_number(given[name]):
            return f"The value {name} cannot be read."
    return "" if Decimal(given["factor"] or 0) > 0 else "It has no conversion factor."


def _rvu_values(given: dict[str, str]) -> dict[str, str]:
    """An NA sign means that the service is not done there. A share of an operation that is none of
    one ("10" for 0.10) is not known: then its modifiers are by report.
    """
    for where in ("office", "facility"):
        if given.pop(f"{where}_na", "").upper() == "NA":
            given[f"practice_{where}"] = ""
    for name in _RVU_SHARES:
        share = given.get(name, "")
        if not _is_number(share) or Decimal(share or 0) > 1:
            given[name] = ""
    days = given.get("global_days", "")
    if days.isdigit():
        given["global_days"] = days.zfill(3)
    return given


def read_gpci(rows: list[Row]) -> tuple[PriceFile, list[Problem]]:
    at = _header_at(rows, "LOCALITY")
    place = _places(_headings(rows, at), _GPCI) if at is not None else {}
    missing = [name for name in ("code", *_GPCI_NUMBERS) if name not in place]
    if missing or at is None:
        raise NotReadable(f"The columns {', '.join(missing)} are missing. Nothing was read.")
    found, problems = [], []
    for line, cells in rows[at + 1 :]:
        given = {name: _cell(cells, column) for name, column in place.items()}
        if not any(given[name] for name in _GPCI_NUMBERS):
            continue  # a note below the table
        if not all(given[name] and _is_number(given[name]) for name in _GPCI_NUMBERS):
            text = "An index of this locality cannot be read."
            problems.append(Problem(f"line {line}", "bad_row", text, number=given["code"][:20]))
            continue
        number = given.pop("code")
        locality = " ".join(word for word in (given.pop("state", ""), number.zfill(2)) if word)
        found.append(PriceRow(locality[:20], values=given, line=line))
    return PriceFile(PriceKind.GPCI, tuple(found), effective_on=_begins(rows[: at + 1])), problems


def _header_at(rows: Sequence[Row], word: str) -> int | None:
    """The last row of the headings."""
    for at, (_, cells) in enumerate(rows[:_HEADER_ROWS]):
        if any(_plain(cell).startswith(word) for cell in cells) and sum(map(bool, cells)) > 3:
            return at
    return None


def _plain(cell: str) -> str:
    return " ".join(re.sub(r"[^A-Z0-9. ]+", " ", cell.upper()).split())


def _headings(rows: Sequence[Row], at: int) -> list[str]:
    """A heading over several rows is put together; a title has words in its first cell only."""
    width = len(rows[at][1])
    block = [cells for _, cells in rows[:at] if any(cells[1:])] + [rows[at][1]]
    return [" ".join(filter(None, (_plain(_cell(cells, n)) for cells in block)))
            for n in range(width)]  # fmt: skip


def _places(headings: Sequence[str], patterns: Mapping[str, str]) -> dict[str, int]:
    """Of two columns that fit, the first that says "with": a floor that is law today."""
    found: dict[str, int] = {}
    for name, pattern in patterns.items():
        fits = [n for n, text in enumerate(headings) if re.fullmatch(pattern, text)]
        fits.sort(key=lambda n: " WITH " not in f" {headings[n]} ")
        if fits:
            found[name] = fits[0]
    return found


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""


def _is_number(text: str) -> bool:
    try:
        return not text or (bool(_NUMBER.fullmatch(text)) and Decimal(text) >= 0)
    except InvalidOperation:
        return False


def _begins(above: Sequence[Row]) -> date | None:
    """The first day of the release that the titles name."""
    text = " ".join(cell for _, cells in above for cell in cells).upper()
    year = re.search(r"\b(20\d\d)\b", text)
    if year is None:
        return None
    month = next((number for word, number in _MONTHS.items() if word in text), 1)
    return date(int(year[1]), month, 1)
