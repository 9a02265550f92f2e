"""What we asked payers about coverages (270), what they answered (271), and what changed by it."""

from django.db import models
from django.db.models import Q

from goodstanding.records.models.imports import ImportFile, ImportProblem
from goodstanding.records.models.people import Coverage, Guarantor, Patient


class EligibilityRequest(models.Model):
    """A 270 that was written; its id is the control number, `content` the bytes that left."""

    made_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    asked = models.IntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(default=b"")


class EligibilityAsked(models.Model):
    """One coverage of a request; the payer sends `trace` back with its answer."""

    request = models.ForeignKey(EligibilityRequest, models.PROTECT, related_name="lines")
    coverage = models.ForeignKey(Coverage, models.PROTECT, related_name="+")
    trace = models.CharField(max_length=50, unique=True)


class EligibilityCheck(models.Model):
    """One patient of a 271. `state`: kept (a coverage's benefits), waiting (nobody found: a person
    matches it), rejected (the payer does not answer), aside (a person put it away). `told` is all
    that was read, `benefits` what it comes to for the coverage (core/benefit_record.py); `index`
    its place among the file's answers.
    """

    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="+")
    index = models.IntegerField()
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="+")
    coverage = models.ForeignKey(Coverage, models.PROTECT, null=True, related_name="checks")
    checked_on = models.DateField()
    trace = models.CharField(max_length=50, blank=True)
    payer_id = models.CharField(max_length=80, blank=True)
    payer_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, db_index=True)
    why = models.TextField(blank=True)
    told = models.JSONField(default=dict)
    benefits = models.JSONField(default=dict)
    problem = models.ForeignKey(ImportProblem, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "index"], name="an_answer_is_kept_once"),
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(coverage__isnull=False, patient__isnull=False),
                name="benefits_kept_are_of_a_coverage",
            ),
        ]
        indexes = [
            models.Index(fields=["coverage", "-checked_on", "-id"], name="benefits_newest_first")
        ]


class EligibilityChange(models.Model):
    """What a check says otherwise than the one before it, or than the coverage on file, until a
    person has dealt with it. `kind` is of core/benefit_changes.py.
    """

    check_of = models.ForeignKey(EligibilityCheck, models.PROTECT, related_name="changes")
    guarantor = models.ForeignKey(Guarantor, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    text = models.CharField(max_length=300)
    on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["guarantor"], condition=Q(done_at=None), name="change_still_open")
        ]


class Subscriber(models.Model):
    """Who holds the plan of a coverage, as a person wrote it (`source` "hand") or a payer's answer
    named them ("answer"). Rows are added: of one patient, payer and member number (letters and
    digits only) the newest of a person counts before the newest of an answer
    (queries/subscribers.py). Not by the coverage's row: imports change that. `relation` is of
    core/subscribers.py; "self" is the patient, and then no name is kept.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    payer = models.CharField(max_length=64)
    member = models.CharField(max_length=64, blank=True)
    last_name = models.CharField(max_length=60, blank=True)
    first_name = models.CharField(max_length=35, blank=True)
    birth_on = models.DateField(null=True)
    relation = models.CharField(max_length=8)
    source = models.CharField(max_length=8)
    check_of = models.ForeignKey(EligibilityCheck, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(relation="self", last_name="") | ~Q(relation="self") & ~Q(last_name=""),
                name="another_subscriber_has_a_name",
            )
        ]
        indexes = [models.Index(fields=["patient", "payer", "member"], name="subscriber_of")]
