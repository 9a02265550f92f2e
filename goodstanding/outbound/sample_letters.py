"""A made-up person's letters: what a preview shows, and what words are checked with before anyone
approves them. No record is read.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from goodstanding.core.letters import ClinicFacts, Letter, LetterLine, Purpose, in_words
from goodstanding.outbound.word_files import letter_kind

_FILE = Path(__file__).with_suffix(".toml")
_ON = date(2026, 11, 23)
CASES: Mapping[str, str] = {
    "two": "Two visits",
    "one": "One visit",
    "odd": "One visit with every kind of amount",
    "bare": "One visit, no letter before it",
}


def sample_letter(kind: str, language: str, case: str = "two") -> Letter:
    """412.00 less 151.30 less 76.50 is 184.20 a visit; a letter that gives money gives 45.00."""
    purpose, said = letter_kind(kind).purpose, sample_said(kind)
    # A letter about a plan has no visits of its own: one payment is asked for, the rest stays.
    on_plan = purpose is Purpose.ASK and "plan_left" in said
    lines = _lines(case) if purpose in (Purpose.ASK, Purpose.CLAIM) and not on_plan else ()
    odd = bool(lines) and case == "odd"
    return Letter(
        reference="L-000000", kind=kind, language=language, account_id="104233", made_on=_ON,
        reply_by=_ON + timedelta(days=25), addressee=("Sample Person",),
        address=("412 9th Avenue North", "Apartment 3", "St. Cloud MN 56303"),
        greeting_name="Sample Person", lines=lines,
        due_cents=4605 if on_plan else sum(line.due_cents for line in lines),
        insurer_open_cents=5000 if odd else 0, plan_cents=13815 if on_plan else 2000 if odd else 0,
        unplaced_cents=700 if odd else 0, credit_cents=4500 if purpose is Purpose.GIVE else 0,
        itemised_on=date(2026, 10, 8), payments_since_cents=1580 if odd else 0,
        earlier_letter_on=None if case == "bare" else date(2026, 10, 24),
        dispute_by=_ON + timedelta(days=40),
        said=tuple(said.items()),
    )  # fmt: skip


def _lines(case: str) -> tuple[LetterLine, ...]:
    if case == "odd":
        # 529.00 less 151.30, 76.50, 10.00 and 50.00 is 241.20; 57.00 of it is not asked for now.
        return (_line(0, charged_cents=52900, other_cents=1000, insurer_due_cents=5000),)
    return tuple(_line(number) for number in range(2 if case == "two" else 1))


def _line(number: int, **changes: int) -> LetterLine:
    day = date(2026, 9, 22) - timedelta(days=9 * number)
    money = {"charged_cents": 41200, "discount_cents": 15130, "insurer_paid_cents": 7650,
             "due_cents": 18420, **changes}  # fmt: skip
    return LetterLine(
        charge_id=f"C{number}", service_on=day, what=f"Visit on {in_words(day)}",
        provider="Dr. Sample", why="Your plan's deductible", since=date(2026, 10, 8), **money,
    )  # fmt: skip


def with_phones(clinic: ClinicFacts) -> ClinicFacts:
    """The numbers the notices must state, where the clinic and the law book have none yet."""
    return replace(
        clinic,
        ag_phone_metro=clinic.ag_phone_metro or "651-555-0100",
        ag_phone_tollfree=clinic.ag_phone_tollfree or "800-555-0100",
    )


@cache
def sample_said(kind: str) -> Mapping[str, str]:
    """A value for each field that only this kind of letter has; "" where its line is left out."""
    written: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["said"]
    return {name: written.get(name, _by_name(name)) for name in letter_kind(kind).fields}


def _by_name(name: str) -> str:
    """For a kind added later, until its values are written down."""
    if name.endswith(("_on", "_by")):
        return in_words(_ON + timedelta(days=25))
    return "12" if name.endswith(("_number", "_count", "_times")) else "$45.00"
