from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0008_overpaid_charges_are_counted")]

    operations = [
        migrations.AddField(
            "refund", "limit_cents", models.BigIntegerField(default=0, db_default=0)
        )
    ]
