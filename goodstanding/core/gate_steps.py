"""What each step needs of its own: an agency's papers, a case to claim in, a credit to return."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from goodstanding.core.bankruptcy import CLAIM, claim_due_on, open_cases
from goodstanding.core.days import add_business_days, add_months, local_day
from goodstanding.core.estates import LETTERS, deaths
from goodstanding.core.facts import AccountFacts, ChargeFacts
from goodstanding.core.gate_case import Case, Findings
from goodstanding.core.happened import ASKED_IN_WRITING
from goodstanding.core.kinds import Act, PayerType
from goodstanding.core.owed_checks import RESTRICTED
from goodstanding.core.promises import house_grace, open_promises
from goodstanding.core.recipients import AGENCY
from goodstanding.core.refund_days import OVERPAID, UNCLAIMED
from goodstanding.core.stops import spoken

NO_CREDIT = "owed.no_credit"
CREDIT_BAN = "mn-332c-credit-reporting-ban"
HOUSE_CREDIT_BAN = "gate.no_credit_reporting"
LICENCE = "mn-collection-agency-act"
PUBLISHED = "mn-62j806-published-policy"
MINIMUM = "us-hipaa-minimum-necessary"
PLACEMENT_HOLD = "gate.placement_hold"
LIMITATION = "mn-limitations-six-years"
TIME_BARRED = "us-regf-time-barred"
COUNSEL = "mn-332c-fee-shifting"
MILITARY = "us-scra"
NOTICE = "mn-332c-prohibited-practices"
VALIDATION = "us-regf-validation-notice"
AFFIDAVIT = "mn-small-estate-affidavit"
CARE = "mn-62j807-no-denial-of-care"
INSTALMENTS = "us-regz-four-installments"
WAIVER = "us-copay-waiver-aks"

_ONE_DAY = timedelta(days=1)
_FEDERAL = frozenset(
    {PayerType.MEDICARE, PayerType.MEDICARE_ADVANTAGE, PayerType.MEDICAID, PayerType.TRICARE}
)


def _credit_report(case: Case) -> Findings:
    if "MN" in (case.facts.clinic_state, case.facts.person.state.strip().upper()):
        yield case.no(CREDIT_BAN, "Medical debt is never reported to a credit bureau.")
    else:
        yield case.no(HOUSE_CREDIT_BAN, "The clinic reports no patient to a credit bureau.")


def _placement(case: Case) -> Findings:
    """Each paper that is missing is named. What is not on file is not there."""
    yield from _agency_papers(case)
    yield from _nothing_agreed_or_held(case)
    yield from _first_letter_was_read(case)
    months = case.law.number(LIMITATION, "policy_placement_cutoff")
    oldest = _oldest(case.facts)
    if oldest is not None and case.facts.on >= add_months(oldest, months):
        yield case.no(LIMITATION, "This debt is too old to place. Counsel decides.")
    text = "Give the agency no more than the name, address, days and amounts; nothing clinical."
    yield case.duty(MINIMUM, text)
    yield case.duty(CREDIT_BAN, "The agency reports nothing to a credit bureau.")
    text = "Recall the account the day a bankruptcy, death, dispute or review becomes known."
    yield case.duty(LICENCE, text)


def _agency_papers(case: Case) -> Findings:
    papers, on = case.facts.agency, case.facts.on
    if not _by(papers.agreement_on, on):
        text = "No business associate agreement with an agency is on file."
        yield case.no(AGENCY, text)
    if not _by(papers.contract_on, on):
        text = "No agency contract that recalls accounts and reports no credit is on file."
        yield case.no(LICENCE, text)
    if not papers.name.strip() or papers.licence_until is None or papers.licence_until < on:
        yield case.no(LICENCE, "No agency license in force is on file.")
    months = case.law.number(LICENCE, "license_recheck_interval")
    checked_on = papers.licence_checked_on
    if checked_on is None or checked_on > on or add_months(checked_on, months) <= on:
        text = f"The agency's license was not looked up within {months} months."
        yield case.no(LICENCE, text)
    if not papers.policy_url.strip() or not _by(papers.policy_published_on, on):
        yield case.no(PUBLISHED, "No published collection policy is on file for this step.")


def _by(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _nothing_agreed_or_held(case: Case) -> Findings:
    facts = case.facts
    if facts.person.confidential_address or any(h.in_force(facts.on) for h in facts.holds):
        yield case.no(PLACEMENT_HOLD, "A hold is in force. End it before any placement.")
    if any(plan.status == "active" and plan.started_on <= facts.on for plan in facts.plans):
        yield case.no(PLACEMENT_HOLD, "A payment plan is running. End it before any placement.")
    for one in open_promises(facts, house_grace(case.law)):
        text = f"A payment is promised for {spoken(one.promise.due_on)}."
        yield case.no(PLACEMENT_HOLD, text, one.over_on)


def _first_letter_was_read(case: Case) -> Findings:
    """A delivered first letter that had all the money in it, and the days to dispute it over."""
    facts, law = case.facts, case.law
    since = _since(case)
    if not since:
        return
    letters = [day for day in _delivered(facts, {"first_letter"}) if day >= max(since)]
    if not letters:
        text = "No first letter with all that is owed now has been delivered."
        yield case.no(VALIDATION, text)
        return
    if not law.in_force(VALIDATION, "dispute_window"):
        return
    read_on = add_business_days(min(letters), law.number(VALIDATION, "assumed_receipt_min"))
    free_on = read_on + timedelta(days=law.number(VALIDATION, "dispute_window")) + _ONE_DAY
    if facts.on < free_on:
        text = f"The first letter may be answered until {spoken(free_on - _ONE_DAY)}."
        yield case.no(VALIDATION, text, free_on)


def _since(case: Case) -> list[date]:
    """The days on which the money that may be asked for became the patient's."""
    asked = [charge for charge in case.facts.charges if charge.charge_id in case.open]
    return [layer.since for charge in asked for layer in charge.layers]


