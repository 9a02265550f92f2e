"""A stop is placed while a colleague writes down a call: either order is whole."""

from datetime import date

import pytest

from goodstanding.actions.calls import log_call
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.actions.unit import Actor
from goodstanding.core.calls import Answered, Proof, Result, Talk
from goodstanding.core.kinds import HoldKind
from goodstanding.records.models import Attempt, Guarantor, Promise
from tests.actions.test_at_once import at_once
from tests.ledger_text import AT, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db(transaction=True)
ON, FRIDAY = date(2026, 11, 23), date(2026, 12, 4)


@pytest.mark.parametrize("turn", range(3))
def test_a_promise_stands_only_where_the_call_came_before_the_stop(turn):
    tell("\n2026-06-01 charge C1 184.20 patient\n")
    person = Guarantor.objects.filter(number="A")
    person.update(birth_on="1971-03-14", phone_mobile="320-555-0142")
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)
    known = frozenset({Proof.NAME, Proof.BIRTH})
    talk = Talk(Answered.THEM, known, result=Result.PROMISE, cents=6000, day=FRIDAY)
    stop = NewHold(HoldKind.BANKRUPTCY, ON)
    logged, _ = at_once(
        lambda: log_call(account_id="A", talk=talk, by=Actor("dana", "coordinator"), at=AT),
        lambda: place_hold(account_id="A", hold=stop, by=Actor("bo", "biller"), at=AT),
    )
    assert Promise.objects.exists() == (logged.not_agreed == "")
    assert Attempt.objects.get().state == ("sent" if Promise.objects.exists() else "blocked")
