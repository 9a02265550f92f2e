"""Telephone numbers as they are written: two ways of writing one number are one number."""

import re


def mark(number: str) -> str:
    """Its digits without the country's 1: mark("+1 (320) 555-0177") -> '3205550177'."""
    digits = re.sub(r"[^0-9]", "", number)
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
