"""Death and bankruptcy: nothing is asked of the person; the claim goes to the court, by its
deadline."""

from datetime import date

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.bankruptcy import CLAIM, DISCHARGE, STAY, claim_due_on
from goodstanding.core.case import ONE_DAY, Case
from goodstanding.core.days import add_months
from goodstanding.core.episode import shown
from goodstanding.core.estates import (
    DEADLINE,
    LETTERS,
    PRESENT,
    Death,
    deaths,
    estate_claim_due_on,
    petition_due_on,
)
from goodstanding.core.facts import HoldFacts
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.money import Cents, show
from goodstanding.core.stops import detail_day

_OPENED = ("representative", "opened_on", "notice_published_on", "notice_served_on")
# In chapter 7 the time to file runs only from a notice of assets; the claim's own day then says so.
_CHAPTERS_WITH_CLAIMS = frozenset({"12", "13"})


def estate(case: Case) -> Decision | None:
    """The person who owes has died; a dependant's death is left to what is owed by charge."""
    if not case.patient_cents:
        return None
    died = next((death for death in deaths(case.facts) if death.patient_id is None), None)
    if died is None:
        return None
    hold = died.hold
    since = died.died_on or (hold.starts_on if hold else case.facts.on)
    try:
        if hold and (filed_on := detail_day(hold.detail, "claim_filed_on")):
            text = f"The claim on the estate was filed on {shown(filed_on)}."
            return case.answer(Act.WAIT, filed_on, _of_law(case, text, DEADLINE))
        if petition_on := petition_due_on(died, case.law):
            return _petition(case, petition_on)
        last = estate_claim_due_on(died, case.law)
    except ValueError:
        text = f"The estate's dates cannot be read; on hold since {shown(since)}."
        return case.answer(Act.WAIT, since, _of_law(case, text, LETTERS))
    if last is None:
        text = f"On hold since {shown(since)} for a death; the day of death is not known."
        return case.answer(Act.WAIT, since, _of_law(case, text, LETTERS))
    return _present(case, died, last)


def _of_law(case: Case, text: str, rule: str) -> Reason:
    kind = "bankruptcy" if rule.startswith("us-bk") else "estate"
    return Reason(f"hold.{kind}", text, rule, case.law.cite(rule))


def _petition(case: Case, last: date) -> Decision:
    """Counsel decides about it, so this is a deadline to know and not a claim to file."""
    if case.reached(last + ONE_DAY):
        text = f"The claim was disallowed; the time to petition ended {shown(last)}."
    else:
        text = f"The claim was disallowed: counsel may petition until {shown(last)}."
    return case.answer(Act.WAIT, last, _of_law(case, text, PRESENT))


def _present(case: Case, died: Death, last: date) -> Decision:
    if case.reached(last + ONE_DAY):
        text = f"The time to claim from the estate ended {shown(last)}; nobody may be asked."
        return case.answer(Act.WAIT, last, _of_law(case, text, DEADLINE))
    amount = show(case.patient_cents)
    opened = died.hold is not None and any(died.hold.detail.get(key) for key in _OPENED)
    if died.died_on and not opened:
        act_on = add_months(died.died_on, case.policy.estate.act_after_months)
        if act_on < last and not case.reached(act_on):
            check_on = _next_check(case, died.died_on, act_on)
            text = f"No estate is open yet; look in the court file on {shown(check_on)}."
            later = f"The claim for {amount} is due by {shown(last)}."
            reasons = (_of_law(case, text, LETTERS), _of_law(case, later, DEADLINE))
            return case.answer(Act.WAIT, check_on, *reasons)
    why = _of_law(case, f"Claim {amount} from the estate by {shown(last)}.", DEADLINE)
    return case.answer(Act.FILE_CLAIM_ESTATE, last, why, about=case.patient_cents)


def _next_check(case: Case, died_on: date, act_on: date) -> date:
    months = case.policy.estate.check_months
    check_on = add_months(died_on, months)
    while check_on < act_on and case.reached(check_on):
        months += case.policy.estate.check_months
        check_on = add_months(died_on, months)
    return min(check_on, act_on)


def bankruptcy(case: Case) -> Decision | None:
    """A claim to file, else a wait while nothing may be asked; money from after the petition goes
    on."""
    for hold in case.facts.holds:
        if hold.kind is not HoldKind.BANKRUPTCY or not case.in_force(hold):
            continue
        try:
            cents = _before_petition(case, hold)
            if cents and (decision := _claim(case, hold, cents)):
                return decision
            discharged_on = detail_day(hold.detail, "discharged_on")
        except ValueError:
            cents, discharged_on = case.patient_cents, None
        if cents and not case.cents:
            return _stopped(case, hold, cents=cents, discharged_on=discharged_on)
    return None


def _stopped(case: Case, hold: HoldFacts, *, cents: Cents, discharged_on: date | None) -> Decision:
    text = f"Bankruptcy known since {shown(hold.starts_on)}: {show(cents)} is stopped."
    why = _of_law(case, text, STAY)
    if discharged_on and case.reached(discharged_on):
        text = f"Discharged {shown(discharged_on)}: {show(cents)} is never asked for again."
        why = _of_law(case, text, DISCHARGE)
    return case.answer(Act.WAIT, hold.starts_on, why)


def _before_petition(case: Case, hold: HoldFacts) -> Cents:
    """Patient money of services up to the petition day, whose own services a person decides."""
    filed_on = detail_day(hold.detail, "filed_on")
    debtor = hold.patient_id and case.facts.patient(hold.patient_id)
    theirs = debtor.patient_id if debtor and debtor.relation != "self" else None
    return sum(
        charge.patient_cents
        for charge in case.facts.charges
        if theirs in (None, charge.patient_id)
        and (filed_on is None or charge.service_on <= filed_on)
    )


def _claim(case: Case, hold: HoldFacts, cents: Cents) -> Decision | None:
    over = ("discharged_on", "dismissed_on", "closed_on", "claim_filed_on")
    if any(hold.detail.get(key) for key in over):
        return None
    last = detail_day(hold.detail, "claim_by")
    if last is None and str(hold.detail.get("chapter", "")).strip() in _CHAPTERS_WITH_CLAIMS:
        last = claim_due_on(hold, case.law)
    if last is None or case.reached(last + ONE_DAY):
        return None
    why = _of_law(case, f"File the proof of claim for {show(cents)} by {shown(last)}.", CLAIM)
    return case.answer(Act.FILE_CLAIM_BANKRUPTCY, last, why, about=cents)
