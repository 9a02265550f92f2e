"""Bankruptcy: a petition splits the account by day of service, charge by charge."""

from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.core.answers import Duty
from goodstanding.core.facts import AccountFacts, ChargeFacts, HoldFacts
from goodstanding.core.kinds import Act, Recipient
from goodstanding.core.stops import EVERYTHING, NOBODY, Stop, detail_day
from goodstanding.law import LawOn

STAY = "us-bk-automatic-stay"
AFTER = "us-bk-postpetition-charges"
CODEBTOR = "us-bk-codebtor-stay"
DISCHARGE = "us-bk-discharge-injunction"
DISMISSAL = "us-bk-dismissal"
CLAIM = "us-bk-proof-of-claim"

_WAGE_PLANS = frozenset({"11", "12", "13"})
_CHAPTERS = _WAGE_PLANS | {"7"}
_LIABLE_TOO = frozenset({Recipient.GUARANTOR, Recipient.PARENT, Recipient.SPOUSE})
_ONLY_STATEMENTS = EVERYTHING - {Act.STATEMENT}

_UNCLEAR = (
    "A bankruptcy is known but not its chapter or filing day. Nothing is asked until "
    "a person has read the docket."
)
_OPEN = "A bankruptcy is open and this service was before the filing. Bill the insurer only."
_ON_THE_DAY = "This service was on the filing day. A person decides whether it may be asked for."
_SHIELD = "The patient's chapter 13 also protects whoever signed for them, until the case ends."
_PAID_OUT = "This balance was discharged in bankruptcy. It is never asked for again; write it off."
_DISMISSED = (
    "The case was dismissed. A person confirms the docket and that no new case is "
    "open, then lifts this hold."
)
_CLOSED = "The case was closed without a discharge. Counsel decides before anything is asked."
_WAGES = (
    "Chapter 13 is open: services after the filing get a statement only, and payment is voluntary."
)
_SEPARATE = "Show services after the filing on a statement of their own, never with older ones."


@dataclass(frozen=True, slots=True)
class Case:
    """What the hold's detail says, as of the facts' day."""

    chapter: str
    filed_on: date
    discharged: bool
    dismissed: bool
    closed: bool


def read_case(hold: HoldFacts, on: date) -> Case | None:
    """None when the chapter or the filing day is not known, or the dates contradict each other."""
    try:
        filed_on = detail_day(hold.detail, "filed_on")
        ends = [
            detail_day(hold.detail, key) for key in ("discharged_on", "dismissed_on", "closed_on")
        ]
    except ValueError:
        return None
    chapter = str(hold.detail.get("chapter", "")).lower().removeprefix("chapter").strip()
    if filed_on is None or filed_on > on or chapter not in _CHAPTERS:
        return None
    discharged, dismissed, closed = (end is not None and end <= on for end in ends)
    if discharged and dismissed or any(end is not None and end < filed_on for end in ends):
        return None
    return Case(chapter, filed_on, discharged=discharged, dismissed=dismissed, closed=closed)


def bankruptcy_stops(hold: HoldFacts, facts: AccountFacts) -> list[Stop | Duty]:
    """Nothing for a hold that was lifted, but a discharge outlives the hold that recorded it."""
    case = read_case(hold, facts.on)
    if case is not None and (case.discharged or _is_open(case)):
        if hold.in_force(facts.on) or case.discharged:
            return _by_service_day(case, hold, facts)
        return []
    if not hold.in_force(facts.on):
        return []
    touched = frozenset(c.charge_id for c in _touched(hold, facts))
    if case is None:
        return [Stop(STAY, _UNCLEAR, EVERYTHING, touched, first=True)]
    text = _DISMISSED if case.dismissed else _CLOSED
    return [Stop(DISMISSAL, text, EVERYTHING, touched, first=True)]


def _is_open(case: Case) -> bool:
    return not (case.dismissed or case.closed)


def _dependent(hold: HoldFacts, facts: AccountFacts) -> bool:
    """A patient filed, and the guarantor is someone else."""
    debtor = None if hold.patient_id is None else facts.patient(hold.patient_id)
    return debtor is not None and debtor.relation != "self"


def _touched(hold: HoldFacts, facts: AccountFacts) -> list[ChargeFacts]:
    """The filing guarantor owes for everyone on the account; a filing dependant for their own
    care."""
    dependent = _dependent(hold, facts)
    return [c for c in facts.charges if not dependent or c.patient_id == hold.patient_id]


def _by_service_day(case: Case, hold: HoldFacts, facts: AccountFacts) -> list[Stop | Duty]:
    touched = _touched(hold, facts)
    before = frozenset(c.charge_id for c in touched if c.service_on < case.filed_on)
    that_day = frozenset(c.charge_id for c in touched if c.service_on == case.filed_on)
    after = frozenset(c.charge_id for c in touched if c.service_on > case.filed_on)
    # Chapter 7 does not shield someone else who is liable; chapter 13 does until the case is
    # closed.
    wage_plan = case.chapter in _WAGE_PLANS
    dependent = _dependent(hold, facts)
    spares = _LIABLE_TOO if dependent else NOBODY
    rule, text = (DISCHARGE, _PAID_OUT) if case.discharged else (STAY, _OPEN)
    stops: list[Stop | Duty] = []
    if before:
        stops.append(Stop(rule, text, EVERYTHING, before, spares, first=True))
    if that_day:
        stops.append(Stop(STAY, _ON_THE_DAY, EVERYTHING, that_day, spares, first=True))
    if dependent and wage_plan and not case.closed and (before or that_day):
        stops.append(Stop(CODEBTOR, _SHIELD, EVERYTHING, before | that_day, first=True))
    if after and wage_plan and not case.discharged:
        stops.append(Stop(AFTER, _WAGES, _ONLY_STATEMENTS, after, first=True))
    if after and (before or that_day):
        stops.append(Duty(AFTER, _SEPARATE, ""))
    return stops


def claim_due_on(hold: HoldFacts, law: LawOn) -> date | None:
    """Last day for a proof of claim, counted from the petition; the court notice's own date goes
    first."""
    case = read_case(hold, law.day)
    if (
        case is None
        or case.discharged
        or case.dismissed
        or not law.in_force(CLAIM, "claim_deadline")
    ):
        return None
    return case.filed_on + timedelta(days=law.number(CLAIM, "claim_deadline"))
