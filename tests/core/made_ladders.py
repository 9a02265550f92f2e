"""Made-up accounts somewhere on the ladder, by number: what was sent, said, paid, promised, planned
and chosen, and what stands around them.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from goodstanding.core.facts import (
    AccountFacts,
    ChargeFacts,
    ContactFacts,
    CoverageFacts,
    KinFacts,
    Layer,
    OverrideFacts,
    PatientFacts,
    PaymentFacts,
    PersonFacts,
    PlanFacts,
    PromiseFacts,
    VisitFacts,
    WriteOffFacts,
)
from goodstanding.core.kinds import Act, Channel, PayerType

ON = date(2026, 11, 23)
_STEPS = (
    ("statement", Channel.MAIL, 0), ("reminder", Channel.MAIL, 14), ("statement", Channel.MAIL, 30),
    ("call", Channel.CALL, 45), ("reminder", Channel.MAIL, 60), ("call", Channel.CALL, 75),
    ("first_letter", Channel.MAIL, 90),
)  # fmt: skip
_REFUSED = ("no_answer", "voicemail", "wrong_number", "refused", "dispute")


def ladder(seed: int) -> AccountFacts:
    pick = Random(seed)
    since = ON - timedelta(days=pick.choice((0, 3, 20, 35, 50, 70, 80, 100, 140, 300)))
    facts = AccountFacts(
        f"A{seed}", ON, _person(pick), patients=(PatientFacts("P1", date(1980, 5, 5)),),
        charges=tuple(_charges(pick, since)), contacts=tuple(_contacts(pick, since)),
        last_posted_on=since,
    )  # fmt: skip
    if pick.random() < 0.1:
        facts = replace(facts, charges=(), credit_cents=pick.choice((0, 1, 99, 100, 5000)))
    if pick.random() < 0.5:
        facts = replace(facts, **_around(pick, since))
    return facts


def _person(pick: Random) -> PersonFacts:
    return PersonFacts(
        birth_on=date(1980, 5, 5), state="MN",
        language=pick.choice(("en", "en", "en", "es", "so", "qq")),
        phone_mobile=pick.choice(("320-555-0177", "320-555-0177", "")),
        has_email=True, has_address=pick.random() < 0.95,
        preferred_channel=pick.choice(("mail", "text", "email", "call")),
        text_consent_on=pick.choice((None, date(2026, 1, 1))),
        text_revoked_on=pick.choice((None, None, date(2026, 3, 1))),
        email_consent_on=pick.choice((None, date(2026, 1, 1))),
        mail_returned_on=date(2026, 11, 1) if pick.random() < 0.05 else None,
    )  # fmt: skip


def _charges(pick: Random, since: date) -> list[ChargeFacts]:
    found = []
    for number in range(pick.choice((1, 1, 2, 3))):
        cents = pick.choice((1, 300, 499, 500, 501, 4000, 18420, 250000))
        kind = pick.choice((PayerType.COMMERCIAL, PayerType.MEDICARE))
        cover = (CoverageFacts(1, "X", kind),) if pick.random() < 0.5 else ()
        new = ON - timedelta(days=2) if number and pick.random() < 0.4 else since
        one = ChargeFacts(
            f"C{number}", "P1", new - timedelta(days=pick.choice((10, 60))), new, cents,
            layers=(Layer(new, cents),), coverages=cover, code=f"9921{number}",
            patient_reasons=(("PR", pick.choice(("1", "2", "3"))),) if cover else (),
        )  # fmt: skip
        if pick.random() < 0.15:
            denied = (("CO", pick.choice(("27", "97"))),) if pick.random() < 0.5 else ()
            one = replace(one, layers=(), insurer_cents=cents, denial_reasons=denied)
        found.append(one)
    return found


def _contact(on: date, channel: Channel, kind: str, **more: Any) -> ContactFacts:
    at = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
    return ContactFacts(at, channel, "out", kind, **more)


def _contacts(pick: Random, since: date) -> list[ContactFacts]:
    found = []
    late = pick.choice((0, 0, 0, 2, 12))
    for kind, channel, day in _STEPS[: pick.randint(0, len(_STEPS))]:
        on = since + timedelta(days=day + late)
        if on >= ON:
            break
        outcome = "reached" if channel is Channel.CALL else ""
        found.append(_contact(on, channel, kind, outcome=outcome, delivered=True))
    for tries in range(pick.choice((0, 0, 1, 2, 3))):
        on = max(since, ON - timedelta(days=20 - 6 * tries))
        outcome = pick.choice(_REFUSED)
        found.append(
            _contact(on, Channel.CALL, "call", outcome=outcome, delivered=outcome == "refused")
        )
    return sorted(found, key=lambda contact: contact.at)


def _around(pick: Random, since: date) -> dict[str, Any]:
    """One to three things beside the ladder."""
    due = ON - timedelta(days=pick.choice((-5, 0, 2, 6, 30)))
    made = max(since, due - timedelta(days=14))
    old = since - timedelta(days=100)
    many = tuple(PaymentFacts(old + timedelta(days=30 * n), 2000) for n in range(3))
    parts: dict[str, Any] = {
        "promises": (PromiseFacts("R1", made, 3000, due, pick.choice((None, None, due))),),
        "plans": (
            PlanFacts("N1", since, 4000, 15, 6, pick.choice(("active", "active", "broken"))),
        ),
        "payments": pick.choice((many, (PaymentFacts(ON - timedelta(days=9), 100),))),
        "visits": (VisitFacts("P1", ON + timedelta(days=pick.choice((0, 1, 6, 20)))),),
        "kin": (
            KinFacts("K1", pick.random() < 0.3, pick.random() < 0.3,
                     ON - timedelta(days=pick.choice((0, 3, 6, 7, 30)))),
        ),
        "write_offs": (WriteOffFacts(old, pick.choice(("bad_debt", "charity")), 5000),),
        "override": OverrideFacts(
            pick.choice((Act.WAIT, Act.CALL, Act.REMINDER, Act.FIRST_LETTER)),
            ON - timedelta(days=1), ON + timedelta(days=9), "hardship", "manager",
        ),
    }  # fmt: skip
    return {name: parts[name] for name in pick.sample(sorted(parts), pick.randint(1, 3))}
