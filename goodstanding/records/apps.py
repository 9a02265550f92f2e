"""Django's entry to our tables: guards come back after every migration, checks prove it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "goodstanding.records"
    label = "records"

    def ready(self) -> None:
        from goodstanding.records import checks, database, guards

        database.read_days_quickly()
        checks.register_all()
        post_migrate.connect(guards.after_migrate, sender=self)
