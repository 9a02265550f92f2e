"""A hold expires, escalates or asks; it never just stays: the next step of every kind of hold."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from goodstanding.core.days import on_or_before
from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.hold_courts import bankruptcy_step, estate_step
from goodstanding.core.hold_forms import COVERED
from goodstanding.core.hold_steps import (
    ERROR,
    ESTIMATE,
    RELEASE,
    UNCLEAR,
    YEARLY,
    HoldStep,
    after,
    error_notice_by,
    error_refund_by,
    estimate_papers_by,
    overdue,
    since,
)
from goodstanding.core.holds import limit_unreadable
from goodstanding.core.kinds import HoldKind, Role
from goodstanding.core.money import show
from goodstanding.core.stops import detail_day, detail_text, spoken
from goodstanding.law import LawOn

Steps = Callable[[HoldFacts, AccountFacts, LawOn], HoldStep]

__all__ = ["HoldStep", "next_step"]


def next_step(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    """What a person does next about a hold, and by when. What is overdue is the manager's."""
    try:
        step = _SPECIAL[hold.kind](hold, facts, law) if hold.kind in _SPECIAL else _again(hold, law)
    except ValueError:
        due_on = after(hold.starts_on, law, RELEASE)
        step = HoldStep("The dates of this hold cannot be read. Correct them.", due_on, UNCLEAR)
    ends_on = hold.ends_on
    if ends_on is not None and facts.on <= ends_on < step.due_on and not _lasting(hold):
        text = f"It ends by itself on {spoken(ends_on)}. Look at it before that day."
        step = HoldStep(text, ends_on, RELEASE)
    return overdue(step, facts.on)


def _lasting(hold: HoldFacts) -> bool:
    """No date ends a court's order."""
    return hold.kind in (HoldKind.BANKRUPTCY, HoldKind.ESTATE)


@dataclass(frozen=True, slots=True)
class _Again:
    """Asked again and again until a person releases it. `rule` is that of its span."""

    text: str
    rule: str
    who: Role = Role.COORDINATOR


_AGAIN: dict[HoldKind, _Again] = {
    HoldKind.ASSISTANCE_PENDING: _Again(
        "Ask whether the application for help was decided.", "holds.assistance_recheck"
    ),
    HoldKind.PAYER_APPEAL: _Again(
        "Ask the insurer about the appeal.", "holds.appeal_follow_up", Role.BILLER
    ),
    HoldKind.WORKERS_COMP: _Again(
        "Ask the workers' compensation insurer about the claim.",
        "holds.workers_comp_follow_up",
        Role.BILLER,
    ),
    HoldKind.NO_FAULT: _Again(
        "Ask the no-fault insurer whether it pays.", "holds.no_fault_follow_up", Role.BILLER
    ),
    HoldKind.LIABILITY: _Again(
        "Ask the liability insurer about the claim.", "holds.liability_follow_up", Role.BILLER
    ),
    HoldKind.IDENTITY_THEFT: _Again(
        "Find out whose bill this is, with papers from both sides.",
        "holds.identity_check",
        Role.MANAGER,
    ),
    HoldKind.AGENCY: _Again("Ask the agency what happened on this account.", "holds.agency_check"),
    HoldKind.MANUAL: _Again("Look again: does the reason still stand?", "holds.manual_review"),
}


def _again(hold: HoldFacts, law: LawOn) -> HoldStep:
    kind = _AGAIN[hold.kind]
    return HoldStep(kind.text, after(since(hold), law, kind.rule), kind.rule, kind.who)


