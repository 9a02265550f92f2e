"""Plans that fit what a person told us: fifty situations worked by hand, and what always holds."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.affordability import (
    Capacity,
    Dates,
    Terms,
    Told,
    afford,
    capacity_of,
    own_offer,
)
from goodstanding.core.kinds import Role
from goodstanding.core.money import cents_of, plain
from goodstanding.core.plan_limits import PlanLimits
from goodstanding.core.plans import Fit, Offer
from goodstanding.core.policy import read
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from tests.core.follow_accounts import SHIPPED

DAY = date(2026, 11, 27)
LIMITS = PlanLimits()
SITUATIONS = tomllib.loads(Path(__file__).with_name("households_50.toml").read_text())["situation"]
NAMES = {"household": "household", "income": "yearly_income_cents", "manage": "manage_cents",
         "essentials": "essentials_cents", "other_medical": "other_medical_cents"}  # fmt: skip


def terms(on: date = DAY, limits: PlanLimits = LIMITS, anchor: int = 15) -> Terms:
    return Terms(limits, live_book().on(on, "MN"), Dates.usual(on, anchor=anchor))


def told(words: dict) -> Told:
    return Told(**{NAMES[k]: v if isinstance(v, int) else cents_of(v) for k, v in words.items()})


def spelled(offer: Offer) -> str:
    each, last = plain(offer.monthly_cents), plain(offer.last_payment_cents)
    return f"{offer.months} x {each}, last {last}"


def test_the_shipped_limits_are_the_ones_worked_with():
    assert len(SITUATIONS) == 50
    policy, _ = read(SHIPPED)
    assert policy.plans == LIMITS


@pytest.mark.parametrize("one", SITUATIONS, ids=lambda one: one["name"])
def test_fifty_households(one):
    found = afford(cents_of(one["owed"]), told(one["told"]), terms(one.get("on", DAY)))
    assert [spelled(offer) for offer in found.offers] == one["offers"]
    assert [reason.code for reason in found.screen] == one["screen"]
    assert found.percent == one.get("percent")


CENTS = st.integers(0, 500_000)
TOLD = st.builds(
    Told,
    household=st.none() | st.integers(1, 9),
    yearly_income_cents=st.none() | st.integers(0, 20_000_000),
    essentials_cents=st.none() | CENTS,
    other_medical_cents=st.none() | CENTS,
    manage_cents=st.none() | CENTS,
)


@given(st.integers(1, 3_000_000), TOLD, st.dates(date(2025, 1, 1), DAY), st.integers(0, 31))
def test_no_offer_is_above_what_they_can_manage(total, said, on, anchor):
    found = afford(total, said, terms(on, anchor=anchor))
    most = found.capacity.most_cents
    for offer in found.offers:
        largest = max(offer.monthly_cents, offer.last_payment_cents)
        paid = offer.monthly_cents * (offer.months - 1) + offer.last_payment_cents
        assert paid == offer.total_cents == total
        assert offer.months <= LIMITS.longest_months
        assert offer.monthly_cents >= min(LIMITS.least_monthly, total)
        assert on < offer.first_due_on <= offer.last_due_on
        assert offer.needs_disclosure is (offer.months > 4)
        assert most is None or largest <= most
        if said.yearly_income_cents is not None:
            assert largest * 24 <= said.yearly_income_cents
        assert offer.fit is (Fit.NOT_SAID if most is None else Fit.FITS)
    assert len({offer.months for offer in found.offers}) == len(found.offers) <= 3
    assert found.offers or found.screen


@given(TOLD)
def test_the_capacity_is_within_both_what_they_said_and_their_means(said):
    found = capacity_of(said, LIMITS)
    if said.manage_cents is not None:
        assert found.best_cents <= found.most_cents <= said.manage_cents
    if said.yearly_income_cents is not None:
        spent = (said.essentials_cents or 0) + (said.other_medical_cents or 0)
        most = found.ceiling_cents if found.most_cents is None else found.most_cents
        assert most * 2 <= max(said.yearly_income_cents // 12 - spent, 0)


@pytest.mark.parametrize(("how", "fit"), [
    ({"months": 4}, Fit.FITS),  # 46.05
    ({"months": 3}, Fit.A_LITTLE_ABOVE),  # 61.40 of at most 62.50
    ({"monthly_cents": 62_50}, Fit.A_LITTLE_ABOVE),
    ({"monthly_cents": 62_51}, Fit.ABOVE),
    ({"months": 2}, Fit.ABOVE),
])  # fmt: skip
def test_a_chosen_amount_is_told_beside_what_they_can_manage(how, fit):
    offer = own_offer(184_20, terms(), capacity=Capacity(50_00, 50_00, ()), **how)
    assert offer.fit is fit


@pytest.mark.parametrize(("income", "offered", "screen"), [
    ("0.00", [], ["help.income", "help.nothing_left"]),
    # 3,600 a year is 300.00 a month, half of it 150.00: the usual 4 x 300.00 gives way to it
    ("3600.00", ["8 x 150.00, last 150.00", "16 x 75.00, last 75.00"], ["help.income"]),
])  # fmt: skip
def test_who_told_only_an_income_is_offered_nothing_beyond_it(income, offered, screen):
    limits = PlanLimits(usual_monthly=300_00)
    found = afford(1_200_00, told({"household": 1, "income": income}), terms(limits=limits))
    assert [spelled(offer) for offer in found.offers] == offered
    assert [reason.code for reason in found.screen] == screen


UNKNOWN = Capacity(None, None, ())


@pytest.mark.parametrize(("total", "how", "says"), [
    (184_20, {"monthly_cents": 9_99}, "10.00 a month or more"),
    (184_20, {"months": 19}, "10.00 a month or more"),  # 9.69
    (4_800_00, {"monthly_cents": 79_99}, "61 payments"),
    (4_800_00, {"months": 61}, "at most 60"),
    (0, {"months": 4}, "Nothing can go on a plan"),
])  # fmt: skip
def test_what_lies_outside_the_limits_is_refused(total, how, says):
    with pytest.raises(Refused, match=says):
        own_offer(total, terms(), capacity=UNKNOWN, **how)


def test_the_least_is_no_bar_to_a_small_bill():
    offer = own_offer(7_50, terms(), capacity=UNKNOWN, monthly_cents=7_50)
    assert (offer.months, offer.last_payment_cents) == (1, 7_50)


def test_a_first_payment_too_late_is_refused():
    late = Dates(DAY, date(2027, 1, 12), 12)  # 46 days
    with pytest.raises(Refused, match="within 45 days"):
        afford(100_00, Told(), Terms(LIMITS, terms().law, late))
    just = Dates(DAY, date(2027, 1, 11), 11)
    assert afford(100_00, Told(), Terms(LIMITS, terms().law, just)).offers


def test_the_duties_come_with_the_offers():
    found = afford(184_20, Told(manage_cents=50_00), terms())
    rules = [duty.rule for duty in found.duties]
    assert rules == ["mn-62j807-no-denial-of-care", "us-regz-four-installments"]
    (only,) = afford(20_00, Told(manage_cents=20_00), terms()).duties
    assert only.rule == "mn-62j807-no-denial-of-care"
    assert afford(20_00, Told(manage_cents=0), terms()).duties == ()


@pytest.mark.parametrize(("months", "cents", "role", "needs"), [
    (36, 5_000_00, Role.COORDINATOR, ""),
    (37, 100_00, Role.COORDINATOR, "36 payments"),
    (4, 5_000_01, Role.COORDINATOR, r"\$5,000.00"),
    (60, 9_000_00, Role.MANAGER, ""),
])  # fmt: skip
def test_who_may_agree_to_it_alone(months, cents, role, needs):
    found = LIMITS.beyond_role(months, cents, role=role)
    assert bool(found) is bool(needs)
    assert needs.replace("\\", "") in found


@pytest.mark.parametrize(("old", "new", "where"), [
    ("ask_percent = 50", "ask_percent = 0", "plans.ask_percent"),
    ('least_monthly = "10.00"', 'least_monthly = "0.99"', "plans.least_monthly"),
    ("coordinator_months = 36", "coordinator_months = 61", "plans.coordinator_months"),
    ("longest_months = 60", "longest_months = 3", "plans.usual_months"),
    ("help_first_percent = 400", "help_first_percent = 1001", "plans.help_first_percent"),
])  # fmt: skip
def test_limits_that_do_not_hold_together_are_refused(old, new, where):
    assert old in SHIPPED
    policy, faults = read(SHIPPED.replace(old, new, 1))
    assert policy is None
    assert where in {fault.where for fault in faults}
