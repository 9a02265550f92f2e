"""Decisions as records: what each was made from, the same made again, and who chose otherwise."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from goodstanding.core import policy
from goodstanding.core.answers import Decision
from goodstanding.core.explain import Heard, explain
from goodstanding.core.followup import decide
from goodstanding.core.places import law_for
from goodstanding.law import LawBook, live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.kept_facts import FactsOf, NotKept
from goodstanding.records.models import FactsKept, LawEdition, Override, PolicyVersion
from goodstanding.records.queries.account_record import DecisionInForce, decisions_of

_BATCH = 500
_COMPARED = (
    "act", "due_on", "review_on", "cents", "step", "priority", "reasons", "rejected", "spoke",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """`field` is a column of the decision, or "record" where what it was made from is not what it
    was.
    """

    account_id: str
    decided_on: date
    field: str
    stored: Any
    recomputed: Any


@dataclass(frozen=True, slots=True)
class Replay:
    """`decisions` were made again; `not_kept` were made before facts were kept."""

    on: date
    decisions: int
    not_kept: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A person's own choice of the next step. `instead_of` is the act it replaced, "" when nothing
    was decided before."""

    act: str
    instead_of: str
    starts_on: date
    until: date
    reason: str
    words: str
    by: str
    role: str
    at: datetime


# ---- who chose otherwise


def override_in_force(account_id: str, on: date) -> Chosen | None:
    rows = Override.objects.filter(
        guarantor__number=account_id, starts_on__lte=on, until__gte=on
    ).exclude(ended_on__lte=on)
    row = rows.select_related("decision").order_by("-id").first()
    if row is None:
        return None
    return Chosen(
        row.act, row.decision.act if row.decision else "", row.starts_on, row.until, row.reason,
        row.words, row.by, row.role, row.at,
    )  # fmt: skip


# ---- what a decision was made from


def explained(
    account_id: str, decided: DecisionInForce, kept: bytes | None = None
) -> tuple[Heard, ...]:
    """What every rule of the ladder had to say that day; empty when the facts were not kept.
    `kept` are the facts of its batch, where the caller has them already.
    """
    if decided.facts_id is None:
        return ()
    try:
        content = _content(decided.facts_id) if kept is None else kept
        facts = FactsOf(content).account(account_id)
        book = live_book() if decided.law == live_book().mark else _edition(decided.law)
        return explain(facts, _policy(decided.policy), law_for(facts, book))
    except NotKept:
        return ()


def _content(number: int) -> bytes:
    return bytes(FactsKept.objects.values_list("content", flat=True).get(id=number))


@lru_cache(maxsize=4)
def _edition(mark: str) -> LawBook:
    return _law_kept(mark)


@lru_cache(maxsize=8)
def _policy(mark: str) -> policy.Policy:
    return _policy_kept(mark)


def _law_kept(mark: str) -> LawBook:
    content = LawEdition.objects.filter(mark=mark).values_list("content", flat=True).first()
    if content is None:
        raise NotKept(f"The law book {mark[:12]} was not kept.")
    try:
        book = LawBook.from_content(bytes(content))
    except ValueError as fault:
        raise NotKept(f"The law book {mark[:12]} is damaged.") from fault
    if book.mark != mark:
        raise NotKept(f"The law book {mark[:12]} is not what it was.")
    return book


def _policy_kept(mark: str) -> policy.Policy:
    text = PolicyVersion.objects.filter(mark=mark).values_list("text", flat=True).first()
    found = policy.read(text)[0] if text is not None else None
    if text is None or found is None:
        raise NotKept(f"The policy {mark} was not kept.")
    if clinic.mark_of(text, found.version) != mark:
        raise NotKept(f"The policy {mark} is not what it was.")
    return found


# ---- made again


class _Records:
    """What decisions were made from, read from the records alone and each only once."""

    def __init__(self) -> None:
        self._books: dict[str, LawBook] = {}
        self._policies: dict[str, policy.Policy] = {}
        self._facts: tuple[int, FactsOf] | None = None

    def book(self, mark: str) -> LawBook:
        if mark not in self._books:
            self._books[mark] = _law_kept(mark)
        return self._books[mark]

    def policy(self, mark: str) -> policy.Policy:
        if mark not in self._policies:
            self._policies[mark] = _policy_kept(mark)
        return self._policies[mark]

    def facts(self, number: int) -> FactsOf:
        if self._facts is None or self._facts[0] != number:
            self._facts = number, FactsOf(_content(number))
        return self._facts[1]

    def again(self, account_id: str, decided: DecisionInForce) -> Decision:
        assert decided.facts_id is not None
        facts = self.facts(decided.facts_id).account(account_id)
        if facts.on != decided.on:
            raise NotKept("The kept facts are of another day.")
        law = law_for(facts, self.book(decided.law))
        return decide(facts, self.policy(decided.policy), law)


def replay(on: date) -> Replay:
    """Every decision made on the day, and every older one still in force on it, made again from its
    records."""
    made = bulk.select(
        'SELECT id, facts_id FROM records_decision WHERE "on" = %s OR id IN (SELECT MAX(id) FROM '
        'records_decision WHERE "on" <= %s GROUP BY guarantor_id) ORDER BY facts_id, id',
        [on.isoformat(), on.isoformat()],
    )
    keys = [key for key, facts in made if facts is not None]
    records = _Records()
    differences = tuple(
        difference
        for batch in bulk.chunks(keys, _BATCH)
        for account_id, decided in decisions_of(batch)
        for difference in _differences(records, account_id, decided)
    )
    return Replay(on, len(keys), len(made) - len(keys), differences)


def _differences(
    records: _Records, account_id: str, decided: DecisionInForce
) -> Iterator[Difference]:
    try:
        again = records.again(account_id, decided)
    except NotKept as fault:
        yield Difference(account_id, decided.on, "record", decided.act, str(fault))
        return
    for field in _COMPARED:
        stored, recomputed = _plain(getattr(decided, field)), _plain(getattr(again, field))
        if stored != recomputed:
            yield Difference(account_id, decided.on, field, stored, recomputed)


def _plain(value: Any) -> Any:
    """As JSON has it: a reason as its four words, a day as text."""
    if isinstance(value, tuple):
        return [each if isinstance(each, dict) else asdict(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def unreadable() -> Iterator[str]:
    """Decisions whose record cannot be opened any more."""
    records = _Records()
    for key, account_id, law, policy_, facts in bulk.select(
        "SELECT d.id, g.number, d.law, d.policy, d.facts_id FROM records_decision d JOIN "
        "records_guarantor g ON g.id = d.guarantor_id WHERE d.facts_id IS NOT NULL "
        "ORDER BY d.facts_id, d.id"
    ):
        try:
            records.book(law)
            records.policy(policy_)
            records.facts(facts).account(account_id)
        except NotKept as fault:
            yield f"decision {key}: {fault}"
