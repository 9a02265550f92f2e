"""The linter and the reading grades: what may not leave the building."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.letters import Block, FilledLetter, Run, SumRow, VisitRow
from goodstanding.core.reading import grades, known_share, syllables
from goodstanding.core.wording import BANNED, CARE_SENTENCE, lint, masked
from goodstanding.law import live_book
from tests.core.wording_samples import BAD, DISGUISED, GOOD

CARE = CARE_SENTENCE["en"]
HELP = "An interpreter is free."


def said(kind: str, text: str, mark: str = "") -> Block:
    return Block(kind, (Run(text),), mark)


def letter(*extra: Block, **changes: object) -> FilledLetter:
    """A small letter without a fault; `extra` blocks go on its back."""
    front = (
        said("main", "You owe $184.20. Please pay it, or call us, by December 18, 2026."),
        Block("sum", sum_rows=(SumRow("You owe now", "$184.20", total=True),)),
        said("notice", "You may have an attorney. Do it by January 2, 2027!", "mn-attorney-ag"),
    )
    visit = VisitRow(("Visit on September 22, 2026", "412.00"), "With Dr. Court. Why: your plan.")
    back = (said("paragraph", f"{CARE} {HELP}"), Block("visits", visit_rows=(visit,)), *extra)
    filled = FilledLetter(
        reference="L-000123",
        kind="statement",
        language="en",
        account_id="104233",
        made_on=date(2026, 11, 23),
        due_cents=18420,
        adds_up=True,
        subject="Your statement",
        address=("MARIA LOPEZ", "1 ELM ST", "ST CLOUD MN 56303"),
        head=(SumRow("Account", "104233"),),
        regions=(("front", front), ("back", back)),
        own_words=("Dr. Court", "Maria Lopez"),
        must_say=("mn-attorney-ag",),
    )
    return replace(filled, **changes)  # type: ignore[arg-type]


def codes(*extra: Block, **changes: object) -> list[str]:
    return [fault.code for fault in lint(letter(*extra, **changes))]


def test_a_sound_letter_has_no_fault():
    assert lint(letter()) == ()


@pytest.mark.parametrize(("words", "code", "rule"), BAD)
def test_words_that_never_leave_the_building(words, code, rule):
    """Alone and in a letter: the fault, the rule, and nothing but the sentence is marked."""
    alone = lint(words)
    assert (code, rule) in {(fault.code, fault.rule) for fault in alone}
    assert code in codes(said("paragraph", words))
    for fault in alone:
        assert words[fault.start : fault.end] == fault.sentence != ""


@pytest.mark.parametrize(("words", "code"), DISGUISED)
def test_a_disguised_threat_is_read_all_the_same(words, code):
    found = [fault for fault in lint(words) if fault.code == code]
    assert found
    assert all(words[fault.start : fault.end] == fault.sentence for fault in found)


@pytest.mark.parametrize("words", GOOD)
def test_everyday_words_are_free(words):
    assert codes(said("paragraph", words)) == []


def test_the_samples_are_as_many_as_promised():
    assert (len(BAD) >= 60, len(GOOD) >= 40) == (True, True)


@pytest.mark.parametrize("banned", BANNED, ids=lambda banned: banned.name)
def test_every_list_of_words_is_met_by_a_sample(banned):
    """Without its pattern a sentence of the table would go out, or be refused for less."""
    hit = re.compile(rf"(?<!\w)(?:{banned.pattern})(?!\w)", re.IGNORECASE)
    assert any(hit.search(words) for words, *_ in BAD), banned.name


def test_only_the_sentence_that_is_wrong_is_marked():
    words = "You owe $5.00. St. Cloud will take you to court at 8:00 a.m. on Friday. Call us."
    (fault,) = lint(words)
    assert fault.sentence == "St. Cloud will take you to court at 8:00 a.m. on Friday."


def test_every_rule_a_fault_names_is_in_the_law_book():
    rules = {rule for _, _, rule in BAD} | {banned.topic.rule for banned in BANNED}
    assert rules <= set(live_book().rules)


PHRASES = [words for words, code, _ in BAD if code.endswith("threat") and "\n" not in words]


@settings(max_examples=150, deadline=None)
@given(
    phrase=st.sampled_from(PHRASES),
    place=st.integers(min_value=0, max_value=200),
    loud=st.booleans(),
)
def test_a_threat_anywhere_in_a_good_text_is_caught(phrase, place, loud):
    good = " ".join(GOOD).split(" ")
    at = place % (len(good) + 1)
    text = " ".join([*good[:at], phrase.upper() if loud else phrase, *good[at:]])
    threats = {fault.code for fault in lint(phrase) if fault.code.endswith("threat")}
    assert threats <= {fault.code for fault in lint(text)}


def test_a_word_is_excepted_alone():
    words = said("paragraph", "The court has the final word.")
    found = lint(letter(words, exceptions=frozenset({"court"})))
    assert [(fault.code, fault.sentence) for fault in found] == [
        ("false_urgency", "The court has the final word.")
    ]


def test_a_name_is_never_read_as_a_word_of_ours():
    shoulder = said("paragraph", "Dear John Shoulder,")
    assert codes(shoulder) == ["clinical_word"]
    assert codes(shoulder, own_words=("Dr. Court", "John Shoulder")) == []
    assert masked("Ann and Anna", ["Ann"]).split() == ["and", "Anna"]


def test_a_patient_called_you_does_not_hide_the_care_sentence():
    assert codes(own_words=("Dr. Court", "you", "care")) == []


@pytest.mark.parametrize("code", ["73721", "29881", "J3301", "M17.11"])
def test_a_code_of_care_in_a_visit_row_is_found(code):
    row = VisitRow(("Visit on September 22, 2026", "29,881.00"), f"For {code}, as planned.")
    assert codes(Block("visits", visit_rows=(row,))) == ["clinical_word"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"due_cents": 18421}, "amount"),
        ({"due_cents": 1842}, "amount"),
        ({"adds_up": False}, "adds_up"),
        ({"must_say": ("mn-attorney-ag", "dispute-window")}, "notice_missing"),
        ({"type_pt": (("body", 13), ("notice", 12), ("address", 10))}, "notice_size"),
        ({"subject": "Call us by December 19, 2026"}, "one_date"),
        ({"language": "so"}, "language"),
        ({"must_quote": ("651-555-0100",)}, "notice_missing"),
        ({"registered_name": "Elm Clinic, Ltd."}, "registered_name"),
    ],
)
def test_facts_that_must_hold(changes, code):
    assert code in codes(**changes)


def test_an_amount_that_only_begins_like_the_due_one_is_wrong():
    main = said("main", "You owe $184.209. Please call us by December 18, 2026.")
    sums = Block("sum", sum_rows=(SumRow("You owe now", "$184.20", total=True),))
    regions = (("front", (main, sums, said("paragraph", f"{CARE} {HELP}"))),)
    assert codes(regions=regions, must_say=()) == ["amount"]


def test_a_letter_without_main_sentence_care_or_date_says_so():
    regions = (("front", (said("paragraph", "Hello."),)),)
    assert codes(regions=regions) == [
        "main_sentence", "amount", "one_date", "care_sentence", "notice_missing", "language_help",
    ]  # fmt: skip


def test_notices_are_not_judged_for_voice_but_all_else_is():
    hard = "Notwithstanding aforementioned liabilities, attorney representation is obligatory!"
    assert codes(said("notice", hard, "mn-attorney-ag")) == []
    assert codes(said("paragraph", hard))[:4] == [
        "suit_threat", "trade_word", "trade_word", "exclamation",
    ]  # fmt: skip


def test_a_hard_text_fails_the_grade():
    hard = (
        "Notwithstanding considerations regarding administrative responsibility, institutional "
        "representatives periodically communicate organizational determinations."
    )
    assert [fault.code for fault in lint(hard)] == ["grade"]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("balance", 2), ("insurance", 3), ("needed", 2), ("asked", 1), ("charges", 2),
        ("deductible", 4), ("interpreter", 4), ("supervisor", 4), ("statement", 2), ("safely", 2),
        ("choices", 2), ("owe", 1), ("owed", 1), ("table", 2), ("information", 4), ("patient", 2),
        ("business", 2), ("paying", 2), ("visit's", 2), ("decided", 3), ("free", 1), ("area", 3),
    ],
)  # fmt: skip
def test_syllables(word, count):
    assert syllables(word) == count


def test_grades_by_hand():
    """Two sentences, 11 words, 16 syllables, two long words (insurance, interpreter).

    FK 0.39 * 11/2 + 11.8 * 16/11 - 15.59 = 3.72; SMOG 1.043 * sqrt(2 * 30/2) + 3.1291 = 8.84.
    """
    found = grades("Your insurance has paid its part. An interpreter is free now.")
    assert (found.words, found.sentences) == (11, 2)
    assert (found.flesch_kincaid, found.smog) == (3.7, 8.8)


def test_a_text_without_words_has_no_grade():
    assert grades("$184.20 \n 12") == grades("")


def test_a_word_the_dictionary_lacks_is_counted_by_rule():
    assert (syllables("copayzer"), syllables("visit\N{RIGHT SINGLE QUOTATION MARK}s")) == (3, 2)
    assert known_share("You owe this part") == 1.0
    assert known_share("Usted debe esta parte") < 0.6
