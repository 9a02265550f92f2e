"""What every page shares: the shell around it, the clock, and the person's last action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from goodstanding.core.days import clock_words
from goodstanding.core.kinds import Role
from goodstanding.records import clinic
from goodstanding.records.queries import team
from goodstanding.web.access import IDLE, covering, may_open, role_of
from goodstanding.web.errors import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    letter: str
    here: bool
    seldom: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    presses: tuple[str, ...]
    does: str


_NAV = (
    ("today", "Today", "t"),
    ("letters", "Letters", "l"),
    ("messages", "Messages", "m"),
    ("plans", "Plans", "p"),
    ("front_desk", "Front desk", "f"),
    ("scheduling", "Scheduling", "d"),
    ("holds", "Holds", "h"),
    ("cash", "Cash", "c"),
    ("insurers", "Insurers", "n"),
    ("estimates", "Estimates", "e"),
    ("reports", "Reports", "s"),
    ("imports", "Imports", "i"),
    ("credits", "Credits", "d"),
    ("aging", "Aging", "r"),
    ("policy", "Policy", "y"),
    ("law", "Law", "w"),
    ("team", "Team", "o"),
)
# Under More for who has a long bar, so that it keeps to one line; their keys stay.
_SELDOM = frozenset({"credits", "aging", "policy", "law", "team"})
_SHORT = 12
_LEAST_LETTERS = 2

KEYS = (
    Key(("/",), "Search"),
    Key(("J", "K"), "Next or previous row; the arrows do the same"),
    Key(("Enter",), "Open the row"),
    Key(("C",), "On Today: call the person of the row"),
    Key(("Space",), "Peek at the row without leaving the list"),
    Key(("X",), "Select the row; Ctrl+C copies selected rows as a table"),
    Key(("A", "W"), "On Today: assign the selected rows, or the row; let them wait until a day"),
    Key(("Esc",), "Close the peek or the drawer"),
    Key(("H", "N", "C"), "On an account: add a hold, add a note, call"),
    Key(("U",), "On an account: take back the call you just saved"),
    Key(("Ctrl+Shift+Enter",), "On a call: save, and call the next person"),
    Key(("Y",), "On a call: the words in the person's own language"),
    Key(("E", "Ctrl+S", "Ctrl+Enter"), "On words: open the draft, save it, ask for approval"),
    Key(("M",), "On an account: a promise to pay"),
    Key(("W",), "On an account: write to the patient"),
    Key(("O",), "On an account: do something else than the next step"),
    Key(("P",), "On an account: make a payment plan; then 1 to 4 for the offer, Y when told"),
    Key(("Shift+P", "K"), "On an account: take a payment, place or change money"),
    Key(("A",), "On an account: assign it, or hand it over with a note"),
    Key(("T",), "On an account: the timeline, then 1 to 7 for its tab; on Cash: take a payment"),
    Key(("R",), "On a letter found by its reference: it came back"),
    Key(("C", "A", "S", "E"), "On Cash: check, card, cash, EFT"),
    Key(("M", "F", "W", "R"), "On a claim that waits: match, find, set aside, send to denials"),
    Key(("H", "V"), "On a claim that waits: post it by hand, as the payer sent it"),
    Key(("T", "B", "N"), "On a check set aside: post it, keep the receipt, neither"),
    Key(("N",), "On Estimates: a new estimate, from a booked visit; E on an account"),
    Key(("1", "2", "I"), "Writing an estimate: self-pay, insured, to the lines"),
    Key(("V", "B"), "On an estimate: what changed between versions; write it anew"),
    Key(("1", "5"), "At the desk: paid, part, not today, wants us, did not ask; Enter goes on"),
    Key(("R",), "Refresh the page"),
    Key(("Alt+1", "Alt+9"), "Jump to a tab; works with single keys off"),
    Key(("Ctrl+Enter",), "Save the form you are in"),
    Key(("Ctrl+.",), "Cover the screen; always works"),
    Key(("?",), "These keys"),
)


def moment() -> datetime:
    """Now, on the clinic's clock: its date is the business day."""
    return timezone.localtime()