def _delivered(facts: AccountFacts, kinds: Iterable[str]) -> list[date]:
    return [
        local_day(contact.at, facts.clinic_timezone)
        for contact in facts.contacts
        if contact.kind in kinds and contact.direction == "out" and contact.delivered
    ]


def _lawsuit(case: Case) -> Findings:
    yield case.no(COUNSEL, "Only counsel and a supervisor decide about a suit.")
    yield case.duty(MILITARY, "Check military status before any suit.")
    years = case.law.number(LIMITATION, "limitation")
    oldest = _oldest(case.facts)
    if oldest is not None and case.facts.on > add_months(oldest, 12 * years):
        yield case.no(LIMITATION, "The time to sue is over.")
        yield case.no(TIME_BARRED, "The time to sue is over; never hint at a suit.")


def _oldest(facts: AccountFacts) -> date | None:
    """First day any open money became the patient's."""
    return min((layer.since for c in facts.charges for layer in c.layers), default=None)


def _first_letter(case: Case) -> Findings:
    text = "The first letter gives the right to a lawyer and the Attorney General's number."
    yield case.duty(NOTICE, text)
    yield case.duty(VALIDATION, "The first letter itemises the debt and says how to dispute it.")


def _plan_notice(case: Case) -> Findings:
    most = case.law.number(INSTALMENTS, "installments_without_disclosure_max")
    running = [plan.months for plan in case.facts.plans if plan.status == "active"]
    if not running or max(running) > most:
        text = f"A written plan of more than {most} payments needs its credit terms stated first."
        yield case.duty(INSTALMENTS, text)
    text = "Say before they agree: if you cannot make a payment, tell us and pay what you can."
    yield case.duty(CARE, text)


def _estate(case: Case) -> Findings:
    if not deaths(case.facts):
        yield case.no(LETTERS, "Nobody on this account is known to have died.")


def _bankruptcy_claim(case: Case) -> Findings:
    """A claim is filed in an open case, in time. The court's own date is the hold's to know."""
    facts = case.facts
    is_open = open_cases(facts)
    if not is_open:
        yield case.no(CLAIM, "No open bankruptcy with its chapter and filing day is on file.")
        return
    try:
        days = [claim_due_on(hold, case.law) for hold in is_open]
    except ValueError:
        yield case.no(CLAIM, "The court's dates cannot be read. A person corrects them first.")
        return
    past = [day for day in days if day is not None and day < facts.on]
    if len(past) == len(days):
        text = f"The last day to file a claim was {spoken(max(past))}. Ask counsel."
        yield case.no(CLAIM, text)


