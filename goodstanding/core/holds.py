"""What every kind of hold stops. Where a hold cannot be understood, it stops everything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from goodstanding.core.answers import Duty
from goodstanding.core.bankruptcy import bankruptcy_stops
from goodstanding.core.days import local_day
from goodstanding.core.estates import death_of, estate_stops, stops_of_death
from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.kinds import Act, HoldKind, Recipient
from goodstanding.core.stops import (
    EVERYTHING,
    HANDS_OFF,
    NOBODY,
    Stop,
    detail_day,
    detail_text,
    lifted_on,
    scope,
    spoken,
)
from goodstanding.law import LawOn

CONTACT = "us-regf-inconvenient-time-place"
CONFIDENTIAL = "us-hipaa-confidential-communications"
AUTHORITY = "mn-poa-guardian-authority"
MILITARY = "us-scra"
ERROR = "mn-62j808-billing-error-review"
UNCLEAR = "holds.unclear"

_MESSAGES = frozenset({Act.CALL, Act.TEXT, Act.EMAIL})


@dataclass(frozen=True, slots=True)
class Effect:
    """`whole`: the account, whatever charges the hold names. `ends`: the detail's days that
    together end the stop, the last of them."""

    rule: str
    text: str
    acts: frozenset[Act] = EVERYTHING
    whole: bool = False
    ends: tuple[str, ...] = ()
    asks: bool = False


EFFECTS: dict[HoldKind, Effect] = {
    HoldKind.DISPUTE: Effect(
        "us-regf-validation-notice",
        "The person disputes this. Nothing is asked for it until the dispute is answered.",
    ),
    HoldKind.GOOD_FAITH_DISPUTE: Effect(
        "us-nsa-ppdr-collection-freeze",
        "A dispute about the estimate is open. Nothing is collected until it is decided.",
        ends=("decided_on",),
    ),
    HoldKind.BILLING_ERROR: Effect(
        ERROR,
        "This bill may be wrong. It is not billed until it is reviewed and the answer is sent.",
        ends=("reviewed_on", "notice_on"),
    ),
    HoldKind.ASSISTANCE_PENDING: Effect(
        "mn-ma-retroactive-eligibility",
        "An application for help is open. Wait for the decision.",
    ),
    HoldKind.INSURER_PENDING: Effect(
        "owed.insurer_pending", "An insurer has not finished with this. Follow up with the insurer."
    ),
    HoldKind.WORKERS_COMP: Effect(
        "mn-workers-comp-no-patient-billing",
        "This is a work injury. The patient is not asked; bill the workers' compensation insurer.",
    ),
    HoldKind.NO_FAULT: Effect(
        "mn-no-fault-auto",
        "The no-fault insurer comes first. Wait until it has paid, run out or denied.",
    ),
    HoldKind.LIABILITY: Effect(
        "holds.liability", "Someone else's liability insurer may pay. The patient waits."
    ),
    HoldKind.PAYER_APPEAL: Effect(
        "holds.payer_appeal", "An appeal to the insurer is open. Wait for its answer."
    ),
    HoldKind.CEASE_CONTACT: Effect(
        "us-regf-cease-communication",
        "The person asked us to stop contacting them. A supervisor decides what is left to do.",
        whole=True,
        asks=True,
    ),
    HoldKind.IDENTITY_THEFT: Effect(
        "us-red-flags-rule",
        "Someone may have used another's identity. A person finds out whose bill this is.",
        HANDS_OFF,
        whole=True,
        asks=True,
    ),
    HoldKind.AGENCY: Effect(
        "holds.at_agency",
        "The account is at the agency. Recall it before the clinic asks for anything.",
        whole=True,
    ),
    HoldKind.MILITARY: Effect(
        MILITARY,
        "This may be a servicemember. Counsel decides before any suit or placement.",
        frozenset({Act.LAWSUIT, Act.AGENCY_PLACEMENT}),
        whole=True,
        asks=True,
    ),
    HoldKind.MANUAL: Effect(
        "holds.manual",
        "A person stopped this account. Only a person lifts that.",
        HANDS_OFF,
        asks=True,
    ),
}


def stops_on(facts: AccountFacts, law: LawOn) -> tuple[Stop | Duty, ...]:
    """Everything that holds and deaths stop on the facts' day, and what they ask for instead."""
    found: list[Stop | Duty] = []
    for hold in facts.holds:
        if hold.kind is not HoldKind.ESTATE:
            found += stops_of(hold, facts, law)
    if facts.person.confidential_address and not any(
        isinstance(each, Stop) and each.rule == CONFIDENTIAL for each in found
    ):
        found += confidential_stops(facts, None, "")
    if (said_on := unanswered_dispute(facts)) is not None:
        text = f"On {spoken(said_on)} they said the bill is wrong. Open a bill question first."
        found.append(Stop(ERROR, text, EVERYTHING, asks=True))
    found += estate_stops(facts, law)
    return tuple(found)


