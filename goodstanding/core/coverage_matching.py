"""Which of our coverages a payer's answer is about: by our trace, by member number and birth date,
or by name and birth date with the payer; a dependant by first name with the subscriber's member
number. Whatever fits two patients fits none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goodstanding.core.in_force import in_force
from goodstanding.core.subscribers import Subscriber
from goodstanding.core.unaccented import unaccented

_PLAIN = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """The patient of an answer; `member` is the subscriber's where the patient has none.
    `dependent`: the patient is named below a subscriber. `rejected`: nothing is told of them.
    """

    last_name: str
    first_name: str
    birth_on: date | None
    member: str
    payer_id: str
    payer_name: str
    traces: frozenset[str]
    on: date
    dependent: bool = False
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A coverage of ours with its patient; `traces` are those we sent for it, `holder` is the
    subscriber where that is another person."""

    coverage: int
    patient: int
    rank: int
    payer_id: str
    payer_name: str
    member: str
    last_name: str
    first_name: str
    birth_on: date | None
    effective_on: date | None = None
    ends_on: date | None = None
    traces: frozenset[str] = frozenset()
    holder: Subscriber | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """`coverage` is 0 where nobody is sure; `why` says how it was found, or why not."""

    coverage: int
    why: str


def choose(asked: Asked, candidates: Sequence[Candidate]) -> Match:
    traced = [one for one in candidates if one.traces & asked.traces]
    holders = [one for one in traced if _is_holder(asked, one)]
    if holders and not asked.rejected:
        return Match(0, "The answer to our request tells of the subscriber, not of our patient.")
    if traced and all(one in holders or _born(asked, one) is not False for one in traced):
        return _of(asked, traced[:1], "our request")
    if traced:
        return Match(0, "The answer to our request has another birth date than our patient.")
    known = [one for one in candidates if plain(asked.member) and _same_member(asked, one)]
    if asked.dependent:  # A family shares the number, and twins the birth date.
        known = [one for one in known if _first(one.first_name) == _first(asked.first_name)]
    member = [one for one in known if _born(asked, one) or _named(asked, one)]
    sure = [one for one in member if _born(asked, one) is not False]
    if len({one.patient for one in sure}) > 1:
        sure = [one for one in sure if _first(one.first_name) == _first(asked.first_name)]
    if found := _one_patient(asked, sure, "member number and birth date"):
        return found
    named = [
        one
        for one in candidates
        if _born(asked, one) and _named(asked, one) and _same_payer(asked, one)
    ]
    if found := _one_patient(asked, named, "name, birth date and payer"):
        return found
    if len({one.patient for one in (*sure, *named)}) > 1:
        return Match(0, "More than one of our patients fits. Choose the right one.")
    if known:
        return Match(0, "The member number is known here, the birth date or name is another.")
    return Match(0, "Nobody here has this member number, or this name and birth date.")


def best_of(asked: Asked, candidates: Iterable[Candidate]) -> int:
    """Of one patient's coverages the one that was asked about; 0 where there is none."""
    ordered = sorted(
        candidates,
        key=lambda one: (
            not _same_payer(asked, one), not _same_member(asked, one),
            not in_force(one.effective_on, one.ends_on, asked.on), one.rank, one.coverage,
        ),
    )  # fmt: skip
    return ordered[0].coverage if ordered else 0


def plain(text: str) -> str:
    """plain("abç-12 3") -> 'ABC123'"""
    return _PLAIN.sub("", unaccented(text).upper())


def _one_patient(asked: Asked, found: Sequence[Candidate], words: str) -> Match | None:
    if len({one.patient for one in found}) != 1:
        return None
    return _of(asked, found, words)


def _of(asked: Asked, found: Sequence[Candidate], words: str) -> Match:
    return Match(best_of(asked, found), f"Found by {words}.")


def _same_member(asked: Asked, one: Candidate) -> bool:
    return bool(plain(one.member)) and plain(one.member) == plain(asked.member)


def _same_payer(asked: Asked, one: Candidate) -> bool:
    ours = {plain(one.payer_id), plain(one.payer_name)} - {""}
    return bool(ours & {plain(asked.payer_id), plain(asked.payer_name)})


def _born(asked: Asked, one: Candidate) -> bool | None:
    """None where one of the two does not say."""
    if asked.birth_on is None or one.birth_on is None:
        return None
    return asked.birth_on == one.birth_on


def _is_holder(asked: Asked, one: Candidate) -> bool:
    """The answer names the subscriber and not the patient whom we asked about below them."""
    holder = one.holder
    if holder is None or asked.dependent:
        return False
    first = _first(asked.first_name)
    if first and _first(holder.first_name) != _first(one.first_name):
        return first == _first(holder.first_name)
    return asked.birth_on is not None and asked.birth_on == holder.birth_on != one.birth_on


def _named(asked: Asked, one: Candidate) -> bool:
    return bool(plain(one.last_name)) and (
        plain(one.last_name) == plain(asked.last_name)
        and _first(one.first_name) == _first(asked.first_name)
    )


def _first(name: str) -> str:
    return plain(name.split()[0]) if name.split() else ""
