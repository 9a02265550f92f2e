"""May a letter that asks for nothing go? A stop on asking alone lets the answers we owe people out;
a stop on any contact holds every letter.

What is not known holds. Research, not legal advice.
"""

from collections.abc import Iterator

from goodstanding.core.answers import Refusal, Verdict
from goodstanding.core.estates import DECEASED, deaths
from goodstanding.core.facts import AccountFacts
from goodstanding.core.holds import UNCLEAR, confidential_stops, stops_of
from goodstanding.core.kinds import Act, Channel, HoldKind, Recipient
from goodstanding.core.owed import owed
from goodstanding.core.reaching import way_open
from goodstanding.core.recipients import may_be_told
from goodstanding.core.stops import EVERYTHING, Stop
from goodstanding.law import LawOn

UNKNOWN_KIND = "gate.act_unknown"

# An answer the person is waiting for, or one that names no debt.
ANSWERS = frozenset(
    {
        "dispute_received", "dispute_resolved", "billing_error_done", "help_form", "help_decision",
        "good_bye",
    }
)  # fmt: skip
# They ask for nothing, but speak of money to be paid: not while that may not be asked for.
OF_A_DEBT = frozenset(
    {"plan_agreement", "plan_confirmation", "promise_confirmation", "returned_check"}
)
INFORMING = ANSWERS | OF_A_DEBT

# These stop the asking and leave a word to the person free; every other kind of hold that stops a
# statement stops every letter. A bankruptcy does whatever it stops.
_ASKING_ONLY = frozenset(
    {
        HoldKind.DISPUTE, HoldKind.GOOD_FAITH_DISPUTE, HoldKind.BILLING_ERROR,
        HoldKind.ASSISTANCE_PENDING, HoldKind.INSURER_PENDING, HoldKind.WORKERS_COMP,
        HoldKind.NO_FAULT, HoldKind.LIABILITY, HoldKind.PAYER_APPEAL,
    }
)  # fmt: skip
_HELD = "Nothing may be asked for on this account now, so no letter speaks of it."


def may_inform(kind: str, facts: AccountFacts, law: LawOn) -> Verdict:
    """To the guarantor, by mail. `cents` is always 0."""
    found = tuple(dict.fromkeys(_refusals(kind, facts, law)))
    return Verdict(allowed=not found, cents=0, refusals=found)


def _refusals(kind: str, facts: AccountFacts, law: LawOn) -> Iterator[Refusal]:
    if kind not in INFORMING:
        text = "The program does not know what this letter needs. Ask a supervisor."
        yield Refusal(UNKNOWN_KIND, text, law.cite(UNKNOWN_KIND))
    if deaths(facts):
        text = (
            "Someone on this account has died. A supervisor decides what is written, and to whom."
        )
        yield Refusal(DECEASED, text, law.cite(DECEASED))
    for stop in _contact_stops(facts, law):
        yield Refusal(stop.rule, stop.text, law.cite(stop.rule), stop.until)
    told = may_be_told(Recipient.GUARANTOR, Act.STATEMENT, Channel.MAIL, facts=facts, law=law)
    yield from (each for each in told if isinstance(each, Refusal))
    yield from (each for each in way_open(Channel.MAIL, facts, law) if isinstance(each, Refusal))
    if kind in OF_A_DEBT:
        yield from _debt_stopped(facts, law)


def _contact_stops(facts: AccountFacts, law: LawOn) -> Iterator[Stop]:
    for hold in facts.holds:
        if hold.kind is HoldKind.ESTATE:
            continue  # Every death speaks by itself.
        for stop in stops_of(hold, facts, law):
            if isinstance(stop, Stop) and _forbids_a_word(stop, hold.kind):
                yield stop
    if facts.person.confidential_address:
        held = confidential_stops(facts, None, "")
        yield from (s for s in held if isinstance(s, Stop) and Act.STATEMENT in s.acts)


def _forbids_a_word(stop: Stop, kind: HoldKind) -> bool:
    if Recipient.GUARANTOR in stop.spares:
        return False
    if kind is HoldKind.BANKRUPTCY:
        return bool(stop.acts & EVERYTHING)
    if kind in _ASKING_ONLY and stop.rule != UNCLEAR:
        return False
    return Act.STATEMENT in stop.acts


def _debt_stopped(facts: AccountFacts, law: LawOn) -> Iterator[Refusal]:
    """Money is open, and none of it may be asked for. With nothing open no debt is named."""
    money = owed(facts, law)
    for stop in money.stops:
        yield Refusal(stop.rule, stop.text, law.cite(stop.rule), stop.until)
    if facts.patient_cents > 0 and not money.cents:
        for each in money.excluded:
            yield Refusal(each.rule, each.text or _HELD, each.citation, each.until)
