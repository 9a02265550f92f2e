"""A past day made again from its records, whatever has changed since; what was tampered with
shows.
"""

import json
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from goodstanding.actions import followup_day
from goodstanding.actions.followup_day import run_day
from goodstanding.cli.commands import run
from goodstanding.law import LawBook, live_book
from goodstanding.records import bulk
from goodstanding.records.models import LawEdition, PolicyVersion
from goodstanding.records.queries.decisions import replay
from goodstanding.records.queries.proofs import prove
from goodstanding.synthetic.clinic import write_clinic
from tests.guards_off import tamper
from tests.ledger_text import AT, SYSTEM_ACTOR, assert_proven, count, take_in, tell

pytestmark = pytest.mark.django_db
POLICY = Path(followup_day.__file__).parents[1] / "core" / "policy_v1.toml"
MONDAY = date(2026, 11, 16)
FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
OWING = "2026-11-01 charge C1 100.00 patient\n2026-11-01 charge C2 7.50 patient patient=b1\n"


def day(on: date) -> followup_day.Done:
    return run_day(on=on, by=SYSTEM_ACTOR, at=AT)


def found(on: date) -> set[tuple[str, str]]:
    """(account, field) of every difference."""
    return {(one.account_id, one.field) for one in replay(on).differences}


@pytest.fixture
def own_policy() -> Iterator[Path]:
    path = Path(settings.VAR) / "policy.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture
def another_law(monkeypatch):
    """From now on the program ships with a law book that reads otherwise."""

    def begin() -> LawBook:
        texts = dict(live_book().texts)
        texts["house.toml"] = texts["house.toml"].replace("say =", "say  =", 1)
        book = LawBook(texts)
        monkeypatch.setattr(followup_day, "live_book", lambda: book)
        return book

    return begin


def test_every_day_of_three_weeks_is_found_as_it_was(tmp_path):
    """Two days in time, ten in one go."""
    write_clinic(tmp_path, accounts=80, months=12, seed=3, on=MONDAY)
    take_in(tmp_path)
    for on in (MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=14)):
        day(on)
    for after in range(15):
        again = replay(MONDAY + timedelta(days=after))
        assert (again.decisions >= 80, again.not_kept, again.differences) == (True, 0, ())
    assert count("factskept") >= 3
    assert_proven()


def test_what_changes_later_changes_no_past_day(own_policy, another_law):
    tell(OWING)
    day(FRIDAY)
    text = POLICY.read_text().replace('no_statement_below = "5.00"', 'no_statement_below = "9.00"')
    own_policy.write_text(text)
    book = another_law()
    tell(f"{OWING}{FRIDAY} patient_payment C1 100.00")
    day(SATURDAY)
    assert (found(FRIDAY), found(SATURDAY)) == (set(), set())
    kept = bulk.select('SELECT "on", act, law, spoke FROM records_decision ORDER BY id')
    first, second = live_book().mark, book.mark
    assert [tuple(map(str, row)) for row in kept] == [
        ("2026-11-20", "statement", first, "next_step"),
        ("2026-11-20", "statement", first, "next_step"),
        ("2026-11-21", "none", second, "nothing_owed"),
        ("2026-11-21", "wait", second, "small"),
    ]
    assert (count("lawedition"), count("policyversion")) == (2, 2)


def test_another_law_book_decides_everyone_again(another_law):
    tell(OWING)
    assert [day(FRIDAY).decided, day(FRIDAY).decided] == [2, 0]
    another_law()
    assert [day(FRIDAY).decided, day(SATURDAY).decided] == [2, 0]
    assert count("decision") == 2, "the same answer is not stored twice"


def test_a_day_replayed_has_what_was_made_on_it_and_what_was_in_force():
    tell(OWING)
    day(FRIDAY)
    tell(f"{OWING}{SATURDAY} patient_payment C1 100.00")
    day(SATURDAY)
    day(SATURDAY + timedelta(days=1))
    counts = [replay(FRIDAY + timedelta(days=after)).decisions for after in (-1, 0, 1, 2)]
    assert counts == [0, 2, 2, 2]


