"""How many insured estimates a second one core gives: from values in hand, and with the prices
read from the database of the bench."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from goodstanding.actions.prices import WantedList, import_prices
from goodstanding.actions.unit import SYSTEM, Actor
from goodstanding.cli.bench_book import ON, result
from goodstanding.cli.spoken import now
from goodstanding.core.estimates import Asked, Benefits, Line, estimate
from goodstanding.core.price_kinds import PriceKind
from goodstanding.law import LawOn, live_book
from goodstanding.records.queries.prices import (
    PriceAsked,
    PriceFound,
    VisitAsked,
    priced,
    priced_each,
)

Row = dict[str, Any]
WANTED = 500  # insured estimates a second
LISTED = 8_000
_BENEFITS = Benefits(60_000, Decimal("0.20"), 210_000, 90_000, 400_000)
_LINES = (("50",), (), ("80",), ("51",))


def _code(number: int) -> str:
    return f"X{number:04d}"


def _lines(number: int) -> tuple[Line, ...]:
    return tuple(
        Line(_code((number + step) % LISTED), 200_000 - 1_000 * step, modifiers)
        for step, modifiers in enumerate(_LINES)
    )


def _asked(lines: tuple[Line, ...], on: date) -> Asked:
    return Asked(insured=True, service_on=on, scheduled_on=on, lines=lines, benefits=_BENEFITS,
                 secondary=_BENEFITS)  # fmt: skip


def estimates(_folder: Path, count: int) -> list[Row]:
    """Four lines each, with a secondary coverage."""
    law = live_book().on(ON, "MN")
    core = _core(count, law)
    _bring_in()
    some = max(count // 10, 1)
    read = _with_prices(some, law)
    together = _together(some, law)
    return [
        result("insured estimates of 4 lines, from values in hand", core, WANTED,
               unit="estimates/s"),
        result(f"… with the prices read together, {LISTED} codes in 3 lists", together, WANTED,
               unit="estimates/s"),
        result("… with the prices read for each alone", read, None, unit="estimates/s"),
    ]  # fmt: skip


def _core(count: int, law: LawOn) -> float:
    asked = [_asked(_lines(number), ON) for number in range(count)]
    began = perf_counter()
    shares = sum(estimate(one, law).share for one in asked)
    assert shares
    return count / (perf_counter() - began)


def _together(count: int, law: LawOn) -> float:
    began = perf_counter()
    lines = [_lines(number) for number in range(count)]
    found = priced_each([
        VisitAsked(_wanted(each), "BENCH", "GOLD", "facility", ON) for each in lines
    ])  # fmt: skip
    for each, prices in zip(lines, found, strict=True):
        assert estimate(_asked(_given(each, prices), ON), law).share
    return count / (perf_counter() - began)


def _wanted(lines: tuple[Line, ...]) -> tuple[PriceAsked, ...]:
    return tuple(PriceAsked(line.code, line.modifiers) for line in lines)


def _given(lines: tuple[Line, ...], prices: tuple[PriceFound, ...]) -> tuple[Line, ...]:
    return tuple(
        Line(line.code, line.charge, line.modifiers, 1, one.allowed_cents)
        for line, one in zip(lines, prices, strict=True)
    )


def _with_prices(count: int, law: LawOn) -> float:
    began = perf_counter()
    for number in range(count):
        lines = _lines(number)
        found = priced(_wanted(lines), payer_id="BENCH", plan="GOLD", place="facility", on=ON)
        assert estimate(_asked(_given(lines, found), ON), law).share
    return count / (perf_counter() - began)


def _bring_in() -> None:
    """Charge master, the payer's list, and half of it again for one plan."""
    rows = {
        "charges": [f"{_code(n)},2000.00,," for n in range(LISTED)],
        "fees": [f"{_code(n)},1200.00,BENCH," for n in range(LISTED)]
        + [f"{_code(n)},1100.00,BENCH,GOLD" for n in range(0, LISTED, 2)],
    }
    for name, lines in rows.items():
        text = "\n".join(["code,amount,payer_id,plan", *lines])
        kind = PriceKind.CHARGE_MASTER if name == "charges" else PriceKind.PAYER
        wanted = WantedList(name, text.encode(), ON, kind)
        import_prices(wanted=wanted, by=Actor("bench", SYSTEM), at=now())
