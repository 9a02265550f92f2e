"""Provider-level money by payer and reference: what is open after what evens out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.records import bulk

# Word for word the condition of the index transfer_provider_level.
_ONLY = "(t.debit = 'provider_level' OR t.credit = 'provider_level')"
_OPEN = "SUM(CASE WHEN t.debit = 'provider_level' THEN t.cents ELSE -t.cents END)"


@dataclass(frozen=True, slots=True)
class Tied:
    """A claim of the remittances that a reference names, and the account it is of, "" while it
    waits.
    """

    claim_id: int
    number: str
    account: str


@dataclass(frozen=True, slots=True)
class Residue:
    """`cents` above zero: the payer kept it and has not given it back. `first` names the group in
    addresses: the key of its oldest transfer.
    """

    first: int
    payer: str
    payer_name: str
    reference: str
    reasons: tuple[str, ...]
    cents: int
    moves: int
    oldest_on: date
    tied: tuple[Tied, ...] = ()


def open_cents(payer: str, reference: str) -> int:
    ((cents,),) = bulk.select(
        f"SELECT COALESCE({_OPEN}, 0) FROM records_transfer t WHERE {_ONLY} "
        "AND t.payer = %s AND t.reference = %s",
        [payer, reference],
    )
    return int(cents)


def residues() -> tuple[Residue, ...]:
    """What is open by payer and reference, the oldest first; what evened out is not there."""
    rows = bulk.select(
        f"SELECT MIN(t.id), t.payer, t.reference, {_OPEN}, COUNT(*), CAST(MIN(t.posted_on) AS "
        f"TEXT) FROM records_transfer t WHERE {_ONLY} GROUP BY t.payer, t.reference "
        f"HAVING {_OPEN} <> 0 ORDER BY MIN(t.id)"
    )
    groups = [(payer, reference) for _, payer, reference, *_ in rows]
    reasons, tied, names = _reasons(groups), _tied(groups), _names({p for p, _ in groups})
    return tuple(
        Residue(
            first, payer, names.get(payer, payer), reference, reasons[payer, reference],
            int(cents), moves, date.fromisoformat(oldest), tied[payer, reference],
        )
        for first, payer, reference, cents, moves, oldest in rows
    )  # fmt: skip


def residue(first: int) -> Residue | None:
    return next((one for one in residues() if one.first == first), None)


def count() -> int:
    ((found,),) = bulk.select(
        f"SELECT COUNT(*) FROM (SELECT 1 FROM records_transfer t WHERE {_ONLY} GROUP BY t.payer, "
        f"t.reference HAVING {_OPEN} <> 0) x"
    )
    return int(found)


def _reasons(groups: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    marks, values = bulk.text_in(sorted({reference for _, reference in groups}))
    for payer, reference, reason in bulk.select(
        f"SELECT t.payer, t.reference, t.reason_code FROM records_transfer t WHERE {_ONLY} "
        f"AND t.reference IN ({marks}) ORDER BY t.id",
        values,
    ):
        found[payer, reference][reason] = None
    return {group: tuple(filter(None, found[group])) for group in groups}


def _tied(groups: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[Tied, ...]]:
    marks, values = bulk.text_in(sorted({reference for _, reference in groups}))
    rows: list[tuple[Any, ...]] = bulk.select(
        "SELECT DISTINCT m.payer, a.reference, r.id, r.claim, r.remittance_id, r.place FROM "
        "records_provideradjustment a JOIN records_remittance m ON m.id = a.remittance_id JOIN "
        f"records_remittanceclaim r ON r.id = a.claim_id WHERE a.reference IN ({marks}) "
        "ORDER BY r.id",
        values,
    )
    found: dict[tuple[str, str], list[Tied]] = defaultdict(list)
    accounts = accounts_of([(check, place) for *_, check, place in rows])
    for payer, reference, key, number, check, place in rows:
        found[payer, reference].append(Tied(key, number, accounts.get((check, place), "")))
    return {group: tuple(found[group]) for group in groups}


def accounts_of(places: list[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The account each posted claim moved, by its check and place."""
    found: dict[tuple[int, int], str] = {}
    for chunk in bulk.chunks(places, 200):
        begins = [bulk.begins("x.source", f"835:{check}:{place}:") for check, place in chunk]
        where = " OR ".join(condition for condition, _ in begins) or "1 = 0"
        values = [value for _, values in begins for value in values]
        for table in ("transfer", "denial"):
            for source, account in bulk.select(
                f"SELECT x.source, g.number FROM records_{table} x JOIN records_patient p ON "
                "p.id = x.patient_id JOIN records_guarantor g ON g.id = p.guarantor_id WHERE "
                f"{where}",
                values,
            ):
                _, check, place, *_ = source.split(":")
                found[int(check), int(place)] = account
    return found


def _names(payers: set[str]) -> dict[str, str]:
    marks, values = bulk.text_in(sorted(payers))
    return dict(
        bulk.select(
            "SELECT payer, MAX(payer_name) FROM records_remittance WHERE payer IN "
            f"({marks}) GROUP BY payer",
            values,
        )
    )
