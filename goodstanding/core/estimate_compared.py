"""A bill beside the good faith estimate it follows: is it so much higher that the person may
dispute it, and until when?

Compared are the totals of one provider or facility, never single lines and never across providers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.core.money import Cents, show
from goodstanding.core.stops import spoken
from goodstanding.law import LawOn

ELIGIBLE = "us-nsa-ppdr-eligibility"


@dataclass(frozen=True, slots=True)
class Compared:
    """`over` may be negative. `supervisor`: one looks before the bill or a reminder goes out.
    `until`: the last day to start a dispute; None when none is open, or no bill was received yet.
    """

    over: Cents
    supervisor: bool
    until: date | None
    text: str
    rule: str
    citation: str


def compare_estimate(
    estimated: Cents, billed: Cents, *, first_bill_on: date | None, on: date, law: LawOn
) -> Compared:
    """`first_bill_on`: the day the person first received a bill for this; None: not yet."""
    over = billed - estimated
    citation = law.cite(ELIGIBLE)
    last = None
    if first_bill_on is not None:
        last = first_bill_on + timedelta(days=law.number(ELIGIBLE, "filing_window"))
    if over < law.cents(ELIGIBLE, "substantially_in_excess"):
        text = "The bill is near enough to the estimate; no dispute about it is open to the person."
        return Compared(over, False, None, text, ELIGIBLE, citation)
    if last is not None and on > last:
        text = f"The bill is {show(over)} over; the time to dispute it ended on {spoken(last)}."
        return Compared(over, False, None, text, ELIGIBLE, citation)
    text = f"The bill is {show(over)} over the estimate. A supervisor looks before it is asked for."
    return Compared(over, True, last, text, ELIGIBLE, citation)
