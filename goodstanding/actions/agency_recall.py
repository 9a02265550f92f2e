"""The recall that no person has to think of: it is a part of deciding an account."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from goodstanding.actions.agency_ends import end_placement
from goodstanding.actions.unit import SYSTEM, Actor, about, action
from goodstanding.core.agency_review import must_recall
from goodstanding.core.places import law_for
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Placement
from goodstanding.records.queries.facts import facts_for


def recall_placed(accounts: Sequence[int], *, on: date, by: Actor, at: datetime) -> None:
    """Recalls those of these accounts (our keys) that must not stay with the agency, before they
    are decided. A day run late leaves alone what was placed after it."""
    rows = bulk.select(
        "SELECT p.guarantor_id, p.id, c.number FROM records_placement p JOIN records_placedcharge "
        "m ON m.placement_id = p.id JOIN records_charge c ON c.id = m.charge_id WHERE p.state = "
        f"'placed' AND p.placed_on <= %s AND p.guarantor_id IN ({bulk.keys(accounts)}) "
        "ORDER BY p.guarantor_id, c.id",
        [on.isoformat()],
    )
    if not rows:
        return
    policy, book, there = clinic.policy_in_force(on), live_book(), {key: p for key, p, _ in rows}
    charges: dict[int, set[str]] = defaultdict(set)
    for key, _, charge in rows:
        charges[key].add(charge)
    for key, facts in zip(there, facts_for(list(there), on), strict=True):
        if reasons := must_recall(facts, policy, law_for(facts, book), placed=charges[key]):
            who = Actor(by.name, SYSTEM, by.covering)
            why, rules = " ".join(r.text for r in reasons), [r.rule for r in reasons]
            recall_by_itself(placement=there[key], why=why, rules=rules, on=on, by=who, at=at)


@action("agency.recall_by_itself")
def recall_by_itself(
    *, placement: int, why: str, rules: list[str], on: date, by: Actor, at: datetime
) -> None:
    """The agency is told with the next file of notices."""
    found = Placement.objects.select_related("guarantor").get(id=placement)
    end_placement(found, "recalled", why, on=on, by=by, at=at)
    about(rules=rules)
