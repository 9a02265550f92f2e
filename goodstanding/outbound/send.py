"""The only door: what reaches a patient goes through here, and is judged here again with fresh
facts.

Three steps, so that nothing is delivered inside a transaction and nothing is sent twice: `begin`
judges and writes each attempt as "sending", `press` opens the channel, `close` writes what became
of it. An attempt left at "sending" is shown to a person, never repeated by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from goodstanding.core.agency_placing import Placing
from goodstanding.core.answers import Verdict
from goodstanding.core.facts import AccountFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.informing import may_inform
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.letter_kinds import PLAN_MISSED
from goodstanding.core.letters import ClinicFacts, FilledLetter, reference
from goodstanding.core.letters import Letter as LetterFacts
from goodstanding.core.messages import STOP_CONFIRMATION
from goodstanding.core.money import show
from goodstanding.core.occasions import read
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import lint
from goodstanding.law import LawOn, live_book
from goodstanding.outbound.channels import by_agency, by_email, by_mail, by_text
from goodstanding.outbound.fill import BY_LINTER, NOT_THE_LEDGER, adds_up
from goodstanding.outbound.fill import words as fill
from goodstanding.outbound.for_agency import Addressee, Notice, Placed
from goodstanding.outbound.handed import Handed, NotNow, Outgoing, Request, Told
from goodstanding.outbound.letterhead import letterhead
from goodstanding.outbound.message_words import Written, stop_confirmation, write
from goodstanding.outbound.press import Press
from goodstanding.records import clinic
from goodstanding.records.models import Attempt, Guarantor, Letter, Message
from goodstanding.records.queries import letter_rows
from goodstanding.records.queries.agency_asked import asked_now
from goodstanding.records.queries.approved_words import approved_words
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.letter_content import (
    estate_letter,
    letter_for,
    missed_letter,
)
from goodstanding.records.queries.occasions import telling_letter


@dataclass(frozen=True, slots=True)
class Judged:
    """One letter at the door: what it will say, or why it stays."""

    letter: Letter
    verdict: Verdict
    content: LetterFacts | None
    why: str = ""
    filled: FilledLetter | None = None

    @property
    def outdated(self) -> bool:
        """What it was decided on has changed, so that it is worth deciding again at once."""
        if self.content is not None or self.letter.decision_id is None:
            return False
        return not self.verdict.allowed or self.verdict.cents != self.letter.cents


def begin(letters: Sequence[Letter], *, on: date, at: datetime, by: str) -> list[Judged]:
    """Judges each letter with the facts of this moment; writes its attempt as "sending" or
    "blocked".
    """
    judged = look(letters, on=on, at=at)
    Attempt.objects.bulk_create(
        Attempt(
            guarantor_id=one.letter.guarantor_id, letter=one.letter, channel=Channel.MAIL.value,
            act=act_of(one.letter),
            at=at, state="sending" if one.content else "blocked", cents=one.verdict.cents,
            verdict=_said(one.verdict, one.why), by=by,
        )
        for one in judged
    )  # fmt: skip
    return judged


def look(letters: Sequence[Letter], *, on: date, at: datetime) -> list[Judged]:
    """The same judgement with nothing written: what would happen at the door now."""
    facts = {f.account_id: f for f in facts_for([letter.guarantor_id for letter in letters], on)}
    charges = [charge.charge_id for one in facts.values() for charge in one.charges]
    paper = cache(partial(letterhead, words=approved_words()))
    with letter_rows.read_ahead(list(facts), charges, on):
        return [
            _judge(letter, facts[letter.guarantor.number], at, paper=paper) for letter in letters
        ]


def press(*, on: date, expected: int) -> Press:
    """Opens the channel for letters of a day: pages are made as they come. No transaction is open
    while they are.
    """
    law = live_book().on(on, clinic.current().state)
    return by_mail.press(letterhead(law), on=on, expected=expected)


def close(letters: Sequence[int], *, sent: bool) -> None:
    """Writes what became of the attempts of these letters."""
    Attempt.objects.filter(letter_id__in=letters, state="sending").update(
        state="sent" if sent else "failed"
    )


def by_telephone(facts: AccountFacts, *, key: int, at: datetime, by: str) -> tuple[Verdict, int]:
    """A call of a person with their own telephone, judged again as it is written down: nothing is
    opened here. Returns the verdict and the attempt's key; "blocked" keeps that it was made against
    the gate.
    """
    verdict = judge(Proposed(Act.CALL, at), facts, law_for(facts, live_book()))
    attempt = Attempt.objects.create(
        guarantor_id=key, channel=Channel.CALL.value, act=Act.CALL.value, at=at,
        state="sent" if verdict.allowed else "blocked", cents=verdict.cents,
        verdict=_said(verdict), by=by,
    )  # fmt: skip
    return verdict, attempt.id


def begin_message(message: Message, facts: AccountFacts, *, at: datetime, by: str) -> Written:
    """Judges one text or email with the facts of this moment, its hours and caps too. Writes its
    attempt as "sending" or "blocked", and none when it only waits for its hour."""
    if message.act == STOP_CONFIRMATION:
        written = stop_confirmation(at)
        if message.until_at is not None and at > message.until_at:
            written = replace(written, why="It is too late for the one confirmation allowed.")
    else:
        written = write(Channel(message.channel), facts, at=at)
        if not written.why and written.verdict.cents != message.cents:
            was, now = show(message.cents), show(written.verdict.cents)
            written = replace(written, why=f"The amount is now {now}; it was {was}.")
    if written.again_at is None:
        Attempt.objects.create(
            guarantor_id=message.guarantor_id, message=message, channel=message.channel,
            act=message.act, at=at, state="blocked" if written.why else "sending",
            cents=written.verdict.cents, verdict=_said(written.verdict, written.why), by=by,
        )  # fmt: skip
    return written


def deliver_message(channel: str, one: Outgoing, *, at: datetime) -> Handed:
    """Opens the channel. No transaction is open here."""
    ways = clinic.current().channels
    if channel == Channel.EMAIL and ways.email is not None:
        return by_email.deliver(one, ways.email, clinic.smtp_password(), at=at)
    if channel == Channel.TEXT and ways.text is not None:
        return by_text.provider(ways.text, clinic.text_token()).send(one)
    return NotNow("This way is not configured any more.")


def close_message(message: int, *, sent: bool) -> None:
    """Writes what became of the message's open attempt."""
    Attempt.objects.filter(message_id=message, state="sending").update(
        state="sent" if sent else "failed"
    )


