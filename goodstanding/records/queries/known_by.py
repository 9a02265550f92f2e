"""How surely a person must be known before an account is talked about."""

from datetime import datetime

from goodstanding.core import calls
from goodstanding.records.models import Call, Guarantor


def proofs_needed(account_id: str, *, came_in: bool) -> int:
    """As core/calls.py counts them, with the other accounts of the same name looked at."""
    person = Guarantor.objects.get(number=account_id)
    same = Guarantor.objects.filter(
        last_name__iexact=person.last_name, first_name__iexact=person.first_name
    )
    namesake = same.exclude(id=person.id).exists()
    return calls.proofs_needed(person.birth_on, namesake=namesake, came_in=came_in)


def taken_back_until(account_id: str, by: str, since: datetime) -> tuple[int, datetime] | None:
    """(key, moment) of the newest call on this account that this person wrote since then and did
    not take back.
    """
    found = Call.objects.filter(
        contact__guarantor__number=account_id, contact__by=by, contact__undone_at__isnull=True,
        contact__at__gte=since,
    )  # fmt: skip
    newest = found.select_related("contact").order_by("-id").first()
    return (newest.id, newest.contact.at) if newest is not None else None
