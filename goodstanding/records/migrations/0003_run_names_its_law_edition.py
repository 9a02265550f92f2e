"""Another law book decides everyone again, so a run says which one it had."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0002_law_policy_holds_and_explained_decisions")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="law",
            field=models.CharField(blank=True, db_default="", max_length=64),
        )
    ]
