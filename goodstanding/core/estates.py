"""After a death: everything stops but one letter to the estate's representative, and a claim in
time."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.days import add_months
from goodstanding.core.facts import AccountFacts, ChargeFacts, HoldFacts
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
PRIORITY = "mn-estate-priority"
_ALL_OTHER_CLAIMS = 7
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
    found = [
        death_of(hold, facts)
        for hold in facts.holds
        if hold.kind is HoldKind.ESTATE and hold.in_force(facts.on)
    ]
    held = {death.patient_id for death in found}
    for patient in facts.patients:
        if patient.deceased_on is not None and patient.deceased_on <= facts.on:
            who = None if patient.relation == "self" else patient.patient_id
            if who not in held:
                found.append(Death(who, patient.deceased_on, None))
    return found


def death_of(hold: HoldFacts, facts: AccountFacts) -> Death:
    """What an estate hold says, completed from the patient's record."""
    patient = None if hold.patient_id is None else facts.patient(hold.patient_id)
    who = None if patient is None or patient.relation == "self" else hold.patient_id
    return Death(who, _died_on(hold, _deceased_on(facts, who)), hold)


def estate_stops(facts: AccountFacts, law: LawOn) -> list[Stop]:
    return [stop for death in deaths(facts) for stop in stops_of_death(death, facts, law)]


def stops_of_death(death: Death, facts: AccountFacts, law: LawOn) -> list[Stop]:
    everyone = death.patient_id is None
    charges = None if death.patient_id is None else charges_of(facts, death.patient_id)
    until = None if death.hold is None else lifted_on(death.hold)
    text = _ALL_STOPS if everyone else _PATIENT_DIED
    asking = EVERYTHING - {Act.ESTATE_LETTER}
    letter = frozenset({Act.ESTATE_LETTER})
    stops = [
        # Whoever signed for a patient who died is reviewed by a supervisor; an estate is not.
        Stop(LETTERS, text, asking, charges, until=until, first=True, asks=not everyone),
        Stop(DECEASED, _ONLY_THERE, letter, spares=_REPRESENTATIVE),
    ]
    if charges is not None:
        others = frozenset(c.charge_id for c in facts.charges) - charges
        stops.append(Stop(LETTERS, _NOT_THE_ESTATES, _TO_THE_ESTATE, others))
    return stops + _letter_stops(death, facts, law)


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


@dataclass(frozen=True, slots=True)
class Path:
    """One way to count the last day to claim, in words."""

    kind: str  # notice_served, notice_published, year_after_death
    on: date
    text: str


def claim_paths(death: Death, law: LawOn) -> list[Path]:
    """Every last day that could apply, earliest first. Minn. Stat. 524.3-803.

    Served: later of publication + 4 months and service + 1 month; only published: publication + 4
    months; always: a year after death.
    """
    detail = {} if death.hold is None else death.hold.detail
    published_on = detail_day(detail, "notice_published_on")
    served_on = detail_day(detail, "notice_served_on")
    found: list[Path] = []
    if published_on is not None:
        months = law.number(DEADLINE, "after_publication")
        text = f"{months} months from the first notice of {spoken(published_on)}"
        found.append(Path("notice_published", add_months(published_on, months), text))
    if served_on is not None:
        months = law.number(DEADLINE, "after_service")
        text = f"{_months(months)} from the notice served on us on {spoken(served_on)}"
        served = Path("notice_served", add_months(served_on, months), text)
        # Whoever was served has the later of both, but not less.
        found = [max([served, *found], key=lambda path: path.on)]
    if death.died_on is not None:
        years = law.number(DEADLINE, "outer_limit_after_death")
        text = f"{_months(12 * years)} from the death on {spoken(death.died_on)}"
        found.append(Path("year_after_death", add_months(death.died_on, 12 * years), text))
    return sorted(found, key=lambda path: path.on)


def _months(count: int) -> str:
    if count % 12 == 0:
        return "one year" if count == 12 else f"{count // 12} years"
    return "one month" if count == 1 else f"{count} months"


def estate_claim_due_on(death: Death, law: LawOn) -> date | None:
    """The earliest day that could apply; None when not even the day of death is known."""
    return next((path.on for path in claim_paths(death, law)), None)


def claim_class(charge: ChargeFacts, death: Death, law: LawOn) -> int | None:
    """The last illness (4), the year before the death (5), the rest (7); None where no such law is
    known. Which services were of the last illness a person marks on the hold."""
    if not law.in_force(PRIORITY, "last_illness_class"):
        return None
    marked = () if death.hold is None else death.hold.detail.get("last_illness") or ()
    if charge.charge_id in {str(each) for each in marked}:
        return law.number(PRIORITY, "last_illness_class")
    years = law.number(PRIORITY, "prior_year_window")
    if death.died_on is not None and charge.service_on >= add_months(death.died_on, -12 * years):
        return law.number(PRIORITY, "prior_year_class")
    return _ALL_OTHER_CLAIMS


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
