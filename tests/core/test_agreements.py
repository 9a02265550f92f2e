"""A plan that is kept and a promise still open are left in peace."""

from dataclasses import replace

import pytest

from goodstanding.core.facts import PaymentFacts, PlanFacts, PromiseFacts
from tests.core.builders import account, day, may, rules

PLAN = PlanFacts("L1", day("2026-08-20"), 2500, 1, 12, "active")  # due 09-01, 10-01, 11-01, ...


@pytest.mark.parametrize(
    ("paid", "on", "kept"),
    [
        (0, "2026-09-11", True),  # ten days of grace
        (0, "2026-09-12", False),
        (2500, "2026-10-11", True),
        (2500, "2026-10-12", False),
        (7499, "2026-11-23", False),
        (7500, "2026-11-23", True),
        (30000, "2026-11-23", False),  # paid out: the plan is over
    ],
)
def test_a_plan_that_is_kept_is_left_in_peace(paid, on, kept):
    facts = account(on=day(on), plans=(PLAN,), payments=(PaymentFacts(day("2026-08-21"), paid),))
    assert rules(may(facts)) == ({"followup.plan_in_good_standing"} if kept else set())
    assert may(facts, "plan_notice").allowed


def test_a_broken_plan_is_no_shelter():
    assert may(account(plans=(replace(PLAN, status="broken"),), on=day("2026-09-02"))).allowed


@pytest.mark.parametrize(
    ("on", "kept", "paid", "open_"),
    [
        ("2026-11-20", None, 0, True),
        ("2026-11-25", None, 0, True),
        ("2026-11-30", None, 0, True),  # 11-25, then 11-27 and 11-30: 11-26 is Thanksgiving
        ("2026-12-01", None, 0, True),
        ("2026-12-02", None, 0, False),
        ("2026-11-20", "2026-11-19", 0, False),
        ("2026-11-20", None, 5000, False),
        ("2026-11-20", None, 4999, True),
    ],
)
def test_a_promise_is_given_its_day(on, kept, paid, open_):
    promise = PromiseFacts("R1", day("2026-11-10"), 5000, day("2026-11-25"), kept and day(kept))
    facts = account(
        on=day(on), promises=(promise,), payments=(PaymentFacts(day("2026-11-12"), paid),)
    )
    verdict = may(facts)
    assert rules(verdict) == ({"followup.promise_open"} if open_ else set())
    assert all(r.until == day("2026-12-02") for r in verdict.refusals)
