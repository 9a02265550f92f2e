"""What `account --json` says of the next action: what it was made from, and who chose it."""

import json
from datetime import date, datetime, timedelta

import pytest

from goodstanding.actions.overrides import Choice, override_next_step
from goodstanding.actions.unit import Actor
from goodstanding.cli.commands import run
from goodstanding.core.kinds import Act
from goodstanding.law import live_book
from tests.ledger_text import tell

pytestmark = pytest.mark.django_db
ON = "2026-11-20"
OWING = "2026-10-01 charge C1 80.00 patient"


@pytest.fixture
def next_action(capsys):
    """Of account A as of a day."""

    def asked(on: str) -> dict:
        capsys.readouterr()
        assert run(["account", "A", "--on", on, "--json"]) == 0
        said: dict = json.loads(capsys.readouterr().out)["next_action"]
        return said

    return asked


@pytest.fixture(autouse=True)
def decided():
    tell(OWING)
    assert run(["day", "--on", ON]) == 0


def test_the_next_action_of_an_account_says_what_it_was_made_from(next_action):
    said = next_action(ON)
    assert (said["spoke"], said["facts_kept"], said["override"]) == ("next_step", True, None)
    assert (said["law"], said["policy"][:3]) == (live_book().mark, "v1 ")
    assert [each["rule"] for each in said["alternatives"] if each["spoke"]] == ["next_step"]
    texts = {each["rule"]: each["text"] for each in said["alternatives"]}
    assert texts["holds"] == "No hold stands on this account."
    assert texts["small"] == "$80.00 is not below $5.00."


def test_the_next_action_names_who_chose_it_and_why(next_action):
    choice = Choice(Act.WAIT, date.fromisoformat(ON) + timedelta(days=9), "our error", "Wrong code")
    noon = datetime.fromisoformat(f"{ON}T18:00:00+00:00")
    override_next_step(account_id="A", choice=choice, by=Actor("kim", "manager"), at=noon)
    said = next_action(ON)
    until = choice.until.isoformat()
    assert (said["action"], said["spoke"], said["due_on"]) == ("wait", "chosen", until)
    assert said["override"] == {
        "act": "wait", "until": until, "reason": "our error", "words": "Wrong code",
        "by": "kim", "at": noon.isoformat(),
    }  # fmt: skip
    after = choice.until + timedelta(days=1)
    assert next_action(after.isoformat())["override"] is None


def test_a_day_before_any_decision_has_no_alternatives(next_action):
    said = next_action("2026-11-19")
    assert (said["action"], said["decided_on"], said["override"]) == ("none", None, None)
