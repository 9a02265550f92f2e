"""Two people never hold the same account: the lease, taking it over, and two at once."""

from datetime import timedelta

import pytest

from goodstanding.actions import leases, work
from goodstanding.actions.calls import log_call
from goodstanding.actions.contacts import Said, log_contact
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.actions.leases import Page
from goodstanding.actions.overrides import Choice, override_next_step
from goodstanding.actions.unit import Actor
from goodstanding.core.calls import Answered, Heard, Proof, Result, Talk
from goodstanding.core.kinds import Act, Channel, HoldKind
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    Assignment,
    AuditEvent,
    Contact,
    Guarantor,
    Hold,
    Lease,
    Override,
)
from goodstanding.records.queries.presence import there, version_of
from tests.actions.test_at_once import at_once
from tests.ledger_text import AT, SYSTEM_ACTOR, tell
from tests.web.clinic import colleague

pytestmark = pytest.mark.django_db
DANA, SAM = Actor("dana", "coordinator"), Actor("sam", "biller")
BOOKS = "2026-06-01 charge C1 184.20 patient"
CALLED = Said(Channel.CALL, "out", "no_answer")


@pytest.fixture
def books(db):
    tell(BOOKS)
    run_day(on=AT.date(), by=SYSTEM_ACTOR, at=AT)


def here(by, *, works=True, at=AT, mark="p1"):
    leases.here(account_id="A", page=Page(mark, works), by=by, at=at)


def holder(at=AT):
    return next((one.by for one in there("A", at) if one.holds), "")


def call(by, *, at=AT, seen="", answered=Answered.NOBODY, heard=frozenset()):
    talk = Talk(answered, heard=heard)
    return log_call(account_id="A", talk=talk, seen=seen, by=by, at=at)


def key():
    return Guarantor.objects.get(number="A").id


def test_the_first_who_works_holds_and_the_second_is_refused_with_words(books):
    here(DANA)
    here(SAM)
    assert holder() == "dana"
    assert [one.words for one in there("A", AT)] == [
        "dana works on this since 9:00 AM", "sam has this open since 9:00 AM",
    ]  # fmt: skip
    with pytest.raises(Refused, match="dana works on this since 9:00 AM. Nothing was saved"):
        call(SAM)
    with pytest.raises(Refused, match="dana works on this"):
        log_contact(account_id="A", said=CALLED, by=SAM, at=AT)
    wait = Choice(Act.WAIT, (AT + timedelta(days=7)).date(), "hardship")
    with pytest.raises(Refused, match="dana works on this"):
        override_next_step(account_id="A", choice=wait, by=Actor("sam", "manager"), at=AT)
    call(DANA)
    assert Contact.objects.get().by == "dana"


def test_what_came_in_and_every_stop_is_kept_whoever_works(books):
    here(DANA)
    call(SAM, answered=Answered.THEY_CALLED, heard=frozenset({Heard.BANKRUPTCY}))
    place_hold(account_id="A", hold=NewHold(HoldKind.ATTORNEY, AT.date(), None, ""), by=SAM, at=AT)
    assert set(Hold.objects.values_list("kind", flat=True)) == {"bankruptcy", "attorney"}


@pytest.mark.parametrize(
    ("result", "day"), [(Result.RING_BACK, AT.date() + timedelta(days=7)), (Result.PAUSE, None)]
)
def test_a_wait_they_asked_for_when_they_called_is_kept_whoever_works(books, result, day):
    here(DANA)
    known = frozenset({Proof.NAME, Proof.STREET, Proof.ACCOUNT})
    kim = Actor("kim", "manager")
    asked = {"account_id": "A", "by": kim, "at": AT}
    log_call(talk=Talk(Answered.THEY_CALLED, known, result=result, day=day), **asked)
    assert Override.objects.get().by == "kim"
    with pytest.raises(Refused, match="dana works on this"):
        log_call(talk=Talk(Answered.THEM, known, result=result, day=day), **asked)


def test_looking_holds_nothing(books):
    here(DANA, works=False)
    call(SAM)
    assert holder() == ""


def test_a_lease_that_ran_out_is_taken_over_silently(books):
    here(DANA)
    late = AT + timedelta(minutes=10)
    here(SAM, at=late)
    assert holder(late) == "sam"
    call(SAM, at=late)
    assert not AuditEvent.objects.filter(verb="lease.take_over").exists()


def test_the_open_page_renews_it(books):
    for minute in (0, 5, 12, 20):
        here(DANA, at=AT + timedelta(minutes=minute))
    assert holder(AT + timedelta(minutes=29)) == "dana"
    assert Lease.objects.get().since == AT


def test_an_old_page_does_not_give_back_what_a_new_one_took(books):
    here(DANA, mark="old")
    here(DANA, mark="new")
    leases.leave(account_id="A", mark="old", by=DANA)
    assert holder() == "dana"
    leases.leave(account_id="A", mark="new", by=DANA)
    assert there("A", AT) == ()


def test_taking_over_needs_a_reason_and_is_told(books):
    here(DANA)
    here(SAM)
    with pytest.raises(Refused, match="Say why"):
        leases.take_over(account_id="A", why=" ", by=SAM, at=AT)
    leases.take_over(account_id="A", why="She rang me.", by=SAM, at=AT)
    here(DANA)
    told = next(one for one in there("A", AT) if one.by == "dana")
    assert (holder(), told.taken_by, told.taken_why) == ("sam", "sam", "She rang me.")
    with pytest.raises(Refused, match="sam works on this"):
        call(DANA)
    assert AuditEvent.objects.get(verb="lease.take_over").account == "A"


def test_a_page_older_than_what_a_colleague_saved_is_shown_both(books):
    seen = version_of(key())
    call(SAM)
    with pytest.raises(Refused, match="Look first. Saved here after you opened this: sam, 9:00 AM"):
        call(DANA, seen=seen)
    assert Contact.objects.count() == 1
    call(DANA, seen=version_of(key()))
    call(DANA, seen=version_of(key()))
    assert Contact.objects.count() == 3, "what one saved oneself is no news"


@pytest.mark.parametrize("seen", ["", "x", "1.2", "1.2.3.4", "9" * 40, "-1.0.0"])
def test_a_page_without_a_version_asks_nothing(books, seen):
    call(SAM)
    call(DANA, seen=seen)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_it_at_once_are_never_both_its_holder():
    tell(BOOKS)
    for turn in range(5):
        Lease.objects.all().delete()
        at_once(*[lambda by=by: here(by) for by in (DANA, SAM, Actor("kim", "manager"))])
        assert Lease.objects.filter(holds=True).count() == 1, turn
        assert Lease.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_calls_from_the_same_page_at_once_are_one_call():
    tell(BOOKS)
    run_day(on=AT.date(), by=SYSTEM_ACTOR, at=AT)
    seen = version_of(key())

    def save(by):
        try:
            call(by, seen=seen)
        except Refused as fault:
            return fault.why.partition(".")[0]
        return "saved"

    told = at_once(lambda: save(DANA), lambda: save(SAM))
    assert sorted(told) == ["Look first", "saved"]
    assert Contact.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_assignments_at_once_leave_one_owner():
    tell(BOOKS)
    names = [colleague(role, password="").username for role in ("coordinator", "biller")]
    at_once(*[lambda to=to: work.assign(account_id="A", owner=to, by=DANA, at=AT) for to in names])
    assert Assignment.objects.filter(ended_at=None).count() == 1
    assert Assignment.objects.count() == 2
