"""Two thousand letters in one batch: no page carries a mark of anybody else."""

import re
import shutil
import subprocess
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from goodstanding.actions import letters
from goodstanding.actions.followup_day import run_day
from goodstanding.core.money import plain
from goodstanding.outbound import press
from goodstanding.records.queries import letters_page
from goodstanding.synthetic.many_due import account, cents_of, mark, write_due
from tests.ledger_text import SYSTEM_ACTOR, assert_proven, take_in
from tests.outbound.paper import text_of

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
# A name, an account number, an amount: whatever of somebody's may stand on a page.
MARKS = re.compile(r"\b(?:[A-Z][a-z]{7}|[A-Z]{8}|7\d{5})\b|\d[\d,]*\.\d\d(?!\d)")


def pages(pdf: bytes, folder: Path) -> list[str]:
    """The words of each page; by poppler where it is, which reads thousands of pages at once."""
    program = shutil.which("pdftotext")
    if program is None:
        return text_of(pdf).split("\n\f\n")
    (folder / "batch.pdf").write_bytes(pdf)
    command = [program, "-layout", str(folder / "batch.pdf"), "-"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603
    return done.stdout.split("\f")[:-1]


def owners(people: int) -> dict[str, str]:
    """Whose each mark is, when it is one person's alone."""
    found: dict[str, set[str]] = defaultdict(set)
    for number in range(people):
        own = [cents_of(number, visit) for visit in range(1 + number % 3)]
        for text in (mark(number), account(number), *map(plain, (*own, sum(own)))):
            found[text.lower()].add(account(number))
    return {text: whose.pop() for text, whose in found.items() if len(whose) == 1}


def seen_on(page: str, known: dict[str, str]) -> set[str]:
    marks = (found.replace(",", "").lower() for found in MARKS.findall(page))
    return {known[one] for one in marks if one in known}


def printed(folder: Path, people: int) -> tuple[list[str], list[str]]:
    """(the words of each page, whose account each page is: "" for the blank back of a sheet)."""
    (folder / "export").mkdir()
    write_due(folder / "export", accounts=people, on=ON)
    take_in(folder / "export")
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)
    batch = letters_page.batch(letters.print_batch(on=ON, by=SYSTEM_ACTOR, at=AT).id)
    assert batch is not None
    assert len(batch.letters) == people
    whose = []
    for letter in batch.letters:
        whose += [letter.account_id] * letter.pages + [""] * (letter.pages % 2)
    return pages(letters_page.batch_pdf(batch.row.id), folder), whose


def strangers(texts: list[str], whose: list[str], people: int) -> list[int]:
    """The pages that show anybody but the one person they are for."""
    known = owners(people)
    assert len(texts) == len(whose)
    return [
        number
        for number, (text, owner) in enumerate(zip(texts, whose, strict=True), 1)
        if seen_on(text, known) != ({owner} if owner else set())
    ]


def test_each_of_two_thousand_letters_shows_one_person(tmp_path):
    texts, whose = printed(tmp_path, 2_000)
    assert strangers(texts, whose, 2_000) == []
    assert {owner for owner in whose if owner} == {account(number) for number in range(2_000)}
    assert_proven()


def test_the_canary_sings_when_one_value_slips_into_the_next_letter(tmp_path, monkeypatch):
    whole, before = press.page_values, []

    def slipped(letter):
        values = whole(letter)
        before.append(values["address"])
        return {**values, "address": before[-2]} if len(before) == 20 else values

    monkeypatch.setattr(press, "page_values", slipped)
    texts, whose = printed(tmp_path, 40)
    assert strangers(texts, whose, 40) == [2 * 20 - 1]
