"""The rows an account's facts are made of: a fixed number of look-ups for a batch of accounts,
whatever its size.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from goodstanding.core.days import local_day
from goodstanding.core.facts import (
    BooksFacts,
    ContactFacts,
    CoverageFacts,
    HoldFacts,
    KinFacts,
    OverrideFacts,
    PatientFacts,
    PaymentFacts,
    PersonFacts,
    PlanFacts,
    PromiseFacts,
    VisitFacts,
    WriteOffFacts,
)
from goodstanding.core.kinds import Act, Channel, HoldKind, PayerType
from goodstanding.records import bulk

type_by_value = {kind.value: kind for kind in PayerType}
By = dict[int, list[Any]]

PERSON = (
    "birth_on", "language", "timezone", "state", "zip", "phone_home", "phone_mobile", "email",
    "street",
    "preferred_channel", "text_consent_on", "text_revoked_on", "email_consent_on",
    "email_opted_out_on",
    "mail_returned_on", "signed_on", "confidential_address", "consented_alone",
)  # fmt: skip


_MOST_OF_A_HOUSEHOLD = 6

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


def people(keys: str, on: date) -> dict[int, tuple[str, PersonFacts, tuple[Any, ...]]]:
    """(number, person, standing: unapplied, credit, last posting) by account."""
    columns = ", ".join(f"g.{name}" for name in PERSON)
    rows = bulk.select(
        "SELECT g.id, g.number, COALESCE(s.unapplied_cents, 0), COALESCE(s.credit_cents, 0), "
        f"CAST(s.last_posted_on AS TEXT), {columns} FROM records_guarantor g "
        f"LEFT JOIN records_standing s ON s.guarantor_id = g.id WHERE g.id IN ({keys})"
    )
    return {row[0]: (row[1], _person(row[5:], on), row[2:5]) for row in rows}


def books(on: date, zone: str) -> BooksFacts:
    """The last day on which an 835 was read in, and on which patient money was posted."""
    found = bulk.select(
        "SELECT (SELECT MAX(received_at) FROM records_importfile WHERE kind = '835' AND "
        "status IN ('posted', 'partly_posted') AND received_at < %s), (SELECT CAST(MAX("
        "last_payment_on) AS TEXT) FROM records_standing WHERE last_payment_on <= %s)",
        [bulk.moment(end_of(on, zone)), on.isoformat()],
    )
    received, paid = found[0]
    if received is not None:
        received = local_day(bulk.aware(received), zone)
    return BooksFacts(received, day(paid))


def around(keys: str, on: date, zone: str) -> tuple[By, By, dict[int, OverrideFacts]]:
    """(visits booked, money given up, a person's own choice of the next step) by account."""
    rows = bulk.select(
        "SELECT 'visit', p.guarantor_id, p.number, CAST(a.starts_at AS TEXT), '', 0, '' FROM "
        "records_appointment a JOIN records_patient p ON p.id = a.patient_id "
        f"WHERE p.guarantor_id IN ({keys}) AND a.status = 'booked' AND a.starts_at >= %s "
        "UNION ALL SELECT 'given', p.guarantor_id, t.kind, CAST(t.posted_on AS TEXT), '', t.cents, "
        f"'' FROM records_transfer t JOIN records_patient p ON p.id = t.patient_id {_REVERSALS} "
        f"WHERE p.guarantor_id IN ({keys}) AND t.reverses_id IS NULL AND {_LIVE} AND t.posted_on "
        "<= %s AND t.kind IN ('small_write_off', 'bad_debt', 'charity') UNION ALL "
        "SELECT 'choice', guarantor_id, act, CAST(starts_on AS TEXT), CAST(until AS TEXT), id, "
        f"reason || ' ' || role FROM records_override WHERE guarantor_id IN ({keys}) AND "
        "starts_on <= %s AND until >= %s AND (ended_on IS NULL OR ended_on > %s) ORDER BY 4, 6",
        [bulk.moment(start_of(on, zone)), *[on.isoformat()] * 7],
    )
    visits: By = defaultdict(list)
    given: By = defaultdict(list)
    choices: dict[int, OverrideFacts] = {}
    for what, key, name, first, until, number, words in rows:
        if what == "visit":
            at = bulk.aware(datetime.fromisoformat(first))
            visits[key].append(VisitFacts(name, local_day(at, zone)))
        elif what == "given":
            given[key].append(WriteOffFacts(day_of(first), name, number))
        else:
            reason, _, role = words.partition(" ")
            choices[key] = OverrideFacts(Act(name), day_of(first), day_of(until), reason, role)
    return visits, given, choices


def kin(keys: str, on: date, before: datetime) -> By:
    """Other accounts of the same household; more than six together are a house, not a household."""
    day_ = on.isoformat()
    rows = bulk.select(
        "SELECT g.id, k.number, EXISTS (SELECT 1 FROM records_plan n WHERE n.guarantor_id = k.id "
        "AND n.status = 'active' AND n.started_on <= %s), EXISTS (SELECT 1 FROM records_hold h "
        "WHERE h.guarantor_id = k.id AND h.kind = 'assistance_pending' AND h.starts_on <= %s AND "
        "(h.ends_on IS NULL OR h.ends_on >= %s)), (SELECT MAX(c.at) FROM records_contact c WHERE "
        "c.guarantor_id = k.id AND c.channel = 'call' AND c.at < %s AND (c.delivered OR "
        "c.direction = 'in')) FROM records_guarantor g JOIN records_guarantor k ON "
        "k.household = g.household AND k.id <> g.id "
        f"WHERE g.id IN ({keys}) AND g.household <> '' ORDER BY g.id, k.id",
        [day_, day_, day_, bulk.moment(before)],
    )
    zone = before.tzinfo
    found: By = defaultdict(list)
    for key, number, plan, helped, talked_at in rows:
        talked = None if talked_at is None else bulk.aware(talked_at).astimezone(zone).date()
        found[key].append(KinFacts(number, bool(plan), bool(helped), talked))
    return {key: kin for key, kin in found.items() if len(kin) < _MOST_OF_A_HOUSEHOLD}


def _person(row: tuple[Any, ...], on: date) -> PersonFacts:
    (birth, language, zone, state, zip_, home, mobile, email, street, preferred, text_on, text_off,
        email_on,
     email_off, returned, signed, confidential, alone) = row  # fmt: skip

    def known(value: date | None) -> date | None:
        return value if value is not None and value <= on else None

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
    )  # fmt: skip


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


