"""What a bankruptcy or an estate needs next: the steps with a court behind them."""

from datetime import date, timedelta

from goodstanding.core.bankruptcy import (
    AFTER,
    CLAIM,
    DISCHARGE,
    DISMISSAL,
    STAY,
    Case,
    before_petition,
    claim_done,
    claim_due_on,
    claim_to_file_by,
    petition_day_charges,
    read_case,
    repeat_filing,
    stay_may_end_on,
)
from goodstanding.core.days import add_months
from goodstanding.core.estates import (
    DEADLINE,
    LETTERS,
    PRESENT,
    Death,
    death_of,
    estate_claim_due_on,
    petition_due_on,
)
from goodstanding.core.facts import AccountFacts, HoldFacts
from goodstanding.core.hold_steps import HoldStep, after, since, warned
from goodstanding.core.kinds import Role
from goodstanding.core.money import show
from goodstanding.core.stops import detail_day, detail_text, spoken
from goodstanding.law import LawOn

DOCKET = "holds.docket_first"
_ONE_DAY = timedelta(days=1)


def bankruptcy_step(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    case = read_case(hold, facts.on)
    if case is None:
        text = "Read the court's docket and write down chapter, case number and filing day."
        return HoldStep(text, after(since(hold), law, DOCKET), DOCKET)
    if not case.is_open:
        return _over(case, hold, facts, law=law)
    found = [*_docket(case, hold, facts, law=law), *_claim(case, hold, facts, law=law)]
    return min(found, key=lambda step: step.due_on)


def _over(case: Case, hold: HoldFacts, facts: AccountFacts, *, law: LawOn) -> HoldStep:
    if case.discharged_on:
        return _discharged(case.discharged_on, hold, facts, law=law)
    if case.dismissed_on:
        text = (
            f"The case was dismissed on {spoken(case.dismissed_on)}. Read the docket, make sure no "
            "new case is open, then release this."
        )
        due_on = after(case.dismissed_on, law, DOCKET)
        return HoldStep(text, due_on, DISMISSAL, Role.MANAGER)
    assert case.closed_on is not None
    text = f"The case was closed on {spoken(case.closed_on)} without a discharge. Ask counsel."
    due_on = after(since(hold, "closed_on"), law, "holds.counsel_answer")
    return HoldStep(text, due_on, DISMISSAL, Role.MANAGER)


def _discharged(
    discharged_on: date, hold: HoldFacts, facts: AccountFacts, *, law: LawOn
) -> HoldStep:
    cents = before_petition(hold, facts)
    if cents:
        text = f"Write off {show(cents)}: it was discharged on {spoken(discharged_on)}."
        return HoldStep(text, after(discharged_on, law, "holds.discharged_write_off"), DISCHARGE)
    months = law.number("holds.permanent_check")
    look_on = add_months(discharged_on, months)
    while look_on < facts.on:
        months += law.number("holds.permanent_check")
        look_on = add_months(discharged_on, months)
    text = "Permanent: nothing discharged is open. Make sure none of it is ever asked for again."
    return HoldStep(text, look_on, DISCHARGE)


def _docket(case: Case, hold: HoldFacts, facts: AccountFacts, *, law: LawOn) -> list[HoldStep]:
    text = "Read the docket: is the case still open?"
    due_on = after(since(hold, "filed_on"), law, "holds.docket_check")
    found = [HoldStep(text, due_on, "holds.docket_check")]
    if not detail_text(hold.detail, "case"):
        text = "Verify the docket: there is no case number yet."
        found.append(HoldStep(text, after(since(hold), law, DOCKET), DOCKET))
    if repeat_filing(hold, facts, law):
        text = (
            "Two cases were filed within a year. The stay may end by itself on "
            f"{spoken(stay_may_end_on(case, law))}, this hold does not: ask counsel."
        )
        due_on = after(since(hold, "counsel_on"), law, "holds.counsel_answer")
        found.append(HoldStep(text, due_on, "holds.repeat_filing", Role.MANAGER))
    moved_on, asked_on = case.converted_on, detail_day(hold.detail, "counsel_on")
    if moved_on is not None and (asked_on is None or asked_on < moved_on):
        text = (
            f"The case moved to chapter {case.chapter} on {spoken(moved_on)}. Ask counsel about "
            "services from the filing to that day."
        )
        due_on = after(moved_on, law, "holds.counsel_answer")
        found.append(HoldStep(text, due_on, STAY, Role.MANAGER))
    decided_on = detail_day(hold.detail, "petition_day_decided_on")
    if decided_on is None and petition_day_charges(hold, facts):
        text = "Decide about the service on the filing day itself. Nothing is asked for it."
        found.append(HoldStep(text, after(since(hold), law, DOCKET), AFTER, Role.MANAGER))
    return found


def _claim(case: Case, hold: HoldFacts, facts: AccountFacts, *, law: LawOn) -> list[HoldStep]:
    cents = before_petition(hold, facts)
    if claim_done(hold) or not cents:
        return []
    last = claim_to_file_by(hold, law)
    if last is None:
        last = claim_due_on(hold, law)
        if last is None or facts.on > last:
            return []
        text = f"Read the court's notice: with assets, a claim may be due by {spoken(last)}."
        return [HoldStep(text, warned(last, law), CLAIM)]
    if facts.on > last:
        text = (
            f"The last day to claim {show(cents)} was {spoken(last)}. Decide: file late, or write "
            "it off."
        )
        return [HoldStep(text, last + _ONE_DAY, CLAIM, Role.MANAGER)]
    text = f"File the proof of claim for {show(cents)} by {spoken(last)}."
    return [HoldStep(text, warned(last, law), CLAIM)]


def estate_step(hold: HoldFacts, facts: AccountFacts, law: LawOn) -> HoldStep:
    death = death_of(hold, facts)
    petition_on, last = petition_due_on(death, law), estate_claim_due_on(death, law)
    filed_on = detail_day(hold.detail, "claim_filed_on")
    if petition_on is not None:
        return _disallowed(petition_on, facts.on, law)
    if filed_on is not None:
        text = f"Ask the estate for its answer to the claim of {spoken(filed_on)}."
        due_on = after(since(hold, "claim_filed_on"), law, "holds.estate_answer")
        return HoldStep(text, due_on, PRESENT)
    if last is None:
        text = "Find out the day of death: the last day to claim is counted from it."
        due_on = after(since(hold), law, "holds.estate_facts")
        return HoldStep(text, due_on, "holds.estate_facts")
    if facts.on > last:
        text = f"The last day to claim was {spoken(last)}. Nobody may be asked; write it off."
        return HoldStep(text, last + _ONE_DAY, DEADLINE, Role.MANAGER)
    if detail_text(hold.detail, "representative") and detail_text(hold.detail, "address"):
        text = f"Send the claim to the estate's representative by {spoken(last)}."
        return HoldStep(text, _soon(last, hold, law), DEADLINE)
    return _search(death, hold, facts, law=law, last=last)


def _soon(last: date, hold: HoldFacts, law: LawOn) -> date:
    """Two weeks before the last day, or at once when it was heard of later than that."""
    begun_on = after(hold.starts_on, law, "holds.estate_facts")
    return max(warned(last, law), min(begun_on, last))


def _disallowed(last: date, on: date, law: LawOn) -> HoldStep:
    if on > last:
        text = f"The claim was disallowed and the time to petition ended {spoken(last)}."
        return HoldStep(f"{text} Write it off.", last + _ONE_DAY, PRESENT, Role.MANAGER)
    text = f"The claim was disallowed. Ask counsel about a petition, by {spoken(last)}."
    return HoldStep(text, warned(last, law), PRESENT, Role.MANAGER)


def _search(
    death: Death, hold: HoldFacts, facts: AccountFacts, *, law: LawOn, last: date
) -> HoldStep:
    """No representative with an address: the court file month by month, then the manager."""
    opened = any(
        hold.detail.get(key) for key in ("opened_on", "notice_published_on", "notice_served_on")
    )
    if opened:
        text = (
            "An estate is open. Get its representative's name and address; the claim is due by "
            f"{spoken(last)}."
        )
        due_on = after(since(hold), law, "holds.estate_facts")
        return HoldStep(text, min(due_on, last), LETTERS)
    if death.died_on is not None:
        handed_on = after(death.died_on, law, "holds.estate_escalation")
        if facts.on >= handed_on:
            text = (
                "No estate was found. Decide with counsel whether to ask the court to open one; "
                f"the claim is barred after {spoken(last)}."
            )
            rule = "holds.estate_escalation"
            return HoldStep(text, min(handed_on, last), rule, Role.MANAGER, escalated=True)
    text = f"Look in the court file for an estate. The claim is due by {spoken(last)}."
    due_on = after(since(hold), law, "holds.estate_check")
    return HoldStep(text, min(due_on, last), "holds.estate_check")
