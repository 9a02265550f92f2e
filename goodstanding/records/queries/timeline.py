"""What happened on an account, newest first: money, promises kept, contacts, letters, holds,
decisions, choices, notes, hand-overs, what was stopped at the door, and what was taken back.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from goodstanding.core.days import local_day
from goodstanding.core.money import show
from goodstanding.core.notes import HAND_OVER, KINDS, OTHER
from goodstanding.core.promises import Standing, State
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


# The tabs of the page, in their order.
CALLS, LETTERS, BOOKS, HOLDS, NOTES, SYSTEM = (
    "calls", "letters", "money", "holds", "notes", "system",
)  # fmt: skip
_BY_VOICE = frozenset({"call", "in_person"})


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """`at` is None for what is known by its day only; `kind` is stable for programs. `letter`: the
    letter of ours it tells of, 0 for none. `note_kind`: of core/notes.py, "" for what is no note.
    """

    on: date
    at: datetime | None
    title: str
    text: str
    by: str
    kind: str
    tab: str = SYSTEM
    letter: int = 0
    note_kind: str = ""


def timeline(key: int, on: date, promised: Iterable[Standing] = ()) -> tuple[TimelineRow, ...]:
    """`promised`: the account's promises as of the day, of which the kept ones are told."""
    zone = clinic.current().timezone
    said = bulk.select(_SAID, [key, *[True, key] * 6])
    covered = {
        (bulk.aware(row[0]), row[7]): str(json.loads(row[5])["for"])
        for row in said if row[1] == "for"
    }  # fmt: skip
    found = [*_money(key, on), *_said(said, on, zone), *_steps(key, on), *_kept(promised)]
    rows = [
        replace(row, by=f"{row.by} for {whom}")
        if row.at is not None and (whom := covered.get((row.at, row.by)))
        else row
        for row in found
    ]
    return tuple(
        sorted(
            rows, key=lambda row: (row.on, row.at is not None and row.at.timestamp()), reverse=True
        )
    )


def _kept(promised: Iterable[Standing]) -> Iterator[TimelineRow]:
    for one in promised:
        if one.state is State.KEPT and one.full_on is not None:
            early = ", early" if one.early else ""
            text = f"{show(one.promise.cents)} by {one.promise.due_on:%m/%d/%Y}{early}"
            title = "Promise kept, thank you"
            yield TimelineRow(one.full_on, None, title, text, "", "promise_kept", BOOKS)


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
        yield TimelineRow(day_of(posted), None, title, text, "", kind, BOOKS)


_SAID = (
    "SELECT CAST(c.at AS TEXT), c.channel, c.direction, c.kind, c.outcome, CASE WHEN m.id IS NULL "
    "THEN c.note ELSE m.subject || ' ' || m.body END, c.delivered, c.\"by\", c.number, "
    "CAST(c.undone_at AS TEXT) FROM records_contact c LEFT JOIN records_message m ON m.contact_id "
    "= c.id WHERE c.guarantor_id = %s UNION ALL "
    "SELECT CAST(COALESCE(ended_at, begun_at) AS TEXT), 'unsent', channel, state, '', why, %s, '', "
    "'', NULL FROM records_message WHERE guarantor_id = %s AND contact_id IS NULL AND state NOT IN "
    "('waiting', 'sent') UNION ALL "
    "SELECT CAST(at AS TEXT), 'note', '', kind, '', text, %s, \"by\", '', NULL FROM records_note "
    "WHERE guarantor_id = %s UNION ALL "
    "SELECT CAST(at AS TEXT), 'assigned', '', owner, '', note, %s, \"by\", '', NULL FROM "
    "records_assignment WHERE guarantor_id = %s UNION ALL "
    "SELECT CAST(at AS TEXT), 'stopped', channel, act, state, CAST(verdict AS TEXT), %s, \"by\", "
    "'', NULL FROM records_attempt WHERE guarantor_id = %s AND state IN "
    "('blocked', 'failed') AND message_id IS NULL UNION ALL "
    "SELECT CAST(e.at AS TEXT), 'for', '', '', '', e.detail, %s, e.\"by\", '', NULL FROM "
    "records_auditevent e JOIN records_guarantor g ON g.number = e.account WHERE g.id = %s AND "
    "e.verb <> 'account.view' AND "
    'e.detail LIKE \'%%"for": "%%\' UNION ALL '
    "SELECT CAST(at AS TEXT), 'desk', '', what, reason, CAST(cents AS TEXT), %s, \"by\", '', NULL "
    "FROM records_huddleresult WHERE guarantor_id = %s"
)


