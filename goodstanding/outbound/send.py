"""The only door: what reaches a patient goes through here, and is judged here again with fresh
facts.

Three steps, so that nothing is delivered inside a transaction and nothing is sent twice: `begin`
judges and writes each attempt as "sending", `press` opens the channel, `close` writes what became
of it. An attempt left at "sending" is shown to a person, never repeated by itself.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.answers import Verdict
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Channel, Recipient
from goodstanding.core.letters import FilledLetter
from goodstanding.core.letters import Letter as LetterFacts
from goodstanding.core.money import show
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import lint
from goodstanding.law import live_book
from goodstanding.outbound.channels import by_mail
from goodstanding.outbound.fill import adds_up, words
from goodstanding.outbound.letterhead import letterhead
from goodstanding.outbound.press import Press
from goodstanding.records import clinic
from goodstanding.records.models import Attempt, Letter
from goodstanding.records.queries import letter_rows
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.letter_content import letter_for


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
        return not self.verdict.allowed or self.verdict.cents != self.letter.cents


def begin(letters: Sequence[Letter], *, on: date, at: datetime, by: str) -> list[Judged]:
    """Judges each letter with the facts of this moment; writes its attempt as "sending" or
    "blocked".
    """
    judged = look(letters, on=on, at=at)
    Attempt.objects.bulk_create(
        Attempt(
            guarantor_id=one.letter.guarantor_id, letter=one.letter, channel=Channel.MAIL.value,
            act=one.letter.kind,
            at=at, state="sending" if one.content else "blocked", cents=one.verdict.cents,
            verdict=_plain(one), by=by,
        )
        for one in judged
    )  # fmt: skip
    return judged


def look(letters: Sequence[Letter], *, on: date, at: datetime) -> list[Judged]:
    """The same judgement with nothing written: what would happen at the door now."""
    facts = {f.account_id: f for f in facts_for([letter.guarantor_id for letter in letters], on)}
    charges = [charge.charge_id for one in facts.values() for charge in one.charges]
    with letter_rows.read_ahead(list(facts), charges, on):
        return [_judge(letter, facts[letter.guarantor.number], at) for letter in letters]


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


def _judge(letter: Letter, facts: Any, at: datetime) -> Judged:
    act = Act(letter.kind)
    law = law_for(facts, live_book())
    verdict = judge(Proposed(act, at, to=Recipient.GUARANTOR), facts, law)
    if not verdict.allowed:
        return Judged(
            letter,
            verdict,
            None,
            " ".join(r.text for r in verdict.refusals) or "Nothing may be asked.",
        )
    content = letter_for(facts, verdict, act=act, reference=f"L-{letter.id:06d}", law=law)
    if content.due_cents != verdict.cents or not adds_up(content):
        return Judged(
            letter,
            verdict,
            None,
            "Its figures do not add up to the ledger. Reported; do not contact.",
        )
    if content.due_cents != letter.cents:
        why = f"The amount is now {show(content.due_cents)}; it was {show(letter.cents)}."
        return Judged(letter, verdict, None, why)
    try:
        filled = words(content, letterhead(law))
    except Refused as fault:
        return Judged(letter, verdict, None, fault.why)
    if faults := lint(filled):
        first = faults[0]
        why = f"The linter refuses it: {first.text} ({law.cite(first.rule)})"
        return Judged(letter, verdict, None, why)
    return Judged(letter, verdict, content, filled=filled)


def _plain(one: Judged) -> dict[str, Any]:
    return {
        "allowed": one.verdict.allowed,
        "why": one.why,
        "refusals": [
            {**asdict(r), "until": r.until and r.until.isoformat()} for r in one.verdict.refusals
        ],
        "duties": [asdict(duty) for duty in one.verdict.duties],
    }
