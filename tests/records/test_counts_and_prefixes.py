"""Counts of the Today page are counted anew after every change; prefixes are found literally."""

from datetime import date

import pytest

from goodstanding.actions.audit import viewed
from goodstanding.actions.followup_day import run_day
from goodstanding.core.kinds import Role
from goodstanding.records import bulk
from goodstanding.records.models import Guarantor
from goodstanding.records.queries import worklist
from tests.ledger_text import AT, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def letters(role: Role = Role.COORDINATOR) -> tuple[int, int]:
    (tab,) = [q for q in worklist.today_page(role=role, on=ON).queues if q.key == "letters"]
    return tab.count, tab.cents


def test_a_change_is_counted_and_a_look_is_not(django_assert_num_queries):
    tell("2026-11-01 charge C1 80.00 patient")
    assert letters() == (0, 0)
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)
    assert letters() == (1, 8000)
    viewed(account_id="A", by=SYSTEM_ACTOR, at=AT)
    with django_assert_num_queries(1):
        worklist._counts(Role.COORDINATOR, ON)
    assert letters(Role.BILLER) == (0, 0)


def test_the_total_is_the_tab_s_own_unless_it_is_narrowed():
    tell("2026-11-01 charge C1 80.00 patient")
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)
    whole = worklist.today_page(role=Role.COORDINATOR, on=ON, queue="letters")
    assert (whole.total_rows, whole.total_cents, len(whole.rows)) == (1, 8000, 1)
    narrow = worklist.Filters(least_cents=8001)
    none = worklist.today_page(role=Role.COORDINATOR, on=ON, queue="letters", filters=narrow)
    assert (none.total_rows, none.total_cents, none.rows) == (0, 0, ())
    empty = worklist.today_page(role=Role.COORDINATOR, on=ON, queue="credits")
    assert (empty.total_rows, empty.total_cents) == (0, 0)


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ("a_", {"a_1"}), ("a%", {"a%", "a%2"}), ("A", {"A_1"}), ("a~", {"a~1", "a~~2"}),
        ("a\\", {"a\\3"}), ("b", set()),
    ],
)  # fmt: skip
def test_a_prefix_is_taken_literally(start, found):
    numbers = ["a_1", "ab1", "a%", "a%2", "A_1", "a~1", "a~~2", "a\\3"]
    Guarantor.objects.bulk_create(
        Guarantor(number=number, last_name="L", first_name="F") for number in numbers
    )
    condition, values = bulk.begins("number", start)
    got = bulk.select(f"SELECT number FROM records_guarantor WHERE {condition}", values)
    assert {number for (number,) in got} == found
