"""The law book: every rule file read once; `on(day, state)` answers with what is in force that
day."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Self

from goodstanding.law.shape import NoRule, Parameter, Rule, Source, Value, Version

RULES = Path(__file__).parent / "rules"
TAKES = frozenset({"lowest", "highest", "nearest"})
_HOUSE = "house"


class LawBook:
    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: dict[str, Rule] = {}
        for rule in rules:
            if rule.id in self.rules:
                raise ValueError(f"rule {rule.id} is written twice")
            self.rules[rule.id] = rule
        self.parameters = {(r.id, p.name): p for r in self.rules.values() for p in r.parameters}
        self._days: dict[tuple[date, str, str], LawOn] = {}

    @classmethod
    def load(cls, folder: Path = RULES) -> Self:
        """Every .toml of the folder; a fault in one is a ValueError that names the file."""
        rules: list[Rule] = []
        for path in sorted(folder.glob("*.toml")):
            try:
                rules += _read(tomllib.loads(path.read_text("utf-8"), parse_float=Decimal))
            except (KeyError, TypeError, ValueError) as fault:
                raise ValueError(f"{path.name}: {fault}") from fault
        return cls(rules)

    def on(self, day: date, state: str, *, home: str = "") -> "LawOn":
        """`home` is the person's own state, "" when not known or not asked about."""
        law = self._days.get((day, state, home))
        if law is None:
            law = self._days[day, state, home] = LawOn(self, day, state, home=home)
        return law


class LawOn:
    """The law of one day in one state (and the clinic's own policy), with a reader for each type of
    value."""

    def __init__(self, book: LawBook, day: date, state: str, *, home: str = "") -> None:
        self.home = home
        self.book = book
        self.day = day
        self.state = state
        self._found: dict[tuple[str, str], Version | None] = {}

    def as_of(self, day: date) -> "LawOn":
        """The same place on another day: a rule may look at the day of service."""
        return self.book.on(day, self.state, home=self.home)

    def rule(self, rule_id: str) -> Rule:
        """The rule's sentence, source and standing, whatever the day."""
        try:
            return self.book.rules[rule_id]
        except KeyError:
            raise NoRule(f"there is no rule {rule_id}") from None

    def cite(self, rule_id: str) -> str:
        return self.rule(rule_id).citation

    def in_force(self, rule_id: str, name: str = "") -> bool:
        return self._version(rule_id, name) is not None

    def version(self, rule_id: str, name: str = "") -> Version:
        """The version that governs: what a decision stores beside its answer."""
        found = self._version(rule_id, name)
        if found is None:
            label = f"{rule_id} {name}".strip()
            raise NoRule(f"no version of {label} is in force on {self.day} in {self.state}")
        return found

    def number(self, rule_id: str, name: str = "") -> int:
        value = self.version(rule_id, name).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{rule_id} {name} is not a whole number")
        return value

    def cents(self, rule_id: str, name: str = "") -> int:
        """A figure written in whole dollars, as cents."""
        return self.number(rule_id, name) * 100

    def rate(self, rule_id: str, name: str = "") -> Decimal:
        value = self.version(rule_id, name).value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise TypeError(f"{rule_id} {name} is not a rate")
        return Decimal(value)

    def flag(self, rule_id: str, name: str = "") -> bool:
        value = self.version(rule_id, name).value
        if not isinstance(value, bool):
            raise TypeError(f"{rule_id} {name} is not yes or no")
        return value

    def on_day(self, rule_id: str, name: str = "") -> date:
        value = self.version(rule_id, name).value
        if not isinstance(value, date):
            raise TypeError(f"{rule_id} {name} is not a day")
        return value

    def clock(self, rule_id: str, name: str = "") -> time:
        value = self.version(rule_id, name).value
        if not isinstance(value, time):
            raise TypeError(f"{rule_id} {name} is not a time of day")
        return value

    def words(self, rule_id: str, name: str = "") -> tuple[str, ...]:
        value = self.version(rule_id, name).value
        if not isinstance(value, tuple):
            raise TypeError(f"{rule_id} {name} is not a list of words")
        return value

    def _version(self, rule_id: str, name: str) -> Version | None:
        key = (rule_id, name)
        if key in self._found:
            return self._found[key]
        if key not in self.book.parameters:
            raise NoRule(f"there is no rule {rule_id} {name}".rstrip())
        found = self._found[key] = _governing(self.book.parameters[key], self.day, self.state)
        return found


