"""What a payment will do, shown before it is posted: as much of it as this person may see."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from goodstanding.core.kinds import Tender
from goodstanding.core.money import Cents, show
from goodstanding.core.owed import Owed, owed
from goodstanding.core.places import law_for
from goodstanding.core.placing import (
    Effect,
    effect,
    named,
    oldest_first,
    open_by_charge,
    posted_before,
    promises_after,
)
from goodstanding.core.promises import PROMISE
from goodstanding.law import live_book
from goodstanding.records.queries.desk_money import MoneyAccount, taken_before
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.huddle import past_balance
from goodstanding.records.queries.periods import first_open_day
from goodstanding.web.cash_forms import CHARGES, OLDEST

PARTS = ("account", "amount", "tender", "reference", "goes", "drawer")


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """A visit that money can be put on, and what was written beside it."""

    charge: str
    service_on: date
    cents: Cents
    written: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`effect` None: this person sees only `desk_cents`, the one number the front desk may know.
    `shown` is the mark of what was looked at: posting asks for the same again. "" while nobody has
    said which visits are meant.
    """

    account: MoneyAccount
    cents: Cents
    on: date
    effect: Effect | None
    desk_cents: Cents | None
    warnings: tuple[str, ...]
    twin: str
    open: tuple[OpenCharge, ...]
    shown: str

    @property
    def desk_left(self) -> Cents | None:
        return None if self.desk_cents is None else max(self.desk_cents - self.cents, 0)


def preview(
    account: MoneyAccount, given: Mapping[str, Any], split: Mapping[str, Cents], *,
    whole: bool, at: datetime,
) -> Preview:  # fmt: skip
    """`whole`: the person may see the account. Refuses a split that cannot be."""
    on = first_open_day(timezone.localtime(at).date())
    facts = facts_for([account.key], on)[0]
    law, cents = law_for(facts, live_book()), given["amount"]
    placed = _placed(account, given, split)
    found = None
    if whole:
        news = promises_after(
            facts.promises, facts.payments, cents, on=on,
            grace_business_days=law.number(PROMISE, "grace"),
        )  # fmt: skip
        found = effect(account.layers, cents, placed, credit=account.credit_cents, promises=news)
    return Preview(
        account=account, cents=cents, on=on, effect=found,
        desk_cents=None if whole else past_balance(account.account_id, at),
        warnings=_warnings(owed(facts, law), placed) if whole else (),
        twin=_twin(account, given, on=on), open=_open(account, placed, given["goes"]),
        shown="" if given["goes"] == CHARGES and not split else mark(given, split),
    )  # fmt: skip


def mark(given: Mapping[str, Any], split: Mapping[str, Cents]) -> str:
    text = repr([given.get(part) for part in PARTS] + sorted(split.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _placed(
    account: MoneyAccount, given: Mapping[str, Any], split: Mapping[str, Cents]
) -> dict[str, Cents]:
    goes, cents = given["goes"], given["amount"]
    if goes == OLDEST:
        return oldest_first(account.layers, cents, planned=account.planned)
    return named(account.layers, cents, split) if goes == CHARGES else {}


def _open(account: MoneyAccount, placed: Mapping[str, Cents], goes: str) -> tuple[OpenCharge, ...]:
    if goes != CHARGES:
        return ()
    served = {layer.charge: layer.service_on for layer in account.layers}
    return tuple(
        OpenCharge(charge, served[charge], cents, show(placed[charge])[1:] if charge in placed
                   else "")
        for charge, cents in open_by_charge(account.layers).items()
    )  # fmt: skip


def _warnings(money: Owed, placed: Mapping[str, Cents]) -> tuple[str, ...]:
    """Money that falls on what may not be asked for now: taken, but someone should know."""
    return tuple(
        f"Charge {each.charge_id} may not be asked for now: {each.text}"
        for each in money.excluded
        if each.charge_id in placed
    )


def _twin(account: MoneyAccount, given: Mapping[str, Any], *, on: date) -> str:
    tender = Tender(given["tender"])
    before = taken_before(
        tender=tender.value, reference=given["reference"], cents=given["amount"], on=on,
        account=account.key,
    )  # fmt: skip
    if before is None:
        return ""
    at = timezone.localtime(before.at)
    return posted_before(
        tender, given["reference"], given["amount"], at=at, on=timezone.localdate()
    )
