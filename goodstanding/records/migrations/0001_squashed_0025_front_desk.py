"""0001 to 0025 in one step, for a new database; one that is at any of them goes on with those.

Generated from their operations. The two that move data (0004, 0008) only concern rows that an
older program wrote, and are left out.
"""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import goodstanding.records.at_once
import goodstanding.records.choices
import goodstanding.records.models.visits


class Migration(migrations.Migration):
    replaces = [
        ("records", "0001_first_tables"),
        ("records", "0002_law_policy_holds_and_explained_decisions"),
        ("records", "0003_run_names_its_law_edition"),
        ("records", "0004_households_are_marked"),
        ("records", "0005_charges_kept_from_the_plan"),
        ("records", "0006_money_desk"),
        ("records", "0007_overpaid_charges_are_seen"),
        ("records", "0008_overpaid_charges_are_counted"),
        ("records", "0009_refund_keeps_its_limit"),
        ("records", "0010_moves_by_day"),
        ("records", "0011_claims_are_found"),
        ("records", "0012_provider_level_is_settled"),
        ("records", "0013_check_typed_at_the_desk"),
        ("records", "0014_unplaced_is_found"),
        ("records", "0015_calls_and_what_followed"),
        ("records", "0016_letters_for_what_happened"),
        ("records", "0017_conversations"),
        ("records", "0018_plans"),
        ("records", "0019_promises"),
        ("records", "0020_assistance"),
        ("records", "0021_agency"),
        ("records", "0022_eligibility"),
        ("records", "0023_prices"),
        ("records", "0024_estimates"),
        ("records", "0025_front_desk"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        goodstanding.records.at_once.AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("role", models.CharField(max_length=20)),
                        ("verb", models.CharField(max_length=60)),
                        ("account", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("detail", models.TextField()),
                        ("mac", models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="Charge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("claim", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("service_on", models.DateField()),
                        ("posted_on", models.DateField()),
                        ("code", models.CharField(max_length=20)),
                        ("modifiers", models.CharField(blank=True, max_length=40)),
                        ("units", models.CharField(max_length=20)),
                        ("cents", models.BigIntegerField()),
                        ("provider", models.CharField(blank=True, max_length=120)),
                        ("location", models.CharField(blank=True, max_length=120)),
                        ("diagnosis", models.CharField(blank=True, max_length=200)),
                        ("first_billed_on", models.DateField(null=True)),
                        ("insurer_known_on", models.DateField(null=True)),
                        ("abn_on", models.DateField(null=True)),
                        ("noncovered_ack_on", models.DateField(null=True)),
                        ("self_pay_restriction", models.BooleanField(null=True)),
                        ("network", models.CharField(blank=True, max_length=4)),
                        ("global_days", models.IntegerField(null=True)),
                        ("expects", models.CharField(blank=True, max_length=10)),
                        (
                            "expected",
                            models.CharField(
                                choices=goodstanding.records.choices.parties, max_length=10
                            ),
                        ),
                        ("payer", models.CharField(blank=True, max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="Guarantor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("last_name", models.CharField(db_index=True, max_length=120)),
                        ("first_name", models.CharField(max_length=120)),
                        ("birth_on", models.DateField(null=True)),
                        ("street", models.CharField(blank=True, max_length=200)),
                        ("street2", models.CharField(blank=True, max_length=200)),
                        ("city", models.CharField(blank=True, max_length=120)),
                        ("state", models.CharField(blank=True, max_length=40)),
                        ("zip", models.CharField(blank=True, max_length=20)),
                        ("phone_home", models.CharField(blank=True, max_length=40)),
                        ("phone_mobile", models.CharField(blank=True, max_length=40)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("language", models.CharField(blank=True, max_length=35)),
                        ("timezone", models.CharField(blank=True, max_length=64)),
                        ("preferred_channel", models.CharField(blank=True, max_length=10)),
                        ("text_consent_on", models.DateField(null=True)),
                        ("text_revoked_on", models.DateField(null=True)),
                        ("email_consent_on", models.DateField(null=True)),
                        ("email_opted_out_on", models.DateField(null=True)),
                        ("mail_returned_on", models.DateField(null=True)),
                        ("employer", models.CharField(blank=True, max_length=120)),
                        ("household_size", models.IntegerField(null=True)),
                        ("annual_income_cents", models.BigIntegerField(null=True)),
                        ("signed_on", models.DateField(null=True)),
                        ("confidential_address", models.BooleanField(null=True)),
                        ("consented_alone", models.BooleanField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="ImportFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=255)),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("size", models.BigIntegerField(default=0)),
                        ("received_at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("status", models.CharField(max_length=16)),
                        ("totals", models.JSONField(default=dict)),
                        ("raw", models.BinaryField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="LetterBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.CharField(max_length=150)),
                        ("state", models.CharField(default="printed", max_length=10)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("confirmed_by", models.CharField(blank=True, max_length=150)),
                        ("pdf", models.BinaryField(null=True)),
                        ("pages", models.IntegerField(default=0)),
                        ("cents", models.BigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Run",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField(unique=True)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("decided", models.IntegerField(default=0)),
                        ("policy", models.CharField(max_length=80)),
                        ("by", models.CharField(max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("key", models.CharField(max_length=120, unique=True)),
                        ("arguments", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(db_index=True, default="waiting", max_length=10),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("by_role", models.CharField(max_length=20)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("tries", models.IntegerField(default=0)),
                        ("result", models.JSONField(default=dict)),
                        ("error", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Staff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                error_messages={
                                    "unique": "A user with that username already exists."
                                },
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[
                                    django.contrib.auth.validators.UnicodeUsernameValidator()
                                ],
                                verbose_name="username",
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=150, verbose_name="first name"),
                        ),
                        (
                            "last_name",
                            models.CharField(blank=True, max_length=150, verbose_name="last name"),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="email address"
                            ),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=goodstanding.records.choices.roles, max_length=20
                            ),
                        ),
                        ("single_keys", models.BooleanField(default=True)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "user",
                        "verbose_name_plural": "users",
                        "abstract": False,
                    },
                    managers=[
                        ("objects", django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "act",
                            models.CharField(
                                choices=goodstanding.records.choices.acts, max_length=24
                            ),
                        ),
                        ("step", models.CharField(blank=True, max_length=40)),
                        ("queue", models.CharField(blank=True, max_length=20)),
                        ("due_on", models.DateField()),
                        ("review_on", models.DateField(null=True)),
                        ("cents", models.BigIntegerField()),
                        ("priority", models.IntegerField()),
                        ("reasons", models.TextField()),
                        ("rejected", models.TextField(blank=True)),
                        ("policy", models.CharField(max_length=80)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("at", models.DateTimeField()),
                        (
                            "channel",
                            models.CharField(
                                choices=goodstanding.records.choices.channels, max_length=10
                            ),
                        ),
                        ("direction", models.CharField(max_length=3)),
                        ("kind", models.CharField(blank=True, max_length=20)),
                        ("outcome", models.CharField(blank=True, max_length=30)),
                        ("note", models.TextField(blank=True)),
                        ("delivered", models.BooleanField(default=False)),
                        ("by", models.CharField(blank=True, max_length=150)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ImportProblem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("where", models.CharField(max_length=200)),
                        ("code", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("cents", models.BigIntegerField(default=0)),
                        ("level", models.CharField(default="aside", max_length=8)),
                        ("solved_at", models.DateTimeField(null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="records.importfile",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("claim", models.BigIntegerField(null=True, unique=True)),
                        ("kind", models.CharField(max_length=20)),
                        ("step", models.CharField(blank=True, max_length=40)),
                        ("language", models.CharField(default="en", max_length=35)),
                        ("state", models.CharField(db_index=True, default="ready", max_length=10)),
                        ("made_on", models.DateField()),
                        ("place", models.IntegerField(default=0)),
                        ("cents", models.BigIntegerField(default=0)),
                        ("pages", models.IntegerField(default=0)),
                        ("content", models.JSONField(default=dict)),
                        ("why", models.TextField(blank=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="records.decision",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="records.guarantor",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="records.letterbatch",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("channel", models.CharField(max_length=10)),
                        ("act", models.CharField(max_length=24)),
                        ("at", models.DateTimeField()),
                        ("state", models.CharField(max_length=10)),
                        ("cents", models.BigIntegerField(default=0)),
                        ("verdict", models.JSONField(default=dict)),
                        ("by", models.CharField(max_length=150)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="records.guarantor",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="records.letter",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Note",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("text", models.TextField()),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OpenItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=goodstanding.records.choices.parties, max_length=8
                            ),
                        ),
                        ("since", models.DateField()),
                        ("cents", models.BigIntegerField()),
                        (
                            "charge",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="open_items",
                                to="records.charge",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="open_items",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Patient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("last_name", models.CharField(db_index=True, max_length=120)),
                        ("first_name", models.CharField(max_length=120)),
                        ("birth_on", models.DateField(null=True)),
                        ("sex", models.CharField(blank=True, max_length=20)),
                        ("relation", models.CharField(blank=True, max_length=20)),
                        ("deceased_on", models.DateField(null=True)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="patients",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Hold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=goodstanding.records.choices.hold_kinds, max_length=24
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(null=True)),
                        ("detail", models.JSONField(default=dict)),
                        ("placed_by", models.CharField(blank=True, max_length=150)),
                        ("lifted_by", models.CharField(blank=True, db_default="", max_length=150)),
                        ("lift_reason", models.TextField(blank=True, db_default="")),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="records.guarantor",
                            ),
                        ),
                        (
                            "patient",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="records.patient",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Estimate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(db_index=True, max_length=64)),
                        ("given_on", models.DateField()),
                        ("kind", models.CharField(max_length=12)),
                        ("code", models.CharField(max_length=20)),
                        ("provider", models.CharField(blank=True, max_length=120)),
                        ("cents", models.BigIntegerField()),
                        ("service_on", models.DateField(null=True)),
                        (
                            "patient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="estimates",
                                to="records.patient",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Denial",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("source", models.CharField(max_length=160, unique=True)),
                        ("posted_on", models.DateField()),
                        ("received_on", models.DateField(null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("cents", models.BigIntegerField()),
                        ("payer", models.CharField(blank=True, max_length=64)),
                        ("group_code", models.CharField(blank=True, max_length=4)),
                        ("reason_code", models.CharField(blank=True, max_length=12)),
                        ("method", models.CharField(blank=True, max_length=12)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("undone_on", models.DateField(null=True)),
                        ("undone_by", models.CharField(blank=True, db_index=True, max_length=160)),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="denials",
                                to="records.charge",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.importfile",
                            ),
                        ),
                        (
                            "patient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.patient",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Coverage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("rank", models.SmallIntegerField()),
                        ("payer", models.CharField(max_length=64)),
                        ("payer_name", models.CharField(max_length=200)),
                        ("payer_type", models.CharField(max_length=24)),
                        ("member", models.CharField(blank=True, max_length=64)),
                        ("group_number", models.CharField(blank=True, max_length=64)),
                        ("effective_on", models.DateField(null=True)),
                        ("ends_on", models.DateField(null=True)),
                        ("qmb", models.BooleanField(null=True)),
                        (
                            "patient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="coverages",
                                to="records.patient",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="charge",
                    name="patient",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="records.patient",
                    ),
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("starts_at", models.DateTimeField(db_index=True)),
                        ("scheduled_on", models.DateField()),
                        ("provider", models.CharField(blank=True, max_length=120)),
                        ("location", models.CharField(blank=True, max_length=120)),
                        ("kind", models.CharField(blank=True, max_length=80)),
                        ("planned_codes", models.CharField(blank=True, max_length=200)),
                        ("status", models.CharField(max_length=12)),
                        (
                            "patient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="records.patient",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("started_on", models.DateField()),
                        ("monthly_cents", models.BigIntegerField()),
                        ("due_day", models.SmallIntegerField()),
                        ("months", models.SmallIntegerField()),
                        ("status", models.CharField(max_length=12)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Promise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("made_on", models.DateField()),
                        ("cents", models.BigIntegerField()),
                        ("due_on", models.DateField()),
                        ("kept_on", models.DateField(null=True)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Remittance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("digest", models.CharField(max_length=64)),
                        ("payer", models.CharField(blank=True, max_length=80)),
                        ("payer_name", models.CharField(blank=True, max_length=200)),
                        ("trace", models.CharField(max_length=80)),
                        ("method", models.CharField(blank=True, max_length=10)),
                        ("cents", models.BigIntegerField()),
                        ("paid_on", models.DateField(null=True)),
                        ("balanced", models.BooleanField()),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remittances",
                                to="records.importfile",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ProviderAdjustment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("provider", models.CharField(blank=True, max_length=80)),
                        ("fiscal_on", models.DateField(null=True)),
                        ("reason", models.CharField(max_length=4)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("cents", models.BigIntegerField()),
                        (
                            "remittance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="provider_adjustments",
                                to="records.remittance",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RemittanceClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("place", models.IntegerField()),
                        ("claim", models.CharField(db_index=True, max_length=64)),
                        ("status", models.CharField(max_length=4)),
                        ("payer_control", models.CharField(blank=True, max_length=64)),
                        ("charged_cents", models.BigIntegerField()),
                        ("paid_cents", models.BigIntegerField()),
                        ("patient_cents", models.BigIntegerField()),
                        ("state", models.CharField(db_index=True, max_length=10)),
                        ("why", models.TextField(blank=True)),
                        ("content", models.TextField()),
                        ("taken_back", models.BooleanField(default=False)),
                        (
                            "remittance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="records.remittance",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("source", models.CharField(max_length=160, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=goodstanding.records.choices.transaction_kinds,
                                max_length=24,
                            ),
                        ),
                        ("debit", models.CharField(max_length=16)),
                        ("credit", models.CharField(max_length=16)),
                        ("cents", models.BigIntegerField()),
                        ("posted_on", models.DateField()),
                        ("received_on", models.DateField(null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("payer", models.CharField(blank=True, max_length=64)),
                        ("group_code", models.CharField(blank=True, max_length=4)),
                        ("reason_code", models.CharField(blank=True, max_length=12)),
                        ("method", models.CharField(blank=True, max_length=12)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        (
                            "charge",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="records.charge",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.importfile",
                            ),
                        ),
                        (
                            "patient",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="records.patient",
                            ),
                        ),
                        (
                            "reverses",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.transfer",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Twin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("source", models.CharField(max_length=160, unique=True)),
                        (
                            "transfer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="twin",
                                to="records.transfer",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Standing",
                    fields=[
                        (
                            "guarantor",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="standing",
                                serialize=False,
                                to="records.guarantor",
                            ),
                        ),
                        ("insurer_cents", models.BigIntegerField(default=0)),
                        ("patient_cents", models.BigIntegerField(default=0)),
                        ("credit_cents", models.BigIntegerField(default=0)),
                        ("unapplied_cents", models.BigIntegerField(default=0)),
                        ("oldest_patient_on", models.DateField(null=True)),
                        ("last_payment_on", models.DateField(null=True)),
                        ("last_posted_on", models.DateField(null=True)),
                        ("changed", models.BooleanField(default=True)),
                        ("decided_on", models.DateField(null=True)),
                        ("review_on", models.DateField(null=True)),
                        (
                            "act",
                            models.CharField(
                                choices=goodstanding.records.choices.acts,
                                default="none",
                                max_length=24,
                            ),
                        ),
                        ("step", models.CharField(blank=True, max_length=40)),
                        ("queue", models.CharField(blank=True, max_length=20)),
                        ("due_on", models.DateField(null=True)),
                        ("priority", models.IntegerField(default=0)),
                        ("ask_cents", models.BigIntegerField(default=0)),
                        ("rule", models.CharField(blank=True, max_length=80)),
                        ("decision_id", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["queue", "-priority", "guarantor"], name="standing_worklist"
                            ),
                            models.Index(
                                fields=["queue", "act", "due_on", "patient_cents"],
                                name="standing_counts",
                            ),
                            models.Index(
                                condition=models.Q(("changed", True)),
                                fields=["guarantor"],
                                name="standing_changed",
                            ),
                            models.Index(
                                condition=models.Q(("review_on__isnull", False)),
                                fields=["review_on"],
                                name="standing_review",
                            ),
                            models.Index(fields=["last_posted_on"], name="standing_posted"),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="decision",
                    index=models.Index(
                        fields=["guarantor", "-on", "-id"], name="decision_in_force"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transfer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="transfer_moves_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transfer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="transfer_has_two_sides",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="transfer",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("reverses__isnull", False)),
                        fields=("reverses",),
                        name="transfer_is_reversed_once",
                    ),
                ),
                migrations.CreateModel(
                    name="FactsKept",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("content", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="HoldEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("what", models.CharField(max_length=24)),
                        ("text", models.TextField(blank=True)),
                        ("detail", models.JSONField(default=dict)),
                        ("document_name", models.CharField(blank=True, max_length=120)),
                        ("document_sha256", models.CharField(blank=True, max_length=64)),
                        ("document", models.BinaryField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="LawConfirmation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("rule", models.CharField(db_index=True, max_length=80)),
                        ("mark", models.CharField(max_length=64)),
                        ("confirmed", models.BooleanField(default=True)),
                        ("name", models.CharField(max_length=150)),
                        ("on", models.DateField()),
                        ("note", models.TextField(blank=True)),
                        ("by", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="LawEdition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("mark", models.CharField(max_length=64, unique=True)),
                        ("seen_at", models.DateTimeField()),
                        ("content", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Override",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=goodstanding.records.choices.acts, max_length=24
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("until", models.DateField()),
                        ("reason", models.CharField(max_length=40)),
                        ("words", models.TextField(blank=True)),
                        ("by", models.CharField(max_length=150)),
                        ("role", models.CharField(max_length=20)),
                        ("at", models.DateTimeField()),
                        ("ended_on", models.DateField(null=True)),
                        ("ended_by", models.CharField(blank=True, max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="PolicyVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("mark", models.CharField(max_length=80, unique=True)),
                        ("version", models.IntegerField()),
                        ("text", models.TextField()),
                        ("state", models.CharField(db_index=True, default="draft", max_length=10)),
                        ("note", models.TextField(blank=True)),
                        ("made_by", models.CharField(max_length=150)),
                        ("made_at", models.DateTimeField()),
                        ("proposed_by", models.CharField(blank=True, max_length=150)),
                        ("proposed_at", models.DateTimeField(null=True)),
                        ("approved_by", models.CharField(blank=True, max_length=150)),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("starts_on", models.DateField(null=True)),
                        ("trial", models.JSONField(default=dict)),
                        ("trial_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.AddField(
                    model_name="decision",
                    name="law",
                    field=models.CharField(blank=True, db_default="", max_length=64),
                ),
                migrations.AddField(
                    model_name="decision",
                    name="spoke",
                    field=models.CharField(blank=True, db_default="", max_length=40),
                ),
                migrations.AddField(
                    model_name="guarantor",
                    name="household",
                    field=models.CharField(blank=True, db_default="", db_index=True, max_length=16),
                ),
                migrations.AddField(
                    model_name="hold",
                    name="release_asked_at",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="hold",
                    name="release_asked_by",
                    field=models.CharField(blank=True, db_default="", max_length=150),
                ),
                migrations.AddIndex(
                    model_name="standing",
                    index=models.Index(fields=["last_payment_on"], name="standing_paid"),
                ),
                migrations.AddField(
                    model_name="decision",
                    name="facts",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.factskept",
                    ),
                ),
                migrations.AddField(
                    model_name="holdevent",
                    name="hold",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="records.hold",
                    ),
                ),
                migrations.AddField(
                    model_name="override",
                    name="decision",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="records.decision",
                    ),
                ),
                migrations.AddField(
                    model_name="override",
                    name="guarantor",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="records.guarantor",
                    ),
                ),
                migrations.AddField(
                    model_name="run",
                    name="law",
                    field=models.CharField(blank=True, db_default="", max_length=64),
                ),
                migrations.AddIndex(
                    model_name="charge",
                    index=models.Index(
                        condition=models.Q(("self_pay_restriction", True)),
                        fields=["patient"],
                        name="charge_kept_apart",
                    ),
                ),
                migrations.CreateModel(
                    name="Deposit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.BigIntegerField(unique=True)),
                        ("on", models.DateField(db_index=True)),
                        ("tender", models.CharField(max_length=12)),
                        ("cents", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="DrawerCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("drawer", models.CharField(max_length=40)),
                        (
                            "tender",
                            models.CharField(
                                choices=goodstanding.records.choices.tenders, max_length=12
                            ),
                        ),
                        ("cents", models.BigIntegerField()),
                        ("reason", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="DrawerStart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("drawer", models.CharField(max_length=40)),
                        ("cents", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="PeriodLock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("until", models.DateField(null=True)),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                    ],
                ),
                migrations.AddField(
                    model_name="provideradjustment",
                    name="claim",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provider_adjustments",
                        to="records.remittanceclaim",
                    ),
                ),
                migrations.AddField(
                    model_name="remittanceclaim",
                    name="later_on",
                    field=models.DateField(null=True),
                ),
                migrations.CreateModel(
                    name="Adjustment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.BigIntegerField(unique=True)),
                        ("key", models.CharField(max_length=64, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=goodstanding.records.choices.transaction_kinds,
                                max_length=24,
                            ),
                        ),
                        ("cents", models.BigIntegerField()),
                        ("reason", models.TextField()),
                        ("state", models.CharField(db_index=True, max_length=10)),
                        ("asked_at", models.DateTimeField()),
                        ("asked_by", models.CharField(max_length=150)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decided_by", models.CharField(blank=True, max_length=150)),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adjustments",
                                to="records.charge",
                            ),
                        ),
                        (
                            "transfer",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adjustment",
                                to="records.transfer",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="BankLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=160, unique=True)),
                        ("on", models.DateField(db_index=True)),
                        ("cents", models.BigIntegerField()),
                        ("code", models.CharField(blank=True, max_length=8)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("trace", models.CharField(blank=True, db_index=True, max_length=80)),
                        ("text", models.TextField(blank=True)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_lines",
                                to="records.importfile",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ClaimLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("payer", models.CharField(max_length=80)),
                        ("theirs", models.CharField(max_length=64)),
                        ("ours", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("payer", "theirs"), name="one_meaning_a_number"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("what", models.CharField(max_length=20)),
                        ("text", models.TextField(blank=True)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="records.remittanceclaim",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CreditNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("cents", models.BigIntegerField()),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credit_notices",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DayClose",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("version", models.SmallIntegerField(default=1)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("second", models.CharField(blank=True, max_length=150)),
                        ("figures", models.JSONField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("on", "version"), name="a_day_closes_once_a_version"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayReopened",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("reason", models.TextField()),
                        (
                            "close",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reopened",
                                to="records.dayclose",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DenialCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("payer", models.CharField(blank=True, max_length=64)),
                        ("group_code", models.CharField(blank=True, max_length=4)),
                        ("reason_code", models.CharField(blank=True, db_index=True, max_length=12)),
                        ("remarks", models.CharField(blank=True, max_length=80)),
                        ("cents", models.BigIntegerField()),
                        ("opened_on", models.DateField()),
                        ("appeal_by", models.DateField()),
                        ("next_on", models.DateField(db_index=True)),
                        ("state", models.CharField(db_index=True, default="open", max_length=10)),
                        ("outcome", models.CharField(blank=True, max_length=16)),
                        ("closed_on", models.DateField(null=True)),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="denial_cases",
                                to="records.charge",
                            ),
                        ),
                        (
                            "denial",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="records.denial",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DenialStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("on", models.DateField()),
                        ("by", models.CharField(max_length=150)),
                        ("what", models.CharField(max_length=20)),
                        ("text", models.TextField(blank=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="records.denialcase",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.BigIntegerField(unique=True)),
                        ("key", models.CharField(max_length=64, unique=True)),
                        ("on", models.DateField(db_index=True)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("drawer", models.CharField(max_length=40)),
                        (
                            "tender",
                            models.CharField(
                                choices=goodstanding.records.choices.tenders, max_length=12
                            ),
                        ),
                        ("cents", models.BigIntegerField()),
                        ("payer", models.CharField(blank=True, max_length=64)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("purpose", models.CharField(blank=True, max_length=20)),
                        ("note", models.TextField(blank=True)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DepositItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "deposit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="records.deposit",
                            ),
                        ),
                        (
                            "receipt",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deposited",
                                to="records.receipt",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="BankMatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("other", models.TextField(blank=True)),
                        ("how", models.CharField(max_length=120)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("undone_by", models.CharField(blank=True, max_length=150)),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="records.bankline",
                            ),
                        ),
                        (
                            "remittance",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank",
                                to="records.remittance",
                            ),
                        ),
                        (
                            "deposit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank",
                                to="records.deposit",
                            ),
                        ),
                        (
                            "receipt",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank",
                                to="records.receipt",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReceiptUndone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField(db_index=True)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("kind", models.CharField(max_length=12)),
                        ("reason", models.TextField()),
                        (
                            "receipt",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undone",
                                to="records.receipt",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Refund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.BigIntegerField(unique=True)),
                        ("key", models.CharField(max_length=64, unique=True)),
                        ("payer", models.CharField(blank=True, max_length=64)),
                        ("cents", models.BigIntegerField()),
                        ("why", models.CharField(max_length=24)),
                        ("words", models.TextField(blank=True)),
                        ("tender", models.CharField(max_length=12)),
                        ("state", models.CharField(db_index=True, default="asked", max_length=10)),
                        ("asked_on", models.DateField()),
                        ("asked_at", models.DateTimeField()),
                        ("asked_by", models.CharField(max_length=150)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decided_by", models.CharField(blank=True, max_length=150)),
                        ("decided_why", models.TextField(blank=True)),
                        ("posted_on", models.DateField(null=True)),
                        ("exported_at", models.DateTimeField(null=True)),
                        ("check_number", models.CharField(blank=True, max_length=40)),
                        ("issued_on", models.DateField(null=True)),
                        (
                            "charge",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="records.charge",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="denialcase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("charge",),
                        name="one_living_case_a_charge",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="receipt",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="receipt_is_of_some_money"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bankmatch",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("line",),
                        name="bank_match_one_line",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bankmatch",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("remittance",),
                        name="bank_match_one_remittance",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bankmatch",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("deposit",),
                        name="bank_match_one_deposit",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bankmatch",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("receipt",),
                        name="bank_match_one_receipt",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="refund",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="refund_is_of_some_money"
                    ),
                ),
                migrations.AddField(
                    model_name="standing",
                    name="overpaid_cents",
                    field=models.BigIntegerField(db_default=0, default=0),
                ),
                migrations.AddField(
                    model_name="refund",
                    name="limit_cents",
                    field=models.BigIntegerField(db_default=0, default=0),
                ),
                migrations.AddIndex(
                    model_name="transfer",
                    index=models.Index(
                        condition=models.Q(("kind", "charge"), _negated=True),
                        fields=["posted_on"],
                        name="moves_by_day",
                    ),
                ),
                migrations.AddIndex(
                    model_name="charge",
                    index=models.Index(
                        goodstanding.records.models.visits.Loosely(models.F("claim")),
                        condition=models.Q(("claim", ""), _negated=True),
                        name="charge_claim_loosely",
                    ),
                ),
                migrations.AddIndex(
                    model_name="coverage",
                    index=models.Index(
                        condition=models.Q(("member", ""), _negated=True),
                        fields=["member"],
                        name="coverage_member",
                    ),
                ),
                migrations.AddIndex(
                    model_name="remittanceclaim",
                    index=models.Index(
                        condition=models.Q(("payer_control", ""), _negated=True),
                        fields=["payer_control"],
                        name="claim_payer_control",
                    ),
                ),
                migrations.AddIndex(
                    model_name="transfer",
                    index=models.Index(
                        condition=models.Q(
                            ("debit", "provider_level"),
                            ("credit", "provider_level"),
                            _connector="OR",
                        ),
                        fields=["payer", "reference"],
                        name="transfer_provider_level",
                    ),
                ),
                migrations.CreateModel(
                    name="ProviderSettled",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                migrations.AddField(
                    model_name="remittance",
                    name="receipt",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remittances",
                        to="records.receipt",
                    ),
                ),
                migrations.AddField(
                    model_name="remittance",
                    name="receipt_stands",
                    field=models.BooleanField(db_default=False, default=False),
                ),
                migrations.AddIndex(
                    model_name="transfer",
                    index=models.Index(
                        condition=models.Q(
                            ("debit", "insurer_unplaced"),
                            ("credit", "insurer_unplaced"),
                            _connector="OR",
                        ),
                        fields=["source"],
                        name="transfer_unplaced",
                    ),
                ),
                migrations.AddField(
                    model_name="contact",
                    name="undone_at",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="promise",
                    name="undone_at",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="looked_at",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="looked_by",
                    field=models.CharField(blank=True, db_default="", max_length=150),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="occasion",
                    field=models.CharField(max_length=80, null=True, unique=True),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="said",
                    field=models.JSONField(db_default={}, default=dict),
                ),
                migrations.AddField(
                    model_name="letterbatch",
                    name="way",
                    field=models.CharField(db_default="paper", default="paper", max_length=12),
                ),
                migrations.AlterField(
                    model_name="letter",
                    name="decision",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="records.decision",
                    ),
                ),
                migrations.AlterField(
                    model_name="letter",
                    name="kind",
                    field=models.CharField(max_length=30),
                ),
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("answered", models.CharField(max_length=20)),
                        ("proofs", models.CharField(blank=True, max_length=60)),
                        ("heard", models.CharField(blank=True, max_length=200)),
                        ("result", models.CharField(blank=True, max_length=20)),
                        ("holds", models.JSONField(default=list)),
                        (
                            "contact",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call",
                                to="records.contact",
                            ),
                        ),
                        (
                            "override",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.override",
                            ),
                        ),
                        (
                            "promise",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.promise",
                            ),
                        ),
                        (
                            "attempt",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.attempt",
                            ),
                        ),
                        ("number", models.CharField(blank=True, db_default="", max_length=40)),
                    ],
                ),
                migrations.AddField(
                    model_name="letterbatch",
                    name="lease_until",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="letterbatch",
                    name="rows",
                    field=models.IntegerField(db_default=0, default=0),
                ),
                migrations.AddField(
                    model_name="letterbatch",
                    name="stop_at",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="note",
                    name="kind",
                    field=models.CharField(db_default="other", default="other", max_length=20),
                ),
                migrations.AddField(
                    model_name="staff",
                    name="shown_owner",
                    field=models.CharField(blank=True, db_default="", max_length=160),
                ),
                migrations.CreateModel(
                    name="Cover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("absent", models.CharField(max_length=150)),
                        ("coverer", models.CharField(max_length=150)),
                        ("first_on", models.DateField()),
                        ("last_on", models.DateField()),
                        ("note", models.TextField(blank=True)),
                        ("by", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_on__gte", models.F("first_on"))),
                                name="cover_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("absent", models.F("coverer")), _negated=True),
                                name="nobody_covers_for_themselves",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("channel", models.CharField(max_length=10)),
                        ("act", models.CharField(max_length=24)),
                        ("key", models.CharField(max_length=120, unique=True)),
                        ("to", models.CharField(blank=True, max_length=254)),
                        ("subject", models.CharField(blank=True, max_length=200)),
                        ("body", models.TextField(blank=True)),
                        ("cents", models.BigIntegerField(default=0)),
                        ("state", models.CharField(default="waiting", max_length=12)),
                        ("tries", models.SmallIntegerField(default=0)),
                        ("next_at", models.DateTimeField()),
                        ("until_at", models.DateTimeField(null=True)),
                        (
                            "provider_id",
                            models.CharField(blank=True, db_index=True, max_length=120),
                        ),
                        ("why", models.TextField(blank=True)),
                        ("made_at", models.DateTimeField()),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("seen_by", models.CharField(blank=True, max_length=150)),
                        (
                            "contact",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="message",
                                to="records.contact",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="records.decision",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="attempt",
                    name="message",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="records.message",
                    ),
                ),
                migrations.CreateModel(
                    name="MessageEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("channel", models.CharField(max_length=10)),
                        ("kind", models.CharField(max_length=12)),
                        ("at", models.DateTimeField()),
                        ("sender", models.CharField(blank=True, max_length=254)),
                        ("detail", models.CharField(blank=True, max_length=1600)),
                        ("needs_answer", models.BooleanField(default=False)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("done_by", models.CharField(blank=True, max_length=150)),
                        (
                            "contact",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.contact",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.guarantor",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="records.message",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RetiredWay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=goodstanding.records.choices.channels, max_length=10
                            ),
                        ),
                        ("value", models.CharField(max_length=254)),
                        ("mark", models.CharField(max_length=254)),
                        ("retired_on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("why", models.CharField(max_length=200)),
                        ("back_on", models.DateField(null=True)),
                        ("back_by", models.CharField(blank=True, max_length=150)),
                        (
                            "contact",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retired",
                                to="records.contact",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retired_ways",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReturnedMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("address", models.CharField(max_length=600)),
                        ("before_on", models.DateField(null=True)),
                        ("delivered", models.BooleanField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        (
                            "contact",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.contact",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returned_mail",
                                to="records.guarantor",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returned_mail",
                                to="records.letter",
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.note",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Wording",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=30)),
                        ("language", models.CharField(max_length=10)),
                        ("version", models.IntegerField()),
                        ("text", models.TextField()),
                        ("state", models.CharField(db_index=True, default="draft", max_length=10)),
                        ("note", models.TextField(blank=True)),
                        ("made_by", models.CharField(max_length=300)),
                        ("made_at", models.DateTimeField()),
                        ("proposed_by", models.CharField(blank=True, max_length=150)),
                        ("proposed_at", models.DateTimeField(null=True)),
                        ("approved_by", models.CharField(blank=True, max_length=150)),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("ended_by", models.CharField(blank=True, max_length=150)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("translator", models.CharField(blank=True, max_length=200)),
                        ("checked_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "language", "version"), name="wording_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "active")),
                                fields=("kind", "language"),
                                name="wording_one_in_use",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("draft", "proposed"))),
                                fields=("kind", "language"),
                                name="wording_one_open_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("active", "retired")), _negated=True),
                                    models.Q(
                                        models.Q(("approved_by", ""), _negated=True),
                                        ("approved_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="wording_in_use_is_approved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("active", "retired")), _negated=True),
                                    ("language", "en"),
                                    models.Q(
                                        models.Q(("translator", ""), _negated=True),
                                        ("checked_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="wording_in_use_has_a_translator",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("owner", models.CharField(max_length=150)),
                        ("by", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        ("note", models.TextField(blank=True)),
                        ("got_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["owner"],
                                name="assigned_to_one",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("guarantor",),
                                name="one_owner_at_a_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lease",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("by", models.CharField(max_length=150)),
                        ("page", models.CharField(blank=True, max_length=32)),
                        ("since", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        ("holds", models.BooleanField(default=False)),
                        ("taken_by", models.CharField(blank=True, max_length=150)),
                        ("taken_why", models.CharField(blank=True, max_length=200)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leases",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("guarantor", "by"), name="one_lease_a_person"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("holds", True)),
                                fields=("guarantor",),
                                name="one_holds_an_account",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("whom", models.CharField(max_length=150)),
                        ("seen_at", models.DateTimeField(null=True)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentions",
                                to="records.note",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("seen_at", None)),
                                fields=["whom"],
                                name="mention_not_seen",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("note", "whom"), name="named_once_in_a_note"
                            )
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="message",
                    index=models.Index(fields=["state", "next_at"], name="message_due"),
                ),
                migrations.AddIndex(
                    model_name="messageevent",
                    index=models.Index(
                        condition=models.Q(("done_at", None), ("needs_answer", True)),
                        fields=["at"],
                        name="message_event_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="returnedmail",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("letter",),
                        name="a_letter_comes_back_once",
                    ),
                ),
                migrations.CreateModel(
                    name="PlanDisclosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("monthly_cents", models.BigIntegerField(null=True)),
                        ("household", models.SmallIntegerField(null=True)),
                        ("income_cents", models.BigIntegerField(null=True)),
                        ("essentials_cents", models.BigIntegerField(null=True)),
                        ("other_medical_cents", models.BigIntegerField(null=True)),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosure",
                                to="records.plan",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PlanEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("what", models.CharField(max_length=20)),
                        ("why", models.TextField(blank=True)),
                        ("status", models.CharField(max_length=12)),
                        ("parts", models.JSONField(default=list)),
                        ("laid_on", models.DateField()),
                        ("until", models.DateField(null=True)),
                        ("cents", models.BigIntegerField(null=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="records.plan",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PlanMade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("told_at", models.DateTimeField()),
                        ("how", models.CharField(max_length=12)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        ("acknowledged_how", models.CharField(blank=True, max_length=20)),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="made",
                                to="records.plan",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PlanCover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("cents", models.BigIntegerField()),
                        ("lowered_cents", models.BigIntegerField(default=0)),
                        ("after", models.BigIntegerField()),
                        ("joined_on", models.DateField()),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.charge",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="records.plan",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "charge"), name="plan_covers_a_charge_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cents__gt", 0)), name="plan_covers_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lowered_cents__gte", 0),
                                    ("lowered_cents__lte", models.F("cents")),
                                ),
                                name="plan_cover_is_lowered_within",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("cents", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafts",
                                to="records.plan",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "due_on"), name="plan_part_is_drafted_once"
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="promise",
                    name="before_cents",
                    field=models.BigIntegerField(db_default=0, default=0),
                ),
                migrations.AddField(
                    model_name="promise",
                    name="beside",
                    field=models.BooleanField(null=True),
                ),
                migrations.AddField(
                    model_name="promise",
                    name="made_at",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="promise",
                    name="made_by",
                    field=models.CharField(blank=True, db_default="", max_length=150),
                ),
                migrations.AddField(
                    model_name="promise",
                    name="means",
                    field=models.CharField(blank=True, db_default="", max_length=8),
                ),
                migrations.CreateModel(
                    name="HelpApplication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.IntegerField(unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=goodstanding.records.choices.help_states,
                                db_index=True,
                                max_length=10,
                            ),
                        ),
                        ("how", models.CharField(max_length=10)),
                        ("asked_on", models.DateField()),
                        ("begun_on", models.DateField()),
                        ("people", models.SmallIntegerField(null=True)),
                        ("yearly_cents", models.BigIntegerField(null=True)),
                        ("complete_on", models.DateField(null=True)),
                        ("appealed_on", models.DateField(null=True)),
                        ("ended_on", models.DateField(null=True)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="help_applications",
                                to="records.guarantor",
                            ),
                        ),
                        (
                            "hold",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="help_applications",
                                to="records.hold",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HelpDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("state", models.CharField(max_length=10)),
                        ("on_appeal", models.BooleanField(default=False)),
                        ("percent", models.SmallIntegerField()),
                        ("table_percent", models.SmallIntegerField()),
                        ("cap_cents", models.BigIntegerField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        ("people", models.SmallIntegerField()),
                        ("yearly_cents", models.BigIntegerField()),
                        ("poverty", models.IntegerField()),
                        ("guideline_year", models.SmallIntegerField()),
                        ("guideline_cents", models.BigIntegerField()),
                        ("policy", models.CharField(max_length=80)),
                        ("good_from", models.DateField(null=True)),
                        ("good_until", models.DateField(null=True)),
                        ("owed_cents", models.BigIntegerField(default=0)),
                        ("off_cents", models.BigIntegerField(default=0)),
                        ("limit_cents", models.BigIntegerField()),
                        ("asked_by", models.CharField(max_length=150)),
                        ("asked_at", models.DateTimeField()),
                        ("decided_by", models.CharField(blank=True, max_length=150)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decided_on", models.DateField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="records.helpapplication",
                            ),
                        ),
                        (
                            "hold",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="help_decisions",
                                to="records.hold",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HelpDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("state", models.CharField(default="asked", max_length=10)),
                        ("on", models.DateField()),
                        ("by", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="records.helpapplication",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HelpEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("on", models.DateField()),
                        ("by", models.CharField(max_length=150)),
                        ("what", models.CharField(max_length=20)),
                        ("text", models.TextField(blank=True)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="records.helpapplication",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HelpShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("round", models.SmallIntegerField()),
                        ("owed_cents", models.BigIntegerField()),
                        ("earlier_cents", models.BigIntegerField()),
                        ("off_cents", models.BigIntegerField()),
                        (
                            "adjustment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="records.adjustment",
                            ),
                        ),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="help_shares",
                                to="records.charge",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="records.helpdecision",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="helpapplication",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("begun", "waiting", "complete", "appealed"))
                        ),
                        fields=("guarantor",),
                        name="one_pending_application_an_account",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="helpdocument",
                    constraint=models.UniqueConstraint(
                        fields=("application", "kind"), name="one_document_of_a_kind"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="helpshare",
                    constraint=models.UniqueConstraint(
                        fields=("decision", "charge"), name="one_share_a_charge"
                    ),
                ),
                migrations.CreateModel(
                    name="Agency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("registration", models.CharField(max_length=60)),
                        ("contact", models.CharField(max_length=200)),
                        ("fee_points", models.IntegerField()),
                        ("fee_on_direct", models.BooleanField(default=False)),
                        ("agreement_on", models.DateField()),
                        ("contract_on", models.DateField()),
                        ("contract_until", models.DateField(null=True)),
                        ("licence_until", models.DateField()),
                        ("licence_checked_on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="AgencyFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.BigIntegerField(unique=True)),
                        ("kind", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=80)),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField()),
                        ("lines", models.IntegerField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.agency",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AgencyReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("content", models.BinaryField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.agency",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Placement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.BigIntegerField(unique=True)),
                        ("state", models.CharField(db_index=True, max_length=10)),
                        ("cents", models.BigIntegerField()),
                        ("reason", models.TextField()),
                        ("proposed_at", models.DateTimeField()),
                        ("proposed_by", models.CharField(max_length=150)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decided_by", models.CharField(blank=True, max_length=150)),
                        ("decided_why", models.TextField(blank=True)),
                        ("checklist", models.JSONField(default=list)),
                        ("placed_at", models.DateTimeField(null=True)),
                        ("placed_on", models.DateField(null=True)),
                        ("upto", models.BigIntegerField(default=0)),
                        ("hold", models.CharField(blank=True, max_length=64)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_on", models.DateField(null=True)),
                        ("ended_upto", models.BigIntegerField(null=True)),
                        ("ended_why", models.TextField(blank=True)),
                        ("ended_cents", models.BigIntegerField(default=0)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="records.agency",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="records.agencyfile",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PlacedCharge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("cents", models.BigIntegerField()),
                        (
                            "charge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.charge",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="charges",
                                to="records.placement",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AgencyLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("place", models.IntegerField()),
                        ("agency", models.CharField(max_length=120)),
                        ("ref", models.CharField(max_length=60)),
                        ("account", models.CharField(max_length=64)),
                        ("paid_on", models.DateField(null=True)),
                        ("cents", models.BigIntegerField(default=0)),
                        ("fee_cents", models.BigIntegerField(default=0)),
                        ("due_cents", models.BigIntegerField(default=0)),
                        ("state", models.CharField(db_index=True, max_length=10)),
                        ("why", models.TextField(blank=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("settled_by", models.CharField(blank=True, max_length=150)),
                        ("posted_on", models.DateField(null=True)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="records.agencyreport",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="records.placement",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PlacementEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("what", models.CharField(max_length=12)),
                        ("text", models.TextField(blank=True)),
                        ("cents", models.BigIntegerField(default=0)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.agencyfile",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="records.placement",
                            ),
                        ),
                        (
                            "transfer",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.transfer",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="WrittenPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("point", models.CharField(max_length=12)),
                        ("text", models.TextField()),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="written_points",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="placement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="placement_is_of_some_money"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("proposed", "refused")),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="placement_is_decided_by_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placement",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ("proposed", "approved", "placed"))),
                        fields=("guarantor",),
                        name="placement_one_at_a_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placedcharge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="placed_charge_is_of_some_money"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placedcharge",
                    constraint=models.UniqueConstraint(
                        fields=("placement", "charge"), name="placed_charge_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agencyline",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "posted")),
                        fields=("agency", "ref"),
                        name="agency_line_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agencyline",
                    constraint=models.UniqueConstraint(
                        fields=("report", "place"), name="agency_line_one_a_row"
                    ),
                ),
                migrations.CreateModel(
                    name="EligibilityRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("asked", models.IntegerField()),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("content", models.BinaryField(default=b"")),
                    ],
                ),
                migrations.CreateModel(
                    name="EligibilityCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("index", models.IntegerField()),
                        ("checked_on", models.DateField()),
                        ("trace", models.CharField(blank=True, max_length=50)),
                        ("payer_id", models.CharField(blank=True, max_length=80)),
                        ("payer_name", models.CharField(blank=True, max_length=200)),
                        ("state", models.CharField(db_index=True, max_length=10)),
                        ("why", models.TextField(blank=True)),
                        ("told", models.JSONField(default=dict)),
                        ("benefits", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        (
                            "coverage",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="records.coverage",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.importfile",
                            ),
                        ),
                        (
                            "patient",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.patient",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.importproblem",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="EligibilityChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        ("text", models.CharField(max_length=300)),
                        ("on", models.DateField()),
                        ("done_at", models.DateTimeField(null=True)),
                        ("done_by", models.CharField(blank=True, max_length=150)),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.guarantor",
                            ),
                        ),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="records.eligibilitycheck",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="EligibilityAsked",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("trace", models.CharField(max_length=50, unique=True)),
                        (
                            "coverage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.coverage",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="records.eligibilityrequest",
                            ),
                        ),
                    ],
                ),
                migrations.AddIndex(
                    model_name="eligibilitycheck",
                    index=models.Index(
                        fields=["coverage", "-checked_on", "-id"], name="benefits_newest_first"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="eligibilitycheck",
                    constraint=models.UniqueConstraint(
                        fields=("file", "index"), name="an_answer_is_kept_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="eligibilitycheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True),
                            models.Q(("coverage__isnull", False), ("patient__isnull", False)),
                            _connector="OR",
                        ),
                        name="benefits_kept_are_of_a_coverage",
                    ),
                ),
                migrations.AddIndex(
                    model_name="eligibilitychange",
                    index=models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["guarantor"],
                        name="change_still_open",
                    ),
                ),
                migrations.CreateModel(
                    name="BundleVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("version", models.IntegerField(unique=True)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="PriceList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=16)),
                        ("payer", models.CharField(blank=True, max_length=64)),
                        ("plan", models.CharField(blank=True, max_length=64)),
                        ("effective_on", models.DateField()),
                        ("ends_on", models.DateField(null=True)),
                        ("name", models.CharField(max_length=120)),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("rows", models.IntegerField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["kind", "payer", "effective_on"], name="price_list_in_force"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("effective_on")),
                                    _connector="OR",
                                ),
                                name="price_list_ends_after_it_begins",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Price",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("modifier", models.CharField(blank=True, max_length=10)),
                        ("office_cents", models.BigIntegerField(null=True)),
                        ("facility_cents", models.BigIntegerField(null=True)),
                        ("cms", models.JSONField(default=dict)),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prices",
                                to="records.pricelist",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("list", "code", "modifier"), name="price_once_a_list"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("office_cents", None),
                                        ("office_cents__gte", 0),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("facility_cents", None),
                                        ("facility_cents__gte", 0),
                                        _connector="OR",
                                    ),
                                ),
                                name="price_is_never_below_nothing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CostEstimate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("track", models.CharField(max_length=12)),
                        ("asked_on", models.DateField(null=True)),
                        ("booked_on", models.DateField()),
                        ("service_on", models.DateField(db_index=True)),
                        ("recurs_until", models.DateField(null=True)),
                        ("times", models.SmallIntegerField(default=1)),
                        ("deliver_by", models.DateField(db_index=True, null=True)),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.CharField(max_length=150)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_by", models.CharField(blank=True, max_length=150)),
                        ("withdrawn_why", models.TextField(blank=True)),
                        (
                            "appointment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cost_estimates",
                                to="records.appointment",
                            ),
                        ),
                        (
                            "patient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cost_estimates",
                                to="records.patient",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="EstimateReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.CharField(max_length=64)),
                        ("provider", models.CharField(blank=True, max_length=120)),
                        ("service_on", models.DateField(null=True)),
                        ("estimated_cents", models.BigIntegerField()),
                        ("billed_cents", models.BigIntegerField()),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("found", models.TextField()),
                        (
                            "patient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.patient",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="EstimateVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.SmallIntegerField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("why", models.TextField(blank=True)),
                        ("inputs", models.JSONField()),
                        ("figures", models.JSONField()),
                        ("share_cents", models.BigIntegerField()),
                        ("at_most_cents", models.BigIntegerField()),
                        (
                            "estimate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="records.costestimate",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="EstimateLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("place_in_order", models.SmallIntegerField()),
                        ("provider", models.CharField(max_length=120)),
                        ("npi", models.CharField(blank=True, max_length=10)),
                        ("tin", models.CharField(blank=True, max_length=10)),
                        ("code", models.CharField(max_length=20)),
                        ("modifiers", models.CharField(blank=True, max_length=40)),
                        ("diagnosis", models.CharField(blank=True, max_length=20)),
                        ("place", models.CharField(max_length=12)),
                        ("units", models.IntegerField()),
                        ("cents", models.BigIntegerField()),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="records.estimateversion",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="EstimateGiven",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("how", models.CharField(max_length=8)),
                        ("told_aloud", models.BooleanField()),
                        ("late_why", models.TextField(blank=True)),
                        ("paper", models.JSONField()),
                        ("keep_until", models.DateField()),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="given",
                                to="records.estimateversion",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="estimateversion",
                    constraint=models.UniqueConstraint(
                        fields=("estimate", "number"), name="estimate_version_is_numbered_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="estimateversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("at_most_cents__gte", models.F("share_cents"))),
                        name="estimate_range_is_in_order",
                    ),
                ),
                migrations.CreateModel(
                    name="AppointmentChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("what", models.CharField(max_length=12)),
                        ("why", models.TextField(blank=True)),
                        ("theirs", models.JSONField(null=True)),
                        ("ours", models.JSONField()),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="records.appointment",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DeskTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True)),
                        ("kind", models.CharField(max_length=16)),
                        ("text", models.TextField(blank=True)),
                        ("cents", models.BigIntegerField(default=0)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("done_at", models.DateTimeField(db_index=True, null=True)),
                        ("done_by", models.CharField(blank=True, max_length=150)),
                        (
                            "patient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desk_tasks",
                                to="records.patient",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HuddleList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("location", models.CharField(blank=True, max_length=120)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("copy", models.IntegerField()),
                        ("lines", models.JSONField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("on", "location", "copy"), name="huddle_copy_is_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HuddleResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=150)),
                        ("what", models.CharField(max_length=12)),
                        ("cents", models.BigIntegerField(default=0)),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="records.appointment",
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desk_results",
                                to="records.guarantor",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Prepayment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("suggested_cents", models.BigIntegerField(null=True)),
                        ("source", models.CharField(blank=True, max_length=200)),
                        ("why", models.TextField(blank=True)),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prepaid",
                                to="records.appointment",
                            ),
                        ),
                        (
                            "receipt",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prepaid",
                                to="records.receipt",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PrepaymentStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("what", models.CharField(max_length=10)),
                        ("cents", models.BigIntegerField()),
                        ("source", models.CharField(blank=True, max_length=160)),
                        (
                            "charge",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.charge",
                            ),
                        ),
                        (
                            "prepayment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="records.prepayment",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cents__gt", 0)),
                                name="prepayment_step_moves_something",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
