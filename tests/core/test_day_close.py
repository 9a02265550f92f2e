"""A day at the desk: what should be there, what is, and where a difference may hide."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.close_figures import (
    MOVES,
    CloseFigures,
    Counted,
    Figure,
    Section,
    packed,
    part_of,
    unpacked,
)
from goodstanding.core.day_close import (
    DrawerLine,
    Item,
    hints,
    needs_second,
    open_lines,
    tape_cents,
)
from goodstanding.core.kinds import Tender

CASH = DrawerLine("Front 1", Tender.CASH, start=10000, taken=8500)


def cards(counted, *cents):
    items = tuple(Item(place, each, f"r{place}") for place, each in enumerate(cents, 1))
    return DrawerLine("Front 1", Tender.CARD, 0, sum(cents), 0, counted, items=items)


def test_a_drawer_holds_its_start_and_what_came_less_what_was_taken_back():
    line = DrawerLine("Front 1", Tender.CASH, 10000, 8500, 2500, counted=16000)
    assert (line.system, line.difference) == (16000, 0)


def test_nothing_differs_before_somebody_counts():
    assert CASH.difference == 0
    assert open_lines([CASH]) == ("Cash of Front 1: not counted yet.",)


@pytest.mark.parametrize(
    ("counted", "reason", "said", "two"),
    [
        (18500, "", (), False),
        (17500, "", ("Cash of Front 1: $10.00 short. Find it, or write why.",), True),
        (18600, "", ("Cash of Front 1: $1.00 over. Find it, or write why.",), True),
        (17500, "  ", ("Cash of Front 1: $10.00 short. Find it, or write why.",), True),
        (17500, "ten dollars missing since noon", (), True),
    ],
)
def test_a_difference_needs_its_reason_and_a_second_person(counted, reason, said, two):
    line = DrawerLine("Front 1", Tender.CASH, 10000, 8500, 0, counted, reason)
    assert open_lines([line]) == said
    assert needs_second([line]) is two


@pytest.mark.parametrize(
    ("counted", "cents", "told"),
    [
        (5000, (5000, 1000), "Receipt 2 ($10.00, no. r2) is of this amount: is it here?"),
        (7000, (5000, 1000), "Receipt 2 ($10.00, no. r2) is of this amount: counted twice?"),
        (5000, (5000, 400, 600), "Receipt 2 ($4.00, no. r2) and Receipt 3 ($6.00, no. r3) "
                                 "together are of this amount."),
        # 54.00 typed for 45.00: 9.00 too much in the books
        (14500, (5400, 10000), "Receipt 1 ($54.00, no. r1) may be $45.00: two digits changed "
                               "places?"),
        # 0.18 too much, and no swap of neighbours makes 11.18 of 11.00 or 50.18 of 50.00
        (6118, (1100, 5000), "Divides by 9: two digits of an amount may have changed places."),
    ],
)  # fmt: skip
def test_where_a_difference_may_hide(counted, cents, told):
    assert told in hints(cards(counted, *cents))


def test_twins_are_told():
    twins = (Item(1, 6000, "4471"), Item(2, 6000, "4471"), Item(3, 6000, "9"))
    line = DrawerLine("Front 1", Tender.CHECK, 0, 18000, 0, 12000, items=twins)
    assert "Receipt 1 ($60.00, no. 4471) and Receipt 2 ($60.00, no. 4471) are alike: typed " \
        "twice?" in hints(line)  # fmt: skip


def test_a_line_that_agrees_has_no_hints():
    assert hints(cards(6000, 5000, 1000)) == ()


@given(st.lists(st.integers(1, 10**7), max_size=30), st.integers(-(10**7), 10**7))
def test_hints_are_few_and_never_fail(cents, off):
    assert len(hints(cards(max(sum(cents) + off, 0), *cents))) <= 5


@pytest.mark.parametrize(
    ("text", "cents"),
    [("185", 18500), ("185.00", 18500), ("1,250.5", 125050), ("3x20+4*5+1.25", 8125),
     ("$60 + $60", 12000), ("3 x 20", 6000), (".25", 25), ("0", 0), ("0x5", 0)],
)  # fmt: skip
def test_an_amount_or_the_sum_of_a_tape(text, cents):
    assert tape_cents(text) == cents


@pytest.mark.parametrize("text", ["", "+", "x", "3x", "1.005", "-5", "1e3", "ten", "5x5x5", "."])
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(ValueError, match="not a sum"):
        tape_cents(text)


# ---- figures


@pytest.mark.parametrize(
    ("source", "reverses", "part"),
    [
        ("receipt:7:1", "", "receipts"),
        ("receipt:7:undone:1", "receipt:7:1", "taken_back"),
        ("835:12:3:1", "", "era"),
        ("835:13:1:1", "835:12:3:1", "era"),
        ("unplaced:4:1", "835:12:3:1", "era"),
        ("practice:T1", "", "practice"),
        ("practice:T1~undone", "practice:T1", "practice"),
        ("refund:3:1", "", "refunds"),
        ("stop:3:1", "refund:3:1", "refunds"),
        ("close:2026-11-23:1", "", "over_short"),
        ("reopen:2026-11-23:1:1", "close:2026-11-23:1", "over_short"),
        ("journal:1", "", "other"),
    ],
)
def test_every_transfer_of_cash_has_its_section(source, reverses, part):
    assert part_of(source, reverses) == part


def figures(**ledger):
    sections = (Section("receipts", (Figure("Front 1, cash", 8500, 2),)), Section("deposits"))
    return CloseFigures(
        date(2026, 11, 23), 9, sum(ledger.values()), sections,
        (Counted("Front 1", "cash", 10000, 18500, None, 0),), ledger,
    )  # fmt: skip


def test_a_report_ties_section_by_section():
    assert figures(receipts=8500).ties
    assert not figures(receipts=8400).ties
    assert not figures(receipts=8400, other=100).ties  # the sum alone would agree
    assert set(MOVES) >= {"receipts", "era", "over_short"}


def test_figures_come_back_as_they_were_kept():
    kept = figures(receipts=8500)
    assert unpacked(packed(kept)) == kept
