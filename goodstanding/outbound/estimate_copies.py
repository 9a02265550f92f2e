"""The paper of one version: as it was given, or as it would be given today."""

from datetime import date
from typing import Any

from goodstanding.outbound import estimate_paper
from goodstanding.records import clinic
from goodstanding.records.queries.estimate_shown import Shown
from goodstanding.records.queries.estimates import for_whom, law_on


def paper_of(case: Shown, on: date) -> dict[str, Any]:
    """Of the newest version."""
    return _values(case, case.newest.number, on)


def pdf_of(case: Shown, number: int, on: date) -> bytes | None:
    """None where there is no such version."""
    version = next((one for one in case.versions if one.number == number), None)
    if version is None:
        return None
    given_on = version.given.on if version.given else on
    return estimate_paper.pdf(_values(case, number, on), given_on)


def _values(case: Shown, number: int, on: date) -> dict[str, Any]:
    version = next(one for one in case.versions if one.number == number)
    if version.given is not None:
        kept: dict[str, Any] = version.given.paper
        return kept
    return estimate_paper.paper(
        version.planned, version.figures, for_whom(case.patient_key),
        clinic=clinic.current().facts, given_on=on, law=law_on(on),
    )  # fmt: skip
