"""The words that never reach a patient, each with its topic; a topic names the rule that forbids.

A plain word may be excepted by name in letter.toml. What a person may well say ("there is no
interest") is in ALLOWED and is not read as a threat.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

PRACTICES = "mn-332c-prohibited-practices"
CREDIT = "mn-332c-credit-reporting-ban"
CARE = "mn-62j807-no-denial-of-care"
INTEREST = "mn-interest-on-medical-debt"
TAXES = "mn-state-agencies-unaffected"
TIME_BARRED = "us-regf-time-barred"
THIRD_PARTY = "us-regf-third-party-disclosure"
SPOUSE = "mn-spouse-not-liable"
WAGES = "mn-garnishment"
SURCHARGE = "mn-payment-charges"
EMERGENCY = "mn-325d44-deceptive-practices"
RECORDED = "mn-adad"
DISCHARGE = "us-bk-discharge-injunction"
MINIMUM = "us-hipaa-minimum-necessary"

CARE_SENTENCE = {
    "en": "We will not refuse you needed care because you owe us money.",
    "es": "Aunque nos deba dinero, no le negaremos la atención que necesita.",
}


@dataclass(frozen=True, slots=True)
class Topic:
    code: str
    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class Banned:
    name: str
    topic: Topic
    pattern: str


_CREDIT = Topic("credit_threat", CREDIT, "credit bureaus are never named, and nobody's credit")
_CARE = Topic("care_threat", CARE, "never hint that care depends on the bill")
_SUIT = Topic("suit_threat", PRACTICES, "no courts, lawyers or steps at law")
_WAGES = Topic("wage_threat", WAGES, "nobody's wages or property are named")
_SURCHARGE = Topic("interest_or_fee", SURCHARGE, "nothing is added for a check or a card")
_EMERGENCY = Topic("emergency", EMERGENCY, "never tie money to an emergency")
_RECORDED = Topic("recorded_voice", RECORDED, "a person speaks; no recorded voice calls for us")
_THREAT = Topic("threat", PRACTICES, "say what we will do; never what happens if nobody pays")
_TAXES = Topic("tax_threat", TAXES, "a clinic cannot touch anyone's taxes")
_INTEREST = Topic("interest_or_fee", INTEREST, "there is no interest and no fee")
_URGENCY = Topic("false_urgency", PRACTICES, "name one day to answer by, and leave it at that")
_SHAME = Topic("shame", PRACTICES, "the balance is open; the person is not blamed")
_NAME = Topic("misleading_name", PRACTICES, "say who we are: the clinic, and nobody else")
_OTHERS = Topic("third_party", THIRD_PARTY, "ask no one else, and bring no one else into it")
_SPOUSE = Topic("wrong_debtor", SPOUSE, "only who signed owes; never ask a relative to pay")
_REVIVAL = Topic("revival", TIME_BARRED, "never use a payment to bring an old debt back")
_BANKRUPTCY = Topic("bankruptcy", DISCHARGE, "never write about a bankruptcy; ask the manager")

# Who or what a threat is about.
_VISIT = r"(?:schedul\w+|appointments?|visits?|care|treatments?|services?|bookings?|booked)"
_UP_TO_3, _UP_TO_5 = r"(?:[\w']+[\s,]+){0,3}", r"(?:[\w']+[\s,]+){0,5}"
_KIN = (
    r"(?:husband|wife|spouse|partner|parents?|mother|father|mom|dad|sons?|daughters?|children|kids"
    r"|relatives?|relations|famil(?:y|ies)|brother|sister|neighbou?rs?|employers?|boss|friends?"
    r"|roommates?|landlord|co-?workers?)"
)
_NOT = r"(?:not|cannot|can't|won't|no\s+longer|unable\s+to|stop|never)"

BANNED = (
    # Credit.
    Banned(
        "credit report", _CREDIT,
        r"credit[\s-]*(?:bureau|report|score|rating|fil|histor|record|standing|agenc|repair|worth)"
        r"\w*",
    ),
    Banned("credit bureau", _CREDIT, r"(?:equifax|experian|trans\s?union|fico)(?:'s)?"),
    Banned(
        "report to", _CREDIT,
        rf"report\w*\s+{_UP_TO_5}to\s+(?:[\w']+\s+){{0,2}}(?:bureaus?|credit|agenc(?:y|ies))",
    ),
    Banned(
        "your credit", _CREDIT,
        r"(?:hurt|harm|damag|ruin|affect|lower|impact|protect|hit|mar|on|stain)\w*\s+"
        r"(?:your|his|her|their)\s+(?:good\s+)?credit",
    ),
    Banned("bad mark", _CREDIT, r"(?:negative|bad|adverse|black|derogatory)\s+(?:credit|marks?)"),
    Banned(
        "loan", _CREDIT,
        r"(?:get|getting|obtain|qualify\s+for|rent|buy)\w*\s+(?:a|an|your)\s+(?:\w+\s+){0,2}"
        r"(?:loan|mortgage|home|house|car)",
    ),
    # Care.
    Banned("dismiss", _CARE, r"dismiss\w*"),
    Banned("deny", _CARE, r"den(?:y|ies|ied|ying|ials?)"),
    Banned("withhold", _CARE, r"withh(?:o|e)ld\w*"),
    Banned("refuse", _CARE, r"refus\w+"),
    Banned(
        "affect scheduling", _CARE,
        r"(?:affect|impact|limit|delay|postpon|interrupt|jeopardi[sz]|block|restrict|prevent|risk"
        rf"|endanger|suspend|hinder|interfer)\w*\s+{_UP_TO_5}{_VISIT}",
    ),
    Banned("cancel care", _CARE, rf"cancel\w*\s+{_UP_TO_5}{_VISIT}"),
    Banned("care cancelled", _CARE, rf"{_VISIT}\s+{_UP_TO_3}cancel\w*"),
    Banned(
        "not see you", _CARE,
        rf"{_NOT}\s+(?:[\w']+\s+){{0,3}}(?:see(?:ing)?\s+you\b(?!\s*['r])|treat(?:ing)?\s+you"
        r"|be\s+(?:seen|scheduled|treated)|(?:schedul|book)(?:e|ing)?\s+(?:you|your|any|an?|new)\b"
        r"|car(?:e|ing)\s+for\s+you|serv(?:e|ing)\s+you)",
    ),
    Banned(
        "pay before care", _CARE,
        rf"(?:pay\w*|paid|settle\w*|clear\w*|deposit)[\s,]+{_UP_TO_5}{_UP_TO_3}(?:before|to\s+keep)"
        rf"\s+{_UP_TO_5}(?:{_VISIT}|seen?|come\s+in|treated)",
    ),
    Banned(
        "care after pay", _CARE,
        rf"(?:{_VISIT}|seen?|treated|come\s+in)\s+{_UP_TO_5}(?:until|unless|only\s+(?:if|when|after)"
        rf"|once)\s+{_UP_TO_5}(?:pay\w*|paid|settle\w*|zero)",
    ),
    Banned(
        "care in doubt", _CARE,
        r"(?:appointments?|visits?|care|scheduling|treatments?)\s+(?:\w+\s+){0,4}(?:on\s+hold|at\s+risk"
        r"|(?:suspend|delay|postpon|block|limit|affect|stopp)ed|in\s+(?:doubt|danger))"
        r"|(?:not|cannot|can't|won't)\s+(?:be\s+able\s+to\s+)?(?:continue|provide|offer)\s+"
        r"(?:\w+\s+){0,2}(?:care|treatments?|services?|visits?|appointments?)",
    ),
    Banned(
        "elsewhere", _CARE,
        r"(?:another|other|new|different)\s+(?:doctor|clinic|provider|practice)s?"
        r"|(?:care|treatment|go)\s+elsewhere|discharg\w+\s+(?:you|from\s+(?:the|our))"
        r"|los(?:e|ing)\s+(?:your|access)\s+(?:\w+\s+){0,2}(?:doctor|care|place|spot|appointment)"
        r"|transfer\w*\s+your\s+care",
    ),
    Banned(
        "chart", _CARE,
        rf"(?:flag|freez|froz|suspend|lock)\w*\s+{_UP_TO_3}(?:charts?|records?|accounts?|portal)",
    ),
    # What happens if nobody pays.
    Banned(
        "until you pay", _THREAT,
        r"(?:until|unless)\s+(?:you|payment|we\s+(?:get|receive|have)|(?:it|this)\s+is|(?:the|your)\s+"
        r"(?:bill|balance|debt|account|full\s+amount))\s+(?:\w+\s+){0,4}(?:pay(?:ment)?|paid|settled?"
        r"|cleared?|zero|made|received)|(?:until|unless)\s+paid|if\s+you\s+(?:do\s+not|don't|will\s+not|won't)\s+"
        r"(?:\w+\s+){0,2}pay",
    ),
    Banned(
        "pay or", _THREAT,
        r"pay[^.!?\n]{0,60}\bor\s+(?:we\s+(?:will|may|must|shall)|you\s+(?:will|risk|may\s+(?:lose"
        r"|face))|face|risk)",
    ),
    Banned(
        "no choice", _THREAT,
        r"no\s+(?:other\s+)?choice|forced\s+to|come\s+after\s+you|escalat\w*|serious\s+(?:matter"
        r"|step|trouble)s?|take\s+(?:it|this|the\s+matter|things)\s+further|take\s+(?:\w+\s+)?steps"
        r"|where\s+you\s+(?:work|live)|immigra\w*|deport\w*|citizenship",
    ),
    # Courts and lawyers.
    Banned("further action", _SUIT, r"(?:further|legal|other|additional|stronger)[\s-]*actions?"),
    Banned(
        "take action", _SUIT,
        r"(?:tak(?:e|en|ing)|pursu(?:e|ing))\s+(?:\w+\s+){0,2}(?:actions?\s+against|remed\w+)",
    ),
    Banned("legal", _SUIT, r"legal(?:ly|ities|ese)?"),
    Banned("attorney", _SUIT, r"attorneys?(?:'s)?"),
    Banned("garnish", _WAGES, r"garnish\w*"),
    Banned(
        "lawsuit", _SUIT, r"law[\s-]*suits?|su(?:e|es|ed|ing)|law\s?(?:firm|office)s?|legalese",
    ),
    Banned("court", _SUIT, r"courts?|courthouse|courtroom"),
    Banned(
        "lawyer", _SUIT,
        r"(?:our|the\s+clinic's|in-house|outside|a|an)\s+lawyers?(?!\s+helps?\s+you|,?\s+send\s+us)"
        r"\s+(?:will|may|can|is|has|to|who|for)|(?:our|the\s+clinic's)\s+lawyers?|counsel",
    ),
    Banned(
        "turn over", _SUIT,
        rf"(?:turn|hand|refer|pass|send|sent|plac|assign|forward|transfer)\w*\s+{_UP_TO_5}(?:to|over"
        r"\s+to|with)\s+(?:a|an|our|outside)\s+(?:\w+\s+)?(?:lawyers?|collect\w+|agenc\w+"
        r"|third\s+part\w+)",
    ),
    Banned(
        "judgment", _SUIT,
        r"judge?ments?|litigat\w+|summons(?:es)?|subpoenas?|plaintiffs?|defendants?|affidavits?"
        r"|prosecut\w+|criminal\w*|arrest(?:s|ed|ing)?|jail\w*|prison|warrants?|sheriffs?|police"
        r"|docket|injunction|small\s+claims?|process\s+servers?|pursu(?:e|es|ed|ing|it)"
        r"|collections?(?!\s+(?:dep|agen|unit|div|bureau|team|office))"
        r"|(?:rights\s+and\s+)?remed(?:y|ies)",
    ),
    Banned(
        "seize", _WAGES,
        r"liens?|lev(?:y|ies|ied|ying)|seiz(?:e|ed|es|ing|ure)|repossess\w*"
        r"|(?:attach|take|taking|dock|deduct)\w*\s+(?:[\w']+\s+){0,4}(?:wages?|paychecks?|salary)"
        r"|your\s+wages|served\s+with\s+papers|bank\s+accounts?|(?:take|sell|keep)\s+(?:away\s+)?your\s+"
        r"(?:house|home|car|property|savings)",
    ),
    # Taxes, interest and fees.
    Banned(
        "tax refund", _TAXES,
        r"tax(?:es)?\s+(?:refunds?|returns?|authorit\w+)|(?:state|federal|income)\s+tax\w*"
        r"|revenue\s+recapture|department\s+of\s+revenue|irs"
        r"|intercept\w*|refund\s+(?:off\s?set|capture)",
    ),
    Banned(
        "card surcharge", _SURCHARGE,
        r"surcharges?|(?:card|check|returned|bounced|convenience|processing)\s+(?:\w+\s+){0,2}"
        r"(?:fees?|charges?|costs?)",
    ),
    Banned(
        "interest", _INTEREST,
        r"interest(?!ed|ing)|\d+(?:\.\d+)?\s*(?:%|per\s?cent)|finance\s+charges?|penalt(?:y|ies)|apr|percentage\s+rate",
    ),
    Banned(
        "fee", _INTEREST,
        r"fees?|late\s+charges?|service\s+charges?|collection\s+costs?"
        r"|(?:balance|amount|bill|debt)\s+(?:will|may|could)\s+(?:grow|go\s+up|increase|rise)",
    ),
    # Urgency.
    Banned("final", _URGENCY, r"final\w*"),
    Banned(
        "last notice", _URGENCY,
        r"last\s+(?:call|notice|chance|warning|reminder|attempt|opportunity|time\s+we)",
    ),
    Banned("demand", _URGENCY, r"demand\w*"),
    Banned("immediately", _URGENCY, r"immediate\w*"),
    Banned("urgent", _URGENCY, r"urgen\w+"),
    Banned(
        "act now", _URGENCY,
        r"(?:act|respond|reply|call\s+us)\s+(?:now|at\s+once|today\s+or)|today\s+only|asap"
        r"|(?:must|have\s+got\s+to)\s+(?:now\s+)?(?:pay|act|respond|call)\b"
        r"|pay\s+(?:it\s+|this\s+|us\s+)?(?:now|today|at\s+once)(?:\s+(?:or|to\s+avoid)\b|\s*[!])",
    ),
    Banned(
        "hours", _URGENCY,
        r"(?:\d+|twelve|twenty[\s-]*four|forty[\s-]*eight|seventy[\s-]*two)[\s-]*(?:hours?|hrs?)\b",
    ),
    Banned(
        "no delay", _URGENCY,
        r"(?:without|no|avoid)\s+(?:any\s+|further\s+)?delays?|(?:do\s+not|don't|dont)\s+"
        r"(?:delay|wait)|(?:time\s+is\s+)?running\s+out|out\s+of\s+time|before\s+it(?:'s|\s+is)\s+too"
        r"\s+late|time[\s-]*sensitive|(?:by|until)\s+(?:tonight|midnight|tomorrow|noon|close\s+of\s+business)"
        r"|(?:pay|call|respond|reply|act)\s+(?:\w+\s+){0,3}right\s+away",
    ),
    Banned(
        "warning", _URGENCY,
        r"warn(?:s|ed|ings?)?|critical|deadlines?|ultimatum|consequences?"
        r"|or\s+else|offer\s+(?:\w+\s+){0,2}expires?",
    ),
    Banned("emergency", _EMERGENCY, r"emergenc\w+"),
    Banned(
        "recorded", _RECORDED,
        r"(?:recorded|automated|automatic|robot\w*|virtual)\s+(?:\w+\s+)?(?:message|voice|call"
        r"|assistant|agent)s?|press\s+(?:\d|one|two|nine)",
    ),
    # Blame.
    Banned("delinquent", _SHAME, r"delinquen\w+"),
    Banned("default", _SHAME, r"default\w*"),
    Banned("failure", _SHAME, r"fail(?:ed|s|ing|ure|ures)?"),
    Banned("unpaid debt", _SHAME, r"unpaid\s+(?:debts?|accounts?)|bad\s+debts?|debtors?|dunning"),
    Banned("past due", _SHAME, r"past[\s-]*due|overdue"),
    Banned("ignored", _SHAME, r"ignor\w+|neglect\w*|evad\w+|dodg(?:e|ed|ing)"),
    Banned(
        "shame", _SHAME,
        r"(?:a?shame|deadbeat|embarrass|irresponsib|disappoint|dishonest|careless|immoral|lazy"
        r"|liar|cheat|thie[fv]|freeload|humiliat)\w*|lying\s+to|your\s+(?:own\s+)?fault|broke\s+your\s+"
        r"(?:word|promise)|no\s+excuses?|honest\s+(?:people|patients)|moral\w*"
        r"|(?:everyone|everybody|other\s+(?:people|patients))\s+(?:else\s+)?pays?|more\s+than\s+patient"
        r"|steal(?:ing)?|stole",
    ),
    # Names that are not ours, and other people.
    Banned(
        "collection agency", _NAME,
        r"(?:debt\s+)?(?:collections?|recover(?:y|ies)|enforcement|legal|fraud)\s+(?:department"
        r"|agenc(?:y|ies)|unit|division|bureau|team|office)|debt\s+collect\w+|collectors?",
    ),
    Banned(
        "government", _NAME,
        r"governments?|(?:department|bureau)\s+of\s+\w+|from\s+the\s+(?:county|state|city)|(?:state|county|federal|city)\s+(?:\w+\s+)?(?:agenc(?:y|ies)|office|program"
        r"|department|official)s?|official\s+(?:notice|business|order)|law\s+enforcement|investigat\w+"
        r"|fraud\w*|notice\s+of\s+intent",
    ),
    Banned(
        "ask a relative to pay", _SPOUSE,
        rf"your\s+(?:\w+\s+)?{_KIN}\s+(?:also\s+|now\s+)?(?:owes?|must|should|is\s+(?:also\s+)?"
        r"(?:responsible|liable)|are\s+(?:also\s+)?(?:responsible|liable)|will\s+(?:have\s+to\s+)?pay"
        r"|has\s+to\s+pay|can\s+pay)"
        rf"|(?:ask|get|have)\s+(?:your\s+)?{_KIN}\s+(?:to\s+)?pay|you\s+personally\s+owe"
        r"|personally\s+(?:liable|responsible)",
    ),
    Banned(
        "tell others", _OTHERS,
        r"(?:ask|tell|inform|contact|call|notif|warn|let|visit|reach|talk\s+to|speak\s+(?:to|with))"
        rf"\w*\s+(?:your|his|her|their|a|the)\s+{_KIN}"
        rf"|(?:have|get)\s+your\s+{_KIN}\s+(?:to\s+)?(?:call|contact|write|come)|neighbou?rs?"
        r"|(?:ask|tell|have|get)\s+(?:him|her|them)\s+to\s+(?:call|pay|contact)"
        r"|(?:publish|post)\w*\s+your\s+name|names?\s+(?:in|on)\s+the\s+(?:paper|list|web\s?site)",
    ),
    # Old debt and bankruptcy.
    Banned(
        "revival", _REVIVAL,
        r"(?:restart|renew|reviv|reset|re-?open|re-?ag)\w*\s+(?:[\w']+\s+){0,4}(?:clock|debts?|limits?"
        r"|statute|time|periods?|bill|balance|years?)|keeps?\s+(?:your|the|this)\s+(?:account|debt|bill)"
        r"\s+(?:active|alive)|statute\s+of\s+limitations?"
        r"|(?:good[\s-]*faith|token|small|part|partial)\s+payments?\s+(?:[\w']+\s+){0,4}(?:restart"
        r"|renew|reviv|keep|start|extend|alive)\w*",
    ),
    Banned(
        "bankruptcy", _BANKRUPTCY,
        r"bankrupt\w*|discharged\s+(?:debts?|balances?|bills?)|chapter\s+(?:7|11|13)|reaffirm\w*",
    ),
)  # fmt: skip

# A promise not to is no threat; with a condition after it, it is one again.
_UNCONDITIONAL = (
    r"(?!\s*,?\s*(?:if|until|unless|when|as\s+long|provided|yet|so\s+far|for\s+now|today|this\s+"
    r"(?:week|month)|but|except)\b)"
)
_CHARGES = r"(?:late\s+|other\s+|extra\s+)?(?:interest|fees?)"
_NO_CHARGES = rf"{_CHARGES}(?:\s*(?:,|,?\s*and|,?\s*or)\s+(?:no\s+)?{_CHARGES})*"
ALLOWED = re.compile(
    "|".join((
        *(r"\s+".join(map(re.escape, each.split())) for each in CARE_SENTENCE.values()),
        rf"\bno\s+{_NO_CHARGES}\b{_UNCONDITIONAL}",
        rf"\b(?:do|does|will)\s+not\s+(?:charge|add|ask\s+for)\s+(?:you\s+)?(?:any\s+)?{_NO_CHARGES}"
        rf"\b{_UNCONDITIONAL}",
        rf"\b{_CHARGES}(?:\s+and\s+{_CHARGES})?(?:\s+added)?:?\s+\$0\.00(?!\d)",
        r"\b(?:do|does|will)\s+(?:not|never)\s+report\s+(?:\w+\s+){0,3}to\s+(?:the\s+|any\s+)?credit"
        rf"\s+(?:bureaus?|agenc(?:y|ies))\b{_UNCONDITIONAL}",
        rf"\bwill\s+not\s+lose\s+needed\s+care\s+over\s+it\b{_UNCONDITIONAL}",
        rf"\b(?:will|do)\s+not\s+(?:call|write\s+to|tell|ask)\s+(?:your|other)\s+(?:\w+\s+)?{_KIN}"
        rf"\b{_UNCONDITIONAL}",
        r"\bto\s+(?:(?:change|move)\s+or\s+)?cancel\s+(?:or\s+(?:change|move)\s+)?(?:your|this|the)"
        r"\s+(?:visit|appointment)\b(?!\s+(?:until|unless|because))",
    )),
    re.IGNORECASE,
)  # fmt: skip


def _any_of(banned: Collection[Banned], *, whole: bool) -> re.Pattern[str]:
    """Each in a group of its own: the last group that matched says which one it was."""
    groups = "|".join(f"(?P<b{BANNED.index(one)}>{one.pattern})" for one in banned)
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)" if whole else groups, re.IGNORECASE)


# Single plain words are also looked for inside what was written one letter at a time.
_LOUD = frozenset({_CREDIT, _SUIT, _WAGES, _TAXES, _URGENCY, _SHAME})
_SPELLED = tuple(one for one in BANNED if one.topic in _LOUD)
ANY_BANNED = _any_of(BANNED, whole=True)
ANY_SPELLED = _any_of(_SPELLED, whole=False)


def banned_by(found: re.Match[str]) -> Banned:
    group = found.lastgroup
    assert group is not None
    return BANNED[int(group.removeprefix("b"))]
