"""Payment card numbers: recognised so that they are refused before anything is stored or logged."""

import re

_DIGITS = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)", re.ASCII)


def has_card_number(text: str) -> bool:
    """13 to 19 digits, with spaces or dashes between, whose last is the check digit (Luhn)."""
    return any(_checks(found[0]) for found in _DIGITS.finditer(text))


def _checks(text: str) -> bool:
    digits = [int(mark) for mark in reversed(text) if mark.isdigit()]
    doubled = (sum(divmod(digit * 2, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
