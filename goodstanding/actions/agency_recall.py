"""The recall that no person has to think of: it is a part of deciding an account."""

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
    are decided."""
    rows = bulk.select(
        "SELECT guarantor_id, id FROM records_placement WHERE state = 'placed' AND guarantor_id "
        f"IN ({bulk.keys(accounts)}) ORDER BY guarantor_id"
    )
    if not rows:
        return
    policy, book, placed = clinic.policy_in_force(on), live_book(), dict(rows)
    for key, facts in zip(placed, facts_for(list(placed), on), strict=True):
        if reasons := must_recall(facts, policy, law_for(facts, book)):
            who = Actor(by.name, SYSTEM, by.covering)
            why, rules = " ".join(r.text for r in reasons), [r.rule for r in reasons]
            recall_by_itself(placement=placed[key], why=why, rules=rules, on=on, by=who, at=at)


@action("agency.recall_by_itself")
def recall_by_itself(
    *, placement: int, why: str, rules: list[str], on: date, by: Actor, at: datetime
) -> None:
    """The agency is told with the next file of notices."""
    found = Placement.objects.select_related("guarantor").get(id=placement)
    end_placement(found, "recalled", why, on=on, by=by, at=at)
    about(rules=rules)
