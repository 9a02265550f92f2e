"""What services will cost the patient: line by line through copay, deductible, coinsurance and the
most they can owe in a year; then through a second plan.

Rounding is half up to the cent, per line. The order of the lines is the plan's order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from goodstanding.core.days import add_business_days, add_months, business_days_between
from goodstanding.core.kinds import PayerType
from goodstanding.core.money import Cents
from goodstanding.core.pricing import LineToPrice, price
from goodstanding.law import LawOn

FEDERAL = "us-nsa-gfe-deadlines"
STATE = "mn-62j81-estimate"
MA_COPAY = "mn-ma-no-copay"
WORKERS_COMP = "mn-workers-comp-no-patient-billing"
QMB = "us-qmb-balance-billing-ban"
# Who wants a form signed before care that is not covered, and by which rule.
_FORMS = (
    (PayerType.MEDICARE, "Medicare", "us-medicare-abn"),
    (PayerType.MEDICAID, "Medical Assistance", "mn-ma-noncovered-ack"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """`charge` and `allowed` are of the whole line, units included; None: not known."""

    code: str
    charge: Cents
    modifiers: tuple[str, ...] = ()
    units: int = 1
    allowed: Cents | None = None
    copay: Cents | None = None
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Benefits:
    """What is left of the plan year's limits; None of a family limit: the plan has none."""

    deductible_left: Cents
    coinsurance: Decimal
    oop_left: Cents
    family_deductible_left: Cents | None = None
    family_oop_left: Cents | None = None

    @property
    def deductible(self) -> Cents:
        """What the patient still meets: the family's limit may be met first."""
        return _smaller(self.deductible_left, self.family_deductible_left)

    @property
    def most(self) -> Cents:
        """The most they can still owe this year."""
        return _smaller(self.oop_left, self.family_oop_left)


@dataclass(frozen=True, slots=True)
class Asked:
    """`nothing_owed` names the rule by which this patient owes no share of what is covered ("" when
    there is none); `benefits_on` the day the plan said what is left, None: not told here;
    `payers` the payer types of their coverages.
    """

    insured: bool
    service_on: date
    scheduled_on: date
    lines: tuple[Line, ...]
    requested_on: date | None = None
    benefits: Benefits | None = None
    secondary: Benefits | None = None
    nothing_owed: str = ""
    benefits_on: date | None = None
    payers: tuple[str, ...] = ()

    @property
    def of_another_year(self) -> bool:
        """The benefits were told in another year than that of the care."""
        return self.benefits_on is not None and self.benefits_on.year != self.service_on.year


@dataclass(frozen=True, slots=True)
class Priced:
    """One line's answer; the four parts add up to the patient's share of it. `over_most` is what
    the most they can owe in a year took off it.
    """

    code: str
    charge: Cents
    allowed: Cents
    copay: Cents = 0
    deductible: Cents = 0
    coinsurance: Cents = 0
    not_covered: Cents = 0
    over_most: Cents = 0

    @property
    def share(self) -> Cents:
        return self.copay + self.deductible + self.coinsurance + self.not_covered


@dataclass(frozen=True, slots=True)
class Estimate:
    """`at_most` is above the share where benefits are not known, may have started anew by then, or
    a second plan may not pay. `first`: the lines before the second plan. `unknown`: the share
    leaves out what nobody could tell us, and is no figure to give by itself.
    """

    kind: str
    lines: tuple[Priced, ...]
    share: Cents
    at_most: Cents
    allowed: Cents
    deliver_by: date | None
    valid_until: date
    assumptions: tuple[str, ...]
    first: tuple[Priced, ...] = ()
    unknown: bool = False


