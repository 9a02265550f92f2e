"""The rows an account's facts are made of: a fixed number of look-ups for a batch of accounts,
whatever its size.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from goodstanding.core.days import local_day
from goodstanding.core.facts import (
    BooksFacts,
    ContactFacts,
    CoverageFacts,
    EstimateFacts,
    OverrideFacts,
    PatientFacts,
    PaymentFacts,
    PersonFacts,
    VisitFacts,
    WriteOffFacts,
)
from goodstanding.core.kinds import Act, Channel, PayerType
from goodstanding.core.phones import way_mark
from goodstanding.records import bulk
from goodstanding.records.queries.coverage import in_force_sql
from goodstanding.records.queries.estimate_days import OF_IT, estimates_by_day

type_by_value = {kind.value: kind for kind in PayerType}
By = dict[int, list[Any]]

PERSON = (
    "birth_on", "language", "timezone", "state", "zip", "phone_home", "phone_mobile", "email",
    "street",
    "preferred_channel", "text_consent_on", "text_revoked_on", "email_consent_on",
    "email_opted_out_on",
    "mail_returned_on", "signed_on", "confidential_address", "consented_alone",
)  # fmt: skip


# A reversal may itself be reversed, and that again: the chain as of the day (three times in the
# parameters).
_REVERSALS = " ".join(
    f"LEFT JOIN records_transfer {one} ON {one}.reverses_id = {before}.id AND {one}.posted_on <= %s"
    for before, one in (("t", "r"), ("r", "r2"), ("r2", "r3"))
)
_LIVE = "(r.id IS NULL OR (r2.id IS NOT NULL AND r3.id IS NULL))"


@lru_cache(maxsize=20_000)
def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def start_of(on: date, zone: str) -> datetime:
    return datetime.combine(on, datetime.min.time(), ZoneInfo(zone))


def end_of(on: date, zone: str) -> datetime:
    """The first moment after the clinic's day `on`."""
    return datetime.combine(on + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))


def _grouped(rows: Iterable[tuple[Any, ...]], make: Any) -> By:
    found: By = defaultdict(list)
    for row in rows:
        found[row[0]].append(make(*row[1:]))
    return found


@dataclass(frozen=True, slots=True)
class Retired:
    channel: str
    mark: str
    on: date


People = dict[int, tuple[str, PersonFacts, tuple[Any, ...]]]


def people(keys: str, on: date, zone: str) -> tuple[People, BooksFacts]:
    """(number, person, standing: unapplied, credit, last posting) by account; and the last day on
    which an 835 was read in, and on which patient money was posted.
    """
    columns = ", ".join(f"g.{name}" for name in PERSON)
    rows = bulk.select(
        "SELECT g.id, g.number, COALESCE(s.unapplied_cents, 0), COALESCE(s.credit_cents, 0), "
        "CAST(s.last_posted_on AS TEXT), (SELECT MAX(received_at) FROM records_importfile WHERE "
        "kind = '835' AND status IN ('posted', 'partly_posted') AND received_at < %s), (SELECT "
        "CAST(MAX(last_payment_on) AS TEXT) FROM records_standing WHERE last_payment_on <= %s), "
        f"{columns}, w.channel, w.mark, w.retired_on FROM records_guarantor g "
        "LEFT JOIN records_standing s ON s.guarantor_id = g.id "
        "LEFT JOIN records_retiredway w ON w.guarantor_id = g.id AND "
        "w.retired_on <= %s AND (w.back_on IS NULL OR w.back_on > %s) "
        f"WHERE g.id IN ({keys})",
        [bulk.moment(end_of(on, zone)), *[on.isoformat()] * 3],
    )
    # A row for each number or address that does not lead to the person any more, or one without.
    retired = _grouped(((row[0], *row[-3:]) for row in rows if row[-1]), Retired)
    found = {
        row[0]: (row[1], _person(row[7:-3], on, retired.get(row[0], ())), row[2:5])
        for row in {row[0]: row for row in rows}.values()
    }
    received, paid = rows[0][5:7] if rows else (None, None)
    if received is not None:
        received = local_day(bulk.aware(received), zone)
    return found, BooksFacts(received, day(paid))


