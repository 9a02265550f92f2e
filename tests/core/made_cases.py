"""Made-up accounts by number: the same number, the same account, the same moment. Most have one or
two things wrong with them, some nothing, some nearly everything.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from goodstanding.core.agency_points import WRITTEN
from goodstanding.core.facts import (
    AccountFacts,
    AgencyFacts,
    ChargeFacts,
    ContactFacts,
    CoverageFacts,
    EstimateFacts,
    HoldFacts,
    Layer,
    PatientFacts,
    PersonFacts,
    PlanFacts,
    PromiseFacts,
)
from goodstanding.core.kinds import Act, Channel, HoldKind, PayerType, Recipient

# Fewer when every one of many changes to the code is tried (tools/mutation.py).
ALL = 20_000
CASES = int(os.environ.get("GOODSTANDING_CASES", ALL))
CLINIC = ZoneInfo("America/Chicago")
PLACES = {
    "MN": ("America/Chicago", "320-555-0177"),
    "NY": ("America/New_York", "212-555-0177"),
    "AZ": ("America/Phoenix", "602-555-0177"),
    "CA": ("America/Los_Angeles", "213-555-0177"),
    "CO": ("America/Denver", "303-555-0177"),
}
ON_FILE = {
    "name": "Lakes Recovery",
    "agreement_on": date(2025, 1, 2),
    "contract_on": date(2025, 1, 2),
    "policy_url": "https://clinic.example/billing",
    "policy_published_on": date(2025, 1, 2),
}
UNREADABLE = ("soon", "2026-13-01", 20260301, "the day after")
DETAIL_DAYS: dict[HoldKind, tuple[str, ...]] = {
    HoldKind.BANKRUPTCY: ("filed_on", "discharged_on", "dismissed_on", "closed_on"),
    HoldKind.ESTATE: ("died_on", "notice_published_on", "notice_served_on", "disallowed_on"),
    HoldKind.BILLING_ERROR: ("raised_on", "reviewed_on", "notice_on"),
    HoldKind.GOOD_FAITH_DISPUTE: ("filed_on", "decided_on"),
    HoldKind.POWER_OF_ATTORNEY: ("document_on",),
}


@dataclass(frozen=True)
class Made:
    seed: int
    facts: AccountFacts
    at: datetime
    acts: tuple[tuple[Act, Recipient], ...]


@dataclass
class Draft:
    """What is being put together; every part may change it."""

    pick: Random
    on: date
    at: datetime
    person: dict[str, Any]
    patients: list[PatientFacts]
    charges: list[ChargeFacts] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def often(self, percent: int) -> bool:
        return self.pick.random() * 100 < percent

    def before(self, most: int) -> date:
        return self.on - timedelta(days=self.pick.randrange(most))

    def around(self, most: int) -> date:
        return self.on + timedelta(days=self.pick.randrange(-most, most + 1))


def some(count: int) -> range:
    """The numbers of `count` cases, or their share of a smaller run."""
    return range(max(count * CASES // ALL, 20))


def made(seed: int) -> Made:
    pick = Random(seed)  # noqa: S311 - the same number, the same account
    on = date(2026, 1, 5) + timedelta(days=pick.randrange(1200))
    hour = pick.choice((3, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 19, 20, 21, 22))
    at = datetime.combine(on, time(hour, pick.choice((0, 0, 30, 59))), CLINIC)
    draft = Draft(pick, on, at, _person(pick, on), [_patient(pick, on)])
    for number in range(pick.choice((1, 1, 2, 3))):
        draft.charges.append(_charge(draft, number))
    for part, percent in PARTS:
        if draft.often(percent):
            part(draft)
    facts = AccountFacts(
        "A1", on, PersonFacts(**draft.person), patients=tuple(draft.patients),
        charges=tuple(draft.charges), written=_written(seed, on), **draft.more,
    )  # fmt: skip
    acts = tuple((pick.choice(list(Act)), _recipient(pick)) for _ in range(4))
    return Made(seed, facts, draft.at, acts)


def _written(seed: int, on: date) -> dict[str, date]:
    """What an agency's checklist reads of what people wrote down; drawn apart from the rest."""
    pick = Random(f"written {seed}")  # noqa: S311 - the same number, the same account
    told = [point for point in WRITTEN if pick.random() < 0.2]
    return {point: on - timedelta(days=pick.randint(0, 90)) for point in told}


