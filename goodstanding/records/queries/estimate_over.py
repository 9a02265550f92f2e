"""Bills far over their estimates, of the whole book, as the gate reckons them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from goodstanding.core.estimate_bill import Near, near
from goodstanding.core.owed_estimates import NOTHING_OPEN, let_go
from goodstanding.law import LawOn
from goodstanding.records import bulk, clinic
from goodstanding.records.models import CostEstimate
from goodstanding.records.queries.estimate_days import OF_IT, estimates_by_day
from goodstanding.records.queries.estimates import law_on
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.facts_rows import day_of


@dataclass(frozen=True, slots=True)
class OverRow:
    """A provider's bill over its estimate by enough to be seen. `case` where it was made here;
    `let_go`: why the gate lets it be asked for without a look, "" while it does not.
    """

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
    let_go: str = ""

    @property
    def over_cents(self) -> int:
        return self.billed_cents - self.estimated_cents

    @property
    def stops(self) -> bool:
        return self.near is Near.STOPS and not self.reviewed and not self.let_go


# As records/queries/facts_rows.py reckons it, of the whole book: the last estimate of each patient,
# provider and day, where a charge of it is asked of nobody's plan.
_OVER = (
    "SELECT e.number, p.number, g.number, p.last_name, p.first_name, e.provider, e.given_on, "
    f"e.service_on, SUM(e.cents), (SELECT COALESCE(SUM(c.cents), 0) FROM records_charge c WHERE "
    f"{OF_IT}), (SELECT MAX(r.billed_cents) FROM records_estimatereview r WHERE r.patient_id = "
    "e.patient_id AND r.provider = e.provider AND r.number = e.number), g.id FROM {given} e "
    "JOIN records_patient p ON p.id = e.patient_id JOIN records_guarantor g ON g.id = "
    "p.guarantor_id WHERE e.kind = 'good_faith' AND e.given_on <= %s AND {whose} EXISTS (SELECT 1 "
    f"FROM records_charge c WHERE {OF_IT}) GROUP BY "
    "e.number, p.number, g.number, p.last_name, p.first_name, e.provider, e.given_on, "
    "e.service_on, e.patient_id, g.id ORDER BY e.given_on, LENGTH(e.number), e.number"
)
_OF_NUMBER = "e.patient_id IN (SELECT patient_id FROM records_estimate WHERE number = %s) AND"


def over(on: date, number: str = "") -> tuple[OverRow, ...]:
    """Of the whole book, or of one estimate; what stops first, and of that the most over."""
    law, day = law_on(on), on.isoformat()
    given, of_zone = estimates_by_day(clinic.current().timezone)
    asked = _OVER.format(given=given, whose=_OF_NUMBER if number else "")
    found = bulk.select(asked, [day, *of_zone, day, *([number] if number else []), day])
    last = {(row[1], row[5], row[7]): row for row in found}
    far = [
        row for row in last.values()
        if near(int(row[9]) - int(row[8]), law) is not Near.FINE and number in ("", row[0])
    ]  # fmt: skip
    ours = _ours(row[0] for row in far)
    rows = _with_the_gate({_over(row, ours, law): int(row[11]) for row in far}, on, law)
    return tuple(sorted(rows, key=lambda one: (one.reviewed or bool(one.let_go), -one.over_cents)))


def _over(row: tuple[Any, ...], ours: dict[str, int], law: LawOn) -> OverRow:
    number, patient, account, last, first, provider, given_on, service_on, *cents = row
    estimated, billed, seen = cents[:3]
    return OverRow(
        number, ours.get(_case_number(number)), patient, account, f"{last}, {first}", provider,
        day_of(given_on), day_of(service_on) if service_on else None, int(estimated), int(billed),
        near(int(billed) - int(estimated), law), seen is not None and int(seen) >= int(billed),
    )  # fmt: skip


def _with_the_gate(rows: Mapping[OverRow, int], on: date, law: LawOn) -> list[OverRow]:
    """`rows` with each one's account: what the gate says of those that would stop is asked of it,
    by patient, provider and day.
    """
    stopped = {account for row, account in rows.items() if row.stops}
    said = {
        (one.patient_id, one.provider, one.service_on): let_go(one, facts, law)
        for facts in (facts_for(sorted(stopped), on) if stopped else ())
        for one in facts.estimates
    }
    return [
        replace(
            row, let_go=said.get((row.patient_id, row.provider, row.service_on), NOTHING_OPEN)
        ) if row.stops else row
        for row in rows
    ]  # fmt: skip


def _case_number(number: str) -> str:
    """Ours carries its version behind the last hyphen."""
    return number.rpartition("-")[0]


def _ours(numbers: Iterable[str]) -> dict[str, int]:
    named = {_case_number(number) for number in numbers}
    return dict(CostEstimate.objects.filter(number__in=named).values_list("number", "id"))
