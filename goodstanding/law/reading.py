"""A rule file to rules; a fault is a ValueError that says which rule and what.

What an older edition may lack (a title, a gate) is not asked for here: an edition that once
decided something must stay readable. The tests of the live rules ask for it.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from goodstanding.law.shape import (
    GATES,
    HOUSE,
    REACHES,
    Parameter,
    Rule,
    Source,
    Value,
    Version,
)

TAKES = frozenset({"lowest", "highest", "nearest"})

_VERSION_KEYS = frozenset(
    ["place", "from", "until", "value", "unknown", "cite", "source", "status", "binds"]
)
_SHARED_KEYS = frozenset(["cite", "source", "status", "binds", "unit", "take", "at"])
_PARAMETER_KEYS = _SHARED_KEYS | {"name"}
_RULE_KEYS = _SHARED_KEYS | frozenset(
    ["id", "title", "say", "gate", "reach", "like", "touches", "note", "informs", "parameter"]
)


def read(text: str, *, topic: str) -> list[Rule]:
    document = tomllib.loads(text, parse_float=Decimal)
    _only_known(document, frozenset({"source", "rule"}))
    sources = {
        key: Source(key, entry["name"], entry.get("url", ""), entry.get("read_on"))
        for key, entry in document.get("source", {}).items()
    }
    return [_rule(entry, sources, topic) for entry in document.get("rule", ())]


def _rule(entry: Mapping[str, Any], sources: Mapping[str, Source], topic: str) -> Rule:
    _only_known(entry, _RULE_KEYS)
    shared = {key: value for key, value in entry.items() if key in _SHARED_KEYS}
    label = entry["id"]
    given = entry.get("parameter", ())
    parameters = [_parameter({**shared, **each}, sources, label) for each in given]
    if "at" in entry:
        parameters.insert(0, _parameter({**shared, "name": ""}, sources, label))
    if not parameters:
        raise ValueError(f"{label}: has no version; say from when it is in force")
    return Rule(
        id=label,
        say=entry["say"],
        citation=entry["cite"],
        source=sources[entry["source"]],
        verified=_verified(entry["status"]),
        binds=entry.get("binds", "clinic"),
        informs=entry.get("informs", ""),
        parameters=tuple(parameters),
        title=entry.get("title", ""),
        gate=_one_of(GATES, entry.get("gate", ""), label),
        note=entry.get("note", ""),
        reach=_one_of(REACHES, entry.get("reach", "clinic"), label),
        like=entry.get("like", ""),
        touches=tuple(entry.get("touches", ())),
        topic=topic,
    )


def _parameter(entry: Mapping[str, Any], sources: Mapping[str, Source], rule: str) -> Parameter:
    _only_known(entry, _PARAMETER_KEYS)
    label = f"{rule} {entry['name']}".rstrip()
    take = entry.get("take", "nearest")
    if take not in TAKES:
        raise ValueError(f"{label}: take is lowest, highest or nearest")
    own = {key: entry[key] for key in ("cite", "source", "status", "binds") if key in entry}
    versions = tuple(_version(own | each, sources) for each in entry["at"])
    if not versions or len({type(v.value) for v in versions if v.value is not None}) > 1:
        raise ValueError(f"{label}: needs versions with values of one type")
    if len({(v.place, v.from_on) for v in versions}) < len(versions):
        raise ValueError(f"{label}: two versions from one day in one place")
    if take == "nearest" and _policy_differs(versions):
        raise ValueError(f"{label}: policy beside law needs take lowest or highest")
    return Parameter(entry["name"], entry.get("unit", ""), take, versions)


def _policy_differs(versions: tuple[Version, ...]) -> bool:
    """Policy that `nearest` would let stand in the law's place."""
    both = len({v.place == HOUSE for v in versions}) > 1
    return both and len({v.value for v in versions}) > 1


def _version(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Version:
    _only_known(entry, _VERSION_KEYS)
    value: Value | list[str] = entry.get("value", True)
    if entry.get("unknown"):
        value = None
    until = entry.get("until")
    if type(entry["from"]) is not date or (until is not None and until < entry["from"]):
        raise ValueError(f"from {entry['from']} until {until} is not a span of days")
    return Version(
        place=entry["place"],
        from_on=entry["from"],
        until=until,
        value=tuple(value) if isinstance(value, list) else value,
        cite=entry["cite"],
        source=sources[entry["source"]],
        binds=entry.get("binds", "clinic"),
        verified=_verified(entry["status"]),
    )


def _verified(status: str) -> bool:
    if status not in ("verified", "unverified"):
        raise ValueError(f"status is verified or unverified, not {status}")
    return status == "verified"


def _one_of(known: tuple[str, ...], word: str, label: str) -> str:
    if word and word not in known:
        raise ValueError(f"{label}: {word} is not one of {', '.join(known)}")
    return word


def _only_known(entry: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := set(entry) - known:
        raise ValueError(f"{entry.get('id', 'here')}: unknown {', '.join(sorted(unknown))}")
