"""Holds as cases at the desk: details, steps, papers, and the way out for one or two people."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.actions.followup_day import run_day
from goodstanding.actions.hold_steps import LARGEST, Document, Done, record_step
from goodstanding.actions.holds import (
    NewHold,
    ask_release,
    correct_hold,
    extend_hold,
    place_hold,
    release_hold,
    take_back_hold,
)
from goodstanding.actions.unit import Actor
from goodstanding.core.hold_cases import next_step
from goodstanding.core.hold_forms import PAPER
from goodstanding.core.kinds import HoldKind
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records.models import AuditEvent, Guarantor, Hold, HoldEvent, Standing
from goodstanding.records.queries.facts import facts_for
from tests.ledger_text import SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)  # a Friday
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # 10:00 AM at the clinic
MAY = Actor("may", "manager")
MAX = Actor("max", "manager")
CORA = Actor("cora", "coordinator")
BILL = Actor("bill", "biller")
FRAN = Actor("fran", "front_desk")
CARD = "4111 1111 1111 1111"  # the card networks' own test number
PDF = b"%PDF-1.7 a made-up order"


@pytest.fixture
def account() -> str:
    tell("2026-11-17 charge C1 125.50 patient\n2026-11-17 charge C2 60.00 patient patient=b1")
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    return "A"


def place(kind: HoldKind = HoldKind.MANUAL, *, by: Actor = CORA, **more) -> str:
    return place_hold(account_id="A", hold=NewHold(kind, ON, **more), by=by, at=TEN)


def exported(kind: str = "bankruptcy", **detail) -> str:
    """A hold as the practice export leaves it."""
    Hold.objects.create(
        number="H1", guarantor=Guarantor.objects.get(number="A"), kind=kind, starts_on=ON,
        detail=detail, placed_by="practice export",
    )  # fmt: skip
    return "H1"


def known(number: str, on: date = ON):
    facts = facts_for([Guarantor.objects.get(number="A").id], on)[0]
    return next(hold for hold in facts.holds if hold.hold_id == number), facts


def due(number: str) -> str:
    hold, facts = known(number)
    return next_step(hold, facts, law_for(facts, live_book())).due_on.isoformat()


def act() -> str:
    return Standing.objects.get(guarantor__number="A").act


def told(number: str) -> list[tuple[str, str, str]]:
    found = HoldEvent.objects.filter(hold__number=number).order_by("id")
    return [(event.what, event.by, event.text) for event in found]


def step(number: str, words: str = "The court's order", *, by: Actor = CORA, **more) -> int:
    return record_step(hold_id=number, done=Done(words, **more), by=by, at=TEN)


# ---- details


def test_details_can_follow_the_stop(account):
    number = place(HoldKind.BANKRUPTCY, why="By telephone")
    detail = {"chapter": "7", "case": "26-1", "filed_on": "2026-11-17"}
    correct_hold(hold_id=number, detail=detail, by=BILL, at=TEN)
    hold, _ = known(number)
    assert hold.detail == {**detail, "why": "By telephone"}
    assert told(number) == [("placed", "cora", "By telephone"), ("corrected", "bill", "")]
    assert act() == "wait"


def test_a_past_day_knows_only_what_was_written_by_then(account):
    number = place(HoldKind.ATTORNEY)
    later = TEN + timedelta(days=3)
    correct_hold(hold_id=number, detail={"name": "A. Lawyer"}, by=CORA, at=later)
    assert known(number)[0].detail == {}
    assert known(number, date(2026, 11, 23))[0].detail == {"name": "A. Lawyer"}


WRONG = [
    (HoldKind.BANKRUPTCY, {"chapter": "9"}, "The chapter is 7, 11, 12 or 13"),
    (HoldKind.BANKRUPTCY, {"filed_on": "soon"}, "This is not a day"),
    (HoldKind.BANKRUPTCY, {"filed_on": "2026-11-21"}, "still to come"),
    (HoldKind.BANKRUPTCY, {"filed_on": "2026-11-10", "dismissed_on": "2026-11-09"},
     "cannot be before"),
    (HoldKind.BANKRUPTCY, {"filed_on": "2026-11-01", "discharged_on": "2026-11-10",
                           "dismissed_on": "2026-11-10"}, "not both"),
    (HoldKind.BANKRUPTCY, {"converted_on": "2026-11-10"}, "new chapter"),
    (HoldKind.BANKRUPTCY, {"died_on": "2026-11-10"}, "has no died_on"),
    (HoldKind.CALL_RESTRICTION, {"not_before": "25:00"}, "not a time of day"),
    (HoldKind.CALL_RESTRICTION, {"not_before": "18:00", "not_after": "09:00"}, "No hour"),
    (HoldKind.CALL_RESTRICTION, {"not_at": "the pub"}, 'Only "work"'),
    (HoldKind.DISPUTE, {"charges": ["C9"]}, "No charge C9"),
    (HoldKind.ESTATE, {"died_on": "2026-11-10", "opened_on": "2026-11-09"}, "cannot be before"),
    (HoldKind.ATTORNEY, {"address": CARD}, "card number"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "detail", "why"), WRONG)
def test_a_detail_that_cannot_be_right_is_refused(account, kind, detail, why):
    number = place(kind)
    with pytest.raises(Refused, match=why):
        correct_hold(hold_id=number, detail=detail, by=CORA, at=TEN)
    assert [what for what, *_ in told(number)] == ["placed"]


def test_a_correction_is_read_with_what_is_known(account):
    number = place(HoldKind.BANKRUPTCY, detail={"filed_on": "2026-11-10"})
    with pytest.raises(Refused, match="cannot be before"):
        correct_hold(hold_id=number, detail={"dismissed_on": "2026-11-09"}, by=CORA, at=TEN)
    correct_hold(hold_id=number, detail={"filed_on": ""}, by=CORA, at=TEN)
    correct_hold(hold_id=number, detail={"dismissed_on": "2026-11-09"}, by=CORA, at=TEN)


def test_what_the_practice_system_says_is_corrected_there(account):
    number = exported(chapter=13, filed_on="2026-11-01", court="")
    with pytest.raises(Refused, match="The practice system says this itself"):
        correct_hold(hold_id=number, detail={"chapter": "7"}, by=CORA, at=TEN)
    correct_hold(hold_id=number, detail={"court": "D. Minn."}, by=CORA, at=TEN)
    assert known(number)[0].detail == {"chapter": 13, "filed_on": "2026-11-01", "court": "D. Minn."}


def test_the_next_import_goes_first_where_it_says_something(account):
    number = exported(filed_on="2026-11-01")
    correct_hold(hold_id=number, detail={"chapter": "13", "case": "26-1"}, by=CORA, at=TEN)
    Hold.objects.filter(number=number).update(
        detail={"filed_on": "2026-11-01", "chapter": "7", "case": ""}
    )
    assert known(number)[0].detail == {"filed_on": "2026-11-01", "chapter": "7", "case": "26-1"}


# ---- steps and papers


def test_a_step_moves_the_next_one(account):
    number = exported("manual")
    assert due(number) == "2026-12-20"
    step(number, "Asked again", day=date(2026, 11, 19))
    assert (due(number), told(number)) == ("2026-12-20", [("step", "cora", "Asked again")])
    record_step(hold_id=number, done=Done("Asked"), by=BILL, at=TEN + timedelta(days=30))
    assert known(number, date(2026, 12, 20))[0].detail["checked_on"] == "2026-12-20"


def test_a_paper_alone_moves_nothing(account):
    number = place(HoldKind.BANKRUPTCY)
    before = due(number)
    event = step(number, mark=PAPER, document=Document("C:/x/Order <1>.PDF", PDF))
    kept = HoldEvent.objects.get(id=event)
    assert (kept.what, bytes(kept.document), kept.detail) == ("evidence", PDF, {})
    assert kept.document_sha256 == hashlib.sha256(PDF).hexdigest()
    assert kept.document_name == "Order -1.pdf"
    assert due(number) == before


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"MZ", "Only PDF"), (b"<html>", "Only PDF"),
     (b"%PDF-" + b"x" * LARGEST, "larger than 5 MB")],
)  # fmt: skip
def test_only_papers_are_kept(account, content, why):
    number = place()
    with pytest.raises(Refused, match=why):
        step(number, document=Document("a.pdf", content))


@pytest.mark.parametrize(
    ("more", "why"),
    [({"words": " "}, "Say what was done"), ({"words": CARD}, "card number"),
     ({"mark": "notice_on"}, "not a step of a hold of this kind"),
     ({"day": date(2026, 11, 21)}, "still to come")],
)  # fmt: skip
def test_a_step_that_cannot_be_right_is_refused(account, more, why):
    number = place()
    with pytest.raises(Refused, match=why):
        step(number, **more)


def test_scenario_51_step_by_step(account):
    number = place(HoldKind.BILLING_ERROR, detail={"raised_on": "2026-11-02"})
    assert due(number) == "2026-12-02"
    step(number, "Sent", mark="possible_notice_on")
    step(number, "Reviewed", mark="reviewed_on")
    assert due(number) == "2026-11-27"
    step(number, "Answered", mark="notice_on")
    assert due(number) == "2026-11-23"
    assert act() == "wait"  # the day of the notice still waits
    release_hold(hold_id=number, reason="Answered", by=CORA, at=TEN)
    assert act() == "statement"


# ---- going on, and the way out


def test_a_hold_goes_on_but_never_ends_earlier_this_way(account):
    number = place(ends_on=date(2026, 12, 1))
    with pytest.raises(Refused, match="not later"):
        extend_hold(hold_id=number, ends_on=date(2026, 12, 1), reason="x", by=CORA, at=TEN)
    extend_hold(hold_id=number, ends_on=date(2026, 12, 2), reason="Asked", by=CORA, at=TEN)
    assert known(number)[0].ends_on == date(2026, 12, 2)
    extend_hold(hold_id=number, ends_on=None, reason="Asked", by=CORA, at=TEN)
    with pytest.raises(Refused, match="no last day"):
        extend_hold(hold_id=number, ends_on=date(2027, 1, 1), reason="x", by=CORA, at=TEN)
    with pytest.raises(Refused, match="practice system"):
        extend_hold(hold_id=exported(), ends_on=None, reason="x", by=CORA, at=TEN)


TWO = [HoldKind.BANKRUPTCY, HoldKind.ESTATE, HoldKind.ATTORNEY, HoldKind.IDENTITY_THEFT]


@pytest.mark.parametrize("kind", TWO)
def test_two_people_and_a_paper_release_what_may_be_stopped_for_ever(account, kind):
    number = place(kind)
    with pytest.raises(Refused, match="Only a manager"):
        release_hold(hold_id=number, reason="Over", by=CORA, at=TEN)
    with pytest.raises(Refused, match="two people"):
        release_hold(hold_id=number, reason="Over", by=MAY, at=TEN)
    with pytest.raises(Refused, match="First record the paper"):
        ask_release(hold_id=number, reason="Over", by=MAY, at=TEN)
    step(number, mark=PAPER, by=MAY)
    ask_release(hold_id=number, reason="Over", by=MAY, at=TEN)
    with pytest.raises(Refused, match="You asked for this"):
        release_hold(hold_id=number, reason="Over", by=MAY, at=TEN)
    assert known(number)[0].in_force(ON)
    release_hold(hold_id=number, reason="Read the order", by=MAX, at=TEN)
    assert [what for what, *_ in told(number)] == [
        "placed", "evidence", "release_asked", "released"
    ]  # fmt: skip
    hold = Hold.objects.get(number=number)
    assert (hold.ends_on, hold.lifted_by, hold.release_asked_by) == (
        date(2026, 11, 19), "max", "may"
    )  # fmt: skip


def test_what_was_discharged_stays_at_zero_when_the_hold_has_ended(account):
    detail = {"chapter": "7", "filed_on": "2026-11-18", "discharged_on": "2026-11-19"}
    number = place(HoldKind.BANKRUPTCY, detail=detail)
    step(number, mark=PAPER)
    ask_release(hold_id=number, reason="Discharged", by=CORA, at=TEN)
    release_hold(hold_id=number, reason="Discharged", by=MAY, at=TEN)
    assert Hold.objects.get(number=number).ends_on == date(2026, 11, 19)
    assert act() == "wait"


@pytest.mark.parametrize(
    ("by", "after", "why"),
    [(MAY, 0, "Only who placed"), (CORA, 601, "within ten minutes"), (CORA, 600, "")],
)
def test_a_stop_placed_by_mistake_is_taken_back_by_its_author(account, by, after, why):
    detail = {"chapter": "7", "filed_on": "2026-11-18", "discharged_on": "2026-11-19"}
    number = place(HoldKind.BANKRUPTCY, detail=detail)
    at = TEN + timedelta(seconds=after)
    if why:
        with pytest.raises(Refused, match=why):
            take_back_hold(hold_id=number, by=by, at=at)
        assert act() == "wait"
        return
    take_back_hold(hold_id=number, by=by, at=at)
    assert act() == "statement"
    with pytest.raises(Refused, match="not in force"):
        take_back_hold(hold_id=number, by=by, at=at)


def test_each_change_leaves_its_event_without_anyones_words(account):
    number = place(ends_on=date(2026, 12, 1))
    step(number, "Secret words")
    correct_hold(hold_id=number, detail={"charges": ["C1"]}, by=CORA, at=TEN)
    extend_hold(hold_id=number, ends_on=None, reason="Secret", by=CORA, at=TEN)
    release_hold(hold_id=number, reason="Secret", by=CORA, at=TEN)
    verbs = AuditEvent.objects.filter(verb__startswith="hold.").order_by("id")
    assert [event.verb for event in verbs] == [
        "hold.place", "hold.step", "hold.correct", "hold.extend", "hold.release"
    ]  # fmt: skip
    assert not [event for event in verbs if "Secret" in event.detail]


@pytest.mark.parametrize("by", [FRAN, Actor("ivy", "it_admin")])
def test_who_may_not_change_a_hold(account, by):
    number = place()
    for change in (
        lambda: step(number, by=by),
        lambda: correct_hold(hold_id=number, detail={}, by=by, at=TEN),
        lambda: take_back_hold(hold_id=number, by=by, at=TEN),
        lambda: ask_release(hold_id=number, reason="x", by=by, at=TEN),
        lambda: release_hold(hold_id=number, reason="x", by=by, at=TEN),
    ):
        with pytest.raises(Refused, match="Your role may not"):
            change()
