"""Letters on paper: what they say, where it stands, and that nothing else shows in the window."""

import io
import json
import os
import re
import subprocess
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pikepdf
import pytest

from goodstanding.core.letters import Letter
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import lint
from goodstanding.outbound import press, print_batch, typeset
from goodstanding.outbound.print_batch import BatchFacts, cover_sheet, print_letters, record_copy
from goodstanding.outbound.typeset import page_values, written
from tests.outbound.letter_makers import ASKING_KINDS, CLINIC, crowded, letter
from tests.outbound.paper import Piece, pages_of, pieces, text_of

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
KINDS = ASKING_KINDS
LONG_NAME = "Maximiliana-Theodora Wolfeschlegelsteinhausenbergerdorff van der Groot"
MARKUP = "Ada #let x = 1 *Lo*_pez_ $1$ <a>@b [c] \\ `d` ~ -- https://x // /* */ = {{due}} **x**"


def printed(*letters: Letter) -> list[list[Piece]]:
    return [pieces(page) for page in pages_of(print_letters(letters, CLINIC).pdf)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_reads_as_agreed(kind):
    """GOLDEN=write writes the texts anew; read the difference before you keep it."""
    text = text_of(print_letters([letter(kind, visits=2)], CLINIC).pdf)
    path = GOLDEN / f"{kind}.en.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text()


ADDRESSES = (
    {},
    {"addressee": (LONG_NAME,), "greeting_name": LONG_NAME},
    {"addressee": (LONG_NAME,), "address": ("St. Cloud MN 56303",)},
    {"addressee": ("WWWWWWWW " * 12,)},
    {"addressee": (MARKUP,), "greeting_name": MARKUP},
    {"greeting_name": "very long " * 70},
)


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_address_shows_through_the_window(kind):
    """Always visible with folds at 3.667 and at 4.0 inches, an eighth of an inch kept clear above
    and at the sides: x 1.0-4.25, y 2.625-3.17. May show: x 0-5.38, y 2.04-3.63. Widths here leave
    kerning out, so they come out a little large."""
    some = [letter(kind, reference=f"L-{n}", **it) for n, it in enumerate(ADDRESSES)]
    fronts = [page for page in printed(*some) if page and page[0].text == CLINIC.registered_name]
    assert len(fronts) == len(ADDRESSES)
    for front in fronts:
        inside = [it for it in front if it.bottom > 2.04 and it.top < 3.63 and it.left < 5.38]
        assert 2 <= len({round(it.bottom, 2) for it in inside}) <= 4
        assert min(it.left for it in inside) >= 0.999
        assert max(it.right for it in inside) <= 4.35
        assert min(it.top for it in inside) >= 2.62
        assert max(it.bottom for it in inside) <= 3.17
        assert all(8 <= it.points <= 10 for it in inside)


@pytest.mark.parametrize("kind", KINDS)
def test_no_type_is_larger_than_the_notice(kind):
    every = [it for page in printed(letter(kind)) for it in page]
    notice = [it for it in every if "attorney" in it.text.lower()]
    assert {it.points for it in notice} == {12.0}
    assert {it.font for it in notice} == {"PublicSans-Bold"}
    assert {it.points for it in every} == {10.0, 12.0}
    assert {it.font for it in every} == {"PublicSans-Bold", "PublicSans-Regular"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_ordinary_letter_is_one_sheet_with_its_notice_and_slip_on_the_front(kind):
    front, back = printed(letter(kind, visits=4))
    slip = [it for it in front if it.top > 7.5]
    assert "Mail this slip to" in [it.text for it in slip]
    notice = [it for it in front if "attorney" in it.text.lower()]
    assert notice
    assert all(it.bottom < 7.4 for it in notice)
    assert [it.text for it in front][-1] == "104233 · L-000123 · 1/2"
    assert [it.text for it in back][-1] == "104233 · L-000123 · 2/2"


def test_a_name_is_text_whatever_it_looks_like():
    odd = letter("reminder", addressee=(MARKUP,), greeting_name=MARKUP)
    text = " ".join(text_of(print_letters([odd], CLINIC).pdf).split())
    assert MARKUP in text
    assert "".join(MARKUP.upper().split()) in "".join(text.split())


def test_a_long_statement_keeps_each_visit_whole_and_repeats_its_heading():
    batch = print_letters([letter(visits=40, insurer_open_cents=123456)], CLINIC)
    texts = [page.extract_text() for page in pages_of(batch.pdf)]
    assert batch.pages == (len(texts),) == (4,)
    assert sum(text.count("Visit on ") for text in texts) == 40
    for text in texts[1:3]:
        assert "Full \ncharge" in text
        assert text.count("Visit on ") == text.count("Why: your plan's deductible.")
    assert "You owe $7,368.00." in texts[0]  # 40 times 184.20
    assert "Do not pay \nthis $1,234.56 yet." in texts[0]


def test_a_crowded_sum_names_every_cent():
    text = text_of(print_letters([crowded("reminder")], CLINIC).pdf)
    rows = text[text.index("Full charge") : text.index("What you can do")].splitlines()
    assert rows == [
        "Full charge $529.00",
        "Insurance discount −$151.30",
        "Insurance paid −$76.50",
        "You paid $0.00",
        "We took off −$10.00",
        "Insurance will pay −$50.00",
        "Not yet placed −$7.00",
        "On your plan −$20.00",
        "Not asked now −$30.00",
        "You owe now $184.20",
    ]
    assert "attorney" in text


def test_a_batch_keeps_its_order_and_starts_every_letter_on_a_new_sheet(monkeypatch):
    monkeypatch.setattr(typeset, "CHUNK", 3)
    some = [letter(reference=f"L-{n:06d}", visits=40 if n == 4 else 19) for n in range(8)]
    batch = print_letters(some, CLINIC)
    texts = [page.extract_text() for page in pages_of(batch.pdf)]
    assert batch.pages[4] == 4
    assert set(batch.pages) == {3, 4}
    assert len(texts) == sum(pages + pages % 2 for pages in batch.pages)
    starts = [at for at, text in enumerate(texts) if "Please tear here" in text]
    assert all(at % 2 == 0 for at in starts)
    assert [texts[at].split()[-2:] for at in starts[:2]] == [["·", "1/3"], ["·", "1/3"]]
    assert [f"L-{n:06d}" in texts[at] for n, at in enumerate(starts)] == [True] * 8


def test_a_simplex_batch_has_no_blank_pages():
    batch = print_letters([letter(visits=19)], CLINIC, sides=1)
    assert (batch.pages, len(pages_of(batch.pdf))) == ((3,), 3)


def test_the_same_letters_make_the_same_bytes():
    some = [letter(kind, reference=f"L-{n}") for n, kind in enumerate(KINDS)]
    assert print_letters(some, CLINIC) == print_letters(some, CLINIC)
    assert record_copy(some[0], CLINIC) == record_copy(some[0], CLINIC)
    with pikepdf.open(io.BytesIO(print_letters(some, CLINIC).pdf)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261123000000Z"


def test_the_print_file_has_no_name_outside_its_pages():
    pdf = print_letters([letter()], CLINIC).pdf
    assert b"Lopez" not in pdf
    assert b"104233" not in pdf


@pytest.mark.parametrize("kind", KINDS)
def test_the_record_copy_is_tagged_and_says_the_same(kind):
    copy = record_copy(letter(kind, visits=3), CLINIC)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "en"
        assert root.ViewerPreferences.DisplayDocTitle
        assert b"pdfuaid:part>1<" in bytes(root.Metadata.read_bytes())
    assert text_of(copy) == text_of(print_letters([letter(kind, visits=3)], CLINIC).pdf)


def amounts_at(pdf):
    """Where each amount ends and stands, as a reader's finger finds it."""
    return [
        (page, piece.text, pytest.approx(piece.right, abs=0.01), pytest.approx(piece.top, abs=0.03))
        for page, drawn in enumerate(pages_of(pdf))
        for piece in sorted(pieces(drawn), key=lambda each: (round(each.top, 1), each.left))
        if re.fullmatch(r"\N{MINUS SIGN}?[\d,]+\.\d\d", piece.text)
    ]


@pytest.mark.parametrize("visits", [1, 3, 8, 9])
@pytest.mark.parametrize("kind", KINDS)
def test_the_columns_on_paper_stand_where_the_table_of_the_copy_has_them(kind, visits):
    """Paper is made of lines, the copy for screen readers of a table's cells."""
    told = letter(kind, visits=visits)
    on_paper, on_the_copy = print_letters([told], CLINIC).pdf, record_copy(told, CLINIC)
    assert len(amounts_at(on_paper)) >= 5 * visits
    assert amounts_at(on_paper) == [
        (page, text, right.expected, top.expected)
        for page, text, right, top in amounts_at(on_the_copy)
    ]


def test_a_letter_with_a_fault_is_not_printed():
    wrong = letter(due_cents=18421)
    assert [fault.code for fault in lint(print_batch.words(wrong, CLINIC))] == ["adds_up"]
    with pytest.raises(Refused, match="L-000123 may not be printed: The visits do not add up"):
        print_letters([letter(reference="L-1"), wrong], CLINIC)
    with pytest.raises(Refused, match="may not be printed"):
        record_copy(wrong, CLINIC)


@pytest.mark.parametrize(("batch", "why"), [([], "no letter"), ([letter()] * 2, "twice")])
def test_a_batch_is_refused_when_empty_or_doubled(batch, why):
    with pytest.raises(Refused, match=why):
        print_letters(batch, CLINIC)


def test_a_press_closed_for_a_fault_ends_the_process_that_began_meanwhile(monkeypatch):
    """It hung: what began after the others were killed went on reading, and was waited for."""
    real, asked = subprocess.Popen, Event()

    def slow(*given, **more):
        asked.set()
        sleep(0.5)
        return real(*given, **more)

    def fails():
        with press.Press("x", day=date(2026, 11, 23), expected=press.ALONE + 1) as begun:
            begun.add([print_batch.words(letter(), CLINIC)])
            asked.wait(10)
            raise ValueError("a fault")

    def closes():
        with pytest.raises(ValueError, match="a fault"):
            fails()

    monkeypatch.setattr(press.subprocess, "Popen", slow)
    closing = Thread(target=closes, daemon=True)
    closing.start()
    closing.join(20)
    assert not closing.is_alive()


def test_the_cover_sheet_counts_and_names_nobody():
    day = date(2026, 11, 23)
    batch = BatchFacts("Monday, batch 1", day, 46, 94, 1234567, (("statement", 46),))
    text = text_of(cover_sheet(batch))
    assert "Letters 46" in text
    assert "Amount asked for $12,345.67" in text


def test_values_reach_the_template_only_as_json():
    values = page_values(print_batch.words(letter(addressee=(MARKUP,)), CLINIC))
    assert json.loads(written([values]))[0]["address"][0].startswith("ADA #LET")
