"""Filling a letter's words: fields only, lines left out, addresses that fit, law that is said."""

import re
from dataclasses import replace
from datetime import date

import pytest

from goodstanding.core.letters import Block
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import lint
from goodstanding.outbound import fill
from goodstanding.outbound.fill import address_block, clean, fields_for, words
from goodstanding.outbound.word_files import (
    LETTERS,
    fill_line,
    letter_kind,
    notices,
    parse,
    runs_of,
    word_file,
)
from tests.outbound.letter_makers import ASKING_KINDS, CLINIC, crowded, letter, visit

# Of letters that ask for what the visits leave; the others are in test_giving_letters.py and
# test_telling_letters.py.
WORD_FILES = [
    path for path in sorted(LETTERS.glob("*/words.*.md")) if path.parent.name in ASKING_KINDS
]


def region(filled, name: str) -> str:
    return "\n".join(block.text for block in dict(filled.regions)[name])


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_language_says_what_the_law_requires(path):
    kind, language = path.parent.name, path.name.split(".")[1]
    filled = words(letter(kind, language=language), CLINIC)
    said = {block.mark for block in filled.blocks if block.kind == "notice"}
    rules = {notice.rule for notice in notices().values() if notice.notice_id in said}
    assert set(letter_kind(kind).must_say) <= rules
    assert lint(filled) == ()


def test_a_letter_that_asks_for_money_says_how_to_pay_dispute_and_ask_for_help():
    for path in (path for path in WORD_FILES if path.name == "words.en.md"):
        text = path.read_text()
        for phrase in ("Use the slip", "An interpreter is free", "help", "interest", "[[visits]]"):
            assert phrase in text, f"{path}: {phrase}"
        assert re.search("looks wrong|should not owe this", text)


def test_the_notice_gives_the_numbers_of_the_attorney_general():
    notice = next(it for it in words(letter(), CLINIC).blocks if it.kind == "notice")
    assert "651-555-0100" in notice.text
    assert "800-555-0100" in notice.text
    assert [run.bold for run in notice.runs] == [True]


def test_notices_nobody_has_read_at_their_source_are_named():
    assert words(letter(), CLINIC).unverified == ("mn-attorney-ag",)
    assert words(letter("first_letter"), CLINIC).unverified == ("mn-attorney-ag", "dispute-window")


@pytest.mark.parametrize("text", ["{{nobody}}", "Hello {{ due }}", "{{due|upper}}", "{% if due %}"])
def test_only_known_fields_and_no_tags(text):
    with pytest.raises((Refused, ValueError), match="no merge field|does not exist"):
        fill_line(
            parse(f"subject: S\n\n[front]\n{text}", kind="k", language="en")
            .regions["front"][0]
            .lines[0],
            fields_for(letter(), CLINIC),
        )


@pytest.mark.parametrize(
    "text", ["Hello", "subject: S\n\nlost words", "subject: S\n\n[nowhere]\nx"]
)
def test_a_words_file_that_is_no_letter_is_refused(text):
    with pytest.raises(ValueError, match="k.en"):
        parse(text, kind="k", language="en")


def test_a_value_cannot_bring_weight_or_fields():
    fields = {"a": "**x** {{b}} #y", "b": "secret"}
    assert [(run.text, run.bold) for run in runs_of("**Hi** {{a}}", fields) or ()] == [
        ("Hi", True),
        (" **x** {{b}} #y", False),
    ]


def test_lines_without_a_value_are_left_out():
    bare = words(letter("reminder", earlier_letter_on=None), CLINIC)
    assert "We wrote to you" not in region(bare, "back")
    told = words(letter("reminder", earlier_letter_on=date(2026, 10, 24)), CLINIC)
    assert "We wrote to you about it on October 24, 2026." in region(told, "back")


def test_one_visit_or_a_span_of_visits():
    one = region(words(letter("reminder"), CLINIC), "back")
    assert "your visit on September 22, 2026." in one
    many = region(words(letter("reminder", visits=3), CLINIC), "back")
    assert "your visits from September 4, 2026 to September 22, 2026." in many
    assert "your visit on" not in many


def test_a_visit_row_tells_the_whole_story():
    table = next(it for it in words(crowded(), CLINIC).blocks if it.kind == "visits")
    (_heads, row) = table.visit_rows
    assert row.cells == (
        "Visit on September 22, 2026", "529.00", "−151.30", "−76.50", "0.00", "184.20",
    )  # fmt: skip
    assert row.note == (
        "With Dr. Hale. Why: your plan's deductible. Yours since October 8, 2026. "
        "We took off $10.00. Your insurance may still pay $50.00. "
        "We do not ask for $57.00 of it now."
    )


