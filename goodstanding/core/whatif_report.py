"""A trial as one document: plain values only, so that it is kept, shown and given out the same.

Shares and rates are in parts of ten thousand, money in cents; a range is [low, best, high].
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from goodstanding.core.measures import Range, Response, money_by_kind, together
from goodstanding.core.money import Cents
from goodstanding.core.policy import Policy
from goodstanding.core.whatif import Comparison, Side
from goodstanding.core.whatif_months import Walked, difference

Document = dict[str, Any]


def day_document(found: Comparison, *, on: date) -> Document:
    return {
        "on": on.isoformat(),
        "accounts": found.accounts,
        "now": _side(found.now),
        "then": _side(found.then),
        "moved": [
            {"from": before, "to": after, "accounts": count}
            for (before, after), count in sorted(found.moved.items(), key=lambda m: (-m[1], m[0]))
        ],
        "changed": found.moved.total(),
        "named": [
            {"account": m.account_id, "from": m.before, "to": m.after, "cents": m.cents}
            for m in found.named
        ],
    }


def _side(side: Side) -> Document:
    return {
        "acts": _sorted(side.acts), "steps": dict(side.steps), "refusals": _sorted(side.refusals),
        "risks": dict(side.risks), "asked": side.asked, "cost": side.cost,
    }  # fmt: skip


def walked_document(walked: Walked, responses: Mapping[str, Response]) -> Document:
    by_kind = walked.asked_by_kind()
    money = money_by_kind(by_kind, dict(responses))
    untold = sum(cents for kind, cents in by_kind.items() if kind not in money)
    return {
        "contacts": _sorted(walked.contacts), "work": _sorted(walked.work),
        "steps": dict(walked.steps), "refusals": _sorted(walked.refusals),
        "risks": dict(walked.risks), "cost": walked.cost, "asked": by_kind,
        "asked_untold": untold,
        "step_money": _step_money(walked, responses),
        "money": _range(together(money.values())),
    }  # fmt: skip


def _step_money(walked: Walked, responses: Mapping[str, Response]) -> dict[str, list[int]]:
    """By step; a step of which a part went by a way too little is known about counts without it."""
    steps: dict[str, dict[str, Cents]] = {}
    for (step, kind), cents in walked.asked.items():
        steps.setdefault(step, {})[kind] = cents
    found = {}
    for step, asked in steps.items():
        if money := money_by_kind(asked, dict(responses)):
            found[step] = _range(together(money.values()))
    return found


def months_document(
    now: Walked, then: Walked, *, real: Mapping[str, int], responses: Mapping[str, Response]
) -> Document:
    asked_now, asked_then = now.asked_by_kind(), then.asked_by_kind()
    return {
        "now": walked_document(now, responses),
        "then": walked_document(then, responses),
        "real": _sorted(real),
        "change": _range(difference(asked_now, asked_then, responses)),
        "responses": {
            kind: {
                "contacts": one.contacts,
                "followed": one.followed,
                "share": _range(one.share),
                "money": _range(one.money),
            }
            for kind, one in sorted(responses.items())
        },
    }


def step_names(*policies: Policy) -> dict[str, str]:
    """Every step's name in words, in the order of the ladders."""
    found = {step.name: step.say for policy in policies for step in policy.steps}
    days = {step.name: step.day for policy in policies for step in policy.steps}
    return {name: found[name] for name in sorted(found, key=lambda name: days[name])}


def _range(one: Range | None) -> list[int]:
    """[] where too little is known to tell."""
    return [] if one is None else [one.low, one.best, one.high]


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
