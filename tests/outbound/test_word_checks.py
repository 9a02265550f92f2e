"""Words before they are kept: fields that exist, blocks that may not go, one thing to do, lines."""

import tomllib
from datetime import date

import pytest

from goodstanding.core.letters import ApprovedWords
from goodstanding.outbound.call_script import (
    SCRIPT,
    About,
    Pause,
    Visit,
    call_script,
    lines_of,
    script_path,
    shipped_script,
)
from goodstanding.outbound.word_checks import check_letter, required_notices
from goodstanding.outbound.word_files import SHEET, letter_kind
from goodstanding.outbound.word_kinds import check_words, shipped_text, told, word_kinds
from tests.outbound.letter_makers import CLINIC

EVERY = [(one.kind, code) for one in word_kinds() for code in one.languages]


def letter(kind: str = "reminder", language: str = "en", **changes: str):
    """What is said of our own words with pieces changed: before="after" by their names below."""
    text = shipped_text(kind, language)
    for before, after in changes.values():
        assert before in text, before
        text = text.replace(before, after, 1)
    return check_words(kind, language, text, clinic=CLINIC)


def first(check) -> tuple[int, str, bool]:
    return check.faults[0].line, check.faults[0].text, check.faults[0].form


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_what_we_ship_may_be_used(kind, language):
    check = letter(kind, language)
    assert check.faults == ()
    assert (check.grade is not None) == (language == "en" and kind not in (SCRIPT, SHEET))


# ---- fields


@pytest.mark.parametrize(
    ("kind", "before", "after", "line", "said"),
    [
        ("reminder", "{{due}} with", "{{dew}} with", 18, "{{dew}}; did you mean {{due}}?"),
        ("reminder", "{{greeting_name}}", "{{greeting}}", 16, "did you mean {{greeting_name}}?"),
        ("reminder", "{{coordinator}}", "{{zzz}}", 93, "There is no field {{zzz}}"),
        ("reminder", "With {{provider}}", "With {{phone}}", 110, "{{phone}} in the rows of visits"),
        ("reminder", "{{clinic_place}}", "{{provider}}", 12, "There is no field {{provider}}"),
        ("statement", "{{account}}", "{{refund_number}}", 5, "no field {{refund_number}}"),
        ("refund", "{{refund_number}}", "{{plan_each}}", 6, "no field {{plan_each}}"),
    ],
)
def test_a_field_that_does_not_exist_is_named_with_the_nearest(kind, before, after, line, said):
    check = letter(kind, change=(before, after))
    at, text, form = first(check)
    assert (at, form, check.may_be_kept) == (line, True, False)
    assert said in text


@pytest.mark.parametrize("braces", ["{{ due }}", "{{due|upper}}", "{% if due %}", "{{"])
def test_braces_that_are_no_field(braces):
    check = letter(change=("If money is tight", braces))
    assert not check.may_be_kept
    assert "braces that are no merge field" in first(check)[1]


# ---- what may not go


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        ("reminder", "[[notice mn-attorney-ag]]", "", "[[notice mn-attorney-ag]]"),
        ("first_letter", "[[notice dispute-window]]", "", "[[notice dispute-window]]"),
        ("plan_agreement", "[[notice tila-disclosure]]", "", "[[notice tila-disclosure]]"),
        ("estate_letter", "[[notice estate-claim]]", "", "[[notice estate-claim]]"),
        ("reminder", "[[notice mn-attorney-ag]]", "[[notice mn-lawyer]]", "no notice 'mn-lawyer'"),
        ("reminder", "[[visits]]", "", "[[visits]]"),
        ("reminder", "> You have", "You have", "There are 0 main sentences"),
        ("reminder", "# You do not have", "> You do not have", "There are 2 main sentences"),
        ("reminder", "balance of {{due}} with us", "balance", "may not lose {{due}}"),
        ("reminder", "by {{reply_by}}", "soon", "may not lose {{reply_by}}"),
        ("refund", "> We owe you {{credit}}", "> We owe you money", "may not lose {{credit}}"),
        ("reminder", "| Account | {{account}} |\n", "", "[head] may not lose {{account}}"),
        ("reminder", "\\ Letter {{reference}}", "", "[mail_to] may not lose {{reference}}"),
        ("reminder", "[tear]\nPlease tear here", "", "[tear] may not be left out"),
        ("reminder", "[sender]\n\\ **{{registered_name}}**\n\\ {{clinic_street}}\n"
         "\\ {{clinic_place}}\n\\ {{phone}}", "", "[sender] may not be left out"),
        ("reminder", "| Visit | Full charge |", "| Visit |", "two rows of 6 cells"),
        ("reminder", "[slip]", "[slop]", "there is no region [slop]"),
        ("reminder", "subject: ", "", "first line must be"),
    ],
)  # fmt: skip
def test_a_block_that_is_needed_stays(kind, before, after, said):
    check = letter(kind, change=(before, after))
    assert not check.may_be_kept
    assert said in told(check, form_only=True)


def test_a_slip_needs_boxes():
    text = shipped_text("reminder", "en").replace("[ ] ", "")
    check = check_letter("reminder", "en", text, clinic=CLINIC)
    assert "needs boxes to tick" in told(check)


def test_letters_that_ask_need_the_right_to_a_lawyer_whatever_their_kind_says():
    kinds = {one.kind for one in word_kinds()} - {SHEET, SCRIPT}
    asking = [kind for kind in kinds if letter_kind(kind).purpose == "ask"]
    assert len(asking) >= 3
    assert all("mn-attorney-ag" in required_notices(kind) for kind in asking)


# ---- what may stand in a draft, not in use


