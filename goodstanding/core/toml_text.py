"""TOML that people write: whatever is wrong with it comes back in words."""

import tomllib
from typing import Any

_DEEPEST = 20  # our own texts have four


def parsed(text: str) -> dict[str, Any]:
    """Raises ValueError with the reason: also for a number of a thousand digits and for what is
    nested past what Python, or whoever goes through it, follows.
    """
    try:
        found = tomllib.loads(text)
    except RecursionError as fault:
        raise ValueError("brackets stand in brackets, too deep in brackets to follow") from fault
    inside: list[Any] = [found]
    for _ in range(_DEEPEST):
        inside = [
            value for one in inside if isinstance(one, (dict, list))
            for value in (one.values() if isinstance(one, dict) else one)
        ]  # fmt: skip
    if inside:
        raise ValueError("tables stand in tables, too deep to follow")
    return found
