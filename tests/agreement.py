"""The books against the oracle: every account, item and aging, on each of some days."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from goodstanding.core.facts import AccountFacts
from goodstanding.records import bulk
from goodstanding.records.queries.aging_report import GROUPINGS, WHOSE, aging
from goodstanding.records.queries.facts import facts_for
from tests import oracle


def differences(folder: Path, days: Sequence[date]) -> list[str]:
    books = oracle.read(folder)
    return [fault for day in days for fault in (*_accounts(books, day), *_aging(books, day))]


def _accounts(books: oracle.Books, day: date) -> Iterator[str]:
    keys = [key for (key,) in bulk.select("SELECT id FROM records_guarantor")]
    ours = {facts.account_id: facts for facts in facts_for(keys, day)}
    assert ours.keys() >= set(books.guarantors)
    for number in books.guarantors:
        theirs, own = oracle.standing(books, number, day), ours[number]
        money = (own.insurer_cents, own.patient_cents, own.credit_cents)
        expected = (theirs.insurer_due, theirs.patient_due, theirs.credit)
        if money != expected:
            yield f"{day} account {number}: {money}, not {expected}"
        elif _items(own) != (wanted := _wanted_items(theirs)):
            yield f"{day} items of {number}: {_items(own)}, not {wanted}"


def _items(facts: AccountFacts) -> dict[str, object]:
    return {
        one.charge_id: (
            one.insurer_cents,
            sorted((layer.since, layer.cents) for layer in one.layers),
        )
        for one in facts.charges
    }


def _wanted_items(standing: oracle.Standing) -> dict[str, object]:
    return {
        item.charge["charge_id"]: (item.insurer_due, sorted(item.layers))
        for item in standing.items
        if item.insurer_due or item.layers
    }


def _aging(books: oracle.Books, day: date) -> Iterator[str]:
    for by in GROUPINGS:
        for whose in WHOSE:
            report = aging(on=day, by=by, whose=whose)
            ours = {row.key: list(row.cents) for row in report.rows if any(row.cents)}
            theirs = {
                k: v for k, v in oracle.aging(books, day, by=by, whose=whose).items() if any(v)
            }
            if ours != theirs:
                yield f"{day} aging by {by} of {whose}: {ours}, not {theirs}"
            total = [sum(column) for column in zip(*theirs.values(), strict=True)] or [0] * 5
            if list(report.total.cents) != total:
                yield f"{day} total by {by} of {whose}: {report.total.cents}, not {total}"
