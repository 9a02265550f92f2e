"""Whether what has a first and a last day counts on a day."""

from datetime import date


def in_force(effective_on: date | None, ends_on: date | None, on: date) -> bool:
    """Both days belong to it; None is open on that side."""
    return (effective_on is None or effective_on <= on) and (ends_on is None or on <= ends_on)
