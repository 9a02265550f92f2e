"""Words that are looked for by themselves: trade words, health, money, visits to come."""

import re
from collections.abc import Iterable

# Our words for money are: full charge, insurance discount, insurance paid, you paid, you owe.
JARGON = (
    "contractual", "allowance", "adjustments?", "adjusted", "responsible party", "remit",
    "remittance", "guarantors?", "arrears", "obligat(?:ions?|ed|ory)", "obliged",
    "aforementioned", "pursuant",
)  # fmt: skip
# "hand", "back" and "tear" are everyday words; what is left is never needed to talk about a bill.
CLINICAL = (
    "knees?", "hips?", "shoulders?", "spines?", "spinal", "necks?", "ankles?", "wrists?", "elbows?",
    "foot", "feet", "legs?", "arms?", "fingers?", "thumbs?", "toes?", "bones?", "joints?",
    "tendons?", "ligaments?", "discs?", "breasts?", "hearts?", "lungs?", "kidneys?", "brains?",
    "stomach", "pregnan\\w+", "(?:lower |upper )back pain", "pain", "rotator cuff", "meniscus",
    "acl", "cancer", "tumou?rs?", "diabet\\w+", "stroke", "asthma", "covid\\w*", "infections?",
    "mri", "mris", "ct scan", "x-?rays?", "ultrasounds?", "imaging", "surger(?:y|ies)", "surgical",
    "surgeons?", "procedures?", "injections?", "fractures?", "broken (?:bone|wrist|leg)",
    "arthr\\w+", "sprains?", "casts?", "splints?", "braces?", "crutches", "wheelchairs?",
    "implants?", "biops\\w+", "diagnos\\w+", "operations?", "therapy", "therapist",
    "anesthe\\w+", "orthop\\w+", "replacement", "injur\\w+", "medications?", "chemotherapy",
    "prescriptions?", "symptoms?", "disease", "illness", "mental", "depress\\w+", "psych\\w+",
    "addiction", "hiv", "cortisone", "steroids?", "shots?", "vaccin\\w+", "std", "abortion",
    "lab (?:results?|tests?|work)", "test results?",
    "blood (?:tests?|work)", "medical conditions?", "icd", "cpt", "hcpcs", "rehab\\w*",
)  # fmt: skip

# A voicemail names who calls and the number, and nothing else.
MONEY_WORDS = (
    r"bill(?:s|ed|ing)?", r"balances?", r"accounts?", r"pay(?:s|ing|ment|ments|able)?", "paid",
    r"insur\w+", r"debts?", r"ow(?:e|es|ed|ing)", "money", r"dollars?", "bucks", r"amounts?",
    r"charg(?:e|es|ed)", r"collect\w*", r"financ\w+", "due", r"statements?", r"invoices?",
    r"costs?", "credit", r"refunds?", r"prices?", r"deductible", r"co-?pays?", r"coinsurance",
)  # fmt: skip
HEALTH_WORDS = (
    r"appointments?", r"visits?", "doctor", "dr", "medical", "health", r"results?", r"tests?",
    "nurse", r"treatments?", "treated", r"patients?", "care", "hospital", "physician",
)  # fmt: skip
APPOINTMENT = (
    r"appointments?", r"see\s+you", r"(?:next|upcoming)\s+visit", r"your\s+visit\s+(?:is|at)",
    r"visit\s+(?:tomorrow|today|at\s+\d)", r"have\s+a\s+visit",
    r"visit\s+(?:on\s+|this\s+|next\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day", r"arrive",
    r"check\s+in", r"tomorrow",
)  # fmt: skip


def whole_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


ANY_JARGON, ANY_CLINICAL = whole_words(JARGON), whole_words(CLINICAL)
ANY_MONEY, ANY_HEALTH = whole_words(MONEY_WORDS), whole_words(HEALTH_WORDS)
ANY_APPOINTMENT = whole_words(APPOINTMENT)
