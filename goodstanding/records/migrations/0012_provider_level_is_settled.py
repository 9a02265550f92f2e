from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0011_claims_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProviderSettled",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("payer", models.CharField(max_length=80)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("cents", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
            ],
        ),
    ]
