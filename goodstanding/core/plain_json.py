"""Values as plain JSON: days and decimals as text, tuples as lists."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any


def plain(value: Any, keep: Callable[[Any], bool] = lambda _: True) -> Any:
    """`keep` false leaves a named value out, at any depth."""
    if isinstance(value, dict):
        return {name: plain(each, keep) for name, each in value.items() if keep(each)}
    if isinstance(value, (list, tuple)):
        return [plain(each, keep) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
