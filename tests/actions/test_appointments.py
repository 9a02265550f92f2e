"""A visit changed by a person and the next export of it: who wins, and that it is said."""

from datetime import UTC, date, datetime

import pytest

from goodstanding.actions import appointments, imports
from goodstanding.actions.unit import Actor
from goodstanding.records.models import Appointment
from tests.web.clinic import DAY, FISK, NOON, Table, tables

BY, SUE = Actor("a test", "system"), Actor("sue", "scheduler")
FIRST, OURS, THEIRS = "2026-11-24T09:00:00-06:00", "2026-11-25T10:00:00-06:00", "2026-11-27"
COLUMNS = "appointment_id patient_id starts_at scheduled_on provider location kind status"


def read_in(folder, starts: str, status: str = "booked") -> str:
    row = ("A1", f"P{FISK}", starts, "2026-11-02", "Dr. Hale", "Main", "office", status)
    folder.mkdir(exist_ok=True)
    for table in [*tables(), Table("appointments", COLUMNS, [row])]:
        table.write(folder)
    (one,) = imports.receive(folder, "practice", imports.Setting(on=DAY, by=BY, at=NOON))
    assert one.status in ("posted", "duplicate"), one.problems
    return repr(one)


def stands() -> tuple[date, str, list[str]]:
    row = Appointment.objects.get(number="A1")
    whats = list(row.changes.order_by("id").values_list("what", flat=True))
    return row.starts_at.astimezone(UTC).date(), row.status, whats


@pytest.fixture
def moved(db, tmp_path):
    read_in(tmp_path / "first", FIRST)
    to = datetime.fromisoformat(OURS)
    appointments.move(number="A1", to=to, why="asked for it", by=SUE, at=NOON)
    return tmp_path


@pytest.mark.database
def test_an_export_that_has_not_heard_of_the_change_leaves_it(moved):
    Table("notes", "x", [("1",)]).write(moved / "first")  # another file, the same visit
    read_in(moved / "first", FIRST)
    assert stands() == (date(2026, 11, 25), "booked", ["moved"])


def test_an_export_with_something_newer_wins_and_it_is_written_down(moved):
    said = read_in(moved / "second", f"{THEIRS}T09:00:00-06:00")
    assert stands() == (date(2026, 11, 27), "booked", ["moved", "exported"])
    assert "says something newer of it" in said
    read_in(moved / "third", f"{THEIRS}T09:00:00-06:00", "cancelled")
    assert stands() == (date(2026, 11, 27), "cancelled", ["moved", "exported"])


def test_a_change_after_the_exports_word_stands_again(moved):
    read_in(moved / "second", f"{THEIRS}T09:00:00-06:00")
    appointments.cancel(number="A1", by=SUE, at=NOON)
    read_in(moved / "second", f"{THEIRS}T09:00:00-06:00")
    assert stands() == (date(2026, 11, 27), "cancelled", ["moved", "exported", "cancelled"])


def test_a_change_stands_also_when_the_export_had_moved_it_on_since_it_took_over(moved):
    read_in(moved / "second", f"{THEIRS}T09:00:00-06:00")
    read_in(moved / "third", f"{THEIRS}T11:00:00-06:00")  # nobody here had a hand in it
    appointments.cancel(number="A1", by=SUE, at=NOON)
    Table("notes", "x", [("1",)]).write(moved / "third")  # another file, the same visit
    read_in(moved / "third", f"{THEIRS}T11:00:00-06:00")
    assert stands() == (date(2026, 11, 27), "cancelled", ["moved", "exported", "cancelled"])
    appointments.take_back(number="A1", seen="cancelled", by=SUE, at=NOON)
    row = Appointment.objects.get(number="A1")
    assert (row.status, row.starts_at.isoformat()) == ("booked", "2026-11-27T17:00:00+00:00")
