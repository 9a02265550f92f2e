"""What our finished estimates of the same care came to, as a reason why the next may change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goodstanding.core.estimates import Asked, Estimate
from goodstanding.core.money import Cents, show

LEAST = 5


@dataclass(frozen=True, slots=True)
class Past:
    """`most_over`: the largest sum by which one bill was over its estimate; 0: none was."""

    count: int
    estimated: Cents
    actual: Cents
    most_over: Cents

    @property
    def words(self) -> str:
        over = f"at most {show(self.most_over)} over" if self.most_over else "never over"
        return (
            f"Our last {self.count} estimates of this care were {self._beside} on average; "
            f"the bill was {over}."
        )

    @property
    def _beside(self) -> str:
        """In percent of the bill, to the whole."""
        if not self.actual:
            return "over the bill" if self.estimated else "as the bill"
        percent = round((self.actual - self.estimated) * 100 / self.actual)
        if not percent:
            return "within 1 % of the bill"
        return f"{abs(percent)} % {'under' if percent > 0 else 'over'} the bill"


def past(pairs: Sequence[tuple[Cents, Cents]]) -> Past | None:
    """Of (estimated, billed); None while they are too few to go by."""
    if len(pairs) < LEAST:
        return None
    return Past(
        len(pairs), sum(estimated for estimated, _ in pairs), sum(actual for _, actual in pairs),
        max(0, *(actual - estimated for estimated, actual in pairs)),
    )  # fmt: skip


def with_past(found: Estimate, asked: Asked, known: Past | None) -> Estimate:
    """The most it could be takes in the largest overrun seen; the likely share stays, and no
    figure is lowered. What the plan caps is not raised above its cap.
    """
    if known is None or asked.nothing_owed:
        return found
    reached = found.share + known.most_over
    cap = _cap(found, asked)
    return replace(found, at_most=max(found.at_most, reached if cap is None else min(reached, cap)))


def _cap(found: Estimate, asked: Asked) -> Cents | None:
    """The most that the plan's year leaves to the patient, and what it does not cover."""
    told = asked.benefits
    if not asked.insured or told is None or asked.of_another_year:
        return None
    return told.most + sum(line.not_covered for line in found.first)
