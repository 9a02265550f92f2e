"""Refusals in the books that nobody works yet, and cases whose charge is settled."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.actions.remittance_claims import unpacked
from goodstanding.core.denials import Outcome, remarks_of
from goodstanding.records import bulk

# The refused charge and its account's insurer money, found by the account: open items have no index
# by charge.
_OPEN = (
    "JOIN records_patient p ON p.id = d.patient_id JOIN records_openitem o ON "
    "o.guarantor_id = p.guarantor_id AND o.charge_id = d.charge_id AND o.party = 'insurer'"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One charge's refusal. `denial` is the newest of its rows, `reason` that of the largest;
    `cents` what was refused, at most what is open.
    """

    charge: int
    denial: int
    payer: str
    group: str
    reason: str
    remarks: str
    cents: int
    denied_on: date


def refusals() -> list[Refusal]:
    """Charges with a living refusal, money open with the insurer, no living case, and a refusal
    newer than any case they had.
    """
    rows = bulk.select(
        "SELECT d.charge_id, d.id, d.payer, d.group_code, d.reason_code, d.cents, "
        "CAST(d.posted_on AS TEXT), d.source, d.reference, o.cents FROM records_denial d "
        f"{_OPEN} LEFT JOIN (SELECT charge_id, MAX(denial_id) AS last, "
        "MAX(CASE WHEN state = 'closed' THEN 0 ELSE 1 END) AS living FROM records_denialcase "
        "GROUP BY charge_id) k ON k.charge_id = d.charge_id WHERE d.undone_on IS NULL "
        "AND (k.charge_id IS NULL OR (k.living = 0 AND d.id > k.last)) ORDER BY d.charge_id, d.id"
    )
    by_charge: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        by_charge[row[0]].append(row)
    remarks = _remarks({row[7] for some in by_charge.values() for row in some})
    return [_refusal(charge, some, remarks) for charge, some in by_charge.items()]


def _refusal(charge: int, rows: list[tuple[Any, ...]], remarks: dict[str, str]) -> Refusal:
    newest = rows[-1]
    same = [row for row in rows if (row[2], row[6], row[8]) == (newest[2], newest[6], newest[8])]
    largest = max(same, key=lambda row: (row[5], -row[1]))
    refused = sum(row[5] for row in same)
    return Refusal(
        charge, newest[1], newest[2], largest[3], largest[4],
        remarks.get(newest[7].rsplit(":", 1)[0], ""), min(refused, int(newest[9])),
        date.fromisoformat(newest[6]),
    )  # fmt: skip


def _remarks(sources: set[str]) -> dict[str, str]:
    """Remark codes of the claims behind sources "835:<check>:<place>:<n>", by all but the last."""
    wanted = {source.rsplit(":", 1)[0] for source in sources if source.startswith("835:")}
    checks = {int(start.split(":")[1]) for start in wanted}
    found = {}
    for chunk in bulk.chunks(sorted(checks), 500):
        for check, place, content in bulk.select(
            "SELECT remittance_id, place, content FROM records_remittanceclaim WHERE "
            f"remittance_id IN ({bulk.keys(chunk)})"
        ):
            if f"835:{check}:{place}" in wanted:
                claim = unpacked(content)
                listed = [*claim.remarks, *(r for line in claim.lines for r in line.remarks)]
                found[f"835:{check}:{place}"] = remarks_of(listed)
    return found


def how_settled() -> dict[int, Outcome]:
    """Living cases with nothing open at the insurer, and what settled them: the largest of what was
    paid, moved to the patient or written off since the refusal.
    """
    rows = bulk.select(
        "SELECT k.id, t.kind, SUM(t.cents) FROM records_denialcase k JOIN records_charge c ON "
        "c.id = k.charge_id JOIN records_denial d ON d.id = k.denial_id "
        "JOIN records_patient p ON p.id = c.patient_id LEFT JOIN records_openitem o ON "
        "o.guarantor_id = p.guarantor_id AND o.charge_id = c.id AND o.party = 'insurer' "
        "LEFT JOIN records_transfer t ON t.charge_id = c.id AND t.credit = 'insurer_due' AND "
        "t.posted_on >= d.posted_on AND t.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM "
        "records_transfer r WHERE r.reverses_id = t.id) "
        "WHERE k.state <> 'closed' AND o.id IS NULL GROUP BY k.id, t.kind ORDER BY k.id"
    )
    most: dict[int, tuple[int, str]] = {}
    for case, kind, cents in rows:
        most[case] = max(most.get(case, (0, "")), (int(cents or 0), kind or ""))
    outcomes = {
        "insurer_payment": Outcome.PAID,
        "to_patient": Outcome.PATIENT,
        "contractual": Outcome.WRITTEN_OFF,
    }
    return {case: outcomes.get(kind, Outcome.OTHER) for case, (_, kind) in most.items()}


def undone() -> list[int]:
    """Living cases of charges whose refusals were all taken back."""
    rows = bulk.select(
        "SELECT k.id FROM records_denialcase k WHERE k.state <> 'closed' AND NOT EXISTS (SELECT 1 "
        "FROM records_denial d WHERE d.charge_id = k.charge_id AND d.undone_on IS NULL) "
        "ORDER BY k.id"
    )
    return [key for (key,) in rows]
