"""How many insured estimates a second one core makes: six lines through two plans, with the sum in
steps; no database, no file.
"""

from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any

from goodstanding.core.estimate_steps import steps
from goodstanding.core.estimates import Asked, Benefits, Line, estimate
from goodstanding.law import live_book

WANTED = 500  # estimates a second
LINES = 6


def bench_estimates(count: int, *, on: date) -> list[dict[str, Any]]:
    """Each with its own deductible and prices, so that limits are met in other lines."""
    law = live_book().on(on, "MN")
    asked = [_asked(number, on) for number in range(count)]
    began = perf_counter()
    for one in asked:
        steps(one, estimate(one, law))
    rate = count / (perf_counter() - began)
    name = f"insured estimates of {LINES} lines through two plans"
    return [{"name": name, "ours": round(rate, 1), "peer": WANTED,
             "ratio": round(rate / WANTED, 3), "unit": "estimates/s"}]  # fmt: skip


def _asked(number: int, on: date) -> Asked:
    price = 10_000 + number % 977 * 100
    lines = tuple(
        Line("27447", price * 2, ("50",) if place == 1 else (), 1, None if place == 1 else price)
        for place in range(LINES)
    )
    first = Benefits(number % 301 * 1000, Decimal("0.20"), 400_000, number % 53 * 5000)
    return Asked(
        True, on, on, lines, on, first, Benefits(20_000, Decimal("0.10"), 100_000), benefits_on=on
    )
