"""Help asked for again: a debt is helped with once, no pause is left, an appeal ends alone."""

from datetime import date
from typing import Any

import pytest

from goodstanding.actions import assistance as help_acts
from goodstanding.actions.assistance import Choice
from goodstanding.actions.assistance_days import expire, run_out
from goodstanding.actions.day import bring_day
from goodstanding.actions.holds import NewHold, place_hold, release_hold, take_back_hold
from goodstanding.actions.unit import Actor
from goodstanding.core.assistance import Means, State
from goodstanding.core.kinds import HoldKind
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    Decision,
    Guarantor,
    HelpApplication,
    HelpDecision,
    HelpEvent,
    Hold,
)
from goodstanding.records.queries import assistance as assistance_rows
from goodstanding.records.queries.assistance_signs import signs_of
from tests.actions.test_assistance import (
    BEN,
    BILL,
    CORA,
    MAY,
    MIDDLE,
    ON,
    TEN,
    begin,
    complete,
    day,
    failing,
    may_send,
    noon,
    state,
    taken,
    told,
)
from tests.ledger_text import SYSTEM_ACTOR, assert_proven, facts, owed, tell

pytestmark = pytest.mark.django_db
# 350 percent of the guideline for four: half is let go.
HALF = Means(4, 115_500_00)


def granted(means: Means) -> int:
    """Begun and decided by one, with what is open in BILL."""
    number = begin(BILL)
    complete(number, means)
    assert help_acts.decide(number=number, choice=Choice(), by=CORA, at=TEN)
    return number


def again(means: Means) -> int:
    number = help_acts.begin(account_id="A", how="call", by=CORA, at=TEN)
    complete(number, means)
    help_acts.decide(number=number, choice=Choice(), by=BEN, at=TEN)
    return number


# ---- what was taken off once


def test_a_second_application_takes_nothing_off_twice():
    granted(HALF)
    assert owed("2026-11-20") == "0.00 122.12 0.00"
    again(HALF)
    assert owed("2026-11-20") == "0.00 122.12 0.00"
    assert_proven()


def test_a_second_application_that_gives_more_takes_off_what_is_missing():
    """75 percent of 244.25 is 183.19, less the 122.13 of the first."""
    granted(HALF)
    again(MIDDLE)
    assert owed("2026-11-20") == "0.00 61.06 0.00"
    assert_proven()


def test_the_first_grant_helps_with_no_visit_of_the_second():
    first = granted(MIDDLE)
    tell(BILL + "2026-11-19 charge C3 40.00 patient")
    again(HALF)
    assert taken()[-1][0] == "C3"
    with pytest.raises(Refused, match="Nothing new"):
        help_acts.help_newer(number=first, by=CORA, at=TEN)


def test_a_visit_that_was_only_refused_help_is_new_to_a_grant():
    number = granted(Means(4, 300_000_00))
    later = noon(date(2026, 11, 23))
    tell("2026-11-03 charge C2 60.05 insurer\n2026-11-02 charge C1 184.20 patient")
    help_acts.appeal(number=number, words="Lost the job", by=CORA, at=TEN)
    help_acts.fill(number=number, means=MIDDLE, by=CORA, at=TEN)
    help_acts.decide(number=number, choice=Choice(), by=BEN, at=TEN)
    tell(BILL)
    assert help_acts.help_newer(number=number, by=BEN, at=later) == 45_04


# ---- a second pause


def second_pause(**more: Any) -> str:
    hold = NewHold(HoldKind.ASSISTANCE_PENDING, ON, **more)
    return place_hold(account_id="A", hold=hold, by=BEN, at=TEN)


def test_a_decision_ends_a_second_pause_too_and_nothing_begins_anew():
    number = begin(BILL)
    second_pause()
    complete(number, MIDDLE)
    help_acts.decide(number=number, choice=Choice(), by=CORA, at=TEN)
    assert [kind for kind, state in told() if state == "ready"] == ["help_decision"]
    assert not Hold.objects.filter(lifted_by="").exists()
    day(date(2026, 11, 23))
    assert (state(), may_send(date(2026, 11, 23))) == ("decided", True)
    assert_proven()


def test_a_grant_that_runs_out_leaves_the_pause_of_a_newer_application():
    granted(HALF)
    at = noon(date(2027, 5, 10))
    newer = help_acts.begin(account_id="A", how="call", by=CORA, at=at)
    run_out(on=date(2027, 5, 20), by=SYSTEM_ACTOR, at=noon(date(2027, 5, 20)))
    states = HelpApplication.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["expired", "begun"]
    assert HelpApplication.objects.get(number=newer).hold.lifted_by == ""


def test_a_pause_that_was_over_is_not_made_longer():
    tell(BILL)
    number = second_pause(ends_on=date(2026, 11, 24))
    day(date(2026, 11, 30))
    assert state() == "expired"
    assert Hold.objects.get(number=number).ends_on == date(2026, 11, 24)


