"""Benefits as plain JSON values and back, as they are kept; None stays None."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from goodstanding.core.benefit_lines import BenefitLine, Dated, Party
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
    found["coinsurance"] = _decimal(found.get("coinsurance"))
    found["by_service"] = tuple(
        CareBenefit(**{**one, "coinsurance": _decimal(one.get("coinsurance"))})
        for one in found.get("by_service", ())
    )
    for name in ("other_payers", "unclear"):
        found[name] = tuple(found.get(name, ()))
    return CoverageBenefits(**found)


def lines_of(told: Mapping[str, Any]) -> tuple[BenefitLine, ...]:
    """The benefits of a kept answer (formats/x12/eligibility_json.py), where what was not said is
    left out."""
    return tuple(_line(dict(one)) for one in told.get("lines", ()))


def _line(kept: dict[str, Any]) -> BenefitLine:
    for name in ("rate", "quantity"):
        kept[name] = _decimal(kept.get(name))
    for name in ("services", "messages", "places"):
        kept[name] = tuple(kept.get(name, ()))
    kept["dates"] = tuple(_dated(one) for one in kept.get("dates", ()))
    kept["references"] = tuple((kind, value) for kind, value in kept.get("references", ()))
    kept["parties"] = tuple(Party(**{"role": "", "name": ""} | one)
                            for one in kept.get("parties", ()))  # fmt: skip
    return BenefitLine(**{"information": ""} | kept)


def _dated(kept: dict[str, str]) -> Dated:
    last = kept.get("last_on")
    first = date.fromisoformat(kept["first_on"])
    return Dated(kept.get("kind", ""), first, date.fromisoformat(last) if last else None)


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
