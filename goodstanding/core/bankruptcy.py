"""Bankruptcy: a petition splits the account by day of service, charge by charge."""

from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.core.answers import Duty
from goodstanding.core.days import add_months
from goodstanding.core.facts import AccountFacts, ChargeFacts, HoldFacts
from goodstanding.core.kinds import Act, HoldKind, Recipient
from goodstanding.core.money import Cents
from goodstanding.core.stops import EVERYTHING, NOBODY, Stop, detail_day, detail_text
from goodstanding.law import LawOn

STAY = "us-bk-automatic-stay"
AFTER = "us-bk-postpetition-charges"
CODEBTOR = "us-bk-codebtor-stay"
DISCHARGE = "us-bk-discharge-injunction"
DISMISSAL = "us-bk-dismissal"
CLAIM = "us-bk-proof-of-claim"
REPEAT = "holds.repeat_filing"
ASSETS = "holds.asset_notice_claim"

_WAGE_PLANS = frozenset({"11", "12", "13"})
# In chapter 7 the time to file runs only from a notice of assets; in chapter 11 the court sets it.
_CLAIMS_FROM_THE_PETITION = frozenset({"12", "13"})
CHAPTERS = _WAGE_PLANS | {"7"}
# Someone else who is liable, and an agency that would ask them.
_LIABLE_TOO = frozenset({Recipient.GUARANTOR, Recipient.PARENT, Recipient.SPOUSE, Recipient.AGENCY})
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
_BETWEEN = (
    "This service was between the filing and the conversion of the case. Counsel decides "
    "before it is asked for."
)
_TWICE = (
    "Two bankruptcies were filed within a year, so no date releases this. Counsel decides whether "
    "the stay still stands."
)
_NO_OUTCOME = (
    "The hold of a bankruptcy ended, and no dismissal or discharge is known. A person reads the "
    "docket first."
)
_SEPARATE = "Show services after the filing on a statement of their own, never with older ones."


@dataclass(frozen=True, slots=True)
class Case:
    """What the hold's detail says, as of the facts' day. `chapter` is the one after a conversion,
    `first_chapter` the one it was filed under."""

    chapter: str
    filed_on: date
    first_chapter: str
    converted_on: date | None
    discharged_on: date | None
    dismissed_on: date | None
    closed_on: date | None

    @property
    def is_open(self) -> bool:
        return not (self.discharged_on or self.dismissed_on or self.closed_on)


def read_case(hold: HoldFacts, on: date) -> Case | None:
    """None when the chapter or the filing day is not known, or the dates contradict each other."""
    keys = ("filed_on", "converted_on", "discharged_on", "dismissed_on", "closed_on")
    try:
        filed_on, *later = (_known_by(on, detail_day(hold.detail, key)) for key in keys)
        all_days = [detail_day(hold.detail, key) for key in keys[1:]]
    except ValueError:
        return None
    first = _chapter(hold, "chapter")
    if filed_on is None or first not in CHAPTERS:
        return None
    if any(day is not None and day < filed_on for day in all_days):
        return None
    converted_on, discharged_on, dismissed_on, closed_on = later
    if discharged_on and dismissed_on:
        return None
    chapter = _chapter(hold, "to_chapter") if converted_on else first
    if chapter not in CHAPTERS:
        return None
    return Case(
        chapter, filed_on, first,
        converted_on=converted_on, discharged_on=discharged_on, dismissed_on=dismissed_on,
        closed_on=closed_on,
    )  # fmt: skip


def _known_by(on: date, day: date | None) -> date | None:
    return day if day is not None and day <= on else None


def _chapter(hold: HoldFacts, key: str) -> str:
    return str(hold.detail.get(key, "")).lower().removeprefix("chapter").strip()


