"""The dates the law has set on an account: what must be done by when, and where it says so."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from goodstanding.core.bankruptcy import CLAIM, claim_done, claim_due_on
from goodstanding.core.estates import (
    DEADLINE,
    PRESENT,
    Path,
    claim_paths,
    deaths,
    petition_due_on,
)
from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.hold_steps import (
    ERROR,
    ESTIMATE,
    error_notice_by,
    error_refund_by,
    estimate_papers_by,
)
from goodstanding.core.kinds import HoldKind
from goodstanding.core.stops import detail_day
from goodstanding.law import LawOn


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` is stable for programs; `on` the last day, which may be past; `paths` every way it was
    counted, earliest first."""

    kind: str
    on: date
    rule: str
    citation: str
    paths: tuple[Path, ...] = ()


def deadlines(facts: AccountFacts, law: LawOn) -> tuple[Deadline, ...]:
    """Earliest first."""
    found: list[Deadline] = []

    def add(kind: str, on: date | None, rule: str, *, paths: Iterable[Path] = ()) -> None:
        if on is not None:
            found.append(Deadline(kind, on, rule, law.cite(rule), tuple(paths)))

    for hold in facts.holds:
        if hold.kind is HoldKind.BANKRUPTCY and hold.in_force(facts.on) and not claim_done(hold):
            with suppress(ValueError):  # the hold's own next step asks for readable days
                add("bankruptcy_claim", claim_due_on(hold, law), CLAIM)
        with suppress(ValueError):
            for kind, on, rule in _of_question(hold, facts, law):
                add(kind, on, rule)
    for death in deaths(facts):
        with suppress(ValueError):
            paths = claim_paths(death, law)
            add("estate_claim", next((path.on for path in paths), None), DEADLINE, paths=paths)
            add("estate_petition", petition_due_on(death, law), PRESENT)
    return tuple(sorted(found, key=lambda one: (one.on, one.kind)))


def _of_question(
    hold: HoldFacts, facts: AccountFacts, law: LawOn
) -> Iterator[tuple[str, date | None, str]]:
    """A billing error's notices and refund, and our papers to a dispute about an estimate."""
    if not hold.in_force(facts.on):
        return
    detail, begun_on = hold.detail, hold.starts_on
    if hold.kind is HoldKind.BILLING_ERROR:
        reviewed_on = detail_day(detail, "reviewed_on")
        if reviewed_on is None and not detail_day(detail, "possible_notice_on"):
            raised_on = detail_day(detail, "raised_on") or begun_on
            yield "billing_error_notice", error_notice_by(raised_on, law), ERROR
        paid_back = detail_day(detail, "refunded_on") or facts.credit_cents <= 0
        if reviewed_on is not None and not paid_back:
            yield "billing_error_refund", error_refund_by(reviewed_on, law), ERROR
    if hold.kind is HoldKind.GOOD_FAITH_DISPUTE:
        answered = detail_day(detail, "responded_on") or detail_day(detail, "decided_on")
        if not answered:
            filed_on = detail_day(detail, "filed_on") or begun_on
            yield "estimate_dispute_papers", estimate_papers_by(filed_on, law), ESTIMATE
