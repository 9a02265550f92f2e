"""How a call begins: by what happened before it."""

from enum import StrEnum

from goodstanding.core.happened import ASKED_IN_WRITING


class Situation(StrEnum):
    FIRST = "first"
    AFTER_LETTER = "after_letter"
    BROKEN_PROMISE = "broken_promise"
    MISSED_PLAN = "missed_plan"


def situation(code: str, kinds: frozenset[str]) -> Situation:
    """`code` is that of the next step's first reason ("promise.broken"), `kinds` what has reached
    them so far ("statement", "call", ...).
    """
    topic = code.partition(".")[0]
    if topic == "promise":
        return Situation.BROKEN_PROMISE
    if topic == "plan":
        return Situation.MISSED_PLAN
    return Situation.AFTER_LETTER if kinds & ASKED_IN_WRITING else Situation.FIRST
