"""plan: the payment plans an account can be offered now, and making one of them."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from typing import Any

from goodstanding.actions import plans as making
from goodstanding.cli.spoken import (
    DONE,
    NEEDS_A_PERSON,
    Answer,
    WrongUse,
    a_day,
    actor,
    business_day,
    money,
    now,
)
from goodstanding.core.affordability import (
    Affordable,
    Capacity,
    Dates,
    Told,
    capacity_of,
    own_offer,
)
from goodstanding.core.answers import Reason
from goodstanding.core.money import Cents, cents_of
from goodstanding.core.plans import Offer
from goodstanding.core.poverty import MOST_PEOPLE
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import plan_offers
from goodstanding.records.queries.plan_offers import Ground


def arguments(one: ArgumentParser) -> None:
    one.add_argument("account", metavar="ACCOUNT")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--monthly", type=an_amount, metavar="AMOUNT", help="so much a month")
    how.add_argument("--months", type=int, metavar="N", help="so many payments")
    how.add_argument(
        "--affordable", action="store_true", help="what fits what they told us; the default"
    )
    one.add_argument("--household", type=int, metavar="N", help="people who share the income")
    one.add_argument("--income", type=an_amount, metavar="YEARLY")
    one.add_argument("--essentials", type=an_amount, metavar="MONTHLY")
    one.add_argument("--other-medical", type=an_amount, metavar="MONTHLY")
    one.add_argument(
        "--manage", type=an_amount, metavar="MONTHLY", help="what they say they can manage"
    )
    one.add_argument("--first", type=a_day, metavar="YYYY-MM-DD", help="the first payment")
    one.add_argument("--day", type=int, metavar="N", help="the day of the month, 1 to 31")
    one.add_argument(
        "--accept", action="store_true",
        help="make the plan, today; it says that you told them: if you cannot make a payment, "
        "tell us and pay what you can",
    )  # fmt: skip
    one.add_argument("--offer", type=int, default=1, metavar="N", help="with --accept: the N-th")


def an_amount(text: str) -> Cents:
    try:
        cents = cents_of(text)
    except ValueError as fault:
        raise ArgumentTypeError(str(fault)) from None
    if cents < 0:
        raise ArgumentTypeError(f"{text} is below zero")
    return cents


def plan(words: Namespace) -> Answer:
    """Status 1 when nothing can be offered, or a manager must agree."""
    on = business_day(words)
    _check(words, on)
    ground = plan_offers.ground(words.account, on)
    if ground is None:
        raise WrongUse(f"account {words.account} is not known")
    dates = _dates(words, on)
    answer = _offered(words, ground, dates)
    document = _document(ground, answer, on)
    status = DONE if answer.offers else NEEDS_A_PERSON
    if words.accept and answer.offers:
        made = _accept(words, ground, answer, dates=dates)
        document |= {"plan": made.number, "asked": made.asked}
        status = NEEDS_A_PERSON if made.asked else DONE
    return Answer(document, _lines(document), status)


def _check(words: Namespace, on: date) -> None:
    if words.months is not None and words.months < 1:
        raise WrongUse("--months is a number from 1 on.")
    if words.monthly is not None and words.monthly < 1:
        raise WrongUse("--monthly is an amount above zero.")
    if words.household is not None and not 1 <= words.household <= MOST_PEOPLE:
        raise WrongUse(f"--household is a number from 1 to {MOST_PEOPLE}.")
    if words.day is not None and not 1 <= words.day <= 31:
        raise WrongUse("--day is a day of the month, 1 to 31.")
    if words.accept and on != now().date():
        raise WrongUse("A plan is made today: leave out --on with --accept.")


def _dates(words: Namespace, on: date) -> Dates:
    if words.first is None:
        return Dates.usual(on, anchor=words.day or 0)
    return Dates(on, words.first, words.day or words.first.day)


def _told(words: Namespace) -> Told:
    return Told(
        household=words.household, yearly_income_cents=words.income,
        essentials_cents=words.essentials, other_medical_cents=words.other_medical,
        manage_cents=words.manage,
    )  # fmt: skip


def _offered(words: Namespace, ground: Ground, dates: Dates) -> Affordable:
    told = _told(words)
    capacity = capacity_of(told, ground.limits)
    try:
        found = ground.fitting(told, dates)
        if not (words.monthly or words.months):
            return found
        chosen = own_offer(
            ground.total_cents, ground.terms(dates), capacity=capacity,
            months=words.months or 0, monthly_cents=words.monthly or 0,
        )  # fmt: skip
        return found.with_own(chosen, ground.law)
    except Refused as no:
        return Affordable(capacity, (), (Reason("plan.none", no.why),), (), None, ())


def _accept(words: Namespace, ground: Ground, answer: Affordable, *, dates: Dates) -> making.Made:
    if not 1 <= words.offer <= len(answer.offers):
        raise WrongUse(f"--offer is a number from 1 to {len(answer.offers)}.")
    chosen = answer.offers[words.offer - 1]
    wanted = making.NewPlan(
        charges=ground.charges, first_due_on=dates.first_due_on, anchor=dates.anchor,
        months=words.months or 0, monthly_cents=0 if words.months else chosen.monthly_cents,
        told_them=True, told=_told(words),
    )  # fmt: skip
    return making.make_plan(account_id=words.account, plan=wanted, by=actor(), at=now())


# ---- as it is told


def _document(ground: Ground, answer: Affordable, on: date) -> dict[str, Any]:
    return {
        "account": ground.account_id,
        "on": on.isoformat(),
        "amount": money(ground.total_cents),
        "offers": [_offer(offer) for offer in answer.offers],
        "capacity": _capacity(answer.capacity),
        "poverty_percent": answer.percent,
        "screen_assistance": bool(answer.screen),
        "screen_reasons": [_reason(one) for one in answer.screen],
        "reasons": [_reason(one) for one in answer.why],
        "excluded": [
            {"charge": row.charge_id, "amount": money(row.cents), "text": row.why}
            for row in ground.balances if row.why
        ],
        "duties": [
            {"rule": one.rule, "text": one.text, "citation": one.citation}
            for one in answer.duties
        ],
    }  # fmt: skip


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "months": offer.months, "monthly": money(offer.monthly_cents),
        "first_due": offer.first_due_on.isoformat(), "last_due": offer.last_due_on.isoformat(),
        "last_payment": money(offer.last_payment_cents), "total": money(offer.total_cents),
        "fit": offer.fit.value, "disclosure": offer.needs_disclosure,
        "why": offer.why.code, "text": offer.why.text,
    }  # fmt: skip


def _capacity(capacity: Capacity) -> str | None:
    return None if capacity.most_cents is None else money(capacity.most_cents)


def _reason(one: Reason) -> dict[str, str]:
    return {"code": one.code, "text": one.text, "rule": one.rule, "citation": one.citation}


def _lines(document: dict[str, Any]) -> list[str]:
    lines = [f"{document['amount']} may go on a plan"]
    for number, one in enumerate(document["offers"], start=1):
        last = f", the last {one['last_payment']}" if one["months"] > 1 else ""
        box = "; needs the Truth in Lending box" if one["disclosure"] else ""
        lines.append(
            f"({number}) {one['months']} x {one['monthly']}{last}, {one['first_due']} to "
            f"{one['last_due']}: {one['fit']}. {one['text']}{box}"
        )
    lines += [f"  {one['text']}" for one in document["reasons"]]
    lines += [f"  help program first: {one['text']}" for one in document["screen_reasons"]]
    lines += [f"  not {one['amount']} of {one['charge']}: {one['text']}"
              for one in document["excluded"]]  # fmt: skip
    lines += [f"  duty: {one['text']} ({one['rule']})" for one in document["duties"]]
    if made := document.get("plan"):
        lines.append(f"plan {made}: " + (document["asked"] or "made; it runs from today"))
    return lines
