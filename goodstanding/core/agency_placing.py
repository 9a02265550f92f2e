"""May this account be placed with the agency now? The one answer of the page, the command, the
approval and the file: the gate and every point of the checklist together."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from goodstanding.core.agency_points import HELD, Point
from goodstanding.core.agency_review import checklist
from goodstanding.core.answers import Refusal, Verdict
from goodstanding.core.facts import AccountFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act
from goodstanding.core.policy import Policy
from goodstanding.law import LawOn

GATE = "gate"


@dataclass(frozen=True, slots=True)
class Placing:
    """`verdict.allowed` only when every point is in order; what nobody knows is not in order."""

    points: tuple[Point, ...]
    verdict: Verdict

    @property
    def missing(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.ok is not True)


def placing(
    facts: AccountFacts, policy: Policy, law: LawOn, *, asked: Proposed | None = None
) -> Placing:
    """`asked`: the very question, where it was another than the agency at noon of the day."""
    noon = datetime.combine(facts.on, time(12), UTC)
    verdict = judge(asked or Proposed(Act.AGENCY_PLACEMENT, noon), facts, law)
    points = checklist(facts, policy, law)
    named = {point.rule for point in points if point.ok is not True}
    more = [
        Point(False, each.text, each.rule, each.citation, GATE, each.until)
        for each in verdict.refusals
        if each.rule not in named
    ]
    if not more:
        text = "The gate has nothing else against it."
        more = [Point(True, text, HELD, law.cite(HELD), GATE)]
    points = (*points, *more)
    refused = {each.rule for each in verdict.refusals}
    missing = tuple(
        Refusal(point.rule, point.text, point.citation, point.until)
        for point in points
        if point.ok is not True and point.rule not in refused
    )
    if missing:
        refusals = verdict.refusals + missing
        verdict = replace(verdict, allowed=False, cents=0, refusals=refusals)
    return Placing(points, verdict)
