"""Standings from before overpaid charges were seen get the figure their next posting would give."""

from django.db import connections, migrations

OVERPAID = """
SELECT p.guarantor_id, SUM(CASE WHEN b.insurer < 0 THEN -b.insurer ELSE 0 END
  + CASE WHEN b.own < 0 THEN -b.own ELSE 0 END)
FROM (
  SELECT charge_id,
    SUM(CASE WHEN debit = 'insurer_due' THEN cents WHEN credit = 'insurer_due' THEN -cents
      ELSE 0 END) AS insurer,
    SUM(CASE WHEN debit = 'patient_due' THEN cents WHEN credit = 'patient_due' THEN -cents
      ELSE 0 END) AS own
  FROM records_transfer WHERE charge_id IS NOT NULL GROUP BY charge_id
) b
JOIN records_charge c ON c.id = b.charge_id JOIN records_patient p ON p.id = c.patient_id
WHERE b.insurer < 0 OR b.own < 0 GROUP BY p.guarantor_id
"""


def count_all(apps, schema_editor):
    with connections[schema_editor.connection.alias].cursor() as cursor:
        cursor.execute(OVERPAID)
        found = [(int(cents), key) for key, cents in cursor.fetchall()]
        cursor.executemany(
            "UPDATE records_standing SET overpaid_cents = %s WHERE guarantor_id = %s", found
        )


def forget_all(apps, schema_editor):
    apps.get_model("records", "Standing").objects.update(overpaid_cents=0)


class Migration(migrations.Migration):
    dependencies = [("records", "0007_overpaid_charges_are_seen")]

    operations = [migrations.RunPython(count_all, forget_all)]