def _recipient(pick: Random) -> Recipient:
    likely = (Recipient.GUARANTOR,) * 8 + (Recipient.PATIENT,) * 2
    return pick.choice((*likely, *Recipient))


def _person(pick: Random, on: date) -> dict[str, Any]:
    state = pick.choice(list(PLACES))
    zone, phone = PLACES[state]
    agreed = on - timedelta(days=400)
    return {
        "birth_on": date(1980, 5, 5), "state": state, "timezone": pick.choice(("", zone)),
        "phone_mobile": phone, "phone_home": pick.choice(("", phone)), "has_email": True,
        "text_consent_on": agreed, "email_consent_on": agreed, "signed_on": agreed,
    }  # fmt: skip


def _patient(pick: Random, on: date) -> PatientFacts:
    relation = pick.choice(("self", "self", "self", "child", "spouse", "ward", "other"))
    born = date(1980, 5, 5) if relation != "child" else on - timedelta(days=365 * 9)
    return PatientFacts("P1", born, relation)


def _charge(draft: Draft, number: int) -> ChargeFacts:
    pick = draft.pick
    service_on = draft.before(700)
    cents = pick.choice((500, 4200, 18420, 90000))
    return ChargeFacts(
        charge_id=f"C{number}",
        patient_id=pick.choice(draft.patients).patient_id,
        service_on=service_on,
        posted_on=service_on,
        cents=cents,
        layers=(Layer(service_on, cents),),
        code=f"9921{number}",
    )


# ---- parts: each spoils one thing, or repairs it


def _change(draft: Draft, **changes: Any) -> None:
    at = draft.pick.randrange(len(draft.charges))
    draft.charges[at] = replace(draft.charges[at], **changes)


def cover(draft: Draft) -> None:
    kind = draft.pick.choice(list(PayerType))
    qmb = draft.often(20)
    service_on = draft.pick.choice((draft.before(700), date(2023, 12, 20), date(2024, 1, 5)))
    changes: dict[str, Any] = {
        "coverages": (CoverageFacts(1, "NSTAR", kind, qmb),), "service_on": service_on,
        "network": draft.pick.choice(("", "in", "out")),
        "abn_on": draft.pick.choice((None, service_on)),
        "noncovered_ack_on": draft.pick.choice((None, None, service_on)),
        "patient_reasons": draft.pick.choice(((), (("PR", "1"),), (("CO", "45"),), (("PR", "45"),),
                                              (("PR", "3"), ("PR", "204")))),
        "denial_reasons": draft.pick.choice(((), (), (("CO", "50"),), (("CO", "29"),))),
        "first_billed_on": draft.pick.choice(
            (None, *(service_on + timedelta(days=days) for days in (3, 100, 200, 400)))
        ),
        "self_pay_restriction": draft.often(10),
    }  # fmt: skip
    _change(draft, **changes)


def still_with_the_insurer(draft: Draft) -> None:
    _change(draft, insurer_cents=draft.pick.choice((1, 5000)))


def another_patient(draft: Draft) -> None:
    relation = draft.pick.choice(("self", "child", "spouse", "ward", "other"))
    draft.patients.append(PatientFacts("P2", draft.before(12000), relation))
    _change(draft, patient_id="P2")


def unknown_patient(draft: Draft) -> None:
    _change(draft, patient_id="P9")


def unsigned(draft: Draft) -> None:
    draft.person["signed_on"] = draft.pick.choice((None, draft.on + timedelta(days=3)))


