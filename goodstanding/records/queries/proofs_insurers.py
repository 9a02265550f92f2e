"""verify, the insurers' part: what a check brought is in the books to the cent, wherever its claims
ended.
"""

from collections.abc import Iterator

from django.db import connection

from goodstanding.records import bulk
from goodstanding.records.models.remittances import BRINGS_MONEY


def _check_of(source: str) -> str:
    """SQL for the key of the check in a source "835:<check>:…"."""
    if connection.vendor == "postgresql":
        return f"split_part({source}, ':', 2)"
    return f"substr({source}, 5, instr(substr({source}, 5), ':') - 1)"


def cash_of_checks() -> Iterator[str]:
    """A balanced check's transfers move exactly its amount into cash; those of one that does not
    balance, or whose money came by a receipt of the desk, none.
    """
    begins, values = bulk.begins("t.source", "835:")
    for key, wanted, there in bulk.select(
        f"SELECT m.id, CASE WHEN {BRINGS_MONEY} THEN m.cents ELSE 0 END, COALESCE(x.cash, 0) "
        "FROM records_remittance m LEFT JOIN (SELECT CAST("
        f"{_check_of('t.source')} AS BIGINT) AS checked, SUM(CASE WHEN t.debit = 'cash' THEN "
        "t.cents WHEN t.credit = 'cash' THEN -t.cents ELSE 0 END) AS cash FROM records_transfer t "
        f"WHERE {begins} GROUP BY 1) x ON x.checked = m.id "
        f"WHERE COALESCE(x.cash, 0) <> CASE WHEN {BRINGS_MONEY} THEN m.cents ELSE 0 END",
        values,
    ):
        yield f"check {key} brought {wanted} cents, its transfers {int(there)}"


def unplaced() -> Iterator[str]:
    """What is kept apart is what the waiting and set-aside claims of balanced checks were paid."""
    begins, values = bulk.begins("source", "835:")
    ((there,),) = bulk.select(
        "SELECT COALESCE(SUM(CASE WHEN credit = 'insurer_unplaced' THEN cents WHEN debit = "
        "'insurer_unplaced' THEN -cents ELSE 0 END), 0) FROM records_transfer WHERE "
        f"(credit = 'insurer_unplaced' OR debit = 'insurer_unplaced') AND {begins}",
        values,
    )
    ((wanted,),) = bulk.select(
        "SELECT COALESCE(SUM(c.paid_cents), 0) FROM records_remittanceclaim c JOIN "
        f"records_remittance m ON m.id = c.remittance_id WHERE {BRINGS_MONEY} AND c.state IN "
        "('waiting', 'aside')"
    )
    if int(there) != int(wanted):
        yield f"claims that wait were paid {int(wanted)} cents, kept apart are {int(there)}"


def cases_of_nothing() -> Iterator[str]:
    for key, charge in bulk.select(
        "SELECT d.id, c.number FROM records_denialcase d JOIN records_charge c ON c.id = "
        "d.charge_id WHERE (d.state = 'closed') <> (d.outcome <> '')"
    ):
        yield f"denial case {key} of charge {charge} is closed without an outcome, or open with one"


CHECKS = (
    (
        "a check's amount is in cash, whatever became of its claims",
        "SELECT COUNT(*) FROM records_remittance",
        cash_of_checks,
    ),
    (
        "insurer money kept apart is that of the claims that wait",
        "SELECT COUNT(*) FROM records_remittanceclaim WHERE state IN ('waiting', 'aside')",
        unplaced,
    ),
    (
        "a denial is open, or closed with what came of it",
        "SELECT COUNT(*) FROM records_denialcase",
        cases_of_nothing,
    ),
)
