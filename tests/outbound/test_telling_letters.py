"""Letters that tell, that speak of a plan, or that claim from an estate: words, law, paper."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from goodstanding.core.informing import INFORMING
from goodstanding.core.letters import Letter, Purpose
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import HIGHEST_GRADE, grade_of, lint, prose
from goodstanding.outbound.fill import adds_up, fields_for, words
from goodstanding.outbound.print_batch import print_letters, record_copy
from goodstanding.outbound.word_files import LETTERS, fill_line, letter_kind
from tests.outbound.letter_makers import ASKING_KINDS, CLINIC
from tests.outbound.paper import pages_of, pieces, text_of
from tests.outbound.telling_makers import LONG_PLAN, PLAN, TELLING_KINDS, estate, missed, telling

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
KINDS = (*TELLING_KINDS, "plan_missed", "estate_letter")
TWO_PAGES = {"help_form", "plan_agreement", "plan_missed", "estate_letter"}
RIGHT_TO_A_LAWYER = {"plan_agreement", "plan_missed", "estate_letter", "returned_check"}
WITH_SLIP = {"plan_agreement", "plan_missed"}


def made(kind: str) -> Letter:
    makers = {"plan_missed": missed, "estate_letter": estate}
    return makers[kind]() if kind in makers else telling(kind)


def text_for(letter: Letter) -> str:
    return " ".join(text_of(print_letters([letter], CLINIC, sides=1).pdf).split())


def test_every_kind_is_tried_here_or_next_door():
    others = {"refund", "unclaimed_credit"}
    assert {path.name for path in LETTERS.iterdir() if path.is_dir()} == {
        *KINDS, *ASKING_KINDS, *others,
    }  # fmt: skip
    assert set(TELLING_KINDS) == INFORMING  # the gate knows every one of them


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_as_agreed(kind):
    """GOLDEN=write writes the texts anew; read the difference before you keep it."""
    text = text_of(print_letters([made(kind)], CLINIC, sides=1).pdf)
    path = GOLDEN / f"{kind}.en.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text()
    assert text_of(record_copy(made(kind), CLINIC)) == text


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_plain_and_says_what_its_kind_must(kind):
    filled = words(made(kind), CLINIC)
    assert lint(filled) == ()
    assert grade_of(prose(filled), filled.own_words).worst <= HIGHEST_GRADE
    assert ("attorney" in text_for(made(kind))) == (kind in RIGHT_TO_A_LAWYER)
    assert ("Please tear here" in text_for(made(kind))) == (kind in WITH_SLIP)


@pytest.mark.parametrize("kind", KINDS)
def test_its_address_stands_alone_in_the_window(kind):
    batch = print_letters([made(kind)], CLINIC, sides=1)
    assert batch.pages == (2 if kind in TWO_PAGES else 1,)
    front = pieces(pages_of(batch.pdf)[0])
    inside = [it for it in front if it.bottom > 2.04 and it.top < 3.63 and it.left < 5.38]
    assert len({round(it.bottom, 2) for it in inside}) == 4
    assert max(it.bottom for it in inside) <= 3.17


@pytest.mark.parametrize("kind", KINDS)
def test_no_type_is_larger_than_a_notice(kind):
    pdf = print_letters([made(kind)], CLINIC).pdf
    every = [it for page in pages_of(pdf) for it in pieces(page)]
    assert {it.points for it in every} == {10.0, 12.0}


@pytest.mark.parametrize("kind", TELLING_KINDS)
def test_one_that_tells_asks_for_nothing(kind):
    assert letter_kind(kind).purpose is Purpose.TELL
    filled = words(telling(kind), CLINIC)
    for changes, code in (
        ({"due_cents": 1}, "nothing_asked"),
        ({"gives_cents": 1}, "nothing_asked"),
    ):
        assert code in [fault.code for fault in lint(replace(filled, **changes))]


@pytest.mark.parametrize("asked", ["You still owe us.", "Please pay the rest.", "Pay us."])
def test_the_linter_stops_a_telling_letter_that_asks(asked):
    faults = lint(words(telling("dispute_resolved", said={"finding": asked}), CLINIC))
    assert "asks" in [fault.code for fault in faults]


def test_a_field_of_its_kind_without_value_leaves_its_line_out_and_another_is_refused():
    bare = text_for(telling("dispute_received", said={"only_visit_on": ""}))
    assert "It is about your visit" not in bare
    assert "You told us on November 2, 2026" in bare
    with pytest.raises(Refused, match="does not exist: plan_total"):
        fill_line("{{plan_total}}", fields_for(telling("good_bye"), CLINIC))


# ---- the Truth in Lending box


@pytest.mark.parametrize("kind", ["plan_agreement", "plan_confirmation"])
def test_five_payments_bring_the_box_and_four_do_not(kind):
    four = telling(kind, said={**dict.fromkeys(LONG_PLAN, ""), **PLAN})
    assert "Truth in Lending" not in text_for(four)
    five = telling(kind, said={**dict.fromkeys(PLAN, ""), **LONG_PLAN})
    text = text_for(five)
    assert "ANNUAL PERCENTAGE RATE: the cost of your credit as a yearly rate 0%" in text
    assert "FINANCE CHARGE: the dollar amount the credit will cost you $0.00" in text
    assert "Amount financed: the amount of credit provided to you $184.20" in text
    assert "Total of payments: what you will have paid after all payments $184.20" in text
    assert "tila-disclosure" in words(five, CLINIC).must_say


def test_a_box_with_a_figure_missing_is_not_printed():
    with pytest.raises(Refused, match="tila-disclosure cannot be printed"):
        words(telling("plan_agreement", said={"plan_total": ""}), CLINIC)


def test_the_linter_misses_a_box_that_words_forgot():
    filled = words(telling("plan_agreement"), CLINIC)
    kept = tuple(
        (name, tuple(block for block in blocks if block.mark != "tila-disclosure"))
        for name, blocks in filled.regions
    )
    (fault,) = lint(replace(filled, regions=kept))
    assert (fault.code, fault.rule) == ("notice_missing", "us-regz-four-installments")


# ---- a plan's missed payment, and a claim


@pytest.mark.parametrize(("due", "left", "sound"), [
    (4605, 13815, True), (13815, 13815, True), (13816, 13815, False), (0, 13815, False),
    (4605, 0, False),
])  # fmt: skip
def test_a_missed_payment_asks_for_no_more_than_is_left_on_the_plan(due, left, sound):
    assert adds_up(missed(due_cents=due, plan_cents=left)) is sound


def test_an_estate_is_claimed_from_and_nobody_is_asked():
    text = text_for(estate())
    assert "ESTATE OF ROBERT NILSEN C/O KARIN NILSEN" in text
    assert "Our claim on the estate is $184.20." in text
    assert "You do not owe this money yourself." in text
    assert "Basis: health care given to Robert Nilsen. Amount: $184.20" in text
    assert "Please pay" not in text
    (fault,) = lint(words(estate(due_cents=18421), CLINIC))
    assert fault.code == "adds_up"