def test_what_a_person_moved_on_meanwhile_does_not_end_by_its_day():
    number = begin(BILL)
    complete(number)
    late = date(2026, 12, 21)
    given = {"number": number, "seen": State.BEGUN, "why": "Late.", "on": late}
    assert expire(**given, by=SYSTEM_ACTOR, at=noon(late)) is False
    assert (state(), may_send(late)) == ("complete", False)


def test_a_pause_taken_back_was_never_help_asked_for():
    tell(BILL)
    number = second_pause()
    take_back_hold(hold_id=number, by=BEN, at=TEN)
    assert facts(ON.isoformat()).holds == ()
    number = second_pause()
    release_hold(hold_id=number, reason="They paid", by=BEN, at=TEN)
    assert [hold.hold_id for hold in facts(ON.isoformat()).holds] == [number]


# ---- an appeal that ends without an answer


@pytest.mark.parametrize("by_hand", [True, False])
def test_an_appeal_that_is_withdrawn_leaves_the_grant(by_hand):
    number = granted(HALF)
    help_acts.appeal(number=number, words="Too little", by=CORA, at=TEN)
    if by_hand:
        pause = HelpApplication.objects.get().hold.number
        release_hold(hold_id=pause, reason="They agree now", by=MAY, at=TEN)
    else:
        help_acts.withdraw(number=number, reason="They agree now", by=CORA, at=TEN)
    assert (state(), may_send()) == ("decided", True)
    assert HelpEvent.objects.order_by("-id")[0].what == "withdrawn"
    tell(BILL + "2026-11-21 charge C3 40.00 patient")
    assert help_acts.help_newer(number=number, by=CORA, at=noon(date(2026, 11, 23))) == 20_00
    assert_proven()


# ---- who decides


def test_a_no_beside_the_table_needs_a_second_person_and_the_proof_knows():
    number = begin(BILL)
    complete(number, HALF)
    assert not help_acts.decide(
        number=number, choice=Choice(0, "They have savings"), by=CORA, at=TEN
    )
    assert (state(), may_send()) == ("complete", False)
    help_acts.agree(number=number, by=MAY, at=TEN)
    assert_proven()
    HelpDecision.objects.update(decided_by="cora")
    assert failing() == {"help above the limit, or beside the table, was decided by two"}


def test_who_decided_before_does_not_agree_to_the_answer_of_the_appeal():
    number = begin(BILL)
    complete(number, HALF)
    help_acts.decide(number=number, choice=Choice(), by=MAY, at=TEN)
    help_acts.appeal(number=number, words="Too little", by=CORA, at=TEN)
    help_acts.decide(number=number, choice=Choice(90, "Ill since May"), by=BEN, at=TEN)
    with pytest.raises(Refused, match="Someone else answers"):
        help_acts.agree(number=number, by=MAY, at=TEN)
    help_acts.agree(number=number, by=Actor("mo", "manager"), at=TEN)
    assert_proven()


# ---- the lists and the day


def test_income_is_no_sign_where_no_guideline_is_known():
    tell("2023-05-02 charge C1 184.20 patient")
    Guarantor.objects.update(household_size=4, annual_income_cents=52_000_00)
    assert [sign.code for sign in signs_of(facts(ON.isoformat()))] == ["signs.income"]
    assert signs_of(facts("2023-06-01")) == ()


def test_what_is_pending_is_listed_however_many_ended_since(monkeypatch):
    monkeypatch.setattr(assistance_rows, "SHOWN", 1)
    first = begin(BILL)
    number = first
    for _ in range(4):
        help_acts.withdraw(number=number, reason="They paid", by=CORA, at=TEN)
        number = help_acts.begin(account_id="A", how="call", by=CORA, at=TEN)
    HelpApplication.objects.filter(number=number).update(state="withdrawn")
    HelpApplication.objects.filter(number=first).update(state="begun")
    found = [row.number for row in assistance_rows.applications(ON)]
    assert found == [first, number]


def test_a_pause_ends_on_its_own_day_when_days_were_missed():
    begin(BILL)
    monday = date(2026, 12, 21)
    bring_day(on=date(2026, 12, 23), by=SYSTEM_ACTOR, at=noon(date(2026, 12, 23)))
    found = HelpApplication.objects.get()
    assert (found.state, found.ended_on) == ("expired", monday)
    assert found.hold.ends_on == date(2026, 12, 20)
    assert Decision.objects.filter(guarantor__number="A", on=monday).exists()


def test_a_missed_day_that_ends_an_application_leaves_help_asked_for_since():
    """Nothing came by December 20th; on the 23rd, before the missed days are run, they ask anew."""
    begin(BILL)
    on = date(2026, 12, 23)
    new = NewHold(HoldKind.ASSISTANCE_PENDING, on, why="They ask again")
    number = place_hold(account_id="A", hold=new, by=BEN, at=noon(on))
    bring_day(on=on, by=SYSTEM_ACTOR, at=noon(on))
    found = HelpApplication.objects.order_by("number").values_list("state", "hold__number")
    assert list(found)[1:] == [("begun", number)]
    assert (found[0][0], Hold.objects.get(number=number).lifted_by) == ("expired", "")
    assert may_send(on) is False
