"""Made-up accounts as frozen facts, in the proportions of the demonstration book: two thirds with
nothing open, a sixth with insurer money only, the rest with money of the patient's."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from goodstanding.core.facts import (
    AccountFacts,
    ChargeFacts,
    ContactFacts,
    CoverageFacts,
    HoldFacts,
    KinFacts,
    Layer,
    PatientFacts,
    PaymentFacts,
    PersonFacts,
    PlanFacts,
    PromiseFacts,
    VisitFacts,
    WriteOffFacts,
)
from goodstanding.core.kinds import Channel, HoldKind, PayerType
from goodstanding.synthetic.reach_out import CALL_OUTCOMES, LADDER

_CLOSED, _WITH_INSURER = 0.69, 0.86
_HOLDS = (
    HoldKind.DISPUTE, HoldKind.ASSISTANCE_PENDING, HoldKind.INSURER_PENDING, HoldKind.BILLING_ERROR,
    HoldKind.BANKRUPTCY, HoldKind.ATTORNEY, HoldKind.CALL_RESTRICTION, HoldKind.MANUAL,
)  # fmt: skip
_PAYERS = (
    PayerType.COMMERCIAL, PayerType.COMMERCIAL, PayerType.COMMERCIAL, PayerType.MEDICARE,
    PayerType.MEDICARE_ADVANTAGE, PayerType.MEDICAID,
)  # fmt: skip
_CODES = ("99213", "99214", "99203", "20610", "73030", "97110")
_SETTLED = ("small_write_off", "charity", "bad_debt")


def frozen_accounts(count: int, *, on: date, seed: int) -> list[AccountFacts]:
    """The same ones for the same seed."""
    rng = Random(seed)  # noqa: S311 - made-up people, not secrets
    return [_account(rng, number, on) for number in range(count)]


def _account(rng: Random, number: int, on: date) -> AccountFacts:
    share, name = rng.random(), f"{number:07d}"
    birth_on = date(rng.randint(1940, 2004), rng.randint(1, 12), rng.randint(1, 28))
    person = _person(rng, on, birth_on=birth_on)
    patients = (PatientFacts(f"P{name}", birth_on),)
    if share < _CLOSED:
        return AccountFacts(
            f"G{name}", on, person, patients=patients, payments=_payments(rng, on, most=1),
            last_posted_on=on - timedelta(days=rng.randint(1, 700)),
            credit_cents=rng.choice((0,) * 30 + (4500,)), write_offs=_write_offs(rng, on),
        )  # fmt: skip
    with_patient = share >= _WITH_INSURER
    since = on - timedelta(days=rng.randint(0, 220 if with_patient else 42))
    charges = tuple(
        _charge(rng, f"{name}-{n}", since + timedelta(days=14 * n), patient=with_patient)
        for n in range(rng.choice((1, 2, 2, 3, 4)))
    )
    history = _history(rng, on, since) if with_patient else _History()
    return AccountFacts(
        f"G{name}", on, person, patients=patients, charges=charges,
        payments=_payments(rng, on, most=6 if with_patient else 2),
        holds=_holds(rng, on, share=0.14 if with_patient else 0.2),
        write_offs=_write_offs(rng, on), visits=_visits(rng, on, f"P{name}"), kin=_kin(rng, on),
        last_posted_on=max(charge.posted_on for charge in charges),
        next_posted_on=on + timedelta(days=2) if rng.random() < 0.03 else None,
        contacts=history.contacts, promises=history.promises, plans=history.plans,
    )  # fmt: skip


def _person(rng: Random, on: date, *, birth_on: date) -> PersonFacts:
    agreed_on = on - timedelta(days=400) if rng.random() < 0.4 else None
    returned = rng.random() < 0.02
    return PersonFacts(
        birth_on=birth_on, language=rng.choice(("en",) * 12 + ("es", "so", "hmn")),
        timezone="America/Chicago", state="MN", zip="56301", phone_mobile="320-555-0177",
        has_email=True, preferred_channel=rng.choice(("mail", "mail", "text", "email")),
        text_consent_on=agreed_on, email_consent_on=agreed_on,
        mail_returned_on=on - timedelta(days=20) if returned else None,
        signed_on=on - timedelta(days=900),
    )  # fmt: skip


def _charge(rng: Random, name: str, since: date, *, patient: bool) -> ChargeFacts:
    cents = rng.choice((2500, 4000, 12000, 18420, 31000, 90000))
    service_on = since - timedelta(days=rng.randint(5, 60 if patient else 7))
    covered = rng.random() < 0.9 or not patient
    layers: tuple[Layer, ...] = (Layer(since, cents),)
    if patient and rng.random() < 0.1:
        layers = (*layers, Layer(since + timedelta(days=20), 1500))
    return ChargeFacts(
        f"C{name}", f"P{name.partition('-')[0]}", service_on, since, cents,
        insurer_cents=0 if patient and rng.random() < 0.95 else cents,
        layers=layers if patient else (), code=rng.choice(_CODES), network="in",
        coverages=(CoverageFacts(1, "62308", rng.choice(_PAYERS)),) if covered else (),
        first_billed_on=service_on + timedelta(days=4) if covered else None,
        denial_reasons=(("CO", "197"),) if not patient and rng.random() < 0.2 else (),
        patient_reasons=(("PR", rng.choice(("1", "2", "3"))),) if covered and patient else (),
    )  # fmt: skip


class _History(NamedTuple):
    """Steps taken up to a day, and what was agreed."""

    contacts: tuple[ContactFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    plans: tuple[PlanFacts, ...] = ()


def _history(rng: Random, on: date, since: date) -> _History:
    made_on = since + timedelta(days=20)
    promised = rng.random() < 0.12 and made_on < on
    planned = rng.random() < 0.15 and made_on < on
    promise = PromiseFacts("M1", made_on, 6000, made_on + timedelta(days=10))
    status = rng.choice(("active", "active", "completed", "broken"))
    plan = PlanFacts("L1", made_on, 5000, 15, 6, status)
    return _History(
        _contacts(rng, on, since), (promise,) if promised else (), (plan,) if planned else ()
    )


def _contacts(rng: Random, on: date, since: date) -> tuple[ContactFacts, ...]:
    found = []
    outcomes, weights = zip(*CALL_OUTCOMES, strict=True)
    start = since - timedelta(days=rng.choice((0, 0, 300)))
    for days, channel, kind in LADDER[: rng.randint(0, len(LADDER))]:
        day = start + timedelta(days=days + rng.randint(0, 4))
        if day > on:
            break
        at = datetime.combine(day, time(16, 20), UTC)
        if channel == "call":
            outcome = rng.choices(outcomes, weights)[0]
            talked = outcome in ("reached", "promise")
            found.append(ContactFacts(at, Channel.CALL, "out", "call", outcome, talked))
        else:
            found.append(ContactFacts(at, Channel.MAIL, "out", kind, "", delivered=True))
    return tuple(found)


def _payments(rng: Random, on: date, *, most: int) -> tuple[PaymentFacts, ...]:
    days = sorted(rng.randint(1, 700) for _ in range(rng.randint(0, most)))
    return tuple(PaymentFacts(on - timedelta(days=day), 3000) for day in reversed(days))


def _holds(rng: Random, on: date, *, share: float) -> tuple[HoldFacts, ...]:
    if rng.random() >= share:
        return ()
    kind = rng.choice(_HOLDS)
    starts_on = on - timedelta(days=rng.randint(0, 90))
    detail = {}
    if kind is HoldKind.BANKRUPTCY:
        detail = {"chapter": "7", "filed_on": starts_on.isoformat(), "case": "26-31234"}
    if kind is HoldKind.CALL_RESTRICTION:
        detail = {"not_before": "12:00"}
    return (HoldFacts("H1", kind, starts_on, detail=detail),)


def _write_offs(rng: Random, on: date) -> tuple[WriteOffFacts, ...]:
    if rng.random() >= 0.3:
        return ()
    day = on - timedelta(days=rng.randint(100, 900))
    return (WriteOffFacts(day, rng.choice(_SETTLED), 450),)


def _visits(rng: Random, on: date, patient: str) -> tuple[VisitFacts, ...]:
    if rng.random() >= 0.2:
        return ()
    return (VisitFacts(patient, on + timedelta(days=rng.randint(0, 60))),)


def _kin(rng: Random, on: date) -> tuple[KinFacts, ...]:
    if rng.random() >= 0.05:
        return ()
    talked_on = on - timedelta(days=rng.randint(0, 60))
    return (KinFacts("G9", rng.random() < 0.2, rng.random() < 0.1, talked_on),)
