"""Money: whole cents in an int, everywhere. Positive is owed to us unless a name says otherwise."""

import re

Cents = int

LARGEST_CENTS = 10**11
_AMOUNT = re.compile(r"(-?)(\d*)(?:\.(\d{0,2})0*)?", re.ASCII)


def cents_of(text: str) -> Cents:
    """Whole cents of an amount as files write it: "45.5", "34", "00", ".5", "100.", "-12.00".

    Refuses (ValueError) anything else: empty, words, exponents, thousands commas, NaN, more than
    two decimals that are not zero, or more than a billion dollars. Shape of amounts: X12.md trap
    15.
    """
    found = _AMOUNT.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        raise ValueError(f"{text!r} is not an amount")
    cents = int(found[2] or "0") * 100 + int((found[3] or "").ljust(2, "0"))
    if cents > LARGEST_CENTS:
        raise ValueError(f"{text!r} is more than any account can hold")
    return -cents if found[1] else cents


def plain(cents: Cents) -> str:
    """ "1234.50", "-12.00": the form of the JSON contract and of every export."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"


def show(cents: Cents) -> str:
    """ "$1,234.50": for sentences."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{part:02d}"


def round_dollars(cents: Cents) -> str:
    """ "$400": round sums as law and its model forms write them; with cents where there are any."""
    return show(cents).removesuffix(".00")


def split(total: Cents, parts: int) -> list[Cents]:
    """Equal shares, larger ones first: split(100, 3) -> [34, 33, 33]."""
    share, rest = divmod(total, parts)
    return [share + 1] * rest + [share] * (parts - rest)
