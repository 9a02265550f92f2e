"""Whose number or address is this? Every account that has it on file, however it is written."""

import re

import phonenumbers

from goodstanding.core.kinds import Channel
from goodstanding.records.models import Guarantor


def accounts_of(channel: Channel, value: str) -> list[int]:
    """Our keys, in their order."""
    if channel is Channel.EMAIL:
        found = Guarantor.objects.filter(email__iexact=value.strip()) if value.strip() else None
        return [] if found is None else sorted(found.values_list("id", flat=True))
    number = _number(value)
    last = re.sub(r"\D", "", value)[-2:]
    if not number or not last:
        return []
    # However a number is parted, its last two digits stand together at its end or nearly so.
    alike = Guarantor.objects.filter(phone_mobile__contains=last).values_list("id", "phone_mobile")
    return sorted(key for key, mobile in alike.iterator() if _number(mobile) == number)


def _number(text: str) -> str:
    try:
        found = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