def estimate(asked: Asked, law: LawOn) -> Estimate:
    if not asked.insured:
        first = lines = tuple(
            Priced(line.code, line.charge, line.charge, not_covered=line.charge)
            for line in asked.lines
        )
    else:
        first, lines = _insured(asked, law)
    share = sum(line.share for line in lines)
    open_lines = [
        before.allowed - after.share
        for line, before, after in zip(asked.lines, first, lines, strict=True)
        if line.covered and line.copay is None and before.allowed
    ]
    unknown = _unknown(asked) and bool(open_lines)
    at_most = share + sum(open_lines) if unknown or _starts_anew(asked) else share
    return Estimate(
        kind="insured" if asked.insured else "good_faith",
        lines=lines, share=share, at_most=max(at_most, sum(line.share for line in first)),
        allowed=sum(line.allowed for line in lines),
        deliver_by=deliver_by(asked, law), valid_until=_valid_until(asked, law),
        assumptions=tuple(_assumptions(asked, law, unknown=unknown)), first=first, unknown=unknown,
    )  # fmt: skip


def _unknown(asked: Asked) -> bool:
    return asked.insured and asked.benefits is None and not asked.nothing_owed


def _starts_anew(asked: Asked) -> bool:
    """The plan said what is left of one year, and the care is in another."""
    known = asked.benefits is not None and not asked.nothing_owed
    return asked.insured and known and asked.of_another_year


def no_share_by(covers: Iterable[tuple[str, bool]], law: LawOn) -> str:
    """The rule by which a patient so covered (payer type, QMB) owes no share; "" when they owe
    one.
    """
    for kind, qmb in covers:
        if qmb:
            return QMB
        if kind == PayerType.WORKERS_COMP:
            return WORKERS_COMP
        known = law.in_force(MA_COPAY, "visit_copay")
        if kind == PayerType.MEDICAID and known and law.number(MA_COPAY, "visit_copay") == 0:
            return MA_COPAY
    return ""


def _insured(asked: Asked, law: LawOn) -> tuple[tuple[Priced, ...], tuple[Priced, ...]]:
    """After the first plan, and after the second."""
    allowed = _allowed(asked.lines, law)
    if asked.nothing_owed:
        free = tuple(
            Priced(one.code, one.charge, cents, not_covered=0 if one.covered else one.charge)
            for one, cents in zip(asked.lines, allowed, strict=True)
        )
        return free, free
    first = _through(asked.benefits, asked.lines, allowed)
    if asked.secondary is None:
        return first, first
    without_copays = tuple(replace(line, copay=None) for line in asked.lines)
    left = [one.share for one in first]
    second = _through(asked.secondary, without_copays, left)
    return first, tuple(
        replace(after, allowed=before.allowed) for before, after in zip(first, second, strict=True)
    )


def _allowed(lines: tuple[Line, ...], law: LawOn) -> list[Cents]:
    """A given amount stands; else the charge, as the modifiers change it."""
    asked = [
        LineToPrice(line.code, line.charge, line.modifiers)
        for line in lines
        if line.covered and line.allowed is None
    ]
    found = iter(price(asked, law) if asked else ())
    return [
        line.charge if not line.covered
        else next(found).allowed_cents if line.allowed is None
        else line.allowed
        for line in lines
    ]  # fmt: skip


def _through(
    benefits: Benefits | None, lines: tuple[Line, ...], allowed: list[Cents]
) -> tuple[Priced, ...]:
    """Benefits not known: only copays and what is not covered are certain."""
    known = benefits or Benefits(0, Decimal(0), 0)
    deductible_left = known.deductible
    oop_left = known.most
    found = []
    for line, cents in zip(lines, allowed, strict=True):
        if not line.covered:
            found.append(Priced(line.code, line.charge, line.charge, not_covered=line.charge))
            continue
        copay = deductible = coinsurance = cut_off = 0
        if line.copay is not None:
            copay = min(line.copay, cents)
        else:
            deductible = min(cents, deductible_left)
            deductible_left -= deductible
            coinsurance = _whole((cents - deductible) * known.coinsurance)
        if benefits is not None:
            cut_off = over = max(copay + deductible + coinsurance - oop_left, 0)
            cut = min(over, coinsurance)
            coinsurance, over = coinsurance - cut, over - cut
            cut = min(over, deductible)
            deductible, copay = deductible - cut, copay - (over - cut)
            oop_left -= copay + deductible + coinsurance
        found.append(
            Priced(line.code, line.charge, cents, copay, deductible, coinsurance, 0, cut_off)
        )
    return tuple(found)


