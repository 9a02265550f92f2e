"""What must be true before an account may be placed with an agency, point by point."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from goodstanding.core.case import ONE_DAY
from goodstanding.core.days import add_business_days, add_months
from goodstanding.core.episode import shown
from goodstanding.core.facts import AccountFacts
from goodstanding.core.happened import contact_day, contact_kind, reached
from goodstanding.core.holds import EFFECTS, stops_on
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.liable import MINOR, not_liable
from goodstanding.core.money import show
from goodstanding.core.owed import Owed
from goodstanding.core.policy import Policy
from goodstanding.core.promises import PROMISE, house_grace, open_promises
from goodstanding.core.stops import Stop
from goodstanding.law import LawOn

VALIDATION = "us-regf-validation-notice"
PUBLISHED = "mn-62j806-published-policy"
LICENCE = "mn-collection-agency-act"
AGREEMENT = "us-hipaa-payment-disclosure"
MINIMUM = "us-hipaa-minimum-necessary"
LIMITATION = "mn-limitations-six-years"
PENDING = "owed.insurer_pending"
HELD = "gate.placement_hold"
HELP = "agency.assistance_offered"
PLAN = "agency.plan_offered"
OWED = "agency.money_owed"
SURE = "agency.money_sure"
LEAST = "agency.least"
ADDRESS = "agency.address"
BILL = "agency.bill_given"
AUTHORITY = "agency.authority"
AT_AGENCY = EFFECTS[HoldKind.AGENCY].rule

SCREENED = "help"
# What the office may write down itself, with what it looked at.
WRITTEN = {
    SCREENED: "Screened for assistance, or told of it",
    "plan": "A payment plan was offered",
    "bill": "An itemised bill was given",
    "address": "The address was checked",
}
AUTHORITY_GIVEN = "authority"  # written by the approval alone
HELPED_UNTIL = "helped_until"  # the last day of a help decision in force, beside what is written


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist; `ok` None: nobody can tell from what is on file. `until`: the
    first day on which time alone makes it right."""

    ok: bool | None
    text: str
    rule: str
    citation: str
    code: str = ""
    until: date | None = None


@dataclass(slots=True)
class Review:
    facts: AccountFacts
    policy: Policy
    law: LawOn
    owed: Owed
    reached: Callable[[date], bool]

    def yes(self, text: str, rule: str) -> Point:
        known = rule in self.law.book.rules
        citation = self.law.cite(rule) if known else self.policy.citation
        return Point(True, text, rule, citation)

    def no(self, text: str, rule: str, *, until: date | None = None) -> Point:
        return replace(self.yes(text, rule), ok=False, until=until)

    def unknown(self, text: str, rule: str) -> Point:
        return replace(self.yes(text, rule), ok=None)


def _validated(review: Review) -> Iterator[Point]:
    """The window after the mail's time, or what the clinic's ladder leaves when that is more."""
    facts = review.facts
    letters = [c for c in facts.contacts if contact_kind(c) == "first_letter" and reached(c)]
    if not letters:
        yield review.no("The first letter with the notice was not delivered.", VALIDATION)
        return
    gaps = [step.gap for step in review.policy.steps if step.act is Act.AGENCY_REVIEW]
    sent_on = contact_day(letters[-1], facts)
    read_on = add_business_days(sent_on, review.law.number(VALIDATION, "assumed_receipt_min"))
    window = timedelta(days=review.law.number(VALIDATION, "dispute_window"))
    over_on = max([read_on + window + ONE_DAY, *(sent_on + timedelta(days=gap) for gap in gaps)])
    if review.reached(over_on):
        text = f"The notice's time to dispute ended on {shown(over_on)}."
        yield review.yes(text, VALIDATION)
    else:
        text = f"The notice's time to dispute runs until {shown(over_on)}."
        yield review.no(text, VALIDATION, until=over_on)


def _published(review: Review) -> Iterator[Point]:
    agency = review.facts.agency
    on = agency.policy_published_on
    if agency.policy_url and on is not None and review.reached(on):
        text = f"The collection policy is published since {shown(on)}."
        yield review.yes(text, PUBLISHED)
    else:
        yield review.no("No published collection policy is on file.", PUBLISHED)


