"""The fields of one claim, read from its segments when someone asks for them."""

from datetime import date

from goodstanding.formats.x12.codes import FORWARDED
from goodstanding.formats.x12.envelope import Row, parts_of
from goodstanding.formats.x12.faults import amount_of, claim_problems, day_of
from goodstanding.formats.x12.remitted import Adjustment, Claim, ServiceLine

# Lets every optional element be asked for.
_PAD = ("",) * 10


def fill(claim: Claim) -> None:
    """Sets every field that comes after `unread`."""
    if claim.unread is None:
        return
    _, text, marks, control = claim.unread
    segments = f"CLP{marks.element}{text}".split(marks.segment)
    rows = [each.split(marks.element) for each in segments]
    claim.unread = None
    claim.filing_code, claim.payer_control = (*rows[0][6:8], "", "")[:2]
    claim.forwarded = claim.status in FORWARDED
    claim.member_id = claim.insured_id = claim.corrected_id = ""
    claim.patient_last = claim.patient_first = ""
    claim.service_from = claim.service_to = claim.received_on = None
    claim.adjustments, claim.remarks = (), ()
    lines: list[ServiceLine] = []
    for row in rows:
        if row[0] == "SVC":
            lines.append(_line(row, marks.component))
        elif not (lines and _belongs_to_line(lines[-1], row)):
            _take(claim, row)
    claim.lines = tuple(lines)
    if claim.service_from is None:
        _take_days_of_lines(claim)
    elif claim.service_to is None:
        claim.service_to = claim.service_from
    claim.problems = claim_problems(claim, rows, control)


def _line(row: Row, component: str) -> ServiceLine:
    row = [*row, *_PAD]
    qualifier, code, modifiers = _procedure(row[1], component)
    submitted = _procedure(row[6], component)[1]
    return ServiceLine(
        code,
        modifiers,
        qualifier,
        "" if submitted == code else submitted,
        amount_of(row[2]) or 0,
        amount_of(row[3]) or 0,
        row[5],
    )


def _procedure(composite: str, component: str) -> tuple[str, str, tuple[str, ...]]:
    qualifier, *parts = parts_of(composite, component)
    if not parts:
        return "", composite, ()
    return qualifier, parts[0], tuple(part for part in parts[1:5] if part)


def _belongs_to_line(line: ServiceLine, row: Row) -> bool:
    """Takes a segment of a service line; False when it is the claim's."""
    tag = row[0]
    if tag == "CAS":
        line.adjustments += adjustments_of(row)
        return True
    kind, text = (*row[1:3], "", "")[:2]
    if tag == "DTM" and kind in ("472", "150"):
        line.service_on = day_of(text)
    elif tag == "DTM" and kind == "151":
        line.service_to = day_of(text)
    elif tag == "REF":
        if kind == "6R":
            line.ref_6r = text
    elif tag == "LQ":
        if kind == "HE":
            line.remarks += (text,)
    else:
        return False
    return True


def _take(claim: Claim, row: Row) -> None:
    row = [*row, *_PAD]
    tag, kind, text = row[:3]
    if tag == "CAS":
        claim.adjustments += adjustments_of(row)
    elif tag == "NM1":
        _take_name(claim, row)
    elif tag == "DTM" and kind == "232":
        claim.service_from = day_of(text)
    elif tag == "DTM" and kind == "233":
        claim.service_to = day_of(text)
    elif tag == "DTM" and kind == "050":
        claim.received_on = day_of(text)
    elif tag == "MOA":
        claim.remarks += tuple(code for code in row[3:8] if code)
    elif tag == "MIA":
        claim.remarks += tuple(code for code in (row[5], *row[20:25]) if code)
    elif tag == "LQ" and kind == "HE":
        claim.remarks += (text,)


def adjustments_of(row: Row) -> tuple[Adjustment, ...]:
    """Triplets of reason, amount and quantity, as many as there are."""
    found = []
    row = [*row, "", ""]
    for at in range(2, len(row) - 2, 3):
        reason, amount = row[at], row[at + 1]
        if reason or amount:
            found.append(Adjustment(row[1], reason, amount_of(amount) or 0))
    return tuple(found)


def _take_name(claim: Claim, row: Row) -> None:
    kind, last, first, member_id = row[1], row[3], row[4], row[9]
    if kind == "QC":
        claim.patient_last, claim.patient_first = last, first
        claim.member_id = member_id or claim.member_id
    elif kind == "IL":
        claim.insured_id = member_id
        claim.member_id = claim.member_id or member_id
    elif kind == "74":
        claim.corrected_id = member_id
    elif kind == "TT":
        claim.forwarded = True


def _take_days_of_lines(claim: Claim) -> None:
    first: list[date] = [line.service_on for line in claim.lines if line.service_on]
    last: list[date] = [line.service_to for line in claim.lines if line.service_to]
    if first:
        claim.service_from, claim.service_to = min(first), max(first + last)
