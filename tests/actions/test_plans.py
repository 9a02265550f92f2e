"""The life of a plan made at the desk: what each event does to its days, its letters, the next step
of the account, and what the day brings by itself. Expected days and amounts are worked by hand.
"""

import json
from datetime import date, timedelta

import pytest

from goodstanding.actions import plan_changes, plans
from goodstanding.actions.adjustments import Change, move_part
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.actions.plan_changes import NewTerms
from goodstanding.core.kinds import HoldKind, TransactionKind
from goodstanding.core.plan_life import State, standing_of
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import AuditEvent, Decision, Guarantor, Letter, Plan, PlanEvent
from goodstanding.records.queries.proofs import prove
from tests.ledger_text import ANA, tell
from tests.plan_makers import BILL, CORA, ON, at, make, pay, plan_on, run

pytestmark = pytest.mark.django_db
DEC, JAN, FEB, MAR, APR = (
    date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 15), date(2027, 3, 15), date(2027, 4, 15),
)  # fmt: skip
WORDS = {"why": "Between jobs.", "by": CORA}


@pytest.fixture(autouse=True)
def bill():
    tell(BILL)
    run(ON)


def parts(on: date) -> list[tuple[date, int]]:
    return [(part.due_on, part.cents) for part in plan_on(on).instalments]


def state(on: date) -> State:
    plan = plan_on(on)
    return standing_of(plan, (), on, grace_days=10).state


def events() -> list[str]:
    return list(PlanEvent.objects.order_by("id").values_list("what", flat=True))


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("id").values_list("kind", "state"))


def step() -> tuple[str, str]:
    """(act, first reason) of the account's last decision."""
    last = Decision.objects.latest("id")
    return last.act, json.loads(last.reasons)[0]["code"]


def test_a_plan_made_has_its_days_its_letter_and_its_proof():
    make()
    assert parts(ON) == [(DEC, 45_00), (JAN, 45_00), (FEB, 45_00), (MAR, 45_00)]
    assert ("plan_confirmation", "ready") in letters()
    assert events() == ["made"]
    assert all(proof.ok for proof in prove())


def test_what_is_beside_the_plan_is_followed_up_and_the_plan_is_not():
    make()
    last = Decision.objects.latest("id")
    assert (last.act, last.cents) == ("statement", 60_00)
    number = make(charges=("C2",), months=2)
    assert step() == ("wait", "plan.active")
    with pytest.raises(Refused, match="on a plan already"):
        make(charges=("C2",))
    assert Plan.objects.get(number=number).covers.get().cents == 60_00


def test_a_payment_missed_is_late_then_told_by_letter_then_called_about_then_caught_up():
    Guarantor.objects.update(phone_mobile="218-555-0142")
    make(charges=("C1", "C2"))  # four payments of 60.00
    for day, found in (
        (DEC, State.ON_TRACK), (date(2026, 12, 25), State.LATE),
        (date(2026, 12, 26), State.AT_RISK), (date(2027, 1, 26), State.TALK),
    ):  # fmt: skip
        run(day)
        assert state(day) is found
    assert events() == ["made", "late", "missed", "missed_two"]
    assert ("plan_missed", "dropped") in letters() or ("plan_missed", "ready") in letters()
    assert step() == ("call", "plan.missed")
    pay(60_00, date(2027, 1, 27), charge="C2")
    pay(59_00, date(2027, 1, 27))
    pay(1_00, date(2027, 1, 27))
    run(date(2027, 1, 28))
    assert (state(date(2027, 1, 28)), events()[-1]) == (State.ON_TRACK, "cured")
    assert step() == ("wait", "plan.active")


def test_the_day_s_own_changes_are_audited_like_a_person_s_and_come_once():
    make(charges=("C1", "C2"))
    run(date(2026, 12, 26))
    run(date(2026, 12, 26))
    found = AuditEvent.objects.filter(verb="plan.follow")
    assert [event.account for event in found] == ["A", "A"]  # late, then missed


def test_a_pause_moves_what_is_unpaid_behind_it_and_asks_for_nothing():
    number = make(charges=("C1", "C2"))
    pay(20_00, DEC)
    today = date(2026, 12, 16)
    plan_changes.pause(number=number, until=date(2027, 2, 20), at=at(today), **WORDS)
    assert parts(today) == [
        (DEC, 20_00), (MAR, 60_00), (APR, 60_00), (date(2027, 5, 15), 60_00),
        (date(2027, 6, 15), 40_00),
    ]  # fmt: skip
    run(date(2027, 2, 20))
    assert (state(date(2027, 2, 20)), step()) == (State.PAUSED, ("wait", "plan.paused"))
    run(date(2027, 2, 21))
    assert (events()[-1], state(date(2027, 2, 21))) == ("resumed", State.ON_TRACK)


