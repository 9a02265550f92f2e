"""The huddle of a day: each visit's line, for the coordinator with its reasons, for the desk as
published and with what changed since, for the scheduler a dot.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from goodstanding.core.days import add_business_days, local_day
from goodstanding.core.facts import AccountFacts
from goodstanding.core.huddle import (
    EMPTY,
    NOTHING,
    DeskLine,
    HuddleLimits,
    Instruction,
    instruct,
)
from goodstanding.core.languages import ENGLISH, NAMES, base_language
from goodstanding.core.money import Cents, show
from goodstanding.core.places import law_for
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.models import (
    Appointment,
    AppointmentChange,
    AuditEvent,
    DeskTask,
    HuddleList,
    HuddleResult,
    Patient,
    Receipt,
    Standing,
)
from goodstanding.records.queries.coming_visits import (
    ARRIVED,
    BOOKED,
    CANCELLED,
    COMING,
    COMPLETED,
    NO_SHOW,
    TIER,
    Booked,
    booked,
    unbooked,
)
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.facts_rows import end_of, start_of

SEEN = (BOOKED, ARRIVED, COMPLETED, NO_SHOW, CANCELLED)
AHEAD = 7
TAKEN_BACK = "taken_back"  # a result that no longer stands


@dataclass(frozen=True, slots=True)
class DeskRow:
    """All that the front desk sees: nothing may be added here that UX.md's table does not list.
    `changed_at` None: as published. `result` what the desk wrote back. `undoes`: a press here can
    take back that the person came, or did not.
    """

    number: str
    starts_at: datetime
    name: str
    language: str
    provider: str
    status: str
    line: DeskLine
    changed_at: datetime | None = None
    result: str = ""
    result_cents: int = 0
    undoes: bool = False

    @property
    def due_cents(self) -> int:
        """What a press of Paid stands for."""
        line = self.line
        return line.copay_cents + line.ask_cents + line.plan_cents


@dataclass(frozen=True, slots=True)
class Worked:
    """A visit as the coordinator sees it."""

    booked: Booked
    told: Instruction
    next_step: str = ""
    published: DeskLine | None = None
    result: HuddleResult | None = None
    posted_cents: int = 0
    given_cents: int = 0  # as the desk says, at all visits of the account that day

    @property
    def unposted(self) -> str:
        """Where the desk says that money was given and the books of that day say otherwise."""
        if self.result is None or not self.result.cents or self.given_cents == self.posted_cents:
            return ""
        if not self.posted_cents:
            return "No receipt of this day in the books"
        return f"The books have {show(self.posted_cents)} of this day"

    @property
    def changed(self) -> bool:
        return self.published is not None and self.published != self.told.line


@dataclass(frozen=True, slots=True)
class Published:
    at: datetime
    by: str
    copy: int
    lines: dict[str, DeskLine]


def next_day(after: date) -> date:
    """The next day with visits within a week, else the next business day."""
    zone = clinic.current().timezone
    first = Appointment.objects.filter(
        status__in=COMING, starts_at__gte=end_of(after, zone),
        starts_at__lt=end_of(after + timedelta(days=AHEAD), zone),
    ).order_by("starts_at").values_list("starts_at", flat=True).first()  # fmt: skip
    return local_day(first, zone) if first is not None else add_business_days(after, 1)


def locations(on: date) -> list[str]:
    zone = clinic.current().timezone
    rows = Appointment.objects.filter(
        starts_at__gte=start_of(on, zone), starts_at__lt=end_of(on, zone), status__in=SEEN
    )
    return sorted(set(rows.values_list("location", flat=True)))


def limits() -> HuddleLimits:
    now = clinic.current()
    who = now.facts.coordinator_name or "Patient Accounts"
    return HuddleLimits(who, now.desk.offer_plan_from, now.desk.talk_from)


def instructed(
    rows: Sequence[Booked], *, on: date | None = None
) -> list[tuple[Booked, Instruction]]:
    """Each visit with its line; facts of each day are asked once. `on`: as the accounts stand that
    day, rather than each on its visit's own.
    """
    by_day: dict[date, set[int]] = defaultdict(set)
    for row in rows:
        by_day[on or row.visit.on].add(row.guarantor)
    facts: dict[tuple[date, str], AccountFacts] = {}
    for day, keys in by_day.items():
        facts.update({(day, one.account_id): one for one in facts_for(sorted(keys), day)})
    book, limit = live_book(), limits()
    found = []
    for row in rows:
        day = on or row.visit.on
        own, at = facts[day, row.account_id], row.starts_at - (row.visit.on - day)
        law = law_for(own, book)
        told = instruct(row.visit, own, law, at=at, limits=limit, chosen=row.chosen)
        if row.chosen is not None:
            told = replace(told, why=f"{told.why} Chosen: {row.chosen_why}")
        found.append((row, told))
    return found


def published(on: date, location: str) -> Published | None:
    row = HuddleList.objects.filter(on=on, location=location).order_by("-copy").first()
    if row is None:
        return None
    lines = {number: desk_line(line) for number, line in row.lines.items()}
    return Published(row.at, row.by, row.copy, lines)


def desk_line(kept: dict[str, Any]) -> DeskLine:
    return DeskLine(**{**kept, "take": tuple(kept["take"]), "forms": tuple(kept["forms"])})


def worked(on: date, location: str | None) -> list[Worked]:
    """The coordinator's view; `location` None is all of them."""
    rows = instructed(booked(on, on, statuses=SEEN, location=location))
    by_place = {place: published(on, place) for place in {row.location for row, _ in rows}}
    accounts = {row.guarantor for row, _ in rows}
    results = _results(_visits_of(accounts, on))
    steps, taken, given = _steps(accounts), _taken(accounts, on), _given(results.values())
    found = []
    for row, told in rows:
        list_ = by_place[row.location]
        before = list_.lines.get(row.number, EMPTY) if list_ else None
        found.append(Worked(
            row, told, steps.get(row.guarantor, ""), before, results.get(row.key),
            taken.get(row.guarantor, 0), given.get(row.guarantor, 0),
        ))  # fmt: skip
    return found


