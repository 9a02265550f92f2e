"""Proofs about the help program: what was taken off is what was decided, and who is paused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from goodstanding.core.assistance import PENDING, Part, discount
from goodstanding.records import bulk

Check = tuple[str, str, Callable[[], Iterator[str]]]
_STATES = ", ".join(f"'{state}'" for state in sorted(PENDING))
_NOW = "CASE WHEN t.id IS NULL THEN 0 ELSE t.cents END"


@dataclass(slots=True)
class _Round:
    percent: int
    cap_cents: int | None
    parts: list[Part] = field(default_factory=list)
    off_cents: int = 0


def _taken_off_is_the_decisions() -> Iterator[str]:
    """Of each decision's own day and of each time newer visits were helped with: the percent (or
    the cap) of what was covered, and never more than was owed.
    """
    rounds: dict[tuple[int, int], _Round] = {}
    for decision, number, percent, cap, charge, owed, earlier, off in bulk.select(
        "SELECT d.id, s.round, d.percent, d.cap_cents, s.charge_id, s.owed_cents, "
        "s.earlier_cents, s.off_cents FROM records_helpshare s JOIN records_helpdecision d ON "
        "d.id = s.decision_id ORDER BY d.id, s.round, s.id"
    ):
        first = _Round(percent, cap if number == 1 else None)
        one = rounds.setdefault((decision, number), first)
        one.parts.append(Part(str(charge), int(owed), int(earlier)))
        one.off_cents += int(off)
        if not 0 <= off <= owed:
            yield f"decision key {decision}: {off} of {owed} cents on charge key {charge}"
    for (decision, number), one in rounds.items():
        wanted = discount(one.parts, one.percent, one.cap_cents)
        if one.off_cents != wanted:
            yield f"decision key {decision}, time {number}: {one.off_cents} cents, not {wanted}"


def _every_share_is_posted() -> Iterator[str]:
    for share, off, kind, cents in bulk.select(
        f"SELECT s.id, s.off_cents, COALESCE(t.kind, ''), {_NOW} FROM records_helpshare s "
        "LEFT JOIN records_adjustment a ON a.id = s.adjustment_id "
        "LEFT JOIN records_transfer t ON t.id = a.transfer_id"
    ):
        if cents != off or (off and kind != "charity"):
            yield f"share key {share}: {off} cents were decided, {cents} posted as {kind or '-'}"


def _decided_sums() -> Iterator[str]:
    for decision, said, shared in bulk.select(
        "SELECT d.id, d.off_cents, COALESCE(SUM(s.off_cents), 0) FROM records_helpdecision d "
        "LEFT JOIN records_helpshare s ON s.decision_id = d.id AND s.round = 1 "
        "WHERE d.state = 'decided' GROUP BY d.id, d.off_cents"
    ):
        if int(shared) != said:
            yield f"decision key {decision} says {said} cents, its charges {shared}"


def _by_two() -> Iterator[str]:
    for (decision,) in bulk.select(
        "SELECT id FROM records_helpdecision WHERE state = 'decided' AND (off_cents > limit_cents "
        "OR percent <> table_percent) AND decided_by = asked_by"
    ):
        yield f"decision key {decision} needed a second person"


def _pending_is_paused() -> Iterator[str]:
    """As of the last day that was run, so that a pause whose last day is over is its to end."""
    for (number,) in bulk.select(
        "SELECT a.number FROM records_helpapplication a LEFT JOIN records_hold h ON h.id = "
        f"a.hold_id WHERE a.state IN ({_STATES}) AND (h.id IS NULL OR h.lifted_by <> '' OR "
        '(h.ends_on IS NOT NULL AND h.ends_on < COALESCE((SELECT MAX(r."on") FROM records_run '
        "r WHERE r.finished_at IS NOT NULL), h.ends_on)))"
    ):
        yield f"application {number} is pending, and its account is not paused"


def _paused_is_pending() -> Iterator[str]:
    """Pauses placed here; the practice system's own have an application once one is begun."""
    for (number,) in bulk.select(
        "SELECT h.number FROM records_hold h WHERE h.kind = 'assistance_pending' AND "
        "h.lifted_by = '' AND h.number LIKE 'desk-%%' AND h.ends_on IS NULL AND NOT EXISTS ("
        "SELECT 1 FROM records_helpapplication a WHERE a.guarantor_id = h.guarantor_id AND "
        f"a.state IN ({_STATES}))",
        [],
    ):
        yield f"hold {number} pauses for help, and no application is pending"


_SHARES = "SELECT COUNT(*) FROM records_helpshare"
_DECISIONS = "SELECT COUNT(*) FROM records_helpdecision"

ASSISTANCE_CHECKS: tuple[Check, ...] = (
    ("help taken off is the decision's percent of what it covered", _SHARES,
     _taken_off_is_the_decisions),
    ("help taken off is posted as charity, to the cent", _SHARES, _every_share_is_posted),
    ("a decision about help says what its charges sum to", _DECISIONS, _decided_sums),
    ("help above the limit, or beside the table, was decided by two", _DECISIONS, _by_two),
    ("a pending application has its pause", "SELECT COUNT(*) FROM records_helpapplication",
     _pending_is_paused),
    ("a pause for help has its application", "SELECT COUNT(*) FROM records_hold WHERE kind = "
     "'assistance_pending'", _paused_is_pending),
)  # fmt: skip
