"""The end of the ladder: what must be in order before the manager may send an account to an agency,
and the recall when a hold appears on one that is there. The program itself sends nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.case import ONE_DAY, Case
from goodstanding.core.days import add_business_days, add_months
from goodstanding.core.episode import shown
from goodstanding.core.facts import AccountFacts
from goodstanding.core.happened import contact_day, contact_kind, reached
from goodstanding.core.holds import EFFECTS, stops_on
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.money import show
from goodstanding.core.owed import Owed
from goodstanding.core.owed import owed as owed_of
from goodstanding.core.policy import Policy
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
AT_AGENCY = EFFECTS[HoldKind.AGENCY].rule


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist; `ok` None: nobody can tell from what is on file."""

    ok: bool | None
    text: str
    rule: str
    citation: str


@dataclass(slots=True)
class _Review:
    facts: AccountFacts
    policy: Policy
    law: LawOn
    owed: Owed
    reached: Callable[[date], bool]

    def point(self, ok: bool | None, text: str, rule: str) -> Point:  # noqa: FBT001
        known = rule in self.law.book.rules
        return Point(ok, text, rule, self.law.cite(rule) if known else self.policy.citation)


def checklist(facts: AccountFacts, policy: Policy, law: LawOn) -> tuple[Point, ...]:
    """Every point, in the order a manager reads them; all must be ok before a placement."""
    owed = owed_of(facts, law)
    review = _Review(facts, policy, law, owed, lambda day: day <= facts.on)
    return tuple(point for check in _POINTS for point in check(review))


def open_points(case: Case) -> tuple[Reason, ...]:
    """The same as reasons: how much is in order, then what is not."""
    review = _Review(case.facts, case.policy, case.law, case.owed, case.reached)
    points = [point for check in _POINTS for point in check(review)]
    ready = sum(point.ok is True for point in points)
    text = f"{ready} of {len(points)} points are in order for {show(case.cents)}."
    reasons = [case.reason("agency.checklist", text)]
    for point in points:
        if point.ok is not True:
            code = "agency.missing" if point.ok is False else "agency.unknown"
            reasons.append(Reason(code, point.text, point.rule, point.citation))
    return tuple(reasons)


def _validated(review: _Review) -> Iterator[Point]:
    """The window after the mail's time, or what the clinic's ladder leaves when that is more."""
    facts = review.facts
    letters = [c for c in facts.contacts if contact_kind(c) == "first_letter" and reached(c)]
    if not letters:
        yield review.point(False, "The first letter with the notice was not delivered.", VALIDATION)
        return
    gaps = [step.gap for step in review.policy.steps if step.act is Act.AGENCY_REVIEW]
    sent_on = contact_day(letters[-1], facts)
    read_on = add_business_days(sent_on, review.law.number(VALIDATION, "assumed_receipt_min"))
    window = timedelta(days=review.law.number(VALIDATION, "dispute_window"))
    over_on = max([read_on + window + ONE_DAY, *(sent_on + timedelta(days=gap) for gap in gaps)])
    if review.reached(over_on):
        text = f"The notice's time to dispute ended on {shown(over_on)}."
        yield review.point(True, text, VALIDATION)
    else:
        text = f"The notice's time to dispute runs until {shown(over_on)}."
        yield review.point(False, text, VALIDATION)


def _published(review: _Review) -> Iterator[Point]:
    agency = review.facts.agency
    on = agency.policy_published_on
    if agency.policy_url and on is not None and review.reached(on):
        text = f"The collection policy is published since {shown(on)}."
        yield review.point(True, text, PUBLISHED)
    else:
        yield review.point(False, "No published collection policy is on file.", PUBLISHED)


def _agency(review: _Review) -> Iterator[Point]:
    agency = review.facts.agency
    until, checked_on = agency.licence_until, agency.licence_checked_on
    months = review.law.number(LICENCE, "license_recheck_interval")
    if not agency.name or until is None:
        yield review.point(False, "No agency with a license is on file.", LICENCE)
    elif review.reached(until + ONE_DAY):
        yield review.point(False, f"The agency's license ended on {shown(until)}.", LICENCE)
    elif checked_on is None or review.reached(add_months(checked_on, months) + ONE_DAY):
        text = f"The agency's license was not checked within {months} months."
        yield review.point(False, text, LICENCE)
    else:
        yield review.point(True, f"The agency's license runs until {shown(until)}.", LICENCE)
    papers = (
        (agency.contract_on, "contract that recalls accounts", LICENCE),
        (agency.agreement_on, "business associate agreement", AGREEMENT),
    )
    for signed_on, name, rule in papers:
        if signed_on is not None and review.reached(signed_on):
            yield review.point(True, f"The {name} was signed on {shown(signed_on)}.", rule)
        else:
            yield review.point(False, f"No {name} is on file.", rule)


