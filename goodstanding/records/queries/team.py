"""Colleagues, what was handed to them, where they were named, whom they cover."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.kinds import Role
from goodstanding.records import bulk
from goodstanding.records.models import Assignment, Cover, Mention, Staff

# Who works accounts: only they may own one, be named on one, or cover for a colleague.
OFFICE = (Role.COORDINATOR.value, Role.BILLER.value, Role.MANAGER.value)
NOBODY = ""  # owns what no colleague does
MOST = 100


@dataclass(frozen=True, slots=True)
class Colleague:
    name: str
    first_name: str
    role: Role

    @property
    def words(self) -> str:
        who = f"{self.first_name} ({self.name})" if self.first_name else self.name
        return f"{who}, {self.role.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Handed:
    """One account given to a colleague with a note they have not put away yet."""

    number: int
    account_id: str
    person_name: str
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Named:
    number: int
    account_id: str
    person_name: str
    by: str
    at: datetime
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class CoverRow:
    number: int
    absent: str
    coverer: str
    first_on: date
    last_on: date
    note: str
    by: str


def colleagues() -> tuple[Colleague, ...]:
    found = Staff.objects.filter(role__in=OFFICE, is_active=True).order_by("username")
    return tuple(Colleague(one.username, one.first_name, Role(one.role)) for one in found)


def works_accounts(name: str) -> bool:
    return Staff.objects.filter(username=name, role__in=OFFICE, is_active=True).exists()


def waiting_for(name: str) -> tuple[int, int]:
    """(jobs that run or wait, notes that name this colleague and were not seen) in one query: every
    page asks.
    """
    rows = bulk.select(
        "SELECT (SELECT COUNT(*) FROM records_task WHERE state IN ('waiting', 'running')), "
        "(SELECT COUNT(*) FROM records_mention WHERE whom = %s AND seen_at IS NULL)",
        [name],
    )
    return int(rows[0][0]), int(rows[0][1])


def handed_to(name: str) -> tuple[Handed, ...]:
    """Oldest first."""
    found = Assignment.objects.filter(owner=name, ended_at=None, got_at=None).exclude(note="")
    rows = found.select_related("guarantor").order_by("id")[:MOST]
    return tuple(
        Handed(
            one.id, one.guarantor.number, f"{one.guarantor.last_name}, {one.guarantor.first_name}",
            one.by, one.at, one.note,
        )
        for one in rows
    )  # fmt: skip


def named_in(name: str) -> tuple[Named, ...]:
    """Notes that name this colleague and were not seen, oldest first."""
    found = Mention.objects.filter(whom=name, seen_at=None).select_related("note__guarantor")
    return tuple(
        Named(
            one.id, one.note.guarantor.number,
            f"{one.note.guarantor.last_name}, {one.note.guarantor.first_name}", one.note.by,
            one.note.at, one.note.text, one.note.kind,
        )
        for one in found.order_by("id")[:MOST]
    )  # fmt: skip


def covers(on: date) -> tuple[CoverRow, ...]:
    """Those that run on the day or are planned, soonest first."""
    found = Cover.objects.filter(ended_at=None, last_on__gte=on).order_by("first_on", "id")
    return tuple(
        CoverRow(
            one.id, one.absent, one.coverer, one.first_on, one.last_on, one.note, one.by
        )
        for one in found
    )  # fmt: skip
