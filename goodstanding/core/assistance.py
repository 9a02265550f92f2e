"""The help program: what an income gives by the policy's table, what it takes off, what it waits
for.

Nothing here decides for a person: a decision is one's own, made beside these words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goodstanding.core.assistance_terms import DOCUMENTS, Assistance
from goodstanding.core.days import add_months
from goodstanding.core.money import Cents, show
from goodstanding.core.poverty import Guideline, poverty_percent

ALL = 100


class State(StrEnum):
    """Of an application. BEGUN: nothing came in yet; WAITING: something is still missing."""

    BEGUN = "begun"
    WAITING = "waiting"
    COMPLETE = "complete"
    DECIDED = "decided"
    APPEALED = "appealed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


# While it is one of these, collection pauses.
PENDING = frozenset({State.BEGUN, State.WAITING, State.COMPLETE, State.APPEALED})
STATE_WORDS = {
    State.BEGUN: "Asked for", State.WAITING: "Waiting for papers", State.COMPLETE: "To decide",
    State.DECIDED: "Decided", State.APPEALED: "Appealed", State.EXPIRED: "Ended by its day",
    State.WITHDRAWN: "Withdrawn",
}  # fmt: skip
HOW = {
    "call": "On a call", "desk": "At the desk", "mail": "By mail", "portal": "Online",
    "other": "Another way",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Means:
    """What is needed and no more: who shares the money, and what comes in over a year."""

    people: int
    yearly_cents: Cents


@dataclass(frozen=True, slots=True)
class Found:
    """What the table gives. `cap_cents`: the most that may be left of what is covered, None without
    a cap; `because` are its sentences.
    """

    percent: int
    cap_cents: Cents | None
    poverty: int
    because: tuple[str, ...]

    @property
    def helps(self) -> bool:
        return self.percent > 0 or self.cap_cents is not None


def found(means: Means, guideline: Guideline, terms: Assistance) -> Found:
    """The first band that holds the income, and the cap, which counts where it leaves less."""
    poverty = poverty_percent(means.yearly_cents, means.people, guideline)
    people = "one person" if means.people == 1 else f"{means.people} people"
    because = [
        f"{show(means.yearly_cents)} a year for {people} is {poverty} percent of the poverty "
        f"guideline of {show(guideline.of(means.people))} ({guideline.citation})."
    ]
    band = next(((up_to, off) for up_to, off in terms.bands if poverty <= up_to), None)
    percent = band[1] if band else 0
    if band:
        because.append(f"Up to {band[0]} percent {_taken_off(percent)}.")
    else:
        because.append(f"That is above {terms.third_up_to} percent, where the bands end.")
    cap = None
    if percent < ALL and terms.cap_income_percent and poverty <= terms.cap_up_to:
        cap = means.yearly_cents * terms.cap_income_percent // 100
        because.append(
            f"Nobody up to {terms.cap_up_to} percent pays more than {terms.cap_income_percent} "
            f"percent of a year's income, {show(cap)}, for it."
        )
    return Found(percent, cap, poverty, tuple(because))


def _taken_off(percent: int) -> str:
    return "the whole bill is let go" if percent == ALL else f"{percent} percent is taken off"


@dataclass(frozen=True, slots=True)
class Part:
    """What the patient owes on one charge now; `earlier_cents` were taken off it by a decision that
    this one replaces.
    """

    charge: str
    owed_cents: Cents
    earlier_cents: Cents = 0


def discount(parts: Sequence[Part], percent: int, cap_cents: Cents | None = None) -> Cents:
    """What is to be taken off now, all together: the percent of what was owed before any decision,
    half a cent up, or as much more as the cap needs; less what was taken off earlier, and never
    more than is owed.

    >>> discount([Part("C1", 333), Part("C2", 333)], 50)
    333
    """
    owed = sum(part.owed_cents for part in parts)
    earlier = sum(part.earlier_cents for part in parts)
    whole = owed + earlier
    wanted = (whole * percent + 50) // 100
    if cap_cents is not None:
        wanted = max(wanted, whole - cap_cents)
    return min(max(wanted - earlier, 0), owed)


def shares(parts: Sequence[Part], cents: Cents) -> list[Cents]:
    """`cents` over the charges by what is owed on each: whole cents, summing exactly, never above
    what is owed. Odd cents go where the most of one was cut off, then to the first.

    >>> shares([Part("C1", 100), Part("C2", 50)], 100)
    [67, 33]
    """
    owed = sum(part.owed_cents for part in parts)
    assert 0 <= cents <= owed, "more than is owed"
    if not owed:
        return [0] * len(parts)
    cut = [divmod(cents * part.owed_cents, owed) for part in parts]
    given = [whole for whole, _ in cut]
    order = sorted(range(len(parts)), key=lambda place: (-cut[place][1], place))
    for place in order[: cents - sum(given)]:
        given[place] += 1
    return given


def rounding_words(parts: Sequence[Part], percent: int) -> str:
    """ "" where the percent gives whole cents."""
    whole = sum(part.owed_cents + part.earlier_cents for part in parts)
    if whole * percent % 100 == 0:
        return ""
    return f"{percent} percent of {show(whole)} is rounded to the cent, half a cent up."


# ---- what it waits for, and by when


@dataclass(frozen=True, slots=True)
class Course:
    """An application's days and what is missing: `missing` are keys of DOCUMENTS."""

    state: State
    begun_on: date
    missing: tuple[str, ...] = ()
    means_known: bool = False
    complete_on: date | None = None
    appealed_on: date | None = None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """`ours`: we are to act; else the person is. After `by` theirs ends, ours is late."""

    text: str
    by: date
    ours: bool


def waits_for(course: Course, terms: Assistance) -> Waits | None:
    """None when it waits for nothing any more."""
    if course.state in (State.BEGUN, State.WAITING):
        return Waits(_missing(course), bring_by(course.begun_on, terms), ours=False)
    if course.state not in PENDING:
        return None
    since = course.appealed_on if course.state is State.APPEALED else course.complete_on
    by = (since or course.begun_on) + timedelta(days=terms.decide_days)
    if course.proposed:
        return Waits("A manager looks at the proposed decision and agrees or not.", by, ours=True)
    if course.state is State.APPEALED:
        return Waits("Answer the appeal: decide again.", by, ours=True)
    return Waits("Everything is in: decide about the help.", by, ours=True)


def _missing(course: Course) -> str:
    names = [DOCUMENTS[key].partition(":")[0].lower() for key in course.missing]
    if not course.means_known:
        names.append("household and income")
    return f"Still missing: {'; '.join(names)}."


def bring_by(begun_on: date, terms: Assistance) -> date:
    return begun_on + timedelta(days=terms.bring_days)


def good_until(decided_on: date, terms: Assistance) -> date:
    """The last day a grant helps with what becomes the patient's."""
    return add_months(decided_on, terms.good_months) - timedelta(days=1)


def appeal_by(decided_on: date, terms: Assistance) -> date:
    return decided_on + timedelta(days=terms.appeal_days)


def state_now(course: Course) -> State:
    """Where an application stands whose papers or means were just written down."""
    if not course.missing and course.means_known:
        return State.COMPLETE
    return State.WAITING


def reason_in_letter(percent: int, *, helps: bool) -> str:
    """What the letter says why; each sentence has its twin in outbound/phrases.es.toml."""
    if percent == ALL:
        return "For your household and income our help program takes off the whole bill."
    if percent:
        return "For your household and income our help program takes off a part of the bill."
    if helps:
        return "For your household and income our help program sets a limit on what you pay."
    return "Your household and income are not within our help program."
