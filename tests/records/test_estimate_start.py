"""What an estimate begins with: whose benefits, and whether a share is owed on the day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goodstanding.cli.commands import run
from goodstanding.core.benefits import CoverageBenefits
from goodstanding.core.estimate_terms import PlannedLine
from goodstanding.core.estimates import QMB
from goodstanding.records.models import Charge, Patient
from goodstanding.records.queries import estimate_start
from tests.actions.test_estimates import CARE, SERVICE
from tests.web.clinic import BERG, DAY, bring_in

pytestmark = pytest.mark.django_db
SAID = CoverageBenefits(
    1, "NSH", "Northstar", "commercial", DAY, active=True, deductible_left_cents=60000,
    oop_left_cents=210000, coinsurance=Decimal("0.2"),
)  # fmt: skip


def person():
    return Patient.objects.get(number=f"P{BERG}")


@pytest.fixture
def told(monkeypatch, tmp_path):
    bring_in(tmp_path)

    def of(said, day=SERVICE):
        patient = person()
        monkeypatch.setattr(
            estimate_start, "latest_benefits", lambda keys, on: {patient.id: (said,)}
        )
        return estimate_start.from_patient(patient.number, day)

    return of


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({}, True),
        ({"active": None}, True),
        ({"rank": 2, "payer_id": "ELSE"}, False),  # the first plan was never asked
        ({"active": False}, False),
        ({"ends_on": date(2026, 12, 17)}, False),
        ({"ends_on": SERVICE}, True),
        ({"coinsurance": None}, False),
    ],
)
def test_the_benefits_are_those_of_who_pays_first_on_the_day(told, said, known):
    assert (told(replace(SAID, **said)).told is not None) is known


@pytest.mark.parametrize(
    ("said", "copay"),
    [({}, 3000), ({"copay_cents": None}, None), ({"rank": 2, "payer_id": "ELSE"}, None)],
)
def test_an_office_visit_owes_the_copay_the_plan_named(told, said, copay):
    """30.00; the operation beside it goes through the deductible, and what was typed stays."""
    start = told(replace(SAID, **({"copay_cents": 3000} | said)))
    visit = PlannedLine("Dr. Moe", "99213", 15000)
    lines = (visit, replace(visit, code="27447"), replace(visit, copay=500))
    found = estimate_start.with_office_copay(lines, start.office_copay)
    assert [line.copay for line in found] == [copay, None, 500]


def test_a_copay_of_another_year_or_beside_a_second_plan_is_not_known(told):
    told(replace(SAID, copay_cents=3000))

    def copay(day):
        return estimate_start.from_patient(f"P{BERG}", day).office_copay

    assert (copay(date(2026, 12, 31)), copay(date(2027, 1, 1))) == (3000, None)
    person().coverages.create(rank=2, payer="MA", payer_name="MA", payer_type="commercial")
    assert copay(date(2026, 12, 31)) is None


@pytest.mark.parametrize(
    ("begins", "insured", "rule"),
    [(SERVICE, True, QMB), (date(2026, 12, 19), True, ""), (SERVICE, False, "")],
)
def test_that_no_share_is_owed_is_of_the_day_of_the_care(tmp_path, begins, insured, rule):
    """As it is found now, and not as it was when an older version was written."""
    bring_in(tmp_path)
    person().coverages.create(
        rank=2, payer="MA", payer_name="MA", payer_type="medicare", qmb=True, effective_on=begins
    )
    for stale in ("", QMB):
        planned = replace(CARE, has_coverage=insured, bill_it=insured, nothing_owed=stale)
        found = estimate_start.with_plans_prices(planned, f"P{BERG}")
        assert found.nothing_owed == rule
        assert ("medicare" in found.payers) is bool(rule)


@pytest.mark.parametrize(
    ("units", "cents", "each"), [("3", 13500, 4500), ("3", 13501, None), ("2.5", 5000, None)]
)
def test_of_several_units_each_is_its_part_where_it_comes_out_even(tmp_path, units, cents, each):
    bring_in(tmp_path)
    Charge.objects.create(
        number="L1", patient=person(), code="97110", service_on=DAY, posted_on=DAY, units=units,
        cents=cents, provider="Dr. Moe", expects="patient", expected="patient",
    )  # fmt: skip
    assert estimate_start.line_of("97110", "", on=DAY).cents == each


@pytest.mark.parametrize(
    ("modifiers", "cents", "who"),
    [
        ((), 145000, "Dr. Moe"),  # the newest with none that change the charge, on whichever side
        (("AS",), 23200, "Ann PA"),
        (("LT", "AS"), 23200, "Ann PA"),
        (("82",), None, ""),
    ],
)
def test_the_last_charge_is_that_of_either_side_of_the_body(tmp_path, modifiers, cents, who):
    bring_in(tmp_path)
    for number, (own, charge, provider) in enumerate(
        (("RT", 145000, "Dr. Moe"), ("RT AS", 23200, "Ann PA"), ("50", 217500, "Dr. Moe"))
    ):
        Charge.objects.create(
            number=f"L{number}", patient=person(), code="27447", service_on=DAY, posted_on=DAY,
            units="1", cents=charge, provider=provider, modifiers=own, expects="patient",
            expected="patient",
        )  # fmt: skip
    line = estimate_start.line_of("27447", "", on=DAY, modifiers=modifiers)
    assert (line.cents, line.provider) == (cents, who if modifiers else "")


@pytest.mark.parametrize(
    ("first", "cents"), [("medicare", 8932), ("commercial", None), ("medicare_advantage", None)]
)
def test_medicares_amount_is_its_own_price_without_a_percent(tmp_path, first, cents):
    """89.32 is worked out in test_prices.py; other payers have no price there."""
    bring_in(tmp_path)
    person().coverages.update(payer_type=first, effective_on=None, ends_on=None)
    for name in ("pprrvu.csv", "gpci.csv"):
        run(["prices", f"tests/samples/prices/{name}", "--on", "2026-01-01"])
    visit = PlannedLine("Dr. Moe", "X9213", 21000)
    planned = replace(CARE, has_coverage=True, bill_it=True, lines=(visit,))
    found = estimate_start.with_plans_prices(planned, f"P{BERG}")
    assert found.lines[0].allowed == cents
