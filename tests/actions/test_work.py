"""Assign, hand over, mention, cover, let wait, and the team's counts."""

from datetime import date, timedelta

import pytest

from goodstanding.actions import covers, work
from goodstanding.actions.contacts import Said, add_note, log_contact
from goodstanding.actions.covers import NewCover
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.overrides import Choice, wait_many
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import Act, Channel, Role
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    Assignment,
    AuditEvent,
    Cover,
    Guarantor,
    Mention,
    Note,
    Standing,
)
from goodstanding.records.queries import team
from goodstanding.records.queries.team_page import Waiting
from goodstanding.records.queries.team_page import team as loads
from goodstanding.records.queries.timeline import timeline
from goodstanding.records.queries.worklist import Filters, today_page
from tests.ledger_text import AT, SYSTEM_ACTOR, tell
from tests.web.clinic import colleague

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
DANA, SAM, KIM = "coordinator-1", "biller-1", "manager-1"
AS_DANA, AS_SAM = Actor(DANA, "coordinator"), Actor(SAM, "biller")
AS_KIM = Actor(KIM, "manager")
# Three accounts that owe since June, so that each has a statement due: A 100, B 200, C 300.
BOOKS = "\n".join(
    f"2026-06-01 charge C{who} {cents}.00 patient patient={who}1"
    for who, cents in (("a", 100), ("b", 200), ("c", 300))
)


@pytest.fixture(autouse=True)
def office():
    for role in ("coordinator", "biller", "manager", "front_desk", "it_admin"):
        colleague(role, password="")
    tell(BOOKS)
    run_day(on=ON, by=SYSTEM_ACTOR, at=AT)


def assign(account, owner, note="", by=AS_KIM):
    work.assign(account_id=account, owner=owner, note=note, by=by, at=AT)


def listed(**filters):
    found = today_page(role=Role.COORDINATOR, on=ON, queue="letters", filters=Filters(**filters))
    tab = next(queue for queue in found.queues if queue.key == "letters")
    rows = sorted(row.account_id for row in found.rows)
    assert (tab.count, tab.cents) == (len(rows), found.total_cents) == (found.total_rows, tab.cents)
    return "".join(rows), tab.cents


def test_the_owner_narrows_list_and_tabs_alike():
    assign("A", DANA)
    assign("B", SAM)
    assert listed() == ("ABC", 60000)
    assert listed(owner=DANA) == ("A", 10000)
    assert listed(owner=DANA, unowned=True) == ("AC", 40000)
    assert listed(unowned=True) == ("C", 30000)
    assert listed(owner="who") == ("", 0)


def test_a_hand_over_stands_until_the_owner_has_it():
    assign("A", DANA, "Call her son.")
    (one,) = team.handed_to(DANA)
    assert (one.account_id, one.by, one.note) == ("A", KIM, "Call her son.")
    with pytest.raises(Refused, match="handed to somebody else"):
        work.got_it(number=one.number, by=AS_SAM, at=AT)
    assert work.got_it(number=one.number, by=AS_DANA, at=AT) == "A"
    assert team.handed_to(DANA) == ()
    assert Assignment.objects.get(ended_at=None).owner == DANA, "the work stays theirs"


def test_another_owner_takes_the_place_of_the_first_and_both_are_told():
    assign("A", DANA)
    assign("A", SAM, "She is out.", by=AS_DANA)
    assert Assignment.objects.get(ended_at=None).owner == SAM
    titles = [row.title for row in timeline(Guarantor.objects.get(number="A").id, ON)]
    assert {"Assigned to coordinator-1", "Handed over to biller-1"} <= set(titles)
    assign("A", "")
    assert not Assignment.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("who", ["front_desk-1", "it_admin-1", "nobody-here"])
def test_only_who_works_accounts_owns_one(who):
    with pytest.raises(Refused, match="does not work accounts"):
        assign("A", who)
    assert not Assignment.objects.exists()


def test_many_are_assigned_or_none():
    with pytest.raises(Refused, match="Account Z is not known"):
        work.assign_many(accounts=["A", "Z"], owner=DANA, by=AS_KIM, at=AT)
    assert not Assignment.objects.exists()
    assert work.assign_many(accounts=["A", "B", "A"], owner=DANA, by=AS_KIM, at=AT) == 2
    assert AuditEvent.objects.filter(verb="work.assign", account="B").exists()


def test_a_manager_moves_all_of_a_colleague_and_nobody_else_does():
    assign("A", DANA)
    assign("B", DANA)
    with pytest.raises(Refused, match="Your role may not"):
        work.move_all(of=DANA, to=SAM, by=AS_DANA, at=AT)
    assert work.move_all(of=DANA, to=SAM, note="Until May.", by=AS_KIM, at=AT) == 2
    assert listed(owner=SAM) == ("AB", 30000)
    assert len(team.handed_to(SAM)) == 2


