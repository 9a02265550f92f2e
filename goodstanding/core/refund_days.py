"""By when money that is not ours goes back to a program, or to the state when nobody claims it."""

from dataclasses import dataclass
from datetime import date, timedelta

from goodstanding.core.days import add_months, on_or_before
from goodstanding.law import LawOn

OVERPAID = "us-medicare-60-day-overpayment"
UNCLAIMED = "mn-unclaimed-credit-balances"
ERROR = "mn-62j808-billing-error-review"

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Payable:
    """`due_on` is the law's last day; `pay_on` the last business day up to it."""

    due_on: date
    pay_on: date
    rule: str
    citation: str


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """The owner is written to and then the state is reported to, between `write_from` and
    `report_by`."""

    dormant_on: date
    write_from: date
    report_by: date
    rule: str
    citation: str


def medicare_return(
    identified_on: date, law: LawOn, *, looked_into_until: date | None = None
) -> Payable:
    """An honest inquiry stops the days while it lasts, at most as long as the law allows."""
    days = law.number(OVERPAID, "return_deadline")
    if looked_into_until is not None and law.in_force(OVERPAID, "investigation_suspension_max"):
        most = law.number(OVERPAID, "investigation_suspension_max")
        days += max(0, min((looked_into_until - identified_on).days, most))
    due_on = identified_on + timedelta(days=days)
    return Payable(due_on, on_or_before(due_on), OVERPAID, law.cite(OVERPAID))


def after_review(reviewed_on: date, law: LawOn) -> Payable:
    """What a review of a bill found too much."""
    due_on = reviewed_on + timedelta(days=law.number(ERROR, "refund_deadline"))
    return Payable(due_on, on_or_before(due_on), ERROR, law.cite(ERROR))


def unclaimed_credit(payable_on: date, law: LawOn) -> Unclaimed:
    """A credit nobody took: dormant after its years, reported in the autumn after the June 30 by
    which it was."""
    dormant_on = add_months(payable_on, 12 * law.number(UNCLAIMED, "dormancy"))
    cutoff = _in_year(dormant_on.year, _word(law, "dormancy_cutoff"))
    year = dormant_on.year + (dormant_on > cutoff)
    before_day = _in_year(year, _word(law, "report_due"))
    before = law.number(UNCLAIMED, "owner_notice_max_before_report")
    write_from = before_day - timedelta(days=before)
    return Unclaimed(dormant_on, write_from, before_day - _ONE_DAY, UNCLAIMED, law.cite(UNCLAIMED))


def _word(law: LawOn, name: str) -> str:
    return str(law.version(UNCLAIMED, name).value)


def _in_year(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")
