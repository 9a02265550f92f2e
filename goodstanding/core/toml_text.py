"""TOML that people write: whatever is wrong with it comes back in words."""

import tomllib
from typing import Any


def parsed(text: str) -> dict[str, Any]:
    """Raises ValueError with the reason: also for a number of a thousand digits and for brackets
    nested past what Python follows.
    """
    try:
        return tomllib.loads(text)
    except RecursionError as fault:
        raise ValueError("brackets stand in brackets, too deep in brackets to follow") from fault
