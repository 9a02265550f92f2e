"""Why a charge is not the patient's, or not yet: each check looks at one charge and names its rule.

Order: what a coverage on the day of service forbids, the estimate, then the clinic's own reasons to
wait. The first that leaves nothing to ask speaks; one that only lowers the amount waits for those,
and of two the one that leaves less speaks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from goodstanding.core.days import add_months
from goodstanding.core.estimate_compared import ELIGIBLE
from goodstanding.core.facts import AccountFacts, ChargeFacts, PatientFacts
from goodstanding.core.kinds import PayerType
from goodstanding.core.liable import not_liable
from goodstanding.core.money import Cents
from goodstanding.core.owed_estimates import over_estimates
from goodstanding.law import LawOn

QMB = "us-qmb-balance-billing-ban"
MA_COPAY = "mn-ma-no-copay"
MA_ACK = "mn-ma-noncovered-ack"
MEDICAID = "us-medicaid-payment-in-full"
MEDICARE = "us-medicare-assignment-and-mn-limit"
MEDICARE_LIMIT = "mn-62j25-medicare-assignment"
ABN = "us-medicare-abn"
WORKERS_COMP = "mn-workers-comp-no-patient-billing"
NO_FAULT = "mn-no-fault-auto"
LATE_CLAIM = "mn-62q75-six-month-claim-rule"
NETWORK = "mn-network-hold-harmless"
SURPRISE = "us-nsa-balance-billing-ban"
TRICARE = "us-va-tricare-limits"
RESTRICTED = "us-hipaa-self-pay-restriction"
PENDING = "owed.insurer_pending"
DUPLICATE = "owed.duplicate_charge"

# Patient money of which the coverage or the estimate says that it may not be the patient's: the
# books need a person.
PERSON_LOOKS = frozenset(
    {
        QMB, MA_COPAY, MA_ACK, MEDICAID, MEDICARE, MEDICARE_LIMIT, ABN, WORKERS_COMP, NO_FAULT,
        LATE_CLAIM, NETWORK, SURPRISE, TRICARE, RESTRICTED, ELIGIBLE, DUPLICATE,
    }
)  # fmt: skip

_PLANS = frozenset({PayerType.COMMERCIAL, PayerType.OTHER})
_CONTRACTUAL = "CO"
_PATIENT = "PR"

# What a check answers: the rule, the sentence, and the cents that may still be asked for (nearly
# always 0).
Found = tuple[str, str, Cents]
Kinds = frozenset[PayerType]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the checks read in the law book of one day, read once for all the charges of that day.
    None: no such limit is in force."""

    late_months: int | None
    medicare_months: int | None
    denied_as_late: frozenset[str]
    not_covered: frozenset[str]
    not_necessary: frozenset[str]
    written_off: frozenset[str]
    cost_share: frozenset[str]


@lru_cache(maxsize=256)
def figures(law: LawOn) -> Figures:
    return Figures(
        _months(law, LATE_CLAIM, "claim_deadline"),
        _months(law, MEDICARE, "claim_filing_limit"),
        frozenset(law.words(LATE_CLAIM, "denied_as_late")),
        frozenset(law.words(MA_ACK, "denied_as_not_covered")),
        frozenset(law.words(ABN, "denied_as_not_necessary")),
        frozenset(law.words(NETWORK, "written_off_by_contract")),
        frozenset(law.words(SURPRISE, "cost_share_reasons")),
    )


def _months(law: LawOn, rule: str, name: str) -> int | None:
    return law.number(rule, name) if law.in_force(rule, name) else None


@dataclass(slots=True)
class Account:
    """`over` are the charges of bills far above their estimate."""

    facts: AccountFacts
    law: LawOn
    figures: Figures
    patients: dict[str, PatientFacts]
    twice: frozenset[str]
    over: dict[str, Found]
    copays_left: dict[tuple[str, date], Cents] = field(default_factory=dict)


def opened(facts: AccountFacts, law: LawOn) -> Account:
    patients = {patient.patient_id: patient for patient in facts.patients}
    over = over_estimates(facts, law) if facts.estimates else {}
    return Account(facts, law, figures(law), patients, _billed_twice(facts.charges), over)


def not_owed(charge: ChargeFacts, account: Account) -> Found | None:
    partly: Found | None = None
    if charge.coverages:
        kinds = frozenset([coverage.payer_type for coverage in charge.coverages])
        for check in _checks_of(kinds):
            found = check(charge, kinds, account)
            if found is not None:
                if found[2] == 0:
                    return found
                if partly is None or found[2] < partly[2]:
                    partly = found
    if found := account.over.get(charge.charge_id):
        return found
    patient = account.patients.get(charge.patient_id)
    who = not_liable(charge, patient, facts=account.facts, law=account.law)
    if who is not None:
        return (*who, 0)
    if charge.insurer_cents > 0:
        return PENDING, "The insurer has not finished with this visit.", 0
    if charge.charge_id in account.twice:
        return DUPLICATE, "This looks like the same service billed twice. A person looks first.", 0
    return partly