def try_channels() -> dict[str, str]:
    """By channel that is configured: "" when a connection works, else why not. Nothing is sent."""
    ways, tried = clinic.current().channels, {}
    if ways.email is not None:
        tried["email"] = by_email.check(ways.email, clinic.smtp_password())
    if ways.text is not None:
        tried["text"] = by_text.provider(ways.text, clinic.text_token()).check()
    return tried


def told_by_provider(request: Request) -> Told | None:
    """What a text provider's request tells; None when it does not carry their signature."""
    ways = clinic.current().channels
    assert ways.text is not None
    theirs = by_text.provider(ways.text, clinic.text_token())
    return theirs.tells(request) if theirs.is_theirs(request) else None


@dataclass(frozen=True, slots=True)
class AtAgencyDoor:
    """One account before it goes to the agency, judged with the facts of this moment."""

    facts: AccountFacts
    placing: Placing
    attempt: int

    @property
    def amounts(self) -> dict[str, int]:
        """By charge, what goes along."""
        return {c.charge_id: c.patient_cents for c in self.facts.charges if c.patient_cents}


def begin_placement(account: int, *, on: date, at: datetime, by: str) -> AtAgencyDoor:
    """Judges one account (our key), gate and checklist together; writes its attempt as "sending" or
    "blocked"."""
    facts, found = asked_now(account, on, asked=Proposed(Act.AGENCY_PLACEMENT, at))
    attempt = Attempt.objects.create(
        guarantor_id=account, channel="agency", act=Act.AGENCY_PLACEMENT.value, at=at,
        state="sending" if found.verdict.allowed else "blocked", cents=found.verdict.cents,
        verdict=_said(found.verdict), by=by,
    )  # fmt: skip
    return AtAgencyDoor(facts, found, attempt.id)


def stays(door: AtAgencyDoor, why: str) -> None:
    """An open door after all: its attempt is closed with the reason."""
    assert door.placing.verdict.allowed, "a closed door is closed already"
    Attempt.objects.filter(id=door.attempt).update(
        state="blocked", verdict=_said(door.placing.verdict, why)
    )


