"""After a death: everything stops but one letter to the estate's representative, and a claim in
time."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.days import add_months
from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.kinds import Act, HoldKind, Recipient
from goodstanding.core.stops import (
    EVERYTHING,
    Stop,
    charges_of,
    detail_day,
    detail_text,
    lifted_on,
    spoken,
)
from goodstanding.law import LawOn

LETTERS = "mn-estate-letters"
DEADLINE = "mn-estate-presentation-deadline"
PRESENT = "mn-estate-how-to-present"
DECEASED = "us-regf-deceased-consumer"

_TO_THE_ESTATE = frozenset({Act.ESTATE_LETTER, Act.FILE_CLAIM_ESTATE})
_REPRESENTATIVE = frozenset({Recipient.REPRESENTATIVE})

_ALL_STOPS = (
    "The person who owed this has died. Nothing is asked of anyone; look for the "
    "estate's representative."
)
_PATIENT_DIED = "The patient has died. A supervisor decides before the person who signed is billed."
_NO_REPRESENTATIVE = (
    "No representative of the estate with an address is known. Look in the court "
    "records; ask no relative."
)
_NOT_THE_ESTATES = "This service is another person's and is not part of the estate."
_ONLY_ONCE = "The one letter to the estate has been sent."
_ONLY_THERE = "After a death only the estate's representative is written to."
_DISALLOWED = "The estate disallowed the claim. Counsel decides about a petition."
_UNREADABLE = "The estate's dates cannot be read. A person corrects them first."


@dataclass(frozen=True, slots=True)
class Death:
    """`patient_id` None: the guarantor, who owed it all. `hold` None: only the patient's record
    says so."""

    patient_id: str | None
    died_on: date | None
    hold: HoldFacts | None


def deaths(facts: AccountFacts) -> list[Death]:
    """Everyone on the account known to have died by the facts' day."""
    found: list[Death] = []
    for hold in facts.holds:
        if hold.kind is HoldKind.ESTATE and hold.in_force(facts.on):
            patient = None if hold.patient_id is None else facts.patient(hold.patient_id)
            own = patient is None or patient.relation == "self"
            recorded = _deceased_on(facts, None if own else hold.patient_id)
            found.append(Death(None if own else hold.patient_id, _died_on(hold, recorded), hold))
    held = {death.patient_id for death in found}
    for patient in facts.patients:
        if patient.deceased_on is not None and patient.deceased_on <= facts.on:
            who = None if patient.relation == "self" else patient.patient_id
            if who not in held:
                found.append(Death(who, patient.deceased_on, None))
    return found


def estate_stops(facts: AccountFacts, law: LawOn) -> list[Stop]:
    stops: list[Stop] = []
    for death in deaths(facts):
        everyone = death.patient_id is None
        charges = None if death.patient_id is None else charges_of(facts, death.patient_id)
        until = None if death.hold is None else lifted_on(death.hold)
        text = _ALL_STOPS if everyone else _PATIENT_DIED
        asking = EVERYTHING - {Act.ESTATE_LETTER}
        stops.append(Stop(LETTERS, text, asking, charges, until=until, first=True))
        stops.append(
            Stop(DECEASED, _ONLY_THERE, frozenset({Act.ESTATE_LETTER}), spares=_REPRESENTATIVE)
        )
        if charges is not None:
            others = frozenset(c.charge_id for c in facts.charges) - charges
            stops.append(Stop(LETTERS, _NOT_THE_ESTATES, _TO_THE_ESTATE, others))
        stops += _letter_stops(death, facts, law)
    return stops


def _letter_stops(death: Death, facts: AccountFacts, law: LawOn) -> list[Stop]:
    letter = frozenset({Act.ESTATE_LETTER})
    detail = {} if death.hold is None else death.hold.detail
    stops: list[Stop] = []
    if not (detail_text(detail, "representative") and detail_text(detail, "address")):
        stops.append(Stop(LETTERS, _NO_REPRESENTATIVE, letter))
    sent = sum(c.kind == Act.ESTATE_LETTER and c.direction == "out" for c in facts.contacts)
    if sent >= law.number(LETTERS, "max_policy_condolence_letters"):
        stops.append(Stop(LETTERS, _ONLY_ONCE, letter))
    try:
        due_on = estate_claim_due_on(death, law)
        disallowed_on = detail_day(detail, "disallowed_on")
    except ValueError:
        return [*stops, Stop(DEADLINE, _UNREADABLE, _TO_THE_ESTATE)]
    if due_on is not None and facts.on > due_on:
        late = (
            f"The last day to claim from the estate was {spoken(due_on)}. Nobody may be asked;"
            " write it off."
        )
        stops.append(Stop(DEADLINE, late, _TO_THE_ESTATE))
    if disallowed_on is not None and disallowed_on <= facts.on:
        stops.append(Stop(PRESENT, _DISALLOWED, _TO_THE_ESTATE))
    return stops


def estate_claim_due_on(death: Death, law: LawOn) -> date | None:
    """The earliest day that could apply; None when not even the day of death is known.

    Served: later of publication + 4 months and service + 1 month; only published: publication + 4
    months; always: a year after death. Minn. Stat. 524.3-803.
    """
    detail = {} if death.hold is None else death.hold.detail
    published_on = detail_day(detail, "notice_published_on")
    served_on = detail_day(detail, "notice_served_on")
    could: list[date] = []
    if published_on is not None:
        could.append(add_months(published_on, law.number(DEADLINE, "after_publication")))
    if served_on is not None:
        served = add_months(served_on, law.number(DEADLINE, "after_service"))
        could = [max([served, *could])]
    if death.died_on is not None:
        years = law.number(DEADLINE, "outer_limit_after_death")
        could.append(add_months(death.died_on, 12 * years))
    return min(could, default=None)


def petition_due_on(death: Death, law: LawOn) -> date | None:
    """Last day to petition after a disallowance."""
    disallowed_on = None if death.hold is None else detail_day(death.hold.detail, "disallowed_on")
    if disallowed_on is None:
        return None
    return add_months(disallowed_on, law.number(PRESENT, "petition_after_disallowance"))


def _died_on(hold: HoldFacts, recorded: date | None) -> date | None:
    try:
        return detail_day(hold.detail, "died_on") or recorded
    except ValueError:
        return recorded


def _deceased_on(facts: AccountFacts, patient_id: str | None) -> date | None:
    for patient in facts.patients:
        if patient.patient_id == patient_id or (patient_id is None and patient.relation == "self"):
            return patient.deceased_on
    return None
