"""The bundles changed one at a time, and written as the text that `core/bundles.py` reads."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import Any

from pydantic import TypeAdapter, ValidationError

from goodstanding.core.bundles import Apart, Bundle, BundleLine, Bundles

_ONE = TypeAdapter(Bundle)
_LONGEST_NAME = 40
_CODE = "A code has 4 to 7 letters and digits, such as 27447 or J3301."
_SAID = {
    "title": "Write a name of 1 to 200 characters.",
    "primary": f"Write one main code at least. {_CODE}",
    "code": _CODE,
    "units": "Write a whole number of units from 1 to 999.",
    "say": "Write at most 200 characters.",
    "lines": "Write one line at least.",
}


@dataclass(frozen=True, slots=True)
class BundleFault:
    """`field` of the bundle; with `line` (from 0) of that line."""

    field: str
    words: str
    line: int | None = None


def bundle_of(written: Mapping[str, Any]) -> tuple[Bundle | None, tuple[BundleFault, ...]]:
    """The keys of the table with what a person wrote, or None with each fault at its place."""
    try:
        found = _ONE.validate_python(dict(written))
    except ValidationError as wrong:
        return None, tuple(dict.fromkeys(_fault(error["loc"]) for error in wrong.errors()))
    lacking = tuple(
        BundleFault(name, _SAID[name]) for name in ("primary", "lines") if not getattr(found, name)
    )
    return (None if lacking else found), lacking


def _fault(place: tuple[int | str, ...]) -> BundleFault:
    if place[0] == "lines" and len(place) > 2:
        field = str(place[2])
        return BundleFault(field, _SAID.get(field, "This cannot be read."), int(place[1]))
    field = str(place[0])
    return BundleFault(field, _SAID.get(field, "This cannot be read."))


def name_for(title: str, table: Bundles) -> str:
    """A name of its own for a new bundle, from its title."""
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    first = plain if plain[:1].isalpha() else f"bundle_{plain}".strip("_")
    taken = {one.name for one in table.bundle}
    names = (first if n == 1 else f"{first[: _LONGEST_NAME - 5]}_{n}" for n in count(1))
    return next(name[:_LONGEST_NAME] for name in names if name[:_LONGEST_NAME] not in taken)


def with_bundle(table: Bundles, bundle: Bundle) -> Bundles:
    """In the place of the one with its name, else as the last."""
    if table.named(bundle.name) is None:
        return replace(table, bundle=(*table.bundle, bundle))
    return replace(
        table, bundle=tuple(bundle if one.name == bundle.name else one for one in table.bundle)
    )


def without_bundle(table: Bundles, name: str) -> Bundles:
    return replace(table, bundle=tuple(one for one in table.bundle if one.name != name))


def write(table: Bundles, before: str = "") -> str:
    """The text that is read as exactly this table, under the heading comment of the text `before`
    it.
    """
    heading = takewhile(lambda line: line.startswith("#"), before.splitlines())
    parts = [*map(_apart, table.apart), *map(_bundle, table.bundle)]
    if not table.bundle:
        parts.insert(0, "bundle = []")
    return "\n\n".join(filter(None, ["\n".join(heading), *parts])) + "\n"


def _apart(one: Apart) -> str:
    place = [f"place = {_text(one.place)}"] if one.place else []
    return "\n".join([
        "[[apart]]", f"kind = {_text(one.kind)}", f"say = {_text(one.say)}",
        f"codes = {_texts(one.codes)}", *place,
    ])  # fmt: skip


def _bundle(one: Bundle) -> str:
    lines = "".join(f"    {_line(line)},\n" for line in one.lines)
    return "\n".join([
        "[[bundle]]", f"name = {_text(one.name)}", f"title = {_text(one.title)}",
        f"primary = {_texts(one.primary)}", f"lines = [\n{lines}]", f"apart = {_texts(one.apart)}",
    ])  # fmt: skip


def _line(line: BundleLine) -> str:
    """What is as usual is left out."""
    parts = [f"code = {_text(line.code)}"]
    if line.modifiers:
        parts.append(f"modifiers = {_texts(line.modifiers)}")
    if line.units != 1:
        parts.append(f"units = {line.units}")
    if line.say:
        parts.append(f"say = {_text(line.say)}")
    return f"{{ {', '.join(parts)} }}"


def _texts(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _text(words: str) -> str:
    """TOML's basic string is JSON's, but that DEL is written as a number too."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
