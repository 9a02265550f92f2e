"""What a hold does to every act, and what its release would do: read off the gate's own stops."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from goodstanding.core.answers import Duty
from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.gate_case import Proposed
from goodstanding.core.holds import stops_of
from goodstanding.core.kinds import Act, Recipient
from goodstanding.core.money import Cents
from goodstanding.core.owed import Owed, owed
from goodstanding.core.stops import Stop
from goodstanding.law import LawOn

_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # stops know no hours


class State(StrEnum):
    STOPPED = "stopped"
    ASK_MANAGER = "ask_manager"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class ActEffect:
    """`cents` is the open patient money it is stopped for; `only_for` those it stays open to;
    `partly`: some of the account is left free."""

    act: Act
    state: State
    rule: str = ""
    text: str = ""
    citation: str = ""
    cents: Cents = 0
    partly: bool = False
    only_for: tuple[Recipient, ...] = ()


def effects(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> tuple[ActEffect, ...]:
    """One row an act, in the order of the acts."""
    found = stops_of(hold, facts, law)
    stops = [each for each in found if isinstance(each, Stop)]
    return tuple(_effect(act, stops, facts, law=law) for act in Act)


def _effect(act: Act, stops: Iterable[Stop], facts: AccountFacts, *, law: LawOn) -> ActEffect:
    to = Proposed(act, _ANY_MOMENT).recipient
    known = [s for s in stops if act in s.acts and (s.charges is None or s.charges)]
    touching = [s for s in known if to not in s.spares]
    if not touching:
        return ActEffect(act, State.ALLOWED)
    # What nobody may decide otherwise speaks first.
    speaking = min(touching, key=lambda s: s.asks)
    whole = any(s.charges is None for s in touching)
    stopped = frozenset().union(*(s.charges or () for s in touching))
    money = {c.charge_id: c.patient_cents for c in facts.charges if c.patient_cents > 0}
    cents = sum(money.values()) if whole else sum(money.get(one, 0) for one in stopped)
    return ActEffect(
        act,
        State.ASK_MANAGER if speaking.asks else State.STOPPED,
        speaking.rule,
        speaking.text,
        law.cite(speaking.rule),
        cents=cents,
        partly=not whole and any(one not in stopped for one in money),
        only_for=tuple(sorted(frozenset.intersection(*(s.spares for s in touching)))),
    )


def duties_of(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> tuple[Duty, ...]:
    """What it asks for instead of stopping."""
    return tuple(
        Duty(each.rule, each.text, law.cite(each.rule))
        for each in stops_of(hold, facts, law)
        if isinstance(each, Duty)
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """Balances (charges) and their money: those its release makes billable, and those it touches
    that stay at zero for another reason."""

    freed: int
    freed_cents: Cents
    kept: int
    kept_cents: Cents


def release_preview(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> Preview:
    """By asking what is owed with the hold, and with it ended yesterday by a person."""
    day = facts.on.isoformat()
    ended = replace(
        hold,
        ends_on=facts.on - timedelta(days=1),
        detail={**hold.detail, "released_on": day},
    )
    others = tuple(ended if one.hold_id == hold.hold_id else one for one in facts.holds)
    before = _billable(owed(facts, law))
    after = _billable(owed(replace(facts, holds=others), law))
    freed = {one: cents - before.get(one, 0) for one, cents in after.items()}
    freed = {one: cents for one, cents in freed.items() if cents > 0}
    kept = {
        c.charge_id: c.patient_cents
        for c in facts.charges
        if c.patient_cents > 0
        and c.charge_id not in after
        and _touches(hold, c.charge_id, facts, law=law)
    }
    return Preview(len(freed), sum(freed.values()), len(kept), sum(kept.values()))


def _billable(found: Owed) -> dict[str, Cents]:
    return {} if found.stops else found.charges


def _touches(hold: HoldFacts, charge_id: str, facts: AccountFacts, *, law: LawOn) -> bool:
    return any(
        isinstance(stop, Stop)
        and Act.STATEMENT in stop.acts
        and (stop.charges is None or charge_id in stop.charges)
        for stop in stops_of(hold, facts, law)
    )


_MESSAGES = frozenset({Act.CALL, Act.TEXT, Act.EMAIL})


def in_short(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> str:
    """What it stops, in a few words for a list."""
    stops = [each for each in stops_of(hold, facts, law) if isinstance(each, Stop)]
    told = [one for one in stops if not any(_within(one, other) for other in stops)]
    parts = dict.fromkeys(_stop_in_short(stop, hold, facts) for stop in told)
    return "; ".join(part for part in parts if part) or "nothing; it says who may be spoken to"


def _within(one: Stop, other: Stop) -> bool:
    """The other stops at least as much, for fewer people spared."""
    wider = other.charges is None or (one.charges is not None and one.charges <= other.charges)
    return wider and one.acts <= other.acts and other.spares < one.spares


def _stop_in_short(stop: Stop, hold: HoldFacts, facts: AccountFacts) -> str:
    if not stop.acts - {Act.ESTATE_LETTER, Act.FILE_CLAIM_ESTATE}:
        return ""  # What the estate's own letter needs is on the hold's page.
    if stop.acts == _MESSAGES:
        what = "calls, texts and email"
    elif Act.STATEMENT not in stop.acts:
        what = "all but a statement" if Act.CALL in stop.acts else "agency and suit"
    elif Act.ESTATE_LETTER not in stop.acts:
        what = "all but one letter to the estate"
    else:
        what = "everything"
    if stop.spares:
        what += " but to " + " or ".join(sorted(each.value for each in stop.spares))
    own = {c.charge_id for c in facts.charges if c.patient_cents > 0}
    if stop.charges is None or (own and own <= stop.charges and not hold.charges):
        return what
    if not stop.charges:
        return ""
    count = len(stop.charges)
    return f"{what} on {count} visit{'s' if count > 1 else ''}"
