"""The order of the day, the queues, and who works what."""

import pytest

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.kinds import Act, Role
from goodstanding.core.worklist import (
    QUEUES,
    Item,
    audience,
    is_work,
    order_reason,
    priority,
    queue_of,
    rank,
)
from tests.core.follow_accounts import POLICY, day


def decision(act: Act, code: str = "ladder.x", *, due: int = 0, cents: int = 10000) -> Decision:
    bare = Decision(act, day(due), (Reason(code, "Because."),), cents)
    order = priority(bare, cents, POLICY.chances)
    return Decision(act, day(due), bare.reasons, cents, priority=order)


def test_what_comes_first():
    in_order = [
        decision(Act.FILE_CLAIM_ESTATE, "hold.estate", due=300, cents=1),
        decision(Act.CALL, "promise.broken", due=5, cents=1),
        decision(Act.PLAN_NOTICE, "plan.missed", due=6, cents=1),
        decision(Act.VERIFY_ADDRESS, cents=1),
        decision(Act.FRONT_DESK_NOTE, cents=90000),
        decision(Act.CALL, cents=90000),
        decision(Act.FIRST_LETTER, cents=90000),
        decision(Act.INSURER_FOLLOW_UP, cents=90000),
        decision(Act.REVIEW_CREDIT, cents=90000),
        decision(Act.WAIT, cents=90000),
    ]
    items = [Item(str(n), each) for n, each in enumerate(reversed(in_order))]
    assert [item.decision for item in rank(items)] == in_order


def test_a_recall_is_a_legal_matter_and_an_overdue_hold_comes_before_calls():
    recall = decision(Act.AGENCY_REVIEW, "recall.agency")
    late = decision(Act.WAIT, "hold.escalated")
    call = decision(Act.CALL, cents=90000)
    review = decision(Act.AGENCY_REVIEW, cents=1)
    assert recall.priority > late.priority > call.priority > review.priority


def test_within_legal_and_broken_the_oldest_day_is_first():
    early, late = (
        decision(Act.CALL, "promise.broken", due=n, cents=c) for n, c in ((3, 1), (4, 9))
    )
    assert early.priority > late.priority


@pytest.mark.parametrize(
    ("cents", "expected"),
    [(5000, 4000), (5001, 3750), (15000, 11250), (50000, 31000), (150000, 67500), (400000, 120000)],
)
def test_calls_go_by_the_amount_expected(cents, expected):
    # 80, 75, 75, 62, 45 and 30 in a hundred (shared/PEERS.md, section 4).
    assert decision(Act.CALL, cents=cents).priority % 100_000_000 == expected


def test_ties_go_by_day_and_then_by_account():
    same = decision(Act.CALL)
    later = decision(Act.CALL, due=1)
    items = [Item("B", same), Item("C", later), Item("A", same)]
    assert [item.account_id for item in rank(items)] == ["A", "B", "C"]


def test_a_priority_fits_a_small_column_and_waiting_has_none():
    huge = decision(Act.FILE_CLAIM_BANKRUPTCY, "hold.bankruptcy", cents=10**11)
    assert huge.priority < 2**31
    assert decision(Act.CALL, cents=10**11).priority < 5 * 100_000_000
    assert decision(Act.WAIT).priority == decision(Act.NONE).priority == 0


def test_the_order_is_explained():
    assert order_reason(decision(Act.CALL, "promise.broken", cents=18420)) == (
        "A promise or plan was broken",
        "Due 03/02/2026",
        "$184.20 may be asked for",
    )


@pytest.mark.parametrize(
    ("act", "code", "queue"),
    [
        (Act.CALL, "ladder.call_1", "call_now"),
        (Act.CALL, "promise.broken", "promises"),
        (Act.WAIT, "promise.open", "promises"),
        (Act.CALL, "plan.missed", "plans"),
        (Act.WAIT, "plan.active", "plans"),
        (Act.STATEMENT, "ladder.statement_1", "letters"),
        (Act.TEXT, "ladder.reminder_1", "letters"),
        (Act.VERIFY_ADDRESS, "mail.returned", "mail_returned"),
        (Act.WAIT, "hold.dispute", "holds"),
        (Act.FILE_CLAIM_ESTATE, "hold.estate", "holds"),
        (Act.FRONT_DESK_NOTE, "visit.near", "before_visit"),
        (Act.AGENCY_REVIEW, "ladder.agency_review", "review"),
        (Act.INSURER_FOLLOW_UP, "insurer.old", "insurer"),
        (Act.WRITE_OFF_SMALL, "small.write_off", "credits"),
        (Act.WAIT, "ladder.reminder_1", "waiting"),
        (Act.NONE, "nothing.owed", ""),
        (Act.WAIT, "ladder.done", "review"),
        (Act.WAIT, "hold.escalated", "review"),
        (Act.AGENCY_REVIEW, "recall.agency", "review"),
    ],
)
def test_each_account_is_in_one_queue(act, code, queue):
    assert queue_of(decision(act, code)) == queue


def test_every_act_has_a_queue_and_somebody_to_work_it():
    for act in Act:
        assert queue_of(decision(act)) in (*QUEUES, "")
        assert audience(act)


@pytest.mark.parametrize(
    ("act", "role"),
    [
        (Act.FRONT_DESK_NOTE, Role.FRONT_DESK),
        (Act.INSURER_FOLLOW_UP, Role.BILLER),
        (Act.VERIFY_COVERAGE, Role.BILLER),
        (Act.REVIEW_CREDIT, Role.BILLER),
        (Act.REFUND, Role.BILLER),
        (Act.AGENCY_REVIEW, Role.MANAGER),
        (Act.WRITE_OFF_SMALL, Role.MANAGER),
        (Act.CALL, Role.COORDINATOR),
        (Act.STATEMENT, Role.COORDINATOR),
        (Act.FILE_CLAIM_ESTATE, Role.COORDINATOR),
    ],
)
def test_who_works_what(act, role):
    assert audience(act) == {role}


def test_the_front_desk_sees_instructions_only():
    assert [act for act in Act if Role.FRONT_DESK in audience(act)] == [Act.FRONT_DESK_NOTE]


def test_waiting_is_not_work():
    assert [act for act in Act if not is_work(decision(act))] == [Act.WAIT, Act.NONE]
