from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0006_money_desk")]

    operations = [
        migrations.AddField(
            "standing", "overpaid_cents", models.BigIntegerField(default=0, db_default=0)
        )
    ]
