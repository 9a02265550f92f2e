"""Who may be spoken to: the person who owes, and hardly anyone else."""

from collections.abc import Iterator
from datetime import date

from goodstanding.core.answers import Duty, Refusal
from goodstanding.core.days import add_months
from goodstanding.core.estates import DECEASED, deaths
from goodstanding.core.facts import AccountFacts
from goodstanding.core.holds import AUTHORITY, agent_known, attorney_known
from goodstanding.core.kinds import Act, Channel, HoldKind, Recipient
from goodstanding.core.liable import MAJORITY, MINOR, SPOUSE
from goodstanding.law import LawOn

THIRD_PARTY = "us-regf-third-party-disclosure"
PARENTS = "us-hipaa-minors-personal-representative"
DIVORCED = "mn-divorced-parents"
AGENCY = "us-hipaa-payment-disclosure"
UNKNOWN = "gate.recipient_unknown"

_TO_THE_ESTATE = frozenset({Act.ESTATE_LETTER, Act.FILE_CLAIM_ESTATE})
Findings = Iterator[Refusal | Duty]


def may_be_told(
    to: Recipient, act: Act, channel: Channel | None, *, facts: AccountFacts, law: LawOn
) -> Findings:
    if to is Recipient.GUARANTOR:
        yield from _guarantor(facts, law)
    elif to is Recipient.PATIENT:
        yield from _patient(facts, law)
    elif to is Recipient.SPOUSE:
        yield from _spouse(facts, law)
    elif to is Recipient.PARENT:
        yield from _parent(facts, law)
    elif to is Recipient.REPRESENTATIVE:
        yield from _representative(act, channel, facts, law=law)
    elif to is Recipient.ATTORNEY:
        if not attorney_known(facts):
            text = "No lawyer's name and address are on file. Ask for them; speak with nobody else."
            yield _no(THIRD_PARTY, text, law)
        elif channel is not Channel.MAIL:
            yield _no(UNKNOWN, "Only the lawyer's mailing address is known. Write.", law)
    elif to is Recipient.AGENCY:
        if act is not Act.AGENCY_PLACEMENT:
            yield _no(AGENCY, "An agency gets only a placed account, under its agreement.", law)
    else:
        yield _no(THIRD_PARTY, "Speak of this debt with no one else.", law)


def may_be_paid(to: Recipient, *, facts: AccountFacts, law: LawOn) -> Findings:
    """Who may be given the credit back. After a death the step asks for the papers."""
    if deaths(facts) or to in (Recipient.GUARANTOR, Recipient.PATIENT):
        return
    if to is Recipient.PARENT and any(p.relation in ("child", "ward") for p in facts.patients):
        return
    if to is Recipient.REPRESENTATIVE:
        if not agent_known(facts):
            text = "No power of attorney with its document on file is in force."
            yield _no(AUTHORITY, text, law)
        return
    yield _no(THIRD_PARTY, "Money goes back to the person it came from.", law)


def _no(rule: str, text: str, law: LawOn) -> Refusal:
    return Refusal(rule, text, law.cite(rule))


def _guarantor(facts: AccountFacts, law: LawOn) -> Findings:
    person = facts.person
    birth_on = person.birth_on or _self_birth(facts)
    if not person.consented_alone and _minor(birth_on, facts.on, law):
        text = "The guarantor is a minor. Find the parent or guardian who signed."
        yield _no(MINOR, text, law)
    if person.signed_on is None and any(p.relation == "child" for p in facts.patients):
        text = (
            "Check that this parent signed: the parent who signed is billed, whatever a "
            "decree says."
        )
        yield Duty(DIVORCED, text, law.cite(DIVORCED))


def _patient(facts: AccountFacts, law: LawOn) -> Findings:
    if any(p.relation == "self" for p in facts.patients):
        yield from _guarantor(facts, law)
    elif any(_minor(p.birth_on, facts.on, law) for p in facts.patients):
        yield _no(MINOR, "The patient is a minor. Write to the parent or guardian who signed.", law)
    else:
        text = "Only the guarantor's address is known. Write to the guarantor."
        yield _no(UNKNOWN, text, law)


def _spouse(facts: AccountFacts, law: LawOn) -> Findings:
    """The spouse who signed is the guarantor; any other spouse is asked for nothing."""
    signed = facts.person.signed_on is not None
    if not (signed and facts.patients and all(p.relation == "spouse" for p in facts.patients)):
        text = (
            "A spouse who did not sign owes nothing and is not asked. Ask only who handles "
            "the estate."
        )
        alive = "A spouse who did not sign owes nothing and is not asked."
        yield _no(SPOUSE, text if deaths(facts) else alive, law)


def _parent(facts: AccountFacts, law: LawOn) -> Findings:
    person = facts.person
    if person.consented_alone:
        text = "The minor consented alone: the parents are told nothing."
        yield _no(MAJORITY, text, law)
        yield _no(PARENTS, text, law)
    elif any(p.relation in ("child", "ward") for p in facts.patients):
        yield from _guarantor(facts, law)
    elif _minor(person.birth_on or _self_birth(facts), facts.on, law):
        text = "Which parent signed is not known. Find out before anyone is asked."
        yield _no(MINOR, text, law)
    else:
        text = "The patient is an adult. Speak with no parent without their word."
        yield _no(THIRD_PARTY, text, law)


def _representative(
    act: Act, channel: Channel | None, facts: AccountFacts, *, law: LawOn
) -> Findings:
    dead = deaths(facts)
    if act in _TO_THE_ESTATE:
        return  # The estate's own stops say whether there is a representative to write to.
    if dead:
        text = (
            "The person has died, and with them every power of attorney. Write to the estate only."
        )
        yield _no(DECEASED, text, law)
    held = any(h.kind is HoldKind.POWER_OF_ATTORNEY and h.in_force(facts.on) for h in facts.holds)
    if held and (dead or not agent_known(facts)):
        text = "No power of attorney with its document on file is in force."
        yield _no(AUTHORITY, text, law)
    elif held and channel not in (Channel.MAIL, Channel.IN_PERSON, None):
        text = "The guarantor's numbers are not the agent's: use only what the agent gave us."
        yield Duty(AUTHORITY, text, law.cite(AUTHORITY))
    elif not held and not dead:
        text = "Nobody is on file who may speak for this person."
        yield _no(AUTHORITY, text, law)
        yield _no(THIRD_PARTY, text, law)


def _self_birth(facts: AccountFacts) -> date | None:
    return next((p.birth_on for p in facts.patients if p.relation == "self"), None)


def _minor(birth_on: date | None, on: date, law: LawOn) -> bool:
    if birth_on is None:
        return False
    return on < add_months(birth_on, 12 * law.number(MAJORITY, "age_of_majority"))