def _agency(review: Review) -> Iterator[Point]:
    agency = review.facts.agency
    until, checked_on = agency.licence_until, agency.licence_checked_on
    months = review.law.number(LICENCE, "license_recheck_interval")
    if not agency.name or until is None:
        yield review.no("No agency with a license is on file.", LICENCE)
    elif review.reached(until + ONE_DAY):
        yield review.no(f"The agency's license ended on {shown(until)}.", LICENCE)
    elif checked_on is None or review.reached(add_months(checked_on, months) + ONE_DAY):
        text = f"The agency's license was not checked within {months} months."
        yield review.no(text, LICENCE)
    else:
        yield review.yes(f"The agency's license runs until {shown(until)}.", LICENCE)
    ends_on = agency.contract_until
    if ends_on is not None and review.reached(ends_on + ONE_DAY):
        yield review.no(f"The agency's contract ended on {shown(ends_on)}.", LICENCE)
    papers = (
        (agency.contract_on, "contract that recalls accounts", LICENCE),
        (agency.agreement_on, "business associate agreement", AGREEMENT),
    )
    for signed_on, name, rule in papers:
        if signed_on is not None and review.reached(signed_on):
            yield review.yes(f"The {name} was signed on {shown(signed_on)}.", rule)
        else:
            yield review.no(f"No {name} is on file.", rule)


def _minimum(review: Review) -> Iterator[Point]:
    """Held by the program: a test lists the columns of the file and looks through its values."""
    text = "The file has the name, address, phone, days and amounts; nothing clinical."
    yield review.yes(text, MINIMUM)


def _limitation(review: Review) -> Iterator[Point]:
    days = [layer.since for charge in review.facts.charges for layer in charge.layers]
    if not days:
        return
    last = add_months(min(days), review.law.number(LIMITATION, "policy_placement_cutoff"))
    if review.reached(last):
        text = f"The last day to place it was before {shown(last)}: counsel decides."
        yield review.no(text, LIMITATION)
    else:
        yield review.yes(f"It may be placed before {shown(last)}.", LIMITATION)


def _free_of_holds(review: Review) -> Iterator[Point]:
    facts = review.facts
    found = {stop.rule: stop.text for stop in placement_stops(facts, review.law)}
    if not found and any(hold.in_force(facts.on) for hold in facts.holds):
        found[HELD] = "end it before any placement."
    if not found:
        yield review.yes("No hold stands on the account.", HELD)
    for rule, text in found.items():
        yield review.no(f"A hold stands: {text}"[:90], rule)


def _insurer_finished(review: Review) -> Iterator[Point]:
    cents = review.facts.insurer_cents
    if cents:
        yield review.no(f"{show(cents)} is still with the insurer.", PENDING)
    else:
        yield review.yes("The insurer has finished.", PENDING)


def _offered(review: Review) -> Iterator[Point]:
    """Help and a plan are spoken of in the first letter and in a talk; a record may show more."""
    facts, written = review.facts, review.facts.written
    asked = [h.starts_on for h in facts.holds if h.kind is HoldKind.ASSISTANCE_PENDING]
    asked += [w.on for w in facts.write_offs if w.kind == "charity"]
    until = written.get(HELPED_UNTIL)
    if any(_since_owed(day, facts) for day in asked):
        yield review.yes("Assistance was asked for.", HELP)
    elif until is not None and not review.reached(until + ONE_DAY):
        yield review.yes(f"Help that was granted is in force until {shown(until)}.", HELP)
    elif on := _since_owed(written.get(SCREENED), facts):
        yield review.yes(f"Screened for assistance on {shown(on)}.", HELP)
    else:
        yield review.unknown("Make sure that assistance was offered.", HELP)
    if facts.plans:
        yield review.yes("A plan was made before.", PLAN)
    elif on := _since_owed(written.get("plan"), facts):
        yield review.yes(f"A plan was offered on {shown(on)}.", PLAN)
    else:
        yield review.unknown("Make sure that a plan was offered.", PLAN)


def _since_owed(day: date | None, facts: AccountFacts) -> date | None:
    """What was asked or written about an older debt, or is still to come, says nothing of this
    one."""
    first = min((layer.since for c in facts.charges for layer in c.layers), default=facts.on)
    return day if day is not None and first <= day <= facts.on else None


def _money(review: Review) -> Iterator[Point]:
    """All that the books say the patient owes may be asked for, and nothing waits to lower it."""
    facts, owed = review.facts, review.owed
    if 0 < facts.patient_cents == owed.cents:
        yield review.yes(f"All of {show(owed.cents)} is owed by the patient.", OWED)
    else:
        text = f"Only {show(owed.cents)} of {show(facts.patient_cents)} may be asked for."
        yield review.no(text, OWED)
    if facts.unapplied_cents or facts.counted or facts.credit_cents:
        text = "Money on the account is not placed on a charge yet: place it first."
        yield review.no(text, SURE)
    else:
        yield review.yes("No money waits to be placed on a charge.", SURE)
    least = review.policy.agency.least
    if owed.cents >= least:
        yield review.yes(f"It is {show(least)} or more.", LEAST)
    else:
        yield review.no(f"It is below {show(least)}: too little to place.", LEAST)


