"""A policy in sentences: what its steps and limits say to a colleague, and to a patient."""

from collections.abc import Iterable
from dataclasses import dataclass

from goodstanding.core.kinds import Act
from goodstanding.core.money import show
from goodstanding.core.policy import Policy, Step
from goodstanding.core.policy_text import Change, Value

# "{}" is the value; "{} day(s)" is written out in the singular where it is one.
_SAID = {
    "calls.tries": "An unanswered call is tried {} times.",
    "calls.retry_days": "Between two tries lie at least {} days.",
    "calls.spread_days": "The tries are spread over at least {} days before a letter may follow.",
    "small.no_statement_below": "No statement goes out for less than {}.",
    "small.write_off_up_to": "After a statement, up to {} may be written off.",
    "small.never_write_off_codes": "Never written off: patient reason codes {}.",
    "grace.promise_business_days": "A promise has {} business days of grace.",
    "grace.mailed_check_business_days": "A check promised by mail has {} business days more.",
    "grace.plan_days": "A plan payment has {} days of grace.",
    "grace.late_step_days": "A step more than {} days late moves the later ones with it.",
    "history.paid_times": "Who paid {} times before any letter or call earns more time.",
    "history.paid_more_days": "The time earned is {} days for every step.",
    "history.paid_from_day": "It is given from day {} of the ladder on.",
    "history.look_back_months": "Payments of the last {} months count.",
    "history.letter_days": "A letter or call in the {} days before a payment spoils it.",
    "history.broken_fewer_days": "Each broken promise or plan brings steps {} days forward.",
    "history.broken_most_days": "Together that is at most {} days.",
    "history.broken_from_day": "It is done from day {} of the ladder on.",
    "history.broken_months": "Broken promises of the last {} months count.",
    "insurer.follow_up_days": "An insurer is asked after {} days without an answer.",
    "insurer.verify_codes": "Coverage is checked after denials {}.",
    "credit.review_from": "A credit is looked at from {} on.",
    "hardship.screen_days": "Help is offered for {} days after someone could not pay.",
    "hardship.pause_days": "Who needs time is left in peace for {} days.",
    "assistance.full_up_to": "Of income up to {} percent of the poverty guideline all is let go.",
    "assistance.second_up_to": "The second band of income ends at {} percent of the guideline.",
    "assistance.second_percent": "In the second band {} percent is let go.",
    "assistance.third_up_to": "The third band of income ends at {} percent of the guideline.",
    "assistance.third_percent": "In the third band {} percent is let go.",
    "assistance.cap_up_to": "The cap on what is left counts up to {} percent of the guideline.",
    "assistance.cap_income_percent": "Nobody pays more than {} percent of a year's income for "
    "what one decision covers.",
    "assistance.documents": "The help program asks for {}.",
    "assistance.bring_days": "The person has {} days to bring them.",
    "assistance.decide_days": "We decide within {} days once all is in, and answer an appeal so.",
    "assistance.warn_days": "A last day is on the list {} days before.",
    "assistance.good_months": "A grant is good for {} months.",
    "assistance.appeal_days": "Who does not agree has {} days to say so.",
    "assistance.decide_by": "Decided by the {}.",
    "assistance.alone_up_to": "Above {} a second person, a manager, agrees.",
    "estate.check_months": "A court file is looked for every {} months.",
    "estate.act_after_months": "An estate is acted on after {} months at the latest.",
    "household.quiet_days": "After a talk with one person of an address, nobody there is called "
    "for {} days.",
    "segments.gentle.offer_plan_from_day": "Gentle: a plan is offered from day {} on.",
    "segments.standard.offer_plan_from_day": "Standard: a plan is offered from day {} on.",
    "segments.firm.offer_plan_from_day": "Firm: a plan is offered from day {} on.",
    "segments.gentle.firmest": "Gentle: no step firmer than {}.",
    "segments.standard.firmest": "Standard: no step firmer than {}.",
    "segments.firm.firmest": "Firm: no step firmer than {}.",
    "letters.good_bye": "Thanks are mailed once everything asked for by letter is paid ({}).",
    "plans.least_monthly": "A plan asks for {} a month or more.",
    "plans.longest_months": "No plan runs longer than {} months.",
    "plans.ask_percent": "Of what is left after essentials, {} in 100 may be asked.",
    "plans.best_fit_percent": "The offer that fits best takes {} in 100 of that.",
    "plans.little_above_percent": "Up to {} in 100 more than they can manage is a little above.",
    "plans.usual_months": "Who did not want to say is offered {} payments.",
    "plans.usual_monthly": "They are more payments where each would be above {}.",
    "plans.first_within_days": "The first payment comes within {} days of the agreement.",
    "plans.coordinator_months": "Without the manager a plan may run {} months.",
    "plans.coordinator_up_to": "Without the manager a plan may be for up to {}.",
    "plans.help_first_percent": "Help comes first up to {} percent of the poverty guideline.",
    "visits.within_days": "A call is left to the front desk when a visit is within {} days.",
    "prices.medicare_percent": "Without a fee schedule a payer is taken to allow {} percent of "
    "Medicare's amount, and never so at 0.",
    "prices.medicare_locality": "Medicare's amounts are those of locality {}.",
    "agency.least": "An account is placed with an agency from {} on.",
}
_OF_A_STEP = {
    "day": "On day {}",
    "gap": "at least {} days after the last contact",
    "from_amount": "for {} or more",
}
_TABLES = {
    "calls": "Calls",
    "small": "Small amounts",
    "grace": "Grace",
    "history": "What a person's own history changes",
    "insurer": "Insurers",
    "credit": "Credits",
    "hardship": "Hardship",
    "assistance": "Help program",
    "estate": "After a death",
    "chances": "Order of the calls",
    "segments": "Gentle, standard, firm",
    "household": "Households",
    "visits": "Visits",
    "plans": "Payment plans",
    "letters": "Letters",
    "agency": "The agency",
    "prices": "Prices",
    "costs": "What a step costs the clinic",
}
_DO = {
    Act.STATEMENT: "a statement is mailed",
    Act.REMINDER: "a reminder goes out",
    Act.CALL: "a person calls",
    Act.FIRST_LETTER: "the first collection letter is mailed",
    Act.FINAL_LETTER: "the final letter is mailed",
    Act.AGENCY_REVIEW: "a manager reviews the account",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    sentences: tuple[Sentence, ...]


def step_sentence(step: Step) -> str:
    """ "45 days after the money became theirs a person calls, at least 10 days after ..." """
    when = f"{step.day} days after the money became theirs" if step.day else "On the first day"
    way = ", by the way they prefer" if step.channel == "preferred" else ""
    plan = "; a payment plan is offered" if step.offer_plan else ""
    least = f"; only for {show(step.from_amount)} or more" if step.from_amount else ""
    gap = f", at least {step.gap} days after the last contact" if step.day else ""
    return f"{when} {_DO.get(step.act, said_of(step.act))}{way}{gap}{plan}{least}."


def chapters(values: Iterable[Value]) -> tuple[Chapter, ...]:
    """Everything beside the steps, table by table."""
    found: dict[str, list[Sentence]] = {}
    up_to = ""
    for one in values:
        table, _, key = one.place.partition(".")
        if table == "chances" and key.endswith("up_to"):
            up_to = one.shown
        elif table == "chances":
            text = f"Of balances up to ${up_to}, {one.shown} in 100 are paid."
            found.setdefault(table, []).append(Sentence(one.place, text))
        elif table not in ("steps", "version"):
            found.setdefault(table, []).append(Sentence(one.place, sentence(one)))
    return tuple(
        Chapter(_TABLES.get(table, said_of(table).capitalize()), tuple(told))
        for table, told in found.items()
    )


def sentence(one: Value) -> str:
    if one.place.endswith(".offer_plan_from_day") and one.shown == "1000":
        return f"{said_of(one.place.split('.')[1]).capitalize()}: a plan where a step says so."
    before, after = around(one)
    value = f"${one.shown}" if one.kind == "amount" else said_of(one.shown) or "none"
    return _plural(f"{before}{value}{after}", one.shown)


def around(one: Value) -> tuple[str, str]:
    """What stands before the value and after it."""
    parts = one.place.split(".")
    if parts[0] == "costs":
        return "", f" for each {said_of(parts[-1])}."
    if parts[0] == "steps" and parts[-1] in _OF_A_STEP:
        before, _, after = _OF_A_STEP[parts[-1]].partition("{}")
    elif one.place in _SAID:
        before, _, after = _SAID[one.place].partition("{}")
    else:
        before, after = f"{said_of(' '.join(parts[1:])).capitalize()}: ", "."
    return before, after


def _plural(text: str, value: str) -> str:
    if value != "1":
        return text
    for many in ("days", "months", "times"):
        text = text.replace(f"1 business {many}", f"1 business {many[:-1]}")
        text = text.replace(f"1 {many}", f"1 {many[:-1]}")
    return text


def named(place: str, policy: Policy | None = None) -> str:
    """A place in words: "First call: day", "Small amounts: write off up to"."""
    parts = place.split(".")
    if parts[0] == "steps" and len(parts) == 3:
        steps = policy.steps if policy else ()
        name = next((s.say for s in steps if s.name == parts[1]), said_of(parts[1]).capitalize())
        return f"{name}: {said_of(parts[2])}"
    title = _TABLES.get(parts[0], said_of(parts[0]).capitalize())
    return f"{title}: {said_of(' '.join(parts[1:]))}" if parts[1:] else title


def change_sentence(change: Change, policy: Policy | None = None) -> str:
    name = named(change.place, policy)
    if not change.before:
        return f"{name}: {change.after} (new)"
    if not change.after:
        return f"{name}: {change.before} (taken out)"
    return f"{name}: {change.before} becomes {change.after}"


def said_of(name: str) -> str:
    return name.replace("_", " ").replace(".", " ")


def plain_steps(policy: Policy) -> tuple[str, ...]:
    """The ladder for the public: what a person may expect, in the order it comes."""
    return tuple(f"{_when(step)} {_public(step)}" for step in policy.steps)


def _when(step: Step) -> str:
    return f"Day {step.day}:" if step.day else "When a bill becomes yours (day 0):"


def _public(step: Step) -> str:
    least = f" This step is only for {show(step.from_amount)} or more." if step.from_amount else ""
    plan = " We offer a payment plan." if step.offer_plan else ""
    return (
        {
            Act.STATEMENT: "we mail you a statement.",
            Act.REMINDER: "we send you a reminder.",
            Act.CALL: "we call you to ask if you have questions and how we can help.",
            Act.FIRST_LETTER: "we mail you a letter that lists the debt, your rights, and how to "
            "dispute it.",
            Act.FINAL_LETTER: "we mail you one more letter before any other step.",
            Act.AGENCY_REVIEW: "a supervisor looks at the account and decides what happens next. "
            "Nothing is sent to a collection agency without this review.",
        }.get(step.act, f"{said_of(step.act)}.")
        + plan
        + least
    )
