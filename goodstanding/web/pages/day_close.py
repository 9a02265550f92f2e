"""Close the day: start the drawers, count them, find what differs, close, and the report."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import day_close as acts
from goodstanding.core.close_figures import CloseFigures, Section
from goodstanding.core.day_close import WORDS, DrawerLine, Item, hints, needs_second, open_lines
from goodstanding.core.kinds import Role, Tender
from goodstanding.core.money import Cents
from goodstanding.core.refusals import Refused
from goodstanding.outbound.close_paper import close_pdf
from goodstanding.outbound.close_sheet import write_close
from goodstanding.records import clinic
from goodstanding.records.queries import close_report, drawers
from goodstanding.records.queries.close_report import Closing, EraRow
from goodstanding.records.queries.periods import last_closed_on
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.close_forms import CountForm, ReopenForm, SecondForm, StartForm
from goodstanding.web.forms import day_of
from goodstanding.web.pages.cash_tabs import cash_tabs
from goodstanding.web.parts import business_day, moment, not_saved, saved
from goodstanding.web.sent_file import PDF, XLSX, sent_file

CLOSES = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its fields, its tape and where a difference may hide."""

    line: DrawerLine
    words: str
    count: Any
    reason: Any
    hints: tuple[str, ...]
    tape: tuple[tuple[Item, Cents], ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Eft:
    """The insurers' checks of the day beside the bank. What is not there yet is on its way: the
    worklist asks after it, so it needs no reason here."""

    rows: tuple[EraRow, ...]

    @property
    def system(self) -> Cents:
        return sum(row.cash for row in self.rows)

    @property
    def bank(self) -> Cents:
        return sum(row.bank_cents for row in self.rows)

    @property
    def difference(self) -> Cents:
        return self.bank - self.system


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, asked_day(request))


def asked_day(request: HttpRequest) -> date:
    """?on=; else the oldest day that waits to be closed, else today."""
    today = business_day()
    text = request.GET.get("on", "") or request.POST.get("on", "")
    try:
        return day_of(text, today) if text else _waiting(today)
    except ValueError as fault:
        raise Http404 from fault


def _waiting(today: date) -> date:
    after = last_closed_on()
    waiting = drawers.days_open(today)
    return waiting[0] if waiting else max(filter(None, (today, after)))


def _page(
    request: HttpRequest, on: date, *, counts: CountForm | None = None,
    second: SecondForm | None = None, reopen: ReopenForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    lines = drawers.drawer_lines(on)
    closing = next((c for c in close_report.closings(on) if c.reopened_at is None), None)
    still = open_lines(lines)
    two = needs_second(lines)
    office = role_of(request) is not Role.FRONT_DESK
    more = _of_the_office(on, lines) if office else {}
    waiting = [day for day in drawers.days_open(business_day()) if day != on]
    earlier = [day for day in waiting if day < on]
    return render(request, "day_close.html", {
        "cash_tabs": cash_tabs(request, "day_close"), "on": on, "today": business_day(),
        "lines": shown(counts or CountForm(lines=lines)), "counts": counts,
        "closing": closing, "shut": closing is None and _shut(on), "still": still,
        "ready": not still and not earlier and closing is None and on <= business_day(),
        "two": two,
        "earlier": earlier, "waiting": waiting,
        "second": second or (SecondForm() if two else None),
        "reopen": reopen or ReopenForm(), "unstarted": unstarted(on, lines),
        "start": clinic.current().desk.drawer_start,
        "may_close": may_open(role_of(request), "day_shut"),
        "may_reopen": may_open(role_of(request), "day_reopen"),
        "office": office, **more,
    }, status=status)  # fmt: skip


def _of_the_office(on: date, lines: tuple[DrawerLine, ...]) -> dict[str, Any]:
    """What the front desk does not see: insurers, deposits and earlier days."""
    moves = close_report.moves_of(on, through=close_report.last_transfer())
    return {
        "eft": Eft(close_report.era_rows(on, moves)),
        "deposit": drawers.to_deposit(on, lines),
        "deposits": drawers.deposits_of(on),
        "deposit_words": close_report.DEPOSIT_WORDS,
        "closes": close_report.recent(most=CLOSES),
    }


def _shut(on: date) -> bool:
    last = last_closed_on()
    return last is not None and on < last


def unstarted(on: date, lines: tuple[DrawerLine, ...]) -> list[str]:
    """Drawers of the clinic whose start nobody wrote down for the day."""
    done = drawers.started(on)
    return [name for name in clinic.current().desk.drawers if name not in done]


def shown(form: CountForm) -> list[Shown]:
    rows, focus_given = [], False
    for line, count, reason in form.rows():
        here = not focus_given and (line.counted is None or bool(count.errors))
        focus_given |= here
        rows.append(Shown(
            line, WORDS[line.tender], count, reason, hints(line), tape_of(line.items), here
        ))  # fmt: skip
    return rows


def tape_of(items: tuple[Item, ...]) -> tuple[tuple[Item, Cents], ...]:
    """Each item with the running total, as an adding machine prints it."""
    total, rows = 0, []
    for one in items:
        total += one.cents
        rows.append((one, total))
    return tuple(rows)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    on = asked_day(request)
    form = StartForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(" ".join(map(str, form.errors["cents"])))
        acts.start_drawer(
            on=on, drawer=request.POST.get("drawer", ""), cents=form.cleaned_data["cents"],
            by=actor(request), at=moment(),
        )  # fmt: skip
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "the start of the drawer.")
    return _back(on)


