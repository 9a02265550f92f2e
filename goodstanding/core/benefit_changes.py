"""What a check of benefits says otherwise than the one before it, or than the coverage on file: in
words, for a person to decide. Nothing follows from it by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goodstanding.core.benefits import CoverageBenefits
from goodstanding.core.money import show


class Kind(StrEnum):
    ENDED = "ended"
    BACK = "back"
    PLAN = "plan"
    DEDUCTIBLE = "deductible"
    QMB = "qmb"
    MEDICAID = "medicaid"
    OTHER_PAYER = "other_payer"


# Who pays is in question: the next step of the account is to check it.
WHO_PAYS = frozenset({Kind.ENDED, Kind.PLAN, Kind.QMB, Kind.MEDICAID, Kind.OTHER_PAYER})


@dataclass(frozen=True, slots=True)
class Change:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class OnFile:
    """The coverage as the practice system has it; `ends_on` None: it goes on."""

    qmb: bool | None
    medicaid: bool  # the patient has a Medicaid coverage
    payers: frozenset[str]  # names and numbers of the patient's payers, in capitals
    ends_on: date | None = None


def changes(
    new: CoverageBenefits, before: CoverageBenefits | None, file: OnFile
) -> tuple[Change, ...]:
    """`before` is the newest older check of the coverage. What is not said any more is no
    change."""
    return tuple(_changes(new, before, file))


def _changes(
    new: CoverageBenefits, before: CoverageBenefits | None, file: OnFile
) -> Iterator[Change]:
    day = f"{new.checked_on:%m/%d/%Y}"
    now, then = new.in_force(new.checked_on), None
    if before is not None:
        then = before.in_force(before.checked_on)
    known_ended = file.ends_on is not None and file.ends_on <= new.checked_on
    if now is False and then is not False and not known_ended:
        yield Change(Kind.ENDED, f"{new.payer_name}: {_not_in_force(new)} (checked {day}).")
    if now and then is False:
        yield Change(Kind.BACK, f"{new.payer_name}: the coverage is in force again ({day}).")
    was = before.plan_name if before is not None else ""
    if was and new.plan_name and new.plan_name.casefold() != was.casefold():
        yield Change(Kind.PLAN, f"{new.payer_name}: the plan is {new.plan_name}, it was {was}.")
    if anew := _deductible_anew(new, before):
        yield Change(Kind.DEDUCTIBLE, f"{new.payer_name}: {anew}")
    if new.qmb and not (file.qmb or (before is not None and before.qmb)):
        text = "The plan says Qualified Medicare Beneficiary (QMB); the coverage on file does not."
        yield Change(Kind.QMB, text)
    if new.medicaid and not (file.medicaid or (before is not None and before.medicaid)):
        text = "The plan says Medicaid as well; no Medicaid coverage is on file."
        yield Change(Kind.MEDICAID, text)
    known = file.payers | {name.upper() for name in (before.other_payers if before else ())}
    for name in new.other_payers:
        if name.upper() not in known:
            yield Change(Kind.OTHER_PAYER, f"{new.payer_name} names another payer: {name}."[:300])


def _not_in_force(new: CoverageBenefits) -> str:
    if new.begins_on is not None and new.begins_on > new.checked_on:
        return f"the coverage begins only on {new.begins_on:%m/%d/%Y}"
    on = f" on {new.ends_on:%m/%d/%Y}" if new.ends_on else ""
    return f"the coverage ended{on}"


def _deductible_anew(new: CoverageBenefits, before: CoverageBenefits | None) -> str:
    """More of it is left than before: a new year, or another plan."""
    if before is None:
        return ""
    left, was = new.deductible_left_cents, before.deductible_left_cents
    if left is None or was is None or left <= was:
        return ""
    return f"the deductible is anew: {show(left)} left, it was {show(was)}."
