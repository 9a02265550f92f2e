"""Made-up accounts for the follow-up tests: day 0 is the day the money became the patient's."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from goodstanding.core import policy as policy_file
from goodstanding.core.answers import Decision
from goodstanding.core.facts import (
    AccountFacts,
    ChargeFacts,
    ContactFacts,
    HoldFacts,
    Layer,
    PatientFacts,
    PaymentFacts,
    PersonFacts,
    PlanFacts,
    PromiseFacts,
)
from goodstanding.core.followup import decide
from goodstanding.core.kinds import Channel, HoldKind
from goodstanding.core.policy import Policy
from goodstanding.law import live_book

DAY_0 = date(2026, 3, 2)
SHIPPED = Path(policy_file.__file__).with_name("policy_v1.toml").read_text("utf-8")

ADULT = PersonFacts(
    birth_on=date(1980, 5, 5),
    timezone="America/Chicago",
    state="MN",
    zip="56301",
    phone_mobile="+13205550177",
    has_email=True,
    signed_on=date(2025, 1, 2),
)
SELF = PatientFacts("P1", date(1980, 5, 5), "self")


def shipped() -> Policy:
    policy, faults = policy_file.read(SHIPPED)
    assert policy, faults
    return policy


POLICY = shipped()


def day(number: int) -> date:
    return DAY_0 + timedelta(days=number)


def charge(
    cents: int = 18420, *, since: int = 0, number: int = 1, insurer: int = 0, **more: object
) -> ChargeFacts:
    """A charge expected of the patient, or with `insurer` cents still open there."""
    base = ChargeFacts(
        charge_id=f"C{number}",
        patient_id="P1",
        service_on=day(since - 5),
        posted_on=day(since),
        cents=cents + insurer,
        insurer_cents=insurer,
        layers=(Layer(day(since), cents),) if cents else (),
        code="99213",
    )
    return replace(base, **more)  # type: ignore[arg-type]


def account(*charges: ChargeFacts, person: PersonFacts = ADULT, **more: object) -> AccountFacts:
    return AccountFacts(
        "G1", DAY_0, person, patients=(SELF,), charges=charges or (charge(),), **more
    )  # type: ignore[arg-type]


def sent(
    number: int,
    kind: str,
    *,
    channel: Channel = Channel.MAIL,
    delivered: bool = True,
    outcome: str = "",
) -> ContactFacts:
    at = datetime.combine(day(number), time(18, 0), UTC)
    return ContactFacts(at, channel, "out", kind, outcome, delivered)


def called(number: int, *, outcome: str = "reached") -> ContactFacts:
    return sent(
        number, "call", channel=Channel.CALL, delivered=outcome == "reached", outcome=outcome
    )


def paid(number: int, cents: int) -> PaymentFacts:
    return PaymentFacts(day(number), cents)


def promised(number: int, due: int, cents: int = 6000) -> PromiseFacts:
    return PromiseFacts(f"M{number}", day(number), cents, day(due))


def on_plan(number: int, *, status: str = "active", monthly: int = 5000) -> PlanFacts:
    return PlanFacts(f"L{number}", day(number), monthly, 15, 4, status)


def held(
    kind: HoldKind, number: int = 0, *, ends: int | None = None, **detail: object
) -> HoldFacts:
    ends_on = None if ends is None else day(ends)
    return HoldFacts(f"H-{kind}-{number}", kind, day(number), ends_on, detail=detail)


def decided(facts: AccountFacts, number: int, policy: Policy = POLICY) -> Decision:
    on = day(number)
    return decide(replace(facts, on=on), policy, live_book().on(on, "MN"))


UP_TO = {
    "statement_1": (),
    "reminder_1": (sent(0, "statement"),),
    "statement_2": (sent(0, "statement"), sent(14, "reminder")),
    "call_1": (sent(0, "statement"), sent(14, "reminder"), sent(30, "statement")),
}
UP_TO["past_due_letter"] = (*UP_TO["call_1"], called(45))
UP_TO["call_2"] = (*UP_TO["past_due_letter"], sent(60, "reminder"))
UP_TO["first_letter"] = (*UP_TO["call_2"], called(75))
UP_TO["agency_review"] = (*UP_TO["first_letter"], sent(90, "first_letter"))