def _governing(parameter: Parameter, day: date, state: str) -> Version | None:
    """The newest version of each place, then lowest, highest or nearest of them; law before house
    when equal."""
    newest: dict[str, Version] = {}
    for place in ("US", state, _HOUSE):
        live = [v for v in parameter.at if v.place == place and v.in_force(day)]
        if live:
            newest[place] = max(live, key=lambda v: v.from_on)
    if not newest:
        return None
    if parameter.take == "nearest":
        return next(newest[place] for place in (_HOUSE, state, "US") if place in newest)
    choose: Any = min if parameter.take == "lowest" else max
    chosen: Version = choose(newest.values(), key=lambda v: v.value)
    return chosen


def _read(document: Mapping[str, Any]) -> list[Rule]:
    sources = {
        key: Source(key, entry["name"], entry.get("url", ""), entry.get("read_on"))
        for key, entry in document.get("source", {}).items()
    }
    _only_known(document, frozenset({"source", "rule"}))
    return [_rule(entry, sources) for entry in document.get("rule", ())]


_RULE_KEYS = frozenset(
    ["id", "say", "cite", "source", "status", "binds", "informs", "unit", "take", "at", "parameter"]
)
_PARAMETER_KEYS = _RULE_KEYS - {"parameter"} | {"name"}
_VERSION_KEYS = frozenset(["place", "from", "until", "value", "cite", "source", "status", "binds"])


def _rule(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Rule:
    _only_known(entry, _RULE_KEYS)
    parameters = [_parameter({**entry, **each}, sources) for each in entry.get("parameter", ())]
    if "at" in entry:
        parameters.insert(0, _parameter({**entry, "name": ""}, sources))
    if not parameters:
        raise ValueError(f"{entry['id']}: has no version; say from when it is in force")
    return Rule(
        id=entry["id"],
        say=entry["say"],
        citation=entry["cite"],
        source=sources[entry["source"]],
        verified=_verified(entry["status"]),
        binds=entry.get("binds", "clinic"),
        informs=entry.get("informs", ""),
        parameters=tuple(parameters),
    )


def _parameter(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Parameter:
    _only_known(entry, _PARAMETER_KEYS | {"parameter"})
    label = f"{entry['id']} {entry['name']}".rstrip()
    take = entry.get("take", "nearest")
    if take not in TAKES:
        raise ValueError(f"{label}: take is lowest, highest or nearest")
    own = {key: entry[key] for key in ("cite", "source", "status", "binds") if key in entry}
    versions = tuple(_version(own | each, sources) for each in entry["at"])
    if not versions or len({type(v.value) for v in versions}) > 1:
        raise ValueError(f"{label}: needs versions with values of one type")
    if len({(v.place, v.from_on) for v in versions}) < len(versions):
        raise ValueError(f"{label}: two versions from one day in one place")
    return Parameter(entry["name"], entry.get("unit", ""), take, versions)


def _version(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Version:
    _only_known(entry, _VERSION_KEYS)
    value: Value | list[str] = entry.get("value", True)
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


def _only_known(entry: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := set(entry) - known:
        raise ValueError(f"{entry.get('id', 'here')}: unknown {', '.join(sorted(unknown))}")


@cache
def live_book() -> LawBook:
    """The rules that ship with the program, read once."""
    return LawBook.load()
