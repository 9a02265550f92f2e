"""Who holds the plan that covers a patient, when that is not the patient."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import add_months
from goodstanding.core.unaccented import unaccented

SELF, SPOUSE, CHILD, OTHER = "self", "spouse", "child", "other"
# What the patient is to the subscriber.
RELATIONS = {SPOUSE: "the subscriber's spouse", CHILD: "the subscriber's child", OTHER: "other"}
# NM103 and NM104 of a 270 take no more.
LONGEST_LAST, LONGEST_FIRST = 60, 35
_ADULT = 18
# INS02. A request (005010X279A1, 2100D) knows these three only, no "G8"; an answer knows more.
_CODES = {SPOUSE: "01", CHILD: "19", OTHER: "34"}
_SPOKEN = {"01": SPOUSE, "19": CHILD}


@dataclass(frozen=True, slots=True)
class Subscriber:
    """`relation` "" where a payer named the subscriber and not what the patient is to them."""

    last_name: str
    first_name: str
    birth_on: date | None
    relation: str


# The patient is the subscriber.
PATIENT = Subscriber("", "", None, SELF)


def relation_code(relation: str, born_on: date | None, on: date) -> str:
    """INS02 of a request about a patient born on that day; "34" is another adult, so a minor who is
    neither spouse nor child is asked about without a code."""
    if relation == OTHER and born_on is not None and on < add_months(born_on, 12 * _ADULT):
        return ""
    return _CODES.get(relation, "")


def relation_of(code: str) -> str:
    """relation_of("53") -> 'other'"""
    return _SPOKEN.get(code, OTHER) if code else ""


def says(known: Subscriber, told: Subscriber) -> bool:
    """Whether `told` is nothing new: capitals, accents, and what it leaves out, do not differ."""
    births = told.birth_on is None or told.birth_on == known.birth_on
    relations = not told.relation or told.relation == known.relation
    return births and relations and _name(known) == _name(told)


def wrong_with(who: Subscriber, on: date) -> str:
    """Why this cannot be kept as another person's data, in a sentence; "" when it can."""
    if who.relation not in RELATIONS:
        return "Choose what the patient is to the subscriber."
    if not who.last_name or not who.first_name:
        return "Write the subscriber's last and first name, as on the insurance card."
    if len(who.last_name) > LONGEST_LAST:
        return f"The last name is too long: a request takes {LONGEST_LAST} letters."
    if len(who.first_name) > LONGEST_FIRST:
        return f"The first name is too long: a request takes {LONGEST_FIRST} letters."
    if any(has_card_number(name) for name in (who.last_name, who.first_name)):
        return "This looks like a card number. Take it out: card numbers are never kept here."
    if who.birth_on is not None and not on.year - 130 <= who.birth_on.year <= on.year:
        return "The subscriber's birth day is not in the last 130 years. Correct it."
    if who.birth_on is not None and who.birth_on > on:
        return "The subscriber's birth day is still to come. Correct it."
    return ""


def _name(one: Subscriber) -> tuple[str, str]:
    return unaccented(one.last_name).upper(), unaccented(one.first_name).upper()
