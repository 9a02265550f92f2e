"""The help program from the first word to its last day: pause, papers, decision, discount, letter,
appeal, and the end by its day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.actions import assistance as help_acts
from goodstanding.actions import letters
from goodstanding.actions.assistance import Choice
from goodstanding.actions.assistance_days import run_out
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.holds import NewHold, place_hold, release_hold, take_back_hold
from goodstanding.actions.unit import Actor
from goodstanding.core.assistance import Means
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.places import law_for
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records.models import (
    Adjustment,
    AuditEvent,
    HelpApplication,
    HelpDecision,
    HelpEvent,
    HelpShare,
    Hold,
    Letter,
    Standing,
)
from goodstanding.records.queries.proofs import prove
from tests.ledger_text import SYSTEM_ACTOR, assert_proven, facts, owed, tell

pytestmark = pytest.mark.django_db
CORA, BEN, MAY = Actor("cora", "coordinator"), Actor("ben", "coordinator"), Actor("may", "manager")
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
BILL = """
2026-11-02 charge C1 184.20 patient
2026-11-03 charge C2 60.05 patient
"""
# The guideline of 2026 for four is 33,000.00: 52,000.00 is 157 percent, 82,500.00 is 250.
POOR, MIDDLE, RICH = Means(4, 52_000_00), Means(4, 82_500_00), Means(4, 300_000_00)


@pytest.fixture
def begun(db):
    return begin(BILL)


def begin(text: str) -> int:
    tell(text)
    day(ON)
    return help_acts.begin(account_id="A", how="call", by=CORA, at=TEN)


def day(on: date) -> None:
    at = noon(on)
    run_out(on=on, by=SYSTEM_ACTOR, at=at)
    run_day(on=on, by=SYSTEM_ACTOR, at=at)


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 18, 0, tzinfo=UTC)


def complete(number: int, means: Means = POOR, at: datetime = TEN) -> None:
    help_acts.fill(number=number, means=means, by=CORA, at=at)
    for kind in ("form", "income"):
        help_acts.paper(number=number, kind=kind, state="received", by=CORA, at=at)


def state() -> str:
    return HelpApplication.objects.get().state


def may_send(on: date = ON) -> bool:
    known = facts(on.isoformat())
    law = law_for(known, live_book())
    return judge(Proposed(Act.STATEMENT, noon(on)), known, law).allowed


def step() -> tuple[str, str, str]:
    found = Standing.objects.get(guarantor__number="A")
    return found.act, str(found.due_on), found.queue


def told() -> list[tuple[str, str]]:
    """Letters that are no step of the ladder."""
    found = Letter.objects.filter(decision__isnull=True).exclude(kind="statement").order_by("id")
    return list(found.values_list("kind", "state"))


def taken() -> list[tuple[str, int, int]]:
    rows = HelpShare.objects.order_by("id")
    return list(rows.values_list("charge__number", "owed_cents", "off_cents"))


# ---- asked for, and what is missing


def test_asking_pauses_the_account_and_the_form_is_ready(begun):
    assert not may_send()
    assert [hold.kind for hold in Hold.objects.all()] == ["assistance_pending"]
    assert told() == [("help_form", "ready")]
    found = HelpApplication.objects.get()
    assert (found.state, found.how, found.asked_on) == ("begun", "call", ON)
    papers = found.documents.order_by("kind").values_list("kind", "state", "by")
    assert list(papers) == [("form", "asked", "cora"), ("income", "asked", "cora")]
    assert_proven()


def test_asked_twice_is_one_application(begun):
    assert help_acts.begin(account_id="A", how="desk", by=BEN, at=TEN) == begun
    assert (HelpApplication.objects.count(), Hold.objects.count()) == (1, 1)


def test_a_hold_for_help_is_an_application_too():
    tell(BILL)
    day(ON)
    hold = place_hold(
        account_id="A", hold=NewHold(HoldKind.ASSISTANCE_PENDING, ON), by=CORA, at=TEN
    )
    found = HelpApplication.objects.get()
    assert (found.hold.number, found.how) == (hold, "other")
    take_back_hold(hold_id=hold, by=CORA, at=TEN + timedelta(minutes=2))
    assert state() == "withdrawn"
    assert_proven()


def test_a_pause_released_by_hand_ends_its_application(begun):
    release_hold(hold_id=Hold.objects.get().number, reason="They paid", by=MAY, at=TEN)
    assert state() == "withdrawn"
    assert_proven()


def test_papers_and_means_one_after_the_other_make_it_complete(begun):
    help_acts.paper(number=begun, kind="form", state="received", by=CORA, at=TEN)
    assert (state(), step()[0]) == ("waiting", "wait")
    help_acts.fill(number=begun, means=POOR, by=CORA, at=TEN)
    with pytest.raises(Refused, match="Say why it is not needed"):
        help_acts.paper(number=begun, kind="income", state="waived", by=CORA, at=TEN)
    help_acts.paper(
        number=begun, kind="income", state="waived", words="No money comes in", by=BEN, at=TEN
    )
    assert (state(), step()) == ("complete", ("screen_assistance", "2026-12-04", "review"))
    what = HelpEvent.objects.order_by("id").values_list("what", "by")
    assert list(what) == [
        ("begun", "cora"), ("received", "cora"), ("filled", "cora"), ("waived", "ben"),
    ]  # fmt: skip


def test_missing_papers_are_work_five_days_before_their_last_day(begun):
    day(date(2026, 12, 14))
    assert step()[0] == "wait"
    day(date(2026, 12, 15))
    assert step() == ("screen_assistance", "2026-12-20", "review")


# ---- granted


def test_a_grant_takes_the_whole_bill_off_as_charity_and_writes_its_letter(begun):
    complete(begun)
    assert help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    assert (state(), owed("2026-11-20")) == ("decided", "0.00 0.00 0.00")
    assert taken() == [("C1", 184_20, 184_20), ("C2", 60_05, 60_05)]
    kinds = Adjustment.objects.values_list("kind", "state", "asked_by", "decided_by")
    assert set(kinds) == {("charity", "posted", "cora", "cora")}
    decision = HelpDecision.objects.get()
    assert (decision.percent, decision.poverty, decision.guideline_year) == (100, 157, 2026)
    assert (decision.good_from, decision.good_until) == (ON, date(2027, 5, 19))
    assert told() == [("help_form", "dropped"), ("help_decision", "ready")]
    assert_proven()


def test_the_letter_has_the_decisions_figures(begun):
    """75 percent of 244.25 is 183.1875: 183.19. C1 has 138.15 of it, C2 45.04."""
    complete(begun, MIDDLE)
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    assert taken() == [("C1", 184_20, 138_15), ("C2", 60_05, 45_04)]
    assert owed("2026-11-20") == "0.00 61.06 0.00"
    letters.print_batch(on=ON, by=MAY, at=TEN)
    letter = Letter.objects.get(kind="help_decision")
    assert letter.state == "printed", letter.why
    said = dict(letter.content["said"])
    before, off, now = (said[name] for name in ("help_before", "help_off", "help_now"))
    assert (before, off, now) == (244_25, 183_19, 61_06)
    assert (said["help_until"], said["help_appeal_by"]) == ("2027-05-19", "2026-12-20")
    text = HelpEvent.objects.get(what="granted").text
    assert "75 percent of $244.25 is rounded to the cent" in text


def test_after_a_grant_the_rest_is_asked_for_again(begun):
    complete(begun, MIDDLE)
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    assert may_send()
    assert step()[0] != "wait"


def test_above_the_limit_a_manager_who_is_someone_else_agrees():
    number = begin("2026-11-02 charge C1 500.01 patient")
    complete(number)
    assert not help_acts.decide(number=number, choice=Choice(), by=CORA, at=TEN)
    assert (owed("2026-11-20"), state()) == ("0.00 500.01 0.00", "complete")
    assert not may_send()
    with pytest.raises(Refused, match="Your role may not"):
        help_acts.agree(number=number, by=BEN, at=TEN)
    help_acts.agree(number=number, by=MAY, at=TEN)
    assert owed("2026-11-20") == "0.00 0.00 0.00"
    assert list(Adjustment.objects.values_list("asked_by", "decided_by")) == [("cora", "may")]
    assert_proven()


def test_exactly_the_limit_is_one_persons():
    number = begin("2026-11-02 charge C1 500.00 patient")
    complete(number)
    assert help_acts.decide(number=number, choice=Choice(), by=CORA, at=TEN)


def test_a_manager_does_not_agree_to_their_own(begun):
    complete(begun, RICH)
    with pytest.raises(Refused, match="Say why it is not what the table gives"):
        help_acts.decide(number=begun, choice=Choice(40), by=MAY, at=TEN)
    assert not help_acts.decide(number=begun, choice=Choice(40, "Ill since May"), by=MAY, at=TEN)
    with pytest.raises(Refused, match="You proposed this"):
        help_acts.agree(number=begun, by=MAY, at=TEN)
    help_acts.decline(number=begun, reason="Not without papers", by=Actor("mo", "manager"), at=TEN)
    assert (state(), HelpDecision.objects.get().state) == ("complete", "declined")


def test_the_program_itself_never_decides(begun):
    complete(begun)
    with pytest.raises(Refused, match="A person decides"):
        help_acts.decide(number=begun, choice=Choice(), by=SYSTEM_ACTOR, at=TEN)


def test_a_newer_visit_is_helped_while_the_decision_is_good(begun):
    complete(begun, MIDDLE)
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    tell(BILL + "2026-11-21 charge C3 40.00 patient")
    later = noon(date(2026, 11, 23))
    assert help_acts.help_newer(number=begun, by=CORA, at=later) == 30_00
    assert taken()[-1] == ("C3", 40_00, 30_00)
    with pytest.raises(Refused, match="Nothing new"):
        help_acts.help_newer(number=begun, by=CORA, at=later)
    assert_proven()


# ---- refused, appealed, granted


def test_a_refusal_lifts_the_pause_and_an_appeal_is_answered_by_someone_else(begun):
    complete(begun, RICH)
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    assert (state(), owed("2026-11-20"), may_send()) == ("decided", "0.00 244.25 0.00", True)
    assert HelpDecision.objects.get().good_until is None
    help_acts.appeal(number=begun, words="Lost the job in October", by=BEN, at=TEN)
    assert (state(), may_send()) == ("appealed", False)
    assert step() == ("screen_assistance", "2026-12-04", "review")
    help_acts.fill(number=begun, means=POOR, by=BEN, at=TEN)
    assert state() == "appealed"
    with pytest.raises(Refused, match="Someone else answers"):
        help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    help_acts.decide(number=begun, choice=Choice(), by=BEN, at=TEN)
    assert (state(), owed("2026-11-20")) == ("decided", "0.00 0.00 0.00")
    assert told()[1:] == [("help_decision", "ready"), ("help_decision", "ready")]
    assert_proven()


def test_more_on_appeal_takes_off_only_what_was_not(begun):
    complete(begun, MIDDLE)
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    help_acts.appeal(number=begun, words="The income was last year's", by=CORA, at=TEN)
    help_acts.fill(number=begun, means=POOR, by=CORA, at=TEN)
    help_acts.decide(number=begun, choice=Choice(), by=BEN, at=TEN)
    assert taken()[2:] == [("C1", 46_05, 46_05), ("C2", 15_01, 15_01)]
    assert owed("2026-11-20") == "0.00 0.00 0.00"
    assert_proven()


def test_an_appeal_has_its_last_day(begun):
    complete(begun, RICH)
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    with pytest.raises(Refused, match="could be made until 12/20/2026"):
        help_acts.appeal(number=begun, words="No", by=CORA, at=noon(date(2026, 12, 21)))
    help_acts.appeal(number=begun, words="No", by=CORA, at=noon(date(2026, 12, 20)))


# ---- the day ends what ran out


def test_what_did_not_come_by_its_day_ends_and_the_pause_with_it(begun):
    day(date(2026, 12, 20))
    assert state() == "begun"
    day(date(2026, 12, 21))
    assert (state(), may_send(date(2026, 12, 21))) == ("expired", True)
    event = AuditEvent.objects.get(verb="assistance.expire")
    assert (event.by, event.account) == ("tests", "A")
    assert run_out(on=date(2026, 12, 21), by=SYSTEM_ACTOR, at=noon(date(2026, 12, 21))) == 0
    assert_proven()


def test_a_grant_ends_on_its_day(begun):
    complete(begun)
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    run_out(on=date(2027, 5, 19), by=SYSTEM_ACTOR, at=noon(date(2027, 5, 19)))
    assert state() == "decided"
    run_out(on=date(2027, 5, 20), by=SYSTEM_ACTOR, at=noon(date(2027, 5, 20)))
    assert state() == "expired"


def test_withdrawn_is_over_and_may_be_asked_again(begun):
    help_acts.withdraw(number=begun, reason="They paid in full", by=CORA, at=TEN)
    assert may_send()
    assert help_acts.begin(account_id="A", how="mail", by=CORA, at=TEN) == begun + 1
    assert_proven()


def test_a_cap_that_is_not_reached_is_a_no(begun):
    """150,000.00 for four is 454 percent: no band, and a cap of 22,500.00 far above 244.25."""
    complete(begun, Means(4, 150_000_00))
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    decision = HelpDecision.objects.get()
    assert (decision.cap_cents, decision.off_cents) == (22_500_00, 0)
    assert (decision.good_until, owed("2026-11-20")) == (None, "0.00 244.25 0.00")
    letters.print_batch(on=ON, by=MAY, at=TEN)
    letter = Letter.objects.get(kind="help_decision")
    assert letter.state == "printed", letter.why
    said = dict(letter.content["said"])
    assert (said["declined_on"], said["help_now"], "help_off" in said) == (
        "2026-11-20",
        24425,
        False,
    )
    assert_proven()


def test_the_cap_takes_off_what_is_above_it():
    """40,000.00 less the cap of 22,500.00."""
    number = begin("2026-11-02 charge C1 40000.00 patient")
    complete(number, Means(4, 150_000_00))
    assert not help_acts.decide(number=number, choice=Choice(), by=CORA, at=TEN)
    help_acts.agree(number=number, by=MAY, at=TEN)
    assert owed("2026-11-20") == "0.00 22500.00 0.00"
    assert_proven()


def test_each_proof_notices_what_it_is_there_for(begun):
    complete(begun, MIDDLE)
    Hold.objects.update(lifted_by="x")
    assert failing() == {"a pending application has its pause"}
    Hold.objects.update(lifted_by="")
    HelpApplication.objects.update(state="decided")
    assert failing() == {"a pause for help has its application"}
    HelpApplication.objects.update(state="complete")
    help_acts.decide(number=begun, choice=Choice(), by=CORA, at=TEN)
    HelpDecision.objects.update(percent=74)
    assert failing() == {
        "help taken off is the decision's percent of what it covered",
        "help above the limit, or beside the table, was decided by two",
    }
    HelpDecision.objects.update(percent=75, off_cents=183_20)
    assert failing() == {"a decision about help says what its charges sum to"}


def failing() -> set[str]:
    return {proof.name for proof in prove() if not proof.ok}
