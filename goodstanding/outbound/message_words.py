"""A text or an email made from the house's own words, judged and read as an inspector would."""

from dataclasses import dataclass
from datetime import datetime

from goodstanding.core.answers import Verdict
from goodstanding.core.days import local_day
from goodstanding.core.facts import AccountFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Channel, Recipient
from goodstanding.core.places import law_for
from goodstanding.core.reaching import HOURS, MESSAGES, next_opening
from goodstanding.core.wording import WordsKind
from goodstanding.law import live_book
from goodstanding.outbound.fill import BY_LINTER, NOT_THE_LEDGER, fields_for
from goodstanding.outbound.letterhead import letterhead
from goodstanding.outbound.typed import answer_text, check, check_alone, sample_text
from goodstanding.records import clinic
from goodstanding.records.queries.facts_rows import start_of
from goodstanding.records.queries.letter_content import letter_for

_SAMPLES = {Channel.TEXT: "text_message", Channel.EMAIL: "email_balance"}
_KINDS = {Channel.TEXT: WordsKind.TEXT, Channel.EMAIL: WordsKind.EMAIL}
_ACTS = {Channel.TEXT: Act.TEXT, Channel.EMAIL: Act.EMAIL}
# What a later moment of itself makes right.
_PASSING = frozenset({HOURS, MESSAGES})


@dataclass(frozen=True, slots=True)
class Written:
    """`why` "": it may go now. `again_at`: not now, but from then on it may."""

    verdict: Verdict
    subject: str = ""
    body: str = ""
    why: str = ""
    again_at: datetime | None = None


def write(channel: Channel, facts: AccountFacts, *, at: datetime) -> Written:
    """`facts` are those of the day of `at`."""
    law = law_for(facts, live_book())
    verdict = judge(Proposed(_ACTS[channel], at, to=Recipient.GUARANTOR), facts, law)
    if not verdict.allowed:
        again_at = _passes(channel, facts, verdict, at=at)
        return Written(verdict, why=verdict.why, again_at=again_at)
    content = letter_for(facts, verdict, kind=Act.REMINDER.value, reference="", law=law)
    if content.due_cents != verdict.cents:
        return Written(verdict, why=NOT_THE_LEDGER)
    text = sample_text(_SAMPLES[channel], fields_for(content, letterhead(law, ())))
    for one in check(_KINDS[channel], text, facts=facts, at=at).faults:
        why = f"{BY_LINTER}: {one.fault.text} ({one.citation})"
        return Written(verdict, why=why)
    subject, body = "", text
    if channel is Channel.EMAIL:
        first, _, rest = text.partition("\n")
        subject, body = first.removeprefix("Subject:").strip(), rest.strip() + "\n"
    return Written(verdict, subject, body)


def _passes(
    channel: Channel, facts: AccountFacts, verdict: Verdict, *, at: datetime
) -> datetime | None:
    """The first moment at which what stands against it now no longer does."""
    if any(r.rule not in _PASSING or r.until is None for r in verdict.refusals):
        return None
    law = law_for(facts, live_book())
    days = [r.until for r in verdict.refusals if r.rule == MESSAGES and r.until is not None]
    start = max(at, start_of(max(days), facts.clinic_timezone)) if days else at
    return next_opening(channel, start, facts, law=law)


def stop_confirmation(at: datetime) -> Written:
    """The one answer to a STOP: it says that it worked, asks for nothing, and needs no way to stop
    what has stopped."""
    ours_now = clinic.current()
    on = local_day(at, ours_now.timezone)
    law = live_book().on(on, ours_now.state)
    ours = letterhead(law, ())
    body = answer_text("stopped", {"clinic": ours.name, "phone": ours.phone})
    faults = [
        f for f in check_alone(WordsKind.TEXT, body, on=on).faults if f.fault.code != "opt_out"
    ]
    why = f"{BY_LINTER}: {faults[0].fault.text}" if faults else ""
    return Written(Verdict(allowed=not why, cents=0), body=body, why=why)
