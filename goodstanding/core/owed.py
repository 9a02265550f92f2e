"""Is it really owed, and may it be asked for? Charge by charge, before any letter, call or step.

For each charge the first reason that speaks is given: a bankruptcy or a death, then what the law
says is not the patient's, then other holds, then the clinic's own reasons to wait. Unknown means
not asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from goodstanding.core.answers import Duty, Excluded, Reason
from goodstanding.core.days import add_months
from goodstanding.core.facts import AccountFacts, ChargeFacts, PatientFacts
from goodstanding.core.holds import stops_on
from goodstanding.core.kinds import Act, PayerType, Recipient
from goodstanding.core.money import Cents, show
from goodstanding.core.stops import Stop
from goodstanding.law import LawOn

QMB = "us-qmb-balance-billing-ban"
MA_COPAY = "mn-ma-no-copay"
MA_ACK = "mn-ma-noncovered-ack"
MEDICAID = "us-medicaid-payment-in-full"
MEDICARE = "us-medicare-assignment-and-mn-limit"
ABN = "us-medicare-abn"
WORKERS_COMP = "mn-workers-comp-no-patient-billing"
NO_FAULT = "mn-no-fault-auto"
LATE_CLAIM = "mn-62q75-six-month-claim-rule"
NETWORK = "mn-network-hold-harmless"
SURPRISE = "us-nsa-balance-billing-ban"
RESTRICTED = "us-hipaa-self-pay-restriction"
SPOUSE = "mn-spouse-not-liable"
MINOR = "mn-minor-guarantor"
MAJORITY = "mn-minor-consent-financial-responsibility"
PENDING = "owed.insurer_pending"
DUPLICATE = "owed.duplicate_charge"
UNSIGNED = "owed.guarantor_not_signed"
UNAPPLIED = "owed.unapplied_money"

_CONTRACTUAL = "CO"
_PATIENT = "PR"


@dataclass(frozen=True, slots=True)
class Owed:
    """`cents` may be asked for, `charges` says on which; `notes` are facts the asker must know;
    `stops` hold for the whole account and are the gate's to speak of; `duties` come with the
    holds."""

    cents: Cents
    charges: dict[str, Cents] = field(default_factory=dict)
    excluded: tuple[Excluded, ...] = ()
    notes: tuple[Reason, ...] = ()
    stops: tuple[Stop, ...] = ()
    duties: tuple[Duty, ...] = ()


# What a check answers: the rule, the sentence, and the cents that may still be asked for (nearly
# always 0).
Found = tuple[str, str, Cents]


@dataclass(slots=True)
class _Account:
    facts: AccountFacts
    law: LawOn
    patients: dict[str, PatientFacts]
    copays_left: dict[tuple[str, date], Cents] = field(default_factory=dict)


def owed(
    facts: AccountFacts,
    law: LawOn,
    *,
    act: Act = Act.STATEMENT,
    to: Recipient = Recipient.GUARANTOR,
) -> Owed:
    """What may be asked for by this act of this recipient: holds may leave a statement and forbid a
    call."""
    held = [s for s in stops_on(facts, law) if isinstance(s, Duty) or _applies(s, act, to)]
    stops = [s for s in held if isinstance(s, Stop)]
    on_charges = [s for s in stops if s.charges is not None]
    account = _Account(facts, law, {p.patient_id: p for p in facts.patients})
    twice = _billed_twice(facts.charges)
    charges: dict[str, Cents] = {}
    excluded: list[Excluded] = []
    for charge in facts.charges:
        cents = charge.patient_cents
        if cents <= 0:
            continue
        found = _not_owed(charge, account, twice)
        until = None
        if on_charges and (stop := _stopped(charge, on_charges, found)):
            found, until = (stop.rule, stop.text, 0), stop.until
        if found is None:
            charges[charge.charge_id] = cents
            continue
        rule, text, left = found
        left = min(left, cents)
        if left:
            charges[charge.charge_id] = left
        if cents > left:
            citation = law.cite(rule)
            gone = Excluded(charge.charge_id, cents - left, rule, text, citation, until)
            excluded.append(gone)
    return Owed(
        cents=sum(charges.values()),
        charges=charges,
        excluded=tuple(excluded),
        notes=_notes(facts, law),
        stops=tuple(s for s in stops if s.charges is None),
        duties=tuple(s for s in held if isinstance(s, Duty)),
    )


def _applies(stop: Stop, act: Act, to: Recipient) -> bool:
    return act in stop.acts and to not in stop.spares


def _stopped(charge: ChargeFacts, stops: Iterable[Stop], found: Found | None) -> Stop | None:
    """The stop that speaks for this charge, unless a law already says it is not owed."""
    touching = [s for s in stops if s.charges is not None and charge.charge_id in s.charges]
    first = next((s for s in touching if s.first), None)
    by_law = found is not None and found[2] == 0 and "." not in found[0]
    if first is not None or by_law:
        return first
    return touching[0] if touching else None


def _not_owed(charge: ChargeFacts, account: _Account, twice: frozenset[str]) -> Found | None:
    partly: Found | None = None
    if charge.coverages:
        kinds = {coverage.payer_type for coverage in charge.coverages}
        for check in COVERAGE_CHECKS:
            found = check(charge, kinds, account)
            if found is not None and found[2] == 0:
                return found
            partly = found or partly
    if found := _not_this_persons(charge, account):
        return found
    if charge.insurer_cents > 0:
        return PENDING, "The insurer has not finished with this visit.", 0
    if charge.charge_id in twice:
        return DUPLICATE, "This looks like the same service billed twice. A person looks first.", 0
    return partly


def _qmb(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    if any(coverage.qmb for coverage in charge.coverages):
        return QMB, "A Qualified Medicare Beneficiary owes no Medicare cost share.", 0
    return None


def _medicaid(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    """Not covered and acknowledged before the service: owed. Covered: the copay of the day of
    service at most."""
    if PayerType.MEDICAID not in kinds:
        return None
    if charge.noncovered_ack_on is not None and charge.noncovered_ack_on <= charge.service_on:
        return None
    not_covered = account.law.words(MA_ACK, "denied_as_not_covered")
    if _has_reason(charge, not_covered):
        return MA_ACK, "Not covered, and no form signed before the service: nothing is owed.", 0
    then = account.law.as_of(charge.service_on)
    if not then.in_force(MA_COPAY, "visit_copay"):
        return MEDICAID, "Medicaid's payment is payment in full.", 0
    visit = (charge.patient_id, charge.service_on)
    copay = account.copays_left.setdefault(visit, then.cents(MA_COPAY, "visit_copay"))
    left = min(copay, charge.patient_cents)
    account.copays_left[visit] = copay - left
    return MA_COPAY, "Medical Assistance covers this; no more than its copay is owed.", left


def _workers_comp(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    if PayerType.WORKERS_COMP in kinds:
        return WORKERS_COMP, "This is a work injury. The injured worker is not asked.", 0
    return None


def _late_claim(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    """Our first claim was too late. Original Medicare has its own, longer limit."""
    if charge.self_pay_restriction:
        return None
    late = "Our first claim went in too late. The patient owes nothing; write it off."
    law = account.law
    if _has_reason(charge, law.words(LATE_CLAIM, "denied_as_late")):
        return LATE_CLAIM, late, 0
    if charge.first_billed_on is None:
        return None
    first = min(charge.coverages, key=lambda coverage: coverage.rank)
    medicare = first.payer_type is PayerType.MEDICARE
    rule, name = (MEDICARE, "claim_filing_limit") if medicare else (LATE_CLAIM, "claim_deadline")
    if not law.in_force(rule, name):
        return None
    known_on = max(charge.service_on, charge.insurer_known_on or charge.service_on)
    if charge.first_billed_on > add_months(known_on, law.number(rule, name)):
        return rule, late, 0
    return None


def _surprise(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    """Out of network, whether the visit was protected is not in the facts: only a plan's own cost
    share is asked."""
    if charge.network != "out" or not kinds & {PayerType.COMMERCIAL, PayerType.OTHER}:
        return None
    share = account.law.words(SURPRISE, "cost_share_reasons")
    reasons = charge.patient_reasons
    if reasons and all(group == _PATIENT and code in share for group, code in reasons):
        return None
    return SURPRISE, "Out of network: a person first finds out whether the visit was protected.", 0


def _no_notice(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    if PayerType.MEDICARE not in kinds:
        return None
    if charge.abn_on is not None and charge.abn_on <= charge.service_on:
        return None
    if _has_reason(charge, account.law.words(ABN, "denied_as_not_necessary")):
        return ABN, "Denied as not necessary, and no notice signed before the service.", 0
    return None


def _hold_harmless(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    """A contractual amount was moved to the patient: group CO, or the fee schedule's write-off
    under any group."""
    if not charge.patient_reasons:
        return None
    ours = account.law.words(NETWORK, "written_off_by_contract")
    for group, code in charge.patient_reasons:
        if group == _CONTRACTUAL or code in ours:
            rule = MEDICARE if PayerType.MEDICARE in kinds else NETWORK
            return rule, "Part of this is a write-off that is ours, not the patient's.", 0
    return None


def _restricted(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    if charge.self_pay_restriction and (charge.first_billed_on or charge.insurer_cents > 0):
        text = "The patient asked to keep this from the plan, and a claim went out. A person looks."
        return RESTRICTED, text, 0
    return None


def _no_fault(charge: ChargeFacts, kinds: set[PayerType], account: _Account) -> Found | None:
    if PayerType.NO_FAULT in kinds:
        return NO_FAULT, "The no-fault insurer comes first; a person ends that coverage.", 0
    return None


COVERAGE_CHECKS: tuple[Callable[[ChargeFacts, set[PayerType], _Account], Found | None], ...] = (
    _qmb,
    _medicaid,
    _workers_comp,
    _late_claim,
    _surprise,
    _no_notice,
    _hold_harmless,
    _restricted,
    _no_fault,
)


def _has_reason(charge: ChargeFacts, codes: tuple[str, ...]) -> bool:
    reasons = charge.denial_reasons + charge.patient_reasons
    return any(code in codes for _, code in reasons)


def _not_this_persons(charge: ChargeFacts, account: _Account) -> Found | None:
    """Liable are the patient, who signed for them, and the parents of a minor. Turning 18 moves no
    old debt."""
    person = account.facts.person
    patient = account.patients.get(charge.patient_id)
    if patient is None:
        return UNSIGNED, "Whose service this was is not known.", 0
    if patient.relation == "self":
        birth_on = patient.birth_on or person.birth_on
        if not person.consented_alone and _is_minor(birth_on, charge.service_on, account.law):
            return MINOR, "The patient was a minor that day. The parent who signed owes this.", 0
        return None
    if person.signed_on is not None and person.signed_on <= account.facts.on:
        return None
    if patient.relation == "spouse":
        return SPOUSE, _spouse_text(charge, account.law), 0
    if patient.relation == "child" and _is_minor(patient.birth_on, charge.service_on, account.law):
        return None
    return UNSIGNED, "The guarantor is not known to have signed for this patient.", 0


def _spouse_text(charge: ChargeFacts, law: LawOn) -> str:
    then = law.as_of(charge.service_on)
    name = "medical_necessaries_liability"
    if then.in_force(SPOUSE, name) and then.flag(SPOUSE, name):
        return (
            "An earlier law reached the spouse on that day; the clinic asks no spouse who did"
            " not sign."
        )
    return "A spouse who did not sign owes nothing."


def _is_minor(birth_on: date | None, on: date, law: LawOn) -> bool:
    if birth_on is None:
        return False
    age = law.number(MAJORITY, "age_of_majority")
    if on.year - birth_on.year > age:
        return False
    return on < add_months(birth_on, 12 * age)


def _billed_twice(charges: tuple[ChargeFacts, ...]) -> frozenset[str]:
    """The later of two open charges alike in patient, day, code (with its modifiers) and amount."""
    if len({(c.patient_id, c.service_on, c.code, c.cents) for c in charges}) == len(charges):
        return frozenset()
    seen: set[tuple[object, ...]] = set()
    twice: list[str] = []
    for c in sorted(charges, key=lambda each: (each.posted_on, each.charge_id)):
        alike = (c.patient_id, c.service_on, c.code, c.cents)
        if c.code and alike in seen:
            twice.append(c.charge_id)
        seen.add(alike)
    return frozenset(twice)


def _notes(facts: AccountFacts, law: LawOn) -> tuple[Reason, ...]:
    if facts.unapplied_cents <= 0:
        return ()
    text = (
        f"{show(facts.unapplied_cents)} the patient paid is not applied yet; it has been counted."
    )
    return (Reason(UNAPPLIED, text, UNAPPLIED, law.cite(UNAPPLIED)),)
