"""A lawyer's word on a rule, written down by a manager. It holds for the rule as it was: when its
words, figures or days change, it is unconfirmed again."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.card_numbers import has_card_number
from goodstanding.core.days import local_day
from goodstanding.core.refusals import Refused
from goodstanding.law import Rule, live_book
from goodstanding.records import clinic
from goodstanding.records.models import LawConfirmation


@dataclass(frozen=True, slots=True)
class Said:
    """Who confirmed it, on which day, and what they added."""

    name: str
    on: date
    note: str = ""


@action("law.confirm")
def confirm_rule(*, rule_id: str, said: Said, by: Actor, at: datetime) -> None:
    """The same word twice is written once."""
    rule = _rule(rule_id)
    name, note = " ".join(said.name.split()), said.note.strip()
    if not name:
        raise Refused("Write the name of the lawyer who confirmed it.")
    if said.on > local_day(at, clinic.current().timezone):
        raise Refused("The day of the confirmation is still to come. Write the day it was given.")
    if has_card_number(note):
        raise Refused("Take the card number out. Card numbers are never kept here.")
    last = _last(rule_id)
    if last and last.confirmed and (last.mark, last.name, last.on) == (rule.mark, name, said.on):
        return
    _write(rule, Said(name, said.on, note), confirmed=True, by=by, at=at)


@action("law.take_back")
def take_back_rule(*, rule_id: str, note: str = "", by: Actor, at: datetime) -> None:
    """The confirmation stays in the history; the rule is unconfirmed from now."""
    rule, last = _rule(rule_id), _last(rule_id)
    if last is None or not last.confirmed:
        raise Refused("This rule is not marked as confirmed, so there is nothing to take back.")
    on = local_day(at, clinic.current().timezone)
    _write(rule, Said(last.name, on, note.strip()), confirmed=False, by=by, at=at)


def _write(rule: Rule, said: Said, *, confirmed: bool, by: Actor, at: datetime) -> None:
    LawConfirmation.objects.create(
        rule=rule.id, mark=rule.mark, confirmed=confirmed,
        name=said.name, on=said.on, note=said.note, by=by.name, at=at,
    )  # fmt: skip
    about(rule=rule.id, mark=rule.mark)


def _rule(rule_id: str) -> Rule:
    rule = live_book().rules.get(rule_id)
    if rule is None:
        raise Refused("There is no such rule in the law book.")
    return rule


def _last(rule_id: str) -> LawConfirmation | None:
    return LawConfirmation.objects.filter(rule=rule_id).order_by("-id").first()
