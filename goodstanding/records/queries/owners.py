"""How many people of each queue each colleague owns."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from goodstanding.records import bulk

Sum = tuple[int, int]  # people, cents


def owned(on: date, acts: set[str]) -> dict[str, dict[str, Sum]]:
    """Of the rows that Today shows on the day: by queue, then by owner."""
    found: dict[str, dict[str, Sum]] = defaultdict(dict)
    for queue, act, owner, count, cents in bulk.select(
        "SELECT s.queue, s.act, a.owner, COUNT(*), SUM(s.patient_cents) FROM records_assignment a "
        "JOIN records_standing s ON s.guarantor_id = a.guarantor_id WHERE a.ended_at IS NULL AND "
        "s.queue > '' AND (s.due_on <= %s OR s.act = 'wait') GROUP BY s.queue, s.act, a.owner",
        [on.isoformat()],
    ):
        if act in acts:
            before = found[queue].get(owner, (0, 0))
            found[queue][owner] = before[0] + count, before[1] + int(cents)
    return found


def narrowed(all_of_it: Sum, given: Mapping[str, Sum], owner: str, *, unowned: bool) -> Sum:
    """Of all the people of a queue those of the owner, of nobody, or of both.

    >>> narrowed((10, 900), {"dana": (2, 100), "sam": (3, 200)}, "dana", unowned=True)
    (7, 700)
    """
    own = given.get(owner, (0, 0))
    if not unowned:
        return own
    others = [each for name, each in given.items() if name != owner]
    count, cents = (sum(each[place] for each in others) for place in (0, 1))
    return all_of_it[0] - count, all_of_it[1] - cents