def _minimum(review: _Review) -> Iterator[Point]:
    """Not known to any record: the person who makes the file answers for it."""
    text = "Send only what the agency needs: name, address, dates, amounts; nothing clinical."
    yield review.point(None, text, MINIMUM)


def _limitation(review: _Review) -> Iterator[Point]:
    days = [layer.since for charge in review.facts.charges for layer in charge.layers]
    if not days:
        return
    last = add_months(min(days), review.law.number(LIMITATION, "policy_placement_cutoff"))
    if review.reached(last):
        text = f"The last day to place it was before {shown(last)}: counsel decides."
        yield review.point(False, text, LIMITATION)
    else:
        yield review.point(True, f"It may be placed before {shown(last)}.", LIMITATION)


def _free_of_holds(review: _Review) -> Iterator[Point]:
    facts = review.facts
    found = {stop.rule: stop.text for stop in _stops(facts, review.law)}
    if not found and any(hold.in_force(facts.on) for hold in facts.holds):
        found[HELD] = "end it before any placement."
    if not found:
        yield review.point(True, "No hold stands on the account.", HELD)
    for rule, text in found.items():
        yield review.point(False, f"A hold stands: {text}"[:90], rule)


def _insurer_finished(review: _Review) -> Iterator[Point]:
    cents = review.facts.insurer_cents
    if cents:
        yield review.point(False, f"{show(cents)} is still with the insurer.", PENDING)
    else:
        yield review.point(True, "The insurer has finished.", PENDING)


def _offered(review: _Review) -> Iterator[Point]:
    """Help and a plan are spoken of in the first letter and in a talk; a record may show more."""
    facts = review.facts
    helped = any(h.kind is HoldKind.ASSISTANCE_PENDING for h in facts.holds)
    helped = helped or any(w.kind == "charity" for w in facts.write_offs)
    text = "Assistance was asked for." if helped else "Make sure that assistance was offered."
    yield review.point(True if helped else None, text, HELP)
    planned = bool(facts.plans)
    text = "A plan was made before." if planned else "Make sure that a plan was offered."
    yield review.point(True if planned else None, text, PLAN)


_POINTS: tuple[Callable[[_Review], Iterator[Point]], ...] = (
    _validated,
    _published,
    _agency,
    _minimum,
    _limitation,
    _free_of_holds,
    _insurer_finished,
    _offered,
)


def _stops(facts: AccountFacts, law: LawOn) -> list[Stop]:
    return [
        stop
        for stop in stops_on(facts, law)
        if isinstance(stop, Stop) and Act.AGENCY_PLACEMENT in stop.acts and stop.rule != AT_AGENCY
    ]


def recall(case: Case) -> Decision | None:
    """A hold appeared on an account that is at the agency: the agency must stop as well."""
    facts = case.facts
    if not (facts.holds and case.patient_cents):
        return None
    placed = [h for h in facts.holds if h.kind is HoldKind.AGENCY and case.in_force(h)]
    if not placed:
        return None
    stops = {stop.rule: stop for stop in _stops(facts, case.law)}
    if not stops:
        return None
    begun = [h.starts_on for h in facts.holds if h.kind is not HoldKind.AGENCY and case.in_force(h)]
    due_on = max([placed[0].starts_on, *begun])
    text = f"Recall {show(case.patient_cents)} from the agency: there since "
    why = Reason(
        "recall.agency", f"{text}{shown(placed[0].starts_on)}.", AT_AGENCY,
        case.law.cite(AT_AGENCY),
    )  # fmt: skip
    because = [
        Reason("recall.because", stop.text[:90], rule, case.law.cite(rule))
        for rule, stop in stops.items()
    ]
    return case.answer(Act.AGENCY_REVIEW, due_on, why, *because, about=case.patient_cents)
