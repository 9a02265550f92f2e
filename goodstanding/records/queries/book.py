"""The whole book in a few numbers."""

from dataclasses import dataclass

from goodstanding.records import bulk


@dataclass(frozen=True, slots=True)
class BookStanding:
    """Accounts by their next act; `holds` counts the accounts that wait because of a
    rule, by rule.
    """

    accounts: int
    acts: dict[str, int]
    holds: dict[str, int]
    letters_ready: int


def standing() -> BookStanding:
    acts = dict(bulk.select("SELECT act, COUNT(*) FROM records_standing GROUP BY act ORDER BY act"))
    holds = dict(
        bulk.select(
            "SELECT rule, COUNT(*) FROM records_standing WHERE rule <> '' GROUP BY rule "
            "ORDER BY rule"
        )
    )
    ((ready,),) = bulk.select("SELECT COUNT(*) FROM records_letter WHERE state = 'ready'")
    return BookStanding(sum(acts.values()), acts, holds, ready)


def count(table: str) -> int:
    """Rows of one of our tables, by its own name ("guarantor")."""
    ((rows,),) = bulk.select(f"SELECT COUNT(*) FROM records_{table}")
    return int(rows)


def practice_postings() -> int:
    """Transactions of practice exports in the books, denials with them."""
    ((moves,),) = bulk.select(
        "SELECT COUNT(*) FROM records_transfer WHERE source LIKE 'practice:%%'"
    )
    ((denials,),) = bulk.select(
        "SELECT COUNT(*) FROM records_denial WHERE source LIKE 'practice:%%'"
    )
    return int(moves) + int(denials)
