"""How near estimates came, from the books: self-pay beside what was billed, insured beside what the
plan left to the patient, and nothing of what the plan has not answered.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from goodstanding.actions import estimates, imports
from goodstanding.core.estimate_terms import Told
from goodstanding.records.queries.estimate_accuracy import accuracy_of
from tests.actions.test_estimates import CARE, KNEE, WHO
from tests.web.clinic import BERG, NOON, WARSAME, Table, bring_in

pytestmark = pytest.mark.django_db
SERVICE = date(2026, 12, 18)


def given(patient, planned):
    key = estimates.draft(patient=patient, planned=planned, **WHO)
    estimates.give(key=key, how="print", told_aloud=True, **WHO)


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
