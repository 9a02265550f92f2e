"""What an account's plans are offered on: what may go on one, the clinic's limits, the law."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.affordability import Affordable, Dates, Terms, Told, afford
from goodstanding.core.money import Cents
from goodstanding.core.places import law_for
from goodstanding.core.plan_balances import Balance, balances
from goodstanding.core.plan_limits import PlanLimits
from goodstanding.law import LawOn, live_book
from goodstanding.records import clinic
from goodstanding.records.queries.account_record import facts_of


@dataclass(frozen=True, slots=True)
class Ground:
    account_id: str
    balances: tuple[Balance, ...]
    limits: PlanLimits
    law: LawOn

    @property
    def charges(self) -> tuple[str, ...]:
        return tuple(row.charge_id for row in self.balances if not row.why)

    @property
    def total_cents(self) -> Cents:
        return sum(row.cents for row in self.balances if not row.why)

    def terms(self, dates: Dates) -> Terms:
        return Terms(self.limits, self.law, dates)

    def fitting(self, told: Told, dates: Dates) -> Affordable:
        """Refuses when nothing can go on a plan."""
        return afford(self.total_cents, told, self.terms(dates))


def ground(account_id: str, on: date) -> Ground | None:
    """None: no such account."""
    facts = facts_of(account_id, on)
    if facts is None:
        return None
    law = law_for(facts, live_book())
    limits = clinic.policy_in_force(on).plans
    return Ground(facts.account_id, balances(facts, law), limits, law)