@pytest.mark.parametrize("what", ["changed", "balance_added"])
def test_what_changes_while_a_plan_rests_leaves_the_rest_as_it_is(what):
    number = make()
    plan_changes.pause(number=number, until=date(2027, 2, 20), at=at(ON), **WORDS)
    if what == "changed":
        terms = NewTerms(anchor=15, months=2)
        plan_changes.change(number=number, terms=terms, at=at(DEC), **WORDS)
    else:
        plan_changes.add_balance(number=number, charge="C2", at=at(DEC), **WORDS)
    assert (events()[-1], parts(DEC)[0][0]) == (what, MAR)
    assert (plan_on(DEC).paused_until, state(DEC)) == (date(2027, 2, 20), State.PAUSED)
    assert all(proof.ok for proof in prove())


def test_before_its_pause_is_over_a_plan_goes_on_sooner():
    number = make()
    plan_changes.pause(number=number, until=date(2027, 2, 20), at=at(ON), **WORDS)
    plan_changes.resume(number=number, at=at(date(2026, 12, 20)), **WORDS)
    assert parts(date(2026, 12, 20))[0] == (JAN, 45_00)
    assert letters()[-1] == ("plan_confirmation", "ready")
    assert [kind for kind, state in letters() if state == "ready"].count("plan_confirmation") == 1


def test_a_plan_is_changed_for_what_is_left_and_a_long_one_has_its_agreement():
    number = make()
    pay(45_00, DEC)
    terms = NewTerms(anchor=31, months=5)
    plan_changes.change(number=number, terms=terms, at=at(DEC), **WORDS)
    ends = (date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31))
    assert parts(DEC) == [(DEC, 45_00), *((day, 27_00) for day in (*ends, date(2027, 4, 30)))]
    assert letters()[-1] == ("plan_agreement", "ready")


def test_only_a_manager_forgives_and_what_was_missed_moves_behind_the_rest():
    number, today = make(charges=("C1", "C2")), date(2027, 1, 26)
    run(today)
    with pytest.raises(Refused, match="Your role"):
        plan_changes.forgive_instalment(number=number, at=at(today), **WORDS)
    plan_changes.forgive_instalment(number=number, at=at(today), why="Ill.", by=ANA)
    assert [day for day, _ in parts(today)] == [FEB, MAR, APR, date(2027, 5, 15)]
    assert (state(today), step()) == (State.ON_TRACK, ("wait", "plan.active"))


def test_a_new_balance_joins_by_choice_only_and_the_same_amount_goes_on_longer():
    number = make()
    plan_changes.add_balance(number=number, charge="C2", at=at(ON), **WORDS)
    assert parts(ON)[-2:] == [(APR, 45_00), (date(2027, 5, 15), 15_00)]
    assert sum(cents for _, cents in parts(ON)) == 240_00
    assert step() == ("wait", "plan.active")
    assert all(proof.ok for proof in prove())


def test_when_less_is_owed_the_last_payments_shrink_and_a_letter_tells_it():
    make()
    lower(60_00)
    run(date(2026, 11, 24))
    assert parts(date(2026, 11, 24)) == [(DEC, 45_00), (JAN, 45_00), (FEB, 30_00)]
    assert events() == ["made", "insurer_changed"]
    assert letters()[-1] == ("plan_confirmation", "ready")
    assert all(proof.ok for proof in prove())


def lower(cents: int) -> None:
    """The insurer takes over so much of C1."""
    change = Change("k", TransactionKind.TO_INSURER, "C1", cents, "coverage")
    move_part(account_id="A", change=change, by=ANA, at=at(date(2026, 11, 23)))


def risen() -> str:
    """The number of a plan of C1 that shrank to 120.00; 60.00 more are owed on C1 since."""
    number = make()
    lower(60_00)
    run(date(2026, 11, 23))
    change = Change("k2", TransactionKind.TO_PATIENT, "C1", 60_00, "coinsurance")
    move_part(account_id="A", change=change, by=ANA, at=at(date(2026, 11, 24)))
    return number


def test_a_higher_part_of_its_own_visit_joins_by_choice():
    number, today = risen(), date(2026, 11, 24)
    plan_changes.add_balance(number=number, charge="C1", at=at(today), **WORDS)
    assert sum(cents for _, cents in parts(today)) == 180_00
    with pytest.raises(Refused, match="Nothing of this visit"):
        plan_changes.add_balance(number=number, charge="C1", at=at(today), **WORDS)
    assert all(proof.ok for proof in prove())


def test_a_higher_part_that_is_disputed_joins_no_plan():
    number, today = risen(), date(2026, 11, 24)
    hold = NewHold(HoldKind.DISPUTE, starts_on=today, detail={})
    place_hold(account_id="A", hold=hold, by=ANA, at=at(today))
    with pytest.raises(Refused, match="cannot join a plan"):
        plan_changes.add_balance(number=number, charge="C1", at=at(today), **WORDS)
    assert sum(cents for _, cents in parts(today)) == 120_00


