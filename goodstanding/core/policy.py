"""The clinic's follow-up policy: read from TOML, all its faults listed in plain words, then frozen.

Amounts are written as "5.00" and kept in cents; days are calendar days unless a name says business
days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from goodstanding.core.assistance_terms import Assistance, term_faults
from goodstanding.core.kinds import Act
from goodstanding.core.money import Cents
from goodstanding.core.plan_limits import PlanLimits
from goodstanding.core.policy_values import (
    LONGEST_CHOICE_DAYS,
    Codes,
    Count,
    Days,
    Money,
    Name,
    Percent,
    Title,
)
from goodstanding.core.policy_values import Strict as _Strict
from goodstanding.core.price_limits import Prices
from goodstanding.core.toml_text import parsed

_LADDER_ACTS = {
    Act.STATEMENT: ("mail",),
    Act.REMINDER: ("mail", "preferred"),
    Act.CALL: ("call",),
    Act.FIRST_LETTER: ("mail",),
    Act.FINAL_LETTER: ("mail",),
    Act.AGENCY_REVIEW: ("none",),
}
_NEVER = frozenset({Act.CREDIT_REPORT, Act.LAWSUIT, Act.AGENCY_PLACEMENT})
_LETTERS = frozenset({Act.FIRST_LETTER, Act.FINAL_LETTER})
# What must have come before, also for the smallest balance.
_NEEDS = {
    Act.FIRST_LETTER: (Act.STATEMENT, Act.CALL),
    Act.FINAL_LETTER: (Act.STATEMENT, Act.CALL),
    Act.AGENCY_REVIEW: (Act.FIRST_LETTER,),
}
_FOR_PEOPLE = frozenset({Act.CALL, Act.AGENCY_REVIEW})


@dataclass(frozen=True, slots=True)
class Step(_Strict):
    """`day` counts from the day the money became the patient's; `gap` is the least number of days
    after the last delivered contact; `say` is the step's name in sentences; accounts that owe less
    than `from_amount` go past it."""

    name: Name
    day: Days
    act: Act
    say: Title
    who: Literal["automatic", "human"]
    channel: Literal["mail", "preferred", "call", "none"]
    gap: Annotated[int, Field(strict=True, ge=1, le=365)]
    offer_plan: bool = False
    from_amount: Money = 0

    def __hash__(self) -> int:  # quick: a step is a part of many keys
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class Calls(_Strict):
    """An unanswered call is tried again after `retry_days`; after `tries` spread over `spread_days`
    the next mail step may follow."""

    tries: Count
    retry_days: Count
    spread_days: Days


@dataclass(frozen=True, slots=True)
class Small(_Strict):
    no_statement_below: Money
    write_off_up_to: Money
    never_write_off_codes: Codes


@dataclass(frozen=True, slots=True)
class Grace(_Strict):
    promise_business_days: Days
    plan_days: Days
    late_step_days: Days
    mailed_check_business_days: Days = 5


@dataclass(frozen=True, slots=True)
class History(_Strict):
    """What was paid before a letter or a call earns days; what was promised and not kept costs
    some."""

    paid_times: Count
    paid_more_days: Days
    paid_from_day: Days
    look_back_months: Count
    letter_days: Days
    broken_fewer_days: Days
    broken_most_days: Days
    broken_from_day: Days
    broken_months: Count


@dataclass(frozen=True, slots=True)
class Insurer(_Strict):
    follow_up_days: Days
    verify_codes: Codes


@dataclass(frozen=True, slots=True)
class Credit(_Strict):
    review_from: Money


@dataclass(frozen=True, slots=True)
class Hardship(_Strict):
    """How long a screening for assistance is proposed after the person said they cannot or will not
    pay, and how long a pause is when they need one."""

    screen_days: Days
    pause_days: Annotated[int, Field(strict=True, ge=1, le=LONGEST_CHOICE_DAYS)] = 60

    def pause_until(self, on: date) -> date:
        return on + timedelta(days=self.pause_days)


@dataclass(frozen=True, slots=True)
class Estate(_Strict):
    """When no court file is found: look again every so many months, and act in any case after so
    many."""

    check_months: Count
    act_after_months: Count


@dataclass(frozen=True, slots=True)
class Chance(_Strict):
    """Of balances up to this amount, so many in a hundred are paid."""

    up_to: Money
    percent: Percent


@dataclass(frozen=True, slots=True)
class Household(_Strict):
    """After a talk with someone at one address nobody else there is called for so many days."""

    quiet_days: Days = 7


@dataclass(frozen=True, slots=True)
class Visits(_Strict):
    """A call that is due is left to the front desk when the person comes within so many days."""

    within_days: Days = 7


@dataclass(frozen=True, slots=True)
class Agency(_Strict):
    """`least`: what an account must owe before it may be placed with an agency."""

    least: Money = 5000


@dataclass(frozen=True, slots=True)
class Letters(_Strict):
    """Letters beside the ladder. `good_bye`: thanks when everything is paid."""

    good_bye: bool = True


@dataclass(frozen=True, slots=True)
class Treatment(_Strict):
    """How one segment is treated: a plan is offered from this day of the ladder on, and no step is
    firmer than `firmest`. Days added or taken are in History."""

    offer_plan_from_day: Days = 1000
    firmest: Literal["reminder", "call", "first_letter", "final_letter", "agency_review"] = (
        "agency_review"
    )


@dataclass(frozen=True, slots=True)
class Segments(_Strict):
    gentle: Treatment = Treatment(offer_plan_from_day=45)
    standard: Treatment = Treatment()
    firm: Treatment = Treatment()


@dataclass(frozen=True, slots=True)
class Costs(_Strict):
    """What one act costs the clinic: paper and postage, a person's minutes, the carrier's fee."""

    statement: Money = 85
    reminder: Money = 85
    call: Money = 400
    text: Money = 5
    email: Money = 1
    first_letter: Money = 85
    final_letter: Money = 85
    estate_letter: Money = 85
    plan_notice: Money = 85
    screen_assistance: Money = 600
    verify_address: Money = 200
    verify_coverage: Money = 300
    insurer_follow_up: Money = 400
    review_credit: Money = 200
    refund: Money = 300
    write_off_small: Money = 50
    front_desk_note: Money = 50
    agency_review: Money = 500
    file_claim_bankruptcy: Money = 2500
    file_claim_estate: Money = 2500

    def of(self, act: Act) -> Cents:
        """0 for waiting and for what this program never does."""
        cents: Cents = getattr(self, act.value, 0)
        return cents


@dataclass(frozen=True, slots=True)
class Policy(_Strict):
    """Tables with a value of their own here may be missing in an older file."""

    version: Count
    steps: tuple[Step, ...]
    calls: Calls
    small: Small
    grace: Grace
    history: History
    insurer: Insurer
    credit: Credit
    hardship: Hardship
    estate: Estate
    chances: tuple[Chance, ...]
    segments: Segments = Segments()
    household: Household = Household()
    visits: Visits = Visits()
    costs: Costs = Costs()
    letters: Letters = Letters()
    plans: PlanLimits = PlanLimits()
    assistance: Assistance = Assistance()
    agency: Agency = Agency()
    prices: Prices = Prices()

    def __hash__(self) -> int:  # quick: a policy is a part of many keys
        return self.version

    @property
    def citation(self) -> str:
        return f"Clinic policy v{self.version}"


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is the path in the file: "steps[3].day"."""

    where: str
    text: str


