"""How surely a person must be known before an account is talked about."""

from goodstanding.core import calls
from goodstanding.records.models import Guarantor


def proofs_needed(account_id: str) -> dict[str, int]:
    """As core/calls.py counts them, with the other accounts of the same name looked at: of a call
    "out", and of one that came "in".
    """
    person = Guarantor.objects.get(number=account_id)
    same = Guarantor.objects.filter(
        last_name__iexact=person.last_name, first_name__iexact=person.first_name
    )
    namesake = same.exclude(id=person.id).exists()
    return {
        way: calls.proofs_needed(person.birth_on, namesake=namesake, came_in=way == "in")
        for way in ("out", "in")
    }