@require_POST
def count(request: HttpRequest) -> HttpResponse:
    on = asked_day(request)
    form = CountForm(request.POST, lines=drawers.drawer_lines(on))
    if not form.is_valid():
        return _page(request, on, counts=form, status=400)
    try:
        acts.count_day(on=on, counts=form.counts, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, "what was counted.")
    return _back(on)


@sensitive_post_parameters("password")
@require_POST
def shut(request: HttpRequest) -> HttpResponse:
    on, form = asked_day(request), None
    if needs_second(drawers.drawer_lines(on)):
        form = SecondForm(request.POST)
        if not form.is_valid():
            return _page(request, on, second=form, status=400)
    second = form.cleaned_data["actor"] if form else None
    try:
        acts.close_day(on=on, second=second, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return _back(on)
    saved(request, f"{on:%m/%d/%Y} is closed. What comes now is dated after it.")
    return redirect(f"{reverse('close_report')}?on={on}")


@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    on, form = asked_day(request), ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, on, reopen=form, status=400)
    try:
        reason = form.cleaned_data["reason"]
        acts.reopen_day(on=on, reason=reason, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"{on:%m/%d/%Y} is open again. Count it and close it.")
    return _back(on)


def _back(on: date) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('day_close')}?on={on}")


# ---- the report


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of a closed day, or the day so far (`closing` None)."""

    on: date
    figures: CloseFigures
    closing: Closing | None
    all: tuple[Closing, ...]


def _asked(request: HttpRequest) -> Asked:
    on = asked_day(request)
    versions = close_report.closings(on)
    number = request.GET.get("version", "")
    chosen = next((one for one in versions if str(one.version) == number), None)
    if number and chosen is None:
        raise Http404
    if chosen is None and versions and versions[0].reopened_at is None:
        chosen = versions[0]
    return Asked(on, chosen.figures if chosen else close_report.report(on), chosen, versions)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    version = f"&version={asked.closing.version}" if asked.closing else ""
    return render(request, "close_report.html", {
        "cash_tabs": cash_tabs(request, "day_close"), "on": asked.on, "figures": asked.figures,
        "closing": asked.closing, "versions": asked.all,
        "moving": [_with_ledger(each, asked.figures) for each in asked.figures.sections
                   if each.moves and (each.rows or asked.figures.ledger.get(each.key))],
        "beside": [each for each in asked.figures.sections if not each.moves],
        "tenders": {tender.value: words for tender, words in WORDS.items()},
        "rows": [(each, WORDS[Tender(each.tender)]) for each in asked.figures.drawers],
        "query": f"on={asked.on}{version}", "clinic": clinic.current().facts.name,
    })  # fmt: skip


def _with_ledger(section: Section, figures: CloseFigures) -> tuple[Section, Cents]:
    return section, figures.ledger.get(section.key, 0)


@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    asked, out = _asked(request), BytesIO()
    write_close(asked.figures, asked.closing, out, made_at=moment(), by=request.user.get_username())
    return sent_file(out.getvalue(), f"close-{asked.on}.xlsx", XLSX)


@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    made = close_pdf(asked.figures, asked.closing, clinic.current().facts.name)
    return sent_file(made, f"close-{asked.on}.pdf", PDF, inline=True)
