"""Today: people in order, each with the reason and the next step, in queues that never overlap."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.core.assistance_signs import CANNOT_PAY
from goodstanding.core.days import business_day_before
from goodstanding.core.kinds import Act
from goodstanding.core.languages import NAMES
from goodstanding.core.worklist import QUEUES
from goodstanding.records.queries import promises, team, worklist
from goodstanding.records.queries.assistance_signs import signs_of_rows
from goodstanding.records.queries.messages_page import need_a_person
from goodstanding.records.queries.worklist import (
    ACT_LABELS,
    PAGE,
    Filters,
    Looker,
    QueueCount,
    TodayPage,
    WorkRow,
)
from goodstanding.web import today_estimates
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.forms import amount_of
from goodstanding.web.pages import pasted
from goodstanding.web.parts import business_day, moment, page_number
from goodstanding.web.today_estimates import estimates_tab
from goodstanding.web.today_owner import shown

LANGUAGES = {code: NAMES[code] for code in ("en", "es", "so", "hmn", "vi")}


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue; `number` is its key with Alt, 0 past nine."""

    queue: QueueCount
    url: str
    here: bool
    number: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, read kindly: what cannot be read does not narrow the list."""

    queue: str
    language: str
    least: str
    filters: Filters
    page: int
    problem: str
    owner: str = ""  # asked for in the address, as Team links do; "" as this person keeps it

    @property
    def narrowed(self) -> str:
        """The filters in words, "" without any."""
        words = [LANGUAGES.get(self.language, self.language)] if self.language else []
        if self.filters.least_cents:
            words.append(f"owes ${self.least.removeprefix('$')} or more")
        return " and ".join(words)

    @property
    def without_owner(self) -> str:
        return self.url(owner="")

    def url(self, **changed: object) -> str:
        kept = {
            "queue": self.queue, "language": self.language, "least": self.least,
            "owner": self.owner, **changed,
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in kept.items() if value})


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    me, asked = actor(request).name, read(request)
    mine = shown(request, asked.owner)
    listed = request.session.get(pasted.KEY) or {}
    by_list = asked.queue == pasted.QUEUE and bool(listed)
    beside = by_list or asked.queue == today_estimates.QUEUE
    whose = {"accounts": tuple(listed["matched"])} if by_list else mine.owner.filters
    found = worklist.today_page(
        role=mine.role, on=business_day(), filters=replace(asked.filters, **whose), page=asked.page,
        queue=asked.queue if asked.queue in QUEUES else "", looker=Looker(me, moment()),
    )  # fmt: skip
    return render(request, "today.html", {
        **_shown(found, asked, by_list=by_list, beside=beside),
        "today": found, "asked_for": asked, "languages": LANGUAGES, "owner": mine.owner,
        "owners": mine.owner.choices(mine.colleagues),
        "listed": listed, "by_list": by_list, "cover": mine.cover, "covers": mine.covers,
        "handed": team.handed_to(me), **_kept(request),
        "may_wait": may_open(role_of(request), "chosen_wait"),
        "keys": ",".join(str(row.key) for row in found.rows),
        "help_signs": _help_signs(found),
        "back": f"?{request.GET.urlencode()}",
    })  # fmt: skip


def _help_signs(found: TodayPage) -> dict[str, str]:
    """By account, where help or a plan is offered next: the first sign that help may fit which the
    row does not say itself.
    """
    offers = {row.account_id: row for row in found.rows if row.offers}
    signs = signs_of_rows((row.key for row in offers.values()), found.on)
    said = {Act.SCREEN_ASSISTANCE.value: CANNOT_PAY}
    return {
        number: next((s.text for s in of_row if s.code != said.get(offers[number].act)), "")
        for number, of_row in signs.items()
    }


def _kept(request: HttpRequest) -> dict[str, object]:
    """Good news: the promises that came whole since the last business day before today."""
    if not may_open(role_of(request), "promise_list"):
        return {}
    on = business_day()
    since = business_day_before(on)
    return {"kept_since": since, "kept": promises.kept_count(since, on)}


def _shown(found: TodayPage, asked: Asked, *, by_list: bool, beside: bool) -> dict[str, object]:
    """The tabs and the pager; a pasted list and the estimates are tabs beside the queues."""
    listed = tabs(found.queues, "" if beside else found.queue, asked)
    by_estimates = beside and not by_list
    return {
        "tabs": listed,
        "estimates": estimates_tab(
            found.on, url=asked.url(queue=today_estimates.QUEUE), here=by_estimates,
            number=len(listed) + 1,
        ),
        "next_tab": next((tab for tab in listed if tab.queue.count and not tab.here), None),
        "label": _label(found, by_list=by_list, by_estimates=by_estimates),
        "queue": asked.queue if beside else found.queue,
        "pages": pages(found.rows, found.total_rows, asked),
        "waiting": found.queue == worklist.SHOWN_LATER and not beside,
        "messages_open": need_a_person(moment()),
    }  # fmt: skip


def _label(found: TodayPage, *, by_list: bool, by_estimates: bool) -> str:
    if by_estimates:
        return "Estimates due"
    return "Pasted list" if by_list else worklist.QUEUE_LABELS[found.queue]


def read(request: HttpRequest) -> Asked:
    queue = request.GET.get("queue", "")
    language = request.GET.get("language", "")
    least, cents, problem = request.GET.get("least", "").strip(), 0, ""
    if least:
        try:
            cents = amount_of(least)
        except ValueError:
            problem = "Write the amount as 1250, 1,250 or 1,250.50."
    act = request.GET.get("act", "")
    return Asked(
        queue=queue if queue in (*QUEUES, pasted.QUEUE, today_estimates.QUEUE) else "",
        language=language if language in LANGUAGES else "",
        least=least,
        filters=Filters(
            language=language if language in LANGUAGES else "",
            least_cents=cents,
            act=act if act in ACT_LABELS else "",
        ),
        page=page_number(request),
        problem=problem,
        owner=request.GET.get("owner", "")[:160],
    )


def tabs(queues: tuple[QueueCount, ...], here: str, asked: Asked) -> list[Tab]:
    """Every queue with someone in it, and the one that is open."""
    shown = [queue for queue in queues if queue.count or queue.key == here]
    return [
        Tab(queue, asked.url(queue=queue.key), queue.key == here, number if number < 10 else 0)
        for number, queue in enumerate(shown, 1)
    ]


def pages(rows: tuple[WorkRow, ...], total: int, asked: Asked) -> dict[str, object]:
    """Where this page lies in the list, and the addresses of its neighbours ("" without one)."""
    last = max(1, -(-total // PAGE))
    first = (asked.page - 1) * PAGE
    return {
        "first": first + 1,
        "last": first + len(rows),
        "before": asked.url(page=asked.page - 1) if asked.page > 1 else "",
        "after": asked.url(page=asked.page + 1) if asked.page < last else "",
    }