def business_day() -> date:
    return timezone.localdate()


class Shell:
    """The frame; asks for the number of jobs only when the page shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        user = getattr(request, "user", None)
        person = user if user is not None and user.is_authenticated else None
        self.signed_in = person is not None
        self.role_kind = role_of(request) if person else None
        self.role = ROLE_WORDS[self.role_kind] if self.role_kind else ""
        self.name = (person.get_short_name() or person.get_username()) if person else ""
        self.single_keys = bool(person and person.single_keys)
        self.idle_seconds = int(IDLE.total_seconds())
        self.at = moment()
        self.on = request.method == "GET"
        self.may_search = may_open(self.role_kind, "search")
        self.may_jobs = may_open(self.role_kind, "jobs")
        self.may_mentions = may_open(self.role_kind, "mentions")

    @property
    def clinic(self) -> str:
        return clinic.current().facts.name

    @cached_property
    def _waiting(self) -> tuple[int, int]:
        return team.waiting_for(self._request.user.get_username())

    @property
    def jobs(self) -> int:
        return self._waiting[0]

    @property
    def mentions(self) -> int:
        """Notes that name this person and were not seen."""
        return self._waiting[1]

    @property
    def covering(self) -> str:
        return covering(self._request) if self.signed_in else ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """With where this person may go, and nothing of where they may not."""
        go = ", ".join(f"G {item.letter.upper()} {item.label}" for item in self.nav)
        return (*KEYS, Key(("G",), f"Then a letter: {go}")) if go else KEYS

    @cached_property
    def nav(self) -> list[NavItem]:
        """A page below /cash/ is Cash's, also when a form comes back from one. The office opens
        Scheduling from Front desk."""
        first = self._request.path.split("/")[1]
        mine = [
            (route, label, letter)
            for route, label, letter in _NAV
            if may_open(self.role_kind, route)
            and (route != "scheduling" or self.role_kind is Role.SCHEDULER)
        ]
        folds = _SELDOM if len(mine) > _SHORT else frozenset()
        return [
            NavItem(label, reverse(route), letter, reverse(route) == f"/{first}", route in folds)
            for route, label, letter in mine
        ]

    @cached_property
    def seldom(self) -> list[NavItem]:
        return [item for item in self.nav if item.seldom]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor of settings.py."""
    return {"shell": Shell(request)}


def page(
    request: HttpRequest, whole: str, *, part: str, context: Mapping[str, Any]
) -> HttpResponse:
    """The part alone when htmx asks for it, else the whole page around it."""
    return render(request, part if getattr(request, "htmx", False) else whole, dict(context))


def saved(request: HttpRequest, words: str) -> None:
    """Says what was done; it stays on the screen until the next action."""
    clock = clock_words(timezone.localtime(moment()))
    messages.success(request, f"Saved {clock}: {words}", extra_tags="done")


def not_saved(request: HttpRequest, words: str) -> None:
    messages.error(request, f"Not saved. {words}", extra_tags="failed")


def left_out(request: HttpRequest, words: str) -> None:
    """Beside `saved`: what of it was not, and why."""
    messages.warning(request, words, extra_tags="failed")


def looked_for(request: HttpRequest) -> tuple[str, bool]:
    """?q= in plain words, and whether that is too short to look for."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    return text, 0 < len(text) < _LEAST_LETTERS


def page_number(request: HttpRequest) -> int:
    """?page=2; 1 for anything that is no page."""
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def form_drawer(step: Sequence[Any], action: str, *, close: str) -> dict[str, str]:
    """What _form_drawer.html shows of a step whose last two are its title and its button."""
    *_, title, button = step
    return {"title": title, "button": button, "action": action, "close": close}
