"""Estimates as people see them: what is due and by when, what was given, whose bill is far over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from goodstanding.core.days import add_business_days, local_day
from goodstanding.core.deadlines import Deadline
from goodstanding.core.estimate_bill import Near, near
from goodstanding.core.estimate_terms import ForWhom
from goodstanding.core.estimates import FEDERAL, STATE, Asked, deliver_by
from goodstanding.law import LawOn, live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import (
    Appointment,
    CostEstimate,
    Coverage,
    Estimate,
    EstimateGiven,
    EstimateVersion,
    Patient,
)

LOOK_AHEAD_DAYS = 60
CONTACT = {"mail": "mail", "email": "email", "text": "text", "call": "phone"}


def law_on(on: date) -> LawOn:
    return live_book().on(on, clinic.current().state)


def was_given(version: int) -> bool:
    return EstimateGiven.objects.filter(version_id=version).exists()


def was_given_before(case: int) -> bool:
    return EstimateGiven.objects.filter(version__estimate_id=case).exists()


def for_whom(patient: int) -> ForWhom:
    row = Patient.objects.select_related("guarantor").get(id=patient)
    home = row.guarantor
    place = f"{home.city}, {home.state} {home.zip}".strip(" ,")
    return ForWhom(
        f"{row.first_name} {row.last_name}", row.number, row.birth_on,
        tuple(filter(None, (home.street, home.street2, place))),
        home.phone_mobile or home.phone_home, home.email,
        CONTACT.get(home.preferred_channel, home.preferred_channel),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DueRow:
    """`case` None: a booked visit of somebody without coverage, and nothing is begun for it."""

    case: int | None
    appointment: str
    patient_id: str
    account_id: str
    name: str
    track: str
    service_on: date
    deliver_by: date | None
    provider: str = ""
    changed: bool = False

    def late(self, on: date) -> bool:
        return self.deliver_by is not None and self.deliver_by < on


@dataclass(frozen=True, slots=True)
class Due:
    """`today` holds what is late too; `soon` is for the business days of a week."""

    today: tuple[DueRow, ...]
    soon: tuple[DueRow, ...]
    later: tuple[DueRow, ...]
    visits_next_week: int
    need_one: int

    @property
    def count(self) -> int:
        return len(self.today) + len(self.soon)


def due(on: date, account: str = "") -> Due:
    """Of the whole book, or of one account."""
    rows = sorted(
        (*_begun(on, account), *_not_begun(on, account)),
        key=lambda row: (row.deliver_by or row.service_on, row.name),
    )
    week = add_business_days(on, 5)
    last = on + timedelta(days=7)
    near_visits = _visits(on, last).filter(~_has_estimate())
    return Due(
        tuple(row for row in rows if row.deliver_by and row.deliver_by <= on),
        tuple(row for row in rows if row.deliver_by and on < row.deliver_by <= week),
        tuple(row for row in rows if row.deliver_by is None or row.deliver_by > week),
        near_visits.count(), sum(r.case is None and r.service_on <= last for r in rows),
    )  # fmt: skip


def _begun(on: date, account: str) -> Iterable[DueRow]:
    """Drafts, and those with a version newer than what was given."""
    cases = (
        CostEstimate.objects.filter(withdrawn_at=None, service_on__gte=on)
        .select_related("patient__guarantor", "appointment")
    )  # fmt: skip
    if account:
        cases = cases.filter(patient__guarantor__number=account)
    newest: dict[int, tuple[int, bool]] = {}
    versions = EstimateVersion.objects.filter(estimate__in=cases).order_by("number")
    given = Exists(EstimateGiven.objects.filter(version=OuterRef("pk")))
    for key, number, done in versions.annotate(done=given).values_list(
        "estimate_id", "number", "done"
    ):
        newest[key] = (number, done)
    for case in cases:
        number, done = newest[case.id]
        if done:
            continue
        yield DueRow(
            case.id, case.appointment.number if case.appointment else "", case.patient.number,
            case.patient.guarantor.number, _name(case.patient), case.track, case.service_on,
            case.deliver_by, case.appointment.provider if case.appointment else "", number > 1,
        )  # fmt: skip


def _not_begun(on: date, account: str) -> Iterable[DueRow]:
    """Who has no coverage on the day gets one without asking, once the visit is far enough."""
    law, zone = law_on(on), clinic.current().timezone
    found = _visits(on, on + timedelta(days=LOOK_AHEAD_DAYS)).filter(~_has_estimate())
    if account:
        found = found.filter(patient__guarantor__number=account)
    for visit in found.filter(~_is_covered()).select_related("patient__guarantor"):
        service_on = local_day(visit.starts_at, zone)
        by = deliver_by(Asked(False, service_on, visit.scheduled_on, ()), law)
        if by is not None:
            yield DueRow(
                None, visit.number, visit.patient.number, visit.patient.guarantor.number,
                _name(visit.patient), "good_faith", service_on, by, visit.provider,
            )  # fmt: skip


def _visits(first: date, last: date) -> Any:
    zone = ZoneInfo(clinic.current().timezone)
    start = datetime.combine(first, datetime.min.time(), zone)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
    return Appointment.objects.filter(
        status="booked", starts_at__gte=start, starts_at__lt=end
    ).order_by("starts_at")


def _has_estimate() -> Any:
    ours = CostEstimate.objects.filter(appointment=OuterRef("pk"), withdrawn_at=None)
    theirs = Estimate.objects.filter(
        patient=OuterRef("patient"), service_on=OuterRef("starts_at__date")
    )
    return Exists(ours) | Exists(theirs)


def _is_covered() -> Any:
    day = OuterRef("starts_at__date")
    return Exists(
        Coverage.objects.filter(
            Q(effective_on=None) | Q(effective_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day),
            patient=OuterRef("patient"),
        )
    )  # fmt: skip


def _name(patient: Patient) -> str:
    return f"{patient.last_name}, {patient.first_name}"


def visits_to_choose(on: date, text: str = "", *, most: int = 40) -> tuple[DueRow, ...]:
    """Booked visits without an estimate, the nearest first; `text` of a name or a number."""
    found = _visits(on, on + timedelta(days=2 * LOOK_AHEAD_DAYS)).filter(~_has_estimate())
    for word in text.replace(",", " ").split():
        found = found.filter(
            Q(patient__last_name__istartswith=word) | Q(patient__first_name__istartswith=word)
            | Q(patient__number=word) | Q(patient__guarantor__number=word)
        )  # fmt: skip
    law, zone = law_on(on), clinic.current().timezone
    covered = _is_covered()
    rows = found.annotate(covered=covered).select_related("patient__guarantor")[:most]
    return tuple(
        DueRow(
            None, visit.number, visit.patient.number, visit.patient.guarantor.number,
            _name(visit.patient), "insured" if visit.covered else "good_faith",
            local_day(visit.starts_at, zone),
            deliver_by(
                Asked(visit.covered, local_day(visit.starts_at, zone), visit.scheduled_on, ()), law
            ),
            visit.provider,
        ) for visit in rows
    )  # fmt: skip


def only_visit_of(patient_id: str, on: date) -> str:
    """The number of the one booked visit of theirs without an estimate; "" for none or several."""
    found = _visits(on, on + timedelta(days=2 * LOOK_AHEAD_DAYS)).filter(
        ~_has_estimate(), patient__number=patient_id
    )
    numbers = list(found.values_list("number", flat=True)[:2])
    return numbers[0] if len(numbers) == 1 else ""


@dataclass(frozen=True, slots=True)
class SentRow:
    case: int
    account_id: str
    name: str
    track: str
    service_on: date
    given_on: date
    how: str
    version: int
    share_cents: int
    at_most_cents: int
    deliver_by: date | None


def sent(on: date, *, most: int = 500) -> tuple[SentRow, ...]:
    rows = (
        EstimateGiven.objects.filter(on__lte=on).order_by("-id")
        .select_related("version__estimate__patient__guarantor")[:most]
    )  # fmt: skip
    return tuple(_sent(row) for row in rows)


def _sent(row: EstimateGiven) -> SentRow:
    version, case = row.version, row.version.estimate
    return SentRow(
        case.id, case.patient.guarantor.number, _name(case.patient), case.track, case.service_on,
        row.on, row.how, version.number, version.share_cents, version.at_most_cents,
        case.deliver_by,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OverRow:
    """A provider's bill over its estimate by enough to be seen. `case` where it was made here."""

    number: str
    case: int | None
    patient_id: str
    account_id: str
    name: str
    provider: str
    given_on: date
    service_on: date | None
    estimated_cents: int
    billed_cents: int
    near: Near
    reviewed: bool

    @property
    def over_cents(self) -> int:
        return self.billed_cents - self.estimated_cents


