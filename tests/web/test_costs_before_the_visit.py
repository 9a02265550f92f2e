"""What payers answered, price lists and estimates meet: in the estimate and on the desk's list."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from goodstanding.actions import estimates
from goodstanding.actions.imports import Setting, receive
from goodstanding.actions.prices import WantedList, import_prices
from goodstanding.core.estimate_terms import Planned, PlannedLine, Told
from goodstanding.core.price_kinds import PriceKind
from goodstanding.records.models import CostEstimate, Patient
from goodstanding.records.queries.coming_visits import booked
from goodstanding.records.queries.huddle import worked
from tests.actions.test_estimates import PAPER
from tests.eligibility_text import answer, file_of
from tests.web.clinic import BERG, BY, DAY, LOPEZ, NOON
from tests.web.test_front_desk import NEXT, book

pytestmark = pytest.mark.usefixtures("clinic", "own_var")
LOPEZ_IS = {"name": "LOPEZ*MARIA****MI*M9", "born": "19710314"}
SERVICE = date(2026, 12, 18)


def cover():
    return Patient.objects.get(guarantor__number=LOPEZ).coverages.first()


@pytest.fixture
def answered(tmp_path):
    """In force; copay 30.00; 650.25 of the deductible and 2,100.00 of the most are left; 20 %."""
    told = ("EB*1**30**GOLD", "EB*B*IND*98***27*30*****Y", "EB*C*IND*30***29*650.25*****Y",
            "EB*G*IND*30***29*2100*****Y", "EB*A**30*****.2")  # fmt: skip

    def come(*benefits):
        path = tmp_path / "a.271"
        whole = answer(*(benefits or told), **LOPEZ_IS, payer=f"X*****PI*{cover().payer}")
        path.write_bytes(file_of(whole, on=DAY))
        return list(receive(path, "auto", Setting(on=DAY, by=BY, at=NOON)))

    return come


def taken():
    (row,) = [row for row in worked(NEXT, "Main") if row.booked.account_id == LOPEZ]
    return row.told.line.take


def test_the_copay_of_an_office_visit_comes_from_the_payers_answer(answered):
    book(LOPEZ, kind="office")
    assert "Copay $30.00" not in taken()
    answered()
    assert "Copay $30.00" in taken()


@pytest.mark.parametrize(("left", "take"), [("12.50", "Copay $12.50"), ("0", "Nothing")])
def test_a_copay_is_never_above_what_is_left_of_the_years_limit(answered, left, take):
    answered("EB*1**30**GOLD", "EB*B*IND*98***27*30*****Y", f"EB*G*FAM*30***29*{left}*****Y")
    book(LOPEZ, kind="office")
    assert take in taken()


@pytest.mark.parametrize(("last", "copays"), [("20261124", [30_00, 0]), ("20261125", [30_00] * 2)])
def test_the_copay_is_asked_of_the_plan_as_it_is_on_the_visits_own_day(answered, last, copays):
    """Both visits are looked at together, from a day on which the plan is in force."""
    days = (NEXT, NEXT + timedelta(days=1))
    for on in days:
        book(LOPEZ, kind="office", on=on)
    told = ("EB*1**30**GOLD", f"DTP*347*D8*{last}", "EB*B*IND*98***27*30*****Y")
    answered(*told)
    rows = [row for row in booked(DAY, days[1]) if row.account_id == LOPEZ]
    assert [row.visit.copay_cents or 0 for row in rows] == copays
    assert [worked(on, "Main")[0].told.line.copay_cents for on in days] == copays


def test_the_copay_is_of_the_coverage_that_is_in_force_on_the_visits_day(answered):
    answered()
    cover_ends = date(2026, 12, 1)
    patient = Patient.objects.get(guarantor__number=LOPEZ)
    patient.coverages.update(ends_on=cover_ends)
    for on in (cover_ends, cover_ends + timedelta(days=1)):
        book(LOPEZ, kind="office", on=on)
    patient.coverages.create(
        rank=2, payer="OTHER", payer_type="commercial", effective_on=cover_ends + timedelta(days=1)
    )
    rows = [row for row in booked(DAY, date(2026, 12, 5)) if row.account_id == LOPEZ]
    assert [row.visit.copay_cents for row in rows] == [30_00, None]


@pytest.mark.parametrize("kind", ["Knee replacement", "surgery", ""])
def test_another_kind_of_visit_has_no_copay_to_ask(answered, kind):
    answered()
    book(LOPEZ, kind=kind)
    assert not [each for each in taken() if each.startswith("Copay")]


def test_a_second_plan_may_pay_the_copay(answered):
    answered()
    book(LOPEZ, kind="office")
    first = cover()
    first.pk, first.rank, first.payer = None, 2, "OTHER"
    first.save()
    assert not [each for each in taken() if each.startswith("Copay")]


def test_qmb_in_the_answer_takes_nothing(answered):
    answered("EB*1**30**GOLD", "EB*B*IND*98***27*30*****Y", "EB*1**30*QM")
    book(LOPEZ, kind="office")
    assert not [each for each in taken() if "$" in each]


def listed(text, kind):
    wanted = WantedList("list.csv", text.encode(), DAY, kind)
    import_prices(wanted=wanted, by=BY, at=NOON)


FORM = {
    "has_coverage": "yes", "bill_it": "yes", "service": "Knee replacement",
    "service_on": "12/18/2026", "booked_on": "11/23/2026", "line-TOTAL_FORMS": "1",
    "line-INITIAL_FORMS": "0", "line-0-code": "X1", "line-0-modifiers": "50",
    "line-0-provider": "Dr. Hale",
}  # fmt: skip


def test_an_insured_estimate_reads_the_lists_and_the_answer(answered, desk):
    answered()
    listed("code,amount\nX1,2000.00", PriceKind.CHARGE_MASTER)
    listed(f"code,payer_id,amount\nX1,{cover().payer},1000.00", PriceKind.PAYER)
    client = desk("coordinator")
    page = client.get(f"/estimates/new?person=P{LOPEZ}").content.decode()
    assert 'value="650.25"' in page
    told = {"deductible": "650.25", "coinsurance": "20", "most": "2100", "told_on": "11/23/2026"}
    client.post("/estimates/new", {"person": f"P{LOPEZ}", **FORM, **told})
    version = CostEstimate.objects.get().versions.get()
    line = version.inputs["lines"][0]
    # The charge master's 2,000.00; the plan allows 150 % of 1,000.00 for both sides.
    assert (line["cents"], line["allowed"]) == (2_000_00, 1_500_00)
    # 650.25 + 20 % of 849.75 (169.95) = 820.20.
    assert (version.share_cents, version.at_most_cents) == (820_20, 820_20)
    again = client.get(f"/estimates/{version.estimate_id}/again")
    assert again.status_code == 200
    assert "1500.00" not in again.content.decode()
    shown = client.get(f"/estimates/{version.estimate_id}").content.decode()
    assert f"Fee schedule of payer {cover().payer}" in shown


def test_the_list_of_the_patients_own_plan_goes_before_the_payers_other_one(answered, desk):
    """As the payer names it in its answer, GOLD; how the list spells it does not matter."""
    answered()
    listed(
        f"code,payer_id,plan,amount\nX1,{cover().payer},,1000.00\nX1,{cover().payer},Gold,900.00\n"
        f"X1,{cover().payer},TIN,800.00", PriceKind.PAYER,
    )  # fmt: skip
    told = {"deductible": "0", "coinsurance": "20", "most": "2100", "line-0-modifiers": ""}
    desk("coordinator").post("/estimates/new", {"person": f"P{LOPEZ}", **FORM, **told})
    line = CostEstimate.objects.get().versions.get().inputs["lines"][0]
    assert line["allowed"] == 900_00
    assert "plan Gold, of" in line["allowed_by"]


def test_a_charge_of_one_side_is_said_to_be_one(answered, desk):
    listed("code,modifier,amount\nX1,,2000.00\nX2,50,3000.00", PriceKind.CHARGE_MASTER)
    client = desk("coordinator")
    for code, said in (("X1", True), ("X2", False)):
        asked = FORM | {"person": f"P{LOPEZ}", "line-0-code": code, "has_coverage": "no"}
        page = client.post("/estimates/new", asked, follow=True).content.decode()
        assert ("for one side: write the charge of both" in page) is said


SIGNED = PlannedLine("Dr. Hale", "X1", 2_000_00, npi="1234567893", allowed=1_000_00)


@pytest.mark.parametrize(
    ("told", "ahead"),
    [
        (None, 0),  # no benefits in it: from 0.00 to 1,000.00, so nothing is suggested
        (Told(0, Decimal("0.20"), 2_100_00, on=DAY), 200_00),  # 20 % of 1,000.00
    ],
)
def test_an_insured_estimate_suggests_what_may_be_paid_ahead_unless_it_is_a_range(told, ahead):
    number = book(BERG, kind="surgery", on=SERVICE, planned_codes="X1")
    planned = Planned("Knee", (SIGNED,), SERVICE, DAY, has_coverage=True, bill_it=True, told=told)
    key = estimates.draft(patient=f"P{BERG}", planned=planned, appointment=number, by=BY, at=NOON)
    estimates.give(key=key, handed=PAPER, by=BY, at=NOON)
    (row,) = worked(SERVICE, "Main")
    assert row.told.line.prepay_cents == ahead
    if ahead:
        assert row.told.prepay_source == "Estimate of 11/23/2026"