def _dispute(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    answered_on = detail_day(hold.detail, "answered_on")
    if answered_on is None:
        raised_on = detail_day(hold.detail, "raised_on") or hold.starts_on
        text = "Answer the dispute: send what the charge is for and how it was worked out."
        rule = "holds.dispute_answer"
        return HoldStep(text, after(raised_on, law, rule), rule)
    text = f"The answer went out on {spoken(answered_on)}. Ask whether it settles the question."
    rule = "holds.dispute_settled"
    return HoldStep(text, after(since(hold, "answered_on"), law, rule), rule)


def _billing_error(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    """Notice of possible error, review, notice of its result, refund: each in its own time."""
    keys = ("raised_on", "possible_notice_on", "reviewed_on", "notice_on", "refunded_on")
    raised_on, told_on, reviewed_on, notice_on, refunded_on = (
        detail_day(hold.detail, key) for key in keys
    )
    raised_on = raised_on or hold.starts_on
    if reviewed_on is None:
        if told_on is None:
            text = "Send the notice that this bill may be wrong and is not asked for meanwhile."
            return HoldStep(text, error_notice_by(raised_on, law), ERROR)
        text = "Finish the review of the bill: coding, coverage and the patient's share."
        return HoldStep(text, after(raised_on, law, "holds.error_review"), ERROR)
    if notice_on is None:
        text = "Send the notice of what the review found and what was corrected."
        return HoldStep(text, after(reviewed_on, law, "holds.error_answer"), ERROR)
    if facts.credit_cents and refunded_on is None:
        return _refund(facts.credit_cents, reviewed_on, law)
    text = "The review is done and its notice sent. Release this hold."
    return HoldStep(text, after(notice_on, law, RELEASE), ERROR)


def _refund(cents: int, reviewed_on: date, law: LawOn) -> HoldStep:
    last = error_refund_by(reviewed_on, law)
    pay_on = on_or_before(last)
    text = f"Refund {show(cents)} by {spoken(pay_on)}; the last day is {spoken(last)}."
    return HoldStep(text, pay_on, ERROR)


def _estimate(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    keys = ("filed_on", "responded_on", "decided_on")
    filed_on, responded_on, decided_on = (detail_day(hold.detail, key) for key in keys)
    if decided_on is not None and decided_on <= facts.on:
        text = f"Decided on {spoken(decided_on)}. Correct the bill as decided, then release this."
        return HoldStep(text, after(decided_on, law, RELEASE), ESTIMATE)
    if responded_on is None:
        text = "Send our papers to the dispute entity."
        due_on = estimate_papers_by(filed_on or hold.starts_on, law)
        return HoldStep(text, due_on, ESTIMATE)
    text = "Ask the dispute entity whether it has decided."
    rule = "holds.estimate_check"
    return HoldStep(text, after(since(hold, "responded_on"), law, rule), rule)


def _assistance(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    """An application kept here says itself what it waits for."""
    by = detail_day(hold.detail, "help_by")
    if by is None:
        return _again(hold, law)
    return HoldStep(detail_text(hold.detail, "help_next"), by, "holds.assistance_recheck")


def told_and_not_asked(hold: HoldFacts) -> bool:
    """Another insurance the person told us of, and nobody has asked yet whether it covers them."""
    told = hold.kind is HoldKind.INSURER_PENDING and hold.detail.get("told_on")
    return bool(told) and not hold.detail.get(COVERED)


def _insurer(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    rule = "holds.insurer_follow_up"
    if not told_and_not_asked(hold):
        text = "Ask the insurer where the claim is."
        return HoldStep(text, after(since(hold, COVERED), law, rule), rule, Role.BILLER)
    insurer = detail_text(hold.detail, "insurer")
    text = "Ask for the insurance card: the name and the member number."
    if insurer:
        text = (
            f"Ask {insurer} whether they are covered. If so, add the coverage in the practice "
            "system and bill it."
        )
    return HoldStep(text, after(since(hold, "told_on"), law, _TOLD), _TOLD, Role.BILLER)


_TOLD = "holds.insurance_told"


def _attorney(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    if not (detail_text(hold.detail, "name") and detail_text(hold.detail, "address")):
        rule = "holds.attorney_found"
        text = "Ask for the lawyer's name and address. Until then nobody is written to."
        return HoldStep(text, after(since(hold), law, rule), rule)
    rule = "holds.attorney_check"
    text = "Ask the lawyer whether they still speak for the person."
    return HoldStep(text, after(since(hold), law, rule), rule)


def _cease_contact(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    if detail_day(hold.detail, "decided_on") is None:
        text = "Decide whether the one last message the law leaves is sent, and which."
        due_on = after(since(hold), law, "holds.cease_contact_decision")
        return HoldStep(text, due_on, "us-regf-cease-communication", Role.MANAGER)
    return _yearly(hold, law, "Does the person still want no contact? Only they may say so.")


def _yearly(hold: HoldFacts, law: LawOn, text: str) -> HoldStep:
    return HoldStep(text, after(since(hold, "decided_on"), law, YEARLY), YEARLY)


def _call_restriction(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    if limit_unreadable(hold):
        text = "Ask again when and where calls are welcome: the limit cannot be read."
        return HoldStep(text, after(since(hold), law, _ASK_SOON), _ASK_SOON)
    return _yearly(hold, law, "Ask whether the hours and places for calls are still right.")


def _confidential_address(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    known = facts.person.confidential_address and facts.person.has_address
    if not (detail_text(hold.detail, "address") or known):
        text = "Ask for the confidential address. Until then nobody is written to."
        return HoldStep(text, after(since(hold), law, _ASK_SOON), _ASK_SOON)
    return _yearly(hold, law, "Ask whether the confidential address is still right.")


_ASK_SOON = "holds.address_found"


def _power_of_attorney(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    if detail_day(hold.detail, "document_on") is None:
        rule = "holds.authority_document"
        text = "Ask for the signed document. Until then the agent is told nothing."
        return HoldStep(text, after(since(hold), law, rule), rule)
    return _yearly(hold, law, "Ask whether the power of attorney still stands.")


def _military(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    if detail_day(hold.detail, "status_checked_on") is None:
        text = "Check military status, and keep the answer here."
        due_on = after(since(hold), law, "holds.military_check")
        return HoldStep(text, due_on, "us-scra")
    text = "Check military status again."
    due_on = after(since(hold, "status_checked_on"), law, "holds.military_recheck")
    return HoldStep(text, due_on, "holds.military_recheck")


_SPECIAL: dict[HoldKind, Steps] = {
    HoldKind.BANKRUPTCY: bankruptcy_step,
    HoldKind.ESTATE: estate_step,
    HoldKind.DISPUTE: _dispute,
    HoldKind.BILLING_ERROR: _billing_error,
    HoldKind.GOOD_FAITH_DISPUTE: _estimate,
    HoldKind.INSURER_PENDING: _insurer,
    HoldKind.ASSISTANCE_PENDING: _assistance,
    HoldKind.ATTORNEY: _attorney,
    HoldKind.CEASE_CONTACT: _cease_contact,
    HoldKind.CALL_RESTRICTION: _call_restriction,
    HoldKind.CONFIDENTIAL_ADDRESS: _confidential_address,
    HoldKind.POWER_OF_ATTORNEY: _power_of_attorney,
    HoldKind.MILITARY: _military,
}