_SHAPE = TypeAdapter(Policy)


def read(text: str | bytes) -> tuple[Policy | None, tuple[Fault, ...]]:
    """The policy, or None with every fault found."""
    try:
        words = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        written = parsed(words)
    except UnicodeDecodeError:
        return None, (Fault("file", "The file is not UTF-8 text; save it again as UTF-8."),)
    except ValueError as wrong:
        return None, (Fault("file", f"The file cannot be read as TOML: {wrong}."),)
    try:
        policy = _SHAPE.validate_python(written)
    except ValidationError as wrong:
        return None, tuple(_in_words(dict(error)) for error in wrong.errors())
    faults = (*_ladder_faults(policy.steps), *_limit_faults(policy))
    return (None if faults else policy), faults


def _in_words(error: dict[str, Any]) -> Fault:
    where = ""
    for part in error["loc"]:
        where += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if where else str(part)
    kind, given = error["type"], error["input"]
    known = {
        "missing": "This entry is missing; add it.",
        "unexpected_keyword_argument": "The policy knows no such entry; check the spelling.",
        "enum": f"{given!r} is no action known here.",
        "int_type": f"{given!r} is not a whole number.",
    }
    message = str(error["msg"]).removeprefix("Value error, ")
    return Fault(where, known.get(kind, f"{given!r} does not fit: {message}."))


