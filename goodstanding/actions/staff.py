"""Who may sign in."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Staff


@action("staff.make")
def set_staff(*, name: str, role: Role, password: str, by: Actor, at: datetime) -> bool:
    """Adds a colleague, or gives one a new role and password; True when added. Their open sessions
    end.
    """
    found = Staff.objects.filter(username=name).first()
    person = found or Staff(username=name)
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refused(f"This password cannot be used: {' '.join(fault.messages)}") from fault
    person.role = role.value
    person.set_password(password)
    person.save()
    about(staff=person.id, role=role.value)
    return found is None


@action("staff.password")
def change_password(*, name: str, password: str, by: Actor, at: datetime) -> None:
    """A colleague's own new password; its rules are checked where it was typed."""
    person = _own(name, by)
    person.set_password(password)
    person.save(update_fields=["password"])
    about(staff=person.id)


@action("staff.keys")
def set_single_keys(*, name: str, wanted: str, by: Actor, at: datetime) -> None:
    """Single-letter shortcuts "on" or "off" for this colleague, until changed."""
    person = _own(name, by)
    person.single_keys = wanted == "on"
    person.save(update_fields=["single_keys"])
    about(staff=person.id, keys=wanted)


def _own(name: str, by: Actor) -> Staff:
    if name != by.name:
        raise Refused("Everyone changes only their own.")
    return Staff.objects.get(username=name)
