"""Whose rows Today shows: as this person last chose, as their role has it, or whom they cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from goodstanding.core.kinds import Role
from goodstanding.records.queries.team import Colleague
from goodstanding.web.access import actor, role_of

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


def owner_of(request: HttpRequest, asked: str, absent: Colleague | None) -> Owner:
    """`asked` in the address goes before what was chosen to stay; covering goes before both."""
    me = actor(request).name
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
    return {
        EVERYONE: {}, MINE: {"owner": me, "unowned": True}, ME: {"owner": me},
        NOBODY: {"unowned": True},
    }[word]  # fmt: skip