# As records/queries/facts_rows.py reckons it, of the whole book: the last estimate of each patient,
# provider and day, where a charge of it is asked of nobody's plan.
_OF_IT = (
    "c.patient_id = e.patient_id AND c.posted_on <= %s AND (e.provider = '' OR c.provider = "
    "e.provider) AND (c.service_on = e.service_on OR (e.service_on IS NULL AND c.service_on >= "
    "e.given_on))"
)
_OVER = (
    "SELECT e.number, p.number, g.number, p.last_name, p.first_name, e.provider, e.given_on, "
    f"e.service_on, SUM(e.cents), (SELECT COALESCE(SUM(c.cents), 0) FROM records_charge c WHERE "
    f"{_OF_IT}), (SELECT MAX(r.billed_cents) FROM records_estimatereview r WHERE r.patient_id = "
    "e.patient_id AND r.provider = e.provider AND r.number = e.number) FROM records_estimate e "
    "JOIN records_patient p ON p.id = e.patient_id JOIN records_guarantor g ON g.id = "
    "p.guarantor_id WHERE e.kind = 'good_faith' AND e.given_on <= %s AND EXISTS (SELECT 1 FROM "
    f"records_charge c WHERE (c.payer = '' OR c.self_pay_restriction) AND {_OF_IT}) GROUP BY "
    "e.number, p.number, g.number, p.last_name, p.first_name, e.provider, e.given_on, "
    "e.service_on, e.patient_id ORDER BY e.given_on, e.number"
)