def _liable(review: Review) -> Iterator[Point]:
    facts = review.facts
    about = [charge for charge in facts.charges if charge.patient_cents]
    patients = {charge.charge_id: facts.patient(charge.patient_id) for charge in about}
    for charge in about:
        patient = patients[charge.charge_id]
        if found := not_liable(charge, patient, facts=facts, law=review.law):
            yield review.no(found[1], found[0])
            return
    own = [p for p in patients.values() if p is not None and p.relation == "self"]
    if any(p.birth_on is None for p in own) and facts.person.birth_on is None:
        text = "The person's birth date is not on file: they may have been a minor."
        yield review.unknown(text, MINOR)
    else:
        yield review.yes("The person asked is an adult and liable for it.", MINOR)


def _address(review: Review) -> Iterator[Point]:
    person, checked_on = review.facts.person, review.facts.written.get("address")
    back_on = person.mail_returned_on
    if not person.has_address:
        yield review.no("No address is on file.", ADDRESS)
    elif back_on is None:
        yield review.yes("The address is good: no mail came back.", ADDRESS)
    elif checked_on is not None and checked_on >= back_on:
        yield review.yes(f"Mail came back; tried again on {shown(checked_on)}.", ADDRESS)
    else:
        yield review.no(f"Mail came back on {shown(back_on)}: find them.", ADDRESS)


def _bill(review: Review) -> Iterator[Point]:
    """A statement or first letter names each visit; it must have had all the money in it."""
    facts, written_on = review.facts, review.facts.written.get("bill")
    since = max((layer.since for c in facts.charges for layer in c.layers), default=facts.on)
    sent = [
        contact_day(c, facts)
        for c in facts.contacts
        if contact_kind(c) in ("statement", "first_letter") and reached(c)
    ]
    given = [day for day in (*sent, *([written_on] if written_on else [])) if day >= since]
    if given:
        text = f"An itemised bill with all of it went out on {shown(min(given))}."
        yield review.yes(text, BILL)
    else:
        yield review.no("No itemised bill with all of it reached the person.", BILL)


def _agreed(review: Review) -> Iterator[Point]:
    facts = review.facts
    if any(plan.status == "active" and review.reached(plan.started_on) for plan in facts.plans):
        yield review.no("A payment plan is running.", HELD)
        return
    for one in open_promises(facts, house_grace(review.law)):
        review.reached(one.over_on)
        text = f"A payment is promised for {shown(one.promise.due_on)}."
        yield review.no(text, PROMISE, until=one.over_on)
        return
    yield review.yes("No plan and no promise is open.", HELD)


def _authority(review: Review) -> Iterator[Point]:
    """For this account and not for all: a manager's own words, kept with the placement."""
    on = review.facts.written.get(AUTHORITY_GIVEN)
    if on is None:
        text = "No manager has authorised this placement in writing yet."
        yield review.unknown(text, AUTHORITY)
    else:
        yield review.yes(f"A manager authorised it on {shown(on)}.", AUTHORITY)


def placement_stops(facts: AccountFacts, law: LawOn) -> list[Stop]:
    """Every stop of a placement but that of being there already."""
    return [
        stop
        for stop in stops_on(facts, law)
        if isinstance(stop, Stop) and Act.AGENCY_PLACEMENT in stop.acts and stop.rule != AT_AGENCY
    ]


_CHECKS: tuple[tuple[str, Callable[[Review], Iterator[Point]]], ...] = (
    ("first_letter", _validated),
    ("published", _published),
    ("agency", _agency),
    ("minimum", _minimum),
    ("limitation", _limitation),
    ("holds", _free_of_holds),
    ("insurer", _insurer_finished),
    ("offered", _offered),
    ("money", _money),
    ("liable", _liable),
    ("address", _address),
    ("bill", _bill),
    ("agreed", _agreed),
    ("authority", _authority),
)


def points_of(review: Review) -> tuple[Point, ...]:
    """Every point, in the order a manager reads them."""
    return tuple(replace(point, code=code) for code, check in _CHECKS for point in check(review))