def test_several_wait_with_a_reason_and_are_back_on_the_day():
    until = ON + timedelta(days=7)
    choice = Choice(Act.WAIT, until, "insurer news")
    assert wait_many(accounts=["A", "B"], choice=choice, by=AS_DANA, at=AT) == 2
    assert listed() == ("C", 30000)
    run_day(on=until, by=SYSTEM_ACTOR, at=AT)
    acts = Standing.objects.order_by("guarantor__number").values_list("act", flat=True)
    assert list(acts) == ["statement"] * 3


def test_none_waits_when_one_cannot():
    choice = Choice(Act.WAIT, ON + timedelta(days=7), "insurer news")
    with pytest.raises(Refused, match="Nothing was changed. Z: Account Z is not known"):
        wait_many(accounts=["A", "Z"], choice=choice, by=AS_DANA, at=AT)
    assert listed() == ("ABC", 60000)


def note(text, kind="other", by=AS_DANA):
    return add_note(account_id="A", text=text, kind=kind, by=by, at=AT)


def test_who_is_named_is_told_until_they_have_seen_it():
    note("@Biller-1, see the EOB. And @biller-1 again.", "insurance")
    assert team.waiting_for(SAM) == (0, 1)
    (one,) = team.named_in(SAM)
    assert (one.account_id, one.by, one.kind) == ("A", DANA, "insurance")
    with pytest.raises(Refused, match="names somebody else"):
        work.seen(number=one.number, by=AS_KIM, at=AT)
    work.seen(number=one.number, by=AS_SAM, at=AT)
    assert team.waiting_for(SAM) == (0, 0)


@pytest.mark.parametrize("name", ["biler-1", "front_desk-1", "it_admin-1"])
def test_nobody_is_named_who_may_not_see_the_account(name):
    with pytest.raises(Refused, match=f"called @{name}. Did you mean @"):
        note(f"@{name} look")
    assert not Note.objects.exists()


def test_an_address_of_email_names_nobody():
    note("Write to pat@biller-1.example, she says.")
    assert not Mention.objects.exists()


def test_what_the_front_desk_writes_is_of_its_own_kind():
    note("He wants a receipt.", "billing", by=Actor("front_desk-1", "front_desk"))
    assert Note.objects.get().kind == "front_desk"
    with pytest.raises(Refused, match="kind of note"):
        note("x", "gossip")


def plan(by=AS_DANA, absent=DANA, coverer=SAM, first=ON, last=ON):
    return covers.plan_cover(cover=NewCover(absent, coverer, first, last), by=by, at=AT)


def test_a_cover_runs_on_its_days_for_the_one_who_covers():
    number = plan(first=ON + timedelta(days=1), last=ON + timedelta(days=2))
    for by, days, may in ((AS_SAM, 0, False), (AS_SAM, 1, True), (AS_SAM, 2, True),
                          (AS_SAM, 3, False), (AS_KIM, 1, False)):  # fmt: skip
        at = AT + timedelta(days=days)
        if may:
            assert covers.begin_cover(number=number, by=by, at=at).absent == DANA
        else:
            with pytest.raises(Refused, match="You do not cover"):
                covers.begin_cover(number=number, by=by, at=at)
    covers.end_cover(number=number, by=AS_KIM, at=AT)
    with pytest.raises(Refused, match="You do not cover"):
        covers.begin_cover(number=number, by=AS_SAM, at=AT + timedelta(days=1))


def test_everyone_plans_their_own_absence_and_a_manager_anyones():
    with pytest.raises(Refused, match="a manager does it"):
        plan(by=AS_SAM)
    plan(by=AS_KIM)
    for wrong in ({"coverer": DANA}, {"coverer": "front_desk-1"}, {"last": ON - timedelta(days=1)},
                  {"last": ON + timedelta(days=93)}):  # fmt: skip
        with pytest.raises(Refused):
            plan(**wrong)
    assert Cover.objects.count() == 1


def test_what_is_written_while_covering_is_by_the_one_for_the_other():
    by = Actor(SAM, "biller", covering=DANA)
    log_contact(account_id="A", said=Said(Channel.CALL, "out", "voicemail"), by=by, at=AT)
    event = AuditEvent.objects.get(verb="contact.log")
    assert (event.by, '"for": "coordinator-1"' in event.detail) == (SAM, True)
    rows = timeline(Guarantor.objects.get(number="A").id, ON)
    assert [row.by for row in rows if row.kind == "call"] == ["biller-1 for coordinator-1"]


def test_the_team_is_counted_by_owner_without_money():
    assign("A", DANA)
    log_contact(account_id="A", said=Said(Channel.CALL, "out", "no_answer"), by=AS_DANA, at=AT)
    found = {one.name: one for one in loads(ON)}
    assert [one.name for one in loads(ON)] == [SAM, DANA, KIM, ""]
    dana, nobody = found[DANA], found[""]
    assert (dana.queues, dana.calls, dana.done) == ({"letters": 1}, 1, 1)
    # From June 1 to November 23: 29 + 31 + 31 + 30 + 31 + 23 days.
    assert dana.waiting == Waiting(1, 1, 0, ON, 175)
    assert nobody.waiting == Waiting(2, 2, 2, None, 175)
    assert (found[SAM].waiting, found[SAM].queues) == (Waiting(), {})
