"""The clinic's own limits for payment plans: a table of the policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from goodstanding.core.kinds import Role
from goodstanding.core.money import Cents, show
from goodstanding.core.policy_values import Count, Days, Money, Percent, Strict


@dataclass(frozen=True, slots=True)
class PlanLimits(Strict):
    """Of what is left after essentials `ask_percent` may be asked a month, and the offer that fits
    best takes `best_fit_percent` of that: what was told is seldom all. `usual_months` and
    `usual_monthly` are for who did not want to say: so many payments, or more where each would be
    above that amount. Up to `help_first_percent` of the poverty guideline the help program is
    looked at first.
    """

    least_monthly: Money = 10_00
    longest_months: Count = 60
    ask_percent: Percent = 50
    best_fit_percent: Percent = 75
    little_above_percent: Percent = 25
    usual_months: Count = 4
    usual_monthly: Money = 150_00
    first_within_days: Days = 45
    coordinator_months: Count = 36
    coordinator_up_to: Money = 5_000_00
    help_first_percent: Annotated[int, Field(strict=True, ge=0, le=1000)] = 400

    def faults(self) -> Iterator[tuple[str, str]]:
        """Key and what is wrong with it beside the others."""
        if not self.ask_percent or not self.best_fit_percent:
            yield "ask_percent", "Nothing could ever be asked; give more than 0 percent."
        if self.least_monthly < 1_00 or self.usual_monthly < self.least_monthly:
            yield "least_monthly", "It must be 1.00 or more, and not above the usual amount."
        if self.coordinator_months > self.longest_months:
            yield "coordinator_months", "It must not be longer than the longest plan."
        if self.usual_months > self.longest_months:
            yield "usual_months", "It must not be longer than the longest plan."

    def beyond_role(self, months: int, total_cents: Cents, *, role: Role) -> str:
        """Why this person may not agree to it alone; "" when they may."""
        if role is Role.MANAGER:
            return ""
        if months > self.coordinator_months:
            return f"More than {self.coordinator_months} payments need a manager."
        if total_cents > self.coordinator_up_to:
            return f"A plan of more than {show(self.coordinator_up_to)} needs a manager."
        return ""
