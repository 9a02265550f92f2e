"""Today's work: what the last run decided, in order, for one kind of colleague."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from goodstanding.core.days import local_day
from goodstanding.core.kinds import Act, Role
from goodstanding.core.languages import ENGLISH, base_language
from goodstanding.core.steps import OFFER_PLAN
from goodstanding.core.worklist import QUEUES, audience
from goodstanding.records import bulk, clinic
from goodstanding.records.derived import derive
from goodstanding.records.queries.owners import narrowed, owned
from goodstanding.records.queries.presence import There, there_on
from goodstanding.records.queries.today_news import imports_in_words

PAGE = 50
SHOWN_LATER = "waiting"  # a queue of its own: accounts that wait, not work of today
_MOST = 1_000_000
_KEYS = 5000  # in one query


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row of the command line's worklist. `balance_cents` is the account's whole balance."""

    rank: int
    account_id: str
    patient: str
    act: str
    step: str
    due_on: date
    balance_cents: int
    ask_cents: int
    priority: int
    queue: str
    reasons: tuple[dict[str, str], ...]


def acts_for(role: Role | None) -> list[str]:
    """Acts this colleague works; None: everybody's. Waiting is nobody's work."""
    return [
        act.value for act in Act
        if act not in (Act.WAIT, Act.NONE) and (role is None or role in audience(act))
    ]  # fmt: skip


def work_items(
    *, on: date, role: Role | None = None, limit: int | None = None
) -> tuple[WorkItem, ...]:
    """What was decided for `on` or before and is due by then, highest first. A past day gives what
    stood then.
    """
    last = bulk.select('SELECT CAST(MAX("on") AS TEXT) FROM records_run')[0][0]
    if last is None or on.isoformat() < last:
        return _as_of(on, role, limit)
    marks, values = bulk.text_in(acts_for(role))
    rows = bulk.select(
        "SELECT g.number, g.id, s.act, s.step, s.due_on, s.ask_cents, s.priority, s.queue, "
        "d.reasons FROM records_standing s "
        "JOIN records_guarantor g ON g.id = s.guarantor_id JOIN records_decision d ON d.id = "
        "s.decision_id "
        f"WHERE s.act IN ({marks}) AND s.due_on <= %s ORDER BY s.priority DESC, s.due_on, g.number "
        f"LIMIT %s",
        [*values, on.isoformat(), limit or _MOST],
    )
    return _items(rows, on)


def _as_of(on: date, role: Role | None, limit: int | None) -> tuple[WorkItem, ...]:
    marks, values = bulk.text_in(acts_for(role))
    rows = bulk.select(
        "SELECT g.number, g.id, d.act, d.step, d.due_on, d.cents, d.priority, d.queue, d.reasons "
        "FROM records_decision d JOIN records_guarantor g ON g.id = d.guarantor_id WHERE d.id IN "
        '(SELECT MAX(x.id) FROM records_decision x WHERE x."on" <= %s GROUP BY x.guarantor_id) '
        f"AND d.act IN ({marks}) AND d.due_on <= %s ORDER BY d.priority DESC, d.due_on, g.number "
        f"LIMIT %s",
        [on.isoformat(), *values, on.isoformat(), limit or _MOST],
    )
    return _items(rows, on)


def _items(rows: list[tuple[Any, ...]], on: date) -> tuple[WorkItem, ...]:
    patients: dict[int, str] = {}
    balances: dict[int, int] = {}
    for keys in bulk.chunks((row[1] for row in rows), _KEYS):
        patients |= _main_patients(keys)
        balances |= _balances(keys, on)
    return tuple(
        WorkItem(rank, number, patients.get(key, ""), act, step, due_on, balances[key], ask,
                 priority, queue, tuple(json.loads(reasons)))
        for rank, (number, key, act, step, due_on, ask, priority, queue, reasons)
        in enumerate(rows, 1)
    )  # fmt: skip