def young(draft: Draft) -> None:
    born = draft.on - timedelta(days=365 * 17)
    draft.person["birth_on"] = born
    draft.patients[0] = replace(draft.patients[0], birth_on=born)
    draft.person["consented_alone"] = draft.often(30)


def hold(draft: Draft) -> None:
    kind = draft.pick.choice(list(HoldKind))
    ends_on = draft.pick.choice((None, None, None, draft.around(30)))
    on_charges = draft.pick.choice(((), (), (), (draft.charges[0].charge_id,)))
    patient = draft.pick.choice((None, None, None, "P1", "P7"))
    made_hold = HoldFacts(
        f"H{len(draft.more.get('holds', ()))}", kind, draft.around(200), ends_on,
        patient_id=patient, charges=on_charges, detail=_detail(draft, kind),
    )  # fmt: skip
    draft.more["holds"] = (*draft.more.get("holds", ()), made_hold)


def _detail(draft: Draft, kind: HoldKind) -> dict[str, Any]:
    pick, detail = draft.pick, {}
    for key in DETAIL_DAYS.get(kind, ()):
        if draft.often(50):
            detail[key] = draft.around(400).isoformat()
        elif draft.often(8):
            detail[key] = pick.choice(UNREADABLE)
    if kind is HoldKind.BANKRUPTCY:
        detail["chapter"] = pick.choice(("7", "7", "13", "13", "11", "", "Chapter 7"))
        if draft.often(15):
            detail |= {"converted_on": draft.around(200).isoformat(), "to_chapter": "7"}
    known = {
        HoldKind.ESTATE: {"representative": "Pat Roe", "address": "1 Elm"},
        HoldKind.ATTORNEY: {"name": "Jo Poe", "address": "2 Elm"},
        HoldKind.CONFIDENTIAL_ADDRESS: {"address": "3 Elm"},
        HoldKind.CALL_RESTRICTION: {"not_before": "10:00", "not_after": "17:00"},
    }.get(kind, {})
    unclear = kind is HoldKind.CALL_RESTRICTION and draft.often(20)
    return {**detail, **({"not_before": "early"} if unclear else known if draft.often(70) else {})}


def died(draft: Draft) -> None:
    draft.patients[0] = replace(draft.patients[0], deceased_on=draft.around(300))


def contacts(draft: Draft) -> None:
    found = []
    for _ in range(draft.pick.choice((1, 3, 8, 9))):
        local = datetime.combine(draft.before(9), time(9), CLINIC)
        outcome = draft.pick.choice(("reached", "no_answer", "no_answer", "voicemail", ""))
        direction = "in" if draft.often(15) else "out"
        at = min(local, draft.at).astimezone(UTC)
        found.append(ContactFacts(at, Channel.CALL, direction, "call", outcome))
    draft.more["contacts"] = tuple(sorted(found, key=lambda one: one.at))


def promised(draft: Draft) -> None:
    made_on, due_on = draft.before(10), draft.around(15)
    draft.more["promises"] = (PromiseFacts("M1", made_on, 5000, max(made_on, due_on)),)


def on_a_plan(draft: Draft) -> None:
    status = draft.pick.choice(("active", "broken"))
    draft.more["plans"] = (PlanFacts("L1", draft.before(20), 2500, 28, 6, status),)


def cannot_be_reached(draft: Draft) -> None:
    changes = (
        {"phone_mobile": ""}, {"phone_mobile": "", "phone_home": ""}, {"has_address": False},
        {"mail_returned_on": draft.around(20)}, {"has_email": False},
        {"text_consent_on": None}, {"text_revoked_on": draft.around(300)},
        {"email_consent_on": None}, {"email_opted_out_on": draft.around(300)},
        {"state": "", "timezone": "", "phone_mobile": "800-555-0177", "phone_home": ""},
        {"state": draft.pick.choice(list(PLACES))}, {"confidential_address": True},
    )  # fmt: skip
    draft.person.update(draft.pick.choice(changes))


