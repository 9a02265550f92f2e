"""What a remitted claim needs from the tables: its candidates, its stored form, and the claim it
takes back.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from goodstanding.core.matching import CLAIM_NUMBER_KEPT, Candidate
from goodstanding.formats.x12.remitted import Adjustment, Claim, ServiceLine
from goodstanding.records import bulk

_CHARGES = (
    "SELECT c.id, c.number, c.claim, c.patient_id, c.service_on, c.code, c.modifiers, c.cents, "
    "c.expected "
    "FROM records_charge c WHERE "
)


def candidates(claims: Sequence[str]) -> dict[str, list[Candidate]]:
    """Our charges by the payer's claim number, whole or as far as payers keep it (20
    characters).
    """
    wanted = {claim for claim in claims if claim}
    found: dict[str, list[Candidate]] = defaultdict(list)
    for chunk in bulk.chunks(sorted(wanted), 5000):
        marks, values = bulk.text_in(chunk)
        for charge in _with_money(
            bulk.select(f"{_CHARGES} c.claim IN ({marks}) ORDER BY c.id", values)
        ):
            found[charge.claim].append(charge)
    cut = [claim for claim in wanted if len(claim) == CLAIM_NUMBER_KEPT and claim not in found]
    for chunk in bulk.chunks(sorted(cut), 5000):
        marks, values = bulk.text_in(chunk)
        where = f"substr(c.claim, 1, {CLAIM_NUMBER_KEPT}) IN ({marks}) ORDER BY c.id"
        for charge in _with_money(bulk.select(_CHARGES + where, values)):
            found[charge.claim[:CLAIM_NUMBER_KEPT]].append(charge)
    return found


def _with_money(rows: list[tuple[Any, ...]]) -> Iterable[Candidate]:
    keys = bulk.keys(row[0] for row in rows)
    money = {
        key: (insurer, patient)
        for key, insurer, patient in bulk.select(
            "SELECT charge_id, "
            "SUM(CASE WHEN debit = 'insurer_due' THEN cents WHEN credit = 'insurer_due' THEN "
            "-cents ELSE 0 END), "
            "SUM(CASE WHEN debit = 'patient_due' THEN cents WHEN credit = 'patient_due' THEN "
            "-cents ELSE 0 END) "
            f"FROM records_transfer WHERE charge_id IN ({keys}) GROUP BY charge_id"
        )
    }
    covers = dict(
        bulk.select(
            "SELECT c.id, COUNT(*) FROM records_charge c JOIN records_coverage v ON v.patient_id = "
            "c.patient_id "
            "AND (v.effective_on IS NULL OR v.effective_on <= c.service_on) "
            f"AND (v.ends_on IS NULL OR v.ends_on >= c.service_on) WHERE c.id IN ({keys}) GROUP BY "
            f"c.id"
        )
    )
    for row in rows:
        insurer, patient = money.get(row[0], (0, 0))
        opened = (int(insurer), max(int(patient), 0), covers.get(row[0], 0))
        yield Candidate(*(*row, *opened))


def packed(claim: Claim) -> str:
    """The claim as text that `unpacked` reads back: kept whole, so that it can post later."""
    return json.dumps(
        [
            claim.claim_id, claim.status, claim.charged_cents, claim.paid_cents,
            claim.patient_cents,
            claim.filing_code, claim.payer_control, claim.forwarded, claim.position,
            claim.member_id,
            _day(claim.service_from), _day(claim.service_to), _adjustments(claim.adjustments),
            claim.remarks,
            [
                [line.code, line.modifiers, line.qualifier, line.submitted_code, line.charged_cents,
                line.paid_cents,
                 line.units, _day(line.service_on), line.ref_6r, _adjustments(line.adjustments),
                 line.remarks]
                for line in claim.lines
            ],
        ]
    )  # fmt: skip


def unpacked(text: str) -> Claim:
    (claim_id, status, charged, paid, patient, filing, control, forwarded, position, member, first,
        last, adjustments,
     remarks, lines) = json.loads(text)  # fmt: skip
    return Claim(
        claim_id=claim_id, status=status, charged_cents=charged, paid_cents=paid,
        patient_cents=patient,
        filing_code=filing, payer_control=control, forwarded=forwarded, position=position,
        member_id=member,
        service_from=_date(first), service_to=_date(last), adjustments=_read(adjustments),
        remarks=tuple(remarks),
        lines=tuple(
            ServiceLine(
                code=line[0], modifiers=tuple(line[1]), qualifier=line[2], submitted_code=line[3],
                charged_cents=line[4], paid_cents=line[5], units=line[6], service_on=_date(line[7]),
                ref_6r=line[8], adjustments=_read(line[9]), remarks=tuple(line[10]),
            )
            for line in lines
        ),
    )  # fmt: skip


def _adjustments(adjustments: Iterable[Adjustment]) -> list[list[Any]]:
    return [[a.group, a.reason, a.cents] for a in adjustments]


def _read(adjustments: list[list[Any]]) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(*adjustment) for adjustment in adjustments)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def taken_back(claim: Claim) -> tuple[int, int, int] | None:
    """(claim key, remittance key, place) of the one posted claim that this reversal negates; None
    when unclear.
    """
    rows = bulk.select(
        "SELECT id, remittance_id, place FROM records_remittanceclaim WHERE state = 'posted' "
        "AND NOT taken_back AND status <> '22' AND charged_cents = %s AND paid_cents = %s "
        "AND (claim = %s OR (payer_control = %s AND payer_control <> ''))",
        [-claim.charged_cents, -claim.paid_cents, claim.claim_id, claim.payer_control],
    )
    return rows[0] if len(rows) == 1 else None
