"""How near estimates came, from the books: self-pay beside what was billed, insured beside what the
plan left to the patient, and nothing of what the plan has not answered.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from goodstanding.actions import estimates, imports
from goodstanding.core.estimate_terms import Told
from goodstanding.records.models import Charge, EstimateVersion, Patient
from goodstanding.records.queries.estimate_accuracy import accuracy_of, past_of
from tests.actions.test_estimates import CARE, KNEE, PAPER, WHO
from tests.web.clinic import BERG, NOON, WARSAME, Table, bring_in

pytestmark = pytest.mark.django_db
SERVICE = date(2026, 12, 18)


def given(patient, planned):
    key = estimates.draft(patient=patient, planned=planned, **WHO)
    estimates.give(key=key, handed=PAPER, **WHO)


def test_by_procedure_and_payer(tmp_path):
    """Self-pay: 1,450.00 estimated, 1,500.00 billed. Insured: 20 % of 1,000.00 = 200.00 estimated,
    the plan left 210.00; its other line waits for the plan."""
    bring_in(tmp_path)
    given(f"P{WARSAME}", replace(CARE, lines=(KNEE,)))
    told = Told(0, Decimal("0.20"), 10**6, on=date(2026, 11, 23))
    lines = (replace(KNEE, allowed=100000), replace(KNEE, code="73562", allowed=10000))
    given(f"P{BERG}", replace(CARE, has_coverage=True, bill_it=True, told=told, lines=lines))
    post(tmp_path / "later")
    found = [(a.code, a.payer, a.estimated, a.actual, a.near) for a in accuracy_of(SERVICE)]
    assert sorted(found) == [("27447", "", 145000, 150000, 1), ("27447", "NSH", 20000, 21000, 1)]


def post(folder):
    folder.mkdir()
    day = "2026-12-18"
    visit = "patient_id charge_id service_date posted_on code units amount expects provider"
    Table("charges", visit, [
        (f"P{WARSAME}", "S1", day, day, "27447", "1", "1500.00", "patient", "Dr. Moe"),
        (f"P{BERG}", "S2", day, day, "27447", "1", "1450.00", "insurer", "Dr. Moe"),
        (f"P{BERG}", "S3", day, day, "73562", "1", "210.00", "insurer", "Dr. Moe"),
    ]).write(folder)  # fmt: skip
    Table("transactions", "patient_id charge_id transaction_id posted_on kind amount", [
        (f"P{BERG}", "S2", "X1", day, "contractual", "450.00"),
        (f"P{BERG}", "S2", "X2", day, "insurer_payment", "790.00"),
        (f"P{BERG}", "S2", "X3", day, "to_patient", "210.00"),
    ]).write(folder)  # fmt: skip
    setting = imports.Setting(on=SERVICE, by=WHO["by"], at=NOON + timedelta(days=25))
    (one,) = imports.receive(folder, "practice", setting)
    assert one.status == "posted", one.problems


def finished(number, *, billed, extra=0):
    """One self-pay estimate of 1,660.00 with its bill; `extra` its provider added."""
    patient = Patient.objects.create(
        number=f"T{number}", guarantor=Patient.objects.first().guarantor, last_name="T",
        first_name="T",
    )  # fmt: skip
    given(patient.number, CARE)
    for code, cents in {"27447": billed, "73562": 21000, "20610": extra}.items():
        Charge.objects.create(
            number=f"{number}{code}", patient=patient, code=code, service_on=SERVICE,
            posted_on=SERVICE, units="1", cents=cents, provider="Dr. Moe", expected="patient",
        )  # fmt: skip


def the_past(on=SERVICE, **more):
    asked = {"patient_id": f"P{WARSAME}", "insured": False, "service_on": SERVICE, "on": on}
    return past_of("27447", **(asked | more))


def test_the_next_estimate_of_the_same_care_says_what_the_last_came_to(tmp_path):
    """Five of 1,660.00: four billed so, one 1,450.00 + 210.00 + 150.00 more = 1,810.00."""
    bring_in(tmp_path)
    for number in range(4):
        finished(number, billed=145000)
    assert the_past() is None
    finished(4, billed=145000, extra=15000)
    found = the_past()
    assert (found.count, found.estimated, found.actual, found.most_over) == (
        5, 830000, 845000, 15000,
    )  # fmt: skip
    assert the_past(on=SERVICE - timedelta(days=1)) is None
    assert the_past(patient_id=f"P{BERG}", insured=True) is None
    later = {"by": WHO["by"], "at": NOON + timedelta(days=25)}
    again = replace(CARE, service_on=date(2027, 1, 29))
    key = estimates.draft(patient=f"P{WARSAME}", planned=again, **later)
    version = EstimateVersion.objects.get(estimate_id=key)
    # 1,660.00 stays; 150.00 more is the most. 15,000 of 845,000 is 1.8 of 100: 2 %.
    assert (version.share_cents, version.at_most_cents) == (166000, 181000)
    assert "5 estimates of this care were 2 % under the bill" in version.figures["reasons"][-1]
