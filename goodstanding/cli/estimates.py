"""estimate: what services will cost, before they are given."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from goodstanding.cli.spoken import DONE, NEEDS_A_PERSON, Answer, WrongUse, money
from goodstanding.core.estimates import Asked, Estimate, Line, Priced, estimate, no_share_by
from goodstanding.core.kinds import PayerType
from goodstanding.core.money import Cents
from goodstanding.core.price_kinds import PLANS
from goodstanding.formats.estimate_request import Request, benefits_of, read
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.queries.coverage import covers, first_payer_and_type
from goodstanding.records.queries.prices import PriceAsked, PriceFound, priced

_PARTS = ("copay", "deductible", "coinsurance", "not_covered")


def estimate_(arguments: Namespace) -> Answer:
    try:
        content = Path(arguments.file).read_bytes()
    except OSError as fault:
        raise WrongUse(f"{arguments.file} cannot be read: {fault.strerror}.") from fault
    request, problems = read(content)
    if request is None:
        raise WrongUse("; ".join(f"{each.where}: {each.text}" for each in problems))
    law = live_book().on(request.service_date, clinic.current().state)
    own = _covers(request)
    nothing_owed = no_share_by(own, law)
    prices = _prices(request)
    asked = Asked(
        insured=request.insured, service_on=request.service_date,
        scheduled_on=request.scheduled_on, lines=_with_prices(request.priced_lines, prices),
        requested_on=request.requested_on, benefits=benefits_of(request.benefits),
        secondary=benefits_of(request.secondary), nothing_owed=nothing_owed,
        benefits_on=request.told_on, payers=tuple(kind for kind, _ in own),
    )  # fmt: skip
    found = estimate(asked, law)
    more = [*_to_look_at(asked, request, own), *(f"{one.where}: {one.text}" for one in problems)]
    found = replace(found, assumptions=(*found.assumptions, *_said(prices), *more))
    certain = not found.unknown and all(one.certain for one in prices.values())
    document = _document(found)
    for at, one in prices.items():
        document["lines"][at] |= {"price_source": one.source, "price_steps": list(one.steps)}
    return Answer(document, _lines(found), DONE if certain else NEEDS_A_PERSON)


def _to_look_at(asked: Asked, request: Request, own: list[tuple[str, bool]]) -> Iterator[str]:
    if asked.of_another_year and request.benefits and not request.benefits.told_on:
        yield "Nobody wrote when the benefits were told (told_on): the day of booking counts."
    if PayerType.NO_FAULT in [kind for kind, _ in own] and not asked.nothing_owed:
        yield (
            "The auto insurer pays first; while its claim is open nothing is asked of the "
            "patient (mn-no-fault-auto)."
        )


def _prices(request: Request) -> dict[int, PriceFound]:
    """By line, where the request gives no amount and a fee schedule has one; the charge of the
    request stands otherwise, never the charge master's."""
    asked = [
        (at, PriceAsked(line.code, line.modifiers, line.units))
        for at, line in enumerate(request.priced_lines)
        if request.insured and line.covered and line.allowed is None
    ]
    if not asked:
        return {}
    payer, kind = _payer(request)
    found = priced(
        [line for _, line in asked], payer_id=payer, plan=request.plan, place=request.place,
        on=request.service_date, of_medicare=kind is PayerType.MEDICARE,
    )  # fmt: skip
    return {at: one for (at, _), one in zip(asked, found, strict=True) if one.tier in PLANS}


def _payer(request: Request) -> tuple[str | None, PayerType | None]:
    """As the request says, else who pays first for the patient."""
    said = request.payer_id, request.payer_type
    if request.payer_id is not None or request.patient is None:
        return said
    payer, kind = first_payer_and_type(request.patient, request.service_date) or said
    return payer, request.payer_type or kind


def _with_prices(lines: tuple[Line, ...], prices: dict[int, PriceFound]) -> tuple[Line, ...]:
    return tuple(
        replace(line, allowed=prices[at].allowed_cents) if at in prices else line
        for at, line in enumerate(lines)
    )


def _said(prices: dict[int, PriceFound]) -> list[str]:
    sources = dict.fromkeys(one.source for one in prices.values())
    doubts = dict.fromkeys(
        step for one in prices.values() if not one.certain for step in one.steps[1:]
    )
    return [f"{source}." for source in sources] + list(doubts)


def _covers(request: Request) -> list[tuple[str, bool]]:
    """What the request says of the payer, and what our records say of the patient."""
    known = [(str(request.payer_type), False)] if request.payer_type else []
    if request.patient is None:
        return known
    own = covers(request.patient, request.service_date)
    if own is None:
        raise WrongUse(f"Patient {request.patient} is not known. Correct it, or write null.")
    return known + [(kind.value, qmb) for kind, qmb in own]


def _document(found: Estimate) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "lines": [_line(line) for line in found.lines],
        "total_charge": money(sum(line.charge for line in found.lines)),
        "expected_allowed": money(found.allowed),
        "patient_share": money(found.share),
        "patient_share_at_most": money(found.at_most),
        "breakdown": {part: money(_sum(found, part)) for part in _PARTS},
        "deliver_by": found.deliver_by.isoformat() if found.deliver_by else None,
        "valid_until": found.valid_until.isoformat(),
        "assumptions": list(found.assumptions),
    }


def _line(line: Priced) -> dict[str, Any]:
    parts = {part: money(getattr(line, part)) for part in _PARTS}
    own = {"code": line.code, "charge": money(line.charge), "allowed": money(line.allowed)}
    return own | {"patient_share": money(line.share)} | parts


def _sum(found: Estimate, part: str) -> Cents:
    return sum(getattr(line, part) for line in found.lines)


def _lines(found: Estimate) -> list[str]:
    lines = [f"{line.code:<12}{money(line.allowed):>12}{money(line.share):>12}"
             for line in found.lines]  # fmt: skip
    lines.append(f"{'patient':<12}{money(found.allowed):>12}{money(found.share):>12}")
    if found.at_most != found.share:
        lines.append(f"at most {money(found.at_most)}")
    if found.deliver_by:
        lines.append(f"give it by {found.deliver_by}")
    return lines + [f"  {text}" for text in found.assumptions]