def _balances(keys: list[int], on: date) -> dict[int, int]:
    """At the end of the day: from the standing, or from the ledger where something came after."""
    rows = bulk.select(
        "SELECT guarantor_id, insurer_cents + patient_cents - credit_cents, "
        "CAST(last_posted_on AS TEXT) FROM records_standing "
        f"WHERE guarantor_id IN ({bulk.keys(keys)})"
    )
    found = {key: cents for key, cents, _ in rows}
    ahead = [key for key, _, last in rows if last is not None and last > on.isoformat()]
    for one in derive(ahead, on):
        where = one.position
        owed = sum(item.cents for item in (*where.insurer, *where.patient))
        found[one.guarantor] = owed - where.credit
    return found


def _main_patients(keys: list[int]) -> dict[int, str]:
    """The patient an account is mostly about: the guarantor when a patient too, else
    the first one.
    """
    found: dict[int, str] = {}
    for key, number, relation in bulk.select(
        "SELECT guarantor_id, number, relation FROM records_patient "
        f"WHERE guarantor_id IN ({bulk.keys(keys)}) ORDER BY id"
    ):
        if key not in found or relation == "self":
            found[key] = number
    return found


@dataclass(frozen=True, slots=True)
class QueueCount:
    key: str
    label: str
    count: int
    cents: int


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A row of the Today page. `days` is since the oldest open patient layer; `last_contact` words,
    "" for none. `owner` "" nobody's; `there`: the colleague who has it open now. `offers`: the next
    step offers help or a plan.
    """

    key: int
    account_id: str
    person_name: str
    language: str
    interpreter: bool
    why: tuple[str, ...]
    act: str
    act_label: str
    step: str
    due_on: date
    patient_cents: int
    ask_cents: int
    days: int | None
    last_contact: str
    last_contact_on: date | None
    priority: int
    queue: str
    review_on: date | None
    owner: str
    there: There | None
    offers: bool


@dataclass(frozen=True, slots=True)
class TodayPage:
    """`ran_at` is when the last day was run, None when none was; `total_*` count the whole filtered
    list.
    """

    on: date
    ran_on: date | None
    ran_at: datetime | None
    queues: tuple[QueueCount, ...]
    queue: str
    rows: tuple[WorkRow, ...]
    total_rows: int
    total_cents: int
    changes: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list; empty values do not. Of owners: `owner`'s rows, with those of nobody
    when `unowned`. `accounts` are looked up whatever their queue; `easy` leaves out what a
    supervisor decides.
    """

    language: str = ""
    least_cents: int = 0
    act: str = ""
    owner: str = ""
    unowned: bool = False
    accounts: tuple[str, ...] = ()
    easy: bool = False


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at the list, and when: colleagues on its rows are shown, not they themselves."""

    name: str
    at: datetime


QUEUE_LABELS = {
    "call_now": "Call now",
    "promises": "Promises",
    "plans": "Plans at risk",
    "letters": "Letters",
    "before_visit": "Before visit",
    "mail_returned": "Mail returned",
    "holds": "Holds",
    "review": "Review",
    "insurer": "Insurance",
    "credits": "Credits",
    "waiting": "Waiting",
}
ACT_LABELS = {
    "statement": "Send statement", "reminder": "Send reminder", "call": "Call", "text": "Send text",
    "email": "Send email", "first_letter": "Send first letter", "final_letter": "Send final letter",
    "estate_letter": "Write to the estate", "plan_notice": "Send plan notice",
    "screen_assistance": "Ask about help", "verify_address": "Find the address",
    "verify_coverage": "Check the insurance", "insurer_follow_up": "Follow up with insurer",
    "review_credit": "Review the credit", "refund": "Refund",
    "write_off_small": "Write off small balance",
    "agency_review": "Review with manager", "file_claim_bankruptcy": "File claim (bankruptcy)",
    "file_claim_estate": "File claim (estate)", "front_desk_note": "Note for the desk",
    "wait": "Wait",
    "none": "Nothing",
}  # fmt: skip


def today_page(
    *,
    role: Role,
    on: date,
    queue: str = "",
    filters: Filters = Filters(),
    page: int = 1,  # noqa: B008
    looker: Looker | None = None,
) -> TodayPage:
    """A fixed number of queries whatever the size: counts by queue, one page of rows, their last
    contacts.
    """
    counts = _owned_counts(role, on, filters)
    keys_of = [q.key for q in counts]
    chosen = queue if queue in keys_of else next((q.key for q in counts if q.count), keys_of[0])
    where, values = _where(role, on, queue=chosen, filters=filters)
    if replace(filters, owner="", unowned=False, easy=False) == Filters():
        total, cents = next(((q.count, q.cents) for q in counts if q.key == chosen), (0, 0))
    else:
        ((total, cents),) = bulk.select(
            "SELECT COUNT(*), COALESCE(SUM(s.patient_cents), 0) FROM records_standing s "
            f"JOIN records_guarantor g ON g.id = s.guarantor_id {_OWNER} {where}",
            values,
        )
    rows = bulk.select(
        "SELECT g.id, g.number, g.last_name, g.first_name, g.language, s.act, s.step, s.due_on, "
        "s.patient_cents, "
        "s.ask_cents, s.oldest_patient_on, s.priority, s.queue, s.review_on, d.reasons, a.owner "
        "FROM records_standing s "
        "JOIN records_guarantor g ON g.id = s.guarantor_id LEFT JOIN records_decision d ON d.id = "
        "s.decision_id "
        f"{_OWNER} {where} ORDER BY s.queue, s.priority DESC, s.guarantor_id LIMIT %s OFFSET %s",
        [*values, PAGE, (page - 1) * PAGE],
    )
    keys = [row[0] for row in rows]
    contacts = _last_contacts(keys)
    there = there_on(keys, looker.at, but=looker.name) if looker else {}
    ran = bulk.select('SELECT "on", finished_at FROM records_run ORDER BY "on" DESC LIMIT 1')
    return TodayPage(
        on, ran[0][0] if ran else None, bulk.aware(ran[0][1]) if ran and ran[0][1] else None,
        counts, chosen,
        tuple(
            replace(_row(row, on, contacts.get(row[0])), there=there.get(row[0])) for row in rows
        ),
        int(total), int(cents),
        imports_in_words(),
    )  # fmt: skip


_OWNER = "LEFT JOIN records_assignment a ON a.guarantor_id = g.id AND a.ended_at IS NULL"


def _owned_counts(role: Role, on: date, filters: Filters) -> tuple[QueueCount, ...]:
    """The tabs of this owner; each person still in exactly one."""
    counts = _counts(role, on)
    if filters.owner or filters.unowned:
        acts = {*acts_for(None if role is Role.MANAGER else role), Act.WAIT.value}
        given = owned(on, acts)
        counts = tuple(
            QueueCount(each.key, each.label, *narrowed(
                (each.count, each.cents), given.get(each.key, {}), filters.owner,
                unowned=filters.unowned,
            ))
            for each in counts
        )  # fmt: skip
    return tuple(each for each in counts if not filters.easy or each.key != "review")


def _counts(role: Role, on: date) -> tuple[QueueCount, ...]:
    """Counted once for each state of the books: every change to them leaves an audit event."""
    state = bulk.select(
        "SELECT mac FROM records_auditevent WHERE verb NOT IN ('account.view', 'staff.sign_in') "
        "ORDER BY id DESC LIMIT 1"
    )
    return _counted(role, on, state[0][0]) if state else _counted.__wrapped__(role, on, "")


@lru_cache(maxsize=64)
def _counted(role: Role, on: date, _: str) -> tuple[QueueCount, ...]:
    acts = {*acts_for(None if role is Role.MANAGER else role), Act.WAIT.value}
    counts, sums = Counter[str](), Counter[str]()
    # Read from the index standing_counts alone: every act by its queue, then this role's.
    for queue, act, count, cents in bulk.select(
        "SELECT queue, act, COUNT(*), SUM(patient_cents) FROM records_standing "
        "WHERE queue > '' AND (due_on <= %s OR act = 'wait') GROUP BY queue, act",
        [on.isoformat()],
    ):
        if act in acts:
            counts[queue] += count
            sums[queue] += int(cents)
    return tuple(QueueCount(key, QUEUE_LABELS[key], counts[key], sums[key]) for key in QUEUES)


def _where(role: Role, on: date, *, queue: str, filters: Filters) -> tuple[str, list[Any]]:
    where, parameters = _in_queue(role, on, queue)
    if filters.accounts:
        marks, parameters = bulk.text_in(filters.accounts)
        where = f"WHERE g.number IN ({marks})"
    if filters.language:
        where += " AND g.language LIKE %s"
        parameters.append(f"{filters.language}%")
    if filters.least_cents:
        where += " AND s.patient_cents >= %s"
        parameters.append(filters.least_cents)
    if filters.act:
        where += " AND s.act = %s"
        parameters.append(filters.act)
    if filters.owner:
        where += (
            " AND (a.owner = %s OR a.owner IS NULL)" if filters.unowned else " AND a.owner = %s"
        )
        parameters.append(filters.owner)
    elif filters.unowned:
        where += " AND a.owner IS NULL"
    return where, parameters


def _in_queue(role: Role, on: date, queue: str) -> tuple[str, list[Any]]:
    acts = [*acts_for(None if role is Role.MANAGER else role), Act.WAIT.value]
    marks, values = bulk.text_in(acts)
    where = f"WHERE s.queue = %s AND s.act IN ({marks}) AND (s.due_on <= %s OR s.act = 'wait')"
    return where, [queue, *values, on.isoformat()]


def _last_contacts(keys: list[int]) -> dict[int, tuple[Any, ...]]:
    return {
        row[0]: row[1:] for row in bulk.select(
            "SELECT c.guarantor_id, c.at, c.channel, c.kind, c.outcome FROM records_contact c JOIN "
            f"(SELECT guarantor_id AS g, MAX(at) AS newest FROM records_contact WHERE guarantor_id "
            f"IN ({bulk.keys(keys)}) AND undone_at IS NULL "
            "GROUP BY guarantor_id) n ON n.g = c.guarantor_id AND n.newest = c.at "
            "WHERE c.undone_at IS NULL"
        )
    }  # fmt: skip


def _row(row: tuple[Any, ...], on: date, contact: tuple[Any, ...] | None) -> WorkRow:
    (key, number, last, first, language, act, step, due_on, patient, ask, oldest, priority, queue,
        review_on,
     reasons, owner) = row  # fmt: skip
    because = json.loads(reasons) if reasons else ()
    offers_plan = any(reason["code"] == OFFER_PLAN for reason in because)
    words, at = "", None
    if contact is not None:
        at, channel, kind, outcome = contact
        words = (outcome or kind or channel).replace("_", " ")
    return WorkRow(
        key=key, owner=owner or "", there=None,
        account_id=number, person_name=f"{last}, {first}", language=language or ENGLISH,
        interpreter=base_language(language) != ENGLISH,
        why=tuple(reason["text"] for reason in because), act=act,
        offers=offers_plan or act == Act.SCREEN_ASSISTANCE,
        act_label=ACT_LABELS.get(act, act.replace("_", " ")), step=step, due_on=due_on,
        patient_cents=patient,
        ask_cents=ask, days=(on - oldest).days if oldest else None, last_contact=words,
        last_contact_on=local_day(bulk.aware(at), clinic.current().timezone) if at else None,
        priority=priority, queue=queue, review_on=review_on,
    )  # fmt: skip
