"""Made-up accounts for the pure tests: say only what the test is about."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from goodstanding.core.answers import Verdict
from goodstanding.core.facts import (
    AccountFacts,
    ChargeFacts,
    ContactFacts,
    CoverageFacts,
    HoldFacts,
    Layer,
    PatientFacts,
    PersonFacts,
)
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Channel, HoldKind, PayerType, Recipient
from goodstanding.law import live_book

TODAY = date(2026, 11, 23)
ADULT = date(1980, 5, 5)


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(clock: str, on: date = TODAY, zone: str = "America/Chicago") -> datetime:
    hour, minute = clock.split(":")
    return datetime(on.year, on.month, on.day, int(hour), int(minute), tzinfo=ZoneInfo(zone))


def covered(kind: PayerType = PayerType.COMMERCIAL, **more: Any) -> tuple[CoverageFacts, ...]:
    return (CoverageFacts(rank=1, payer_id="P1", payer_type=kind, **more),)


def charge(
    name: str = "C1", service: str = "2026-09-01", cents: int = 10000, **more: Any
) -> ChargeFacts:
    """An adult's own visit whose patient part is all open."""
    on = day(service)
    first = {"patient_id": "A1", "posted_on": on, "layers": (Layer(on, cents),), "code": name}
    return ChargeFacts(charge_id=name, service_on=on, cents=cents, **(first | more))


def hold(kind: str, starts: str = "2026-01-01", **more: Any) -> HoldFacts:
    """`detail` keys may be given as they are written in holds.csv."""
    known = {k: more.pop(k) for k in ("ends_on", "patient_id", "charges") if k in more}
    return HoldFacts("H1", HoldKind(kind), day(starts), detail=more, **known)


def patient(
    name: str = "A1", relation: str = "self", born: date | None = ADULT, **more: Any
) -> PatientFacts:
    return PatientFacts(name, born, relation, **more)


def person(**more: Any) -> PersonFacts:
    first = {"birth_on": ADULT, "state": "MN", "phone_mobile": "320-555-0177", "timezone": ""}
    return PersonFacts(**(first | more))


WILLING = person(
    text_consent_on=day("2026-01-01"), email_consent_on=day("2026-01-01"), has_email=True
)


def account(*charges: ChargeFacts, on: date = TODAY, **more: Any) -> AccountFacts:
    first = {"person": person(), "patients": (patient(),)}
    return AccountFacts("A1", on, charges=charges or (charge(),), **(first | more))


def call(moment: datetime, outcome: str = "no_answer", direction: str = "out") -> ContactFacts:
    return ContactFacts(moment.astimezone(UTC), Channel.CALL, direction, "call", outcome)


def may(
    facts: AccountFacts, act: str = "statement", clock: str = "10:00", to: str | None = None
) -> Verdict:
    """The gate's answer on the facts' own day, at a time of the clinic's clock."""
    proposed = Proposed(Act(act), at(clock, facts.on), Recipient(to) if to else None)
    return judge(proposed, facts, live_book().on(facts.on, facts.clinic_state))


def rules(verdict: Verdict) -> set[str]:
    return {refusal.rule for refusal in verdict.refusals}
