"""The kinds of price lists, their words, and the order in which a price is looked for."""

from collections.abc import Iterable
from enum import StrEnum


class PriceKind(StrEnum):
    CHARGE_MASTER = "charge_master"
    PAYER = "payer"
    RVU = "rvu"
    GPCI = "gpci"


KINDS = {
    PriceKind.CHARGE_MASTER: "Charge master",
    PriceKind.PAYER: "Fee schedule of a payer",
    PriceKind.RVU: "Medicare relative values",
    PriceKind.GPCI: "Medicare cost indexes by locality",
}


class Tier(StrEnum):
    """Which list answered."""

    PLAN = "plan"
    PAYER = "payer"
    MEDICARE = "medicare"
    CHARGE = "charge"
    UNKNOWN = "unknown"


# The first of these that knows the code answers.
ORDER = {
    Tier.PLAN: "The fee schedule of the payer and plan",
    Tier.PAYER: "The fee schedule of the payer",
    Tier.MEDICARE: "Medicare's amount times the clinic's percent, if its policy has one",
    Tier.CHARGE: "The charge master: the charge stands in for what the plan allows",
    Tier.UNKNOWN: "Not known: nothing is put in its place",
}


def counting(lists: Iterable[tuple[int, str]]) -> list[int]:
    """Of one payer's lists in force, newest first, as number and file: those that count. A file
    whose rows begin on different days is several lists, asked newest first; what came in after one
    of them, and begins later, is in its place.
    """
    found: list[int] = []
    newest, others = "", 0
    for number, file in lists:
        newest = newest or file
        if file != newest:
            others = max(others, number)
        elif number > others:
            found.append(number)
    return found