# The last good faith estimate of each patient, provider and day of care, with what was billed for
# that care, whoever has paid it since. Several rows of one number are one estimate.
_ESTIMATES = (
    "SELECT 'estimate', p.guarantor_id, p.number, CAST(e.given_on AS TEXT), "
    "CAST(e.service_on AS TEXT), SUM(e.cents), e.provider, (SELECT COALESCE(SUM(c.cents), 0) FROM "
    f"records_charge c WHERE {OF_IT}), e.number FROM {{given}} e JOIN records_patient p ON "
    "p.id = e.patient_id WHERE p.guarantor_id IN ({asked}) AND e.kind = 'good_faith' AND "
    "e.given_on <= %s GROUP BY p.guarantor_id, p.number, e.patient_id, e.provider, e.given_on, "
    "e.service_on, e.number"
)
# How high a provider's bill was when a supervisor looked at it beside this estimate.
_REVIEWED = (
    "SELECT 'reviewed', p.guarantor_id, p.number, '', '', 0, r.provider, "
    "r.billed_cents, r.number FROM records_estimatereview r JOIN records_patient p ON p.id = "
    'r.patient_id WHERE p.guarantor_id IN ({asked}) AND r."on" <= %s'
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an account's money, by account."""

    visits: By
    given_up: By
    choices: dict[int, OverrideFacts]
    estimates: By
    kept_from_plan: By  # settled charges that a patient asked to keep from the plan
    own_charges: By  # those asked about that the account has


_KEPT = (
    "SELECT 'kept', p.guarantor_id, c.number, '', '', 0, '', 0, '' FROM records_charge c JOIN "
    "records_patient p ON p.id = c.patient_id WHERE c.self_pay_restriction AND p.guarantor_id IN "
    "({keys}) AND NOT EXISTS (SELECT 1 FROM records_openitem o WHERE o.charge_id = c.id AND "
    "o.guarantor_id = p.guarantor_id)"
)
_OWN = (
    "SELECT 'own', p.guarantor_id, c.number, '', '', 0, '', 0, '' FROM records_charge c JOIN "
    "records_patient p ON p.id = c.patient_id WHERE p.guarantor_id IN ({keys}) AND c.number IN "
    "({marks})"
)


def around(keys: str, on: date, zone: str, *, asked: str, named: Sequence[str]) -> Around:
    """What was given up and estimated only of those `asked` for money, as with payments. `named`:
    charges that holds speak of."""
    marks, numbers = bulk.text_in(named)
    by_day, of_zone = estimates_by_day(zone)
    day_on = on.isoformat()
    rows = bulk.select(
        "SELECT 'visit', p.guarantor_id, p.number, CAST(a.starts_at AS TEXT), '', 0, '', 0, '' "
        "FROM "
        "records_appointment a JOIN records_patient p ON p.id = a.patient_id "
        f"WHERE p.guarantor_id IN ({keys}) AND a.status = 'booked' AND a.starts_at >= %s "
        "UNION ALL SELECT 'given', p.guarantor_id, t.kind, CAST(t.posted_on AS TEXT), '', t.cents, "
        "'', 0, '' FROM records_transfer t JOIN records_patient p ON p.id = t.patient_id "
        f"{_REVERSALS} WHERE p.guarantor_id IN ({asked}) AND t.reverses_id IS NULL AND {_LIVE} "
        "AND t.posted_on <= %s AND t.kind IN ('small_write_off', 'bad_debt', 'charity') UNION ALL "
        "SELECT 'choice', guarantor_id, act, CAST(starts_on AS TEXT), CAST(until AS TEXT), id, "
        f"role || ' ' || reason, 0, '' FROM records_override WHERE guarantor_id IN ({keys}) AND "
        "starts_on <= %s AND until >= %s AND (ended_on IS NULL OR ended_on > %s) UNION ALL "
        f"{_ESTIMATES.format(asked=asked, given=by_day)} UNION ALL "
        f"{_REVIEWED.format(asked=asked)} UNION ALL {_KEPT.format(keys=keys)} UNION ALL "
        f"{_OWN.format(keys=keys, marks=marks)} ORDER BY 4, 9, 6",
        [bulk.moment(start_of(on, zone)), *[day_on] * 8, *of_zone, *[day_on] * 2, *numbers],
    )
    visits: By = defaultdict(list)
    given: By = defaultdict(list)
    kept: By = defaultdict(list)
    own: By = defaultdict(list)
    choices: dict[int, OverrideFacts] = {}
    last: dict[tuple[Any, ...], tuple[int, str, EstimateFacts]] = {}
    seen: dict[tuple[Any, ...], int] = {}
    # Version 10 comes after version 9.
    for what, key, name, first, until, number, words, billed, mark in sorted(
        rows, key=lambda row: (row[3] or "", len(row[8]))
    ):
        if what == "visit":
            visits[key].append(VisitFacts(name, local_day(bulk.aware(first), zone)))
        elif what in ("kept", "own"):
            (kept if what == "kept" else own)[key].append(name)
        elif what == "given":
            given[key].append(WriteOffFacts(day_of(first), name, int(number)))
        elif what == "estimate":
            about = EstimateFacts(name, words, day_of(first), day(until), int(number), int(billed))
            last[name, words, until] = key, mark, about
        elif what == "reviewed":
            seen[name, words, mark] = max(int(billed), seen.get((name, words, mark), 0))
        else:
            role, _, reason = words.partition(" ")
            choices[key] = OverrideFacts(Act(name), day_of(first), day_of(until), reason, role)
    return Around(visits, given, choices, _looked_at(last, seen), kept, own)


def _looked_at(
    last: dict[tuple[Any, ...], tuple[int, str, EstimateFacts]], seen: dict[tuple[Any, ...], int]
) -> By:
    """The estimates by account, each with how high its bill was when it was looked at."""
    found: By = defaultdict(list)
    for (name, words, _), (key, mark, estimate) in last.items():
        looked = seen.get((name, words, mark))
        found[key].append(estimate if looked is None else replace(estimate, reviewed_cents=looked))
    return found


def _person(row: tuple[Any, ...], on: date, retired: Sequence[Retired]) -> PersonFacts:
    (birth, language, zone, state, zip_, home, mobile, email, street, preferred, text_on, text_off,
        email_on,
     email_off, returned, signed, confidential, alone) = row  # fmt: skip

    def known(value: date | None) -> date | None:
        return value if value is not None and value <= on else None

    # A wrong number takes no text either.
    texts_fail = _since(retired, ("text", "call"), mobile)
    emails_fail = _since(retired, ("email",), email)
    home, mobile = ("" if _since(retired, ("call",), one) else one for one in (home, mobile))
    return PersonFacts(
        birth_on=birth, language=language or "en", timezone=zone, state=state, zip=zip_,
        phone_home=home,
        phone_mobile=mobile, has_email=bool(email), has_address=bool(street),
        preferred_channel=preferred or "mail",
        text_consent_on=known(text_on), text_revoked_on=known(text_off),
        email_consent_on=known(email_on),
        email_opted_out_on=known(email_off), mail_returned_on=known(returned),
        signed_on=known(signed),
        confidential_address=bool(confidential), consented_alone=bool(alone),
        texts_fail_on=texts_fail, emails_fail_on=emails_fail,
    )  # fmt: skip


def _since(retired: Sequence[Retired], channels: Sequence[str], value: str) -> date | None:
    """Since when this number or address leads to the person no more in these ways."""
    days = [
        one.on
        for one in retired
        if one.channel in channels and one.mark == way_mark(one.channel, value)
    ]
    return min(days, default=None)


def patients(keys: str, on: date) -> By:
    rows = bulk.select(
        "SELECT guarantor_id, number, birth_on, relation, deceased_on FROM records_patient "
        f"WHERE guarantor_id IN ({keys}) ORDER BY id"
    )
    return _grouped(
        rows,
        lambda number, birth, relation, died: PatientFacts(
            number, birth, relation or "self", died if died and died <= on else None
        ),
    )


def json_of(text: str) -> dict[str, Any]:
    found = json.loads(text) if text else {}
    if text and "\\ud" in text.lower():
        # Half of a pair of characters can be written in JSON, but kept in no text.
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    return found if isinstance(found, dict) else {}


def day_of(value: date | str) -> date:
    # A UNION's columns have no declared type, so SQLite gives their days back as text.
    return date.fromisoformat(value) if isinstance(value, str) else value


def contacts(keys: str, before: datetime) -> By:
    rows = bulk.select(
        "SELECT c.guarantor_id, c.at, c.channel, c.direction, c.kind, c.outcome, c.delivered, "
        "EXISTS (SELECT 1 FROM records_retiredway w WHERE w.contact_id = c.id AND w.channel = "
        f"'call') FROM records_contact c WHERE c.guarantor_id IN ({keys}) AND c.at < %s AND "
        "c.undone_at IS NULL "
        "ORDER BY c.at, c.id",
        [before],
    )
    channels = {channel.value: channel for channel in Channel}
    return _grouped(
        rows,
        lambda at, channel, direction, kind, outcome, delivered, retired: ContactFacts(
            bulk.aware(at),
            channels[channel],
            direction,
            kind,
            outcome,
            bool(delivered),
            bool(retired),
        ),
    )


def payments(keys: str, on: date, *, since: str = "") -> By:
    """Patient money live on the day: not reversed by then. `since`: an account's first day of those
    asked for, as SQL of (guarantor_id, first_on); none gives everything.
    """
    only = f"JOIN ({since}) f ON f.guarantor_id = p.guarantor_id AND t.posted_on >= f.first_on"
    rows = bulk.select(
        "SELECT p.guarantor_id, CAST(t.posted_on AS TEXT), t.cents FROM records_transfer t "
        f"JOIN records_patient p ON p.id = t.patient_id {only if since else ''} {_REVERSALS} "
        f"WHERE p.guarantor_id IN ({keys}) AND t.debit = 'cash' AND t.credit IN ('patient_due', "
        f"'unapplied') "
        f"AND t.reverses_id IS NULL AND {_LIVE} AND t.posted_on <= %s ORDER BY t.posted_on, t.id",
        [on.isoformat()] * 4,
    )
    return _grouped(rows, lambda posted, cents: PaymentFacts(day(posted), cents))  # type: ignore[arg-type]


def charges(keys: str) -> tuple[dict[int, tuple[Any, ...]], By]:
    """(charge rows by key, with the patient's number; coverages in force on the service date, by
    charge key and rank)."""
    found = bulk.select(
        "SELECT v.rank, v.payer, v.payer_type, v.qmb, c.id, c.number, p.number, c.service_on, "
        "c.posted_on, c.cents, c.code, c.claim, c.network, c.self_pay_restriction, "
        "c.first_billed_on, c.insurer_known_on, c.abn_on, c.noncovered_ack_on, c.modifiers, "
        "c.provider "
        "FROM records_charge c JOIN records_patient p ON p.id = c.patient_id "
        "LEFT JOIN records_coverage v ON v.patient_id = c.patient_id "
        f"AND {in_force_sql('c.service_on')} "
        f"WHERE c.id IN ({keys}) ORDER BY v.rank, v.id"
    )
    rows: dict[int, tuple[Any, ...]] = {}
    covers: By = defaultdict(list)
    for rank, payer, kind, qmb, *row in found:
        rows[row[0]] = tuple(row)
        if rank is not None:
            covers[row[0]].append(_coverage((rank, payer, kind, qmb)))
    return rows, covers


@lru_cache(maxsize=5_000)
def _coverage(row: tuple[int, str, str, object]) -> CoverageFacts:
    rank, payer, kind, qmb = row
    return CoverageFacts(rank, payer, type_by_value.get(kind, PayerType.OTHER), bool(qmb))


def reasons(keys: str, on: date) -> tuple[By, By]:
    """By charge key, live on the day: (group, reason) of what was denied; (group, reason, cents) of
    what was moved to the patient."""
    rows = bulk.select(
        "SELECT 'denied', charge_id, group_code, reason_code, cents, id FROM records_denial "
        f"WHERE charge_id IN ({keys}) AND posted_on <= %s AND (undone_on IS NULL OR undone_on > "
        f"%s) UNION ALL "
        "SELECT 'moved', t.charge_id, t.group_code, t.reason_code, t.cents, t.id FROM "
        "records_transfer t "
        f"{_REVERSALS} WHERE t.charge_id IN ({keys}) AND t.kind = 'to_patient' AND t.posted_on <= "
        f"%s AND {_LIVE} "
        "ORDER BY 6",
        [on.isoformat()] * 6,
    )
    denied: By = defaultdict(list)
    moved: By = defaultdict(list)
    for which, charge, group, reason, cents, _ in rows:
        if which == "denied":
            denied[charge].append((group, reason))
        else:
            moved[charge].append((group, reason, int(cents)))
    return denied, moved
