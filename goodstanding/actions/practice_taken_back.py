"""A payer takes back what the practice had posted itself, before its remittances came here."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from goodstanding.core.kinds import TransactionKind as Kind
from goodstanding.core.matching import Pair
from goodstanding.core.remittance import GROUPS_TAKEN_OFF, REVERSAL
from goodstanding.formats.x12.remitted import Claim
from goodstanding.records import bulk

Amounts = dict[tuple[int, str], int]  # by charge and kind


def negated_later() -> set[tuple[str, int, int]]:
    """(claim number, charged, paid) of claims whose practice posting a reversal took back: the
    claim itself, should its own remittance come after all, is not posted a second time.
    """
    rows = bulk.select(
        "SELECT claim, charged_cents, paid_cents FROM records_remittanceclaim "
        "WHERE status = %s AND taken_back AND state = 'posted'",
        [REVERSAL],
    )
    return {(claim, -charged, -paid) for claim, charged, paid in rows}


def practice_postings_of(claim: Claim, pairs: Sequence[Pair]) -> list[tuple[Any, ...]]:
    """The practice's living transfers on these charges, when they agree with the reversal to the
    cent, charge by charge and kind by kind; else none. In the form `_mirror` of the desk takes.
    """
    wanted = _negated(claim, pairs)
    if not wanted or any(cents < 0 for cents in wanted.values()):
        return []
    kinds = (Kind.INSURER_PAYMENT.value, Kind.CONTRACTUAL.value, Kind.TO_PATIENT.value)
    rows = living_practice({pair.charge.key for pair in pairs}, kinds)
    there: Amounts = defaultdict(int)
    for row, kind in rows:
        there[row[5], kind] += row[3]
    if dict(there) != {key: cents for key, cents in wanted.items() if cents}:
        return []
    return [row for row, _ in rows]


def living_practice(charges: set[int], kinds: Sequence[str]) -> list[tuple[tuple[Any, ...], str]]:
    """((key, debit, credit, cents, patient, charge, group, reason), kind) of what exports posted
    and nothing reversed."""
    marks, values = bulk.text_in(list(kinds))
    rows = bulk.select(
        "SELECT t.id, t.debit, t.credit, t.cents, t.patient_id, t.charge_id, t.group_code, "
        "t.reason_code, t.kind FROM records_transfer t "
        "LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        f"WHERE t.charge_id IN ({bulk.keys(charges)}) AND t.kind IN ({marks}) "
        "AND t.source LIKE 'practice:%%' AND r.id IS NULL ORDER BY t.id",
        values,
    )
    return [(row[:8], row[8]) for row in rows]


def _negated(claim: Claim, pairs: Sequence[Pair]) -> Amounts:
    """What the reversal takes back of each charge; {} when it is not told line by line."""
    if not pairs or claim.adjustments or any(pair.line is None for pair in pairs):
        return {}
    found: Amounts = defaultdict(int)
    for pair in pairs:
        line = pair.line
        assert line is not None
        found[pair.charge.key, Kind.INSURER_PAYMENT.value] -= line.paid_cents
        for each in line.adjustments:
            if each.group in GROUPS_TAKEN_OFF:
                found[pair.charge.key, Kind.CONTRACTUAL.value] -= each.cents
            elif each.group == "PR":
                found[pair.charge.key, Kind.TO_PATIENT.value] -= each.cents
    return found
