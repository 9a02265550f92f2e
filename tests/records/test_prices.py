"""What a code costs: each list asked in its order, newer ones from their own day, None where
nobody knows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.actions.prices import WantedList, import_prices
from goodstanding.actions.unit import Actor
from goodstanding.core.price_kinds import PriceKind, Tier
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.models import AuditEvent, Price, PriceList
from goodstanding.records.queries.prices import (
    PriceAsked,
    VisitAsked,
    look_up,
    priced,
    priced_each,
)
from goodstanding.records.queries.prices_page import price_lists

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
KIM = Actor("kim", "manager")
SAMPLES = Path(__file__).parents[1] / "samples" / "prices"
ON = date(2026, 11, 23)


def bring(name, content=None, **more):
    content = content.encode() if content else (SAMPLES / name).read_bytes()
    wanted = WantedList(name, content, ON, **more)
    return import_prices(wanted=wanted, by=KIM, at=AT)


def everything():
    for name in ("charge_master.csv", "payer_schedule.csv", "pprrvu.csv", "gpci.csv"):
        bring(name)


def find(*lines, payer="NSH", plan=None, place="facility", on=ON):
    asked = [PriceAsked(code, tuple(more)) for code, *more in map(str.split, lines)]
    return priced(asked, payer_id=payer, plan=plan, place=place, on=on)


def allowed(*lines, **more):
    return [one.allowed_cents for one in find(*lines, **more)]


@pytest.fixture
def of_medicare(monkeypatch):
    """The policy takes 120 percent of Medicare's amount."""
    from dataclasses import replace

    real = clinic.policy_in_force()
    own = replace(real, prices=replace(real.prices, medicare_percent=120))
    monkeypatch.setattr(clinic, "policy_marked", lambda mark: own)


@pytest.mark.usefixtures("of_medicare")
def test_the_order_of_the_lists():
    everything()
    found = [find("X7447", plan="GOLD"), find("X7447", plan="TIN"), find("X7447", payer="LAKE"),
             find("X9827", payer=None, place="office"), find("X1111")]  # fmt: skip
    assert [(one.allowed_cents, one.charge_cents, one.tier) for (one,) in found] == [
        (161000, 420000, Tier.PLAN),
        (146000, 420000, Tier.PAYER),
        # 19.60 + 14.46 x .991 + 3.97 x .354 = 35.33524 x 33.2875 = 1,176.22; x 1.2 = 1,411.464
        (141146, 420000, Tier.MEDICARE),
        (315000, 315000, Tier.CHARGE),  # Medicare has none for the office
        (None, None, Tier.UNKNOWN),
    ]
    assert [one.source for (one,) in found][::2] == [
        "Fee schedule of payer NSH, plan GOLD, of 01/01/2026",
        "Medicare's amount of 01/01/2026, locality MN 00, times 120 percent",
        "Not known: nothing is put in its place",
    ]


def test_without_a_percent_in_the_policy_medicare_does_not_answer():
    everything()
    (found,) = find("X7447", payer="LAKE")
    assert (found.tier, found.allowed_cents) == (Tier.CHARGE, 420000)
    assert "stands in" in found.source
    order = look_up(PriceAsked("X7447"), payer_id="LAKE", plan=None, place="facility", on=ON)
    assert [(one.tier, one.shown_cents, one.why) for one in order] == [
        (Tier.PLAN, None, "No such list is in force on that day."),
        (Tier.PAYER, None, "The code is not in it."),
        (Tier.MEDICARE, None, "The clinic's policy has no percent of it."),
        (Tier.CHARGE, 420000, ""),
    ]


@pytest.mark.usefixtures("of_medicare")
def test_cms_indicators_rank_and_say_who_may_assist():
    everything()
    # Knee 1,460.00 of the payer's is first. Shoulder: 15.59 + 12.89 x .991 + 3.02 x .354 =
    # 29.43307 x 33.2875 = 979.7533 -> 979.75 x 1.2 = 1,175.70; second: 587.85.
    assert allowed("X9827", "X7447") == [58785, 146000]
    # The assistant's knee: 16 % of 1,460.00.
    assert allowed("X7447", "X7447 80") == [146000, 23360]


