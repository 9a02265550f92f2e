"""The made-up clinic's promises and plans, counted again from its files by other means: the account
and the report say the same, with the same denominators.
"""

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta

import holidays
import pytest

from goodstanding.core.happened import promises_of
from goodstanding.core.kept_rates import rates_of
from goodstanding.core.promises import Kept
from goodstanding.records import bulk
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.promises import policy_of, promise_rows, rates
from goodstanding.synthetic.clinic import write_clinic
from tests.ledger_text import take_in

ON = date(2026, 11, 20)
CLOSED = holidays.country_holidays("US", years=range(2023, 2028))
NOT_STOPPING = {"call_restriction", "confidential_address", "power_of_attorney", "military",
                "agency"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("clinic")
    write_clinic(made, accounts=240, on=ON)
    return made


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cents(text):
    return int(text.replace(".", ""))


def day(text):
    return date.fromisoformat(text)


def paid(folder):
    """{account: {day: cents}} of patients' money that was not taken back."""
    whose = {row["patient_id"]: row["guarantor_id"] for row in table(folder, "patients")}
    rows = table(folder, "transactions")
    undone = defaultdict(list)
    for row in rows:
        undone[row["reverses"]].append(row)

    def live(row):
        return not any(live(back) for back in undone[row["transaction_id"]])

    found = defaultdict(Counter)
    for row in rows:
        if row["kind"] == "patient_payment" and not row["reverses"] and live(row):
            found[whose[row["patient_id"]]][day(row["posted_on"])] += cents(row["amount"])
    return found


def over(due):
    """The fourth business day after it: three of grace, and it is asked about."""
    left = 4
    while left:
        due += timedelta(days=1)
        left -= due.weekday() < 5 and due not in CLOSED
    return due


def stopped(folder):
    found = defaultdict(list)
    for row in table(folder, "holds"):
        if row["kind"] not in NOT_STOPPING and '"charges"' not in row["detail"]:
            found[row["guarantor_id"]].append(day(row["starts_on"]))
    return found


def became(own, money, holds):
    """The states of one account's promises: each day's money, one promise after the other."""
    live = [dict(row, left=cents(row["amount"]), in_time=0, end=None) for row in own]
    for row in live:
        row["made"], row["due"] = day(row["made_on"]), day(row["due_on"])
        ends = [on for on in holds if row["made"] <= on < over(row["due"])]
        ends += [
            day(newer["made_on"]) for newer in own
            if row["made_on"] < newer["made_on"] and row["due_on"] <= newer["due_on"]
            and day(newer["made_on"]) < over(row["due"])
        ]  # fmt: skip
        row["end"] = min(ends, default=None)
    for on in sorted(on for on in money if on <= ON):
        share(live, on, money[on])
    return [state(row) for row in live]


def share(live, on, left):
    may = [row for row in live if row["made"] <= on and (row["end"] is None or on < row["end"])]
    for row in sorted(may, key=lambda row: (on >= over(row["due"]), row["due"])):
        part = min(left, row["left"])
        row["left"], left = row["left"] - part, left - part
        row["in_time"] += part if on < over(row["due"]) else 0


def state(row):
    whole = cents(row["amount"])
    if row["kept_on"] or row["in_time"] == whole:
        return "kept"
    if row["end"]:
        return "closed"
    if over(row["due"]) > ON:
        return "open"
    if not row["left"]:
        return "late"
    return "missed" if row["left"] == whole else "part_kept"


def instalments(row, money):
    """(kept, counted) of a plan, ten days of grace."""
    monthly, months, started = cents(row["monthly"]), int(row["months"]), day(row["started_on"])
    first = started.replace(day=int(row["due_day"]))
    kept = counted = 0
    for number in range(1, months + 1):
        skip = number - (first > started)
        due = first.replace(year=first.year + (first.month - 1 + skip) // 12,
                            month=(first.month - 1 + skip) % 12 + 1)  # fmt: skip
        need = number * monthly - (months - 1 if number == months else 0)
        came = [sum(c for on, c in money.items() if started <= on <= last and on <= ON)
                for last in (due + timedelta(days=10), ON)]  # fmt: skip
        if came[0] < need and came[1] < need and row["status"] in ("broken", "completed"):
            return kept, counted + (row["status"] == "broken" and due + timedelta(days=10) < ON)
        kept += came[0] >= need
        counted += came[0] >= need or due + timedelta(days=10) < ON
    return kept, counted


@pytest.mark.django_db
def test_the_account_and_the_report_say_what_the_files_say(folder):
    take_in(folder)
    money, holds, own = paid(folder), stopped(folder), defaultdict(list)
    for row in sorted(table(folder, "promises"), key=lambda row: row["made_on"]):
        own[row["guarantor_id"]].append(row)
    states = Counter(s for who in own for s in became(own[who], money[who], holds[who]))
    found = Counter(row.known.state.value for row in promise_rows(ON))
    closed = found.pop("replaced") + found.pop("cancelled")
    assert {**found, "closed": closed} == dict(states)
    counted = sum(states[each] for each in ("kept", "late", "part_kept", "missed"))
    plans = [instalments(row, money[row["guarantor_id"]]) for row in table(folder, "plans")]
    report = rates(ON)
    assert report.promises == Kept(states["kept"], counted)
    assert report.instalments == Kept(*map(sum, zip(*plans, strict=True)))
    keys = [key for (key,) in bulk.select("SELECT id FROM records_guarantor")]
    policy, everyone = policy_of(ON), facts_for(keys, ON)
    pairs = [rates_of(promises_of(facts, policy), facts, policy) for facts in everyone]
    assert sum((p for p, _ in pairs), Kept()) == report.promises
    assert sum((i for _, i in pairs), Kept()) == report.instalments
    assert {"kept", "part_kept", "late", "missed", "open", "closed"} <= set(states)
