"""The law book as it was, and who confirmed what in it."""

from django.db import models


class LawEdition(models.Model):
    """Every rule file that decided anything, once: `mark` is the SHA-256 of `content`, the files as
    compressed JSON by name.
    """

    mark = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()
    content = models.BinaryField()


class LawConfirmation(models.Model):
    """A lawyer (`name`) confirmed a rule on a day, and who wrote that down. It holds only for the
    rule as it was: `mark` is of its contents. The newest row of a rule speaks; `confirmed` false
    takes it back.
    """

    rule = models.CharField(max_length=80, db_index=True)
    mark = models.CharField(max_length=64)
    confirmed = models.BooleanField(default=True)
    name = models.CharField(max_length=150)
    on = models.DateField()
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
