"""A policy as text: each value in its place, single values changed, what two texts differ in."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core import policy
from goodstanding.core.policy_text import all_values, changes, values, with_values, with_version
from goodstanding.core.policy_words import (
    change_sentence,
    chapters,
    plain_steps,
    sentence,
    step_sentence,
)

pytestmark = pytest.mark.long

WHOLE = Path(policy.__file__).with_name("policy_v1.toml").read_text("utf-8")
# A text of before these tables came: it leaves them to the defaults.
TEXT = re.sub(r"(?m)^\[(segments\.\w+|household|visits|costs)\]\n(?:(?!\[).*\n)*", "", WHOLE)
SHIPPED, _ = policy.read(TEXT)


def changed(**wanted: str) -> str:
    text, faults = with_values(TEXT, {k.replace("__", "."): v for k, v in wanted.items()})
    assert not faults
    return text


def test_each_value_has_its_place():
    found = values(TEXT)
    assert found["steps.call_1.day"].shown == "45"
    assert (found["small.write_off_up_to"].shown, found["small.write_off_up_to"].kind) == (
        "4.99", "amount",
    )  # fmt: skip
    assert found["steps.call_2.offer_plan"].shown == "yes"
    assert found["chances.2.percent"].shown == "75"


def test_what_the_text_leaves_out_is_there_with_its_default():
    assert "costs.call" not in values(TEXT)
    assert all_values(TEXT)["costs.call"].shown == "4.00"
    assert all_values(TEXT)["household.quiet_days"].shown == "7"


@pytest.mark.parametrize(("place", "line"), [
    ("steps.call_1.day", "day = 40"),
    ("small.write_off_up_to", 'write_off_up_to = "3.99"     # only after a statement went out'),
    ("grace.late_step_days", "late_step_days = 5           # a step delivered later than this moves"
     " the rest of the ladder with it"),
])  # fmt: skip
def test_one_value_changes_one_line(place, line):
    given = line.split("=")[1].split("#")[0].strip().strip('"')
    text, faults = with_values(TEXT, {place: given})
    assert not faults
    before, after = TEXT.splitlines(), text.splitlines()
    different = [new for old, new in zip(before, after, strict=True) if old != new]
    assert different == [line]


@given(
    day=st.integers(41, 49), gap=st.integers(1, 10), cents=st.integers(0, 499),
    cost=st.integers(0, 99_999), quiet=st.integers(0, 90),
)  # fmt: skip
def test_what_was_written_is_read_again(day, gap, cents, cost, quiet):
    text = changed(
        steps__call_1__day=str(day), steps__call_1__gap=str(gap),
        small__write_off_up_to=f"{cents // 100}.{cents % 100:02d}",
        costs__call=f"{cost // 100}.{cost % 100:02d}", household__quiet_days=str(quiet),
    )  # fmt: skip
    found, faults = policy.read(text)
    assert not faults
    step = next(step for step in found.steps if step.name == "call_1")
    assert (step.day, step.gap, found.small.write_off_up_to) == (day, gap, cents)
    assert (found.costs.call, found.household.quiet_days) == (cost, quiet)


def test_a_value_of_two_tables_that_are_not_there_yet():
    text = changed(costs__call="5", costs__text="0.06", segments__gentle__offer_plan_from_day="20")
    found, _ = policy.read(text)
    assert (found.costs.call, found.costs.text, found.costs.reminder) == (500, 6, 85)
    assert found.segments.gentle.offer_plan_from_day == 20


@pytest.mark.parametrize(("place", "given"), [
    ("steps.call_1.day", "soon"), ("steps.call_1.day", "-4"), ("steps.call_1.day", "1.5"),
    ("small.write_off_up_to", "4.999"), ("small.write_off_up_to", "1e2"),
    ("steps.call_1.act", "lawsuit"), ("small.never_write_off_codes", "3"), ("made.up", "3"),
])  # fmt: skip
def test_what_is_no_value_is_said_and_nothing_changes(place, given):
    text, faults = with_values(TEXT, {place: given})
    assert (text, [fault.where for fault in faults]) == (TEXT, [place])


def test_a_value_that_shares_its_line_is_left_to_the_whole_text():
    text = TEXT.replace('[credit]\nreview_from = "1.00"', 'credit = { review_from = "1.00" }')
    text = text.replace('credit = { review_from = "1.00" }\n', "", 1)
    text = text.replace("version = 1\n", 'version = 1\ncredit = { review_from = "1.00" }\n')
    kept, faults = with_values(text, {"credit.review_from": "2.00"})
    assert kept == text
    assert "whole text" in faults[0].text


def test_the_same_value_written_otherwise_is_no_change():
    assert changed(steps__call_1__day="045", credit__review_from="1") == TEXT


def test_changes_name_what_differs_and_not_the_number_of_the_version():
    text = with_version(changed(steps__call_1__day="40", costs__call="5.00"), 2)
    found = changes(TEXT, text)
    assert [(c.place, c.before, c.after) for c in found] == [
        ("steps.call_1.day", "45", "40"), ("costs.call", "4.00", "5.00"),
    ]  # fmt: skip
    assert change_sentence(found[0], SHIPPED) == "First call: day: 45 becomes 40"


def test_a_step_taken_out_is_a_change():
    block = TEXT[TEXT.index('[[steps]]\nname = "past_due_letter"') :]
    without = TEXT.replace(block[: block.index("[[steps]]", 5)], "")
    gone = {c.place for c in changes(TEXT, without) if not c.after}
    assert "steps.past_due_letter.day" in gone


def test_what_is_shipped_writes_its_defaults_out():
    assert changes(TEXT, WHOLE) == ()


def test_default_written_out_is_no_change():
    assert changes(TEXT, f'{TEXT}\n[costs]\ncall = "4.00"\n') == ()


# ---- in sentences


def test_every_value_is_a_sentence_of_its_own():
    for one in all_values(WHOLE).values():
        if not one.place.startswith(("steps", "version", "chances")):
            assert sentence(one).endswith(".")
            assert "{}" not in sentence(one)
            assert ": " not in sentence(one) or one.place.startswith(("segments", "small"))


@pytest.mark.parametrize(("name", "text"), [
    ("statement_1", "On the first day a statement is mailed."),
    ("call_2", "75 days after the money became theirs a person calls, at least 10 days after the "
     "last contact; a payment plan is offered."),
    ("agency_review", "125 days after the money became theirs a manager reviews the account, at "
     "least 35 days after the last contact."),
])  # fmt: skip
def test_a_step_in_words(name, text):
    assert step_sentence(next(s for s in SHIPPED.steps if s.name == name)) == text


def test_one_is_said_in_the_singular():
    found = {s.place: s.text for c in chapters(values(TEXT).values()) for s in c.sentences}
    assert found["estate.check_months"] == "A court file is looked for every 1 month."
    assert found["small.no_statement_below"] == "No statement goes out for less than $5.00."
    assert found["chances.2.percent"] == "Of balances up to $150.00, 75 in 100 are paid."


def test_the_public_words_have_every_step_and_its_day():
    told = plain_steps(SHIPPED)
    assert len(told) == len(SHIPPED.steps)
    assert told[3].startswith("Day 45: we call you")
    assert "without this review" in told[-1]
