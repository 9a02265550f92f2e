"""The form of one change of a visit's money, filled with the account's open visits."""

import secrets
from collections.abc import Sequence

from goodstanding.core.money import plain, show
from goodstanding.records.queries.desk_money import charges_of, money_account
from goodstanding.web.cash_forms import APPLY, MoneyForm


def money_form(account_id: str, what: str = "") -> MoneyForm:
    """`what` is chosen already; money that waits comes with its amount."""
    first = {"key": secrets.token_hex(16), "what": what}
    account = money_account(account_id)
    waits = account.unapplied_cents if account else 0
    if what == APPLY and waits > 0:
        first["amount"] = plain(waits)
    return MoneyForm(initial=first, charges=open_visits(account_id), waits=waits > 0)


def open_visits(account_id: str) -> Sequence[tuple[str, str]]:
    return [
        (
            one.charge,
            f"{one.service_on:%m/%d/%Y}: patient {show(one.patient_cents)}, "
            f"insurer {show(one.insurer_cents)} ({one.charge})",
        )
        for one in charges_of(account_id)
    ]
