"""One estimate as its page shows it: each version with its sum, what was given, the bill beside."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core import estimate_kept
from goodstanding.core.days import local_day
from goodstanding.core.estimate_bill import Amount, ProviderCompared, compared_lines
from goodstanding.core.estimate_steps import recheck
from goodstanding.core.estimate_terms import Planned, missing, moved_to
from goodstanding.core.languages import ENGLISH, NAMES, base_language
from goodstanding.core.money import plain
from goodstanding.records import bulk, clinic
from goodstanding.records.models import CostEstimate, Estimate, EstimateGiven, EstimateVersion
from goodstanding.records.queries.estimate_days import SELF_PAY, care_on
from goodstanding.records.queries.estimates import CONTACT, law_on, name_of


@dataclass(frozen=True, slots=True)
class Given:
    on: date
    by: str
    how: str
    told_aloud: bool
    late_why: str
    keep_until: date
    paper: Any


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    at: datetime
    by: str
    why: str
    planned: Planned
    figures: Any
    share_cents: int
    at_most_cents: int
    given: Given | None


@dataclass(frozen=True, slots=True)
class Shown:
    """`versions` with the newest first; `lacking` keeps that one from being given; `recheck` asks
    to look at the benefits again; `contact` is how they want to hear from us; `language` is what
    the account reads, "" for English; `provider` is the visit's.
    """

    key: int
    number: str
    patient_key: int
    patient_id: str
    account_id: str
    name: str
    birth_on: date | None
    email: str
    contact: str
    track: str
    service_on: date
    deliver_by: date | None
    withdrawn_on: date | None
    withdrawn_why: str
    versions: tuple[Version, ...]
    lacking: tuple[str, ...]
    recheck: str
    bill: tuple[ProviderCompared, ...]
    language: str
    provider: str

    @property
    def newest(self) -> Version:
        return self.versions[0]


def shown(key: int, on: date) -> Shown | None:
    cases = CostEstimate.objects.select_related("patient__guarantor", "appointment")
    case, zone = cases.filter(id=key).first(), clinic.current().timezone
    if case is None:
        return None
    given = {
        row.version_id: Given(
            row.on, row.by, row.how, row.told_aloud, row.late_why, row.keep_until, row.paper
        )
        for row in EstimateGiven.objects.filter(version__estimate=case)
    }
    versions = tuple(_version(row, given.get(row.id)) for row in case.versions.order_by("-number"))
    planned, person = versions[0].planned, case.patient
    told = planned.told.on if planned.told else None
    day = care_on(case, zone)
    again = recheck(told, day, today=on, law=law_on(on)) if planned.told else ""
    return Shown(
        case.id, case.number, person.id, person.number, person.guarantor.number,
        name_of(person), person.birth_on, person.guarantor.email,
        CONTACT.get(person.guarantor.preferred_channel, ""),
        case.track, day, case.deliver_by,
        local_day(case.withdrawn_at, zone) if case.withdrawn_at else None, case.withdrawn_why,
        versions, tuple(_lacking(planned, day)), again, _bill(case, on, zone),
        _reads(person.guarantor.language), case.appointment.provider if case.appointment else "",
    )  # fmt: skip


def _reads(language: str) -> str:
    base = base_language(language)
    return "" if base == ENGLISH else NAMES.get(base, base)


def _lacking(planned: Planned, day: date) -> Iterator[str]:
    if planned.service_on != day:
        yield moved_to(day)
    yield from missing(planned)


def _version(row: EstimateVersion, given: Given | None) -> Version:
    return Version(
        row.number, row.at, row.by, row.why, estimate_kept.read(row.inputs), row.figures,
        row.share_cents, row.at_most_cents, given,
    )  # fmt: skip


def _bill(case: CostEstimate, on: date, zone: str) -> tuple[ProviderCompared, ...]:
    """Of the newest version given, line by line; empty until something is billed."""
    numbers = Estimate.objects.filter(number__startswith=f"{case.number}-").order_by("-id")
    newest = numbers.values_list("number", flat=True).first()
    if newest is None:
        return ()
    rows = list(Estimate.objects.filter(number=newest))
    estimated = [Amount(row.provider, row.code, row.cents) for row in rows]
    again = rows[0].service_on is None
    whose = f"{SELF_PAY} AND" if case.track == "good_faith" else ""
    until = ">=" if again else "="
    first = rows[0].given_on if again else care_on(case, zone, given=rows[0].service_on)
    billed = [
        Amount(provider, code, int(cents))
        for provider, code, cents in bulk.select(
            "SELECT c.provider, c.code, c.cents FROM records_charge c WHERE "
            f"{whose} c.patient_id = %s AND c.posted_on <= %s AND c.service_on {until} %s",
            [case.patient_id, on.isoformat(), first.isoformat()],
        )
    ]  # fmt: skip
    return compared_lines(estimated, billed, law_on(on)) if billed else ()


@dataclass(frozen=True, slots=True)
class LineChange:
    """What stands in one version and what in the older one; "" where the line is not there."""

    words: str
    before: str
    after: str


def older_of(case: Shown) -> Version | None:
    """What the newest is compared with: the one that the patient has, else the one before it."""
    before = case.versions[1:]
    return next((one for one in before if one.given), before[0] if before else None)


def changes(older: Version, newer: Version) -> tuple[LineChange, ...]:
    """Only what differs."""
    then, now = _flat(older), _flat(newer)
    found = [
        LineChange(words, then.get(words, ""), now.get(words, ""))
        for words in dict.fromkeys((*then, *now))
    ]
    return tuple(one for one in found if one.before != one.after)


def _flat(version: Version) -> dict[str, str]:
    planned = version.planned
    found = {
        "What is planned": planned.service, "Day of the care": f"{planned.service_on:%m/%d/%Y}",
        "Paid by": "the plan" if planned.insured else "the patient",
    }  # fmt: skip
    for place, line in enumerate(planned.lines, 1):
        price = "no price" if line.cents is None else plain(line.cents)
        code = " ".join((line.code, *line.modifiers))
        found[f"Line {place}"] = f"{code} {line.units} × {line.provider}: {price}"
    found["Likely to pay"] = plain(version.share_cents)
    found["Could be up to"] = plain(version.at_most_cents)
    return found
