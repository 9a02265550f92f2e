"""Code values that the 835 reader and the poster decide by. Full lists change several times a year
and are never needed: an unknown reason posts by its group code.
"""

# CLP02, claim status.
PRIMARY = "1"
SECONDARY = "2"
TERTIARY = "3"
DENIED = "4"
REVERSAL = "22"
PREDETERMINATION = "25"
FORWARDED = frozenset({"19", "20", "21", "23"})

# CAS01, who bears the adjustment.
GROUPS = ("CO", "PR", "OA", "PI")

# CAS reason codes (CARC) by what they mean for posting.
DEDUCTIBLE = "1"
COINSURANCE = "2"
COPAY = "3"
DUPLICATE = frozenset({"18"})
PRIOR_PAYER = frozenset({"23"})
NOT_COVERED = frozenset({"96", "204"})
# 223 was used before June 2013.
SEQUESTRATION = frozenset({"223", "253"})

# PLB reason codes, for sentences.
PROVIDER_ADJUSTMENTS = {
    "50": "late charge",
    "51": "interest penalty",
    "72": "authorized return",
    "90": "early payment allowance",
    "AP": "acceleration of benefits",
    "B2": "rebate",
    "CS": "adjustment",
    "CT": "capitation",
    "CV": "capital passthrough",
    "FB": "balance carried forward",
    "IR": "tax withheld",
    "J1": "nonreimbursable",
    "L6": "interest owed",
    "LE": "levy",
    "WO": "overpayment recovery",
}