def over(on: date) -> tuple[OverRow, ...]:
    """Most over first."""
    day = on.isoformat()
    last = {(row[1], row[5], row[7]): row for row in bulk.select(_OVER, [day, day, day])}
    law = law_on(on)
    found = [row for row in last.values() if near(int(row[9]) - int(row[8]), law) is not Near.FINE]
    ours = _ours(row[0] for row in found)
    rows = [_over(row, ours, law) for row in found]
    return tuple(sorted(rows, key=lambda one: (one.reviewed, -one.over_cents)))


def _over(row: tuple[Any, ...], ours: dict[str, int], law: LawOn) -> OverRow:
    number, patient, account, last, first, provider, given_on, service_on, cents, billed, seen = row
    return OverRow(
        number, ours.get(_case_number(number)), patient, account, f"{last}, {first}", provider,
        _day(given_on), _day(service_on) if service_on else None, int(cents), int(billed),
        near(int(billed) - int(cents), law), seen is not None and int(seen) >= int(billed),
    )  # fmt: skip


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _case_number(number: str) -> str:
    """Ours carries its version behind the last hyphen."""
    return number.rpartition("-")[0]


def _ours(numbers: Iterable[str]) -> dict[str, int]:
    named = {_case_number(number) for number in numbers}
    return dict(CostEstimate.objects.filter(number__in=named).values_list("number", "id"))


def deadlines_of(account_id: str, on: date) -> tuple[Deadline, ...]:
    """The days by which an estimate of this account is owed and was not given."""
    law, found = law_on(on), due(on, account_id)
    rows = (*found.today, *found.soon, *found.later)
    return tuple(
        Deadline("estimate_due", row.deliver_by, rule, law.cite(rule))
        for row in rows if row.account_id == account_id and row.deliver_by is not None
        for rule in (FEDERAL if row.track == "good_faith" else STATE,)
    )  # fmt: skip
