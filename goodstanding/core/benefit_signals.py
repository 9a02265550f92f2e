"""Who else pays: the signs in a plan's lines of Medicare, Medicaid, a Qualified Medicare
Beneficiary (QMB) and other payers.
"""

import re
from collections.abc import Sequence
from datetime import date

from goodstanding.core.benefit_choice import PLAN, counts_on, is_of
from goodstanding.core.benefit_lines import BenefitLine

ACTIVE, PENDING, INACTIVE = frozenset("1234"), frozenset("5"), frozenset("678")
OTHER_PAYER = "R"
QMB, MEDICAID = frozenset({"QM"}), frozenset({"MC"})
MEDICARE = frozenset({"MA", "MB", "MP", "HN", "CP", "12", "13", "14", "15", "16", "41", "42",
                      "43", "47"})  # fmt: skip
_PAYERS = frozenset({"PR", "PRP", "SEP", "TTP", "P4"})
# A managed care organization pays where the line sends us to it: EB01 managed care, contact, other.
_MANAGED, _SENDS_ON = "Y2", frozenset({"MC", "U", OTHER_PAYER})
# EB01 of lines that say what stands, besides active: cost sharing, basis and description too.
_STANDING = ACTIVE | PENDING | {OTHER_PAYER, "A", "B", "C", "G", "D", "CB", "MC"}
_INSURANCES = {
    "MA": "Medicare Part A", "MB": "Medicare Part B", "MC": "Medicaid", "WC": "Workers' comp",
    "AP": "Auto insurance", "C1": "Commercial insurance", "QM": "Medicaid (QMB)",
    "HN": "Medicare Advantage", "SP": "A supplemental policy", "LT": "Litigation",
}  # fmt: skip
_SAYS_QMB = re.compile(
    r"\bQMB\b(?: ?\(QUALIFIED MEDICARE BENEFICIARY\))?"
    r"|QUALIFIED MEDICARE BENEFICIARY(?: ?\(QMB\))?"
)
_SAYS_MEDICAID = re.compile(
    r"\b(?:MEDICAID|MEDICAL ASSISTANCE) (?:IS )?(?:ACTIVE|ELIGIBLE|ENROLLED)\b"
    r"|\b(?:ACTIVE|ELIGIBLE FOR|COVERED BY|ENROLLED IN|ALSO HAS) "
    r"(?:FULL |MN |STATE )?(?:MEDICAID|MEDICAL ASSISTANCE)\b"
)
_BESIDE = 80
# Only words beside the sign deny it: "NO COST SHARING" behind it does not.
_DENIED_BEFORE = re.compile(
    r"\b(?:NOT|NO|NON|NEVER|WITHOUT|INACTIVE|INELIGIBLE)(?: +|-)"
    r"(?:(?:A|AN|ANY|AS|BEEN|CURRENTLY|LONGER|FOR|HAVE|IN|THE|UNDER|ACTIVE|ELIGIBLE|ENROLLED) +)*$"
)
_DENIED_BEHIND = re.compile(
    r"(?: +(?:BENEFITS?|COVERAGE|ELIGIBILITY|ENROLLMENT|INDICATOR|PROGRAM|STATUS))*"
    r"(?: *[:=-])? *(?:(?:IS|WAS) +)?(?:INACTIVE\b|INELIGIBLE\b|(?:NO|NOT|NEVER) *(?:$|[.,;)])"
    r"|(?:NOT|NEVER|NO LONGER)(?: +CURRENTLY)? +"
    r"(?:ACTIVE|APPLICABLE|COVERED|ELIGIBLE|ENROLLED|FOUND|ON FILE)\b)"
)


def active(lines: Sequence[BenefitLine], on: date) -> bool | None:
    """Whether the plan as a whole is in force; by its services where it says nothing of itself."""
    status = [line for line in lines if line.information in ACTIVE | PENDING | INACTIVE]
    whole = [line for line in status if is_of(line, PLAN)]
    of = whole or [line for line in status if line.information in ACTIVE]
    now = {line.information for line in of if counts_on(line, on)}
    if now & ACTIVE:
        return True
    if now & PENDING:
        return None
    if now & INACTIVE or of:
        return False
    return None


def qmb(lines: Sequence[BenefitLine], on: date) -> bool | None:
    """Medicare's cost sharing may not be asked of a QMB. What is said in words counts too."""
    return _of_kind(lines, on, kinds=QMB, says=_SAYS_QMB)


def medicaid(lines: Sequence[BenefitLine], on: date) -> bool | None:
    """A QMB has Medicaid as well."""
    found = _of_kind(lines, on, kinds=MEDICAID, says=_SAYS_MEDICAID)
    return True if qmb(lines, on) else found


def medicare(lines: Sequence[BenefitLine], on: date) -> bool | None:
    return _of_kind(lines, on, kinds=MEDICARE)


def _of_kind(
    lines: Sequence[BenefitLine],
    on: date,
    *,
    kinds: frozenset[str],
    says: re.Pattern[str] | None = None,
) -> bool | None:
    of = [line for line in lines if line.insurance in kinds]
    if any(line.information in _STANDING and counts_on(line, on) for line in of):
        return True
    found = False if any(line.information in ACTIVE | INACTIVE for line in of) else None
    messages = [each.upper() for line in lines if counts_on(line, on) for each in line.messages]
    signs = [
        _denied(message, sign)
        for message in messages
        for sign in (says.finditer(message) if says else ())
    ]
    if signs:
        return not all(signs)
    return found


def _denied(message: str, sign: re.Match[str]) -> bool:
    """In doubt it is not: then nothing is asked of the patient."""
    near = max(0, sign.start() - _BESIDE)
    before = _DENIED_BEFORE.search(message, near, sign.start())
    return bool(before or _DENIED_BEHIND.match(message, sign.end()))


def other_payers(lines: Sequence[BenefitLine], *, own: frozenset[str], on: date) -> tuple[str, ...]:
    """Names of payers besides the one that answers (`own`: its names and numbers, in capitals)."""
    found: list[str] = []
    for line in lines:
        if not counts_on(line, on):
            continue
        roles = _PAYERS | {_MANAGED} if line.information in _SENDS_ON else _PAYERS
        named = [party for party in line.parties if party.role in roles]
        found += [
            party.name or party.id
            for party in named
            if not own & {party.name.upper(), party.id.upper()} - {""}
        ]
        if line.information == OTHER_PAYER and not named:
            found.append(line.plan or _INSURANCES.get(line.insurance, "Another payer, not named"))
    return tuple(dict.fromkeys(name for name in found if name))