def agency_on_file(draft: Draft) -> None:
    papers: dict[str, Any] = {
        **ON_FILE,
        "licence_until": draft.on + timedelta(days=draft.pick.choice((-1, 0, 100))),
        "licence_checked_on": draft.before(500),
    }
    if draft.often(60):
        missing = draft.pick.choice(list(papers))
        papers[missing] = "" if missing in ("name", "policy_url") else None
    draft.more["agency"] = AgencyFacts(**papers)


def first_letter_read(draft: Draft) -> None:
    """With all that is owed now in it, long enough ago to answer it."""
    for at, one in enumerate(draft.charges):
        old = draft.on - timedelta(days=draft.pick.choice((100, 300, 2100)))
        layers = tuple(replace(layer, since=old) for layer in one.layers)
        draft.charges[at] = replace(one, service_on=old, posted_on=old, layers=layers)
    at = datetime.combine(draft.on - timedelta(days=60), time(12), CLINIC).astimezone(UTC)
    letter = ContactFacts(at, Channel.MAIL, "out", "first_letter", delivered=draft.often(90))
    draft.more["contacts"] = (letter, *draft.more.get("contacts", ()))


def estimated(draft: Draft) -> None:
    """A self-pay bill beside its good faith estimate: under, near and far over it."""
    first = draft.charges[0]
    billed = draft.pick.choice((100, 39900, 40000, 250000)) + 50000
    draft.more["estimates"] = (
        EstimateFacts(first.patient_id, "", first.service_on, first.service_on, 50000, billed),
    )


def loose_money(draft: Draft) -> None:
    """Counted on an older charge that nothing else shows, or on part of one that is open."""
    older = replace(draft.pick.choice(draft.charges), charge_id="C8", code="99218")
    draft.charges.append(older)
    cover(draft)
    counted = draft.charges.pop(draft.charges.index(draft.charges[-1]))
    draft.more["counted"] = (counted,)
    draft.more["unapplied_cents"] = counted.patient_cents


def moved_in_parts(draft: Draft) -> None:
    """Some of it the patient's, some of it ours."""
    cents = draft.charges[0].patient_cents
    moves = (("PR", "1", cents // 2), (draft.pick.choice(("CO", "OA")), "45", cents - cents // 2))
    coverage = CoverageFacts(1, "NSTAR", PayerType.COMMERCIAL)
    draft.charges[0] = replace(
        draft.charges[0], coverages=(coverage,), patient_moves=moves,
        patient_reasons=tuple(move[:2] for move in moves),
    )  # fmt: skip


def kept_apart(draft: Draft) -> None:
    draft.more["kept_from_plan"] = ("C7",)


def said_wrong(draft: Draft) -> None:
    at = datetime.combine(draft.before(30), time(12), CLINIC).astimezone(UTC)
    said = ContactFacts(at, Channel.CALL, "in", "call", "dispute")
    draft.more["contacts"] = (*draft.more.get("contacts", ()), said)


def money_on_hand(draft: Draft) -> None:
    draft.more["unapplied_cents"] = 700
    draft.more["credit_cents"] = draft.pick.choice((0, 2500))


PARTS: tuple[tuple[Callable[[Draft], None], int], ...] = (
    (cover, 35),
    (cover, 15),
    (still_with_the_insurer, 10),
    (another_patient, 15),
    (unknown_patient, 3),
    (unsigned, 15),
    (young, 5),
    (hold, 40),
    (hold, 15),
    (died, 6),
    (contacts, 15),
    (promised, 8),
    (on_a_plan, 6),
    (cannot_be_reached, 20),
    (agency_on_file, 40),
    (first_letter_read, 25),
    (estimated, 10),
    (money_on_hand, 20),
    (loose_money, 8),
    (moved_in_parts, 8),
    (kept_apart, 4),
    (said_wrong, 4),
)
