"""A placement never passes with any point missing: each point is taken away alone, and some
together."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.agency_placing import placing
from goodstanding.core.agency_points import HELP, HELPED_UNTIL
from goodstanding.core.agency_review import must_recall
from goodstanding.core.facts import (
    AccountFacts,
    AgencyFacts,
    PlanFacts,
    PromiseFacts,
    WriteOffFacts,
)
from goodstanding.core.kinds import HoldKind
from goodstanding.law import live_book
from tests.core.follow_accounts import ADULT, POLICY, SELF, UP_TO, account, charge, day, held

ON = day(140)
PAPERS = AgencyFacts(
    "Collectors Inc.", day(-90), day(-90), day(400), day(-30), "https://example.org/p", day(-99),
    day(300),
)  # fmt: skip
WRITTEN = {"help": day(100), "plan": day(101), "authority": day(139)}


def complete(**more) -> AccountFacts:
    first = {"agency": PAPERS, "contacts": UP_TO["agency_review"], "written": WRITTEN}
    return replace(account(), on=ON, **(first | more))


def asked(facts):
    return placing(facts, POLICY, live_book().on(facts.on, "MN"))


def without(key):
    return {"written": {k: v for k, v in WRITTEN.items() if k != key}}


PROMISE = PromiseFacts("R1", day(130), 18420, day(141))
PLAN = PlanFacts("N1", day(130), 5000, 15, 4, "active")
NEWER = charge(6000, number=2, since=139)
PLACED = {"C1"}
# Each takes away one thing; the codes are the points it must flip.
MISSING = {
    "no first letter": ({"contacts": UP_TO["reminder_1"]}, {"first_letter"}),
    "the letter's time runs": ({"contacts": UP_TO["first_letter"]}, {"first_letter"}),
    "no published policy": ({"agency": replace(PAPERS, policy_url="")}, {"published"}),
    "published later": (
        {"agency": replace(PAPERS, policy_published_on=day(141))}, {"published"},
    ),
    "no agency": ({"agency": replace(PAPERS, name="")}, {"agency"}),
    "license ended": ({"agency": replace(PAPERS, licence_until=day(139))}, {"agency"}),
    "license not looked up": (
        {"agency": replace(PAPERS, licence_checked_on=day(-300))}, {"agency"},
    ),
    "no contract": ({"agency": replace(PAPERS, contract_on=None)}, {"agency"}),
    "contract ended": ({"agency": replace(PAPERS, contract_until=day(139))}, {"agency"}),
    "no agreement": ({"agency": replace(PAPERS, agreement_on=None)}, {"agency"}),
    "too old": ({"charges": (charge(since=-2000),)}, {"limitation"}),
    "insurer not finished": (
        {"charges": (charge(), charge(0, insurer=9000, number=2))}, {"insurer"},
    ),
    "not screened": (without("help"), {"offered"}),
    "screened for an older debt": (
        {"written": {**WRITTEN, "help": day(-1)}}, {"offered"},
    ),
    "no plan offered": (without("plan"), {"offered"}),
    "no authority": (without("authority"), {"authority"}),
    "money not placed": ({"unapplied_cents": 100}, {"money"}),
    "a credit": ({"credit_cents": 100}, {"money"}),
    "too little": ({"charges": (charge(4999),)}, {"money"}),
    "nothing owed": ({"charges": ()}, {"money"}),
    "newer money": ({"charges": (charge(), NEWER)}, {"bill"}),
    "a minor then": (
        {"patients": (replace(SELF, birth_on=day(-3000)),)}, {"liable", "money"},
    ),
    "age not known": (
        {"patients": (replace(SELF, birth_on=None),), "person": replace(ADULT, birth_on=None)},
        {"liable"},
    ),
    "a spouse who did not sign": (
        {"patients": (replace(SELF, relation="spouse"),),
         "person": replace(ADULT, signed_on=None)}, {"liable", "money"},
    ),
    "no address": ({"person": replace(ADULT, has_address=False)}, {"address"}),
    "mail came back": ({"person": replace(ADULT, mail_returned_on=day(120))}, {"address"}),
    "a plan runs": ({"plans": (PLAN,)}, {"agreed"}),
    "a promise is open": ({"promises": (PROMISE,)}, {"agreed"}),
    "someone died": ({"patients": (replace(SELF, deceased_on=day(100)),)}, {"holds"}),
    "confidential address": (
        {"person": replace(ADULT, confidential_address=True)}, {"gate"},
    ),
}  # fmt: skip


def codes(facts):
    return {point.code for point in asked(facts).missing}


def test_a_complete_account_may_be_placed_for_all_it_owes():
    found = asked(complete())
    assert (found.missing, found.verdict.allowed, found.verdict.cents) == ((), True, 18420)


@pytest.mark.parametrize("name", MISSING)
def test_each_thing_alone_flips_the_answer(name):
    more, points = MISSING[name]
    facts = complete(**more)
    verdict = asked(facts).verdict
    assert points <= codes(facts)
    assert (verdict.allowed, verdict.cents) == (False, 0)
    assert verdict.refusals


STOPS_NO_PLACEMENT = {HoldKind.CALL_RESTRICTION, HoldKind.POWER_OF_ATTORNEY}


@pytest.mark.parametrize("kind", sorted(HoldKind))
def test_each_kind_of_hold_alone_flips_the_answer(kind):
    hold = held(kind, 120, not_before="10:00", document_on=day(1).isoformat(), chapter="7",
                filed_on=day(119).isoformat())  # fmt: skip
    found = asked(complete(holds=(hold,)))
    assert (found.verdict.allowed, found.verdict.cents) == (False, 0)
    assert found.missing
    reasons = must_recall(complete(holds=(hold,)), POLICY, live_book().on(ON, "MN"), placed=PLACED)
    stays = STOPS_NO_PLACEMENT | {HoldKind.AGENCY}
    assert bool(reasons) is (kind not in stays), kind


@given(
    st.sets(st.sampled_from(sorted(MISSING)), max_size=4),
    st.integers(5000, 500_000),
    st.integers(0, 60),
)
def test_never_with_anything_missing_and_always_with_nothing(names, cents, later):
    """Any few of them together, on any amount and a later day."""
    more = {"charges": (charge(cents),)}
    for name in sorted(names):
        more |= MISSING[name][0]
    facts = replace(complete(**more), on=ON + timedelta(days=later))
    found = asked(facts)
    if found.missing:
        assert (found.verdict.allowed, found.verdict.cents) == (False, 0)
    else:
        # Only time makes a thing right by itself: a letter's days end, a newer bill goes out never.
        assert names <= {"the letter's time runs", "a promise is open"}
        assert (found.verdict.allowed, found.verdict.cents) == (True, facts.patient_cents)
    assert found.verdict.allowed is all(point.ok is True for point in found.points)


def test_each_point_names_a_rule_and_where_it_stands():
    for point in asked(complete()).points:
        assert point.rule
        assert point.citation
        assert point.text.endswith(".")


def test_paid_and_excluded_money_come_back():
    law = live_book().on(ON, "MN")
    there = (held(HoldKind.AGENCY, 130),)
    assert must_recall(complete(holds=there), POLICY, law, placed=PLACED) == ()
    empty = replace(complete(holds=there), charges=(replace(charge(), layers=()),))
    assert [r.code for r in must_recall(empty, POLICY, law, placed=PLACED)] == ["recall.paid"]
    unsigned = {"patients": (replace(SELF, relation="spouse"),),
                "person": replace(ADULT, signed_on=None)}  # fmt: skip
    found = must_recall(complete(holds=there, **unsigned), POLICY, law, placed=PLACED)
    assert [r.rule for r in found] == ["mn-spouse-not-liable"]


ASKED = HoldKind.ASSISTANCE_PENDING


def pause(first, last):
    return {"holds": (replace(held(ASKED, first), ends_on=day(last)),)}


def charity(number):
    return {"write_offs": (WriteOffFacts(day(number), "charity", 5000),)}


def written(**more):
    return {"written": {**without("help")["written"], **{k: day(v) for k, v in more.items()}}}


def granted(until):
    return written(**{HELPED_UNTIL: until})


# The debt is the patient's since day 0, and is placed on day 140.
@pytest.mark.parametrize(
    ("more", "ok"),
    [
        (pause(-1, 139), None),  # asked for the day before, decided since
        (pause(0, 10), True),
        (pause(139, 139), True),
        (pause(141, 150), None),  # still to come
        (charity(-1), None),
        (charity(0), True),
        (written(help=-1), None),
        (written(help=0), True),
        ({**pause(-60, -31), **charity(-30), **granted(140)}, True),  # its last day
        ({**pause(-60, -31), **charity(-30), **granted(139)}, None),
        ({**pause(-60, -31), "charges": (charge(number=2), charge(since=-60))}, True),
        ({**pause(-61, -31), "charges": (charge(number=2), charge(since=-60))}, None),
    ],
)
def test_help_is_offered_for_the_debt_that_is_placed_or_still_in_force(more, ok):
    facts = complete(**(without("help") | more))
    assert [point.ok for point in asked(facts).points if point.rule == HELP] == [ok]
    assert ("offered" in codes(facts)) is (ok is None)


def test_only_what_was_placed_brings_it_back():
    law, paid = live_book().on(ON, "MN"), replace(charge(), layers=())
    copay = charge(2000, number=2, insurer=9000)
    codes = []
    for charges in ((charge(), copay), (paid, NEWER), (charge(insurer=9000), NEWER)):
        facts = complete(holds=(held(HoldKind.AGENCY, 130),), charges=charges)
        codes.append([r.rule for r in must_recall(facts, POLICY, law, placed=PLACED)])
    assert codes == [[], ["agency.money_owed"], ["owed.insurer_pending"]]


def test_a_contract_or_agreement_signed_later_is_not_on_file_yet():
    for name in ("contract_on", "agreement_on"):
        facts = complete(agency=replace(PAPERS, **{name: day(141)}))
        assert "agency" in codes(facts), name


def test_a_hold_that_stops_no_placement_is_ended_before_one_all_the_same():
    facts = complete(holds=(held(HoldKind.CALL_RESTRICTION, 120, not_before="10:00"),))
    assert "holds" in codes(facts)


def test_nothing_owed_is_no_money_to_place():
    facts = complete(charges=(charge(0),))
    (point, *_) = [p for p in asked(facts).points if p.code == "money"]
    assert (point.ok, point.text) == (False, "Only $0.00 of $0.00 may be asked for.")
