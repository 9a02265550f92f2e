"""What the rules answer with: frozen, complete with the reason, the rule and the value it had."""

import re
from dataclasses import dataclass
from datetime import date

from goodstanding.core.kinds import Act


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` is stable for programs, `text` one plain sentence; `rule` and `citation` are "" when
    no law was read.
    """

    code: str
    text: str
    rule: str = ""
    citation: str = ""


A_LINE = 90  # characters of a reason on a list


def brief(before: str, text: str) -> str:
    """`before` and the first sentence of `text`, cut between words where a line has no more room:
    brief("Not $5.00: ", "It waits. Look.") -> 'Not $5.00: It waits.'
    """
    end = re.search(r"[.?](?= |$)", text)
    said = before + (text[: end.end()] if end else f"{text}.")
    if len(said) <= A_LINE:
        return said
    return said[: said.rfind(" ", 0, A_LINE - 3)].rstrip(",;:") + " ..."


@dataclass(frozen=True, slots=True)
class Excluded:
    """Money of one charge that may not be asked for now, and the rule that says so."""

    charge_id: str
    cents: int
    rule: str
    text: str = ""
    citation: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """`until` is the first day or, for hours, the day of the first moment it may be asked again;
    None: no date lifts it.
    """

    rule: str
    text: str
    citation: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    rule: str
    text: str
    citation: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer for one act at one moment: `cents` is what may be asked for now."""

    allowed: bool
    cents: int
    excluded: tuple[Excluded, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    duties: tuple[Duty, ...] = ()

    @property
    def why(self) -> str:
        """Why not, in sentences; "" when it may."""
        if self.allowed:
            return ""
        return " ".join(one.text for one in self.refusals) or "Nothing may be asked."


@dataclass(frozen=True, slots=True)
class Decision:
    """The next action of an account. `due_on` is when it should happen; `review_on` the first later
    day on which the answer could change by itself (None: only an event changes it). `cents` is what
    may be asked for. `step` names the ladder step ("" off the ladder); `priority` orders people,
    higher first.
    """

    act: Act
    due_on: date
    reasons: tuple[Reason, ...]
    cents: int = 0
    step: str = ""
    priority: int = 0
    review_on: date | None = None
    # what was considered and why not, with when it becomes possible
    rejected: tuple[Reason, ...] = ()
    spoke: str = ""  # the rule of the ladder that answered
