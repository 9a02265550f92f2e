"""A policy's values as fields, and a trial's answer as rows: now, then, change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from goodstanding.core.money import show
from goodstanding.core.policy import Policy
from goodstanding.core.policy_text import all_values
from goodstanding.core.policy_words import around, named
from goodstanding.core.whatif import RISKS
from goodstanding.law import live_book
from goodstanding.records.queries.worklist import ACT_LABELS

_DAYS_SHOWN = frozenset({"day", "gap"})


@dataclass(frozen=True, slots=True)
class Field:
    """`before` and `after` are the sentence around the value; `label` names it for who listens."""

    name: str
    label: str
    before: str
    after: str
    value: str
    money: bool


@dataclass(frozen=True, slots=True)
class Row:
    """`second` is a line below the label, or the figure of what was truly sent."""

    label: str
    now: int
    then: int
    second: str = ""

    @property
    def change(self) -> int:
        return self.then - self.now


@dataclass(frozen=True, slots=True)
class MoneyRow:
    label: str
    accounts_now: int
    accounts_then: int
    now: tuple[int, ...]
    then: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """Shares in tenths of a hundred, as text: "31.4"."""

    label: str
    contacts: int
    share: tuple[str, ...]
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Months:
    first: date
    last: date
    accounts: int
    of: int
    weeks: int
    answered: str
    calls_known: int
    contacts: tuple[Row, ...]
    work: tuple[Row, ...]
    steps: tuple[MoneyRow, ...]
    cost: Row
    calls_a_week: Row
    real: Mapping[str, int]
    responses: tuple[ResponseRow, ...]
    change: str
    untold: int
    risks: tuple[Row, ...]
    refusals: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    on: date
    accounts: int
    changed: int
    acts: tuple[Row, ...]
    cost: Row
    asked: Row
    risks: tuple[Row, ...]
    refusals: tuple[Row, ...]
    named: tuple[dict[str, Any], ...]
    months: Months | None


def usual_fields(text: str, policy: Policy | None) -> list[tuple[str, list[Field]]]:
    """The steps' days and gaps, and every other day and amount, by table; lists and words are
    changed in the whole text."""
    found: dict[str, list[Field]] = {}
    for one in all_values(text).values():
        parts = one.place.split(".")
        if one.kind not in ("days", "amount") or parts[0] in ("version", "chances"):
            continue
        if parts[0] == "steps" and parts[-1] not in _DAYS_SHOWN | {"from_amount"}:
            continue
        title, _, label = named(one.place, policy).partition(": ")
        before, after = around(one)
        field = Field(
            f"at.{one.place}",
            f"{title}: {label}",
            before,
            after.rstrip("."),
            one.shown,
            one.kind == "amount",
        )
        found.setdefault(title, []).append(field)
    return list(found.items())


def trial_tables(trial: Mapping[str, Any]) -> Tables:
    day = trial["day"]
    now, then = day["now"], day["then"]
    return Tables(
        on=date.fromisoformat(trial["on"]), accounts=day["accounts"], changed=day["changed"],
        acts=_rows(now["acts"], then["acts"], ACT_LABELS),
        cost=Row("Cost of today's steps", now["cost"], then["cost"]),
        asked=Row("Asked for today", now["asked"], then["asked"]),
        risks=_risks(now["risks"], then["risks"]),
        refusals=_refusals(now["refusals"], then["refusals"]),
        named=tuple(
            {**one, "from": _act(one["from"]), "to": _act(one["to"])} for one in day["named"]
        ),
        months=trial["months"] and _months(trial["months"], trial["steps"]),
    )  # fmt: skip


def _months(past: Mapping[str, Any], steps: Mapping[str, str]) -> Months:
    now, then = past["now"], past["then"]
    calls = [side["contacts"].get("call", 0) * 10 // past["weeks"] for side in (now, then)]
    return Months(
        first=date.fromisoformat(past["first"]), last=date.fromisoformat(past["last"]),
        accounts=past["accounts"], of=past["of"], weeks=past["weeks"],
        answered=_hundredths(past["answered"]), calls_known=past["calls_known"],
        contacts=_rows(now["contacts"], then["contacts"], ACT_LABELS, real=past["real"]),
        work=_rows(now["work"], then["work"], ACT_LABELS),
        steps=_steps(now, then, steps),
        cost=Row("Cost", now["cost"], then["cost"]),
        calls_a_week=Row("Calls a week", *calls),
        real=past["real"], responses=_responses(past["responses"]),
        change=_more_or_less(*past["change"]), untold=then["asked_untold"],
        risks=_risks(now["risks"], then["risks"]),
        refusals=_refusals(now["refusals"], then["refusals"]),
    )  # fmt: skip


def _more_or_less(low: int, best: int, high: int) -> str:
    if not (low or best or high):
        return "no difference"
    if low >= 0:
        words = f"{show(low)} to {show(high)} more"
    elif high <= 0:
        words = f"{show(-high)} to {show(-low)} less"
    else:
        words = f"between {show(-low)} less and {show(high)} more"
    return (
        f"{words} under the draft (best guess {show(abs(best))} {'more' if best > 0 else 'less'})"
    )


def _rows(
    now: Mapping[str, int], then: Mapping[str, int], labels: Mapping[str, str],
    *, real: Mapping[str, int] | None = None,
) -> tuple[Row, ...]:  # fmt: skip
    names = {*now, *then, *(real or {})}

    def place(name: str) -> tuple[int, str]:
        return -max(now.get(name, 0), then.get(name, 0)), name

    return tuple(
        Row(labels.get(name, _words(name)), now.get(name, 0), then.get(name, 0),
            "" if real is None else str(real.get(name, 0)))
        for name in sorted(names, key=place)
    )  # fmt: skip


def _steps(
    now: Mapping[str, Any], then: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[MoneyRow, ...]:
    """In the order of the ladder; what stands beside it, last."""
    known = {*now["steps"], *then["steps"], *now["step_money"], *then["step_money"]}
    order = [*(name for name in names if name in known), *sorted(known - {*names, ""})]
    order += [""] if "" in known else []
    return tuple(
        MoneyRow(
            names.get(name, _words(name)) if name else "Beside the ladder",
            now["steps"].get(name, 0), then["steps"].get(name, 0),
            tuple(now["step_money"].get(name, ())), tuple(then["step_money"].get(name, ())),
        )
        for name in order
    )  # fmt: skip


def _responses(found: Mapping[str, Any]) -> tuple[ResponseRow, ...]:
    return tuple(
        ResponseRow(ACT_LABELS.get(kind, _words(kind)), one["contacts"],
                    tuple(map(_hundredths, one["share"])), tuple(map(_hundredths, one["money"])))
        for kind, one in sorted(found.items(), key=lambda item: -item[1]["contacts"])
    )  # fmt: skip


def _risks(now: Mapping[str, int], then: Mapping[str, int]) -> tuple[Row, ...]:
    return tuple(Row(words, now.get(n, 0), then.get(n, 0)) for n, words in RISKS.items())


def _refusals(now: Mapping[str, int], then: Mapping[str, int]) -> tuple[Row, ...]:
    rules = live_book().rules
    return tuple(
        Row(rules[rule].say if rule in rules else rule, now.get(rule, 0), then.get(rule, 0), rule)
        for rule in sorted({*now, *then})
    )


def _act(name: str) -> str:
    return ACT_LABELS.get(name, _words(name))


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _hundredths(parts: int) -> str:
    """3139 of ten thousand -> "31.4" in a hundred."""
    return f"{(parts + 5) // 100}.{(parts + 5) // 10 % 10}"
