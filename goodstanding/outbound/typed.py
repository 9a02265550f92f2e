"""Words typed by staff, judged like a letter: what the gate and the linter say, and where."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from goodstanding.core.answers import Verdict
from goodstanding.core.days import add_months, local_day
from goodstanding.core.facts import AccountFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Channel, Recipient
from goodstanding.core.letters import ClinicFacts, Letter
from goodstanding.core.places import law_for
from goodstanding.core.reading import Grades
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import Fault, Required, Words, WordsKind, grade_of, lint
from goodstanding.core.wording_words import PRACTICES
from goodstanding.law import LawOn, live_book
from goodstanding.outbound.fill import fields_for
from goodstanding.outbound.letterhead import letterhead
from goodstanding.outbound.word_files import fill_line, notices
from goodstanding.records import clinic
from goodstanding.records.queries.account_record import facts_of
from goodstanding.records.queries.letter_content import VALIDATION, letter_for
from goodstanding.records.queries.named_people import own_people, strangers_in

ACTS: Mapping[WordsKind, Act] = {
    WordsKind.TEXT: Act.TEXT,
    WordsKind.EMAIL: Act.EMAIL,
    WordsKind.VOICEMAIL: Act.CALL,
    WordsKind.SCRIPT: Act.CALL,
    WordsKind.NOTE: Act.STATEMENT,
    WordsKind.LETTER: Act.STATEMENT,
}
LIMITATION = "mn-limitations-six-years"
SAMPLES = Path(__file__).with_name("samples.toml")
# Where anyone in the house may read or hear it, only the person's own name is said.
_OPEN = frozenset({WordsKind.TEXT, WordsKind.VOICEMAIL})


@dataclass(frozen=True, slots=True)
class CitedFault:
    """A fault with the rule as it is named here and its citation."""

    fault: Fault
    rule: str
    citation: str


@dataclass(frozen=True, slots=True)
class Checked:
    """`verdict` None: no account was given. `names` are not measured."""

    kind: WordsKind
    text: str
    faults: tuple[CitedFault, ...]
    grade: Grades
    verdict: Verdict | None = None

    @property
    def may_go(self) -> bool:
        return not self.faults and (self.verdict is None or self.verdict.allowed)

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text as typed, cut where a fault begins and ends: (piece, marked)."""
        wrong = [one.fault for one in self.faults if one.fault.start >= 0]
        cuts = {0, len(self.text)} | {at for fault in wrong for at in (fault.start, fault.end)}
        ordered = sorted(cuts)
        for first, last in pairwise(ordered):
            inside = any(fault.start <= first and last <= fault.end for fault in wrong)
            yield self.text[first:last], inside


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    title: str
    kind: WordsKind
    text: str


def check(kind: WordsKind, text: str, *, facts: AccountFacts, at: datetime) -> Checked:
    """Judged with the facts given, which must be those of the day of `at`."""
    law = law_for(facts, live_book())
    verdict = judge(Proposed(ACTS[kind], at, to=Recipient.GUARANTOR), facts, law)
    words = _words(kind, text, facts=facts, verdict=verdict, law=law)
    names = (*words.own_words, *words.clinic_names)
    return Checked(kind, text, _cited(lint(words), law), grade_of(text, names), verdict)


def check_account(account_id: str, kind: WordsKind, text: str, *, at: datetime) -> Checked:
    """Judged with fresh facts."""
    facts = facts_of(account_id, local_day(at, clinic.current().timezone))
    if facts is None:
        raise Refused(f"Account {account_id} is not known.")
    return check(kind, text, facts=facts, at=at)


def check_alone(kind: WordsKind, text: str, *, on: date) -> Checked:
    """Without an account: amounts and other people cannot be compared with anything."""
    law = live_book().on(on, clinic.current().state)
    ours = letterhead(law, ())
    words = Words(
        kind, text, own_words=(ours.coordinator_name,), clinic_names=_names(ours),
        registered_name=ours.registered_name, phone=ours.phone,
        must_say=_must_say(kind, law=law, first=False, fields=_clinic_fields(ours)),
    )  # fmt: skip
    return Checked(kind, text, _cited(lint(words), law), grade_of(text, words.clinic_names))


def samples(facts: AccountFacts, at: datetime) -> tuple[Sample, ...]:
    """Our own words, with the account's and the clinic's facts in them."""
    law = law_for(facts, live_book())
    verdict = judge(Proposed(Act.STATEMENT, at, to=Recipient.GUARANTOR), facts, law)
    content = letter_for(facts, verdict, kind=Act.STATEMENT.value, reference="", law=law)
    fields = fields_for(content, letterhead(law, ()))
    return tuple(_sample(row, fields) for row in _samples())


