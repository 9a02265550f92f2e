"""What keeps a call from being saved, in words for the person who writes it."""

from datetime import date, timedelta

from goodstanding.core.calls import (
    FROM_OTHERS,
    NO_ONE,
    OF_MONEY,
    QUESTIONS,
    TALKED,
    Heard,
    Result,
    Talk,
    stops,
)
from goodstanding.core.money import Cents, show
from goodstanding.core.overrides import LONGEST

LONGEST_PROMISE_DAYS = 30  # later than that is a plan


def faults(talk: Talk, *, needed: int, owed: Cents, on: date) -> tuple[str, ...]:
    """`owed` is what may be asked for."""
    return (*_who(talk, needed), *_agreed(talk, owed, on), *_told(talk))


def _who(talk: Talk, needed: int) -> list[str]:
    found: list[str] = []
    with_them = talk.answered in TALKED
    if not with_them and (talk.result is not None or talk.proofs):
        found.append("Nothing is agreed, and nobody is known, when they did not talk to you.")
    if not with_them and talk.heard - FROM_OTHERS:
        found.append("Only they themselves can say this. Someone else: death, bankruptcy, lawyer.")
    if talk.answered in NO_ONE and talk.heard:
        found.append("Nobody answered, so nothing was heard.")
    if with_them and talk.result is None and not talk.heard - QUESTIONS:
        found.append("Say what was agreed, or what you heard.")
    if talk.result in OF_MONEY | {Result.HELP_FORM} and len(talk.proofs) < needed:
        found.append(f"{'Two' if needed == 2 else 'Three'} things must match before this is saved.")
    return found


def _agreed(talk: Talk, owed: Cents, on: date) -> list[str]:
    if talk.result in OF_MONEY and stops(talk):
        return ["What you heard stops the bill, so nothing is promised now."]
    if talk.result is Result.PROMISE:
        return promise_faults(talk.cents, talk.day, owed=owed, on=on)
    if talk.result is Result.SMALLER and talk.cents > owed:
        return [f"They owe {show(owed)}. Write no more than that."]
    if talk.result is Result.RING_BACK:
        return _day(talk.day, on, longest=LONGEST.days, what="to ring back")
    return []


def _told(talk: Talk) -> list[str]:
    found = []
    if Heard.NEW_INSURANCE in talk.heard and talk.insurance and not talk.insurance.insurer:
        found.append("Write the name of the insurance, or leave its other fields empty too.")
    if Heard.OTHER_HOURS in talk.heard:
        found += _hours(talk)
    return found


def _hours(talk: Talk) -> list[str]:
    told = talk.limits
    if told is None or not (told.not_before or told.not_after or told.not_at_work):
        return ["Write from when or until when they may be called, or tick work."]
    if told.not_before and told.not_after and told.not_before >= told.not_after:
        return ["No hour would be left for calls. Turn the two hours round."]
    return []


def promise_faults(cents: Cents, day: date | None, *, owed: Cents, on: date) -> list[str]:
    found = []
    if cents <= 0:
        found.append("Write how much they will pay.")
    elif cents > owed:
        found.append(f"They owe {show(owed)}. Write no more than that.")
    return found + _day(day, on, longest=LONGEST_PROMISE_DAYS, what="of the promise")


def _day(day: date | None, on: date, *, longest: int, what: str) -> list[str]:
    if day is None:
        return [f"Write the day {what}."]
    if day < on:
        return [f"The day {what} is past. Write one from today."]
    if day > on + timedelta(days=longest):
        return [f"The day {what} is more than {longest} days away. Choose an earlier one."]
    return []
