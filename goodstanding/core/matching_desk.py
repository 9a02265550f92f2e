"""Which of our charges a claim may mean whose number is not ours, how sure that is, and the nearest
to show to a person.

Names are compared here and said nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from goodstanding.core.matching import Candidate, RemittedClaim, match
from goodstanding.core.money import Cents

SHOWN = 3
WORTH_A_LOOK = 40  # amount and date together, or more: a date and a code alone say nothing
_DROPPED = str.maketrans("", "", "- ./_")
_LIKE_AT_LEAST = 5


class Way(StrEnum):
    """How charges of ours were come by, surest first."""

    LINK = "link"
    CHARGE_NUMBER = "charge_number"
    NUMBER = "number"
    PAYER_NUMBER = "payer_number"
    MEMBER = "member"
    NAME = "name"
    DAY_AND_AMOUNT = "day_and_amount"


# Ways by which a claim may post without a person; the others only bring charges to look at.
SURE_WAYS = (Way.CHARGE_NUMBER, Way.NUMBER, Way.PAYER_NUMBER, Way.MEMBER)
WAY_WORDS = {
    Way.LINK: "as a person said before for this number",
    Way.CHARGE_NUMBER: "by our charge number on its lines",
    Way.NUMBER: "by our claim number, written otherwise",
    Way.PAYER_NUMBER: "by the payer's own claim number, seen before",
    Way.MEMBER: "by member ID, date and amount",
}


class SentClaim(RemittedClaim, Protocol):
    """With whom it is about, as far as the payer says so."""

    payer_control: str
    member_id: str
    insured_id: str
    patient_last: str
    patient_first: str
    service_from: date | None
    service_to: date | None


@dataclass(frozen=True, slots=True)
class Near:
    """Charges of ours that belong together: of one claim, or of one visit where they have no claim
    number. `number` names them on the page and in a remembered link.
    """

    number: str
    patient: int
    charges: tuple[Candidate, ...]
    members: frozenset[str]
    last_name: str
    first_name: str

    @property
    def cents(self) -> Cents:
        return sum(charge.cents for charge in self.charges)

    @property
    def days(self) -> frozenset[date]:
        return frozenset(charge.service_on for charge in self.charges)


@dataclass(frozen=True, slots=True)
class Ranked:
    """`agrees` in words, the strongest first; `missing` what speaks against it."""

    near: Near
    points: int
    agrees: tuple[str, ...]
    missing: tuple[str, ...]


def plain_number(number: str) -> str:
    """What stays when a payer changes letters, marks or leading zeros: "00cl-12" and "CL12" are one
    number (the index charge_claim_loosely says the same in SQL):

    >>> plain_number("00cl-12")
    'CL12'
    """
    return number.translate(_DROPPED).upper().lstrip("0")


def member_ids(claim: SentClaim) -> frozenset[str]:
    return frozenset(map(plain_number, {claim.member_id, claim.insured_id})) - {""}


def days_of(claim: SentClaim) -> tuple[date, date] | None:
    """First and last day of service; None when the payer gave none."""
    days = [line.service_on for line in claim.lines if line.service_on is not None]
    days += [day for day in (claim.service_from, claim.service_to) if day is not None]
    return (min(days), max(days)) if days else None


def only_fit(claim: SentClaim, nears: Iterable[Near], way: Way) -> Near | None:
    """The one group of charges that everything fits; None when there is none, or more than one."""
    fitting = [near for near in nears if fits(claim, near, way)]
    return fitting[0] if len(fitting) == 1 else None


def fits(claim: SentClaim, near: Near, way: Way) -> bool:
    """Every line has its charge with the same amount and day, no charge is left over, and nothing
    we know of the patient says otherwise. By member ID alone the name must be there and be like.
    """
    found = match(claim, near.charges)
    if not found.pairs or len(found.pairs) != len(near.charges):
        return False
    if way is Way.MEMBER and days_of(claim) is None:
        return False
    for pair in found.pairs:
        if pair.line is None:
            continue
        day = pair.line.service_on
        if pair.charge.cents != abs(pair.line.charged_cents):
            return False
        if day is not None and day != pair.charge.service_on:
            return False
    return _same_person(claim, near, way)


def _same_person(claim: SentClaim, near: Near, way: Way) -> bool:
    sent, named = member_ids(claim), bool(claim.patient_last or claim.patient_first)
    if named and not like_name(claim, near):
        return False
    if way is Way.MEMBER:
        return named
    return not sent or not near.members or bool(sent & near.members)


def like_name(claim: SentClaim, near: Near) -> bool:
    """Last names are one word or one begins the other; so do the first names, as far as both are
    known.
    """
    last, first = _letters(claim.patient_last), _letters(claim.patient_first)
    ours_last, ours_first = _letters(near.last_name), _letters(near.first_name)
    return (
        bool(last and ours_last)
        and _begins(last, ours_last)
        and (not first or not ours_first or _begins(first, ours_first))
    )


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def nearest(claim: SentClaim, nears: Iterable[Near]) -> tuple[Ranked, ...]:
    """The three that agree in most, best first; the same claim always gives the same three."""
    ranked = [_ranked(claim, near) for near in nears]
    ranked.sort(key=lambda one: (-one.points, one.near.number, one.near.patient))
    return tuple(one for one in ranked if one.points >= WORTH_A_LOOK)[:SHOWN]


def _ranked(claim: SentClaim, near: Near) -> Ranked:
    """Points say only which of three to show first; nothing posts because of them."""
    checks = (
        ("charge number", 60, _charge_numbers(claim, near)),
        ("member ID", 50, _members(claim, near)),
        ("claim number", 40, alike(claim.claim_id, near.number)),
        ("name", 30, like_name(claim, near) if claim.patient_last else None),
        ("amount", 25, near.cents == abs(claim.charged_cents)),
        ("date", 20, _days(claim, near)),
        ("code", 10, _codes(claim, near)),
    )
    return Ranked(
        near,
        sum(points for _, points, agrees in checks if agrees),
        tuple(words for words, _, agrees in checks if agrees),
        tuple(words for words, _, agrees in checks if agrees is False),
    )


def _charge_numbers(claim: SentClaim, near: Near) -> bool | None:
    sent = {line.ref_6r for line in claim.lines} - {""}
    return bool(sent & {charge.number for charge in near.charges}) if sent else None


def _members(claim: SentClaim, near: Near) -> bool | None:
    sent = member_ids(claim)
    return bool(sent & near.members) if sent and near.members else None


def _days(claim: SentClaim, near: Near) -> bool | None:
    sent = days_of(claim)
    return any(sent[0] <= day <= sent[1] for day in near.days) if sent else None


def _codes(claim: SentClaim, near: Near) -> bool | None:
    sent = {code for line in claim.lines for code in (line.code, line.submitted_code)} - {""}
    return bool(sent & {charge.code for charge in near.charges}) if sent else None


def alike(theirs: str, ours: str) -> bool:
    """Claim numbers of which one could be the other mistyped or cut: equal but for marks, one
    within the other, or as long and different in at most two places.
    """
    one, other = plain_number(theirs), plain_number(ours)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _LIKE_AT_LEAST:
        return bool(one) and one == other
    if shorter in longer:
        return True
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def is_denied(claim: RemittedClaim) -> bool:
    """Nothing paid and nothing taken back: what a person may send to the denials."""
    return claim.paid_cents == 0 and claim.status != "22"


def adjusted(claim: RemittedClaim, group: Sequence[str]) -> Cents:
    """What the claim and its lines say under these group codes."""
    listed = [*claim.adjustments, *(each for line in claim.lines for each in line.adjustments)]
    return sum(each.cents for each in listed if each.group in group)
