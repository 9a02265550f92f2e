"""The card processor's file: what is due that day and may be asked for, each once."""

from datetime import date

import pytest

from goodstanding.actions import plan_changes
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.actions.plan_changes import NewTerms
from goodstanding.actions.plan_drafts import draft_file
from goodstanding.actions.receipts import correct_receipt
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import HoldKind
from goodstanding.core.refusals import Refused
from goodstanding.records.models import PlanDraft, Receipt
from tests.ledger_text import ANA, tell
from tests.plan_makers import BILL, CORA, ON, at, make, pay, run

pytestmark = pytest.mark.django_db
DEC = date(2026, 12, 15)
BEN = Actor("ben", "manager")


@pytest.fixture(autouse=True)
def bill():
    tell(BILL)
    run(ON)


def file(on: date = DEC) -> list[str]:
    return draft_file(on=on, by=ANA, at=at(on)).split()[1:]


def by_card() -> str:
    return make(how="card", reference="tok_1a2b")


def test_the_instalment_of_the_day_is_drafted_once():
    number = by_card()
    assert file() == [f"{number},A,tok_1a2b,2026-12-15,45.00"]
    with pytest.raises(Refused, match="not drafted yet"):
        file()
    assert PlanDraft.objects.get().cents == 45_00


def test_what_came_already_is_not_drafted_again():
    by_card()
    pay(20_00, date(2026, 12, 1))
    assert file()[0].endswith(",25.00")


def test_two_paid_ahead_that_bounced_are_one_draft_of_the_day_they_were_set_to():
    number = by_card()
    pay(90_00, date(2026, 12, 1))
    terms = NewTerms(anchor=15, months=2)
    plan_changes.change(number=number, terms=terms, why="Ill.", by=CORA, at=at(DEC, 15))
    receipt = Receipt.objects.get()
    correct_receipt(number=receipt.number, reason="account", by=BEN, at=at(DEC))
    assert file() == [f"{number},A,tok_1a2b,2026-12-15,90.00"]


# December 25th is a holiday and a Friday: the next business day is Monday the 28th.
@pytest.mark.parametrize("day", [25, 26, 28])
def test_a_day_without_a_file_is_in_that_of_the_next_business_day(day):
    number = make(how="card", reference="tok_1a2b", first_due_on=date(2026, 12, 25), anchor=25)
    with pytest.raises(Refused, match="not drafted yet"):
        file(date(2026, 12, 24))
    assert file(date(2026, 12, day)) == [f"{number},A,tok_1a2b,2026-12-25,45.00"]
    for later in (28, 29):
        with pytest.raises(Refused, match="not drafted yet"):
            file(date(2026, 12, later))


@pytest.mark.parametrize("what", ["mail", "paused", "held", "ended", "another day"])
def test_nothing_is_drafted(what):
    number = make() if what == "mail" else by_card()
    if what == "paused":
        plan_changes.pause(number=number, until=DEC, why="Ill.", by=CORA, at=at(ON))
    elif what == "held":
        hold = NewHold(HoldKind.DISPUTE, starts_on=ON, detail={})
        place_hold(account_id="A", hold=hold, by=ANA, at=at(ON))
    elif what == "ended":
        plan_changes.end(number=number, broken=False, why="Moved.", by=CORA, at=at(ON))
    with pytest.raises(Refused):
        file(date(2026, 12, 16) if what == "another day" else DEC)
    assert not PlanDraft.objects.exists()
