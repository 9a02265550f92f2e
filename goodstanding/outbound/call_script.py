"""The words of a call, from scripts/call.*.toml or approved here, with the account's figures."""

import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from goodstanding.core.letters import MONTHS, MONTHS_ES, ApprovedWords, ClinicFacts
from goodstanding.core.money import Cents, show
from goodstanding.outbound.phrases import in_language

SCRIPT = "call_script"
SCRIPTS = Path(__file__).parent / "scripts"
# What a line of the script may name, and what each one says.
FIELDS: Mapping[str, str] = {
    "person": "who is called", "caller": "who calls", "clinic": "the clinic",
    "phone": "our number", "hours": "our hours", "explain": "the sum, in step explain",
    "pause_days": "how many days a pause lasts", "pause_until": "the day a pause ends",
}  # fmt: skip
_MONTHS: Mapping[str, Sequence[str]] = {"es": MONTHS_ES}


class Visit(NamedTuple):
    """One charge the patient owes something on."""

    on: date
    charged: Cents
    taken_off: Cents
    insurer_paid: Cents
    left: Cents


class Pause(NamedTuple):
    """What the clinic's policy gives to who needs time."""

    days: int
    until: date


class About(NamedTuple):
    """What the call is about; `begins` is how it comes to its reason."""

    visits: Sequence[Visit]
    begins: str = "first"
    pause: Pause | None = None


def call_script(
    *,
    person: str,
    caller: str,
    clinic: ClinicFacts,
    about: About,
    language: str = "en",
    approved: Sequence[ApprovedWords] = (),
) -> dict[str, Any]:
    """Each step's words by its name; `heard` by what was heard, `hardship` in order, `why` by how
    the call begins. Only "explain" holds amounts. Without a `pause` nobody offers one.

    Empty in a language whose words no named translator has checked: nobody reads those aloud.
    """
    words = _words(language, approved)
    if words is None:
        return {}
    filled = {
        "person": person, "caller": caller, "clinic": clinic.name, "phone": clinic.phone,
        "hours": in_language(clinic.hours.rstrip("."), language),
        "explain": explained(about.visits, words["sums"], language),
    }  # fmt: skip
    if about.pause:
        until = _day(about.pause.until, language)
        filled |= {"pause_days": str(about.pause.days), "pause_until": until}
    said = {name: text.format_map(filled) for name, text in words.items() if isinstance(text, str)}
    hardship = {
        name: text.format_map(filled)
        for name, text in words["hardship"].items()
        if fields_of(text) <= filled.keys()
    }
    return {
        **said,
        "why": words["why"][about.begins],
        "heard": words["heard"],
        "hardship": hardship,
    }


def script_path(language: str) -> Path:
    return SCRIPTS / f"call.{language}.toml"


def _words(language: str, approved: Sequence[ApprovedWords]) -> Mapping[str, Any] | None:
    for one in approved:
        if one.active and (one.kind, one.language) == (SCRIPT, language):
            return _read(one.text)
    return shipped_script() if language == "en" else None


@cache
def shipped_script() -> Mapping[str, Any]:
    return _read(script_path("en").read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def _read(text: str) -> Mapping[str, Any]:
    return tomllib.loads(text)


def lines_of(words: Mapping[str, Any], table: str = "") -> Iterator[tuple[str, str]]:
    """(name, words): ("open", "Hello..."), ("heard.died", "...")."""
    for name, value in words.items():
        if isinstance(value, str):
            yield f"{table}{name}", value
        elif isinstance(value, dict):
            yield from lines_of(value, f"{name}.")


def fields_of(text: str) -> frozenset[str]:
    """The {fields} of a line; refuses (ValueError) braces that are none, and any format or lookup
    in one.
    """
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if form or conversion or (name is not None and not name.isidentifier()):
            raise ValueError(f"{text!r} has braces that are no field")
        names |= {name} if name else set()
    return frozenset(names)


def explained(visits: Sequence[Visit], sums: Mapping[str, str], language: str = "en") -> str:
    """In one breath: one visit with its sum, several with their total and the oldest."""
    if not visits:
        return sums["none"]
    total = sum(visit.left for visit in visits)
    first = visits[0]
    day = _day(first.on, language)
    if len(visits) > 1:
        return sums["several"].format(count=len(visits), day=day, left=show(total))
    parts = []
    if first.taken_off:
        parts.append(sums["took_off"].format(amount=show(first.taken_off)))
    if first.insurer_paid:
        parts.append(sums["paid"].format(amount=show(first.insurer_paid)))
    joined = f" {sums['and']} ".join(parts)
    insurer = " " + sums["insurer"].format(what=joined) if parts else ""
    one = sums["one"].format(day=day, charged=show(first.charged))
    return f"{one}{insurer} {sums['leaves'].format(left=show(first.left))}"


def _day(on: date, language: str) -> str:
    """ "September 22", "22 de septiembre"; the year is not said."""
    months = _MONTHS.get(language, MONTHS)
    month = months[on.month - 1]
    return f"{on.day} de {month}" if language == "es" else f"{month} {on.day}"
