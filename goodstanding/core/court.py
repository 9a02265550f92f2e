"""Death and bankruptcy: nothing is asked of the person; the claim goes to the court, by its
deadline."""

from datetime import date

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.bankruptcy import (
    CLAIM,
    DISCHARGE,
    STAY,
    bankruptcy_stops,
    before_petition,
    claim_done,
    claim_to_file_by,
)
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
from goodstanding.core.hold_waits import next_of
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.money import Cents, show
from goodstanding.core.stops import detail_day

_OPENED = ("representative", "opened_on", "notice_published_on", "notice_served_on")
_OVER = ("discharged_on", "dismissed_on", "closed_on")


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
        if hold.kind is not HoldKind.BANKRUPTCY or not _speaks(case, hold):
            continue
        try:
            cents = before_petition(hold, case.facts)
            if cents and (decision := _claim(case, hold, cents)):
                return decision
            discharged_on = detail_day(hold.detail, "discharged_on")
        except ValueError:
            cents, discharged_on = case.patient_cents, None
        if cents and not case.cents:
            return _stopped(case, hold, cents=cents, discharged_on=discharged_on)
    return None


def _speaks(case: Case, hold: HoldFacts) -> bool:
    """What was discharged stays so when its hold has ended, and no date ends a second case."""
    if hold.starts_on > case.facts.on:
        return False
    return case.in_force(hold) or bool(bankruptcy_stops(hold, case.facts, case.law))


def _stopped(case: Case, hold: HoldFacts, *, cents: Cents, discharged_on: date | None) -> Decision:
    text = f"Bankruptcy known since {shown(hold.starts_on)}: {show(cents)} is stopped."
    why = _of_law(case, text, STAY)
    if discharged_on and case.reached(discharged_on):
        text = f"Discharged {shown(discharged_on)}: {show(cents)} is never asked for again."
        why = _of_law(case, text, DISCHARGE)
    due_on, todo = next_of(case, hold)
    return case.answer(Act.WAIT, due_on, why, todo)


def _claim(case: Case, hold: HoldFacts, cents: Cents) -> Decision | None:
    if claim_done(hold) or any(hold.detail.get(key) for key in _OVER):
        return None
    last = claim_to_file_by(hold, case.law)
    if last is None or case.reached(last + ONE_DAY):
        return None
    why = _of_law(case, f"File the proof of claim for {show(cents)} by {shown(last)}.", CLAIM)
    return case.answer(Act.FILE_CLAIM_BANKRUPTCY, last, why, about=cents)