def placements_file(
    doors: Sequence[AtAgencyDoor], people: Sequence[Guarantor], *, numbers: Sequence[int], on: date
) -> bytes:
    """The agency's file for doors that all stand open, in this order; marks them as sent."""
    assert all(door.placing.verdict.allowed for door in doors), "a closed door has no file"
    content = by_agency.placements(
        Placed(number, on, _addressee(door.facts, person), _by_day(door.facts))
        for number, door, person in zip(numbers, doors, people, strict=True)
    )
    Attempt.objects.filter(id__in=[door.attempt for door in doors]).update(state="sent")
    return content


def notices_file(lines: Sequence[Notice]) -> bytes:
    """What the agency must know of accounts it has or had: it asks nobody for anything."""
    return by_agency.notices(lines)


def _addressee(facts: AccountFacts, person: Guarantor) -> Addressee:
    return Addressee(
        account=facts.account_id, last_name=person.last_name, first_name=person.first_name,
        street=person.street, street2=person.street2, city=person.city, state=person.state,
        zip=person.zip, phone=facts.person.phone_home or facts.person.phone_mobile,
    )  # fmt: skip


def _by_day(facts: AccountFacts) -> list[tuple[date, int]]:
    days: dict[date, int] = {}
    for charge in facts.charges:
        if charge.patient_cents:
            days[charge.service_on] = days.get(charge.service_on, 0) + charge.patient_cents
    return sorted(days.items())


def act_of(letter: Letter) -> str:
    """The act it stands for; a letter for something that happened is its own."""
    return letter.decision.act if letter.decision is not None else letter.kind


def _informs(letter: Letter) -> bool:
    """It asks for nothing: every letter without a decision but the claim on an estate."""
    return letter.decision is None and letter.kind != Act.ESTATE_LETTER


def _judge(
    letter: Letter, facts: AccountFacts, at: datetime, *, paper: Callable[[LawOn], ClinicFacts]
) -> Judged:
    law = law_for(facts, live_book())
    if _informs(letter):
        verdict = may_inform(letter.kind, facts, law)
    else:
        verdict = judge(Proposed(Act(act_of(letter)), at), facts, law)
    if not verdict.allowed:
        return Judged(letter, verdict, None, verdict.why)
    try:
        content = _content(letter, verdict, facts, law=law)
        if why := _wrong(content, verdict, letter):
            return Judged(letter, verdict, None, why)
        filled = fill(content, paper(law))
    except Refused as fault:
        return Judged(letter, verdict, None, fault.why)
    if why := _wrong_words(filled, law):
        return Judged(letter, verdict, None, why)
    # What is printed later is what was read here, also when new words are approved in between.
    kept = replace(content, written_with=filled.written_with)
    return Judged(letter, verdict, kept, filled=filled)


def _content(letter: Letter, verdict: Verdict, facts: AccountFacts, *, law: LawOn) -> LetterFacts:
    name = reference(letter.id)
    if _informs(letter):
        return telling_letter(
            facts, letter.kind, read(letter.occasion or ""), said=letter.said,
            reference=name, law=law,
        )  # fmt: skip
    if letter.kind == Act.ESTATE_LETTER:
        return estate_letter(facts, verdict, reference=name, law=law)
    if letter.kind == PLAN_MISSED:
        grace = clinic.policy_chosen(facts.on).policy.grace.plan_days
        return missed_letter(facts, verdict, reference=name, grace_days=grace)
    return letter_for(facts, verdict, kind=letter.kind, reference=name, law=law)


def _wrong(content: LetterFacts, verdict: Verdict, letter: Letter) -> str:
    """A letter asks for all that may be asked; one about a missed instalment for no more than
    that.
    """
    whole = letter.kind != PLAN_MISSED
    if content.due_cents > verdict.cents or (whole and content.due_cents < verdict.cents):
        return NOT_THE_LEDGER
    if not adds_up(content):
        return NOT_THE_LEDGER
    if content.due_cents != letter.cents:
        return f"The amount is now {show(content.due_cents)}; it was {show(letter.cents)}."
    return ""


def _wrong_words(filled: FilledLetter, law: LawOn) -> str:
    if faults := lint(filled):
        first = faults[0]
        return f"{BY_LINTER}: {first.text} ({law.cite(first.rule)})"
    return ""


def _said(verdict: Verdict, why: str = "") -> dict[str, Any]:
    return {
        "allowed": verdict.allowed,
        "why": why,
        "refusals": [
            {**asdict(r), "until": r.until and r.until.isoformat()} for r in verdict.refusals
        ],
        "duties": [asdict(duty) for duty in verdict.duties],
    }
