"""What the clinic lets one person do with money alone, and the days it gives itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from goodstanding.core.money import Cents, cents_of

_AMOUNTS = frozenset({
    "refund_alone_up_to", "write_off_alone_up_to", "drawer_start", "offer_plan_from", "talk_from",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """Amounts up to a limit need one person, above it two. `appeal_days` counts from the denial
    where the payer is not named in `appeal_days_of`; `match_days` is how far apart a check and its
    bank line may be; `credit_days` how soon a credit is looked at. At a visit a plan is offered
    from `offer_plan_from`, and from `talk_from` the coordinator talks.
    """

    refund_alone_up_to: Cents = 10_000
    write_off_alone_up_to: Cents = 5_000
    drawer_start: Cents = 10_000
    drawers: tuple[str, ...] = ("Front 1",)
    appeal_days: int = 180
    appeal_days_of: tuple[tuple[str, int], ...] = ()
    match_days: int = 10
    late_money_days: int = 14
    credit_days: int = 30
    offer_plan_from: Cents = 15_000
    talk_from: Cents = 50_000

    def appeal_days_at(self, payer: str) -> int:
        return dict(self.appeal_days_of).get(payer, self.appeal_days)


def desk_limits(written: Mapping[str, Any]) -> DeskLimits:
    """From [desk] of clinic.toml: amounts are dollars in quotes. Refuses (ValueError, TypeError) an
    unknown name, an amount that is none, days below one.
    """
    known = {each.name: each for each in fields(DeskLimits)}
    read: dict[str, Any] = {}
    for name, value in written.items():
        if name not in known:
            raise ValueError(f"[desk] has no {name}")
        if name in _AMOUNTS:
            read[name] = cents_of(str(value))
        elif name == "drawers":
            read[name] = tuple(map(str, value))
        elif name == "appeal_days_of":
            read[name] = tuple(sorted((str(payer), _days(days)) for payer, days in value.items()))
        else:
            read[name] = _days(value)
    return DeskLimits(**read)


def _days(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 3660:
        raise ValueError(f"{value!r} is not a number of days")
    return value
