"""A remitted claim as it was kept, for pages and for finding: the form that
actions/remittance_claims.py writes.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(slots=True)
class SentAdjustment:
    group: str
    reason: str
    cents: int


@dataclass(slots=True)
class SentLine:
    code: str
    modifiers: tuple[str, ...]
    submitted_code: str
    charged_cents: int
    paid_cents: int
    service_on: date | None
    ref_6r: str
    adjustments: tuple[SentAdjustment, ...]
    remarks: tuple[str, ...]


@dataclass(slots=True)
class Sent:
    """`position` counts segments from the check's own ST."""

    claim_id: str
    status: str
    charged_cents: int
    paid_cents: int
    patient_cents: int
    payer_control: str
    forwarded: bool
    position: int
    member_id: str
    insured_id: str
    patient_last: str
    patient_first: str
    service_from: date | None
    service_to: date | None
    adjustments: tuple[SentAdjustment, ...]
    remarks: tuple[str, ...]
    lines: tuple[SentLine, ...]


def sent(content: str) -> Sent:
    kept = json.loads(content)
    last, first, insured = kept[15] if len(kept) > 15 else ("", "", "")
    return Sent(
        claim_id=kept[0], status=kept[1], charged_cents=kept[2], paid_cents=kept[3],
        patient_cents=kept[4], payer_control=kept[6], forwarded=kept[7], position=kept[8],
        member_id=kept[9], insured_id=insured, patient_last=last, patient_first=first,
        service_from=_day(kept[10]),
        service_to=_day(kept[11]), adjustments=_adjustments(kept[12]), remarks=tuple(kept[13]),
        lines=tuple(map(_line, kept[14])),
    )  # fmt: skip


def _line(line: list[Any]) -> SentLine:
    return SentLine(
        line[0], tuple(line[1]), line[3], line[4], line[5], _day(line[7]), line[8],
        _adjustments(line[9]), tuple(line[10]),
    )  # fmt: skip


def _adjustments(listed: list[list[Any]]) -> tuple[SentAdjustment, ...]:
    return tuple(SentAdjustment(*one) for one in listed)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
