"""Promises of the whole clinic as of a day, and how well they and the plans' instalments hold: a
fixed number of queries, whatever the clinic's size.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from goodstanding.core.case import no_looser
from goodstanding.core.happened import promise_grace
from goodstanding.core.kept_rates import (
    Period,
    by_period,
    instalment_dues,
    kept_of,
    last_months,
    last_weeks,
    month_of,
    promise_dues,
    week_of,
)
from goodstanding.core.money import Cents
from goodstanding.core.policy import Policy
from goodstanding.core.promises import Kept, Standing, State, standings
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.queries import facts_rows
from goodstanding.records.queries.facts_agreed import agreed
from goodstanding.records.queries.facts_rows import By

_PROMISED = "SELECT guarantor_id FROM records_promise WHERE undone_at IS NULL"
_AGREED = f"{_PROMISED} UNION SELECT guarantor_id FROM records_plan"
# Money from before the first promise or plan of an account keeps none of them.
_FIRST = (
    "SELECT guarantor_id, MIN(first_on) AS first_on FROM (SELECT guarantor_id, made_on AS first_on "
    "FROM records_promise WHERE undone_at IS NULL{plans}) a GROUP BY guarantor_id"
)
_SINCE_PROMISED = _FIRST.format(plans="")
_SINCE_AGREED = _FIRST.format(plans=" UNION ALL SELECT guarantor_id, started_on FROM records_plan")
# NOT (kind = 'charge'): the index moves_by_day.
_MAY_BE_KEPT = (
    f"{_PROMISED} AND kept_on BETWEEN %s AND %s UNION ALL {_PROMISED} AND guarantor_id IN (SELECT "
    "p.guarantor_id FROM records_transfer t JOIN records_patient p ON p.id = t.patient_id WHERE "
    "NOT (t.kind = 'charge') AND t.debit = 'cash' AND t.posted_on BETWEEN %s AND %s)"
)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    account_id: str
    name: str
    known: Standing


@dataclass(frozen=True, slots=True)
class Rates:
    """`weeks` and `months` end with the day's own; `promises` and `instalments` are of all time."""

    on: date
    promises: Kept
    instalments: Kept
    weeks: tuple[Period, ...]
    months: tuple[Period, ...]


def policy_of(on: date) -> Policy:
    """The clinic's, with the house's own days where those are longer."""
    law = live_book().on(on, clinic.current().state)
    return no_looser(clinic.policy_in_force(on), law)


def promise_rows(on: date) -> list[PromiseRow]:
    """Every promise known on the day, the last to be due first."""
    return _rows(_PROMISED, on, since=_SINCE_PROMISED)


def kept_since(first: date, on: date) -> list[PromiseRow]:
    """Those that became whole in their days, from `first` to `on`: of the few accounts on which
    money was posted since.
    """
    keys = _may_be_kept(first, on)
    found = _rows(bulk.keys(keys), on) if keys else []
    return [row for row in found if _kept(row.known, first)]


def kept_count(first: date, on: date) -> int:
    """How many `kept_since` has."""
    keys = _may_be_kept(first, on)
    known = _known(bulk.keys(keys), on).values() if keys else ()
    return sum(_kept(each, first) for own in known for each in own)


def _may_be_kept(first: date, on: date) -> set[int]:
    days = [first.isoformat(), on.isoformat()] * 2
    return {key for (key,) in bulk.select(_MAY_BE_KEPT, days)}


def _kept(known: Standing, first: date) -> bool:
    return known.state is State.KEPT and known.full_on is not None and known.full_on >= first


def _rows(keys: str, on: date, *, since: str = "") -> list[PromiseRow]:
    names = {
        key: (number, f"{last}, {first}")
        for key, number, last, first in bulk.select(
            f"SELECT id, number, last_name, first_name FROM records_guarantor WHERE id IN ({keys})"
        )
    }
    found = [
        PromiseRow(*names[key], each)
        for key, known in _known(keys, on, since=since).items()
        for each in known
    ]
    return sorted(found, key=lambda row: (row.known.promise.due_on, row.account_id), reverse=True)


def _known(keys: str, on: date, *, since: str = "") -> dict[int, tuple[Standing, ...]]:
    promises, _ = agreed(keys, on)
    payments = facts_rows.payments(keys, on, since=since)
    return _standings(promises, payments, on=on, policy=policy_of(on))


def _standings(
    promises: By, payments: By, *, on: date, policy: Policy
) -> dict[int, tuple[Standing, ...]]:
    grace = promise_grace(policy)
    return {
        key: standings(own, payments.get(key, ()), on=on, grace=grace)
        for key, own in promises.items()
    }


@bulk.uncollected()
def rates(on: date, *, weeks: int = 13, months: int = 12) -> Rates:
    """The one place where plans are read for their rate."""
    promises, plans = agreed(_AGREED, on)
    payments, policy = facts_rows.payments(_AGREED, on, since=_SINCE_AGREED), policy_of(on)
    standing = _standings(promises, payments, on=on, policy=policy)
    promised = [due for known in standing.values() for due in promise_dues(known)]
    grace = policy.grace.plan_days
    instalments = [
        due
        for key, own in plans.items()
        for due in instalment_dues(own, payments.get(key, ()), on=on, grace_days=grace)
    ]
    return Rates(
        on, kept_of(promised), kept_of(instalments),
        tuple(by_period(promised, instalments, firsts=last_weeks(on, weeks), first_of=week_of)),
        tuple(by_period(promised, instalments, firsts=last_months(on, months), first_of=month_of)),
    )  # fmt: skip


def counts(rows: list[PromiseRow]) -> Counter[str]:
    return Counter(row.known.state.value for row in rows)


def paid_last(account: str, on: date) -> tuple[Cents, str] | None:
    """(cents, moment as text) of the last money taken by hand from an account on a day."""
    rows = bulk.select(
        "SELECT r.cents, CAST(r.at AS TEXT) FROM records_receipt r JOIN records_guarantor g ON "
        'g.id = r.guarantor_id WHERE g.number = %s AND r."on" = %s ORDER BY r.id DESC LIMIT 1',
        [account, on.isoformat()],
    )
    return (int(rows[0][0]), rows[0][1]) if rows else None
