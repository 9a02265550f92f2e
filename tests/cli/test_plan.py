"""The plan command: what may go on a plan now, the offers that fit, and making one."""

import json
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from goodstanding.cli.commands import run
from goodstanding.cli.spoken import now
from goodstanding.records.models import Plan
from tests.ledger_text import count, tell

pytestmark = pytest.mark.django_db
ON = "2026-11-27"
OFFER = {"months", "monthly", "first_due", "last_due", "last_payment", "total"}
TABLE = Path(__file__).parents[1] / "core" / "households_50.toml"
SITUATIONS = tomllib.loads(TABLE.read_text())["situation"]
# Said an amount; the patient of the story; nothing left; said and figures; did not say; 2025.
CHOSEN = [one for number, one in enumerate(SITUATIONS) if number in (0, 11, 14, 20, 36, 42, 48)]


@pytest.fixture
def ask(capsys):
    def asked(*words: object, on: str = ON) -> tuple[int, dict]:
        capsys.readouterr()
        status = run(["plan", "A", *map(str, words), *(["--on", on] if on else []), "--json"])
        out = capsys.readouterr().out
        return status, json.loads(out) if out else {}

    return asked


def owes(amount: str, day: str = "2026-06-01") -> None:
    tell(f"{day} charge C1 {amount} patient")


def spelled(found: dict) -> list[str]:
    return [f"{o['months']} x {o['monthly']}, last {o['last_payment']}" for o in found["offers"]]


@pytest.mark.parametrize("one", CHOSEN, ids=lambda one: one["name"])
def test_households_of_the_table(ask, one):
    day = str(one.get("on", ON))
    owes(one["owed"], f"{day[:4]}-04-01")
    words = [f"--{name.replace('_', '-')}={value}" for name, value in one["told"].items()]
    status, found = ask("--affordable", *words, on=day)
    assert spelled(found) == one["offers"]
    assert [reason["code"] for reason in found["screen_reasons"]] == one["screen"]
    assert found["screen_assistance"] is bool(one["screen"])
    assert found["poverty_percent"] == one.get("percent")
    assert status == (0 if one["offers"] else 1)


def test_an_offer_has_the_keys_of_the_contract(ask):
    owes("184.20")
    status, found = ask("--months", 4, "--day", 15)
    assert status == 0
    (offer,) = found["offers"]
    assert offer.keys() >= OFFER
    assert {name: offer[name] for name in OFFER} == {
        "months": 4, "monthly": "46.05", "first_due": "2026-12-15", "last_due": "2027-03-15",
        "last_payment": "46.05", "total": "184.20",
    }  # fmt: skip
    assert ask("--monthly", "25.00")[1]["offers"][0]["last_payment"] == "9.20"
    assert ask("--monthly", "25.00")[1]["offers"][0]["disclosure"] is True


def test_a_chosen_amount_stands_beside_what_they_can_manage(ask):
    owes("184.20")
    assert ask("--months", 3, "--manage", 50)[1]["offers"][0]["fit"] == "a little above"
    assert ask("--months", 3)[1]["offers"][0]["fit"] == "not said"


def test_only_what_may_be_asked_for_goes_on_a_plan(ask):
    tell(
        "2026-06-01 charge C1 100.00 patient\n"
        "2026-06-02 charge C2 60.00 patient\n"
        "2026-06-03 charge C3 40.00 insurer\n"
        "coverage BCBS commercial 1\n"
        '2026-11-01 hold dispute detail={"charges":["C2"]}'
    )
    status, found = ask("--months", 2)
    assert (status, found["amount"], found["offers"][0]["total"]) == (0, "100.00", "100.00")
    assert {one["charge"] for one in found["excluded"]} == {"C2", "C3"}


def test_nothing_to_put_on_a_plan(ask):
    tell("2026-06-01 charge C1 100.00 patient\n2026-11-01 hold bankruptcy")
    status, found = ask("--affordable", "--manage", 50)
    assert (status, found["offers"], found["amount"]) == (1, [], "0.00")
    assert found["reasons"][0]["text"] == "Nothing can go on a plan today."
    assert found["excluded"][0]["charge"] == "C1"


@pytest.mark.parametrize(("words", "status"), [
    (["--monthly", "5.00"], 1),
    (["--months", "61"], 1),
    (["--first", "2026-11-26"], 1),
    (["--first", "2027-02-01"], 1),
    (["--months", "0"], 2),
    (["--monthly", "0"], 2),
    (["--household", "0"], 2),
    (["--day", "32"], 2),
])  # fmt: skip
def test_what_is_refused_and_what_is_wrong_use(ask, words, status):
    owes("184.20")
    found_status, found = ask(*words)
    assert found_status == status
    assert found.get("offers", []) == []
    assert count("plan") == 0


def test_a_plan_is_made_today_and_on_no_other_day(ask):
    owes("184.20")
    assert ask("--months", 4, "--accept", on="2026-11-20")[0] == 2
    assert count("plan") == 0


@pytest.mark.parametrize("words", [
    ["--monthly", "-5"], ["--monthly", "much"], ["--months", "4", "--monthly", "5"],
    ["--income", "1e6"],
])  # fmt: skip
def test_what_cannot_be_read_is_wrong_use(words):
    with pytest.raises(SystemExit) as ended:
        run(["plan", "A", *words])
    assert ended.value.code == 2


def test_an_unknown_account_is_wrong_use(ask):
    assert ask("--months", 2)[0] == 2


def test_accepting_makes_the_plan_and_it_is_not_offered_twice(ask):
    owes("100.00", str(now().date() - timedelta(days=60)))
    status, found = ask("--months", 3, "--accept", on="")
    assert (status, found["asked"]) == (0, "")
    made = Plan.objects.get()
    assert (made.number, made.months, made.monthly_cents) == (found["plan"], 3, 33_33)
    status, again = ask("--months", 3, on="")
    assert (status, again["amount"], again["offers"]) == (1, "0.00", [])


def test_the_offer_of_ones_choice_is_accepted(ask):
    owes("184.20", str(now().date() - timedelta(days=60)))
    assert ask("--manage", 50, "--accept", "--offer", 3, on="")[0] == 2
    status, _ = ask("--manage", 50, "--accept", "--offer", 2, on="")
    made = Plan.objects.get()
    assert (status, made.months, made.monthly_cents) == (0, 8, 25_00)


def test_the_lines_for_a_person(capsys):
    owes("184.20")
    assert run(["plan", "A", "--manage", "50", "--day", "15", "--on", ON]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "184.20 may go on a plan"
    assert said[1].startswith("(1) 4 x 46.05, the last 46.05, 2026-12-15 to 2027-03-15: fits.")
    assert said[2].endswith("needs the Truth in Lending box")
