"""Another policy tried on the books: one day, and the months before it. Nothing is written."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b

from goodstanding.core import whatif_report
from goodstanding.core.days import add_months, local_day
from goodstanding.core.facts import ContactFacts
from goodstanding.core.happened import contact_kind, reached
from goodstanding.core.kinds import Channel
from goodstanding.core.measures import Delivered, Response, seen
from goodstanding.core.policy import Policy
from goodstanding.core.whatif import Comparison, compare
from goodstanding.core.whatif_months import Path, Setting, Walked
from goodstanding.core.whatif_report import Document
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.queries import facts_rows as rows
from goodstanding.records.queries.facts import facts_for

BATCH = 500
SAMPLE = 2_000
SEED = 7
_LEAST_CALLS = 30
_ASSUMED_ANSWERED = 2_500  # of ten thousand, where too few calls are known
_AT_ONCE = frozenset({Channel.CALL, Channel.TEXT, Channel.EMAIL, Channel.PORTAL})

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Months:
    """The months walked again. `real` is what was sent in truth, by kind; `responses` by kind;
    `of` accounts of which `accounts` were drawn.
    """

    first: date
    last: date
    accounts: int
    of: int
    answered: int
    calls_known: int
    now: Walked
    then: Walked
    real: Counter[str]
    responses: dict[str, Response]


@dataclass(slots=True)
class _Account:
    now: Path
    then: Path
    days: list[date] = field(default_factory=list)
    open_cents: list[int] = field(default_factory=list)


def accounts() -> list[int]:
    return [key for (key,) in bulk.select("SELECT id FROM records_guarantor ORDER BY id")]


def try_on_day(now: Policy, then: Policy, *, on: date, moved: Told) -> Comparison:
    found, book = Comparison(), live_book()
    for batch in bulk.chunks(accounts(), BATCH):
        with bulk.uncollected():
            compare(facts_for(batch, on), now, then, book=book, into=found)
        moved(len(batch))
    return found


def try_on_months(
    now: Policy, then: Policy, *, on: date, months: int, moved: Told, expect: Told
) -> Months:
    """The months up to `on`, on a seeded draw of accounts where there are more."""
    everyone = accounts()
    keys = everyone
    if len(everyone) > SAMPLE:
        keys = sorted(sorted(everyone, key=_drawn)[:SAMPLE])
    first = add_months(on, -months)
    answered, calls = _answered(first, on)
    totals, book = (Walked(), Walked()), live_book()
    paths = {
        key: _Account(
            Path(Setting(now, book, first, answered), totals[0]),
            Path(Setting(then, book, first, answered), totals[1]),
        )
        for key in keys
    }
    days = _days(keys, first, on)
    expect(len(everyone) + sum(len(changed) for _, changed in days))
    for day, changed in days:
        _renew(paths, changed, day)
        moved(len(changed))
    for one in paths.values():
        one.now.walk_to(on)
        one.then.walk_to(on)
    real, responses = _responses(paths, first, on)
    return Months(first, on, len(keys), len(everyone), answered, calls, *totals, real, responses)


def _drawn(key: int) -> bytes:
    """The same draw each time, whatever the order of the accounts."""
    return blake2b(f"{SEED} {key}".encode()).digest()


def _renew(paths: dict[int, _Account], changed: list[int], day: date) -> None:
    for batch in bulk.chunks(changed, BATCH):
        with bulk.uncollected():
            for key, facts in zip(batch, facts_for(batch, day), strict=True):
                one = paths[key]
                one.days.append(day)
                one.open_cents.append(facts.patient_cents)
                one.now.renew(facts)
                one.then.renew(facts)


def _days(keys: list[int], first: date, on: date) -> list[tuple[date, list[int]]]:
    """The first day with everyone, then each day with the accounts on which something happened."""
    found: dict[date, set[int]] = defaultdict(set)
    zone, drawn = clinic.current().timezone, bulk.keys(keys)
    for key, day in bulk.select(*_happenings(drawn, first, on)):
        found[date.fromisoformat(day)].add(key)
    for key, at in bulk.select(
        "SELECT guarantor_id, at FROM records_contact WHERE undone_at IS NULL AND direction = 'in' "
        "AND at >= %s AND "
        f"at < %s AND guarantor_id IN ({drawn})",
        [rows.end_of(first, zone), rows.end_of(on, zone)],
    ):
        found[local_day(bulk.aware(at), zone)].add(key)
    later = [(day, sorted(changed)) for day, changed in sorted(found.items()) if first < day < on]
    return [(first, keys), *later]


def _happenings(drawn: str, first: date, on: date) -> tuple[str, list[str]]:
    """Days on which these accounts' money, promises, plans or holds changed: (sql, parameters)."""
    of_patient = "JOIN records_patient p ON p.id = {}.patient_id"
    parts = [
        ("p.guarantor_id", "x.posted_on", f"records_transfer x {of_patient.format('x')}"),
        ("p.guarantor_id", "x.posted_on", "records_denial x JOIN records_charge c ON "
         f"c.id = x.charge_id {of_patient.format('c')}"),
        ("guarantor_id", "made_on", "records_promise x"),
        ("guarantor_id", "kept_on", "records_promise x"),
        ("guarantor_id", "started_on", "records_plan x"),
        ("guarantor_id", "starts_on", "records_hold x"),
        ("guarantor_id", "ends_on", "records_hold x"),
    ]  # fmt: skip
    sql = " UNION ".join(
        f"SELECT {key}, CAST({day} AS TEXT) FROM {table} WHERE {day} > %s AND {day} < %s "
        f"AND {key} IN ({drawn})"
        for key, day, table in parts
    )
    return sql, [first.isoformat(), on.isoformat()] * len(parts)