def holds(keys: str, on: date) -> By:
    rows = bulk.select(
        "SELECT h.guarantor_id, h.number, h.kind, h.starts_on, h.ends_on, p.number, CAST(h.detail "
        "AS TEXT) "
        "FROM records_hold h LEFT JOIN records_patient p ON p.id = h.patient_id "
        # A discharge outlives the hold that recorded it.
        f"WHERE h.guarantor_id IN ({keys}) AND (h.ends_on IS NULL OR h.ends_on >= %s OR "
        "h.kind = 'bankruptcy') ORDER BY h.id",
        [on.isoformat()],
    )
    return _grouped(rows, _hold)


def _hold(
    *row: Any,
) -> HoldFacts:
    number, kind, starts, ends, patient, detail = row
    known = json_of(detail)
    return HoldFacts(
        number,
        HoldKind(kind),
        starts,
        ends,
        patient,
        tuple(map(str, known.get("charges") or ())),
        known,
    )


def json_of(text: str) -> dict[str, Any]:
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def agreed(keys: str, on: date) -> tuple[By, By]:
    """(promises, plans) by account, oldest first."""
    rows = bulk.select(
        "SELECT 'promise', guarantor_id, number, made_on, cents, due_on, kept_on, 0, 0, '', id "
        "FROM records_promise "
        f"WHERE guarantor_id IN ({keys}) AND made_on <= %s UNION ALL SELECT 'plan', guarantor_id, "
        f"number, started_on, "
        "monthly_cents, started_on, NULL, due_day, months, status, id FROM records_plan "
        f"WHERE guarantor_id IN ({keys}) AND started_on <= %s ORDER BY 4, 11",
        [on.isoformat(), on.isoformat()],
    )
    promises: By = defaultdict(list)
    plans: By = defaultdict(list)
    for what, account, number, first, cents, due, kept, due_day, months, status, _ in rows:
        if what == "plan":
            plans[account].append(PlanFacts(number, day_of(first), cents, due_day, months, status))
            continue
        kept_on = day_of(kept) if kept else None
        if kept_on is not None and kept_on > on:
            kept_on = None
        promises[account].append(PromiseFacts(number, day_of(first), cents, day_of(due), kept_on))
    return promises, plans


def day_of(value: date | str) -> date:
    # A UNION's columns have no declared type, so SQLite gives their days back as text.
    return date.fromisoformat(value) if isinstance(value, str) else value


def contacts(keys: str, before: datetime) -> By:
    rows = bulk.select(
        "SELECT guarantor_id, at, channel, direction, kind, outcome, delivered FROM "
        "records_contact "
        f"WHERE guarantor_id IN ({keys}) AND at < %s ORDER BY at, id",
        [before],
    )
    channels = {channel.value: channel for channel in Channel}
    return _grouped(
        rows,
        lambda at, channel, direction, kind, outcome, delivered: ContactFacts(
            bulk.aware(at), channels[channel], direction, kind, outcome, bool(delivered)
        ),
    )


def payments(keys: str, on: date) -> By:
    """Patient money live on the day: not reversed by then."""
    rows = bulk.select(
        "SELECT p.guarantor_id, CAST(t.posted_on AS TEXT), t.cents FROM records_transfer t "
        f"JOIN records_patient p ON p.id = t.patient_id {_REVERSALS} "
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
        "c.first_billed_on, c.insurer_known_on, c.abn_on, c.noncovered_ack_on, c.modifiers "
        "FROM records_charge c JOIN records_patient p ON p.id = c.patient_id "
        "LEFT JOIN records_coverage v ON v.patient_id = c.patient_id "
        "AND (v.effective_on IS NULL OR v.effective_on <= c.service_on) "
        "AND (v.ends_on IS NULL OR v.ends_on >= c.service_on) "
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
    """(denied, moved to the patient): (group, reason) pairs by charge key, live on the day."""
    day_ = on.isoformat()
    rows = bulk.select(
        "SELECT 'denied', charge_id, group_code, reason_code, id FROM records_denial "
        f"WHERE charge_id IN ({keys}) AND posted_on <= %s AND (undone_on IS NULL OR undone_on > "
        f"%s) UNION ALL "
        "SELECT 'moved', t.charge_id, t.group_code, t.reason_code, t.id FROM records_transfer t "
        f"{_REVERSALS} WHERE t.charge_id IN ({keys}) AND t.kind = 'to_patient' AND t.posted_on <= "
        f"%s AND {_LIVE} "
        "ORDER BY 5",
        [day_] * 6,
    )
    denied, moved = (
        _grouped(
            (row[1:4] for row in rows if row[0] == which), lambda group, reason: (group, reason)
        )
        for which in ("denied", "moved")
    )
    return denied, moved
