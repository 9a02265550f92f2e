"""Provider-level money finds the claim its reference names, now or when that claim turns up."""

from collections import defaultdict

from goodstanding.core.provider_money import names
from goodstanding.records import bulk

_HELD_BACK_FOR = "22"


def tie() -> int:
    """Sets the claim of every adjustment that has none yet and whose reference is a claim number
    (CLP01), a payer's claim number (CLP07) or the trace of a check of one claim (TRN02), of the
    same payer. Of several the reversal, else the newest. Returns how many were tied.
    """
    bulk.execute(
        "UPDATE records_provideradjustment SET claim_id = NULL WHERE claim_id IN (SELECT id FROM "
        "records_remittanceclaim WHERE state = 'replaced')"
    )
    waiting = bulk.select(
        "SELECT a.id, a.reference, m.payer FROM records_provideradjustment a JOIN "
        "records_remittance m ON m.id = a.remittance_id WHERE a.claim_id IS NULL "
        "AND NOT a.reference = '' ORDER BY a.id"
    )
    named = sorted({name for _, reference, _ in waiting for name in names(reference)})
    found: dict[tuple[str, str], list[tuple[bool, int]]] = defaultdict(list)
    for chunk in bulk.chunks(named, 2000):
        for payer, name, key, status in _claims(chunk):
            found[payer, name].append((status == _HELD_BACK_FOR, key))
    ties = []
    for key, reference, payer in waiting:
        claims = [found[payer, name] for name in names(reference) if (payer, name) in found]
        if claims:
            ties.append((max(claims[0])[1], key))
    bulk.update_many("UPDATE records_provideradjustment SET claim_id = %s WHERE id = %s", ties)
    return len(ties)


def _claims(named: list[str]) -> list[tuple[str, str, int, str]]:
    """(payer, name, key of the claim, its status)"""
    marks, values = bulk.text_in(named)
    whose = (
        "FROM records_remittanceclaim r JOIN records_remittance m ON m.id = r.remittance_id "
        "WHERE NOT r.state = 'replaced' AND"
    )
    found = bulk.select(
        f"SELECT m.payer, r.claim, r.id, r.status {whose} r.claim IN ({marks})", values
    )
    known = {(payer, name) for payer, name, *_ in found}
    for sql in (
        f"SELECT m.payer, r.payer_control, r.id, r.status {whose} NOT r.payer_control = '' "
        f"AND r.payer_control IN ({marks})",
        f"SELECT m.payer, m.trace, MIN(r.id), MIN(r.status) {whose} m.trace IN ({marks}) "
        "GROUP BY m.id, m.payer, m.trace HAVING COUNT(*) = 1",
    ):
        more = [row for row in bulk.select(sql, values) if (row[0], row[1]) not in known]
        known |= {(payer, name) for payer, name, *_ in more}
        found += more
    return found
