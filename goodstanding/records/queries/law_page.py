"""The Law page: every rule with its dated figures and a lawyer's word on it, what changes soon,
and what should be read again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from goodstanding.core.days import clock_words
from goodstanding.law import LawBook, Rule
from goodstanding.law.due import WITHIN, Change, Unread, changes, unread
from goodstanding.law.shape import FEDERAL, HOUSE, Parameter, Value, Version
from goodstanding.law.states import state_name
from goodstanding.records.models import LawConfirmation

_TOPICS = {
    "contact": "Calls, letters and hours",
    "messages": "Texts, emails and machine voices",
    "wording": "What we may say",
    "care": "Care and billing errors",
    "coverage": "What an insurer's patient does not owe",
    "assistance": "Help with the bill",
    "bankruptcy": "Bankruptcy",
    "estates": "After a death",
    "liability": "Who owes, and who may speak",
    "estimates": "Estimates",
    "plans": "Payment plans",
    "payments": "Payments, refunds and credits",
    "agency": "Placing with an agency",
    "suits": "Suits",
    "limitation": "Old debt",
    "credit_reporting": "Credit reports",
    "privacy": "Privacy",
    "records": "Records and safeguards",
    "scope": "Law that does not bind us",
    "house": "Clinic policy",
    "holds": "Clinic policy: holds",
}
_MONEY = "dollars"


@dataclass(frozen=True, slots=True)
class Word:
    """A lawyer's word. `holds`: given, not taken back, and the rule is still as it was then."""

    confirmed: bool
    name: str
    on: date
    note: str
    by: str
    at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One dated version of one figure, in words. `when` is "now", "later" or "past"."""

    label: str
    figure: str
    place: str
    from_on: date
    until: date | None
    cite: str
    when: str


@dataclass(frozen=True, slots=True)
class Row:
    """`words` are newest first; `from_on` and `until` span the rule's own versions; `brief` says
    the figures of today and of later, each once.
    """

    rule: Rule
    title: str
    topic: str
    place: str
    from_on: date
    until: date | None
    figures: tuple[Figure, ...]
    brief: tuple[str, ...]
    words: tuple[Word, ...]

    @property
    def confirmed(self) -> Word | None:
        return next((word for word in self.words[:1] if word.holds), None)

    @property
    def lapsed(self) -> bool:
        """A lawyer confirmed it, and it has changed since."""
        return bool(self.words) and self.words[0].confirmed and not self.words[0].holds


@dataclass(frozen=True, slots=True)
class ChangeRow:
    on: date
    words: str
    rule: Rule
    title: str


@dataclass(frozen=True, slots=True)
class LawPage:
    """`laws` counts rules of law, without clinic policy; so do `unconfirmed` and `unverified`."""

    rows: tuple[Row, ...]
    changes: tuple[ChangeRow, ...]
    until: date
    unread: tuple[Unread, ...]
    laws: int
    unconfirmed: int
    unverified: int
    places: dict[str, str]
    no_law_of: str


def law_page(book: LawBook, *, on: date, state: str) -> LawPage:
    words = _words(book)
    rows = [_row(rule, words.get(rule.id, ()), on) for rule in book.rules.values()]
    order = list(_TOPICS)
    rows.sort(key=lambda row: _place_in(order, row.rule))
    laws = [row for row in rows if row.rule.is_law]
    places = sorted({v.place for rule in book.rules.values() for v in rule.versions} - {HOUSE})
    return LawPage(
        rows=tuple(rows),
        changes=tuple(_change(each) for each in changes(book, on)),
        until=on + WITHIN,
        unread=tuple(unread(book, on)),
        laws=len(laws),
        unconfirmed=sum(row.confirmed is None for row in laws),
        unverified=sum(not row.rule.verified for row in laws),
        places={place: place_name(place) for place in (*places, HOUSE)},
        no_law_of="" if state in book.states else state_name(state) or "this state",
    )


def rule_page(book: LawBook, rule_id: str, *, on: date) -> Row | None:
    rule = book.rules.get(rule_id)
    return _row(rule, _words(book, rule_id).get(rule_id, ()), on) if rule else None


def place_name(place: str) -> str:
    names = {FEDERAL: "United States", HOUSE: "Clinic policy"}
    return names.get(place) or state_name(place)


def topic_name(topic: str) -> str:
    return _TOPICS.get(topic) or topic.replace("_", " ").capitalize()


def title_of(rule: Rule) -> str:
    """Clinic policy has none of its own: its id says it."""
    return rule.title or rule.id.split(".", 1)[-1].replace("_", " ").capitalize()


def _place_in(order: list[str], rule: Rule) -> tuple[bool, int, str]:
    known = order.index(rule.topic) if rule.topic in order else len(order)
    return not rule.is_law, known, rule.topic


def _words(book: LawBook, rule_id: str = "") -> dict[str, tuple[Word, ...]]:
    rows = LawConfirmation.objects.order_by("-id")
    if rule_id:
        rows = rows.filter(rule=rule_id)
    found: dict[str, tuple[Word, ...]] = {}
    for row in rows:
        rule = book.rules.get(row.rule)
        holds = row.confirmed and rule is not None and rule.mark == row.mark
        word = Word(row.confirmed, row.name, row.on, row.note, row.by, row.at, holds)
        found[row.rule] = (*found.get(row.rule, ()), word)
    return found


def _row(rule: Rule, words: tuple[Word, ...], on: date) -> Row:
    own = [v for v in rule.versions if v.place != HOUSE] or list(rule.versions)
    ends = [version.until for version in own]
    shown = [p for p in rule.parameters if p.name or len(rule.parameters) == 1]
    figures = tuple(_figures(shown, on))
    return Row(
        rule=rule,
        title=title_of(rule),
        topic=topic_name(rule.topic),
        place=place_name(rule.place),
        from_on=min(version.from_on for version in own),
        until=None if None in ends else max(end for end in ends if end),
        figures=figures,
        brief=tuple(dict.fromkeys(_brief(each) for each in figures if each.when != "past")),
        words=words,
    )


def _figures(parameters: Iterable[Parameter], on: date) -> Iterable[Figure]:
    for parameter in parameters:
        for version in sorted(parameter.at, key=lambda v: (v.place, v.from_on)):
            yield Figure(
                label=label_of(parameter),
                figure=figure_of(version.value, parameter.unit),
                place=place_name(version.place),
                from_on=version.from_on,
                until=version.until,
                cite=version.cite,
                when=_when(version, on),
            )


def _brief(figure: Figure) -> str:
    later = f", from {figure.from_on:%m/%d/%Y}" if figure.when == "later" else ""
    return f"{figure.label}: {figure.figure}{later}"


def _when(version: Version, on: date) -> str:
    if version.from_on > on:
        return "later"
    return "now" if version.in_force(on) else "past"


def _change(change: Change) -> ChangeRow:
    what = f"{label_of(change.parameter)} {figure_of(change.version.value, change.parameter.unit)}"
    whole = change.version.value is True
    words = {
        "begins": "begins" if whole else f"begins: {what}",
        "ends": "ends" if whole else f"ends: {what}",
        "names": f"names this day: {label_of(change.parameter)}",
    }
    return ChangeRow(change.on, words[change.what], change.rule, title_of(change.rule))


def label_of(parameter: Parameter) -> str:
    return parameter.name.replace("_", " ").capitalize() or "In force"


def figure_of(value: Value, unit: str) -> str:
    """In words: 8:00 AM, Jan 31, 2027, $1,000, 7 calls; "not known" for None."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%b} {value.day}, {value.year}"
    if isinstance(value, time):
        return clock_words(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, str):
        return value
    if unit.split(" ")[0] == _MONEY:
        return f"${value:,}{unit.removeprefix(_MONEY)}"
    if value == 1:
        unit = unit.removesuffix("s")
    return f"{value:,} {unit}".strip()
