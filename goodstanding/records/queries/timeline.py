"""What happened on an account, newest first: money, contacts, letters, holds, decisions, choices,
notes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.days import local_day
from goodstanding.core.money import show
from goodstanding.records import bulk, clinic
from goodstanding.records.queries.facts_rows import day_of

MONEY = {
    "charge": "Charge posted",
    "insurer_payment": "Insurance paid",
    "patient_payment": "Patient paid",
    "contractual": "Insurance discount",
    "to_patient": "Became the patient's",
    "to_insurer": "Back to the insurance",
    "small_write_off": "Small balance written off",
    "bad_debt": "Written off as bad debt",
    "charity": "Charity care",
    "refund_patient": "Refund to the patient",
    "refund_insurer": "Refund to the insurance",
    "reversal": "Reversed",
    "denial": "Insurance said no",
    "apply_unapplied": "Money put on a visit",
}
UNSENT = {"sending": "is being sent, or in doubt", "blocked": "did not go"}


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """`at` is None for what is known by its day only; `kind` is stable for programs."""

    on: date
    at: datetime | None
    title: str
    text: str
    by: str
    kind: str


def timeline(key: int, on: date) -> tuple[TimelineRow, ...]:
    zone = clinic.current().timezone
    rows = [*_money(key, on), *_said(key, on, zone), *_steps(key, on)]
    return tuple(
        sorted(
            rows, key=lambda row: (row.on, row.at is not None and row.at.timestamp()), reverse=True
        )
    )


def _money(key: int, on: date) -> Iterator[TimelineRow]:
    for posted, kind, cents, charge, group, reason, method, was, _ in bulk.select(
        "SELECT t.posted_on, t.kind, t.cents, c.number, t.group_code, t.reason_code, t.method, "
        "o.kind, t.id "
        "FROM records_transfer t JOIN records_patient p ON p.id = t.patient_id "
        "LEFT JOIN records_charge c ON c.id = t.charge_id LEFT JOIN records_transfer o ON o.id = "
        "t.reverses_id "
        "WHERE p.guarantor_id = %s AND t.posted_on <= %s UNION ALL "
        "SELECT d.posted_on, 'denial', d.cents, c.number, d.group_code, d.reason_code, '', NULL, "
        "d.id "
        "FROM records_denial d JOIN records_charge c ON c.id = d.charge_id JOIN records_patient p "
        "ON p.id = d.patient_id WHERE p.guarantor_id = %s AND d.posted_on <= %s ORDER BY 1 DESC, 9 "
        "DESC",
        [key, on.isoformat(), key, on.isoformat()],
    ):
        title = MONEY.get(kind, kind) if was is None else f"Reversed: {MONEY.get(was, was).lower()}"
        where = f" on {charge}" if charge else ", not placed on a visit"
        why = f" ({group}-{reason})" if reason else ""
        text = f"{show(cents)}{where}{why}{f' by {method}' if method else ''}"
        yield TimelineRow(day_of(posted), None, title, text, "", kind)


def _said(key: int, on: date, zone: str) -> Iterator[TimelineRow]:
    """Contacts and colleagues' notes."""
    for at, channel, direction, kind, outcome, note, delivered, by in bulk.select(
        "SELECT c.at, CASE WHEN c.undone_at IS NULL THEN c.channel ELSE 'undone' END, "
        "c.direction, c.kind, c.outcome, CASE WHEN m.id IS NULL THEN c.note ELSE m.subject || ' ' "
        '|| m.body END, c.delivered, c."by" FROM records_contact c LEFT JOIN records_message m ON '
        "m.contact_id = c.id WHERE c.guarantor_id = %s UNION ALL SELECT at, 'note', '', '', '', "
        'text, %s, "by" FROM records_note WHERE guarantor_id = %s UNION ALL SELECT '
        "COALESCE(ended_at, begun_at), channel, 'unsent', state, '', why, %s, '' FROM "
        "records_message WHERE guarantor_id = %s AND contact_id IS NULL AND state NOT IN "
        "('waiting', 'sent')",
        [key, True, key, False, key],
    ):
        moment = bulk.aware(at)
        day = local_day(moment, zone)
        if day > on:
            continue
        if channel == "note":
            yield TimelineRow(day, moment, "Note", note, by, "note")
            continue
        if direction == "unsent":
            title = f"{channel.capitalize()} {UNSENT.get(kind, 'did not arrive')}"
            yield TimelineRow(day, moment, title, note, "", channel)
            continue
        if channel == "undone":
            words = f"{outcome.replace('_', ' ')}: written by mistake, counts no more"
            yield TimelineRow(day, moment, "Taken back", words, by, "note")
            continue
        named = kind not in ("", "other", "call") and channel not in ("text", "email")
        what = (kind if named else channel).replace("_", " ")
        sent = direction == "out" and channel != "call"
        title = f"{what.capitalize()} sent" if sent else what.capitalize()
        title = f"{title} from them" if direction == "in" else title
        state = "" if delivered or direction == "in" else "not reached"
        words = ". ".join(part for part in (outcome.replace("_", " "), state, note) if part)
        yield TimelineRow(day, moment, title, words, by, kind or channel)


