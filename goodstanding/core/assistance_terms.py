"""The help program's own terms, as the policy's table [assistance] has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from goodstanding.core.policy_values import Codes, Count, Days, Money, Percent, Strict

# What may be asked for; the help form itself says how little is enough.
DOCUMENTS = {
    "form": "The help form, signed",
    "income": "What comes in: a pay stub, a benefit letter or a short note",
    "tax_return": "The last tax return",
    "household": "Who lives in the home",
    "medicaid": "The answer about Medical Assistance",
}
# Of the poverty guideline; above it help ends.
OfGuideline = Annotated[int, Field(strict=True, ge=0, le=1000)]
Bring = Annotated[int, Field(strict=True, ge=1, le=365)]


@dataclass(frozen=True, slots=True)
class Assistance(Strict):
    """Income up to `full_up_to` percent of the poverty guideline: the whole bill is let go; then
    two bands with a percent of it each. Up to `cap_up_to` nobody pays more than
    `cap_income_percent` of a year's income for what one decision covers (0: no such cap).
    """

    full_up_to: OfGuideline = 200
    second_up_to: OfGuideline = 300
    second_percent: Percent = 75
    third_up_to: OfGuideline = 400
    third_percent: Percent = 50
    cap_up_to: OfGuideline = 600
    cap_income_percent: Percent = 15
    documents: Codes = frozenset({"form", "income"})
    bring_days: Bring = 30
    decide_days: Bring = 14
    warn_days: Days = 5
    good_months: Count = 6
    appeal_days: Bring = 30
    decide_by: Literal["coordinator", "manager"] = "coordinator"
    alone_up_to: Money = 50_000

    @property
    def bands(self) -> tuple[tuple[int, int], ...]:
        """(up to this percent of the guideline, so many percent are let go), the poorest first."""
        return (
            (self.full_up_to, 100),
            (self.second_up_to, self.second_percent),
            (self.third_up_to, self.third_percent),
        )


def term_faults(terms: Assistance) -> Iterator[tuple[str, str]]:
    if not terms.full_up_to <= terms.second_up_to <= terms.third_up_to:
        yield "second_up_to", "The bands of income must grow: each ends where the next begins."
    if terms.third_percent > terms.second_percent:
        yield "third_percent", "Who has more income may not be given more."
    if unknown := sorted(terms.documents - set(DOCUMENTS)):
        known = ", ".join(DOCUMENTS)
        yield "documents", f"No document is named {', '.join(unknown)}; use {known}."
    if terms.warn_days >= min(terms.bring_days, terms.decide_days):
        yield "warn_days", "The warning must come after the time has begun."
