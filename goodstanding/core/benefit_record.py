"""Benefits as plain JSON values and back, as they are kept; None stays None."""

from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from goodstanding.core.benefits import CareBenefit, CoverageBenefits
from goodstanding.core.plain_json import plain

_DAYS = ("checked_on", "begins_on", "ends_on")


def as_json(benefits: CoverageBenefits) -> dict[str, Any]:
    found: dict[str, Any] = plain(asdict(benefits))
    return found


def from_json(kept: dict[str, Any]) -> CoverageBenefits:
    """What an older version did not keep is not said."""
    known = {each.name for each in fields(CoverageBenefits)}
    found = {name: value for name, value in kept.items() if name in known}
    for name in _DAYS:
        found[name] = date.fromisoformat(found[name]) if found.get(name) else None
    found["coinsurance"] = _share(found.get("coinsurance"))
    found["by_service"] = tuple(
        CareBenefit(**{**one, "coinsurance": _share(one.get("coinsurance"))})
        for one in found.get("by_service", ())
    )
    for name in ("other_payers", "unclear"):
        found[name] = tuple(found.get(name, ()))
    return CoverageBenefits(**found)


def _share(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