def sample_text(name: str, fields: Mapping[str, str]) -> str:
    """The prepared words of that name, filled."""
    return next(_sample(row, fields).text for row in _samples() if row["name"] == name)


def answer_text(name: str, fields: Mapping[str, str]) -> str:
    """An answer that the program gives by itself, filled."""
    return fill_line(_written()["answer"][name], fields) or ""


def _sample(row: Mapping[str, str], fields: Mapping[str, str]) -> Sample:
    lines = [fill_line(line, fields) for line in row["text"].strip().splitlines()]
    text = "\n".join(line for line in lines if line is not None)
    return Sample(row["name"], row["title"], WordsKind(row["kind"]), text)


def sample_titles() -> tuple[tuple[str, str], ...]:
    """(name, title) of each."""
    return tuple((row["name"], row["title"]) for row in _samples())


def _samples() -> tuple[dict[str, str], ...]:
    return tuple(_written()["sample"])


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads(SAMPLES.read_text("utf-8"))


def _words(
    kind: WordsKind, text: str, *, facts: AccountFacts, verdict: Verdict, law: LawOn
) -> Words:
    first = not any(c.delivered and c.channel is Channel.MAIL for c in facts.contacts)
    act = Act.FIRST_LETTER if first else Act.STATEMENT
    content = letter_for(facts, verdict, kind=act.value, reference="", law=law)
    ours = letterhead(law, ())
    name, family = own_people(facts.account_id)
    strangers = strangers_in(text, facts.account_id)
    providers = tuple(line.provider for line in content.lines)
    own = (name, facts.account_id, ours.coordinator_name, *providers)
    return Words(
        kind, text, known_cents=_known(content, facts, verdict),
        own_words=own if kind in _OPEN else (*own, *family),
        others=(*strangers, *family) if kind in _OPEN else strangers,
        clinic_names=_names(ours), registered_name=ours.registered_name, phone=ours.phone,
        must_say=_must_say(kind, law=law, first=first, fields=fields_for(content, ours)),
        old_debt=_time_to_sue_is_over(facts, law),
    )  # fmt: skip


def _known(content: Letter, facts: AccountFacts, verdict: Verdict) -> frozenset[int]:
    """What may be asked for, and what each visit's line says. Money on hold is not among them."""
    known = {0, verdict.cents, facts.insurer_cents, max(facts.credit_cents, 0)}
    known |= {plan.monthly_cents for plan in facts.plans if plan.status == "active"}
    known |= {promise.cents for promise in facts.promises if promise.kept_on is None}
    columns = [
        (line.charged_cents, line.discount_cents, line.insurer_paid_cents, line.patient_paid_cents,
         line.due_cents)
        for line in content.lines
    ]  # fmt: skip
    known |= {cents for column in columns for cents in column}
    known |= {sum(column) for column in zip(*columns, strict=True)}
    return frozenset(known)


def _must_say(
    kind: WordsKind, *, law: LawOn, first: bool, fields: Mapping[str, str]
) -> tuple[Required, ...]:
    """A letter that asks for money carries the state's notice; the first one the dispute window
    too.
    """
    if kind is not WordsKind.LETTER:
        return ()
    rules = {PRACTICES, VALIDATION} if first else {PRACTICES}
    needed = [n for n in notices().values() if n.rule in rules and n.speaks_in(law.state, {})]
    filled = [(n, fill_line(n.texts["en"], fields)) for n in needed]
    return tuple(
        Required(n.notice_id, n.rule, " ".join(text.split())) for n, text in filled if text
    )


def _clinic_fields(ours: ClinicFacts) -> Mapping[str, str]:
    return {"ag_phone_metro": ours.ag_phone_metro, "ag_phone_tollfree": ours.ag_phone_tollfree}


def _names(ours: ClinicFacts) -> tuple[str, ...]:
    return (ours.name, ours.registered_name)


def _time_to_sue_is_over(facts: AccountFacts, law: LawOn) -> bool:
    oldest = min((layer.since for c in facts.charges for layer in c.layers), default=None)
    years = law.number(LIMITATION, "limitation")
    return oldest is not None and facts.on > add_months(oldest, 12 * years)


def _cited(faults: tuple[Fault, ...], law: LawOn) -> tuple[CitedFault, ...]:
    return tuple(CitedFault(f, law.named(f.rule), law.cite(f.rule)) for f in faults)
