"""Which instalments fall due on a day, by card, and are not drafted yet."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.agreements import paused
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Act
from goodstanding.core.owed import owed
from goodstanding.core.places import law_for
from goodstanding.core.plan_life import drafted
from goodstanding.law import live_book
from goodstanding.records import bulk
from goodstanding.records.queries.facts import facts_for


@dataclass(frozen=True, slots=True)
class Draft:
    key: int
    plan: str
    account: str
    reference: str
    due_on: date
    cents: int


def drafts_due(on: date) -> list[Draft]:
    """Of plans with the card company's reference. Nothing for one that rests, for an account with
    any stop or hold in force, and never more than what may be asked for of its visits.
    """
    rows = bulk.select(
        "SELECT p.number, p.id, p.guarantor_id, m.reference FROM records_plan p JOIN "
        "records_planmade m ON m.plan_id = p.id WHERE p.status = 'active' AND m.how = 'card' AND "
        "m.reference <> '' AND NOT EXISTS (SELECT 1 FROM records_plandraft d WHERE d.plan_id = "
        "p.id AND d.due_on = %s) ORDER BY p.id",
        [on.isoformat()],
    )
    cards = {number: (key, reference) for number, key, _, reference in rows}
    found = []
    for batch in bulk.chunks(sorted({row[2] for row in rows}), 1500):
        for facts in facts_for(batch, on):
            for plan in facts.plans:
                if plan.plan_id not in cards or paused(plan, on):
                    continue
                part = drafted(plan, facts.payments, on, owed_cents=_allowed(facts, plan.charges))
                if part is not None:
                    key, reference = cards[plan.plan_id]
                    found.append(
                        Draft(key, plan.plan_id, facts.account_id, reference, on, part.cents)
                    )
    return found


def _allowed(facts: AccountFacts, charges: tuple[str, ...]) -> int:
    """What may be asked for of these visits; a plan notice asks for a plan's own money."""
    if any(hold.in_force(facts.on) for hold in facts.holds):
        return 0
    may = owed(facts, law_for(facts, live_book()), act=Act.PLAN_NOTICE)
    return 0 if may.stops else sum(may.charges.get(name, 0) for name in charges)
