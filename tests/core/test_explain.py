"""Why this and not something else: each rule's answer, from the same facts as the decision's."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core import policy as policy_module
from goodstanding.core.explain import RULES, Heard, explain
from goodstanding.core.facts import (
    AccountFacts,
    OverrideFacts,
    PatientFacts,
    PaymentFacts,
    PlanFacts,
    PromiseFacts,
)
from goodstanding.core.followup import LADDER, decide
from goodstanding.core.kinds import Act
from goodstanding.core.places import law_for
from goodstanding.core.policy import read
from goodstanding.law import live_book
from tests.core.builders import TODAY, account, at, call, charge, day, hold, person

POLICY, _ = read((Path(policy_module.__file__).parent / "policy_v1.toml").read_text())
assert POLICY is not None
PROMISE = PromiseFacts("P1", day("2026-11-20"), 6000, day("2026-11-30"))
BROKEN = PromiseFacts("P1", day("2026-09-20"), 6000, day("2026-09-30"))
PLAN = PlanFacts("N1", day("2026-11-01"), 2500, 1, 4, "active")
OVER = PlanFacts("N1", day("2025-01-01"), 2500, 1, 4, "completed")
CHOICE = OverrideFacts(Act.CALL, TODAY, day("2026-11-30"), "our error", "manager")


def heard(facts: AccountFacts) -> tuple[Heard, ...]:
    return explain(facts, POLICY, law_for(facts, live_book()))


def said(facts: AccountFacts, rule: str) -> str:
    """What the rule answered when it did not speak."""
    (one,) = [each for each in heard(facts) if each.rule == rule]
    assert not one.spoke
    return one.text


def test_every_rule_of_the_ladder_has_a_name_and_an_answer():
    assert list(RULES) == [rule.__name__ for rule in LADDER]


@pytest.mark.parametrize(
    ("rule", "facts", "text"),
    [
        ("recall", account(), "The account is not at an agency."),
        ("recall", account(holds=(hold("agency"),)),
         "It is at the agency, $100.00 is owed, and no other hold stands."),
        ("estate", account(), "Nobody on this account is known to have died."),
        ("estate", account(patients=(PatientFacts("A1", None), PatientFacts(
            "A2", None, "child", day("2026-10-01")))),
         "Someone they pay for died; that is counted visit by visit."),
        ("bankruptcy", account(), "No bankruptcy is on file."),
        ("bankruptcy", account(charge(service="2026-11-01"), holds=(
            hold("bankruptcy", "2026-10-01", chapter="7", filed_on="2026-10-01"),)),
         "A bankruptcy is on file: no claim is to be filed now, and $100.00 may be asked for."),
        ("holds", account(), "No hold stands on this account."),
        ("holds", account(holds=(hold("call_restriction"),)),
         "One hold stands; not everything is stopped, or nothing is owed by the patient."),
        ("credit", account(), "$100.00 is still owed."),
        ("nothing_owed", account(), "The patient owes $100.00."),
        ("left_out", account(), "$100.00 may be asked for."),
        ("left_out", account(charge(), charge("C2", cents=2500, self_pay_restriction=True),
                             holds=(hold("dispute", charges=("C2",)),)),
         "$100.00 may be asked for; $25.00 may not."),
        ("chosen", account(), "Nobody chose another step."),
        ("chosen", account(override=replace(CHOICE, act=Act.WAIT, until=TODAY)),
         "A wait until 11/23/2026 was chosen, and that day has come."),
        ("chosen", account(override=CHOICE, promises=(PROMISE,)),
         "A call was chosen on 11/23/2026; it was done, or a promise or plan comes first."),
        ("chosen", account(override=CHOICE, person=person(phone_mobile="")),
         "A call was chosen on 11/23/2026; it may not be done now."),
        ("open_promise", account(), "No promise was made."),
        ("open_promise", account(promises=(BROKEN,)),
         "No promise is open; the last was $60.00 for 09/30/2026."),
        ("plan", account(), "No payment plan was made."),
        ("plan", account(plans=(OVER,)), "No payment plan runs; the last began on 01/01/2025."),
        ("small", account(), "$100.00 is not below $5.00."),
        ("broken_pledge", account(), "There was no promise and no plan to break."),
        ("returned_mail", account(), "An address is on file and no mail came back."),
        ("assistance", account(), "They have not refused to pay."),
        ("assistance", account(contacts=(call(at("10:00", day("2026-01-05")), "refused"),)),
         "They refused to pay, but before this was owed, or it was answered or is long ago."),
    ],
)  # fmt: skip
def test_a_rule_that_is_silent_says_why(rule, facts, text):
    assert said(facts, rule) == text


def test_credit_below_the_least_looked_at():
    facts = account(charge(cents=0, layers=()), credit_cents=0)
    assert said(facts, "credit").startswith("A credit of $0.00 is below ")


def test_the_rule_that_spoke_gives_the_first_reason():
    facts = account(promises=(PROMISE,))
    found = [each for each in heard(facts) if each.spoke]
    assert [(each.rule, each.text) for each in found] == [
        ("open_promise", "Promise of $60.00 for 11/30/2026, grace to 12/03/2026.")
    ]


def test_rules_after_it_were_not_asked():
    after = heard(account(holds=(hold("manual"),)))[4:]
    assert {each.text for each in after} == {"Not reached: holds on the account came first."}
    assert [each.label for each in after][-1] == "The steps of the policy"


PARTS = {
    "holds": [(), (hold("dispute"),), (hold("agency"), hold("manual")), (hold("estate"),)],
    "promises": [(), (PROMISE,), (BROKEN,)],
    "plans": [(), (PLAN,), (OVER,)],
    "override": [None, CHOICE, replace(CHOICE, act=Act.WAIT)],
    "contacts": [(), (call(at("10:00", TODAY - timedelta(days=3)), "refused"),)],
    "payments": [(), (PaymentFacts(day("2026-11-02"), 2500),)],
    "person": [person(), person(has_address=False), person(phone_mobile="")],
    "charges": [(charge(),), (), (charge(cents=300),), (charge(layers=(), insurer_cents=9900),)],
    "credit_cents": [0, 5000],
}


@given(st.fixed_dictionaries({name: st.sampled_from(some) for name, some in PARTS.items()}))
def test_exactly_the_rule_that_decided_spoke(parts):
    facts = replace(account(), **parts)
    law = law_for(facts, live_book())
    decision, all_heard = decide(facts, POLICY, law), explain(facts, POLICY, law)
    assert [each.rule for each in all_heard if each.spoke] == [decision.spoke]
    assert [each.rule for each in all_heard] == list(RULES)
    assert all(each.text.endswith(".") for each in all_heard if not each.spoke)
