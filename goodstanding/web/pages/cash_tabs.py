"""The tabs over every page of the cash desk; each only for those who may open it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from goodstanding.web.access import may_open, role_of

_TABS = (
    ("cash", "Payments"), ("deposits", "Deposits and bank"), ("day_close", "Close the day"),
    ("books", "Books"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CashTab:
    label: str
    url: str
    number: int
    here: bool


def cash_tabs(request: HttpRequest, here: str) -> list[CashTab]:
    role = role_of(request)
    open_to = [(route, label) for route, label in _TABS if may_open(role, route)]
    return [
        CashTab(label, reverse(route), place, route == here)
        for place, (route, label) in enumerate(open_to, 1)
    ]
