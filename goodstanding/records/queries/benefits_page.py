"""The page Benefits and the panel of an account: what was told, what changed, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from goodstanding.core.benefits import CoverageBenefits
from goodstanding.records.models import (
    EligibilityChange,
    EligibilityCheck,
    EligibilityRequest,
)
from goodstanding.records.queries.benefits import newest
from goodstanding.records.queries.subscribers import Kept, Key, kept_of, other_of

MOST = 200
_REQUESTS = 10
# AAA03: the member number, or the subscriber's name, is wrong; the subscriber was not found.
_NOT_THE_SUBSCRIBER = frozenset({"72", "73", "75"})


@dataclass(frozen=True, slots=True)
class PatientBenefits:
    """The newest check of each coverage in force, by rank."""

    name: str
    patient_id: str
    coverages: tuple[CoverageBenefits, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    number: int
    account: str
    patient: str
    kind: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer that waits for a person. `person` is as the payer wrote it; `alone` where the payer
    does not know them as the subscriber, and nobody said that another person is."""

    number: int
    state: str
    person: str
    birth_on: date | None
    member: str
    payer: str
    checked_on: date
    why: str
    file: int
    patient: str
    account: str
    alone: bool


@dataclass(frozen=True, slots=True)
class RequestRow:
    number: int
    made_at: datetime
    by: str
    asked: int


def of_account(account_id: str, on: date) -> tuple[PatientBenefits, ...]:
    """Patients of whom something was told."""
    found: dict[tuple[str, str], list[CoverageBenefits]] = {}
    for coverage, benefits in newest(Q(patient__guarantor__number=account_id), on):
        patient = coverage.patient
        whose = (f"{patient.first_name} {patient.last_name}", patient.number)
        found.setdefault(whose, []).append(benefits)
    return tuple(PatientBenefits(*whose, tuple(each)) for whose, each in found.items())


def changes(account_id: str = "") -> tuple[ChangeRow, ...]:
    """What changed and nobody has dealt with, the newest first; of one account, or of all."""
    found = EligibilityChange.objects.filter(done_at=None)
    if account_id:
        found = found.filter(guarantor__number=account_id)
    rows = found.order_by("-on", "-id").values_list(
        "id", "guarantor__number", "check_of__patient__number", "kind", "text", "on"
    )
    return tuple(ChangeRow(*row) for row in rows[:MOST])


def answers_waiting() -> tuple[AnswerRow, ...]:
    """Of nobody known here, or rejected by the payer."""
    found = EligibilityCheck.objects.filter(state__in=("waiting", "rejected")).order_by("-id")
    shown = list(found.select_related("patient__guarantor", "coverage")[:MOST])
    kept = kept_of(check.patient_id for check in shown if check.patient_id is not None)
    return tuple(_answer(check, kept) for check in shown)


def requests() -> tuple[RequestRow, ...]:
    rows = EligibilityRequest.objects.order_by("-id").values_list("id", "made_at", "by", "asked")
    return tuple(RequestRow(*row) for row in rows[:_REQUESTS])


def request_content(number: int) -> bytes | None:
    """The bytes that left."""
    found = EligibilityRequest.objects.filter(id=number).values_list("content", flat=True).first()
    return bytes(found) if found is not None else None


def counts() -> tuple[int, int]:
    """(answers that wait, changes still open)"""
    waiting = EligibilityCheck.objects.filter(state__in=("waiting", "rejected")).count()
    return waiting, EligibilityChange.objects.filter(done_at=None).count()


def _answer(check: EligibilityCheck, kept: Mapping[Key, Kept]) -> AnswerRow:
    subscriber = check.told.get("subscriber", {})
    person = check.told.get("dependent", subscriber)
    name = " ".join(filter(None, (person.get("first_name"), person.get("last_name"))))
    patient, born = check.patient, person.get("birth_on", "")
    return AnswerRow(
        check.id, check.state, name, date.fromisoformat(born) if born else None,
        person.get("member") or subscriber.get("member", ""), check.payer_name, check.checked_on,
        check.why, check.file_id, patient.number if patient else "",
        patient.guarantor.number if patient else "", _alone(check, kept),
    )  # fmt: skip


def _alone(check: EligibilityCheck, kept: Mapping[Key, Kept]) -> bool:
    codes = {each.get("code") for each in check.told.get("rejections", ())}
    if "dependent" in check.told or not codes & _NOT_THE_SUBSCRIBER:
        return False
    return check.coverage is None or other_of(check.coverage, kept) is None