def _ladder_faults(steps: tuple[Step, ...]) -> list[Fault]:
    faults: list[Fault] = []
    if not steps or steps[0].day != 0 or steps[0].act is not Act.STATEMENT:
        faults.append(Fault("steps[1]", "The ladder must begin with a statement on day 0."))
    seen: list[Step] = []
    for number, step in enumerate(steps, start=1):
        where = f"steps[{number}]"
        faults += [Fault(f"{where}.{key}", text) for key, text in _step_faults(step, seen)]
        seen.append(step)
    return faults


def _step_faults(step: Step, before: list[Step]) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    channels = _LADDER_ACTS.get(step.act)
    if step.act in _NEVER:
        faults.append(("act", f"{step.act} is never a step of a ladder: a person decides it."))
    elif channels is None:
        faults.append(
            ("act", f"{step.act} cannot be a step; use one of {', '.join(_LADDER_ACTS)}.")
        )
    elif step.channel not in channels:
        faults.append(
            ("channel", f"{step.act} goes by {' or '.join(channels)}, not {step.channel}.")
        )
    if step.act in _FOR_PEOPLE and step.who != "human":
        faults.append(("who", f'{step.act} is done by a person; write who = "human".'))
    if any(step.name == other.name for other in before):
        faults.append(("name", f"Two steps are named {step.name}."))
    if before and step.day <= before[-1].day:
        faults.append(("day", f"Day {step.day} does not come after day {before[-1].day}."))
    elif before and step.gap > step.day - before[-1].day:
        faults.append(("gap", f"The gap {step.gap} is more than the days since the step before."))
    if not before and step.from_amount:
        faults.append(("from_amount", "The first statement goes to everybody who is asked."))
    faults += _order_faults(step, before)
    return faults


def _order_faults(step: Step, before: list[Step]) -> list[tuple[str, str]]:
    faults = []
    acts = {other.act for other in before}
    if Act.AGENCY_REVIEW in acts:
        faults.append(("act", "Nothing may follow the agency review."))
    if step.act is Act.AGENCY_REVIEW and Act.FIRST_LETTER not in acts:
        faults.append(("act", "The agency review needs a first_letter before it."))
    if step.act in _LETTERS and not {Act.STATEMENT, Act.CALL} <= acts:
        faults.append(("act", f"{step.act} needs a statement and a call before it."))
    for act in _NEEDS.get(step.act, ()):
        amounts = [other.from_amount for other in before if other.act is act]
        if amounts and step.from_amount < min(amounts):
            text = f"A balance too small for the {act} would get this without it."
            faults.append(("from_amount", text))
    return faults


def _limit_faults(policy: Policy) -> list[Fault]:
    faults = []
    small = policy.small
    if small.write_off_up_to >= small.no_statement_below:
        text = "What may be written off must be less than the least amount on a statement."
        faults.append(Fault("small.write_off_up_to", text))
    if policy.history.broken_fewer_days > policy.history.broken_most_days:
        text = "One broken promise may not cost more days than the most they may cost together."
        faults.append(Fault("history.broken_fewer_days", text))
    faults += [Fault(f"plans.{key}", text) for key, text in policy.plans.faults()]
    amounts = [chance.up_to for chance in policy.chances]
    if not amounts or amounts != sorted(set(amounts)):
        faults.append(Fault("chances", "Give at least one chance, the amounts growing."))
    faults += [Fault(f"assistance.{key}", text) for key, text in term_faults(policy.assistance)]
    last_band = policy.assistance.third_up_to
    if policy.plans.help_first_percent != last_band:
        text = f"The help program's last band ends at {last_band} percent: both must be the same."
        faults.append(Fault("plans.help_first_percent", text))
    return faults