def desk_rows(on: date, location: str, *, live: bool = True) -> list[DeskRow]:
    """As published, live: a line that differs since says when it changed. Without a published list
    nothing is asked of anyone; not `live`: only what was published."""
    list_ = published(on, location)
    rows = booked(on, on, statuses=SEEN, location=location)
    come = [row for row in rows if row.status not in (CANCELLED, NO_SHOW)]
    before = {row.number: list_.lines.get(row.number, EMPTY) for row in come} if list_ else {}
    now = {row.number: told.line for row, told in instructed(come)} if live and list_ else before
    changed = {row.account_id for row in come if now.get(row.number) != before.get(row.number)}
    since = _changed_at(changed, list_.at) if changed and list_ else {}
    visits = [row.key for row in rows]
    results, newest = _results(visits), _newest_changes(visits)
    found = []
    for row in rows:
        line, done = now.get(row.number, EMPTY), results.get(row.key)
        new = line != before.get(row.number, EMPTY)
        found.append(DeskRow(
            row.number, row.starts_at, row.name, spoken_language(row.language), row.provider,
            row.status, line, since.get(row.account_id, since[""]) if new else None,
            done.what if done else "", done.cents if done else 0,
            row.status in (ARRIVED, NO_SHOW) and newest.get(row.key) == row.status,
        ))  # fmt: skip
    return found


def _newest_changes(visits: Sequence[int]) -> dict[int, str]:
    changes = AppointmentChange.objects.filter(appointment__in=visits).exclude(what=TIER)
    return dict(changes.order_by("id").values_list("appointment_id", "what"))


def spoken_language(tag: str) -> str:
    """ "" for English; else the language and that an interpreter comes."""
    language = base_language(tag)
    return "" if language == ENGLISH else f"{NAMES.get(language, language)}, interpreter"


def _changed_at(accounts: set[str], after: datetime) -> dict[str, datetime]:
    """By account, the last thing done to it since; "" the last thing done at all."""
    events = AuditEvent.objects.filter(at__gte=after).exclude(
        verb__in=("account.view", "staff.sign_in", "huddle.publish")
    )
    own = events.filter(account__in=accounts).order_by().values("account")
    found = dict(own.annotate(last=Max("at")).values_list("account", "last"))
    return {**found, "": events.aggregate(last=Max("at"))["last"] or after}


def _results(visits: Sequence[int]) -> dict[int, HuddleResult]:
    """The newest of each; not what was taken back, nor of a day from which a person or the export
    moved the visit away.
    """
    zone = clinic.current().timezone
    rows = HuddleResult.objects.filter(appointment__in=visits).select_related("appointment")
    newest = {row.appointment_id: row for row in rows.order_by("id")}
    return {
        key: row for key, row in newest.items()
        if row.what != TAKEN_BACK
        and local_day(row.at, zone) >= local_day(row.appointment.starts_at, zone)
    }  # fmt: skip


def _steps(accounts: set[int]) -> dict[int, str]:
    rows = Standing.objects.filter(guarantor__in=accounts)
    return {key: act.replace("_", " ") for key, act in rows.values_list("guarantor_id", "act")}


def _taken(accounts: set[int], on: date) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for account, cents in Receipt.objects.filter(
        on=on, guarantor__in=accounts, undone__isnull=True, prepaid__isnull=True
    ).values_list("guarantor_id", "cents"):
        found[int(account or 0)] += cents
    return found


