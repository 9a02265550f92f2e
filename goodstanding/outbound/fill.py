"""A letter's facts put into its words. What leaves here is text only: a value is never markup."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from goodstanding.core.letters import (
    ADDRESS_LINES,
    Block,
    ClinicFacts,
    FilledLetter,
    Letter,
    LetterLine,
    Run,
    VisitRow,
    in_words,
)
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.core.wording_words import PRACTICES
from goodstanding.outbound.mail_barcode import mail_barcode
from goodstanding.outbound.word_files import (
    FALLBACK_LANGUAGE,
    LetterKind,
    Notice,
    Wording,
    cells_of,
    fields_of,
    fill_block,
    fill_line,
    letter_kind,
    notices,
    sum_rows,
    word_file,
)

# A line longer than this does not fit the window at 10 points; it is broken while there is a line
# to spare.
ADDRESS_WIDTH = 34
BOXES = ("sender", "front", "left", "right", "below", "back", "tear", "mail_to", "slip")


def words(letter: Letter, clinic: ClinicFacts) -> FilledLetter:
    """Refuses a letter that names an unknown field or whose address does not fit the window."""
    kind = letter_kind(letter.kind)
    texts = word_file(letter.kind, letter.language.partition("-")[0] or FALLBACK_LANGUAGE)
    fields = fields_for(letter, clinic)
    own = _own_words(letter, clinic)
    needed = _needed(kind, clinic)
    subject = fill_line(texts.subject, fields)
    if subject is None:
        raise Refused(f"Letter {letter.reference} has no value for a field of its subject line")
    regions = tuple((name, _region(name, letter, fields, state=clinic.state)) for name in BOXES)
    said = [block.mark for _name, blocks in regions for block in blocks if block.kind == "notice"]
    heads = tuple(row for wording in texts.regions["head"] for row in sum_rows(wording, fields))
    return FilledLetter(
        reference=letter.reference,
        kind=letter.kind,
        language=texts.language,
        account_id=clean(letter.account_id),
        made_on=letter.made_on,
        due_cents=letter.due_cents,
        adds_up=adds_up(letter),
        subject=subject,
        address=address_block(letter),
        head=heads,
        regions=regions,
        own_words=own,
        exceptions=kind.may_say,
        must_say=tuple(notice.notice_id for notice in needed),
        notice_rules=tuple((notice.notice_id, notice.rule) for notice in needed),
        must_quote=_figures(needed, fields, texts.language),
        registered_name=fields["registered_name"],
        unverified=tuple(mark for mark in said if notices()[mark].status != "verified"),
        gives_cents=0 if kind.asks else letter.credit_cents,
        asks=kind.asks,
        barcode=mail_barcode(letter, clinic),
        nudge=(clinic.nudge_right, clinic.nudge_down),
    )


def _needed(kind: LetterKind, clinic: ClinicFacts) -> tuple[Notice, ...]:
    """Every letter that asks for money carries the right to a lawyer, whatever its letter.toml
    says: safer than guessing which one is the first.
    """
    rules = {*kind.must_say, *([PRACTICES] if kind.asks else [])}
    return tuple(n for n in notices().values() if n.rule in rules and n.speaks_in(clinic.state))


def _figures(
    needed: tuple[Notice, ...], fields: Mapping[str, str], language: str
) -> tuple[str, ...]:
    """The telephone numbers the notices must give."""
    names = [name for notice in needed for name in fields_of(notice.texts[language])]
    return tuple(fields[name] for name in names if name.startswith("ag_phone"))


def adds_up(letter: Letter) -> bool:
    """What the lines ask for is what the letter asks for, and every open cent has a name."""
    asked = sum(line.due_cents for line in letter.lines)
    return asked == letter.due_cents and letter.other_not_asked_cents >= 0


def clean(text: str) -> str:
    """One line, no control or invisible characters, in composed form."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = (sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def address_block(letter: Letter) -> tuple[str, ...]:
    """Capitals, at most four lines; a long line is broken while a line is to spare."""
    lines = [clean(line).upper() for line in (*letter.addressee, *letter.address)]
    lines = [line for line in lines if line]
    if not letter.address or len(lines) > ADDRESS_LINES:
        raise Refused(
            f"Letter {letter.reference} needs a name and an address, at most {ADDRESS_LINES} lines"
            f" together; it has {len(lines)}. Correct the address of account {letter.account_id}"
        )
    while len(lines) < ADDRESS_LINES:
        place = max(range(len(lines)), key=lambda at: len(lines[at]))
        broken = _break(lines[place])
        if len(broken) == 1:
            break
        lines[place : place + 1] = broken
    return tuple(lines)


def _break(line: str) -> list[str]:
    cut = line.rfind(" ", 0, ADDRESS_WIDTH + 1)
    if len(line) <= ADDRESS_WIDTH or cut <= 0:
        return [line]
    return [line[:cut], line[cut + 1 :]]


def fields_for(letter: Letter, clinic: ClinicFacts) -> dict[str, str]:
    """Every merge field a letter may name. "" means: no value, leave the line out."""
    return {
        **_clinic_fields(clinic),
        **_sum_fields(letter),
        **_visit_span(letter),
        "reference": letter.reference,
        "account": clean(letter.account_id),
        "greeting_name": clean(letter.greeting_name),
        "made_on": in_words(letter.made_on),
        "reply_by": in_words(letter.reply_by),
        "due": show(letter.due_cents),
        "insurer_open": show(letter.insurer_open_cents),
        "insurer_open_if_any": _if_any(letter.insurer_open_cents),
        "credit": _if_any(letter.credit_cents),
        "itemised_on": _day(letter.itemised_on),
        "itemised_balance": show(letter.due_cents + letter.payments_since_cents),
        "payments_since": _less(letter.payments_since_cents),
        "nothing": show(0),
        "earlier_letter_on": _day(letter.earlier_letter_on),
        "dispute_by": _day(letter.dispute_by),
        **{name: clean(text) for name, text in letter.said},
    }


