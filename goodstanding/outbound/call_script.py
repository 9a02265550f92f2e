"""The words of a call, from scripts/call.en.toml, with the account's own figures."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from goodstanding.core.call_openings import Situation
from goodstanding.core.letters import ClinicFacts
from goodstanding.core.money import Cents, show

_FILE = Path(__file__).parent / "scripts" / "call.en.toml"


class Visit(NamedTuple):
    """One charge the patient owes something on; `day` in words."""

    day: str
    charged: Cents
    taken_off: Cents
    insurer_paid: Cents
    left: Cents


class Pause(NamedTuple):
    """What the clinic's policy gives to who needs time."""

    days: int
    until: date


def call_script(
    *, person: str, caller: str, clinic: ClinicFacts, visits: Sequence[Visit],
    begins: Situation = Situation.FIRST, pause: Pause,
) -> dict[str, Any]:  # fmt: skip
    """Each step's words by its name; `heard` by what was heard, `hardship` in order, `why` by how
    the call begins. Only "explain" holds amounts.
    """
    filled = {
        "person": person, "caller": caller, "clinic": clinic.name, "phone": clinic.phone,
        "hours": clinic.hours, "explain": explained(visits), "pause_days": pause.days,
        "pause_until": f"{pause.until:%B} {pause.until.day}",
    }  # fmt: skip
    words = _words()
    said = {name: text.format_map(filled) for name, text in words.items() if isinstance(text, str)}
    hardship = {name: text.format_map(filled) for name, text in words["hardship"].items()}
    return {**said, "why": words["why"][begins], "heard": words["heard"], "hardship": hardship}


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def explained(visits: Sequence[Visit]) -> str:
    """In one breath: one visit with its sum, several with their total and the oldest."""
    if not visits:
        return "Nothing is open for you to pay now."
    total = sum(visit.left for visit in visits)
    first = visits[0]
    if len(visits) > 1:
        return (
            f"There are {len(visits)} charges open, the oldest of {first.day}. Together they "
            f"leave {show(total)} for you."
        )
    parts = []
    if first.taken_off:
        parts.append(f"took off {show(first.taken_off)}")
    if first.insurer_paid:
        parts.append(f"paid {show(first.insurer_paid)}")
    insurer = f" Your insurance {' and '.join(parts)}." if parts else ""
    return (
        f"The visit was on {first.day}. The full charge was {show(first.charged)}.{insurer} That "
        f"leaves {show(first.left)} for you."
    )
