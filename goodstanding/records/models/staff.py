"""The people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from goodstanding.records import choices


class Staff(AbstractUser):
    """A colleague with exactly one role. `shown_owner`: whose rows Today shows them, as they last
    chose ("" as their role has it).
    """

    role = models.CharField(max_length=20, choices=choices.roles)
    single_keys = models.BooleanField(default=True)
    shown_owner = models.CharField(max_length=160, blank=True, db_default="")