def test_only_payments_still_to_come_make_the_letter_an_agreement():
    number = make()
    pay(45_00, DEC)
    terms = NewTerms(anchor=15, months=4)
    plan_changes.change(number=number, terms=terms, at=at(DEC), **WORDS)
    assert len(parts(DEC)) == 5
    assert letters()[-1] == ("plan_confirmation", "ready")


def test_a_person_ends_a_plan_and_it_begins_again():
    number, today = make(charges=("C1", "C2")), date(2027, 1, 26)
    run(today)
    plan_changes.end(number=number, broken=True, at=at(today), **WORDS)
    assert (state(today), step()) == (State.ENDED, ("plan_notice", "plan.broken"))
    assert letters()[-1] == ("plan_broken", "ready")
    plan_changes.reinstate(number=number, at=at(today + timedelta(days=1)), **WORDS)
    run(today + timedelta(days=1))
    assert parts(today + timedelta(days=1))[0] == (FEB, 60_00)
    assert (state(today + timedelta(days=1)), step()) == (State.ON_TRACK, ("wait", "plan.active"))
    assert events()[-2:] == ["broken", "reinstated"]
    assert all(proof.ok for proof in prove())


def test_paid_off_early_it_is_completed_by_the_day():
    make()
    pay(180_00, date(2026, 11, 23))
    run(date(2026, 11, 24))
    assert (events()[-1], state(date(2026, 11, 24))) == ("completed", State.FINISHED)


def test_beyond_the_limit_a_manager_agrees_and_no_day_lies_before_that():
    number = make(monthly_cents=3_00, months=0)
    assert (Plan.objects.get(number=number).status, events()) == ("asked", ["asked"])
    assert step() == ("statement", "ladder.statement_1")
    with pytest.raises(Refused, match="Your role"):
        plans.approve_plan(number=number, by=CORA, at=at(ON))
    later = date(2026, 12, 20)
    plans.approve_plan(number=number, by=ANA, at=at(later))
    assert (parts(later)[0], len(parts(later))) == ((JAN, 3_00), 60)
    assert letters()[-1] == ("plan_agreement", "ready")


def test_a_manager_answers_what_was_asked():
    number = make(monthly_cents=3_00, months=0)
    plans.decline_plan(number=number, answer="Offer the help program.", by=ANA, at=at(ON))
    assert Plan.objects.get(number=number).status == "declined"
    make()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"told_them": False}, "Tell them first"),
        ({"how": "card"}, "reference"),
        ({"how": "card", "reference": "4111 1111 1111 1111"}, "card number"),
        ({"months": 2}, "above the .60.00 they can"),
        ({"first_due_on": ON, "anchor": 20}, "tomorrow"),
        ({"first_due_on": date(2026, 11, 1)}, "before the day"),
        ({"first_due_on": date(2027, 3, 15)}, "tomorrow to 01/04/2027"),
        ({"charges": ()}, "Choose the balances"),
        ({"charges": ("C9",)}, "nothing open"),
    ],
)
def test_refused_with_its_reason_and_nothing_kept(changed, why):
    with pytest.raises(Refused, match=why):
        make(**changed)
    assert (Plan.objects.count(), PlanEvent.objects.count()) == (0, 0)


def test_made_by_mistake_it_is_as_if_it_never_was():
    number = make(charges=("C1", "C2"))
    plans.take_back_plan(number=number, by=CORA, at=at(ON) + timedelta(minutes=9))
    assert (step()[0], letters()[-1][1]) == ("statement", "ready")
    assert ("plan_confirmation", "dropped") in letters()
    with pytest.raises(Refused):
        plan_changes.pause(number=number, until=DEC, at=at(ON), **WORDS)


def test_they_agree_once():
    number = make()
    plans.acknowledge(number=number, how="signed", by=CORA, at=at(DEC))
    with pytest.raises(Refused, match="already"):
        plans.acknowledge(number=number, how="signed", by=CORA, at=at(DEC))
    assert events() == ["made", "acknowledged"]


@pytest.mark.parametrize("act", ["approve", "decline", "acknowledge", "take_back"])
def test_what_a_colleague_did_while_one_waited_for_the_account_is_seen(act, monkeypatch):
    terms = {"monthly_cents": 3_00, "months": 0} if act in ("approve", "decline") else {}
    number, hold = make(**terms), bulk.hold

    def waited(*rows):
        hold(*rows)
        Plan.objects.update(status="taken_back")

    monkeypatch.setattr(bulk, "hold", waited)
    with pytest.raises(Refused, match=r"any more|not running|already"):
        {
            "approve": lambda: plans.approve_plan(number=number, by=ANA, at=at(ON)),
            "decline": lambda: plans.decline_plan(number=number, answer="No.", by=ANA, at=at(ON)),
            "acknowledge": lambda: plans.acknowledge(number=number, how="desk", by=ANA, at=at(ON)),
            "take_back": lambda: plans.take_back_plan(number=number, by=CORA, at=at(ON)),
        }[act]()
    assert len(events()) == 1
