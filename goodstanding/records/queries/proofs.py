"""verify: every invariant of the books asked of the database; the first offending rows
are named.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from goodstanding.records import bulk, guards
from goodstanding.records.derived import derive, standing
from goodstanding.records.models.remittances import BRINGS_MONEY
from goodstanding.records.queries import proofs_insurers
from goodstanding.records.queries.decisions import unreadable
from goodstanding.records.queries.proofs_agency import AGENCY_CHECKS
from goodstanding.records.queries.proofs_assistance import ASSISTANCE_CHECKS
from goodstanding.records.queries.proofs_close import CLOSE_CHECKS
from goodstanding.records.queries.proofs_credits import CREDIT_CHECKS
from goodstanding.records.queries.proofs_letters import LETTER_CHECKS
from goodstanding.records.queries.proofs_money import MONEY_CHECKS
from goodstanding.records.queries.proofs_plans import PLAN_CHECKS
from goodstanding.records.queries.proofs_visits import VISIT_CHECKS

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """One check: how many rows it looked at, and what it found wrong (at most 20 named)."""

    name: str
    checked: int
    failures: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.failures


def prove() -> Iterator[Proof]:
    for name, query, check in CHECKS:
        checked = bulk.select(query)[0][0] if query else 0
        yield Proof(name, int(checked), tuple(islice(check(), SHOWN)))


def _rows(sql: str, say: str) -> Callable[[], Iterator[str]]:
    return lambda: (say.format(*row) for row in bulk.select(sql))


def _guards() -> Iterator[str]:
    yield from (f"guard {name} is missing; run goodstanding init" for name in guards.missing())


def _derived() -> Iterator[str]:
    """Works every account out from the ledger and compares it with what is kept."""
    keys = [key for (key,) in bulk.select("SELECT id FROM records_guarantor ORDER BY id")]
    for batch in bulk.chunks(keys, 2000):
        kept_items: dict[int, list[tuple[int, str, str, int]]] = {}
        for key, *item in bulk.select(
            "SELECT guarantor_id, charge_id, party, CAST(since AS TEXT), cents FROM "
            "records_openitem "
            f"WHERE guarantor_id IN ({bulk.keys(batch)})"
        ):
            kept_items.setdefault(key, []).append(tuple(item))
        kept = {
            row[0]: row for row in bulk.select(
                "SELECT guarantor_id, insurer_cents, patient_cents, credit_cents, unapplied_cents, "
                "overpaid_cents, CAST(oldest_patient_on AS TEXT), CAST(last_payment_on AS TEXT), "
                "CAST(last_posted_on AS TEXT) "
                f"FROM records_standing WHERE guarantor_id IN ({bulk.keys(batch)})"
            )
        }  # fmt: skip
        for one in derive(batch):
            items = sorted(
                (item.charge, party, item.since, item.cents)
                for party, listed in (
                    ("insurer", one.position.insurer),
                    ("patient", one.position.patient),
                )
                for item in listed
            )
            if items != sorted(kept_items.get(one.guarantor, [])):
                yield f"account key {one.guarantor}: open items differ from the ledger"
            if kept.get(one.guarantor) != standing(one):
                yield f"account key {one.guarantor}: standing differs from the ledger"


def _balances() -> Iterator[str]:
    """balance = insurer_due + patient_due - credit, by the ledger and by the standing."""
    for key, ledger, kept in bulk.select(
        "SELECT p.guarantor_id, SUM(CASE WHEN t.debit IN ('insurer_due', 'patient_due', "
        "'unapplied') THEN t.cents "
        "ELSE 0 END - CASE WHEN t.credit IN ('insurer_due', 'patient_due', 'unapplied') THEN "
        "t.cents ELSE 0 END), "
        "MAX(s.insurer_cents + s.patient_cents - s.credit_cents) FROM records_transfer t "
        "JOIN records_patient p ON p.id = t.patient_id "
        "LEFT JOIN records_standing s ON s.guarantor_id = p.guarantor_id GROUP BY p.guarantor_id"
    ):
        if int(ledger) != (int(kept) if kept is not None else 0):
            yield f"account key {key}: the ledger says {ledger} cents, the standing {kept}"


_TRANSFERS = "SELECT COUNT(*) FROM records_transfer"
_ACCOUNTS = "SELECT COUNT(*) FROM records_guarantor"
_CHECKS = "SELECT COUNT(*) FROM records_remittance"
_CLAIMS = "SELECT COUNT(*) FROM records_remittanceclaim"

CHECKS: tuple[tuple[str, str, Callable[[], Iterator[str]]], ...] = (
    ("the append-only guards are in place", "", _guards),
    (
        "every transfer moves cents between two ledger accounts",
        _TRANSFERS,
        _rows("SELECT id FROM records_transfer WHERE cents <= 0 OR debit = credit", "transfer {0}"),
    ),
    (
        "a reversal mirrors exactly one transfer, whole",
        "SELECT COUNT(*) FROM records_transfer WHERE reverses_id IS NOT NULL",
        _rows(
            "SELECT r.id, o.id FROM records_transfer r JOIN records_transfer o ON o.id = "
            "r.reverses_id "
            "WHERE r.cents <> o.cents OR r.debit <> o.credit OR r.credit <> o.debit "
            "OR COALESCE(r.charge_id, 0) <> COALESCE(o.charge_id, 0)",
            "transfer {0} does not mirror {1}",
        ),
    ),
    (
        "every charge is posted once, at its amount",
        "SELECT COUNT(*) FROM records_charge",
        _rows(
            "SELECT c.number, c.cents FROM records_charge c LEFT JOIN (SELECT t.charge_id AS "
            "charge, SUM(t.cents) "
            "AS posted FROM records_transfer t LEFT JOIN records_transfer r ON r.reverses_id = "
            "t.id "
            "WHERE t.kind = 'charge' AND r.id IS NULL GROUP BY t.charge_id) x ON x.charge = c.id "
            "WHERE COALESCE(x.posted, 0) <> c.cents",
            "charge {0} is not posted at {1} cents",
        ),
    ),
    (
        "a transfer's charge and patient belong together",
        _TRANSFERS,
        _rows(
            "SELECT t.id FROM records_transfer t JOIN records_charge c ON c.id = t.charge_id "
            "LEFT JOIN records_transfer r ON r.reverses_id = t.id "
            "WHERE t.patient_id <> c.patient_id AND r.id IS NULL AND t.reverses_id IS NULL",
            "transfer {0}",
        ),
    ),
    ("open items and standings equal the ledger", _ACCOUNTS, _derived),
    ("balance is insurer plus patient less credit", _ACCOUNTS, _balances),
    (
        "a posted check balances: its amount is its claims less provider adjustments",
        _CHECKS,
        _rows(
            "SELECT m.id, m.trace FROM records_remittance m LEFT JOIN (SELECT remittance_id AS r, "
            "SUM(paid_cents) AS "
            "paid FROM records_remittanceclaim WHERE state <> 'replaced' GROUP BY remittance_id) c "
            "ON c.r = m.id LEFT JOIN "
            "(SELECT "
            "remittance_id AS r, SUM(cents) AS plb FROM records_provideradjustment GROUP BY "
            "remittance_id) p "
            f"ON p.r = m.id WHERE {BRINGS_MONEY} AND m.cents <> "
            "COALESCE(c.paid, 0) - COALESCE(p.plb, 0)",
            "check {0} trace {1}",
        ),
    ),
    (
        "every remitted claim ends in one known place",
        _CLAIMS,
        _rows(
            "SELECT id, state FROM records_remittanceclaim WHERE state NOT IN "
            "('posted', 'waiting', 'aside', 'replaced')",
            "claim {0} is {1}",
        ),
    ),
    (
        "nothing of a check that does not balance is posted",
        _CLAIMS,
        _rows(
            "SELECT c.id FROM records_remittanceclaim c JOIN records_remittance m ON m.id = "
            "c.remittance_id "
            "WHERE c.state = 'posted' AND NOT m.balanced AND m.receipt_id IS NULL",
            "claim {0}",
        ),
    ),
    (
        "every decision's facts, law and policy can be opened",
        "SELECT COUNT(*) FROM records_decision WHERE facts_id IS NOT NULL",
        unreadable,
    ),
    (
        "one living letter for a decision",
        "SELECT COUNT(*) FROM records_letter",
        _rows(
            "SELECT decision_id, COUNT(*) FROM records_letter WHERE decision_id IS NOT NULL "
            "AND state IN ('ready', 'held', 'printing', 'printed', 'mailed') "
            "GROUP BY decision_id HAVING COUNT(*) > 1",
            "decision {0} has {1} letters",
        ),
    ),
    *CREDIT_CHECKS,
    *PLAN_CHECKS,
    *ASSISTANCE_CHECKS,
    *MONEY_CHECKS,
    *CLOSE_CHECKS,
    *LETTER_CHECKS,
    *proofs_insurers.CHECKS,
    *AGENCY_CHECKS,
    *VISIT_CHECKS,
)
