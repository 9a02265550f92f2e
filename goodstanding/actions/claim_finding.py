"""What the claims of one batch mean: what a person said before, then our own numbers, then what
only one claim of ours can be.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goodstanding.core.matching import Candidate, Match, match
from goodstanding.core.matching_desk import SURE_WAYS, WAY_WORDS, Near, Way, only_fit
from goodstanding.formats.x12.remitted import Claim
from goodstanding.records.queries.candidates import (
    candidates,
    groups_of,
    named_here,
    open_on,
    remembered,
    ways,
)

Place = tuple[int, int]  # key of the check, place of the claim in it


@dataclass(slots=True)
class Asked:
    place: Place
    payer: str
    claim: Claim


class Finding:
    """Each charge of ours is one object however it was found, so that the claims of a batch see
    what the others posted. Claims found by number cost no further query.
    """

    def __init__(self, asked: Sequence[Asked]) -> None:
        links = remembered({one.payer for one in asked}) if asked else {}
        self._linked = {
            one.place: links[one.payer, one.claim.claim_id]
            for one in asked
            if links and (one.payer, one.claim.claim_id) in links
        }
        self._charges: dict[str, list[Candidate]] = candidates(
            self._linked.get(one.place, one.claim.claim_id) for one in asked
        )
        self._one: dict[int, Candidate] = {}
        for number in {number for number in self._linked.values() if number not in self._charges}:
            self._charges[number] = named_here(number)
        for listed in self._charges.values():
            listed[:] = map(self._same, listed)
        self._matches: dict[Place, Match] = {}
        self._how: dict[Place, Way] = {}
        self._by_number(asked)

    def match(self, place: Place) -> Match:
        return self._matches[place]

    def linked(self, place: Place) -> str:
        """Our number as a person said; "" else."""
        return self._linked.get(place, "")

    def how(self, place: Place) -> str:
        """In words, where it was not by our own number; "" else."""
        way = self._how.get(place)
        return f"Matched {WAY_WORDS[way]}." if way else ""

    def renew(self, charges: Iterable[int]) -> None:
        """What is open on these charges has changed."""
        known = [self._one[key] for key in charges if key in self._one]
        money = open_on(charge.key for charge in known)
        for charge in known:
            charge.insurer_cents, charge.patient_cents = money.get(charge.key, (0, 0))

    def _same(self, charge: Candidate) -> Candidate:
        return self._one.setdefault(charge.key, charge)

    def _by_number(self, asked: Sequence[Asked]) -> None:
        unfound: dict[str, list[Asked]] = defaultdict(list)
        for one in asked:
            number = self._linked.get(one.place, one.claim.claim_id)
            found = match(one.claim, self._charges.get(number, []))
            self._matches[one.place] = found
            if one.place in self._linked:
                self._how[one.place] = Way.LINK
            elif not found.pairs:
                unfound[one.payer].append(one)
        for payer, some in unfound.items():
            self._otherwise(some, payer)

    def _otherwise(self, asked: Sequence[Asked], payer: str) -> None:
        led = ways([one.claim for one in asked], payer)
        groups = groups_of(key for found in led for keys in found.values() for key in keys)
        for one, found in zip(asked, led, strict=True):
            for way in SURE_WAYS:
                nears = {id(near): near for key in found[way] if (near := groups.get(key))}
                near = only_fit(one.claim, nears.values(), way)
                if near is not None:
                    self._take(one, near, way)
                    break

    def _take(self, one: Asked, near: Near, way: Way) -> None:
        self._matches[one.place] = match(one.claim, [self._same(c) for c in near.charges])
        self._how[one.place] = way
