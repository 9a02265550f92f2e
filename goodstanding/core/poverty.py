"""The federal poverty guidelines as a yardstick: a household's yearly income in percent of them."""

from dataclasses import dataclass

from goodstanding.core.money import Cents
from goodstanding.law import LawOn

GUIDELINES = "us-hhs-poverty-guidelines"
MOST_PEOPLE = 30  # in a household; more is a slip of the hand


@dataclass(frozen=True, slots=True)
class Guideline:
    """A year's income of one person, and what each more person adds: the 48 states and D.C."""

    first_cents: Cents
    more_cents: Cents
    citation: str = ""

    def of(self, household: int) -> Cents:
        assert household >= 1, "a household has somebody in it"
        return self.first_cents + self.more_cents * (household - 1)


def guideline_on(law: LawOn) -> Guideline | None:
    """The newest published by that day; None for a day before those written here."""
    if not law.in_force(GUIDELINES, "first_person"):
        return None
    return Guideline(
        law.cents(GUIDELINES, "first_person"),
        law.cents(GUIDELINES, "additional_person"),
        law.version(GUIDELINES, "first_person").cite,
    )


def poverty_percent(yearly_income_cents: Cents, household: int, guideline: Guideline) -> int:
    """Rounded down, so that a part of a percent costs nobody their help: an income of 52,000 for
    four under the guidelines of 2026 (33,000) is 157.
    """
    return yearly_income_cents * 100 // guideline.of(household)