def _smaller(own: Cents, family: Cents | None) -> Cents:
    return own if family is None else min(own, family)


def _whole(cents: Decimal) -> Cents:
    return int(cents.quantize(Decimal(1), ROUND_HALF_UP))


def deliver_by(asked: Asked, law: LawOn) -> date | None:
    """Last day to give it; None when nobody asked and the visit is too near to owe one, and for
    care before the law.

    Self-pay: from the booking (45 CFR 149.610(b)(1)), else from the request. Insured: the state's
    days from the request.
    """
    if asked.insured:
        if asked.requested_on is None or not law.in_force(STATE, "due_on_request"):
            return None
        return add_business_days(asked.requested_on, law.number(STATE, "due_on_request"))
    if not law.in_force(FEDERAL, "lead_long_min"):
        return None
    lead = business_days_between(asked.scheduled_on, asked.service_on)
    days = []
    if lead >= law.number(FEDERAL, "lead_long_min"):
        due = law.number(FEDERAL, "due_if_long_lead")
        days.append(add_business_days(asked.scheduled_on, due))
    elif lead >= law.number(FEDERAL, "lead_short_min"):
        due = law.number(FEDERAL, "due_if_short_lead")
        days.append(add_business_days(asked.scheduled_on, due))
    if asked.requested_on is not None:
        due = law.number(FEDERAL, "due_on_request")
        days.append(add_business_days(asked.requested_on, due))
    return min(days, default=None)


def _valid_until(asked: Asked, law: LawOn) -> date:
    """Self-pay: the longest span one estimate may cover, where a law says it. Insured: the plan
    year, which starts its limits anew.
    """
    if asked.insured or not law.in_force(FEDERAL, "recurring_services_max_span"):
        return date(asked.service_on.year, 12, 31)
    return add_months(asked.scheduled_on, law.number(FEDERAL, "recurring_services_max_span"))


def _assumptions(asked: Asked, law: LawOn, *, unknown: bool) -> Iterator[str]:
    yield "This is an estimate, not a bill or a contract; the final amount may differ."
    yield "Other bills may come: the facility, anesthesia, imaging, implants, equipment."
    if not asked.insured:
        yield "No self-pay discount is set at the clinic; the full charge is shown."
        if asked.nothing_owed:
            rule = asked.nothing_owed
            yield (
                f"A coverage is known by which no share of covered services is owed ({rule}); "
                "find out what it covers before anything is asked for."
            )
        return
    if any(line.allowed is None and line.covered for line in asked.lines):
        yield "The plan's amount is not known for every line; the charge stands in for it."
    if unknown:
        yield "The plan's benefits are not known; the share shown leaves out what they would add."
    if asked.nothing_owed:
        yield f"The patient owes no share of covered services ({asked.nothing_owed})."
    if not all(line.covered for line in asked.lines):
        yield "What is not covered may be asked for where the plan's rules allow it."
        for payer, name, rule in _FORMS:
            if payer in asked.payers and law.in_force(rule) and not law.is_policy(rule):
                yield f"{name} wants a form signed before care that it does not cover ({rule})."
    if asked.benefits is not None:
        yield "The plan's limits are as they are today; other claims may use them up first."
    if _starts_anew(asked):
        yield "The care is in another year than the benefits told; the plan's limits start anew."
    if asked.secondary is not None and not asked.nothing_owed:
        yield "The second plan may not pay; the highest figure leaves it out."
