"""What a person can manage a month, from what they told us, and the payment plans that fit it.

Amounts are cents a month unless a name says yearly; None was not told. No offer asks for more in
any month than they can manage, and the help program comes first. Minnesota wants a plan that is a
condition of care to use what was told (mn-62j807-no-denial-of-care); here every plan does.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from goodstanding.core.answers import Duty, Reason
from goodstanding.core.money import Cents, show
from goodstanding.core.plan_limits import PlanLimits
from goodstanding.core.plans import (
    INSTALMENTS,
    Fit,
    Instalment,
    Offer,
    first_due,
    offer_of,
    schedule,
)
from goodstanding.core.poverty import GUIDELINES, guideline_on, poverty_percent
from goodstanding.core.refusals import Refused
from goodstanding.law import LawOn

CARE = "mn-62j807-no-denial-of-care"
_DOLLAR = 100


@dataclass(frozen=True, slots=True)
class Told:
    """`manage_cents` is what they said they can pay a month; 0 is an answer too."""

    household: int | None = None
    yearly_income_cents: Cents | None = None
    essentials_cents: Cents | None = None
    other_medical_cents: Cents | None = None
    manage_cents: Cents | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """`anchor` is the day of the month the person chose."""

    agreed_on: date
    first_due_on: date
    anchor: int

    @classmethod
    def usual(cls, agreed_on: date, *, anchor: int = 0) -> "Dates":
        """The first payment on the first such day; without one a month after the agreement."""
        return cls(agreed_on, first_due(agreed_on, anchor=anchor), anchor or agreed_on.day)


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what an offer is made: the clinic's limits, the law of the day, the days."""

    limits: PlanLimits
    law: LawOn
    dates: Dates


@dataclass(frozen=True, slots=True)
class Capacity:
    """`most_cents` a month is the most that may be asked (None: nobody knows), `best_cents` what
    the offer that fits best takes; `why` says where both come from. `ceiling_cents`: of who told
    only an income, above which nothing is offered all the same."""

    most_cents: Cents | None
    best_cents: Cents | None
    why: tuple[Reason, ...]
    ceiling_cents: Cents | None = None


@dataclass(frozen=True, slots=True)
class Affordable:
    """`screen` says why the help program comes first, () when nothing speaks for it; `why` where
    the amounts come from, or why there is no offer; `percent` the income beside the poverty
    guideline, None when not known."""

    capacity: Capacity
    offers: tuple[Offer, ...]
    why: tuple[Reason, ...]
    screen: tuple[Reason, ...]
    percent: int | None
    duties: tuple[Duty, ...]

    def with_own(self, offer: Offer, law: LawOn) -> "Affordable":
        """What a person chose, in the place of the offers; what was told of their means stays."""
        screen = tuple(one for one in self.screen if one.code != "help.no_plan")
        why = tuple(one for one in self.why if one.code != "plan.none")
        duties = _duties((offer,), law)
        return replace(self, offers=(offer,), why=why, screen=screen, duties=duties)


def capacity_of(told: Told, limits: PlanLimits) -> Capacity:
    """The smaller of what they said and what their means allow."""
    why: list[Reason] = []
    said, ceiling = told.manage_cents, None
    if said is not None:
        why.append(Reason("plan.said", f"They can manage {show(said)} a month."))
    most = best = said
    if (left := _left(told)) is not None:
        share = left * limits.ask_percent // 100
        if said is not None or told.essentials_cents is not None or not share:
            room = share if told.essentials_cents is None else _room(share, limits)
            most, best = (share, room) if said is None else (min(said, share), min(said, room))
            text = f"{show(left)} a month is left after what they told us; up to {show(share)} of "
            why.append(Reason("plan.left", text + "it may be asked."))
        else:
            ceiling = share
    if most is None:
        why.append(Reason("plan.not_said", "They did not say what they can manage."))
    return Capacity(most, best, tuple(why), ceiling)