@pytest.mark.parametrize(
    ("kind", "language", "before", "after", "line", "said"),
    [
        ("reminder", "en", "If money is tight", "If you are delinquent", 85, '"delinquent"'),
        ("reminder", "en", "Please keep your visits with us. We", "We", 0, ""),
        ("reminder", "en", "An interpreter is free.", "", 0, "An interpreter is free."),
        ("reminder", "en", "tell us. We may", "tell us by May 4, 2027. We may", 0, "2 days to act"),
        ("reminder", "en", "**You owe now**", "You owe now", 0, "does not end in $368.40 once"),
        ("reminder", "es", "Si tiene poco dinero", "Si es moroso", 0, '"moroso"'),
        ("reminder", "es", "El intérprete es gratis.", "", 0, "El intérprete es gratis."),
        ("refund", "en", "This money is yours.", "You still owe us.", 0, "asks for none"),
        ("refund", "es", "Este dinero es suyo.", "Usted nos debe más.", 0, "asks for none"),
    ],
)
def test_the_linter_reads_made_up_letters(kind, language, before, after, line, said):
    check = letter(kind, language, change=(before, after))
    assert check.may_be_kept
    assert said in told(check)
    if said:
        assert not check.may_be_used
    if line:
        assert line in [fault.line for fault in check.faults]


def test_words_too_hard_to_read_may_not_be_used_and_nearly_too_hard_is_a_hint():
    hard = "Administrative representatives consequently communicate organizational information."
    check = letter(change=("If money is tight, tell us.", " ".join([hard] * 30)))
    assert not check.may_be_used
    assert "reads at grade" in told(check)
    some = letter(change=("If money is tight, tell us.", " ".join([hard] * 3)))
    assert some.grade.smog > letter().grade.smog


# ---- the sheet and the call script


@pytest.mark.parametrize(
    ("before", "after", "said", "kept"),
    [
        ("{{phone}}", "320", "must name {{phone}}", False),
        ("[sheet]", "[front]", "one region, [sheet]", False),
        ("subject: ", "subject: {{clinic}} ", "names no field", False),
        ("{{account}}", "{{acount}}", "did you mean {{account}}?", False),
        ("Fadlan sii wad ballamahaaga.", "Booliiska ayaan u yeeri.", "no courts", True),
    ],
)
def test_the_sheet(before, after, said, kept):
    check = letter(SHEET, "so", change=(before, after))
    assert (check.may_be_kept, check.may_be_used) == (kept, False)
    assert said in told(check)


@pytest.mark.parametrize(
    ("language", "before", "after", "said", "kept"),
    [
        ("en", "May I speak with {person}?", "Is it {persons}?", "no field {persons}", False),
        ("en", "May I speak with {person}?", "May I?", "open may not lose {person}", False),
        ("en", "{person}?", "{person.__class__}?", "braces that are no field", False),
        ("en", "privacy = ", "private = ", "no step private", False),
        ("es", "close = ", "# close = ", "The step close has no words", False),
        ("en", 'open = "Hello', "open = Hello", "Line 3", False),
        ("en", "Thank you. When, and how?", "You are delinquent.", "not blamed", True),
        ("es", "Gracias. ¿Cuándo", "Es urgente. ¿Cuándo", "one day to answer by", True),
        ("en", "This message is for {person}.", "A message for {person} about your bill.",
         "a voicemail says who calls", True),
    ],
)  # fmt: skip
def test_the_call_script(language, before, after, said, kept):
    check = letter(SCRIPT, language, change=(before, after))
    assert (check.may_be_kept, check.may_be_used) == (kept, False)
    assert said in told(check)


def steps(words, table: str = "") -> list[str]:
    return [name for name, _ in lines_of(words, table)]


@pytest.mark.parametrize("code", ["es", "so"])
def test_every_language_of_the_script_has_the_same_steps(code):
    other = tomllib.loads(script_path(code).read_text())
    assert sorted(steps(other)) == sorted(steps(shipped_script()))


VISITS = [Visit(date(2026, 9, 22), 41200, 15130, 7650, 18420)]


def said(language: str, pause: Pause | None = None):
    words = ApprovedWords(SCRIPT, language, 1, shipped_text(SCRIPT, language))
    return call_script(
        person="Ana Ruiz", caller="Dana", clinic=CLINIC, about=About(VISITS, pause=pause),
        language=language, approved=[words],
    )  # fmt: skip


def test_the_sum_is_said_in_one_breath():
    assert said("en")["explain"] == (
        "The visit was on September 22. The full charge was $412.00. Your insurance took off "
        "$151.30 and paid $76.50. That leaves $184.20 for you. Does that match what you have seen?"
    )
    assert said("es")["explain"] == (
        "La visita fue el 22 de septiembre. El precio completo fue $412.00. Su seguro descontó "
        "$151.30 y pagó $76.50. Eso deja $184.20 a su cargo. ¿Coincide con lo que usted ha visto?"
    )


def test_a_pause_is_offered_only_where_the_policy_has_one():
    assert "pause" not in said("es")["hardship"]
    pause = said("es", pause=Pause(60, date(2027, 1, 22)))["hardship"]["pause"]
    assert pause.startswith("Podemos parar por 60 días.")
    assert pause.endswith("Me comunicaré con usted el 22 de enero.")


def test_nobody_reads_aloud_what_no_translator_checked():
    bare = {"person": "Ana", "caller": "Dana", "clinic": CLINIC, "about": About(VISITS)}
    assert call_script(**bare, language="so") == {}
    assert call_script(**bare, language="hmn") == {}
    assert call_script(**bare)["open"] == "Hello. May I speak with Ana?"