@lru_cache(maxsize=8)
def _clinic_fields(clinic: ClinicFacts) -> dict[str, str]:
    return {
        "clinic": clean(clinic.name),
        "registered_name": clean(clinic.registered_name),
        "clinic_street": clean(clinic.street),
        "clinic_place": clean(clinic.place),
        "phone": clean(clinic.phone),
        "hours": clean(clinic.hours).rstrip("."),
        "pay_site": clean(clinic.pay_site),
        "policy_url": clean(clinic.policy_url),
        "coordinator": clean(clinic.coordinator_name),
        "ag_phone_metro": clean(clinic.ag_phone_metro),
        "ag_phone_tollfree": clean(clinic.ag_phone_tollfree),
    }


def _sum_fields(letter: Letter) -> dict[str, str]:
    lines = letter.lines
    return {
        "charged": show(sum(line.charged_cents for line in lines)),
        "discount": _less(sum(line.discount_cents for line in lines)),
        "insurer_paid": _less(sum(line.insurer_paid_cents for line in lines)),
        "patient_paid": _less(sum(line.patient_paid_cents for line in lines)),
        "taken_off": _less_if_any(sum(line.other_cents for line in lines)),
        "insurer_part": _less_if_any(sum(line.insurer_due_cents for line in lines)),
        "unplaced": _less_if_any(letter.unplaced_cents),
        "on_plan": _less_if_any(letter.plan_cents),
        "not_asked": _less_if_any(letter.other_not_asked_cents),
    }


def _visit_span(letter: Letter) -> dict[str, str]:
    """One visit day, or the first and the last: the words carry a line for each case, and one is
    left out.
    """
    days = sorted({line.service_on for line in letter.lines})
    only = in_words(days[0]) if len(days) == 1 else ""
    first, last = (in_words(days[0]), in_words(days[-1])) if len(days) > 1 else ("", "")
    return {"only_visit_on": only, "first_visit_on": first, "last_visit_on": last}


def _line_fields(line: LetterLine) -> dict[str, str]:
    return {
        "what": clean(line.what),
        "provider": clean(line.provider),
        "why": clean(line.why),
        "since": in_words(line.since),
        "charged": _bare(show(line.charged_cents)),
        "discount": _bare(_less(line.discount_cents)),
        "insurer_paid": _bare(_less(line.insurer_paid_cents)),
        "patient_paid": _bare(_less(line.patient_paid_cents)),
        "due": _bare(show(line.due_cents)),
        "taken_off": _if_any(line.other_cents),
        "insurer_part": _if_any(line.insurer_due_cents),
        "not_asked": _if_any(line.not_asked_cents),
    }


def _less(cents: Cents) -> str:
    """What lowers a bill, with a true minus sign; nothing has no sign, and what raises it none
    either.
    """
    return f"\N{MINUS SIGN}{show(cents)}" if cents > 0 else show(-cents)


def _bare(amount: str) -> str:
    """Without the dollar sign, as in a column."""
    return amount.replace("$", "")


def _less_if_any(cents: Cents) -> str:
    return _less(cents) if cents > 0 else ""


def _if_any(cents: Cents) -> str:
    return show(cents) if cents > 0 else ""


def _day(day: date | None) -> str:
    return in_words(day) if day else ""


def _own_words(letter: Letter, clinic: ClinicFacts) -> tuple[str, ...]:
    people = (*letter.addressee, *letter.address, letter.greeting_name, letter.account_id)
    providers = {line.provider for line in letter.lines}
    ours = _clinic_fields(clinic).values()
    return tuple(sorted({clean(text) for text in (*people, *providers, *ours)} - {""}))


def _region(
    name: str, letter: Letter, fields: Mapping[str, str], *, state: str
) -> tuple[Block, ...]:
    texts = word_file(letter.kind, letter.language.partition("-")[0] or FALLBACK_LANGUAGE)
    made: list[Block | None] = []
    for wording in texts.regions.get(name, ()):
        if wording.kind == "notice" and not notices()[wording.mark].speaks_in(state):
            continue
        if wording.kind == "notice":
            made.append(_notice(wording.mark, texts.language, fields))
        elif wording.kind == "visits":
            made.append(_visits(texts.regions["visits"], letter))
        else:
            made.append(fill_block(wording, fields))
    return tuple(block for block in made if block is not None)


def _notice(notice_id: str, language: str, fields: Mapping[str, str]) -> Block:
    text = fill_line(notices()[notice_id].texts[language], fields)
    if text is None:
        raise Refused(
            f"The notice {notice_id} cannot be printed: a figure it must state is missing"
        )
    return Block("notice", (Run(re.sub(r"\s+", " ", text).strip(), bold=True),), notice_id)


def _visits(wordings: tuple[Wording, ...], letter: Letter) -> Block:
    """The first row is the heading; then one row for each charge, newest first, with its note
    below.
    """
    heads, cells = (cells_of(row) for row in wordings[0].lines)
    rows = [VisitRow(tuple(heads))]
    for line in sorted(
        letter.lines, key=lambda line: (line.service_on, line.charge_id), reverse=True
    ):
        fields = _line_fields(line)
        filled = [fill_line(cell, fields) or "" for cell in cells]
        notes = (fill_block(wording, fields) for wording in wordings[1:])
        rows.append(VisitRow(tuple(filled), " ".join(note.text for note in notes if note)))
    return Block("visits", visit_rows=tuple(rows))
