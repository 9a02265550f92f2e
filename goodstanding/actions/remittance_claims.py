"""What a remitted claim needs from the tables: its stored form, and the claim it takes back."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from goodstanding.formats.x12.remitted import Adjustment, Claim, ServiceLine
from goodstanding.records import bulk


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
            [claim.patient_last, claim.patient_first, claim.insured_id],
        ]
    )  # fmt: skip


def unpacked(text: str) -> Claim:
    (claim_id, status, charged, paid, patient, filing, control, forwarded, position, member, first,
        last, adjustments,
     remarks, lines, *who) = json.loads(text)  # fmt: skip
    last_name, first_name, insured = who[0] if who else ("", "", "")
    return Claim(
        claim_id=claim_id, status=status, charged_cents=charged, paid_cents=paid,
        patient_cents=patient,
        filing_code=filing, payer_control=control, forwarded=forwarded, position=position,
        member_id=member, patient_last=last_name, patient_first=first_name, insured_id=insured,
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


def taken_back(claim: Claim, ours: str = "") -> tuple[int, int, int] | None:
    """(claim key, remittance key, place) of the one posted claim that this reversal negates; None
    when unclear. `ours` is the number a person said the payer's means.
    """
    rows = bulk.select(
        "SELECT id, remittance_id, place FROM records_remittanceclaim WHERE state = 'posted' "
        "AND NOT taken_back AND status <> '22' AND charged_cents = %s AND paid_cents = %s "
        "AND (claim IN (%s, %s) OR (payer_control = %s AND payer_control <> ''))",
        [
            -claim.charged_cents, -claim.paid_cents, claim.claim_id, ours or claim.claim_id,
            claim.payer_control,
        ],
    )  # fmt: skip
    return rows[0] if len(rows) == 1 else None