def _left(told: Told) -> Cents | None:
    """A month's income less what they told us they spend; None without an income."""
    if told.yearly_income_cents is None:
        return None
    spent = (told.essentials_cents or 0) + (told.other_medical_cents or 0)
    return max(told.yearly_income_cents // 12 - spent, 0)


def _room(share: Cents, limits: PlanLimits) -> Cents:
    return share * limits.best_fit_percent // 100


def afford(total_cents: Cents, told: Told, terms: Terms) -> Affordable:
    """Two or three offers where they exist: the best fit, a faster one, a lower one. Refuses a sum
    of nothing and a first payment that is too late or too early."""
    _check(total_cents, terms)
    capacity = capacity_of(told, terms.limits)
    percent, screen = _help_first(told, capacity, terms)
    offers = _offers(total_cents, capacity, terms)
    why = capacity.why
    if not offers:
        none = _no_offer(total_cents, capacity, terms.limits)
        why += (none,)
        screen = screen or (replace(none, code="help.no_plan"),)
    return Affordable(capacity, offers, why, screen, percent, _duties(offers, terms.law))


def own_offer(
    total_cents: Cents, terms: Terms, *, capacity: Capacity, months: int = 0,
    monthly_cents: Cents = 0,
) -> Offer:  # fmt: skip
    """What a person chose instead, with how it stands beside the capacity; refuses one outside the
    policy's limits."""
    _check(total_cents, terms)
    limits = terms.limits
    if monthly_cents and monthly_cents < min(limits.least_monthly, total_cents):
        raise Refused(
            f"A plan asks for {show(limits.least_monthly)} a month or more. Offer the help program."
        )
    count = months or _count(total_cents, monthly_cents)
    if count > limits.longest_months:
        raise Refused(
            f"That takes {count} payments; a plan has at most {limits.longest_months}. "
            "Choose a larger amount, or offer the help program."
        )
    rows = _rows(total_cents, terms, months=months, monthly_cents=monthly_cents)
    if len(rows) > 1 and rows[0].cents < limits.least_monthly:
        raise Refused(f"A plan asks for {show(limits.least_monthly)} a month or more.")
    why = Reason("plan.chosen", "Chosen by hand.")
    return offer_of(rows, terms.law, why=why, fit=_fit(rows, capacity, limits))


def _check(total_cents: Cents, terms: Terms) -> None:
    dates, most = terms.dates, terms.limits.first_within_days
    if total_cents <= 0:
        raise Refused("Nothing can go on a plan today.")
    if dates.first_due_on > dates.agreed_on + timedelta(days=most):
        raise Refused(f"The first payment comes within {most} days of the agreement.")


# ---- the offers


BEST = Reason("plan.best_fit", "It fits best what they told us.")
USUAL = Reason("plan.usual", "It is usual for this balance; they did not say what they can manage.")
FASTER = Reason("plan.faster", "It is done sooner.")
LOWER = Reason("plan.lower", "It asks for less each month.")


def _offers(total: Cents, capacity: Capacity, terms: Terms) -> tuple[Offer, ...]:
    """Best fit, faster, lower; none where even the longest plan would ask too much."""
    limits = terms.limits
    least = min(limits.least_monthly, total)
    most, best = _aims(total, capacity, limits)
    if most < least or _count(total, most) > limits.longest_months:
        return ()
    # The least a plan may ask: an aim below it makes no plan and gives way, up to what they have.
    floor = max(least, _count(total, limits.longest_months))
    aim = max(best, floor)
    best, faster = _even(total, aim, floor), _even(total, most, floor)
    lower = max(_count(aim, 2 * _DOLLAR) * _DOLLAR, floor)  # half of it, in whole dollars
    found = [(best, USUAL if capacity.most_cents is None else BEST)]
    if _count(total, faster) < _count(total, best):
        found.append((faster, FASTER))
    if _count(total, lower) > _count(total, best):
        found.append((lower, LOWER))
    return tuple(_offer(total, capacity, terms, each=each, why=why) for each, why in found)


def _aims(total: Cents, capacity: Capacity, limits: PlanLimits) -> tuple[Cents, Cents]:
    """(the most, the best) a month; where nobody knows, what is usual and a quarter sooner."""
    if capacity.most_cents is not None and capacity.best_cents is not None:
        return capacity.most_cents, capacity.best_cents
    months = max(limits.usual_months, _count(total, limits.usual_monthly))
    months = min(months, limits.longest_months)
    sooner = max(_count(total, _count(months * 3, 4)), min(limits.least_monthly, total))
    ceiling = sooner if capacity.ceiling_cents is None else capacity.ceiling_cents
    return min(sooner, ceiling), min(_count(total, months), ceiling)


def _count(total: int, each: int) -> int:
    """How many of `each` make `total`, the last one smaller: _count(10, 4) -> 3."""
    return -(-total // each)


def _even(total: Cents, most: Cents, floor: Cents) -> Cents:
    """The amount that makes no more payments than `most` would, and all about equal; rounded up,
    so that the last payment is the smaller one and none is above `most`."""
    return max(_count(total, _count(total, most)), floor)


def _offer(total: Cents, capacity: Capacity, terms: Terms, *, each: Cents, why: Reason) -> Offer:
    rows = _rows(total, terms, monthly_cents=each)
    return offer_of(rows, terms.law, why=why, fit=_fit(rows, capacity, terms.limits))


def _rows(
    total: Cents, terms: Terms, *, months: int = 0, monthly_cents: Cents = 0
) -> tuple[Instalment, ...]:
    dates = terms.dates
    return schedule(
        total, agreed_on=dates.agreed_on, first_due_on=dates.first_due_on, anchor=dates.anchor,
        months=months, monthly_cents=monthly_cents,
    )  # fmt: skip


def _fit(rows: tuple[Instalment, ...], capacity: Capacity, limits: PlanLimits) -> Fit:
    if capacity.most_cents is None:
        return Fit.NOT_SAID
    largest = max(row.cents for row in rows)
    if largest <= capacity.most_cents:
        return Fit.FITS
    near = capacity.most_cents * (100 + limits.little_above_percent)
    return Fit.A_LITTLE_ABOVE if largest * 100 <= near else Fit.ABOVE


def _no_offer(total: Cents, capacity: Capacity, limits: PlanLimits) -> Reason:
    most = capacity.most_cents or capacity.ceiling_cents or 0
    if not most:
        text = "Nothing can be asked for each month. Give time, or offer the help program."
    elif most < min(limits.least_monthly, total):
        text = f"{show(most)} a month is less than a plan asks for. Offer the help program."
    else:
        count, longest = _count(total, most), limits.longest_months
        text = (
            f"At {show(most)} a month it takes {count} payments; a plan has at most {longest}. "
            "Offer the help program."
        )
    return Reason("plan.none", text)


# ---- the help program first


def _help_first(
    told: Told, capacity: Capacity, terms: Terms
) -> tuple[int | None, tuple[Reason, ...]]:
    percent: int | None = None
    why: list[Reason] = []
    if told.household is not None and told.yearly_income_cents is not None:
        percent, found = _by_income(told.household, told.yearly_income_cents, terms)
        why += found
    if capacity.most_cents == 0:
        why.append(Reason("help.nothing_left", "Nothing is left that may be asked for."))
    return percent, tuple(why)


def _by_income(
    household: int, yearly_cents: Cents, terms: Terms
) -> tuple[int | None, tuple[Reason, ...]]:
    guideline, limit = guideline_on(terms.law), terms.limits.help_first_percent
    if guideline is None:
        text = "The poverty guideline of that day is not written here. Look at the help program."
        return None, (Reason("help.guideline_unknown", text),)
    percent = poverty_percent(yearly_cents, household, guideline)
    if percent > limit:
        return percent, ()
    text = (
        f"The income is {percent}% of the poverty guideline for {household} "
        f"({show(guideline.of(household))} a year). Up to {limit}% the help program comes first."
    )
    return percent, (Reason("help.income", text, GUIDELINES, guideline.citation),)


def _duties(offers: tuple[Offer, ...], law: LawOn) -> tuple[Duty, ...]:
    """What must be said and printed with a plan, by the rules that ask for it."""
    if not offers:
        return ()
    care = "Say before they agree: if you cannot make a payment, tell us and pay what you can."
    found = [Duty(law.named(CARE), care, law.cite(CARE))]
    if any(offer.needs_disclosure for offer in offers):
        box = "A written plan of more than four payments carries the Truth in Lending box."
        found.append(Duty(law.named(INSTALMENTS), box, law.cite(INSTALMENTS)))
    return tuple(found)
