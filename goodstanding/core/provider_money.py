"""Money between a payer and the provider that is no claim's: which ledger account it is, and what
its reason code says (X12.md, traps 2 and 3).
"""

from goodstanding.core.ledger import LedgerAccount

INTEREST = frozenset({"L6", "51"})
CAPITATION = frozenset({"CT"})
REASON_WORDS = {
    "WO": "Overpayment: announced with a minus, taken with a plus",
    "72": "We sent the overpayment back ourselves",
    "FB": "Carried to or from another check",
    "L6": "Interest",
    "51": "Interest penalty",
    "CS": "Correction",
    "CT": "Capitation",
    "IR": "Withheld for the tax office",
    "J1": "Nonreimbursable",
    "LE": "Levy",
    "AP": "Advance payment",
    "AH": "Origination fee",
    "AM": "Applied to a borrower's account",
    "B2": "Rebate",
    "B3": "Recovery allowance",
    "BD": "Bad debt",
    "BN": "Bonus",
    "C5": "Temporary allowance",
    "CR": "Capitation interest",
    "CV": "Capital passthrough",
    "CW": "Certified anesthetist passthrough",
    "DM": "Direct medical education passthrough",
    "E3": "Withheld share",
    "GO": "Graduate medical education passthrough",
    "HM": "Hemophilia clotting factor",
    "IP": "Incentive payment",
    "IS": "Interim settlement",
    "LS": "Lump sum",
    "OA": "Organ acquisition passthrough",
    "OB": "Offset for an affiliated provider",
    "PI": "Periodic interim payment",
    "PL": "Payment final",
    "RA": "Retroactive adjustment",
    "RE": "Return on equity",
    "SL": "Student loan repayment",
    "TL": "Third party liability",
    "WU": "Overpayment not recovered",
    "50": "Late charge",
    "90": "Early payment allowance",
}


def account_of(reason: str) -> LedgerAccount:
    """Interest and capitation are income of their own; everything else stays open between us and
    the payer until it evens out.

    >>> account_of("L6").value, account_of("CT").value, account_of("WO").value
    ('interest', 'capitation', 'provider_level')
    """
    if reason in INTEREST:
        return LedgerAccount.INTEREST
    return LedgerAccount.CAPITATION if reason in CAPITATION else LedgerAccount.PROVIDER_LEVEL


def names(reference: str) -> tuple[str, ...]:
    """What a reference may name, in the order of X12.md trap 3: the whole text, then its words.

    >>> names("CL1 ICN77")
    ('CL1 ICN77', 'CL1', 'ICN77')
    """
    words = reference.split()
    return tuple(dict.fromkeys([reference.strip(), *words])) if words else ()
