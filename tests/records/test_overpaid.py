"""Standings know what charges got too much, also when what else is owed hides it."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from goodstanding.records.models import Standing
from tests.ledger_text import assert_proven, owed, tell

pytestmark = pytest.mark.django_db
TOLD = """
2026-05-01 charge C1 100.00 patient
2026-06-01 patient_payment C1 130.00
2026-05-01 charge C2 200.00 insurer
2026-06-01 insurer_payment C2 215.00
2026-05-01 charge C3 300.00 patient
2026-06-01 refund_patient C3 7.00
2026-05-01 charge C9 50.00 patient patient=b1
"""


def overpaid():
    return dict(Standing.objects.values_list("guarantor__number", "overpaid_cents"))


def test_what_hides_behind_an_open_bill_is_known():
    tell(TOLD)
    # 30 and 15 too much, and 307 open: 262 are still owed, and there is no credit.
    assert owed("2026-11-23") == "0.00 262.00 0.00"
    assert overpaid() == {"A": 4500, "B": 0}
    assert_proven()


def test_older_standings_are_brought_up_to_it():
    tell(TOLD)
    Standing.objects.update(overpaid_cents=0)
    name = "0008_overpaid_charges_are_counted"
    (counted,) = (
        MigrationLoader(connection, replace_migrations=False)
        .get_migration("records", name)
        .operations
    )
    with connection.cursor():
        counted.code(None, connection.schema_editor())
    assert overpaid() == {"A": 4500, "B": 0}
    assert_proven()
