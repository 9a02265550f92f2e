"""Telephone numbers as they are written: two ways of writing one number are one number."""

import re

import phonenumbers

from goodstanding.core.kinds import Channel


def mark(number: str) -> str:
    """Its digits without the country's 1: mark("+1 (320) 555-0177") -> '3205550177'."""
    digits = re.sub(r"[^0-9]", "", number)
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def way_mark(channel: str, value: str) -> str:
    """How numbers and addresses are compared; "" for a blank one, which is no way to anybody.
    way_mark("email", " Ann@Mail.example") -> 'ann@mail.example'."""
    plain = value.strip().casefold()
    if channel == Channel.EMAIL:
        return plain
    # An extension is no part of the number.
    return mark(e164(value).removeprefix("+1") or value) or plain


def e164(number: str) -> str:
    """As providers write it: e164("(320) 555-0177") -> '+13205550177'; "" when it is none."""
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
