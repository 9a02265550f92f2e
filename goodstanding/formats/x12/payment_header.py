"""The header of one payment: from ST to the first claim."""

from goodstanding.formats.problems import Problem
from goodstanding.formats.x12.envelope import Row
from goodstanding.formats.x12.faults import amount_of, bad_amount, bad_date, day_of, place
from goodstanding.formats.x12.remitted import PaymentStart

_PAD = ("",) * 16


def header_of(rows: list[Row], control: str, before: int) -> PaymentStart:
    """Payers repeat header segments; the first of a kind counts."""
    start = PaymentStart(control, position=before + 1)
    plan_id = name_id = ""
    met: set[str] = set()
    for at, row in enumerate(rows, 1):
        row += _PAD
        kind = row[0] if row[0] in ("BPR", "TRN") else f"{row[0]}*{row[1]}"
        if kind in met:
            continue
        met.add(kind)
        where = place(control, at, row[0])
        if kind == "BPR":
            _take_money(start, row, where)
        elif kind == "TRN":
            start.trace, start.payer_id = row[2], row[3]
        elif kind == "DTM*405":
            start.production_on = day_of(row[2])
            if start.production_on is None:
                start.problems.append(bad_date(where, "DTM02", row[2]))
        elif kind == "N1*PR":
            start.payer_name, name_id = row[2], row[4]
        elif kind == "N1*PE":
            start.payee_name, start.payee_id = row[2], row[4]
        elif kind == "REF*2U":
            plan_id = row[2]
    start.payer_id = start.payer_id or name_id or plan_id
    if "BPR" not in met:
        where = place(control, 1, "ST")
        start.problems.append(
            Problem(
                where, "bad_amount", "The payment has no BPR segment, so its amount is not known."
            )
        )
    return start


def _take_money(start: PaymentStart, row: Row, where: str) -> None:
    start.handling, start.method = row[1], row[4]
    amount = amount_of(row[2])
    if amount is None:
        start.problems.append(bad_amount(where, "BPR02", row[2]))
    start.amount_cents = amount or 0
    start.paid_on = day_of(row[16])
    if start.paid_on is None:
        start.problems.append(bad_date(where, "BPR16", row[16]))
