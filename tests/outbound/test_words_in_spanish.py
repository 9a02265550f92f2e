"""Spanish letters and the Somali sheet, as they are printed once a translator vouches for them."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from goodstanding.core.letters import ApprovedWords, Letter
from goodstanding.core.wording import lint
from goodstanding.outbound.fill import words
from goodstanding.outbound.print_batch import print_letters
from goodstanding.outbound.word_files import LETTERS, shipped, shipped_path
from goodstanding.outbound.word_kinds import word_kinds
from tests.outbound.letter_makers import ASKING_KINDS, CLINIC, letter, visit
from tests.outbound.paper import pages_of, pieces, text_of
from tests.outbound.telling_makers import TELLING_KINDS, estate, missed, telling
from tests.outbound.test_giving_letters import giving

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
KINDS = sorted(path.name for path in LETTERS.iterdir() if path.is_dir())
# These keep their golden text; every kind is judged below.
KEPT = ("first_letter", "reminder", "statement", "refund")


def approved(*names: tuple[str, str]):
    """The clinic with what we ship for these (kind, language) approved as version 1."""
    texts = [shipped_path(kind, code).read_text() for kind, code in names]
    return replace(CLINIC, words=tuple(
        ApprovedWords(kind, code, 1, text) for (kind, code), text in zip(names, texts, strict=True)
    ))  # fmt: skip


def made(kind: str, **changes) -> Letter:
    """In Spanish, for a person whose reasons are those our program writes."""
    if kind in ("refund", "unclaimed_credit"):
        return giving(kind, language="es", **changes)
    if kind in TELLING_KINDS:
        return telling(kind, language="es", **changes)
    if kind == "plan_missed":
        return missed(language="es", **changes)
    if kind == "estate_letter":
        return estate(language="es", **changes)
    lines = tuple(visit(n, why="Your plan's deductible and Your plan's copay") for n in range(2))
    return letter(kind, language="es", lines=lines, **changes)


def printed(kind: str, **changes) -> str:
    batch = print_letters([made(kind, **changes)], approved((kind, "es")), sides=1)
    return text_of(batch.pdf)


@pytest.mark.parametrize("kind", KEPT)
def test_it_reads_as_agreed(kind):
    """GOLDEN=write writes the texts anew; read the difference before you keep it."""
    text, path = printed(kind), GOLDEN / f"{kind}.es.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text()


def test_every_kind_has_its_twin():
    assert [kind for kind in KINDS if shipped(kind, "es") is None] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_english_is_left_but_the_laws_own(kind):
    filled = words(made(kind), approved((kind, "es")))
    said = [block.text for block in filled.blocks if block.kind not in ("notice", "line")]
    if "finding" not in dict(made(kind).said):
        assert filled.language == "es"
    english = r"\b(?:the|your|you|our|and|visit|with|payments?|is|of|to)\b|January|September"
    names = re.compile(r"Medical Assistance|Robert Nilsen|Karin Nilsen")
    if filled.language == "es":
        left = [text for text in said if re.search(english, names.sub("", text), re.IGNORECASE)]
        assert [text for text in left if "Associates" not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_linter_passes_it(kind):
    assert lint(words(made(kind), approved((kind, "es")))) == ()


@pytest.mark.parametrize("kind", ASKING_KINDS)
def test_the_notice_stands_on_the_front_in_english_with_its_courtesy_behind(kind):
    pages = pages_of(print_letters([made(kind)], approved((kind, "es")), sides=1).pdf)
    front = " ".join(it.text for it in pieces(pages[0]))
    behind = " ".join(it.text for page in pages[1:] for it in pieces(page))
    assert "You have the right to have your own attorney." in " ".join(front.split())
    assert "Traducción no oficial, solo para su comodidad" in " ".join(behind.split())


# ---- what the program writes


def test_money_stays_as_it_is_and_days_and_reasons_are_spanish():
    text = " ".join(printed("statement").split())
    assert (
        "Usted debe $368.40. Por favor pague o llámenos a más tardar el 18 de diciembre de 2026."
        in text
    )
    assert "Visita del 22 de septiembre de 2026" in text
    assert "Motivo: el deducible de su plan y el copago de su plan." in text
    assert "de lunes a viernes, de 8:00 a.m. a 4:30 p.m." in text


def test_a_colleagues_own_english_sends_the_whole_letter_in_english():
    clinic = approved(("dispute_resolved", "es"))
    mixed = words(made("dispute_resolved"), clinic)
    assert mixed.language == "en"
    finding = {"finding": "Su seguro había pagado más."}
    assert words(made("dispute_resolved", said=finding), clinic).language == "es"


@pytest.mark.parametrize("language", ["es", "es-MX", "ES"])
def test_nobody_gets_spanish_before_a_translator_vouches(language):
    assert words(replace(made("reminder"), language=language), CLINIC).language == "en"
    assert words(
        replace(made("reminder"), language=language), approved(("reminder", "es"))
    ).language == "es"  # fmt: skip


def test_shipped_translations_name_nobody_yet():
    for kind in word_kinds():
        for code in kind.languages:
            ours = shipped(kind.kind, code) if kind.kind != "call_script" else None
            assert code == "en" or ours is None or ours.checked_by == ""


def test_words_that_were_in_use_before_are_found_for_a_letter_printed_with_them():
    old = replace(approved(("reminder", "es")).words[0], active=False)
    clinic = replace(CLINIC, words=(old,))
    assert words(made("reminder"), clinic).language == "en"
    again = replace(made("reminder"), written_with=(("reminder", "es", 1),))
    assert words(again, clinic).language == "es"


# ---- the sheet in Somali


def test_the_sheet_is_the_last_page_and_every_letter_of_it_has_its_sign():
    clinic = approved(("cover_sheet", "so"), ("cover_sheet", "es"))
    batch = print_letters([letter("reminder", language="so")], clinic, sides=1)
    assert batch.pages == (3,)
    front, _, sheet = (" ".join(it.text for it in pieces(p)) for p in pages_of(batch.pdf))
    assert "MARIA LOPEZ" in front
    assert "Turjubaanku waa bilaash." in " ".join(sheet.split())
    assert "104233" in sheet
    assert "Quiero esta carta en español. / Waxaan rabaa turjubaan" in " ".join(front.split())


def test_a_letter_in_english_has_no_sheet_and_one_line():
    clinic = approved(("cover_sheet", "so"))
    filled = words(letter("reminder"), clinic)
    assert dict(filled.regions)["sheet"] == ()
    assert filled.written_with == (("reminder", "en", 0), ("cover_sheet", "so", 1))


def test_a_threat_on_the_sheet_stops_the_letter():
    clinic = approved(("cover_sheet", "so"))
    text = clinic.words[0].text.replace("Fadlan sii wad ballamahaaga.", "Maxkamad ayaan tagaynaa.")
    bad = replace(clinic, words=(replace(clinic.words[0], text=text),))
    faults = lint(words(letter("reminder", language="so"), bad))
    assert [(fault.code, fault.rule) for fault in faults] == [
        ("suit_threat", "mn-332c-prohibited-practices")
    ]
