"""`whatif --policy FILE`: the whole book under another policy, nothing changed."""

import json
from pathlib import Path

import pytest

from goodstanding.cli.commands import run
from goodstanding.core import policy
from goodstanding.core.policy_text import with_values
from goodstanding.records.models import ALL_TABLES, AuditEvent
from tests.ledger_text import tell

pytestmark = pytest.mark.django_db
TEXT = Path(policy.__file__).with_name("policy_v1.toml").read_text("utf-8")
ON = "2026-11-20"


@pytest.fixture
def other(tmp_path) -> Path:
    """Under it a reminder goes out on day 20, no more on day 14."""
    text, faults = with_values(TEXT, {"steps.reminder_1.day": "20", "costs.statement": "1.00"})
    assert not faults
    path = tmp_path / "other.toml"
    path.write_text(text)
    return path


@pytest.fixture
def ask(capsys):
    def asked(*words: object) -> tuple[int, dict, str]:
        capsys.readouterr()
        status = run([*map(str, words), "--on", ON, "--json"])
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else {}, said.err

    return asked


@pytest.fixture
def books(db):
    """A owes from today, B is paid up: one statement is due, and nothing else."""
    tell("2026-11-20 charge C1 200.00 patient\n2026-11-01 charge C2 50.00 patient patient=b1\n"
         "2026-11-02 patient_payment C2 50.00 patient=b1")  # fmt: skip


def test_the_contracts_keys(ask, books, other):
    status, found, _ = ask("whatif", "--policy", other)
    assert status == 0
    assert (found["now"], found["then"]) == ({"none": 1, "statement": 1},) * 2
    assert (found["moved"], found["changed"], found["months"]) == ([], [], None)
    assert (found["cost_now"], found["cost_then"]) == ("0.85", "1.00")


def test_who_moves_is_named(ask, books, other):
    text, _ = with_values(TEXT, {"small.no_statement_below": "250.00"})
    other.write_text(text)
    _, found, _ = ask("whatif", "--policy", other)
    assert found["moved"] == [{"from": "statement", "to": "wait", "accounts": 1}]
    assert found["changed"] == [
        {"account": "A", "from": "statement", "to": "wait", "amount": "200.00"}
    ]


def test_the_months_before_are_walked_when_asked_for(ask, books, other):
    status, found, _ = ask("whatif", "--policy", other, "--months", 1)
    past = found["months"]
    assert (status, past["first"], past["last"], past["accounts"]) == (0, "2026-10-20", ON, 2)
    assert past["now"]["contacts"] == {}, "A owes from the last day, B paid the next"


def test_b_got_a_statement_before_the_payment(ask, other):
    tell("2026-11-02 charge C2 50.00 patient\n2026-11-03 patient_payment C2 50.00")
    _, found, _ = ask("whatif", "--policy", other, "--months", 1)
    past = found["months"]
    assert past["now"]["contacts"] == {"statement": 1}
    assert (past["now"]["cost"], past["then"]["cost"]) == ("0.85", "1.00")
    assert past["now"]["asked"] == {"statement": "50.00"}
    assert (past["now"]["money"], past["now"]["asked_untold"]) == (["0.00"] * 3, "50.00")


def test_nothing_is_changed(ask, books, other):
    before = {model: list(model.objects.values()) for model in ALL_TABLES}
    ask("whatif", "--policy", other, "--months", 2)
    assert {model: list(model.objects.values()) for model in ALL_TABLES} == before
    assert not AuditEvent.objects.filter(verb__startswith="policy").exists()


@pytest.mark.parametrize(("before", "after", "said"), [
    ("day = 0", "day = 3", ["steps[1]: The ladder must begin with a statement on day 0."]),
    ("tries = 3", 'tries = "3"\nextra = 1', ["calls.tries: '3' is not", "calls.extra: "]),
])  # fmt: skip
def test_a_policy_with_faults_is_not_tried_and_each_is_named(
    ask, books, other, before, after, said
):
    other.write_text(TEXT.replace(before, after, 1))
    status, found, err = ask("whatif", "--policy", other)
    assert (status, found) == (2, {})
    assert [words for words in said if words not in err] == []
    assert "Nothing was tried" in err


def test_a_file_that_is_not_there(ask, tmp_path):
    status, found, err = ask("whatif", "--policy", tmp_path / "none.toml")
    assert (status, found) == (2, {})
    assert "cannot be read" in err


def test_months_out_of_reason(ask, books, other):
    assert ask("whatif", "--policy", other, "--months", 61)[0] == 2


def test_for_a_person(capsys, books, other):
    assert run(["whatif", "--policy", str(other), "--on", ON, "--months", "1"]) == 0
    told = capsys.readouterr().out
    assert f"{ON}: 2 accounts, 0 change" in told
    assert "0.85 ->         1.00" in told
