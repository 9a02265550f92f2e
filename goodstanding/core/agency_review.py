"""The end of the ladder: what must be in order before the manager may send an account to an agency,
and the recall when a hold appears on one that is there."""

from collections.abc import Container
from dataclasses import replace

from goodstanding.core.agency_points import (
    AT_AGENCY,
    OWED,
    Point,
    Review,
    placement_stops,
    points_of,
)
from goodstanding.core.answers import Decision, Reason
from goodstanding.core.case import Case, cited
from goodstanding.core.episode import shown
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.money import show
from goodstanding.core.owed import owed as owed_of
from goodstanding.core.policy import Policy
from goodstanding.law import LawOn


def checklist(facts: AccountFacts, policy: Policy, law: LawOn) -> tuple[Point, ...]:
    """Every point, in the order a manager reads them; all must be ok before a placement."""
    return points_of(Review(facts, policy, law, owed_of(facts, law), lambda day: day <= facts.on))


def open_points(case: Case) -> tuple[Reason, ...]:
    """The same as reasons: how much is in order, then what is not."""
    points = points_of(Review(case.facts, case.policy, case.law, case.owed, case.reached))
    ready = sum(point.ok is True for point in points)
    text = f"{ready} of {len(points)} points are in order for {show(case.cents)}."
    reasons = [case.reason("agency.checklist", text)]
    for point in points:
        if point.ok is not True:
            code = "agency.missing" if point.ok is False else "agency.unknown"
            reasons.append(Reason(code, point.text, point.rule, point.citation))
    return tuple(reasons)


def recall(case: Case) -> Decision | None:
    """A hold appeared on an account that is at the agency: the agency must stop as well."""
    facts = case.facts
    if not (facts.holds and case.patient_cents):
        return None
    placed = [h for h in facts.holds if h.kind is HoldKind.AGENCY and case.in_force(h)]
    if not placed:
        return None
    stops = {stop.rule: stop for stop in placement_stops(facts, case.law)}
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


def must_recall(
    facts: AccountFacts, policy: Policy, law: LawOn, *, placed: Container[str]
) -> tuple[Reason, ...]:
    """Why an account the program placed must come back at once; empty while it may stay. Any hold
    or death; of the `placed` charges alone: a rule that takes the money away, or nothing owed."""
    if not any(c.patient_cents for c in facts.charges if c.charge_id in placed):
        text = "Nothing of what was placed is owed any more."
        return (Reason("recall.paid", text, OWED, policy.citation),)
    found = {
        stop.rule: Reason("recall.because", stop.text[:90], stop.rule, cited(law, stop.rule))
        for stop in placement_stops(facts, law)
    }
    at_home = replace(facts, holds=tuple(h for h in facts.holds if h.kind is not HoldKind.AGENCY))
    for out in owed_of(at_home, law).excluded:
        if out.charge_id not in placed:
            continue
        text = f"{show(out.cents)} of charge {out.charge_id}: {out.text}"[:90]
        found.setdefault(out.rule, Reason("recall.because", text, out.rule, out.citation))
    return tuple(found.values())
