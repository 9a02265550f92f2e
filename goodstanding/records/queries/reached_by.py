"""Whose number or address is this? Every account that has it on file, however it is written."""

from goodstanding.core.kinds import Channel
from goodstanding.core.phones import way_mark
from goodstanding.records.models import Guarantor


def accounts_of(channel: Channel, value: str) -> list[int]:
    """Our keys, in their order."""
    mark = way_mark(channel, value)
    if not mark:
        return []
    if channel is Channel.EMAIL:
        found = Guarantor.objects.filter(email__iexact=value.strip())
        return sorted(found.values_list("id", flat=True))
    # However a number is parted, its last two digits stand together at its end or nearly so.
    alike = Guarantor.objects.filter(phone_mobile__contains=mark[-2:])
    mobiles = alike.values_list("id", "phone_mobile")
    return sorted(key for key, mobile in mobiles.iterator() if way_mark(channel, mobile) == mark)