def _answered(first: date, on: date) -> tuple[int, int]:
    """(calls answered of ten thousand, calls known) in the months."""
    zone = clinic.current().timezone
    ((calls, reached_),) = bulk.select(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN delivered THEN 1 ELSE 0 END), 0) FROM "
        "records_contact WHERE undone_at IS NULL AND channel = 'call' AND direction = 'out' AND "
        "at >= %s AND at < %s",
        [rows.start_of(first, zone), rows.end_of(on, zone)],
    )
    if calls < _LEAST_CALLS:
        return _ASSUMED_ANSWERED, calls
    return reached_ * 10_000 // calls, calls


def _responses(
    paths: dict[int, _Account], first: date, on: date
) -> tuple[Counter[str], dict[str, Response]]:
    """What was sent in truth, and what payments followed it."""
    zone = clinic.current().timezone
    real: Counter[str] = Counter()
    responses: dict[str, Response] = defaultdict(Response)
    for batch in bulk.chunks(paths, BATCH):
        keys = bulk.keys(batch)
        contacts, payments = rows.contacts(keys, rows.end_of(on, zone)), rows.payments(keys, on)
        for key in batch:
            sent = [(local_day(c.at, zone), c) for c in contacts.get(key, ()) if contact_kind(c)]
            sent = [(day, c) for day, c in sent if day > first]
            real.update(_kind(c) for _, c in sent)
            delivered = [_delivered(paths[key], day, c) for day, c in sent if reached(c)]
            paid = [(p.posted_on, p.cents) for p in payments.get(key, ())]
            for one in seen(delivered, paid, until=on):
                responses[one.kind].add(one)
    return real, dict(responses)


def _kind(contact: ContactFacts) -> str:
    """As a policy's acts are called: a reminder by text is a text."""
    kind = contact_kind(contact)
    by = contact.channel.value
    return by if kind == "reminder" and by in ("text", "email") else kind


def _delivered(one: _Account, day: date, contact: ContactFacts) -> Delivered:
    """A payment of the same day has lowered what is open by its evening: whoever was spoken with
    was asked for what was open before."""
    at_once = contact.channel in _AT_ONCE
    place = bisect_left(one.days, day) if at_once else bisect_right(one.days, day)
    cents = one.open_cents[place - 1] if place else one.open_cents[0]
    return Delivered(day, _kind(contact), at_once, cents)


def trial(
    now: clinic.PolicyInForce, then: Policy, *, on: date, months: int, moved: Told, expect: Told
) -> Document:
    """Everything a trial answers; `months` 0 leaves the past alone."""
    names = whatif_report.step_names(now.policy, then)
    expect(len(accounts()))
    day = try_on_day(now.policy, then, on=on, moved=moved)
    found: Document = {
        "on": on.isoformat(), "against": now.mark, "steps": names, "months": None,
        "day": whatif_report.day_document(day, on=on),
    }  # fmt: skip
    if months:
        past = try_on_months(now.policy, then, on=on, months=months, moved=moved, expect=expect)
        found["months"] = {
            "first": past.first.isoformat(), "last": past.last.isoformat(),
            "accounts": past.accounts, "of": past.of,
            "weeks": max((past.last - past.first) // timedelta(weeks=1), 1),
            "answered": past.answered, "calls_known": past.calls_known,
            **whatif_report.months_document(
                past.now, past.then, real=past.real, responses=past.responses
            ),
        }  # fmt: skip
    return found
