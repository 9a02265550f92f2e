"""One plan from its first day to its last payment: after each turn, what the account's page, the
Plans page, the letters, Today and `account --json` say of it.

C1 180.00 and C2 60.00 in four payments of 60.00, each month on the 15th from December on.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from goodstanding.actions import plan_changes
from goodstanding.actions.letter_look import filled_letter
from goodstanding.cli import commands
from goodstanding.records.models import Letter, Plan
from tests.ledger_text import tell
from tests.plan_makers import BILL, CORA, ON, at, make, pay, run

pytestmark = pytest.mark.django_db


def _does(act: Callable, **words: object) -> Callable[[date], None]:
    def done(day: date) -> None:
        act(number=Plan.objects.get().number, why="They called.", by=CORA, at=at(day), **words)

    return done


def _made(day: date) -> None:
    make(charges=("C1", "C2"), on=day)


def _caught_up(day: date) -> None:
    pay(60_00, day - timedelta(days=1))
    run(day)


def _paid_off(day: date) -> None:
    pay(120_00, day - timedelta(days=1))
    pay(60_00, day - timedelta(days=1), charge="C2")
    run(day)


@dataclass(frozen=True)
class Turn:
    """On `day`, after its run, `act` is done. `state` with what happened last, on the pages; the
    `letters` that wait since the turn before, with words of the last; Today's reason for `next`."""

    name: str
    day: date
    act: Callable[[date], None] | None
    state: tuple[str, str]
    letters: tuple[str, ...]
    words: str
    next: tuple[str, str]
    plan: tuple[str, str, str]


TURNS = (
    Turn("on track", ON, _made, ("On track", "Made 11/20/2026"), ("plan_confirmation",),
         "This letter confirms the plan of November 20, 2026.",
         ("wait", "On a plan: $60.00 a month, next instalment 12/15/2026."),
         ("active", "0.00", "made")),
    Turn("late", date(2026, 12, 16), None, ("Late", "Late 12/16/2026"), (), "",
         ("wait", "On a plan: $60.00 a month, next instalment 12/15/2026."),
         ("active", "0.00", "late")),
    Turn("at risk", date(2026, 12, 26), None, ("At risk", "One missed 12/26/2026"),
         ("plan_missed",), "We did not get all of your plan payment. $60.00 is still open.",
         ("plan_notice", "Plan instalment of $60.00 for 12/15/2026 was missed."),
         ("active", "0.00", "missed")),
    Turn("cured", date(2026, 12, 29), _caught_up, ("On track", "Caught up 12/29/2026"), (), "",
         ("wait", "On a plan: $60.00 a month, next instalment 01/15/2027."),
         ("active", "60.00", "cured")),
    Turn("paused", date(2026, 12, 30), _does(plan_changes.pause, until=date(2027, 1, 31)),
         ("Paused", "Paused 12/30/2026"), ("plan_confirmation",), "February 15, 2027",
         ("wait", "The plan of $60.00 a month rests until 01/31/2027."),
         ("active", "60.00", "paused")),
    Turn("broken", date(2027, 3, 1), _does(plan_changes.end, broken=True),
         ("Ended", "Ended as broken 03/01/2027"), ("plan_broken",),
         "Your payment plan has stopped, and $180.00 is still open.",
         ("plan_notice", "The plan of $60.00 a month from 11/20/2026 broke."),
         ("broken", "60.00", "broken")),
    Turn("reinstated", date(2027, 3, 8), _does(plan_changes.reinstate),
         ("On track", "Begun again 03/08/2027"), ("plan_confirmation",), "March 15, 2027",
         ("wait", "On a plan: $60.00 a month, next instalment 03/15/2027."),
         ("active", "60.00", "reinstated")),
    Turn("completed", date(2027, 3, 10), _paid_off, ("Finished", "Paid off 03/10/2027"), (), "",
         ("none", ""), ("completed", "240.00", "completed")),
)  # fmt: skip


def lived(last: Turn) -> date:
    """The life up to and with this turn; the day of the turn before."""
    before = ON - timedelta(days=1)
    for turn in TURNS:
        run(turn.day if turn.act not in (_caught_up, _paid_off) else turn.day - timedelta(days=1))
        if turn.act is not None:
            turn.act(turn.day)
        if turn is last:
            break
        before = turn.day
    return before


@pytest.fixture
def page(client, monkeypatch):
    """Words of a page on a day, without its tags."""
    from tests.web.clinic import colleague

    person = colleague("manager", password="")

    def asked(path: str, on: date, part: str) -> str:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(on, 18))
        client.force_login(person)
        found = re.search(part, client.get(path).content.decode(), re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""

    return asked


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.name)
def test_each_turn_of_a_plan_is_seen_everywhere(turn, page, capsys):
    tell(BILL)
    since, on = lived(turn), turn.day
    state, last = turn.state
    said = page("/accounts/A", on, r'<h2 id="plan-title-1">.*?</section>')
    assert said.startswith(f"Payment plan {state} {last}")
    row = page("/plans", on, r"<tbody>.*?</tbody>")
    assert state in row
    assert last in row
    assert turn.next[1] in page("/today", on, r"<tr data-row.*?</tr>")
    capsys.readouterr()
    assert commands.run(["account", "A", "--on", on.isoformat(), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    plan = told["plan"]
    assert plan["state"] == state
    assert (plan["status"], plan["paid"], plan["events"][-1]["what"]) == turn.plan
    assert told["next_action"]["action"] == turn.next[0]
    waiting = Letter.objects.filter(state="ready", made_on__gt=since).order_by("id")
    assert tuple(one.kind for one in waiting) == turn.letters
    if turn.letters:
        assert turn.words in str(filled_letter(waiting.last().id, on=on, at=at(on, 18)))