@pytest.mark.parametrize(
    ("sql", "field"),
    [
        ("UPDATE records_decision SET act = 'call' WHERE cents = 10000", "act"),
        ("UPDATE records_decision SET cents = 10001 WHERE cents = 10000", "cents"),
        ("UPDATE records_decision SET step = 'x' WHERE cents = 10000", "step"),
        ("UPDATE records_decision SET priority = 1 WHERE cents = 10000", "priority"),
        ("UPDATE records_decision SET due_on = '2026-11-02' WHERE cents = 10000", "due_on"),
        ("UPDATE records_decision SET review_on = '2027-01-01' WHERE cents = 10000", "review_on"),
        ("UPDATE records_decision SET reasons = '[]' WHERE cents = 10000", "reasons"),
        ("UPDATE records_decision SET rejected = '[]' WHERE cents = 10000", "rejected"),
        ("UPDATE records_decision SET spoke = 'small' WHERE cents = 10000", "spoke"),
        ("UPDATE records_decision SET policy = 'v1 x' WHERE cents = 10000", "record"),
        ("UPDATE records_decision SET law = 'x' WHERE cents = 10000", "record"),
        ("UPDATE records_decision SET \"on\" = '2026-11-19' WHERE cents = 10000", "record"),
    ],
)
def test_a_decision_that_was_changed_is_found(sql, field):
    tell(OWING)
    day(FRIDAY)
    tamper(sql)
    assert found(FRIDAY) == {("A", field)}


def test_facts_that_were_changed_are_found():
    tell(OWING)
    day(FRIDAY)
    ((content,),) = bulk.select("SELECT content FROM records_factskept")
    text = zlib.decompress(bytes(content)).replace(b'"cents":10000', b'"cents":9000')
    tamper("UPDATE records_factskept SET content = %s", zlib.compress(text))
    assert {("A", "cents"), ("A", "reasons")} <= found(FRIDAY)


def test_a_law_book_or_a_policy_that_was_changed_is_found():
    tell(OWING)
    day(FRIDAY)
    edition = LawEdition.objects.get()
    book = LawBook.from_content(bytes(edition.content))
    book.texts["house.toml"] += "\n"
    tamper("UPDATE records_lawedition SET content = %s", LawBook(book.texts).content)
    assert found(FRIDAY) == {("A", "record"), ("B", "record")}
    tamper("UPDATE records_lawedition SET content = %s", live_book().content)
    assert found(FRIDAY) == set()
    PolicyVersion.objects.update(text=POLICY.read_text() + "\n")
    assert found(FRIDAY) == {("A", "record"), ("B", "record")}


def test_records_that_cannot_be_opened_fail_verify():
    tell(OWING)
    day(FRIDAY)
    assert_proven()
    tamper("UPDATE records_factskept SET content = %s", b"not what it was")
    failed = [(one.name, one.failures) for one in prove() if not one.ok]
    assert [name for name, _ in failed] == ["every decision's facts, law and policy can be opened"]
    assert len(failed[0][1]) == 2
    assert failed[0][1][0].endswith(": The kept facts are damaged.")


def test_decisions_from_before_facts_were_kept_are_counted_apart():
    tell(OWING)
    day(FRIDAY)
    tamper("UPDATE records_decision SET facts_id = NULL, cents = 1 WHERE cents = 10000")
    again = replay(FRIDAY)
    assert (again.decisions, again.not_kept, again.differences) == (1, 1, ())


def test_the_command_names_each_difference(capsys):
    tell(OWING)
    day(FRIDAY)
    capsys.readouterr()
    assert run(["replay", "--on", FRIDAY.isoformat(), "--json"]) == 0
    whole = {"on": "2026-11-20", "decisions": 2, "not_kept": 0, "differences": []}
    assert json.loads(capsys.readouterr().out) == whole
    tamper("UPDATE records_decision SET act = 'call' WHERE cents = 10000")
    assert run(["replay", "--on", FRIDAY.isoformat(), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["differences"] == [
        {
            "account": "A", "decided_on": "2026-11-20", "field": "act",
            "stored": "call", "recomputed": "statement",
        }
    ]  # fmt: skip
