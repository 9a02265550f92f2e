"""Surgeries whose price takes in the visits after them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.core.pricing import GLOBAL, global_until
from goodstanding.law import LawOn
from goodstanding.records.models import Charge


@dataclass(frozen=True, slots=True)
class Surgery:
    """`until`: the last day that its price takes in."""

    on: date
    until: date
    provider: str

    @property
    def words(self) -> str:
        return (
            f"In the price of the surgery of {self.on:%m/%d/%Y}, "
            f"which takes in visits after it to {self.until:%m/%d/%Y}."
        )


def surgeries(patients: Iterable[int], first: date, law: LawOn) -> dict[int, list[Surgery]]:
    """By patient, in the order of their days; all that may take in a visit on `first` or later."""
    found: dict[int, list[Surgery]] = defaultdict(list)
    rows = Charge.objects.filter(
        patient__in=patients, global_days__gt=0,
        service_on__gte=first - timedelta(days=law.number(GLOBAL, "major_after")),
    ).order_by("service_on", "id")  # fmt: skip
    for patient, on, days, provider in rows.values_list(
        "patient_id", "service_on", "global_days", "provider"
    ):
        until = global_until(str(days), operated_on=on, law=law)
        if until is not None:
            found[patient].append(Surgery(on, until, provider))
    return found