def _said(said: list[tuple[Any, ...]], on: date, zone: str) -> Iterator[TimelineRow]:
    """Contacts, colleagues' notes, hand-overs, and what was stopped at the door."""
    for row in said:
        moment = bulk.aware(row[0])
        day = local_day(moment, zone)
        if day > on or row[1] == "for":
            continue
        made = _line(row, day, moment)
        yield made
        if row[9] is not None:
            yield _taken_back(made, bulk.aware(row[9]), zone)


def _line(row: tuple[Any, ...], day: date, moment: datetime) -> TimelineRow:
    what, _, kind, _, text, _, by = row[1:8]
    if what == "note":
        title = "Note" if kind in ("", OTHER) else f"Note, {KINDS.get(kind, kind).lower()}"
        return TimelineRow(day, moment, title, text, by, "note", NOTES, note_kind=kind or OTHER)
    if what == "assigned":
        title = f"Handed over to {kind}" if text else f"Assigned to {kind}"
        tab, of_note = (NOTES, HAND_OVER) if text else (SYSTEM, "")
        return TimelineRow(day, moment, title, text, by, "assigned", tab, note_kind=of_note)
    if what == "unsent":
        title = f"{row[2].capitalize()} {UNSENT.get(kind, 'did not arrive')}"
        return TimelineRow(day, moment, title, text, "", row[2], LETTERS)
    if what == "stopped":
        return _stopped(row, day, moment)
    if what == "desk":
        paid = f"{show(int(text))} as the desk says" if int(text) else row[4].replace("_", " ")
        title = f"At the desk: {kind.replace('_', ' ')}"
        return TimelineRow(day, moment, title, paid, by, "desk_result", CALLS)
    return _contact(row, day, moment)


def _contact(row: tuple[Any, ...], day: date, moment: datetime) -> TimelineRow:
    channel, direction, kind, outcome, note, delivered, by, number, undone = row[1:]
    named = kind not in ("", "other", "call") and channel not in ("text", "email")
    what = (kind if named else channel).replace("_", " ")
    sent = direction == "out" and channel not in _BY_VOICE
    title = f"{what.capitalize()} sent" if sent else what.capitalize()
    if (kind or channel) == "mail" and outcome == "returned_mail":
        title = "Letter came back"
    elif direction == "in":
        title = f"{title} from them"
    state = "" if delivered or direction == "in" else "not reached"
    words = [outcome.replace("_", " "), state, note, "taken back, counts no more" * bool(undone)]
    letter = number.removeprefix("letter-")
    return TimelineRow(
        day, moment, title, ". ".join(filter(None, words)), by,
        "undone" if undone else kind or channel, CALLS if channel in _BY_VOICE else LETTERS,
        int(letter) if letter != number and letter.isdecimal() else 0,
    )  # fmt: skip


def _taken_back(made: TimelineRow, undone: datetime, zone: str) -> TimelineRow:
    title = f"Taken back: {made.title.lower()}"
    words = "written by mistake, counts no more"
    return TimelineRow(local_day(undone, zone), undone, title, words, made.by, "undone", made.tab)


def _stopped(row: tuple[Any, ...], day: date, moment: datetime) -> TimelineRow:
    """An attempt that the door did not let through, or that failed on the way."""
    channel, act, state, verdict, _, by = row[2:8]
    said = json.loads(verdict) if verdict else {}
    why = said.get("why") or " ".join(one.get("text", "") for one in said.get("refusals", ()))
    title = f"{act.replace('_', ' ').capitalize()} {'stopped' if state == 'blocked' else 'failed'}"
    tab = CALLS if channel in _BY_VOICE else LETTERS
    words = why or "It did not leave."
    return TimelineRow(day, moment, title, words, by, "attempt", tab)


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
        yield TimelineRow(day_of(first), None, f"Hold: {label}", "", placed_by, "hold", HOLDS)
    if ends is not None and day_of(ends) < on:
        yield TimelineRow(
            day_of(ends), None, f"Hold ended: {label}", reason, lifted_by, "hold", HOLDS
        )


def _chosen(row: list[Any], on: date) -> Iterator[TimelineRow]:
    starts, act, words, until, by, ended_by, reason, at, ended, _ = row
    label = act.replace("_", " ")
    title = f"Next step chosen: {label} until {day_of(until):%m/%d/%Y}"
    why = ". ".join(part for part in (reason, words) if part)
    yield TimelineRow(day_of(starts), bulk.aware(at), title, why, by, "override")
    if ended is not None and day_of(ended) <= on:
        title = f"Choice ended: {label}"
        yield TimelineRow(day_of(ended), None, title, "", ended_by, "override")