def _steps(key: int, on: date) -> Iterator[TimelineRow]:
    """Decisions, holds, and where a person chose another next step."""
    day = on.isoformat()
    rows: list[tuple[Any, ...]] = bulk.select(
        "SELECT 'decision', \"on\", act, step, NULL, spoke, '', '', NULL, NULL, id FROM "
        'records_decision WHERE guarantor_id = %s AND "on" <= %s UNION ALL '
        "SELECT 'hold', starts_on, kind, '', ends_on, placed_by, lifted_by, lift_reason, NULL, "
        "NULL, id FROM records_hold WHERE guarantor_id = %s UNION ALL "
        "SELECT 'choice', starts_on, act, words, until, \"by\", ended_by, reason, "
        "CAST(at AS TEXT), CAST(ended_on AS TEXT), id FROM records_override "
        "WHERE guarantor_id = %s AND starts_on <= %s ORDER BY 11 DESC",
        [key, day, key, key, day],
    )
    for what, *row in rows:
        if what == "decision":
            yield _decided(row)
        elif what == "hold":
            yield from _held(row, on)
        else:
            yield from _chosen(row, on)


def _decided(row: list[Any]) -> TimelineRow:
    first, act, step, _, spoke = row[:5]
    words = f" ({step.replace('_', ' ')})" if step else ""
    by = "" if spoke == "chosen" else "the daily run"
    title = f"Next step: {act.replace('_', ' ')}{words}"
    return TimelineRow(day_of(first), None, title, "", by, "decision")


def _held(row: list[Any], on: date) -> Iterator[TimelineRow]:
    first, kind, _, ends, placed_by, lifted_by, reason = row[:7]
    label = kind.replace("_", " ")
    if day_of(first) <= on:
        yield TimelineRow(day_of(first), None, f"Hold: {label}", "", placed_by, "hold")
    if ends is not None and day_of(ends) < on:
        yield TimelineRow(day_of(ends), None, f"Hold ended: {label}", reason, lifted_by, "hold")


def _chosen(row: list[Any], on: date) -> Iterator[TimelineRow]:
    starts, act, words, until, by, ended_by, reason, at, ended, _ = row
    label = act.replace("_", " ")
    title = f"Next step chosen: {label} until {day_of(until):%m/%d/%Y}"
    why = ". ".join(part for part in (reason, words) if part)
    yield TimelineRow(day_of(starts), bulk.aware(at), title, why, by, "override")
    if ended is not None and day_of(ended) <= on:
        title = f"Choice ended: {label}"
        yield TimelineRow(day_of(ended), None, title, "", ended_by, "override")
