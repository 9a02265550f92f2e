"""The daily run: every account that changed or is due is decided again, day by day, batch by batch.

A run is unique by day. Days that were missed are run one by one, so running late equals running in
time; a run that stopped on the way goes on where it was, for what was decided is no longer due.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from goodstanding.actions.agency_recall import recall_placed
from goodstanding.actions.good_byes import thank
from goodstanding.actions.message_making import drop_messages, make_messages
from goodstanding.actions.plan_day import follow_plans
from goodstanding.actions.unit import Actor, about, action, nobody
from goodstanding.core.answers import Decision, Reason
from goodstanding.core.facts import AccountFacts
from goodstanding.core.followup import decide
from goodstanding.core.kinds import Act
from goodstanding.core.letter_kinds import MAILED_ACTS, asked_cents, words_kind
from goodstanding.core.money import Cents
from goodstanding.core.places import law_for
from goodstanding.core.policy import Policy
from goodstanding.core.refusals import Refused
from goodstanding.core.worklist import queue_of
from goodstanding.law import LawBook, live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.kept_facts import packed
from goodstanding.records.models import FactsKept, LawEdition, PolicyVersion, Run
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.households import homes, households

# A larger batch asks and commits less often; a smaller one lets others write sooner.
BATCH = 1500
DECISION = (
    "guarantor_id", "on", "act", "step", "queue", "due_on", "review_on", "cents", "priority",
    "reasons",
    "rejected", "policy", "spoke", "law", "facts_id",
)  # fmt: skip
WAITING_ACTS = (Act.WAIT, Act.NONE)
# Law, holds and the not-owed checks; an account that only waits for its next step is not held.
RULES_THAT_HOLD = ("us-", "mn-", "holds.", "owed.")
_REASONS = TypeAdapter(tuple[Reason, ...])
_MARKED = "SELECT guarantor_id FROM records_standing WHERE changed"
_BY_DAY = "SELECT guarantor_id FROM records_standing WHERE review_on <= %s"


@dataclass
class Done:
    """What a call of run_day did: days run, and accounts decided over all of them."""

    on: date
    days: list[date] = field(default_factory=list)
    decided: int = 0


def run_day(
    *, on: date, by: Actor, at: datetime,
    moved: Callable[[int], object] = nobody, first: Callable[[date], object] = nobody,
) -> Done:  # fmt: skip
    """Runs every day since the last run up to `on`; `on` alone when it is the first. Twice changes
    nothing. `moved` hears how many accounts each batch had, `first` of each day before it is run.
    """
    last = Run.objects.order_by("-on").first()
    if last is not None and on < last.on:
        raise Refused(
            f"{last.on} has been run, so {on} is in the past. Ask for an account as of {on} "
            f"instead of running it."
        )
    done = Done(on)
    stopped = Run.objects.filter(finished_at__isnull=True).order_by("on").first()
    day = on if last is None or last.on == on else last.on + timedelta(days=1)
    day = stopped.on if stopped is not None else day
    late = set[int]()
    while day <= on:
        # What was done meanwhile may be of today: no missed day sees that, so it stays marked; the
        # next missed days (`seen`) need it no more.
        seen = late if day < on else set()
        late = late.union(_changed()) if day < on else set()
        first(day)
        run, before = open_run(on=day, by=by, at=at), done.decided
        follow_plans(on=day, by=by, at=at)
        due = _due(day, but=seen)
        while due:
            for batch in bulk.chunks(due, BATCH):
                with bulk.uncollected():
                    done.decided += decide_batch(accounts=batch, on=day, by=by, at=at, late=late)
                moved(len(batch))
            # What an import posted meanwhile, and who lives with them.
            news = _due(day, but=late)
            late = late.union(news) if day < on else late
            due = households(news)
        close_run(run=run, decided=done.decided - before, by=by, at=at)
        done.days.append(day)
        day += timedelta(days=1)
    return done


@action("followup.run")
def open_run(*, on: date, by: Actor, at: datetime) -> Run:
    """Begins a day, or takes up one that stopped. A new policy, another law book, or law that
    changes today decides everyone again; else those who live with someone to be decided are too.
    """
    policy, book = clinic.policy_chosen(on), live_book()
    last = Run.objects.order_by("-on").first()
    run, new = Run.objects.get_or_create(
        on=on,
        defaults={"started_at": at, "by": by.name, "policy": policy.mark, "law": book.mark},
    )
    _keep_versions(policy, book, at=at)
    before = (policy.mark, book.mark) if last is None else (last.policy, last.law)
    if before != (policy.mark, book.mark) or (new and _law_changes(on)):
        bulk.execute("UPDATE records_standing SET changed = %s", [True])
        Run.objects.filter(id=run.id).update(policy=policy.mark, law=book.mark)
    else:
        _change_kin(on)
    about(on=on.isoformat(), policy=policy.mark, law=book.mark[:12])
    return run


@action("followup.close")
def close_run(*, run: Run, decided: int, by: Actor, at: datetime) -> None:
    if run.finished_at is None:
        Run.objects.filter(id=run.id).update(finished_at=at, decided=decided)
    about(on=run.on.isoformat(), decided=decided)


@action("followup.batch")
def decide_batch(
    *, accounts: list[int], on: date, by: Actor, at: datetime, late: Container[int] = ()
) -> int:
    """Decides these accounts (our keys) as of `on`; stores what differs from before. Returns how
    many were decided. Those of `late` are to be decided again on a later day.
    """
    policy, book = clinic.policy_chosen(on), live_book()
    keys = sorted(set(accounts))
    # An import that posts meanwhile marks them as changed again only after us.
    bulk.hold("records_standing", "guarantor_id", keys)
    recall_placed(keys, on=on, by=by, at=at)
    before = _current(keys)
    fresh, seen, mailed, standings = [], [], list[Mailed](), []
    for key, facts in zip(keys, facts_for(keys, on), strict=True):
        decision = decide(facts, policy.policy, law_for(facts, book))
        row = _row(key, on, decision, policy=policy.mark)
        standings.append((key in late, *_standing(on, decision=decision, row=row)))
        if before.get(key) != _compared(row):
            fresh.append(row)
            seen.append(facts)
            if decision.act in MAILED_ACTS:
                mailed.append(_mailed(key, decision, facts, policy=policy.policy))
    if fresh:
        _keep_versions(policy, book, at=at)
        kept = FactsKept.objects.create(on=on, content=packed(seen))
        bulk.insert("records_decision", DECISION, [(*row, book.mark, kept.id) for row in fresh])
    changed = [row[0] for row in fresh]
    _drop_letters(changed)
    stored = _newest(changed)
    bulk.update_many(
        "UPDATE records_standing SET changed = %s, decided_on = %s, review_on = %s, act = %s, "
        "step = %s, queue = %s, due_on = %s, priority = %s, ask_cents = %s, rule = %s, "
        "decision_id = COALESCE(%s, decision_id) WHERE guarantor_id = %s",
        [(*row, stored.get(key), key) for key, row in zip(keys, standings, strict=True)],
    )
    _make_letters(mailed, on, stored=stored)
    drop_messages(changed, at=at)
    make_messages(at=at, accounts=keys)
    if policy.policy.letters.good_bye:
        thank(dict(zip(changed, seen, strict=True)), on=on)
    about(on=on.isoformat(), accounts=len(keys), changed=len(fresh))
    return len(keys)


def _law_changes(on: date) -> bool:
    return any(
        version.from_on == on
        or (version.until is not None and version.until + timedelta(days=1) == on)
        for parameter in live_book().parameters.values()
        for version in parameter.at
    )


def _keep_versions(policy: clinic.PolicyInForce, book: LawBook, *, at: datetime) -> None:
    """A past day is replayed by the texts it was decided by, whatever the files say later."""
    if not LawEdition.objects.filter(mark=book.mark).exists():
        LawEdition.objects.get_or_create(
            mark=book.mark, defaults={"seen_at": at, "content": book.content}
        )
    if not PolicyVersion.objects.filter(mark=policy.mark).exists():
        PolicyVersion.objects.get_or_create(
            mark=policy.mark,
            defaults={
                "version": policy.policy.version, "text": policy.text, "state": "file",
                "made_by": "the daily run", "made_at": at,
            },
        )  # fmt: skip


def _changed() -> list[int]:
    return [key for (key,) in bulk.select(_MARKED)]


def _change_kin(on: date) -> None:
    """What one of a household said or agreed counts for the others there."""
    due = f"{_MARKED} UNION {_BY_DAY}"
    bulk.execute(
        "UPDATE records_standing SET changed = %s WHERE NOT changed AND guarantor_id IN ("
        f"SELECT id FROM records_guarantor WHERE household IN ({homes(due)}))",
        [True, on.isoformat()],
    )


def _due(on: date, *, but: Container[int]) -> list[int]:
    """Those of `but` by their day alone, not for being marked."""
    by_day = bulk.select(_BY_DAY, [on.isoformat()])
    marked = [key for key in _changed() if key not in but]
    return sorted({*marked, *(key for (key,) in by_day)})


def _current(keys: list[int]) -> dict[int, tuple[Any, ...]]:
    """What of each account's decision in force tells it from another."""
    rows = bulk.select(
        "SELECT d.guarantor_id, d.act, d.step, CAST(d.due_on AS TEXT), CAST(d.review_on AS TEXT), "
        "d.cents, d.priority, d.reasons, d.rejected, d.policy, d.spoke FROM records_standing s "
        "JOIN records_decision d ON d.id = s.decision_id "
        f"WHERE s.guarantor_id IN ({bulk.keys(keys)})"
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def _row(key: int, on: date, decision: Decision, *, policy: str) -> tuple[Any, ...]:
    return (
        key, on.isoformat(), decision.act.value, decision.step, queue_of(decision),
        decision.due_on.isoformat(),
        decision.review_on.isoformat() if decision.review_on else None, decision.cents,
        decision.priority,
        as_json(decision.reasons), as_json(decision.rejected), policy, decision.spoke,
    )  # fmt: skip


def _compared(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (row[2], row[3], *row[5:])


# Two accounts in three give the same answer, and those alike on the ladder the same later steps.
@lru_cache(maxsize=20_000)
def as_json(reasons: tuple[Reason, ...]) -> str:
    return _REASONS.dump_json(reasons).decode()


def _standing(on: date, *, decision: Decision, row: tuple[Any, ...]) -> tuple[Any, ...]:
    rule = decision.reasons[0].rule if decision.reasons and decision.act in WAITING_ACTS else ""
    rule = rule if rule.startswith(RULES_THAT_HOLD) else ""
    return (
        on.isoformat(), row[6], row[2], row[3], row[4], row[5], decision.priority,
        decision.cents, rule,
    )  # fmt: skip


def _newest(accounts: list[int]) -> dict[int, int]:
    """The key of each account's newest decision."""
    return dict(
        bulk.select(
            "SELECT guarantor_id, MAX(id) FROM records_decision "
            f"WHERE guarantor_id IN ({bulk.keys(accounts)}) GROUP BY guarantor_id"
        )
    )


def _drop_letters(accounts: list[int]) -> None:
    """A letter that waits, or is kept back, whose decision was replaced is dropped with a note. One
    for something that happened stands by itself.
    """
    rows = bulk.select(
        "SELECT id, state FROM records_letter WHERE decision_id IS NOT NULL AND guarantor_id IN "
        f"({bulk.keys(accounts)})"
    )
    if ready := [key for key, state in rows if state in ("ready", "held")]:
        bulk.execute(
            "UPDATE records_letter SET state = 'dropped', claim = NULL, why = %s "
            f"WHERE id IN ({bulk.keys(ready)}) AND state IN ('ready', 'held')",
            ["Something changed on the account, so this is no longer its next step."],
        )


class Mailed(NamedTuple):
    """A decision that becomes a letter: whose, in which words, for how much."""

    key: int
    decision: Decision
    kind: str
    cents: Cents
    language: str


def _mailed(key: int, decision: Decision, facts: AccountFacts, *, policy: Policy) -> Mailed:
    kind = words_kind(decision, facts, policy)
    cents = asked_cents(kind, decision, facts, policy=policy)
    return Mailed(key, decision, kind, cents, facts.person.language)


def _make_letters(mailed: list[Mailed], on: date, *, stored: dict[int, int]) -> None:
    bulk.insert(
        "records_letter",
        ("guarantor_id", "decision_id", "claim", "kind", "step", "language", "state", "made_on",
        "place", "cents",
         "pages", "content", "why"),
        [
            (one.key, stored[one.key], stored[one.key], one.kind, one.decision.step, one.language,
             "ready", on.isoformat(), 0, one.cents, 0, "{}", "")
            for one in mailed
        ],
    )  # fmt: skip
