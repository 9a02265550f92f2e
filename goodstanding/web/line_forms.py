"""Forms in lines: codes and modifiers as people type them, and each fault with its line."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

UNITS = "Write a whole number of units from 1 to 999."
UNITS_WRONG = {"invalid": UNITS, "min_value": UNITS, "max_value": UNITS}


def codes_of(text: str | None) -> list[str]:
    """In capitals; commas count as spaces, also a last one: "27447, j3301," is two."""
    return [one for one in re.split(r"[\s,;]+", (text or "").upper()) if one]


class CodeField(forms.CharField):
    """One code, in capitals and without the comma that was copied along."""

    def clean(self, value: Any) -> str:
        found = codes_of(super().clean(value))
        if len(found) > 1:
            raise ValidationError("Write one code in a line.")
        if self.required and not found:
            raise ValidationError(self.error_messages["required"])
        return "".join(found)


class CodesField(forms.CharField):
    """Several, with a space between."""

    def clean(self, value: Any) -> str:
        return " ".join(codes_of(super().clean(value)))


class ModifiersField(forms.CharField):
    def clean(self, value: Any) -> tuple[str, ...]:
        found = tuple(codes_of(super().clean(value)))
        if not all(re.fullmatch(r"[A-Z0-9]{2}", one) for one in found):
            raise ValidationError("A modifier has two letters or digits, such as AS or 50.")
        return found


def row_faults(lines: Any) -> Sequence[tuple[str, str, str]]:
    """Of a form that was sent: the field's id, which line and field, and what is wrong."""
    return [
        (field.id_for_label, f"Line {number}, {field.label}", problem)
        for number, row in enumerate(lines, 1)
        for field in row
        for problem in field.errors
    ]
