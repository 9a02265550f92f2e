"""The words of letters and of the call script: versions in each language, who approved them, who
vouches for a translation.
"""

from django.db import models
from django.db.models import Q


class Wording(models.Model):
    """`kind`: a kind of letter, cover_sheet or call_script. Version 0 is the file we ship and has
    no row. `state`: draft, proposed, active (in use), retired (was in use), withdrawn.
    `translator`: who translated or checked it, with their qualification; English needs nobody.
    """

    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    version = models.IntegerField()
    text = models.TextField()
    state = models.CharField(max_length=10, default="draft", db_index=True)
    note = models.TextField(blank=True)
    made_by = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=150, blank=True)
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)
    translator = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "language", "version"), name="wording_version_once"
            ),
            models.UniqueConstraint(
                fields=("kind", "language"), condition=Q(state="active"), name="wording_one_in_use"
            ),
            models.UniqueConstraint(
                fields=("kind", "language"),
                condition=Q(state__in=("draft", "proposed")),
                name="wording_one_open_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("active", "retired"))
                | (~Q(approved_by="") & Q(approved_at__isnull=False)),
                name="wording_in_use_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("active", "retired"))
                | Q(language="en")
                | (~Q(translator="") & Q(checked_on__isnull=False)),
                name="wording_in_use_has_a_translator",
            ),
        )
