"""Who did what, when, to which account: one event an act, chained so that tampering shows."""

from django.db import models


class AuditEvent(models.Model):
    """`mac` is an HMAC over the row and the mac before it, with a key kept outside the database."""

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    verb = models.CharField(max_length=60)
    account = models.CharField(max_length=64, blank=True, db_index=True)
    detail = models.TextField()
    mac = models.CharField(max_length=64)
