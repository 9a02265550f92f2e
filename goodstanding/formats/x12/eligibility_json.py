"""An answer (271) as plain JSON values, whole: what is kept of it beside what it comes to."""

from dataclasses import asdict
from typing import Any

from goodstanding.core.plain_json import plain
from goodstanding.formats.x12.eligibility_values import Exchange


def exchange_as_json(one: Exchange) -> dict[str, Any]:
    """What was not said is left out."""
    found: dict[str, Any] = plain(asdict(one), _said)
    return found


def _said(value: Any) -> bool:
    return value is not None and value != "" and value != ()
