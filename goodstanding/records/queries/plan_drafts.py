"""Which instalments are due by card on a day and are not drafted yet."""

from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.core.days import business_day_before
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Act
from goodstanding.core.owed import owed
from goodstanding.core.places import law_for
from goodstanding.core.plan_life import drafted
from goodstanding.law import live_book
from goodstanding.records import bulk
from goodstanding.records.models import PlanDraft
from goodstanding.records.queries.facts import facts_for


@dataclass(frozen=True, slots=True)
class Draft:
    key: int
    plan: str
    account: str
    reference: str
    due_on: date
    cents: int


def first_day(on: date) -> date:
    """Days without a file, a weekend or a holiday, are in that of the next business day."""
    return business_day_before(on) + timedelta(days=1)


def drafts_due(on: date) -> list[Draft]:
    """Since the last business day, of plans with the card company's reference. Nothing for one that
    rests, for an account with any stop or hold in force, and never more than what may be asked for
    of its visits.
    """
    rows = bulk.select(
        "SELECT p.number, p.id, p.guarantor_id, m.reference FROM records_plan p JOIN "
        "records_planmade m ON m.plan_id = p.id WHERE p.status = 'active' AND m.how = 'card' AND "
        "m.reference <> '' ORDER BY p.id"
    )
    cards, since = {number: (key, card) for number, key, _, card in rows}, first_day(on)
    written, found = _written(since), []
    for batch in bulk.chunks(sorted({row[2] for row in rows}), 1500):
        for facts in facts_for(batch, on):
            for plan in facts.plans:
                if plan.plan_id not in cards:
                    continue
                key, card = cards[plan.plan_id]
                owed_cents = _allowed(facts, plan.charges)
                parts = drafted(plan, facts.payments, on, since=since, owed_cents=owed_cents)
                found += [
                    Draft(key, plan.plan_id, facts.account_id, card, part.due_on, part.cents)
                    for part in parts if (key, part.due_on) not in written
                ]  # fmt: skip
    return found


def _written(since: date) -> set[tuple[int, date]]:
    rows = PlanDraft.objects.filter(due_on__gte=since)
    return set(rows.values_list("plan_id", "due_on"))


def _allowed(facts: AccountFacts, charges: tuple[str, ...]) -> int:
    """What may be asked for of these visits; a plan notice asks for a plan's own money."""
    if any(hold.in_force(facts.on) for hold in facts.holds):
        return 0
    may = owed(facts, law_for(facts, live_book()), act=Act.PLAN_NOTICE)
    return 0 if may.stops else sum(may.charges.get(name, 0) for name in charges)
