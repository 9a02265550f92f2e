"""What a plan's day brings, against money that waits and what people did since."""

from datetime import date

import pytest

from goodstanding.actions import followup_day, plan_changes
from goodstanding.actions.payments import Split, apply_unapplied, take_payment
from goodstanding.core.agreements import agreed_cents
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.records.models import Decision, Letter, PlanEvent, Transfer
from tests.ledger_text import ANA, tell
from tests.plan_makers import BILL, CORA, ON, at, make, plan_on, run

pytestmark = pytest.mark.django_db
NEXT = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def bill():
    tell(BILL)
    run(ON)


def events() -> list[str]:
    return list(PlanEvent.objects.order_by("id").values_list("what", flat=True))


def loose(cents: int) -> None:
    """Money that came and waits to be placed."""
    taken = Taken(f"loose{cents}", cents, Tender.CASH, "Front 1")
    take_payment(
        account_id="A", taken=taken, split=Split(purpose="prepayment"), by=ANA, at=at(NEXT)
    )


# On the plan of C2 the money is counted on C1, which is older; all of it would pay off C2.
@pytest.mark.parametrize(("charge", "cents"), [("C1", 180_00), ("C2", 60_00), ("C2", 20_00)])
def test_money_that_waits_ends_no_plan_and_changes_none(charge, cents):
    make(charges=(charge,), months=4)
    agreed = agreed_cents(plan_on(ON))
    loose(cents)
    run(NEXT)
    assert (events(), agreed_cents(plan_on(NEXT))) == (["made"], agreed)


def test_once_it_is_placed_the_plan_is_paid_off():
    make(charges=("C2",), months=1)
    loose(60_00)
    apply_unapplied(account_id="A", charge="C2", cents=60_00, key="k", by=ANA, at=at(NEXT))
    run(NEXT)
    assert events() == ["made", "completed"]
    assert Letter.objects.get(kind="plan_confirmation").state == "dropped"


def test_lateness_and_a_rest_that_is_over_are_told_while_money_waits():
    number = make(charges=("C1", "C2"))  # four payments of 60.00
    loose(20_00)
    plan_changes.pause(number=number, until=date(2026, 12, 10), why="Ill.", by=CORA, at=at(NEXT))
    run(date(2026, 12, 11))
    run(date(2026, 12, 26))
    assert events() == ["made", "paused", "resumed", "late", "missed"]


def test_a_day_run_late_undoes_nothing_that_a_person_did_since():
    number = make()
    for day, until in ((NEXT, date(2026, 11, 30)), (date(2026, 12, 2), date(2027, 1, 20))):
        plan_changes.pause(number=number, until=until, why="Ill.", by=CORA, at=at(day))
    run(date(2026, 12, 3))  # the days from November 21st on: on December 1st the first rest is over
    assert events() == ["made", "paused", "paused"]
    assert plan_on(date(2026, 12, 3)).paused_until == date(2027, 1, 20)


def test_what_a_person_did_before_missing_days_were_run_is_decided_on_its_day():
    number, monday = make(charges=("C1", "C2")), date(2026, 11, 30)
    plan_changes.end(number=number, broken=True, why="No answer.", by=CORA, at=at(monday))
    run(monday)  # and each day from November 21st on
    last = Decision.objects.latest("id")
    assert (last.on, last.act) == (monday, "plan_notice")


@pytest.mark.parametrize("stops", [("close_run", 0), ("close_run", 3), ("open_run", 9)])
def test_it_is_decided_on_its_day_though_the_missing_days_stop_on_the_way(monkeypatch, stops):
    """In the first missing day, in the middle of them, and before the day itself."""
    number, monday = make(charges=("C1", "C2")), date(2026, 11, 30)
    plan_changes.end(number=number, broken=True, why="No answer.", by=CORA, at=at(monday))
    name, left = stops
    calls = iter([getattr(followup_day, name)] * left)
    monkeypatch.setattr(followup_day, name, lambda **given: next(calls)(**given))
    with pytest.raises(StopIteration):
        run(monday)
    monkeypatch.undo()
    run(monday)
    last = Decision.objects.latest("id")
    assert (last.on, last.act) == (monday, "plan_notice")


# 180.00 of C1 are older than the 60.00 of C2, which is on the plan.
@pytest.mark.parametrize(
    ("cents", "split", "placed"),
    [
        (30_00, {}, [("C2", 30_00)]),
        (75_00, {}, [("C2", 60_00), ("C1", 15_00)]),
        (250_00, {}, [("C2", 60_00), ("C1", 180_00), (None, 10_00)]),
        (75_00, {"charges": {"C1": 75_00}}, [("C1", 75_00)]),
    ],
)
def test_a_payment_goes_to_the_plan_first_unless_others_are_named(cents, split, placed):
    make(charges=("C2",), months=2)
    taken = Taken("k", cents, Tender.CASH, "Front 1")
    take_payment(account_id="A", taken=taken, split=Split(**split), by=ANA, at=at(NEXT))
    rows = Transfer.objects.filter(source__startswith="receipt:").order_by("id")
    assert [(row.charge and row.charge.number, row.cents) for row in rows] == placed


def test_a_plan_that_ended_takes_no_money_first():
    number = make(charges=("C2",), months=2)
    plan_changes.end(number=number, broken=False, why="Moved.", by=CORA, at=at(ON))
    take_payment(
        account_id="A", taken=Taken("k", 30_00, Tender.CASH, "Front 1"), split=Split(), by=ANA,
        at=at(NEXT),
    )  # fmt: skip
    assert Transfer.objects.get(source__startswith="receipt:").charge.number == "C1"
