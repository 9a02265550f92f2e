"""A day under two policies, and past months walked again: every count made by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from goodstanding.core import policy
from goodstanding.core.answers import Decision
from goodstanding.core.facts import ContactFacts, KinFacts, PaymentFacts
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.measures import Range, Response, Seen
from goodstanding.core.policy_text import with_values
from goodstanding.core.whatif import (
    HOUSEHOLD,
    INSURER_OPEN,
    KEPT,
    NO_CALL,
    TOO_MANY,
    UPSET,
    Comparison,
    compare,
    risks,
)
from goodstanding.core.whatif_months import Path as Walk
from goodstanding.core.whatif_months import Setting, Walked, difference
from goodstanding.core.whatif_report import day_document, months_document
from goodstanding.law import live_book
from tests.core.builders import TODAY, account, at, charge, day, hold

TEXT = Path(policy.__file__).with_name("policy_v1.toml").read_text("utf-8")
BOOK = live_book()


def written(**wanted: str) -> policy.Policy:
    text, faults = with_values(TEXT, {k.replace("__", "."): v for k, v in wanted.items()})
    found, wrong = policy.read(text)
    assert found is not None, (faults, wrong)
    return found


NOW = written()
LATER = written(steps__call_1__day="50")


def sent(on: str, kind: str, *, outcome: str = "", delivered: bool = True) -> ContactFacts:
    channel = Channel.CALL if kind == "call" else Channel.MAIL
    return ContactFacts(at("12:00", day(on)), channel, "out", kind, outcome, delivered)


# Owed since 10/09: on 11/23 it is day 45, the two statements and the reminder have come.
READY = (sent("2026-10-09", "statement"), sent("2026-10-23", "reminder"),
         sent("2026-11-08", "statement"))  # fmt: skip


def ready(number: str = "R1", **more):
    owing = charge("C9", "2026-10-09", 12_500)
    return replace(account(owing, contacts=READY), account_id=number, **more)


def fresh(number: str = "F1"):
    """Owes 96.10 from today: the first statement is due under any policy."""
    return replace(account(charge("C5", "2026-11-23", 9_610)), account_id=number)


# ---- one day


def test_a_later_call_leaves_one_account_waiting():
    found = compare([ready(), fresh()], NOW, LATER, book=BOOK)
    assert dict(found.now.acts) == {"call": 1, "statement": 1}
    assert dict(found.then.acts) == {"wait": 1, "statement": 1}
    assert dict(found.moved) == {("call", "wait"): 1}
    assert [(m.account_id, m.before, m.after, m.cents) for m in found.named] == [
        ("R1", "call", "wait", 12_500)
    ]
    assert (found.now.cost, found.then.cost) == (400 + 85, 85)
    assert (found.now.asked, found.then.asked) == (12_500 + 9_610, 9_610)
    assert dict(found.now.steps) == {"call_1": 1, "statement_1": 1}
    assert dict(found.then.steps) == {"statement_1": 1}, "a step still to come is not due"


def test_the_same_policy_changes_nobody():
    found = compare([ready(), fresh()], NOW, NOW, book=BOOK)
    assert (found.moved.total(), found.named, found.now, found.accounts) == (0, [], found.then, 2)


def test_the_book_may_come_in_parts():
    whole = compare([ready("R1"), fresh("F1")], NOW, LATER, book=BOOK)
    parts = Comparison()
    for one in (ready("R1"), fresh("F1")):
        compare([one], NOW, LATER, book=BOOK, into=parts)
    assert parts == whole


def test_only_the_first_who_change_are_named():
    many = [ready(f"R{number}") for number in range(KEPT + 5)]
    found = compare(many, NOW, LATER, book=BOOK)
    assert (found.moved.total(), len(found.named)) == (KEPT + 5, KEPT)
    assert day_document(found, on=TODAY)["changed"] == KEPT + 5


def test_what_the_gate_would_refuse_is_counted_by_rule():
    """They called us on Friday; the seven quiet days after a talk are not over."""
    talk = ContactFacts(at("12:00", day("2026-11-20")), Channel.CALL, "in", "call", "reached")
    found = compare([ready(contacts=(*READY, talk))], NOW, LATER, book=BOOK)
    assert dict(found.now.refusals) == {"us-regf-call-frequency-7-in-7": 1}
    assert not found.then.refusals


def test_no_policy_asks_a_person_under_a_stop():
    stopped = replace(ready(), holds=(hold("bankruptcy", chapter="7", case="26-1",
                                           filed_on="2026-10-20"),))  # fmt: skip
    eager = written(steps__call_1__day="40", steps__call_1__gap="1", calls__tries="9")
    found = compare([stopped], NOW, eager, book=BOOK)
    assert (found.now.asked, found.then.asked) == (0, 0)


# ---- what makes people complain


def decided(facts, act: Act, cents: int = 12_500):
    return risks(facts, Decision(act, TODAY, (), cents))


CALLS = tuple(sent(f"2026-11-{day}", "call") for day in (10, 12, 14))


@pytest.mark.parametrize(("facts", "act", "cents", "found"), [
    (ready(), Act.CALL, 12_500, ()),
    (ready(), Act.CALL, 12_501, (INSURER_OPEN,)),
    (ready(contacts=(*READY, *CALLS[:2])), Act.CALL, 12_500, ()),
    (ready(contacts=(*READY, *CALLS)), Act.CALL, 12_500, (TOO_MANY,)),
    (ready(contacts=(*READY, sent("2026-11-20", "call", outcome="refused"))), Act.REMINDER,
     12_500, (UPSET,)),
    (ready(contacts=(*READY, sent("2026-10-24", "call", outcome="dispute"))), Act.REMINDER,
     12_500, ()),
    (ready(), Act.FIRST_LETTER, 12_500, (NO_CALL,)),
    (ready(contacts=(*READY, sent("2026-10-12", "call", delivered=False))), Act.FIRST_LETTER,
     12_500, ()),
    (ready(kin=(KinFacts("K", talked_on=day("2026-11-17")),)), Act.CALL, 12_500, (HOUSEHOLD,)),
    (ready(kin=(KinFacts("K", talked_on=day("2026-11-16")),)), Act.CALL, 12_500, ()),
    (ready(kin=(KinFacts("K", talked_on=day("2026-11-17")),)), Act.REMINDER, 12_500, ()),
])  # fmt: skip
def test_risks(facts, act, cents, found):
    assert decided(facts, act, cents) == found


def test_money_asked_beside_open_insurance_is_a_risk():
    facts = account(charge("C1", "2026-10-09", 10_000, insurer_cents=5_000))
    assert decided(facts, Act.STATEMENT, 10_000) == (INSURER_OPEN,)


# ---- months walked again

FIRST = date(2025, 11, 23)


def walked(facts, chosen: policy.Policy = NOW, *, answered: int, until: date = TODAY) -> Walked:
    total = Walked()
    path = Walk(Setting(chosen, BOOK, FIRST, answered), total)
    for one in facts:
        path.renew(one)
    path.walk_to(until)
    return total


def owing(on: str, cents: int = 10_000, **more):
    return account(charge("C1", "2025-12-01", cents), on=day(on), **more)


def test_a_year_of_the_ladder_when_every_call_is_answered():
    """12/01 statement, 12/15 reminder, 12/31 statement, 01/15 call, 01/30 letter, 02/17 call (the
    14th is a Saturday, the 16th a holiday), 03/04 first letter (ten days and more after it), then
    the manager."""
    found = walked([owing("2025-12-01")], answered=10_000)
    assert dict(found.contacts) == {"statement": 2, "reminder": 2, "call": 2, "first_letter": 1}
    assert dict(found.work) == {"agency_review": 1}
    assert found.cost == 2 * 85 + 2 * 85 + 2 * 400 + 85 + 500
    assert found.asked_by_kind() == {
        "statement": 20_000, "reminder": 20_000, "call": 20_000, "first_letter": 10_000,
    }  # fmt: skip
    assert set(found.steps.values()) == {1}
    assert set(found.steps) == {step.name for step in NOW.steps}


def test_unanswered_calls_are_tried_three_times_and_ask_nothing():
    found = walked([owing("2025-12-01")], answered=0)
    assert (found.contacts["call"], found.contacts["first_letter"]) == (6, 1)
    assert "call" not in found.asked_by_kind()


def test_money_that_came_ends_the_walk():
    paid = account(charge("C1", "2025-12-01", 10_000, layers=()), on=day("2025-12-20"))
    paid = replace(paid, payments=(PaymentFacts(day("2025-12-20"), 10_000),))
    found = walked([owing("2025-12-01"), paid], answered=10_000)
    assert dict(found.contacts) == {"statement": 1, "reminder": 1}


def test_contacts_of_history_end_where_the_walk_begins():
    """The statement of before counts; the reminder that was sent in truth after it does not."""
    before = sent("2025-11-21", "statement")
    after = sent("2025-12-02", "reminder")
    owed = charge("C1", "2025-11-20")
    facts = [
        account(owed, on=day("2025-11-23"), contacts=(before,)),
        account(owed, on=day("2025-12-03"), contacts=(before, after)),
    ]
    found = walked(facts, answered=0, until=day("2025-12-10"))
    assert dict(found.contacts) == {"reminder": 1}


def test_nothing_leaves_on_a_saturday():
    """Theirs from Saturday 11/29: the statement goes on Monday."""
    facts = [account(charge("C1", "2025-11-29"), on=day("2025-11-29"))]
    assert not walked(facts, answered=0, until=day("2025-12-01")).contacts
    assert walked(facts, answered=0, until=day("2025-12-02")).contacts == {"statement": 1}


def test_a_call_the_gate_refuses_waits_and_is_counted():
    """They called us on 01/12: the call of 01/15 waits for the seven quiet days."""
    talk = ContactFacts(at("12:00", day("2026-01-12")), Channel.CALL, "in", "call", "reached")
    facts = [owing("2025-12-01"), owing("2026-01-12", contacts=(talk,))]
    early = walked(facts, answered=10_000, until=day("2026-01-19"))
    assert "call" not in early.contacts
    assert dict(early.refusals) == {"us-regf-call-frequency-7-in-7": 1}
    assert walked(facts, answered=10_000, until=day("2026-01-24")).contacts["call"] == 1


def test_steps_count_accounts_and_contacts_count_all():
    """Paid in December, owing again in March: two first statements to one account."""
    paid = account(charge("C1", "2025-12-01", layers=()), on=day("2025-12-05"))
    again = account(charge("C2", "2026-03-02"), on=day("2026-03-02"))
    found = walked([owing("2025-12-01"), paid, again], answered=0, until=day("2026-03-10"))
    assert (found.contacts["statement"], found.steps["statement_1"]) == (2, 1)


def test_what_moves_nothing_is_sent_once(monkeypatch):
    """A rule that would ask the same every day, whatever was sent: it is not let loose."""
    same = Decision(Act.STATEMENT, day("2025-12-01"), (), 10_000, "statement_1")
    monkeypatch.setattr("goodstanding.core.whatif_months.decide", lambda *_: same)
    found = walked([owing("2025-12-01")], answered=0, until=day("2025-12-20"))
    assert found.contacts == {"statement": 1}


def test_the_same_draw_for_both_policies():
    one, other = (walked([owing("2025-12-01")], answered=5_000) for _ in range(2))
    assert one == other


def test_a_person_under_a_stop_is_left_in_peace_for_months():
    stopped = owing("2025-12-01", holds=(hold("cease_contact", "2025-12-01"),))
    found = walked([stopped], answered=10_000)
    assert not found.contacts


# ---- money of the difference


def responses(kind: str = "call", *, paid: int = 5_000) -> dict[str, Response]:
    found = Response()
    for _ in range(30):
        found.add(Seen(kind, 10_000, paid))
    return {kind: found}


@pytest.mark.parametrize(("now", "then", "found"), [
    (10_000, 30_000, Range(10_000, 10_000, 10_000)),
    (30_000, 10_000, Range(-10_000, -10_000, -10_000)),
    (10_000, 10_000, Range(0, 0, 0)),
])  # fmt: skip
def test_difference(now, then, found):
    assert difference({"call": now}, {"call": then}, responses()) == found


def test_a_kind_nobody_can_tell_about_makes_no_difference():
    assert difference({}, {"text": 9_000}, responses()) == Range(0, 0, 0)


def test_the_document_says_what_nobody_can_tell():
    total = walked([owing("2025-12-01")], answered=10_000)
    found = months_document(total, Walked(), real={}, responses=responses())["now"]
    assert found["step_money"] == {"call_1": [5_000] * 3, "call_2": [5_000] * 3}
    assert found["asked_untold"] == 50_000
    assert found["money"] == [10_000] * 3
