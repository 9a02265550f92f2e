"""The poverty guidelines by year, and an income in percent of them."""

from datetime import date

import pytest

from goodstanding.core.poverty import Guideline, guideline_on, poverty_percent
from goodstanding.law import live_book

OF_2026 = Guideline(15_960_00, 5_680_00)


def on(day: str) -> Guideline | None:
    return guideline_on(live_book().on(date.fromisoformat(day), "MN"))


@pytest.mark.parametrize(("day", "first", "more", "cite"), [
    ("2024-01-11", 15_060_00, 5_380_00, "89 FR 2961"),
    ("2025-01-14", 15_060_00, 5_380_00, "89 FR 2961"),
    ("2025-01-15", 15_650_00, 5_500_00, "90 FR 5917"),
    ("2026-01-12", 15_650_00, 5_500_00, "90 FR 5917"),
    ("2026-01-13", 15_960_00, 5_680_00, "91 FR 1797"),
    ("2030-06-01", 15_960_00, 5_680_00, "91 FR 1797"),  # the newest stands
])  # fmt: skip
def test_the_guidelines_of_the_day(day, first, more, cite):
    assert on(day) == Guideline(first, more, cite)


def test_a_day_before_those_written_here_has_none():
    assert on("2024-01-10") is None


@pytest.mark.parametrize(("income", "household", "percent"), [
    (15_960_00, 1, 100),
    (15_959_99, 1, 99),  # rounded down
    (52_000_00, 4, 157),  # 15,960 + 3 x 5,680 = 33,000; 52,000 / 33,000 = 1.5757
    (55_720_00, 8, 100),  # 15,960 + 7 x 5,680
    (61_400_00, 9, 100),
    (0, 1, 0),
])  # fmt: skip
def test_an_income_in_percent(income, household, percent):
    assert poverty_percent(income, household, OF_2026) == percent
