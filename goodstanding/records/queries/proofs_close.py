"""verify, the desk's part: what was closed is in the ledger, and stays so."""

from collections.abc import Callable, Iterator

from goodstanding.core.close_figures import MOVES
from goodstanding.records import bulk
from goodstanding.records.models import DayClose
from goodstanding.records.queries.close_report import (
    ledger_parts,
    moves_of,
    returned_numbers,
    unpacked,
)


def _closes() -> Iterator[str]:
    """Each version of each close against the ledger as it stood then; what came later is dated
    later, or came with the practice system's own day.
    """
    for on, version, kept in DayClose.objects.order_by("id").values_list(
        "on", "version", "figures"
    ).iterator():  # fmt: skip
        figures = unpacked(kept)
        moves = moves_of(on, through=figures.through)
        own = ledger_parts(moves, taken_back=returned_numbers(on))
        if sum(each.cents for each in moves) != figures.cash_cents:
            yield f"close {on} version {version}: the ledger's cash of the day differs"
        for key in MOVES:
            if own.get(key, 0) != figures.section(key).cents:
                yield f"close {on} version {version}: section {key} differs from the ledger"


def _after() -> Iterator[str]:
    """What people and insurers' checks post after a close is dated after it."""
    newest = (
        DayClose.objects.filter(reopened__isnull=True).order_by("-on").values_list("on", "figures")
    )
    for on, kept in newest[:1]:
        for key, source in bulk.select(
            "SELECT t.id, t.source FROM records_transfer t LEFT JOIN records_transfer o ON o.id = "
            "t.reverses_id WHERE t.id > %s AND t.posted_on <= %s ORDER BY t.id",
            [kept["through"], on.isoformat()],
        ):
            if source.partition(":")[0] not in _OF_PRACTICE:
                yield f"transfer {key} ({source}) is dated on a closed day"


# The practice system says itself on which day its charges and payments count (CONTRACT.md, 3).
_OF_PRACTICE = ("charge", "practice")

CLOSE_CHECKS: tuple[tuple[str, str, Callable[[], Iterator[str]]], ...] = (
    (
        "every closed day's figures equal the ledger of that day",
        "SELECT COUNT(*) FROM records_dayclose",
        _closes,
    ),
    (
        "after a day is closed nothing of the desk is dated on it",
        "SELECT COUNT(*) FROM records_dayclose",
        _after,
    ),
    (
        "an insurer's check and its line at the bank are of one amount",
        "SELECT COUNT(*) FROM records_bankmatch",
        lambda: (
            f"bank match {key}"
            for (key,) in bulk.select(
                "SELECT m.id FROM records_bankmatch m JOIN records_bankline l ON l.id = m.line_id "
                "JOIN records_remittance r ON r.id = m.remittance_id WHERE m.undone_at IS NULL "
                "AND l.cents <> r.cents"
            )
        ),
    ),
)
