"""The follow-up policy's versions: drafts, what they would do, who approved them and since when."""

from django.db import models


class PolicyVersion(models.Model):
    """`mark` names the exact contents ("v3 1f0c9a3b2d4e"), as decisions quote it. `state`: draft,
    proposed, active, withdrawn, or file (the one shipped or in var/, kept when a run used it).
    An active one is in force from `starts_on` until the next. `trial` is the last what-if's answer.
    """

    mark = models.CharField(max_length=80, unique=True)
    version = models.IntegerField()
    text = models.TextField()
    state = models.CharField(max_length=10, default="draft", db_index=True)
    note = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=150, blank=True)
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    trial = models.JSONField(default=dict)
    trial_at = models.DateTimeField(null=True)
