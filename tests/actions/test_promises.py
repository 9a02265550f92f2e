"""A promise written down beside the account: kept with its day and means, refused when the money
moved meanwhile, taken back.
"""

from datetime import date, timedelta

import pytest

from goodstanding.actions.payments import Split, take_payment
from goodstanding.actions.promises import NewPromise, make_promise, take_back_promise
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.core.promises import Means
from goodstanding.core.refusals import Refused
from goodstanding.records.models import AuditEvent, Decision, Promise
from tests.web.clinic import DAY, EK, LOPEZ, NOON, bring_in

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 12, 4)
DANA = Actor("dana", "coordinator")


@pytest.fixture(autouse=True)
def clinic(tmp_path):
    bring_in(tmp_path)


def new(cents=18420, on=FRIDAY, *, seen=18420, means=Means.ONLINE, beside=False):
    return NewPromise(cents, on, means, seen, beside)


def make(account=LOPEZ, *, at=NOON, **more):
    return make_promise(account_id=account, new=new(**more), by=DANA, at=at)


def cash(cents):
    taken = Taken("k", cents, Tender.CASH, "Front 1")
    take_payment(account_id=LOPEZ, taken=taken, split=Split(), by=DANA, at=NOON)


def refusal(*args, **more):
    with pytest.raises(Refused) as refused:
        make(*args, **more)
    return refused.value.why


def step(account=LOPEZ):
    last = Decision.objects.filter(guarantor__number=account).order_by("-on", "-id")[0]
    return last.act, last.reasons


def test_a_promise_is_kept_with_its_audit_and_the_next_step_waits():
    number = make(means=Means.MAIL)
    made = Promise.objects.get(number=number)
    assert (made.cents, made.due_on, made.made_on, made.means) == (18420, FRIDAY, DAY, "mail")
    assert (made.made_by, made.beside, made.before_cents) == ("dana", False, 0)
    act, reasons = step()
    # Friday 12/04, three business days of grace and five for the mail: Wednesday 12/16.
    assert act == "wait"
    assert "grace to 12/16/2026" in reasons
    event = AuditEvent.objects.filter(verb="promise.make").get()
    assert (event.by, event.account) == ("dana", LOPEZ)


def test_a_payment_meanwhile_is_said_with_the_new_balance():
    cash(6000)
    assert refusal() == (
        "A payment of $60.00 was posted at 12:00 PM. They owe $124.20 now. Change the promise?"
    )
    made = Promise.objects.get(number=make(cents=12420, seen=12420))
    assert made.before_cents == 6000  # what came before it does not keep it


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"cents": 18421}, "They owe $184.20. Write no more than that."),
        ({"on": DAY - timedelta(days=1)}, "is past"),
        ({"on": DAY + timedelta(days=31)}, "more than 30 days away"),
        ({"cents": 0}, "Write how much they will pay."),
    ],
)
def test_what_is_no_promise_is_refused(more, says):
    assert says in refusal(**more)
    assert not Promise.objects.filter(number__startswith="desk-").exists()


def test_under_a_stop_nothing_is_promised():
    assert "ankruptcy" in refusal(EK, cents=48000, seen=48000)


def test_two_promises_stand_side_by_side_up_to_what_is_owed():
    make(cents=10000)
    assert "$100.00 is promised already" in refusal(cents=8421, beside=True)
    make(cents=8420, beside=True, on=FRIDAY + timedelta(days=7))
    assert Promise.objects.filter(number__startswith="desk-").count() == 2


def test_taken_back_within_ten_minutes_by_who_wrote_it():
    number = make()
    other = Actor("lee", "coordinator")
    with pytest.raises(Refused, match="Only who wrote"):
        take_back_promise(promise_number=number, by=other, at=NOON)
    late = NOON + timedelta(minutes=11)
    with pytest.raises(Refused, match="ten minutes"):
        take_back_promise(promise_number=number, by=DANA, at=late)
    take_back_promise(promise_number=number, by=DANA, at=NOON)
    assert step()[0] == "call"  # the promise that was missed before speaks again
    with pytest.raises(Refused, match="already"):
        take_back_promise(promise_number=number, by=DANA, at=NOON)


def test_the_same_promise_kept_by_posting_before_its_day():
    make()
    cash(18420)
    assert step()[0] == "none"
