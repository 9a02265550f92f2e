"""Who did only a part of an operation's care: the share of the amount that CMS gives to what comes
before, during and after the operation (Medicare Claims Processing Manual ch. 12, 40.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from goodstanding.law import LawOn

GLOBAL_PARTS = "pricing.global_parts"
SURGERY_ONLY, AFTER_ONLY, BEFORE_ONLY, RETURN = "54", "55", "56", "78"
PART_MODIFIERS = frozenset({SURGERY_ONLY, AFTER_ONLY, BEFORE_ONLY, RETURN})
_NO_DAYS = "000"


@dataclass(frozen=True, slots=True)
class GlobalParts:
    """Of one code, as shares of one; the visits in the hospital are `during`."""

    before: Fraction
    during: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """`doubt` "": a plan has nothing to decide."""

    percent: Fraction
    why: str
    doubt: str = ""


def parts_of(written: Iterable[str]) -> GlobalParts | None:
    """Before, during, after, as CMS writes them ("0.10"); None where it gives none: a code without
    days after, a file without the columns, or more than the whole."""
    shares = [Fraction(text or 0) for text in written]
    if not 0 < sum(shares) <= 1:
        return None
    return GlobalParts(*shares)


def share_of(
    modifier: str, global_days: str, parts: GlobalParts | None, *, law: LawOn
) -> Share | None:
    """None: not known, the plan decides by the report."""
    if modifier == RETURN and global_days == _NO_DAYS:
        whole = Fraction(law.rate(GLOBAL_PARTS, "return_without_days"))
        return Share(whole, "Return to the operating room (78), a code without days after it")
    if parts is None:
        return None
    if modifier == SURGERY_ONLY:
        why = "Surgical care only (54), CMS's share of this code before and during the operation"
        return Share(100 * (parts.before + parts.during), why)
    if modifier == AFTER_ONLY:
        why = "Care after the operation only (55), CMS's share of this code for all of its days"
        return Share(100 * parts.after, why)
    if modifier == BEFORE_ONLY:
        why = "Care before the operation only (56), CMS's share of this code"
        doubt = "Medicare pays this share to the surgeon (54): the plan may pay nothing here."
        return Share(100 * parts.before, why, doubt)
    why = "Return to the operating room (78), CMS's share of this code during the operation"
    return Share(100 * parts.during, why)
