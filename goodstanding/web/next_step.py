"""The next step's card beside its reasons: what else was asked, and who chose otherwise."""

from dataclasses import dataclass

from goodstanding.actions.overrides import BLOCKS
from goodstanding.core.explain import RULES, Heard
from goodstanding.records.queries.accounts import AccountPage
from goodstanding.records.queries.decisions import Chosen, explained, override_in_force

SHORT = 12


@dataclass(frozen=True, slots=True)
class Why:
    """`asked` are the rules up to the one that spoke; `unasked` the names of those after it.
    `blocked`: no choice of a person goes past what spoke.
    """

    asked: tuple[Heard, ...] = ()
    unasked: tuple[str, ...] = ()
    blocked: bool = False
    law: str = ""
    chosen: Chosen | None = None


def why(account: AccountPage) -> Why:
    decided = account.decision
    chosen = override_in_force(account.account_id, account.on) if account.overridden else None
    if decided is None:
        return Why(chosen=chosen)
    heard = explained(account.account_id, decided, account.kept)
    last = next((place for place, each in enumerate(heard, 1) if each.spoke), len(heard))
    return Why(
        asked=heard[:last],
        unasked=tuple(RULES[each.rule][0] for each in heard[last:]),
        blocked=decided.spoke in BLOCKS,
        law=decided.law[:SHORT],
        chosen=chosen,
    )