@pytest.mark.parametrize(
    ("changes", "sound"),
    [
        ({}, True),
        ({"plan_cents": 5000}, True),  # 50.00 + 7.00 is all that is left open
        ({"plan_cents": 5001}, False),
        ({"due_cents": 18419}, False),
    ],
)
def test_every_open_cent_has_a_name(changes, sound):
    assert words(crowded(**changes), CLINIC).adds_up is sound


def test_a_first_letter_itemises_since_the_you_owe_day():
    filled = words(letter("first_letter", payments_since_cents=1580), CLINIC)
    (sums,) = [it for it in dict(filled.regions)["left"] if it.kind == "sum"]
    assert [(row.label, row.amount) for row in sums.sum_rows] == [
        ("On October 8, 2026", "$200.00"),
        ("Interest added", "$0.00"),
        ("Fees added", "$0.00"),
        ("Paid since then", "−$15.80"),
        ("You owe now", "$184.20"),
    ]


def test_a_first_letter_without_its_dispute_day_is_refused():
    with pytest.raises(Refused, match="dispute-window cannot be printed"):
        words(letter("first_letter", dispute_by=None), CLINIC)


@pytest.mark.parametrize(
    ("name", "address", "lines"),
    [
        ("Ana Ruiz", ("1 Elm St", "X MN 56303"), ("ANA RUIZ", "1 ELM ST", "X MN 56303")),
        ("Ana\n\tRuiz\x00", ("", "1 Elm St"), ("ANA RUIZ", "1 ELM ST")),
        ("Zoë \u202e Łoś", ("1 Elm St",), ("ZOË ŁOŚ", "1 ELM ST")),
        ("a" * 20 + " " + "b" * 20, ("1 Elm",), ("A" * 20, "B" * 20, "1 ELM")),
        ("a" * 40, ("1 Elm",), ("A" * 40, "1 ELM")),
    ],
)
def test_addresses(name, address, lines):
    assert address_block(letter(addressee=(name,), address=address)) == lines


@pytest.mark.parametrize("address", [(), ("a", "b", "c", "d")])
def test_an_address_that_does_not_fit_is_refused_without_naming_anyone(address):
    with pytest.raises(Refused, match="Letter L-000123 needs a name and an address") as refused:
        address_block(letter(address=address))
    assert "Lopez" not in refused.value.why


def test_an_unknown_language_falls_back_to_english():
    assert words(letter(language="so-SO"), CLINIC).language == "en"
    assert word_file("statement", "xx").language == "en"
    with pytest.raises(Refused, match="no words"):
        word_file("nothing", "xx")


def test_a_clinic_without_pay_site_or_policy_page_leaves_those_lines_out():
    bare = replace(CLINIC, pay_site="", policy_url="")
    filled = words(letter("first_letter"), bare)
    assert "Pay. Use the slip, or call us." in region(filled, "right")
    assert "You can also read it" not in region(filled, "back")
    assert lint(filled) == ()


def test_clinical_words_in_a_reason_stop_the_letter():
    filled = words(letter(lines=(visit(why="your knee surgery"),)), CLINIC)
    assert [fault.code for fault in lint(filled)] == ["clinical_word", "clinical_word"]


def test_clean_keeps_letters_and_drops_what_cannot_be_seen():
    assert clean(" A\u200bB\r\n C\x07 é ") == "AB C é"


def test_a_block_is_the_text_of_its_runs():
    assert Block("paragraph").text == ""


def test_scenario_47_every_letter_needs_the_right_to_a_lawyer_whatever_its_kind_says(monkeypatch):
    """letter.toml forgot it and the words file lost it: the linter still asks for it."""
    bare = letter_kind("statement")
    monkeypatch.setattr(fill, "letter_kind", lambda kind: replace(bare, must_say=()))
    filled = words(letter(), CLINIC)
    assert filled.must_say == ("mn-attorney-ag",)
    without = tuple(
        (name, tuple(block for block in blocks if block.kind != "notice"))
        for name, blocks in filled.regions
    )
    faults = lint(replace(filled, regions=without))
    assert {(f.code, f.rule) for f in faults} == {
        ("notice_missing", "mn-332c-prohibited-practices")
    }
    assert "No notice gives the number 651-555-0100" in [fault.text for fault in faults]


def test_a_clinic_elsewhere_does_not_name_minnesotas_attorney_general():
    filled = words(letter("first_letter"), replace(CLINIC, state="WI"))
    assert "Minnesota" not in "\n".join(block.text for block in filled.blocks)
    assert filled.must_say == ("dispute-window",)
    assert lint(filled) == ()
