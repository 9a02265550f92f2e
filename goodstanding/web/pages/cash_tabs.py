"""The tabs over the pages about cash: only those that this person may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from goodstanding.web.access import may_open, role_of

_TABS = (
    ("cash", "Payments"),
    ("deposits", "Deposits and bank"),
    ("day_close", "Close the day"),
    ("books", "Books"),
)


@dataclass(frozen=True, slots=True)
class CashTab:
    label: str
    url: str
    number: int
    here: bool


def cash_tabs(request: HttpRequest, here: str) -> list[CashTab]:
    """For templates/_cash_tabs.html, as `cash_tabs`; `here` is the name of the page's route."""
    role = role_of(request)
    open_ = [(route, label) for route, label in _TABS if may_open(role, route)]
    return [
        CashTab(label, reverse(route), number, route == here)
        for number, (route, label) in enumerate(open_, 1)
    ]