def _visits_of(accounts: set[int], on: date) -> list[int]:
    """Of that day, at every location."""
    zone = clinic.current().timezone
    rows = Appointment.objects.filter(
        patient__guarantor__in=accounts, starts_at__gte=start_of(on, zone),
        starts_at__lt=end_of(on, zone),
    )  # fmt: skip
    return list(rows.values_list("id", flat=True))


def _given(results: Iterable[HuddleResult]) -> dict[int, int]:
    """By account."""
    found: dict[int, int] = defaultdict(int)
    for row in results:
        found[row.guarantor_id] += row.cents
    return found


def open_tasks() -> list[DeskTask]:
    rows = DeskTask.objects.filter(done_at__isnull=True).select_related("patient__guarantor")
    return list(rows.order_by("at"))


def care_safe(told: Instruction) -> bool:
    """Whether Patient Accounts would like a word: a balance, a paper or an estimate. Never which,
    and never a reason to wait with booking."""
    return told.line.tier > NOTHING or bool(told.line.forms)


def flag_of(patient: str, at: datetime) -> bool | None:
    """The scheduler's flag of a patient by number, visit or none; None for one not known."""
    return flags_of([patient], at).get(patient)


def flags_of(numbers: Sequence[str], at: datetime) -> dict[str, bool]:
    """The same of each that is known, in as many queries as of one."""
    patients = list(Patient.objects.filter(number__in=numbers))
    told = _told_of(patients, at)
    return {one.number: any(care_safe(each) for each in told[one.id]) for one in patients}


def _told_of(patients: Sequence[Patient], at: datetime) -> dict[int, list[Instruction]]:
    """By patient, each visit of the coming week as if it were the only one, or else none."""
    on = local_day(at, clinic.current().timezone)
    keys = [one.id for one in patients]
    rows = [
        replace(row, visit=replace(row.visit, later=False))
        for row in booked(on, on + timedelta(days=AHEAD), patients=keys)
    ]
    found: dict[int, list[Instruction]] = defaultdict(list)
    for row, told in instructed(rows, on=on):
        found[row.patient_key].append(told)
    without = _without_visit([one for one in patients if one.id not in found], on, at)
    return {**found, **{key: [told] for key, told in without.items()}}


def _without_visit(patients: Sequence[Patient], on: date, at: datetime) -> dict[int, Instruction]:
    if not patients:
        return {}
    keys = sorted({one.guarantor_id for one in patients})
    facts = dict(zip(keys, facts_for(keys, on), strict=True))
    visits, book, limit = unbooked(patients, on), live_book(), limits()
    found = {}
    for one in patients:
        own = facts[one.guarantor_id]
        law = law_for(own, book)
        found[one.id] = instruct(visits[one.id], own, law, at=at, limits=limit)
    return found


def past_balance(account_id: str, at: datetime) -> Cents | None:
    """The one number that the front desk may know of an account: as the person's own visits of the
    coming week have it, each of them, or else as a visit now would. None the same way for every
    reason.
    """
    owns = Patient.objects.filter(guarantor__number=account_id, relation="self")
    own = owns.order_by("id").first()
    if own is None:
        return None
    return min(each.line.ask_cents for each in _told_of([own], at)[own.id]) or None


@dataclass(frozen=True, slots=True)
class Flagged:
    """All that a scheduler sees of a visit."""

    number: str
    patient: str
    starts_at: datetime
    name: str
    language: str
    provider: str
    location: str
    dot: bool


def flagged(on: date, first: date | None = None) -> list[Flagged]:
    """The visits of the week from `first`, else from `on`, as the accounts stand on `on`."""
    first = first or on
    return [
        Flagged(
            row.number, row.visit.patient_id, row.starts_at, row.name,
            spoken_language(row.language), row.provider, row.location, care_safe(told),
        )
        for row, told in instructed(booked(first, first + timedelta(days=AHEAD)), on=on)
    ]  # fmt: skip


def dot(number: str, on: date) -> bool:
    """The scheduler's flag of one visit to come, however far."""
    row = Appointment.objects.filter(number=number).first()
    if row is None:
        return False
    day = local_day(row.starts_at, clinic.current().timezone)
    return any(care_safe(told) for _, told in instructed(booked(day, day, number=number), on=on))


def one(number: str, *, statuses: Sequence[str] = COMING) -> tuple[Booked, Instruction] | None:
    """A visit with its line; without `statuses` one to come."""
    row = Appointment.objects.filter(number=number).first()
    if row is None:
        return None
    on = local_day(row.starts_at, clinic.current().timezone)
    return next(iter(instructed(booked(on, on, statuses=statuses, number=number))), None)
