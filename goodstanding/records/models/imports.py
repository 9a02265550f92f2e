"""Files that came in, what was wrong in them, and long work in the background."""

from django.db import models


class ImportFile(models.Model):
    """`sha256` with `kind` is unique: the same file is read once. `raw` keeps a remittance's own
    bytes.
    """

    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    status = models.CharField(max_length=16)
    totals = models.JSONField(default=dict)
    raw = models.BinaryField(null=True)


class ImportProblem(models.Model):
    """Something set aside or worth a look. `level`: "aside" (not in the books) or "notice"."""

    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="problems")
    where = models.CharField(max_length=200)
    code = models.CharField(max_length=40)
    text = models.TextField()
    cents = models.BigIntegerField(default=0)
    level = models.CharField(max_length=8, default="aside")
    solved_at = models.DateTimeField(null=True)


class Task(models.Model):
    """Long work as a durable row. `state`: waiting, running, done, failed. A lease that ran out is
    taken over.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_role = models.CharField(max_length=20)
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
