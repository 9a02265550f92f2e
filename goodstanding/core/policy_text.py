"""A policy as its text: every value with its place, single values changed in it, and what two texts
differ in.

A place is the path in the file; steps are named by their own name, other list entries by number:
"steps.call_1.day", "small.write_off_up_to", "chances.2.percent".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from goodstanding.core.money import plain
from goodstanding.core.policy import Fault, read
from goodstanding.core.policy_values import Money
from goodstanding.core.toml_text import parsed

_TABLE = re.compile(r"^\s*\[(\[)?\s*([A-Za-z0-9_.]+)\s*\]?\]")
_ENTRY = re.compile(r"^(\s*([A-Za-z0-9_]+)\s*=\s*)(\"[^\"]*\"|[^#\n]*?)(\s*(?:#.*)?)$")
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,7}(\.\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the file as a person writes it: 45, "5.00" without its quotes, true."""

    place: str
    shown: str
    kind: str  # "days", "amount", "words", "list", "yes or no"


@dataclass(frozen=True, slots=True)
class Change:
    """`before` or `after` is "" where the value is in one of the texts only."""

    place: str
    before: str
    after: str


def values(text: str) -> dict[str, Value]:
    """Every value by its place, in the order of the file; {} when it cannot be read."""
    try:
        return {one.place: one for one in _leaves("", parsed(text))}
    except ValueError:
        return {}


def all_values(text: str) -> dict[str, Value]:
    """`values`, and after them what the text leaves to the policy's own defaults."""
    found, (policy, _) = values(text), read(text)
    implied = () if policy is None else _implied("", policy)
    return found | {one.place: one for one in implied if one.place not in found}


def _implied(place: str, table: Any) -> Iterator[Value]:
    for field in fields(table):
        value, where = getattr(table, field.name), f"{place}.{field.name}".lstrip(".")
        if where == "steps":
            for step in value:
                yield from _implied(f"steps.{step.name}", step)
        elif is_dataclass(value):
            yield from _implied(where, value)
        elif field.type is Money:
            yield Value(where, plain(value), "amount")
        elif where != "chances":
            value = sorted(value) if isinstance(value, frozenset) else value
            yield Value(where, _shown(value), _kind(value))


def _leaves(place: str, value: Any) -> Iterator[Value]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{place}.{key}".lstrip("."), inner)
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, start=1):
            yield from _leaves(f"{place}.{one.get('name', number)}", one)
    else:
        yield Value(place, _shown(value), _kind(value))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, int):
        return "days"
    if isinstance(value, list):
        return "list"
    return "amount" if _AMOUNT.fullmatch(str(value)) else "words"


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Values that differ, in the order of the later text, what went away last; the number of the
    version is not one of them."""
    old, new = all_values(before), all_values(after)
    found = [
        Change(place, old[place].shown if place in old else "", one.shown)
        for place, one in new.items()
        if place != "version" and (place not in old or old[place].shown != one.shown)
    ]
    found += [Change(place, one.shown, "") for place, one in old.items() if place not in new]
    return tuple(found)


def with_values(text: str, wanted: Mapping[str, str]) -> tuple[str, tuple[Fault, ...]]:
    """The text with these values in their places, comments and order kept; faults for what is no
    number or amount, and for what does not stand on a line of its own."""
    known = all_values(text)
    faults = [fault for place, given in wanted.items() for fault in _unfit(known, place, given)]
    if faults:
        return text, tuple(faults)
    changed = {p: given for p, given in wanted.items() if not _same(known[p], given)}
    there = values(text)
    after = "".join(_line(line, place, changed) for place, line in _placed(text))
    for place, given in changed.items():
        if place not in there:
            after = _added(after, place, _written(known[place], given))
    now = values(after)
    faults = [
        Fault(place, "Change this value in the whole text: it does not stand on its own line.")
        for place, given in changed.items()
        if place not in now or not _same(now[place], given)
    ]
    return (text if faults else after), tuple(faults)


def _unfit(known: Mapping[str, Value], place: str, given: str) -> Iterator[Fault]:
    kind = known[place].kind if place in known else ""
    if kind == "days" and not _WHOLE.fullmatch(given):
        yield Fault(place, f"{given!r} is not a whole number.")
    elif kind == "amount" and not _AMOUNT.fullmatch(given):
        yield Fault(place, f'{given!r} is not an amount; write it as "5.00".')
    elif kind not in ("days", "amount"):
        yield Fault(place, "This value is changed in the whole text, not by itself.")


def _written(value: Value, given: str) -> str:
    return f'"{_cents(given)}"' if value.kind == "amount" else str(int(given))


def _added(text: str, place: str, written: str) -> str:
    """A value the text left to the defaults, as the first line of its table."""
    table, _, key = place.rpartition(".")
    lines, entry = [], f"{key} = {written}\n"
    for head, line in _headed(text):
        lines.append(line)
        if table and head == table:
            lines.append(entry)
            table = ""
    end = "" if text.endswith("\n") else "\n"
    return "".join(lines) + (f"{end}\n[{table}]\n{entry}" if table else "")


def _same(value: Value, given: str) -> bool:
    return value.shown == (_cents(given) if value.kind == "amount" else str(int(given)))


def _cents(given: str) -> str:
    return given if "." in given else f"{given}.00"


def _line(line: str, place: str, changed: Mapping[str, str]) -> str:
    if place not in changed:
        return line
    found = _ENTRY.match(line.rstrip("\r\n"))
    assert found is not None, "a place was found on this line"
    ending = line[len(line.rstrip("\r\n")) :]
    given = changed[place]
    written = f'"{_cents(given)}"' if found[3].startswith('"') else str(int(given))
    return f"{found[1]}{written}{found[4]}{ending}"


def _placed(text: str) -> Iterator[tuple[str, str]]:
    """(place, line) of every line; "" for lines that hold no single value."""
    table = ""
    for head, line in _headed(text):
        table = head or table
        entry = None if head else _ENTRY.match(line.rstrip("\r\n"))
        yield (f"{table}.{entry[2]}".lstrip(".") if entry else ""), line


def _headed(text: str) -> Iterator[tuple[str, str]]:
    """(table, line): the table's place where the line begins one, else ""."""
    counts, names = dict[str, int](), _step_names(text)
    for line in text.splitlines(keepends=True):
        head = _TABLE.match(line)
        table = head[2] if head else ""
        if head and head[1]:
            counts[table] = number = counts.get(table, 0) + 1
            own = names.get(table, [])
            table = f"{table}.{own[number - 1] if number <= len(own) else number}"
        yield table, line


def _step_names(text: str) -> dict[str, list[str]]:
    found = parsed(text)
    return {
        key: [str(one.get("name", number)) for number, one in enumerate(entries, start=1)]
        for key, entries in found.items()
        if isinstance(entries, list) and all(isinstance(one, dict) for one in entries)
    }


def with_version(text: str, version: int) -> str:
    """The number of the version is the house's to give; a text without one is left for the reader
    to find fault with."""
    return re.sub(r"(?m)^version\s*=\s*\d+", f"version = {version}", text, count=1)
