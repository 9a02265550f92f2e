"""Whose rows Today shows: as this person last chose, as their role has it, or whom they cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from goodstanding.core.kinds import Role
from goodstanding.records.queries import team
from goodstanding.records.queries.team import Colleague, CoverRow
from goodstanding.web.access import COVER, actor, role_of
from goodstanding.web.parts import business_day

EVERYONE, MINE, ME, NOBODY = "everyone", "mine", "me", "nobody"
_WORDS = {EVERYONE: "everyone", MINE: "me and nobody", ME: "me", NOBODY: "nobody"}


@dataclass(frozen=True, slots=True)
class Owner:
    """`chosen` is a word above or "@name"; `kept` whether the person chose it to stay."""

    chosen: str
    filters: dict[str, Any]
    kept: bool

    def choices(self, colleagues: Sequence[Colleague]) -> list[tuple[str, str, bool]]:
        """(value, words, is the one shown)."""
        named = [(f"@{one.name}", one.words) for one in colleagues]
        return [(value, words, value == self.chosen) for value, words in [*_WORDS.items(), *named]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What this person works: by which role, whose rows, and the cover they work now, if any."""

    role: Role
    owner: Owner
    colleagues: tuple[Colleague, ...]
    cover: CoverRow | None
    covers: tuple[CoverRow, ...]  # that this person may begin today


def shown(request: HttpRequest, asked: str = "") -> Shown:
    """`asked`: the owner of the address. Forgets a cover that ended meanwhile."""
    role, on, me = role_of(request), business_day(), actor(request).name
    assert role is not None
    colleagues = team.colleagues()
    covers = tuple(c for c in team.covers(on) if c.coverer == me and c.first_on <= on)
    number = int((request.session.get(COVER) or {}).get("number", 0))
    cover = next((row for row in covers if row.number == number), None)
    if cover is None:
        request.session.pop(COVER, None)
    absent = next((each for each in colleagues if cover and each.name == cover.absent), None)
    if absent is not None and absent.role is not Role.MANAGER:
        role = absent.role
    return Shown(role, _owner_of(request, asked, absent), colleagues, cover, covers)


def _owner_of(request: HttpRequest, asked: str, absent: Colleague | None) -> Owner:
    """`asked` in the address goes before what was chosen to stay; covering goes before both."""
    me = actor(request).name
    assert request.user.is_authenticated
    if absent is not None:
        filters = {"owner": absent.name, "unowned": True, "easy": True}
        return Owner(f"@{absent.name}", filters, kept=False)
    of_role = EVERYONE if role_of(request) is Role.MANAGER else MINE
    for kept, word in ((False, asked), (True, str(request.user.shown_owner)), (True, of_role)):
        if word in _WORDS or word[:1] == "@" and word[1:]:
            return Owner(word, _filters(word, me), kept)
    raise AssertionError("the word of the role is one of ours")


def _filters(word: str, me: str) -> dict[str, Any]:
    if word.startswith("@"):
        return {"owner": word[1:]}
    by_word: dict[str, dict[str, Any]] = {
        EVERYONE: {}, MINE: {"owner": me, "unowned": True}, ME: {"owner": me},
        NOBODY: {"unowned": True},
    }  # fmt: skip
    return by_word[word]