_QUESTIONS = frozenset({HoldKind.DISPUTE, HoldKind.BILLING_ERROR, HoldKind.GOOD_FAITH_DISPUTE})


def unanswered_dispute(facts: AccountFacts) -> date | None:
    """The last day on which someone said the bill is wrong, when no question about it was open then
    or since: any report counts, in whatever words (Minn. Stat. 62J.808)."""
    said = [c.at for c in facts.contacts if c.outcome == "dispute"]
    if not said:
        return None
    said_on = local_day(said[-1], facts.clinic_timezone)
    for hold in facts.holds:
        # One that ended the day before was open in the course of that day, or taken up on it.
        open_until = hold.ends_on and hold.ends_on + timedelta(days=1)
        if hold.kind in _QUESTIONS and (open_until is None or open_until >= said_on):
            return None
    return said_on


def stops_of(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> list[Stop | Duty]:
    """What one hold stops on the facts' day."""
    if hold.kind is HoldKind.BANKRUPTCY:
        return bankruptcy_stops(hold, facts, law) if hold.starts_on <= facts.on else []
    if not hold.in_force(facts.on):
        return []
    if hold.kind is HoldKind.ESTATE:
        return [*stops_of_death(death_of(hold, facts), facts, law)]
    special = _SPECIAL.get(hold.kind)
    return special(hold, facts) if special else _plain(hold, facts)


def _plain(hold: HoldFacts, facts: AccountFacts) -> list[Stop | Duty]:
    effect = EFFECTS[hold.kind]
    until = lifted_on(hold)
    if effect.ends:
        try:
            days = [detail_day(hold.detail, key) for key in effect.ends]
        except ValueError:
            return [Stop(UNCLEAR, _UNREADABLE, EVERYTHING)]
        known = [day for day in days if day is not None]
        if len(known) == len(days):
            # The day itself still waits: the notice goes out in the course of it.
            free_on = max(known) + timedelta(days=1)
            until = free_on if until is None else min(until, free_on)
            if facts.on >= free_on:
                return []
    charges = None if effect.whole else scope(hold, facts)
    found: list[Stop | Duty] = [
        Stop(effect.rule, effect.text, effect.acts, charges, until=until, asks=effect.asks)
    ]
    return found + [Duty(rule, text, "") for rule, text in _ASKS_FOR.get(hold.kind, ())]


_UNREADABLE = "This hold's dates cannot be read. A person corrects them first."
_ASKS_FOR = {
    HoldKind.DISPUTE: (
        (ERROR, "If coding, coverage or the patient's share may be wrong, open a billing review."),
    ),
    HoldKind.MILITARY: (
        (MILITARY, "Check military status and ask counsel before any suit or placement."),
    ),
}


def _attorney(hold: HoldFacts, facts: AccountFacts) -> list[Stop | Duty]:
    """Past the lawyer nothing; to the lawyer only when we know where."""
    text = "The person has a lawyer. Write to the lawyer only."
    spares = frozenset({Recipient.ATTORNEY}) if attorney_known(facts) else NOBODY
    return [Stop(CONTACT, text, EVERYTHING, None, spares, lifted_on(hold))]


def attorney_known(facts: AccountFacts) -> bool:
    return any(
        detail_text(hold.detail, "name") and detail_text(hold.detail, "address")
        for hold in facts.holds
        if hold.kind is HoldKind.ATTORNEY and hold.in_force(facts.on)
    )


def _call_restriction(hold: HoldFacts, facts: AccountFacts) -> list[Stop | Duty]:
    """The hours themselves are judged at the moment of contact (`call_hours`)."""
    if limit_unreadable(hold):
        text = "The person limited when or where we may call, and the limit cannot be read."
        return [Stop(CONTACT, text, _MESSAGES, until=lifted_on(hold))]
    if detail_text(hold.detail, "not_at"):
        return [Duty(CONTACT, "Never call the person at work.", "")]
    return []


def limit_unreadable(hold: HoldFacts) -> bool:
    """Neither hours nor a place, or some that mean nothing."""
    try:
        stated = _hours(hold) != (None, None)
    except ValueError:
        return True
    place = detail_text(hold.detail, "not_at")
    return place not in ("", "work") or not (stated or place)


def call_hours(facts: AccountFacts) -> list[tuple[time | None, time | None]]:
    """(not before, not after), local to the person, for each restriction in force that can be
    read."""
    found = []
    for hold in facts.holds:
        if hold.kind is HoldKind.CALL_RESTRICTION and hold.in_force(facts.on):
            try:
                found.append(_hours(hold))
            except ValueError:
                continue  # _call_restriction stops these whole.
    return found


def _hours(hold: HoldFacts) -> tuple[time | None, time | None]:
    before, after = (hold.detail.get(key) for key in ("not_before", "not_after"))
    return _clock(before), _clock(after)


def _clock(written: object) -> time | None:
    if written is None or written == "":
        return None
    if not isinstance(written, str):
        raise ValueError(f"{written!r} is not a time of day")
    return time.fromisoformat(written.strip())


def _confidential_address(hold: HoldFacts, facts: AccountFacts) -> list[Stop | Duty]:
    return confidential_stops(facts, lifted_on(hold), detail_text(hold.detail, "address"))


def confidential_stops(facts: AccountFacts, until: date | None, address: str) -> list[Stop | Duty]:
    """Mail to that address and nothing else; where it is not known, nothing at all."""
    known = bool(address) or (facts.person.confidential_address and facts.person.has_address)
    text = "The person asked to be reached only at their confidential address, by mail."
    elsewhere = Stop(CONFIDENTIAL, text, _MESSAGES, until=until)
    if known:
        return [elsewhere, Duty(CONFIDENTIAL, "Write only to the confidential address.", "")]
    text = "The person asked for a confidential address, and it is not known. Ask for it first."
    return [Stop(CONFIDENTIAL, text, EVERYTHING - {Act.FRONT_DESK_NOTE}, until=until)]


def _power_of_attorney(hold: HoldFacts, facts: AccountFacts) -> list[Stop | Duty]:
    text = "Speak with the agent only with the document on file; the agent owes nothing."
    return [Duty(AUTHORITY, text, "")]


def agent_known(facts: AccountFacts) -> bool:
    """A power of attorney with its document on file. It ends at death: ask about that first."""
    for hold in facts.holds:
        if hold.kind is HoldKind.POWER_OF_ATTORNEY and hold.in_force(facts.on):
            try:
                document_on = detail_day(hold.detail, "document_on")
            except ValueError:
                continue
            if document_on is not None and document_on <= facts.on:
                return True
    return False


_SPECIAL: dict[HoldKind, Callable[[HoldFacts, AccountFacts], list[Stop | Duty]]] = {
    HoldKind.ATTORNEY: _attorney,
    HoldKind.CALL_RESTRICTION: _call_restriction,
    HoldKind.CONFIDENTIAL_ADDRESS: _confidential_address,
    HoldKind.POWER_OF_ATTORNEY: _power_of_attorney,
}
