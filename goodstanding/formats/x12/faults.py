"""What is wrong with a claim and where: only for claims in which something is off.

Texts never hold a name: bytes from the file are shown only when they look like a number.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from goodstanding.core.money import Cents, cents_of, show
from goodstanding.formats.problems import Problem
from goodstanding.formats.x12.codes import REVERSAL
from goodstanding.formats.x12.envelope import Row
from goodstanding.formats.x12.remitted import Claim, ServiceLine

# Segments that may follow CLP in a claim. Payers repeat N1 to N4 there.
KNOWN = frozenset(
    "CAS NM1 MIA MOA REF DTM PER AMT QTY SVC LQ RDM N1 N3 N4".split()  # noqa: SIM905
)
_ASK = "Ask the payer for a corrected remittance."
_DAYS = frozenset({"232", "233", "050", "472", "150", "151"})
_NUMBER_LIKE = re.compile(r"[-+.,$\d]*\d[-+.,$\w]{0,12}", re.ASCII)
_CONTROL = re.compile(r"\w{1,9}", re.ASCII)
_TAG = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_WITH_AMOUNTS = frozenset({"CLP", "SVC", "CAS"})
_PAD = ("",) * 8


def place(control: str, segment: int, tag: str) -> str:
    """ "ST 0001 segment 14 CLP"."""
    named = control if _CONTROL.fullmatch(control) else "?"
    return f"ST {named} segment {segment} {tag if _TAG.fullmatch(tag) else '?'}"


def quoted(text: str) -> str:
    """The text in quotes, unless it might be a name."""
    if text and (len(text) > 24 or not _NUMBER_LIKE.fullmatch(text)):
        return "(text not shown)"
    return f"'{text}'"


def claim_problems(claim: Claim, rows: list[Row], control: str) -> tuple[Problem, ...]:
    def at(row: int) -> str:
        return place(control, claim.position + row, rows[row][0])

    found: list[Problem] = []
    for number, row in enumerate(rows):
        if not _is_fine(row):
            found += _of_segment(row, at(number)) if number else _bad_amounts(row, at(number))
    lines_at = (number for number, row in enumerate(rows) if row[0] == "SVC")
    for number, line in zip(lines_at, claim.lines, strict=True):
        if not line.balanced:
            found += _of_line(line, at(number))
    found += _of_claim(claim, at(0))
    return tuple(found)


def _is_fine(row: Row) -> bool:
    """Nearly every segment is: asked first, so that nothing is built for one without a fault."""
    tag = row[0]
    if tag in _WITH_AMOUNTS:
        return None not in [amount_of(text) for _, text in _amounts(row)]
    return tag in KNOWN and (tag != "DTM" or day_is_fine(row))


def _of_segment(row: Row, where: str) -> Iterator[Problem]:
    tag = row[0]
    if tag not in KNOWN:
        yield Problem(
            where, "stray_segment", "A segment that does not belong in a claim was left out."
        )
        return
    yield from _bad_amounts(row, where)
    if tag == "DTM" and not day_is_fine(row):
        yield bad_date(where, "DTM02", "".join(row[2:3]))


def _bad_amounts(row: Row, where: str) -> Iterator[Problem]:
    for element, text in _amounts(row):
        if amount_of(text) is None:
            yield bad_amount(where, f"{row[0]}{element:02d}", text)


def day_is_fine(row: Row) -> bool:
    """Of a DTM: whether its day can be read, or need not be."""
    kind, text = (*row[1:3], "", "")[:2]
    return kind not in _DAYS or day_of(text) is not None


def _amounts(row: Row) -> list[tuple[int, str]]:
    """Elements of a claim's segment that must be amounts, by their numbers."""
    row = [*row, *_PAD]
    if row[0] == "CLP":
        return [(3, row[3]), (4, row[4]), *([(5, row[5])] if row[5] else ())]
    if row[0] == "SVC":
        return [(2, row[2]), (3, row[3])]
    if row[0] == "CAS":
        return [(at + 1, row[at + 1]) for at in range(2, len(row) - 1, 3) if row[at] or row[at + 1]]
    return []


def _of_line(line: ServiceLine, where: str) -> Iterator[Problem]:
    adjusted = sum(adjustment.cents for adjustment in line.adjustments)
    apart = line.charged_cents - adjusted - line.paid_cents
    if apart:
        yield Problem(
            where,
            "line_imbalance",
            f"Service line: charged {show(line.charged_cents)} less adjustments {show(adjusted)} "
            f"is not paid {show(line.paid_cents)}; {show(apart)} apart. {_ASK}",
            apart,
        )


def _of_claim(claim: Claim, where: str) -> Iterator[Problem]:
    every = [claim.adjustments, *(line.adjustments for line in claim.lines)]
    adjusted = sum(adjustment.cents for some in every for adjustment in some)
    apart = claim.charged_cents - adjusted - claim.paid_cents
    if apart:
        yield Problem(
            where,
            "claim_imbalance",
            f"Claim: charged {show(claim.charged_cents)} less all adjustments {show(adjusted)} "
            f"is not paid {show(claim.paid_cents)}; {show(apart)} apart. {_ASK}",
            apart,
        )
    owed = sum(a.cents for some in every for a in some if a.group == "PR")
    if owed != claim.patient_cents and claim.status != REVERSAL:
        yield Problem(
            where,
            "patient_responsibility_differs",
            f"Patient responsibility says {show(claim.patient_cents)}, the PR adjustments sum to "
            f"{show(owed)}. The adjustments count; look at the claim before billing the patient.",
            claim.patient_cents - owed,
        )


@lru_cache(maxsize=50_000)
def amount_of(text: str) -> Cents | None:
    try:
        return cents_of(text)
    except ValueError:
        return None


@lru_cache(maxsize=5_000)
def day_of(text: str) -> date | None:
    """CCYYMMDD only: fromisoformat alone would also take "2026W011"."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def bad_amount(where: str, element: str, text: str) -> Problem:
    reason = "is empty" if not text else f"{quoted(text)} is not an amount"
    return Problem(
        where,
        "bad_amount",
        f"{element} {reason}; it counts as 0 and nothing is posted. {_ASK}",
    )


def bad_date(where: str, element: str, text: str) -> Problem:
    reason = "is empty" if not text else f"{quoted(text)} is not a date"
    return Problem(where, "bad_date", f"{element} {reason}; the day stays unknown.")
