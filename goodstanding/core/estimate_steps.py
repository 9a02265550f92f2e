"""An estimate's sum in steps, as it is shown and told: from the plan's price to the share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goodstanding.core.estimates import Asked, Benefits, Estimate, Priced
from goodstanding.core.money import Cents, show
from goodstanding.law import LawOn

RECHECK = "estimates.recheck"


@dataclass(frozen=True, slots=True)
class Step:
    """`cents` is None where nobody could tell us, never a silent 0; a `note` has no amount."""

    words: str
    cents: Cents | None
    note: bool = False


def steps(asked: Asked, found: Estimate) -> tuple[Step, ...]:
    """The last is the patient's likely share."""
    if not asked.insured:
        return (Step("What we charge", found.allowed), Step("You are likely to pay", found.share))
    lines = tuple(_of_the_plan(asked, found.first))
    if asked.secondary is not None and not asked.nothing_owed:
        took = sum(line.share for line in found.first) - found.share
        lines += (Step("The second plan takes over", -took),)
    return (*lines, Step("You are likely to pay", None if found.unknown else found.share))


def _of_the_plan(asked: Asked, first: tuple[Priced, ...]) -> Iterator[Step]:
    covered = [
        (line, priced) for line, priced in zip(asked.lines, first, strict=True) if line.covered
    ]
    yield Step("The plan's price", sum(priced.allowed for _, priced in covered))
    if asked.nothing_owed:
        yield Step("You owe no share of what is covered", 0)
    else:
        if any(line.copay is not None for line, _ in covered):
            yield Step("Copay", sum(priced.copay for _, priced in covered))
        through = [priced for line, priced in covered if line.copay is None]
        if through:
            yield from _through(asked.benefits, through)
        if asked.benefits is not None:
            yield _most(asked.benefits, sum(priced.over_most for _, priced in covered))
    if outside := sum(priced.not_covered for priced in first):
        yield Step("Not covered by the plan", outside)


def _through(benefits: Benefits | None, lines: list[Priced]) -> Iterator[Step]:
    if benefits is None:
        yield Step("Deductible: we do not have it", None)
        yield Step("Coinsurance: we do not have it", None)
        return
    left = benefits.deductible
    used = sum(line.deductible for line in lines)
    rest = sum(line.allowed for line in lines) - used
    yield Step(f"Deductible, {show(left)} left", used)
    share = sum(line.coinsurance for line in lines)
    yield Step(f"Coinsurance, {_percent(benefits.coinsurance)} of {show(rest)}", share)


def _most(benefits: Benefits, over: Cents) -> Step:
    left = show(benefits.most)
    if over:
        return Step(
            f"The most you can owe this year, {left} left, takes off {show(over)}", 0, note=True
        )
    return Step(f"The most you can owe this year, {left} left, is not reached", 0, note=True)


def recheck(benefits_on: date | None, service_on: date, *, today: date, law: LawOn) -> str:
    """What to do about benefits this old; "" when they are fresh enough."""
    if benefits_on is None:
        return "Nobody wrote when these benefits were checked. Check them with the plan."
    age = (today - benefits_on).days
    if benefits_on.year != service_on.year:
        return "These benefits are of another year than the visit. Check them again in its year."
    if age > law.number(RECHECK, "older_than"):
        return f"Benefits are {age} days old. Check them again before you give the estimate."
    return ""


def why_it_may_change(asked: Asked, found: Estimate) -> tuple[str, ...]:
    """For the patient, in plain words."""
    why = ["The care may turn out to need more, or less, than what is listed."]
    if not asked.insured:
        return tuple(why)
    if found.unknown:
        why.append("Your plan has not told us your deductible and your share yet.")
    if any(line.allowed is None and line.covered for line in asked.lines):
        why.append("We do not know your plan's price for every line, so our charge stands for it.")
    if asked.benefits is not None and not asked.nothing_owed:
        why.append("Other claims may reach your plan first and change what is left this year.")
    if asked.of_another_year:
        why.append("The care is in a new year: your plan's deductible starts again.")
    if asked.secondary is not None and not asked.nothing_owed:
        why.append("Your second plan may not pay what we expect of it.")
    return tuple(why)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
