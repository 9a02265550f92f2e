"""The gate's verdicts in plain words, one line an act: OK, Wait or Stop."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from goodstanding.core.answers import Verdict
from goodstanding.core.kinds import Act
from goodstanding.core.money import show

# What is asked of a person most; each has a line of its own.
STRIP = {Act.CALL: "call", Act.STATEMENT: "write"}
OK, WAIT, STOP = "ok", "wait", "no"
_ICONS = {OK: "check", WAIT: "clock", STOP: "stop"}


@dataclass(frozen=True, slots=True)
class GateLine:
    """`text` says why; "" when it is allowed."""

    state: str
    words: str
    text: str = ""
    citation: str = ""

    @property
    def icon(self) -> str:
        return _ICONS[self.state]


def strip(verdicts: Mapping[Act, Verdict]) -> list[GateLine]:
    """One line an act, or one for several that have the same answer."""
    verbs: dict[GateLine, list[str]] = {}
    for act, verb in STRIP.items():
        if act in verdicts:
            verbs.setdefault(_answer(verdicts[act]), []).append(verb)
    return [
        replace(answer, words=answer.words.format(" or ".join(found)))
        for answer, found in verbs.items()
    ]


def _answer(verdict: Verdict) -> GateLine:
    """Its words have a place for the verbs."""
    if verdict.allowed:
        about = f" about {show(verdict.cents)}" if verdict.cents else ""
        return GateLine(OK, f"OK to {{}}{about}")
    first = next(iter(verdict.refusals), None)
    if first is None:
        return GateLine(STOP, "Do not {}", "Nothing may be asked for now.")
    days = [refusal.until for refusal in verdict.refusals]
    text = " ".join(dict.fromkeys(refusal.text for refusal in verdict.refusals))
    if all(days):
        last = max(day for day in days if day)
        return GateLine(WAIT, f"Wait to {{}} until {last:%a %m/%d}", text, first.citation)
    return GateLine(STOP, "Do not {}", text, first.citation)