@pytest.mark.usefixtures("of_medicare")
def test_parts_of_an_operation_by_cms_shares():
    everything()
    # Medicare's knee 1,176.22 x 1.2 = 1,411.464: x 79, 21 and 69 percent.
    parts = [find(f"X7447 {name}", payer="LAKE")[0] for name in ("54", "55", "78")]
    assert [one.allowed_cents for one in parts] == [111506, 29641, 97391]
    assert all(one.certain for one in parts)
    # The payer's own list has the knee at 1,460.00; CMS's shares are taken of it, in words.
    (own,) = find("X7447 54")
    assert (own.allowed_cents, own.tier, own.certain) == (115340, Tier.PAYER, True)
    assert "CMS's share of this code before and during the operation: 79 percent" in own.steps[1]


def test_parts_of_an_operation_cms_does_not_know_are_by_report():
    bring("payer_schedule.csv")
    (found,) = find("X7447 54")
    assert (found.allowed_cents, found.certain) == (146000, False)


@pytest.mark.usefixtures("of_medicare")
def test_therapy_reduces_medicares_practice_expense():
    everything()
    # (0.45 + 0.40 x .991 + 0.01 x .354) x 33.2875 = 28.29; practice 13.195165.
    # 28.29 x 1.2 = 33.948 a unit; the second less half of 13.195165 x 1.2 = 7.917099.
    found = priced([PriceAsked("X7110", units=2)], payer_id=None, plan=None, place="office", on=ON)
    assert found[0].allowed_cents == 5998  # 67.896 - 7.917099 = 59.978901
    assert found[0].charge_cents == 19000


def test_a_row_with_its_modifier_is_not_changed_again():
    bring("charge_master.csv")
    assert allowed("X9827 50", "X7447 50") == [500000, 630000]
    # One part of a service is never the price of the whole.
    assert allowed("X9827 26") == [None]


def test_a_newer_list_comes_in_the_place_of_the_older_on_its_day():
    bring("a.csv", "code,amount,effective_on\nX1,10.00,2026-01-01\nX2,5.00,2026-01-01")
    bring("b.csv", "code,amount,effective_on\nX1,12.00,2026-12-01")
    assert allowed("X1", "X2") == [1000, 500]
    assert allowed("X1", "X2", on=date(2026, 12, 1)) == [1200, None]
    assert PriceList.objects.count() == 2


SPRING = "code,amount,effective_on\nX1,10.00,2026-01-01\nX2,5.00,2026-01-01\nX1,11.00,2026-06-01"


def test_rows_of_one_file_from_different_days_count_together():
    bring("spring.csv", SPRING)
    assert allowed("X1", "X2", on=date(2026, 5, 31)) == [1000, 500]
    # X1 has a row of its own from June on; X2 still has January's.
    (first, second) = find("X1", "X2")
    assert (first.allowed_cents, second.allowed_cents) == (1100, 500)
    assert "Charge master of 06/01/2026" in first.source
    assert "Charge master of 01/01/2026" in second.source
    assert [one.state for one in price_lists(ON)] == ["in force", "in force"]


@pytest.mark.parametrize(("first", "second", "x2"), [("spring", "april", None),
                                                     ("april", "spring", 500)])  # fmt: skip
def test_another_file_between_the_days_of_one(first, second, x2):
    """What came in last has its way: April's list takes January's place, or is older than both."""
    april = "code,amount,effective_on\nX1,10.50,2026-04-01"
    for name in (first, second):
        bring(f"{name}.csv", {"spring": SPRING, "april": april}[name])
    assert allowed("X1", "X2") == [1100, x2]
    states = [one.state for one in price_lists(ON)]
    assert states == ["in force", "replaced", "replaced" if x2 is None else "in force"]


def test_a_plan_is_one_however_it_is_spelled():
    head = "code,payer_id,plan,amount,effective_on\nX1,NSH,"
    bring("a.csv", f"{head}Élite,10.00,2026-01-01")
    bring("b.csv", f"{head}ÉLITE,12.00,2026-06-01")
    assert allowed("X1", plan="élite") == [1200]
    assert [one.state for one in price_lists(ON)] == ["in force", "replaced"]
    assert allowed("X1", plan="GOLD") == [None]


def test_a_list_that_ended_says_nothing():
    bring("payer_schedule.csv")
    assert allowed("X7447", plan="GOLD", on=date(2026, 12, 31)) == [161000]
    assert allowed("X7447", plan="GOLD", on=date(2027, 1, 1)) == [146000]


