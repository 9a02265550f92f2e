"""What a hold stops: the value that holds, bankruptcies and estates answer with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.kinds import ASKING_ACTS, Act, Recipient

# Whatever asks a person for money, at the desk and after a death too.
EVERYTHING = ASKING_ACTS | {Act.FRONT_DESK_NOTE, Act.ESTATE_LETTER}
# Nothing moves at all until a person has looked.
HANDS_OFF = EVERYTHING | {
    Act.REFUND,
    Act.WRITE_OFF_SMALL,
    Act.FILE_CLAIM_BANKRUPTCY,
    Act.FILE_CLAIM_ESTATE,
}
NOBODY: frozenset[Recipient] = frozenset()


@dataclass(frozen=True, slots=True)
class Stop:
    """`charges` None is the whole account; `spares` are those to whom the act stays open; `until`
    is the first day it no longer holds (None: no date lifts it); `first` outranks any reason why
    the money is not owed; `asks`: a person with the right to may decide otherwise for this one."""

    rule: str
    text: str
    acts: frozenset[Act]
    charges: frozenset[str] | None = None
    spares: frozenset[Recipient] = NOBODY
    until: date | None = None
    first: bool = False
    asks: bool = False


def scope(hold: HoldFacts, facts: AccountFacts) -> frozenset[str] | None:
    """The charges a hold names, else its patient's, else None for the whole account."""
    if hold.charges:
        return frozenset(hold.charges)
    if hold.patient_id is not None and facts.patient(hold.patient_id) is not None:
        return charges_of(facts, hold.patient_id)
    return None


def charges_of(facts: AccountFacts, patient_id: str) -> frozenset[str]:
    return frozenset(c.charge_id for c in facts.charges if c.patient_id == patient_id)


def lifted_on(hold: HoldFacts) -> date | None:
    """The first day after a hold's own last day."""
    return None if hold.ends_on is None else hold.ends_on + timedelta(days=1)


def detail_day(detail: Mapping[str, Any], key: str) -> date | None:
    """A day of a hold's detail; None when absent; ValueError when it cannot be read."""
    value = detail.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value.strip())
    raise ValueError(f"{key} is not a day")


def detail_text(detail: Mapping[str, Any], key: str) -> str:
    value = detail.get(key)
    return value.strip() if isinstance(value, str) else ""


def spoken(day: date) -> str:
    return f"{day:%m/%d/%Y}"
