"""Who may sign in."""

from goodstanding.records.models import Staff


def anyone() -> bool:
    return Staff.objects.exists()
