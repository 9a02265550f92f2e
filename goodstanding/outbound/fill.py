"""A letter's facts put into its words. What leaves here is text only: a value is never markup."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from goodstanding.core.letters import (
    ADDRESS_LINES,
    Block,
    ClinicFacts,
    FilledLetter,
    Letter,
    LetterLine,
    Purpose,
    Run,
    Said,
    VisitRow,
    in_words,
)
from goodstanding.core.money import Cents, show
from goodstanding.core.refusals import Refused
from goodstanding.outbound.chosen_words import Chosen, chosen
from goodstanding.outbound.mail_barcode import mail_barcode
from goodstanding.outbound.phrases import courtesy_mark, in_language
from goodstanding.outbound.word_files import (
    FALLBACK_LANGUAGE,
    LetterKind,
    Notice,
    WordFile,
    Wording,
    cells_of,
    fields_of,
    fill_block,
    fill_line,
    letter_kind,
    notices,
    sum_rows,
)

# A line longer than this does not fit the window at 10 points; it is broken while there is a line
# to spare.
ADDRESS_WIDTH = 34
BOXES = ("sender", "front", "left", "right", "below", "back", "tear", "mail_to", "slip", "form")
NOT_THE_LEDGER = "Its figures do not add up to the ledger. Reported; do not contact."
BY_LINTER = "The linter refuses it"


def words(letter: Letter, clinic: ClinicFacts) -> FilledLetter:
    """Refuses a letter that names an unknown field or whose address does not fit the window."""
    return filled_in(letter, clinic, chosen(letter, clinic))


def filled_in(letter: Letter, clinic: ClinicFacts, choice: Chosen) -> FilledLetter:
    """The letter in words that someone chose: a preview may show what nobody approved yet."""
    kind, texts = letter_kind(letter.kind), choice.texts
    fields = fields_for(letter, clinic, texts.language)
    fields["language_line"] = _offers(choice)
    own = _own_words(letter, clinic)
    needed = _needed(kind, clinic, fields)
    subject = fill_line(texts.subject, fields)
    if subject is None:
        raise Refused(f"Letter {letter.reference} has no value for a field of its subject line")
    page = _Page(texts, letter, fields, clinic)
    regions = tuple((name, page.region(name)) for name in BOXES)
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
        regions=(*regions, ("sheet", _sheet(choice.sheet, letter, clinic))),
        own_words=own,
        exceptions=kind.may_say,
        must_say=tuple(notice.notice_id for notice in needed),
        notice_rules=tuple((notice.notice_id, notice.rule) for notice in needed),
        must_quote=_figures(needed, fields),
        registered_name=fields["registered_name"],
        unverified=tuple(mark for mark in said if notices()[mark].status != "verified"),
        gives_cents=letter.credit_cents if kind.purpose is Purpose.GIVE else 0,
        purpose=kind.purpose,
        written_with=choice.written_with,
        sheet_language=choice.sheet.language if choice.sheet else "",
        barcode=mail_barcode(letter, clinic),
        nudge=(clinic.nudge_right, clinic.nudge_down),
    )


def _needed(kind: LetterKind, clinic: ClinicFacts, fields: Mapping[str, str]) -> tuple[Notice, ...]:
    known, rules = notices().values(), kind.rules
    return tuple(n for n in known if n.rule in rules and n.speaks_in(clinic.state, fields))


def _figures(needed: tuple[Notice, ...], fields: Mapping[str, str]) -> tuple[str, ...]:
    """The telephone numbers the notices must give."""
    names = [name for notice in needed for name in fields_of(notice.texts[FALLBACK_LANGUAGE])]
    return tuple(fields[name] for name in names if name.startswith("ag_phone"))


def adds_up(letter: Letter) -> bool:
    """What the lines ask for is what the letter asks for, and every open cent has a name. A letter
    about a plan asks for no more than is left on it.
    """
    if not letter.lines and letter.plan_cents:
        return 0 < letter.due_cents <= letter.plan_cents
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


def fields_for(letter: Letter, clinic: ClinicFacts, language: str = "en") -> dict[str, str]:
    """Every merge field a letter may name. "" means: no value, leave the line out."""
    return {
        **dict.fromkeys(letter_kind(letter.kind).fields, ""),
        **_clinic_fields(clinic),
        "hours": in_language(clean(clinic.hours).rstrip("."), language),
        **_sum_fields(letter),
        **_visit_span(letter, language),
        "reference": letter.reference,
        "account": clean(letter.account_id),
        "greeting_name": clean(letter.greeting_name),
        "made_on": in_words(letter.made_on, language),
        "reply_by": in_words(letter.reply_by, language),
        "due": show(letter.due_cents),
        "insurer_open": show(letter.insurer_open_cents),
        "insurer_open_if_any": _if_any(letter.insurer_open_cents),
        "credit": _if_any(letter.credit_cents),
        "itemised_on": _day(letter.itemised_on, language),
        "itemised_balance": show(letter.due_cents + letter.payments_since_cents),
        "payments_since": _less(letter.payments_since_cents),
        "nothing": show(0),
        "earlier_letter_on": _day(letter.earlier_letter_on, language),
        "dispute_by": _day(letter.dispute_by, language),
        "language_line": "",
        **{name: _say(value, language) for name, value in letter.said},
    }


def _say(value: Said, language: str) -> str:
    if isinstance(value, str):
        return in_language(clean(value), language)
    if isinstance(value, date):
        return in_words(value, language)
    return show(value) if value >= 0 else _less(-value)


@lru_cache(maxsize=8)
def _clinic_fields(clinic: ClinicFacts) -> dict[str, str]:
    return {
        "clinic": clean(clinic.name),
        "registered_name": clean(clinic.registered_name),
        "clinic_street": clean(clinic.street),
        "clinic_place": clean(clinic.place),
        "phone": clean(clinic.phone),
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


def _visit_span(letter: Letter, language: str) -> dict[str, str]:
    """One visit day, or the first and the last: the words carry a line for each case, and one is
    left out.
    """
    days = sorted({line.service_on for line in letter.lines})
    said = [in_words(day, language) for day in days]
    only = said[0] if len(said) == 1 else ""
    first, last = (said[0], said[-1]) if len(said) > 1 else ("", "")
    return {"only_visit_on": only, "first_visit_on": first, "last_visit_on": last}


def line_fields(line: LetterLine, language: str = "en") -> dict[str, str]:
    """The merge fields of one row of the visits; amounts without their sign, as in a column."""
    return {
        "what": in_language(clean(line.what), language),
        "provider": clean(line.provider),
        "why": in_language(clean(line.why), language),
        "since": in_words(line.since, language),
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


def _day(day: date | None, language: str) -> str:
    return in_words(day, language) if day else ""


def _own_words(letter: Letter, clinic: ClinicFacts) -> tuple[str, ...]:
    people = (*letter.addressee, *letter.address, letter.greeting_name, letter.account_id)
    providers = {line.provider for line in letter.lines}
    ours = _clinic_fields(clinic).values()
    return tuple(sorted({clean(text) for text in (*people, *providers, *ours)} - {""}))


def _offers(choice: Chosen) -> str:
    """One line of the slip for who reads no English, each in its own language."""
    return " / ".join(choice_line for each in choice.offers if (choice_line := each.subject))


def _sheet(sheet: WordFile | None, letter: Letter, clinic: ClinicFacts) -> tuple[Block, ...]:
    """Its own page in the language of the person, with the same fields."""
    if sheet is None:
        return ()
    fields = fields_for(letter, clinic, sheet.language)
    blocks = (fill_block(wording, fields) for wording in sheet.regions["sheet"])
    return tuple(block for block in blocks if block is not None)


@dataclass(frozen=True, slots=True)
class _Page:
    texts: WordFile
    letter: Letter
    fields: Mapping[str, str]
    clinic: ClinicFacts

    def region(self, name: str) -> tuple[Block, ...]:
        made: list[Block | None] = []
        for wording in self.texts.regions.get(name, ()):
            if wording.kind in ("notice", "courtesy"):
                spoken = notices()[wording.mark].speaks_in(self.clinic.state, self.fields)
                said = self.notice if wording.kind == "notice" else self.courtesy
                made.append(said(wording) if spoken else None)
            elif wording.kind == "visits":
                made.append(self.visits(self.texts.regions["visits"]))
            else:
                made.append(fill_block(wording, self.fields))
        return tuple(block for block in made if block is not None)

    def notice(self, wording: Wording) -> Block:
        """In English, the law's own words, in a letter of any language."""
        english = self.texts.language == FALLBACK_LANGUAGE
        fields = self.fields if english else fields_for(self.letter, self.clinic)
        notice = notices()[wording.mark]
        text = fill_line(notice.texts[FALLBACK_LANGUAGE], fields)
        rows = notice.rows.get(FALLBACK_LANGUAGE, "").splitlines()
        written = [line for line in rows if line.strip()]
        filled = sum_rows(Wording("rows", tuple(written)), fields)
        if text is None or len(filled) < len(written):
            raise Refused(
                f"The notice {wording.mark} cannot be printed: a figure it must state is missing"
            )
        said = Run(re.sub(r"\s+", " ", text).strip(), bold=True)
        return Block("notice", (said,), wording.mark, sum_rows=filled)

    def courtesy(self, wording: Wording) -> Block | None:
        """What the notice says, in the letter's language, marked as no official text."""
        lines = (courtesy_mark(self.texts.language), *wording.lines[1:])
        return fill_block(Wording("courtesy", lines, wording.mark), self.fields)

    def visits(self, wordings: tuple[Wording, ...]) -> Block:
        """The first row is the heading; then one row for each charge, newest first, with its note
        below.
        """
        heads, cells = (cells_of(row) for row in wordings[0].lines)
        rows = [VisitRow(tuple(heads))]
        for line in sorted(
            self.letter.lines, key=lambda line: (line.service_on, line.charge_id), reverse=True
        ):
            fields = line_fields(line, self.texts.language)
            filled = [fill_line(cell, fields) or "" for cell in cells]
            notes = (fill_block(wording, fields) for wording in wordings[1:])
            rows.append(VisitRow(tuple(filled), " ".join(note.text for note in notes if note)))
        return Block("visits", visit_rows=tuple(rows))