def bankruptcy_stops(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> list[Stop | Duty]:
    """Nothing for a hold that was lifted, but a discharge outlives the hold that recorded it, and
    no date releases the second of two cases."""
    if hold.detail.get("taken_back"):
        return []
    case = read_case(hold, facts.on)
    in_force = hold.in_force(facts.on)
    if case is not None and case.discharged_on:
        return _by_service_day(case, hold, facts)
    released = detail_text(hold.detail, "released_on")
    if not in_force and (released or case is None or not case.is_open):
        return []
    touched = frozenset(c.charge_id for c in _touched(hold, facts))
    if not in_force:
        text = _TWICE if repeat_filing(hold, facts, law) else _NO_OUTCOME
        older = touched if text == _TWICE else _until_petition(case, hold, facts)
        return [Stop(STAY, text, EVERYTHING, older, first=True, asks=True)]
    if case is None:
        return [Stop(STAY, _UNCLEAR, EVERYTHING, touched, first=True)]
    if case.is_open:
        return _by_service_day(case, hold, facts)
    text = _DISMISSED if case.dismissed_on else _CLOSED
    # With the case the shield of who else is liable ends.
    spares = _LIABLE_TOO if _dependent(hold, facts) else NOBODY
    return [Stop(DISMISSAL, text, EVERYTHING, touched, spares, first=True, asks=True)]


def _until_petition(case: Case | None, hold: HoldFacts, facts: AccountFacts) -> frozenset[str]:
    assert case is not None
    split = _split(case, _touched(hold, facts))
    return split.before | split.that_day | split.between


def repeat_filing(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> bool:
    """Another case was filed within the year before this one, and no person has released this."""
    case = read_case(hold, facts.on)
    if case is None or detail_text(hold.detail, "released_on"):
        return False
    earliest = add_months(case.filed_on, -law.number(REPEAT))
    for other in facts.holds:
        if (
            other.kind is HoldKind.BANKRUPTCY
            and other is not hold
            and not other.detail.get("taken_back")
        ):
            before = read_case(other, facts.on)
            if before is not None and earliest <= before.filed_on < case.filed_on:
                return True
    return False


def stay_may_end_on(case: Case, law: LawOn) -> date:
    """Of a second case within a year, by law; the clinic waits for counsel all the same."""
    return case.filed_on + timedelta(days=law.number(STAY, "repeat_filer_stay_length"))


def _dependent(hold: HoldFacts, facts: AccountFacts) -> bool:
    """A patient filed, and the guarantor is someone else."""
    debtor = None if hold.patient_id is None else facts.patient(hold.patient_id)
    return debtor is not None and debtor.relation != "self"


def _touched(hold: HoldFacts, facts: AccountFacts) -> list[ChargeFacts]:
    """The filing guarantor owes for everyone on the account; a filing dependant for their own
    care."""
    dependent = _dependent(hold, facts)
    return [c for c in facts.charges if not dependent or c.patient_id == hold.patient_id]


def open_cases(facts: AccountFacts) -> list[HoldFacts]:
    """Bankruptcies in force whose case is open, with its chapter and filing day known."""
    held = [h for h in facts.holds if h.kind is HoldKind.BANKRUPTCY and h.in_force(facts.on)]
    cases = [(hold, read_case(hold, facts.on)) for hold in held]
    return [hold for hold, case in cases if case is not None and case.is_open]


def before_petition(hold: HoldFacts, facts: AccountFacts) -> Cents:
    """Patient money of services up to the petition day, whose own services a person decides; all of
    it while the day is not known."""
    filed_on = detail_day(hold.detail, "filed_on")
    return sum(
        charge.patient_cents
        for charge in _touched(hold, facts)
        if filed_on is None or charge.service_on <= filed_on
    )


@dataclass(frozen=True, slots=True)
class _Split:
    before: frozenset[str]
    that_day: frozenset[str]
    between: frozenset[str]
    after: frozenset[str]


def _split(case: Case, charges: list[ChargeFacts]) -> _Split:
    """A case moved from a wage plan to chapter 7 takes along what came before the move (11 USC
    348(d))."""
    moved_on = case.converted_on if case.first_chapter in _WAGE_PLANS else None
    found: dict[str, set[str]] = {"before": set(), "that_day": set(), "between": set()}
    found["after"] = set()
    for charge in charges:
        if charge.service_on < case.filed_on:
            part = "before"
        elif charge.service_on == case.filed_on:
            part = "that_day"
        elif moved_on is not None and charge.service_on <= moved_on:
            part = "between"
        else:
            part = "after"
        found[part].add(charge.charge_id)
    return _Split(**{part: frozenset(ids) for part, ids in found.items()})


def _by_service_day(case: Case, hold: HoldFacts, facts: AccountFacts) -> list[Stop | Duty]:
    split = _split(case, _touched(hold, facts))
    # Chapter 7 does not shield someone else who is liable; chapter 13 does until the case is
    # closed.
    wage_plan = case.chapter in _WAGE_PLANS
    dependent = _dependent(hold, facts)
    spares = _LIABLE_TOO if dependent else NOBODY
    rule, text = (DISCHARGE, _PAID_OUT) if case.discharged_on else (STAY, _OPEN)
    older = split.before | split.that_day
    stops: list[Stop | Duty] = []
    if split.before:
        stops.append(Stop(rule, text, EVERYTHING, split.before, spares, first=True))
    if split.that_day:
        stops.append(
            Stop(STAY, _ON_THE_DAY, EVERYTHING, split.that_day, spares, first=True, asks=True)
        )
    if split.between:
        stops.append(Stop(STAY, _BETWEEN, EVERYTHING, split.between, spares, first=True, asks=True))
    if dependent and wage_plan and not case.closed_on and older:
        stops.append(Stop(CODEBTOR, _SHIELD, EVERYTHING, older, first=True))
    if split.after and wage_plan and not case.discharged_on:
        stops.append(Stop(AFTER, _WAGES, _ONLY_STATEMENTS, split.after, first=True))
    if split.after and older:
        stops.append(Duty(AFTER, _SEPARATE, ""))
    return stops


def claim_due_on(hold: HoldFacts, law: LawOn) -> date | None:
    """Last day for a proof of claim: the court notice's own date, else counted from a notice of
    assets or the petition; a conversion starts the time again."""
    case = read_case(hold, law.day)
    told_on, assets_on = (detail_day(hold.detail, key) for key in ("claim_by", "asset_notice_on"))
    if case is None:
        return told_on
    if not case.is_open:
        return None
    if told_on is not None and (case.converted_on is None or told_on > case.converted_on):
        return told_on
    if assets_on is not None:
        return asset_claim_by(assets_on, law)
    if not law.in_force(CLAIM, "claim_deadline") or no_assets(hold):
        return None
    return (case.converted_on or case.filed_on) + timedelta(
        days=law.number(CLAIM, "claim_deadline")
    )


def asset_claim_by(assets_on: date, law: LawOn) -> date:
    """The clinic's own time after a notice of assets, or the law's where that is shorter."""
    days = law.number(ASSETS)
    if law.in_force(CLAIM, "asset_notice_window"):
        days = min(days, law.number(CLAIM, "asset_notice_window"))
    return assets_on + timedelta(days=days)


def no_assets(hold: HoldFacts) -> bool:
    """The court's notice said there is nothing to share out."""
    return detail_text(hold.detail, "assets").lower() in ("no", "none")


def claim_to_file_by(hold: HoldFacts, law: LawOn) -> date | None:
    """The same, once it is known that a claim may be filed at all."""
    case = read_case(hold, law.day)
    told = detail_day(hold.detail, "claim_by") or detail_day(hold.detail, "asset_notice_on")
    if told is None and (case is None or case.chapter not in _CLAIMS_FROM_THE_PETITION):
        return None
    return claim_due_on(hold, law)


def claim_done(hold: HoldFacts) -> bool:
    """Filed, or a person decided not to."""
    return any(hold.detail.get(key) for key in ("claim_filed_on", "claim_waived_on"))


def petition_day_charges(hold: HoldFacts, facts: AccountFacts) -> frozenset[str]:
    """Services on the filing day itself, with patient money still open."""
    case = read_case(hold, facts.on)
    if case is None:
        return frozenset()
    open_ = [charge for charge in _touched(hold, facts) if charge.patient_cents]
    return _split(case, open_).that_day