def _desk(case: Case) -> Findings:
    text = "Do not refuse or put off necessary care over this; note what the person can pay."
    yield case.duty(CARE, text)


def _small_write_off(case: Case) -> Findings:
    """A federal program's cost share is let go for one person's written need or after a real try to
    collect it, never as a habit."""
    facts = case.facts
    shares = [c for c in facts.charges if c.charge_id in case.open and _is_federal(c)]
    if not shares:
        return
    text = "Keep why this person's share is let go; a federal program's is never waived by habit."
    yield case.duty(WAIVER, text)
    if any(each.kind == "charity" for each in facts.write_offs):
        return
    since = max(layer.since for charge in shares for layer in charge.layers)
    if not any(day >= since for day in _delivered(facts, ASKED_IN_WRITING)):
        text = "A federal program's share: find this person's need first, or ask for it."
        yield case.no(WAIVER, text)


def _is_federal(charge: ChargeFacts) -> bool:
    return any(coverage.payer_type in _FEDERAL for coverage in charge.coverages)


def _credit(case: Case) -> Findings:
    if case.facts.credit_cents <= 0:
        yield case.no(NO_CREDIT, "There is no credit on this account.")
        return
    if case.law.in_force(OVERPAID, "return_deadline"):
        days = case.law.number(OVERPAID, "return_deadline")
        text = f"What Medicare or Medicaid overpaid goes back within {days} days of finding it."
        yield case.duty(OVERPAID, text)
    years = case.law.number(UNCLAIMED, "dormancy")
    text = f"Credit nobody takes is never income: it goes to the state after {years} years."
    yield case.duty(UNCLAIMED, text)


def _refund(case: Case) -> Findings:
    yield from _credit(case)
    for death in deaths(case.facts):
        wait = timedelta(days=case.law.number(AFFIDAVIT, "wait"))
        until = None if death.died_on is None else death.died_on + wait
        if until is None or case.facts.on < until:
            text = "The person died. Pay the representative, or an affidavit after thirty days."
            yield case.no(AFFIDAVIT, text, until)
        else:
            text = "Pay only the representative, or an affidavit with a certified death record."
            yield case.duty(AFFIDAVIT, text)


def _insurer(case: Case) -> Findings:
    """What the patient keeps from the plan is not taken up with it, also when their own payment
    came back: they are asked first."""
    facts = case.facts
    billed = [c for c in facts.charges if c.insurer_cents > 0]
    about = billed or facts.charges
    kept = about and all(c.self_pay_restriction for c in about)
    if kept:
        text = "The patient asked to keep these services from the plan. Ask the patient to pay."
        yield case.no(RESTRICTED, text)
    elif facts.kept_from_plan and not about:
        text = "The patient paid these services to keep them from the plan. Say nothing of them."
        yield case.no(RESTRICTED, text)
    elif facts.kept_from_plan or any(c.self_pay_restriction for c in about):
        text = "The patient keeps a visit of this account from the plan. Speak of the others only."
        yield case.duty(RESTRICTED, text)


STEPS: dict[Act, Callable[[Case], Findings]] = {
    Act.CREDIT_REPORT: _credit_report,
    Act.AGENCY_PLACEMENT: _placement,
    Act.LAWSUIT: _lawsuit,
    Act.FIRST_LETTER: _first_letter,
    Act.PLAN_NOTICE: _plan_notice,
    Act.ESTATE_LETTER: _estate,
    Act.FILE_CLAIM_ESTATE: _estate,
    Act.FILE_CLAIM_BANKRUPTCY: _bankruptcy_claim,
    Act.FRONT_DESK_NOTE: _desk,
    Act.WRITE_OFF_SMALL: _small_write_off,
    Act.REVIEW_CREDIT: _credit,
    Act.REFUND: _refund,
    Act.INSURER_FOLLOW_UP: _insurer,
}
