"""Refusals by their codes: every entry says what to do, unknown ones too."""

from datetime import date

import pytest

from goodstanding.core.claim_by_hand import denied, paid_over
from goodstanding.core.denials import (
    DAYS_AFTER,
    REFUSALS,
    TODO_WORDS,
    Step,
    Todo,
    appeal_by,
    next_after,
    refusal,
    remarks_of,
)
from goodstanding.core.matching import Pair
from goodstanding.core.refusals import Refused
from tests.core.test_matching_desk import Adjustment, Claim, Line, charge


def test_the_commonest_reasons_are_there():
    common = "4 11 15 16 18 22 24 26 27 29 31 50 96 97 109 119 140 146 151 167 170 181 197 204 252"
    assert set(common.split()) <= set(REFUSALS)
    assert len(REFUSALS) >= 40
    # What a contract or a plan takes off is no refusal.
    assert not {"1", "2", "3", "23", "45", "253"} & set(REFUSALS)


@pytest.mark.parametrize("one", REFUSALS.values(), ids=REFUSALS)
def test_each_says_what_to_do_who_and_by_when(one):
    assert one.action == TODO_WORDS[one.todo]
    assert 1 <= one.days <= 30
    assert one.who in ("biller", "coder", "front desk", "coordinator")
    assert one.says
    assert not one.says.endswith(".")


@pytest.mark.parametrize("group", ["CO", "PR", "OA", "PI", "", "??"])
def test_an_unknown_code_is_to_be_found_out(group):
    one = refusal(group, "Z99")
    assert one.todo is Todo.FIND_OUT
    assert "not in our list" in one.says


def test_the_days_of_an_appeal_and_of_each_step():
    assert appeal_by(date(2026, 1, 1), 180) == date(2026, 6, 30)
    on, last = date(2026, 6, 1), date(2026, 6, 30)
    assert {step: (next_after(step, on, date(2027, 1, 1)) - on).days for step in Step} == DAYS_AFTER
    assert next_after(Step.RESENT, date(2026, 6, 20), last) == last
    assert next_after(Step.APPEALED, date(2026, 6, 20), last) == date(2026, 7, 20)
    assert next_after(Step.CALLED, last, last) == date(2026, 7, 7)  # nothing is left to lose


def test_remarks_are_cut_between_codes():
    assert remarks_of(["M51", "N29", "M51"]) == "M51 N29"
    assert remarks_of([f"N{n:03d}" for n in range(30)]).split()[-1] == "N015"


def paired(*lines, **more):
    claim = Claim(lines=list(lines), paid_cents=sum(one.paid_cents for one in lines), **more)
    return claim, [Pair(one, charge(n)) for n, one in enumerate(lines, 1)]


def test_a_claim_sent_to_the_denials_moves_nothing_anywhere():
    line = Line(paid_cents=0, adjustments=(
        Adjustment("PR", "204", 15000), Adjustment("CO", "45", 5000), Adjustment("OA", "23", 10),
    ))  # fmt: skip
    moves = denied(*paired(line))
    assert [(m.kind.value, m.group, m.reason, m.cents) for m in moves] == [
        ("denial", "PR", "204", 15000), ("denial", "CO", "45", 5000),
    ]  # fmt: skip


def test_what_pays_is_not_sent_to_the_denials():
    with pytest.raises(Refused):
        denied(*paired(Line()))


def test_a_payment_over_what_is_open_leaves_the_rest_as_a_credit():
    claim, pairs = paired(Line(paid_cents=19000, adjustments=(Adjustment("CO", "45", 1000),)))
    pairs[0].charge.insurer_cents = 18500
    moves, excess = paid_over(claim, pairs)
    assert ([(m.kind.value, m.cents) for m in moves], excess) == ([("insurer_payment", 19000)], 500)


@pytest.mark.parametrize(
    "line", [Line(paid_cents=-100), Line(paid_cents=0)], ids=["takes back", "pays nothing"]
)
def test_what_pays_nothing_is_not_posted_over(line):
    with pytest.raises(Refused):
        paid_over(*paired(line))
