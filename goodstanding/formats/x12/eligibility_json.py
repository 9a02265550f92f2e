"""An answer (271) as plain JSON values, whole: what is kept of it beside what it comes to."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from goodstanding.formats.x12.eligibility_values import Exchange


def exchange_as_json(one: Exchange) -> dict[str, Any]:
    """What was not said is left out."""
    found = _plain(asdict(one))
    assert isinstance(found, dict)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if _said(each)}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _said(value: Any) -> bool:
    return value is not None and value != "" and value != ()