def test_the_same_file_is_refused_and_nothing_is_kept():
    done = bring("payer_schedule.csv")
    assert (done.kind, done.rows, len(done.problems)) == (PriceKind.PAYER, 4, 3)
    assert [(payer, plan, rows) for payer, plan, _, rows in done.lists] == [
        ("NSH", "", 2), ("NSH", "GOLD", 1), ("LAKE", "", 1),
    ]  # fmt: skip
    with pytest.raises(Refused, match="taken once"):
        bring("payer_schedule.csv")
    assert Price.objects.count() == 4
    assert AuditEvent.objects.filter(verb="price.import").count() == 1


def test_a_code_twice_on_one_day_is_set_aside():
    """The first says no day and gets the file's; the second says that day itself, the third says
    the same as the first."""
    rows = "code,amount,effective_on\nX1,10.00,\nX1,12.00,2026-11-23\nX1,10.00,2026-11-23"
    (one,) = bring("a.csv", "\n".join(rows.split("\n")[:3])).problems
    assert (one.where, one.number) == ("line 3", "X1")
    assert one.text == "This code is on line 2 already, of the same day: that one counts."
    assert allowed("X1") == [1000]
    same = rows.split("\n")
    assert bring("b.csv", "\n".join([same[0], same[1], same[3]])).problems == ()


def test_a_code_twice_in_cms_file_is_set_aside():
    lines = (SAMPLES / "pprrvu.csv").read_text().splitlines()
    knee = next(line for line in lines if line.startswith("X7447"))
    # 14 lines, the same row again, and another amount on the 16th.
    done = bring("pprrvu.csv", "\n".join([*lines, knee, knee.replace("19.60", "20.60")]))
    assert [one.where for one in done.problems][2:] == ["line 16"]


@pytest.mark.usefixtures("of_medicare")
def test_several_localities_and_none_chosen_are_not_known():
    bring("pprrvu.csv")
    rows = "MAC,State,Locality Number,Name,PW GPCI,PE GPCI,MP GPCI\n1,MN,00,A,1,1,1\n1,XX,5,B,1,1,1"
    bring("gpci.csv", rows)
    assert allowed("X7447") == [None]


def test_only_a_manager_brings_in_prices():
    wanted = WantedList("a.csv", b"code,amount\nX1,1.00", ON)
    with pytest.raises(Refused, match="role"):
        import_prices(wanted=wanted, by=Actor("dana", "coordinator"), at=AT)


def test_many_lines_ask_the_database_no_more_often(django_assert_max_num_queries):
    everything()
    with django_assert_max_num_queries(5):
        find(*["X7447", "X9827", "X9213"] * 30)


def test_many_visits_read_their_prices_together_and_each_is_ranked_alone():
    """As priced() says of each alone; and no question more for forty of them."""
    everything()
    lines = tuple(PriceAsked(code) for code in ("X7447", "X9827"))
    whole = VisitAsked(lines, "NSH", None, "facility", ON)
    parts = [replace(whole, lines=(line,)) for line in lines]
    visits = [whole, *parts, replace(whole, plan="GOLD"), replace(whole, lines=())]
    alone = tuple(
        priced(one.lines, payer_id="NSH", plan=one.plan, place="facility", on=ON)
        if one.lines else () for one in visits
    )  # fmt: skip
    assert priced_each(visits) == alone
    # Two operations of one visit are less than the two of two visits.
    sums = [sum(one.allowed_cents for one in found) for found in alone[:3]]
    assert sums[0] < sums[1] + sums[2]
    with CaptureQueriesContext(connection) as few:
        priced_each([whole])
    with CaptureQueriesContext(connection) as many:
        priced_each([whole] * 40)
    assert len(many) == len(few)


@pytest.mark.parametrize("of_medicare", [True, False])
@pytest.mark.parametrize("percent", [0, 120])
def test_medicare_itself_pays_the_whole_of_its_amount(percent, of_medicare, monkeypatch):
    """Whatever percent of it others are taken to pay; without it our charge would stand in."""
    real = clinic.policy_in_force()
    own = replace(real, prices=replace(real.prices, medicare_percent=percent))
    monkeypatch.setattr(clinic, "policy_marked", lambda mark: own)
    everything()
    asked = [PriceAsked("X9213")]
    (found,) = priced(
        asked, payer_id="MED", plan=None, place="office", on=ON, of_medicare=of_medicare
    )
    # 1.30 + 1.36 x .991 + 0.10 x .354 = 2.68316 x 33.2875 = 89.3157 -> 89.32; x 1.2 = 107.184
    others = {0: (21000, Tier.CHARGE), 120: (10718, Tier.MEDICARE)}[percent]
    wanted = (8932, Tier.MEDICARE) if of_medicare else others
    assert (found.allowed_cents, found.tier) == wanted