def _qmb(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """In Original Medicare and Medicare Advantage alike, whichever coverage says so."""
    for coverage in charge.coverages:
        if coverage.qmb:
            return QMB, "A Qualified Medicare Beneficiary owes no Medicare cost share.", 0
    return None


def _medicaid(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """Not covered and acknowledged before the service: owed. Covered: the copay of the day of
    service at most."""
    refused = _has_reason(charge, account.figures.not_covered)
    acknowledged = (
        charge.noncovered_ack_on is not None and charge.noncovered_ack_on <= charge.service_on
    )
    # A form signed and then a payment: the state covered it after all.
    if acknowledged and (refused or not (charge.denial_reasons or charge.patient_reasons)):
        return None
    if refused:
        return MA_ACK, "Not covered, and no form signed before the service: nothing is owed.", 0
    then = account.law.as_of(charge.service_on)
    if then.is_policy(MA_COPAY) or not then.in_force(MA_COPAY, "visit_copay"):
        return MEDICAID, "Medicaid's payment is payment in full.", 0
    visit = (charge.patient_id, charge.service_on)
    copay = account.copays_left.setdefault(visit, then.cents(MA_COPAY, "visit_copay"))
    left = min(copay, charge.patient_cents)
    account.copays_left[visit] = copay - left
    return MA_COPAY, "Medical Assistance covers this; no more than its copay is owed.", left


def _workers_comp(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    return WORKERS_COMP, "This is a work injury. The injured worker is not asked.", 0


def _late_claim(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """Our first claim was too late. Original Medicare has its own, longer limit."""
    if charge.self_pay_restriction:
        return None
    late = "Our first claim went in too late. The patient owes nothing; write it off."
    if _has_reason(charge, account.figures.denied_as_late):
        return LATE_CLAIM, late, 0
    billed_on = charge.first_billed_on
    if billed_on is None:
        return _never_billed(charge, kinds, account)
    rule, months = LATE_CLAIM, account.figures.late_months
    first = charge.coverages[0]
    if len(charge.coverages) > 1:
        first = min(charge.coverages, key=lambda coverage: coverage.rank)
    if first.payer_type is PayerType.MEDICARE:
        rule, months = MEDICARE, account.figures.medicare_months
    known_on = charge.service_on
    if charge.insurer_known_on is not None and charge.insurer_known_on > known_on:
        known_on = charge.insurer_known_on
    # No month is shorter than 28 days: most claims need no calendar.
    if months is None or (billed_on - known_on).days <= 28 * months:
        return None
    return (rule, late, 0) if billed_on > add_months(known_on, months) else None


def _never_billed(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """All of it stands with the patient from the start, no answer of a plan is known, and the time
    for our first claim is over. Other programs have other times."""
    months = account.figures.late_months
    if months is None or not kinds <= _PLANS or charge.patient_reasons or charge.denial_reasons:
        return None
    if charge.patient_cents < charge.cents or charge.layers[0].since > charge.posted_on:
        return None
    known_on = max(charge.service_on, charge.insurer_known_on or charge.service_on)
    if account.facts.on <= add_months(known_on, months):
        return None
    return LATE_CLAIM, "No claim is known, and the time for one is over. Look first.", 0


def _surprise(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """Out of network, whether the visit was protected is not in the facts: only a plan's own cost
    share is asked, whatever waiver was signed."""
    if charge.network != "out" or not kinds & _PLANS:
        return None
    if _only_cost_share(charge, account):
        return None
    left = _moved_by(charge, lambda group, code: _is_share(group, code, account))
    text = "Out of network: a person first finds out whether the visit was protected."
    return SURPRISE, text, left


def _tricare(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """Only the plan's own cost share. Who is on active duty, and owes nothing, is not in the
    facts."""
    if _only_cost_share(charge, account):
        return None
    left = _moved_by(charge, lambda group, code: _is_share(group, code, account))
    return TRICARE, "TRICARE: a person first finds out what the plan's own cost share is.", left


def _no_notice(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    if charge.abn_on is not None and charge.abn_on <= charge.service_on:
        return None
    if _has_reason(charge, account.figures.not_necessary):
        unnecessary = account.figures.not_necessary
        left = _moved_by(charge, lambda _, code: code not in unnecessary)
        return ABN, "Denied as not necessary, and no notice signed before the service.", left
    return None


def _unexplained(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """All of an assigned charge stands with the patient, and nothing says that Medicare left it to
    them."""
    if charge.patient_reasons or charge.denial_reasons or charge.self_pay_restriction:
        return None
    noticed = _by(charge.abn_on, charge.service_on)
    noticed = noticed or _by(charge.noncovered_ack_on, charge.service_on)
    if noticed or charge.patient_cents < charge.cents:
        return None
    text = "Medicare was in force, and nothing says that it left this to the patient. Look first."
    return MEDICARE, text, 0


def _hold_harmless(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """A contractual amount was moved to the patient: group CO, or the fee schedule's write-off
    under any group."""
    ours = account.figures.written_off
    for group, code in charge.patient_reasons:
        if _is_ours(group, code, ours):
            rule = NETWORK
            if PayerType.MEDICARE in kinds:
                rule = _above_approved(group, account)
            left = _moved_by(charge, lambda group, code: not _is_ours(group, code, ours))
            return rule, "Part of this is a write-off that is ours, not the patient's.", left
    return None


def _is_ours(group: str, code: str, written_off: frozenset[str]) -> bool:
    """Only what a plan calls the patient's may move to them; a move without a group says
    nothing."""
    return group not in (_PATIENT, "") or code in written_off


def _moved_by(charge: ChargeFacts, theirs: Callable[[str, str], bool]) -> Cents:
    """What of the open amount came to the patient by reasons that are `theirs`; what they paid is
    counted on that part first. 0 where it is not known how much came by which reason."""
    moves = charge.patient_moves
    if sum(cents for _, _, cents in moves) < charge.patient_cents:
        return 0
    gone = sum(cents for group, code, cents in moves if not theirs(group, code))
    return max(charge.patient_cents - gone, 0)


def _above_approved(group: str, account: Account) -> str:
    """On an assigned claim the excess is ours by federal law. Moved to the patient as theirs, it is
    what Minnesota forbids for those who live there also when nothing was assigned."""
    if group != _PATIENT:
        return MEDICARE
    lives_in = account.facts.person.state.strip().upper()
    there = account.law.book.on(account.law.day, lives_in)
    return MEDICARE if there.is_policy(MEDICARE_LIMIT) else MEDICARE_LIMIT


def _denied_to_us(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    """The insurer denied it as ours and nothing says that any of it is the patient's: no form
    signed before the service, and no reason."""
    if not charge.denial_reasons:
        return None
    signed: frozenset[str] = frozenset()
    if _by(charge.noncovered_ack_on, charge.service_on):
        signed |= account.figures.not_covered
    if _by(charge.abn_on, charge.service_on):
        signed |= account.figures.not_necessary
    for group, code in charge.denial_reasons:
        if group == _CONTRACTUAL and code not in signed:
            break
    else:
        return None
    if any(group == _PATIENT for group, _ in charge.patient_reasons):
        return None
    rule = MEDICARE if PayerType.MEDICARE in kinds else NETWORK
    return rule, "The insurer denied this as ours to lose. It does not move to the patient.", 0


def _by(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _restricted(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    if charge.self_pay_restriction and (charge.first_billed_on or charge.insurer_cents > 0):
        text = "The patient asked to keep this from the plan, and a claim went out. A person looks."
        return RESTRICTED, text, 0
    return None


def _no_fault(charge: ChargeFacts, kinds: Kinds, account: Account) -> Found | None:
    return NO_FAULT, "The no-fault insurer comes first; a person ends that coverage.", 0


CoverageCheck = Callable[[ChargeFacts, Kinds, Account], Found | None]
# With the kind of payer it is about; None: any.
COVERAGE_CHECKS: tuple[tuple[PayerType | None, CoverageCheck], ...] = (
    (None, _qmb),
    (PayerType.MEDICAID, _medicaid),
    (PayerType.WORKERS_COMP, _workers_comp),
    (None, _late_claim),
    (None, _surprise),
    (PayerType.TRICARE, _tricare),
    (PayerType.MEDICARE, _no_notice),
    (PayerType.MEDICARE, _unexplained),
    (None, _hold_harmless),
    (None, _denied_to_us),
    (None, _restricted),
    (PayerType.NO_FAULT, _no_fault),
)


@lru_cache(maxsize=256)
def _checks_of(kinds: Kinds) -> tuple[CoverageCheck, ...]:
    return tuple(check for kind, check in COVERAGE_CHECKS if kind is None or kind in kinds)


def _has_reason(charge: ChargeFacts, codes: frozenset[str]) -> bool:
    # Most charges have one reason, and a generator costs more than the look.
    for _, code in charge.patient_reasons:
        if code in codes:
            return True
    reasons = charge.denial_reasons
    return bool(reasons) and any(code in codes for _, code in reasons)


def _only_cost_share(charge: ChargeFacts, account: Account) -> bool:
    """Deductible, coinsurance and copay, and nothing without a reason."""
    reasons = charge.patient_reasons
    return bool(reasons) and all(_is_share(group, code, account) for group, code in reasons)


def _is_share(group: str, code: str, account: Account) -> bool:
    return group == _PATIENT and code in account.figures.cost_share


def _billed_twice(charges: tuple[ChargeFacts, ...]) -> frozenset[str]:
    """The later of two open charges alike in patient, day, code (with its modifiers) and amount."""
    if len(charges) < 2:
        return _NONE
    if len({(c.patient_id, c.service_on, c.code, c.cents) for c in charges}) == len(charges):
        return _NONE
    seen: set[tuple[object, ...]] = set()
    twice: list[str] = []
    for c in sorted(charges, key=lambda each: (each.posted_on, each.charge_id)):
        alike = (c.patient_id, c.service_on, c.code, c.cents)
        if c.code and alike in seen:
            twice.append(c.charge_id)
        seen.add(alike)
    return frozenset(twice)


_NONE: frozenset[str] = frozenset()
