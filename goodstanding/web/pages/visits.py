"""Visits by hand for the office and the schedulers, with the flag that is safe for care: a dot, and
where to send the caller. Booking is never blocked.
"""

import hmac
import json
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodstanding.actions import appointments
from goodstanding.actions import huddle as acts
from goodstanding.actions.appointments import NewVisit
from goodstanding.actions.unit import SYSTEM, Actor
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.queries import appointments as visits
from goodstanding.records.queries import huddle as lists
from goodstanding.records.queries.coming_visits import ARRIVED, CANCELLED, COMING, NO_SHOW
from goodstanding.records.queries.search import find_patients
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.forms import day_asked, in_reach
from goodstanding.web.parts import business_day, looked_for, moment, not_saved, saved

MOST = 10
SEND = "Send to Patient Accounts"
MACHINE = Actor("scheduling system", SYSTEM)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A week, each with a dot or without; nothing says why."""
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    """With what was typed, where it was refused; and whom a scheduler looks for, by what they may
    know: name, birth date, phone."""
    today = business_day()
    asked, short = looked_for(request)
    hits = find_patients(asked, limit=MOST) if asked and not short else ()
    flags = lists.flags_of([hit.patient for hit in hits], moment()) if hits else {}
    first, problem = day_asked(request, today)
    if first < today:
        problem = f"{first:%m/%d/%Y} is over. Write the year, as {_next(first, today)}."
    return render(request, "scheduling.html", {
        "first": max(first, today), "week": first > today, "problem": problem, "send": SEND,
        "rows": lists.flagged(today, max(first, today)), "given": request.POST or request.GET,
        "known": visits.words_before(today),
        "booking": "starts_at" in request.POST or "patient" in request.GET,
        "q": asked, "short": short, "more": len(hits) == MOST,
        "found": [(hit, flags[hit.patient]) for hit in hits],
    })  # fmt: skip


def _next(day: date, today: date) -> str:
    """1/4/27: when its month and day come again."""
    later = (day.month, day.day) < (today.month, today.day)
    return f"{day.month}/{day.day}/{(today.year + later) % 100:02}"


@require_safe
def visit(request: HttpRequest, visit: str) -> HttpResponse:
    found = visits.visit(visit)
    if found is None:
        raise Http404
    return _visit_page(request, found)


def _visit_page(request: HttpRequest, found: visits.Visit) -> HttpResponse:
    """With what was typed, where it was refused."""
    last = found.changes[0].what if found.changes else ""
    route = "visit_came" if last in (ARRIVED, NO_SHOW) else "visit_change"
    takes = last in (ARRIVED, NO_SHOW, CANCELLED, appointments.MOVED)
    return render(request, "visit.html", {
        "visit": found, "coming": found.status in COMING,
        "status": visits.WORDS.get(found.status, found.status.capitalize()),
        "send": SEND, "dot": lists.dot(found.number, business_day()),
        "given": request.POST,
        "take_back": route if takes and may_open(role_of(request), route) else "",
    })  # fmt: skip


@require_POST
def book(request: HttpRequest) -> HttpResponse:
    given = request.POST
    try:
        new = NewVisit(
            _moment(given.get("starts_at", "")), given.get("provider", ""),
            given.get("location", ""), given.get("kind", ""), given.get("planned_codes", ""),
        )  # fmt: skip
        patient = given.get("patient", "").strip()
        number = appointments.book(patient=patient, visit=new, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return _page(request)
    saved(request, "the visit is booked.")
    return redirect("visit", number)


@require_POST
def change(request: HttpRequest, visit: str) -> HttpResponse:
    """`do` says what happened to it."""
    who: dict[str, Any] = {"number": visit, "by": actor(request), "at": moment()}
    why = request.POST.get("why", "")[:300]
    try:
        do = request.POST.get("do", "")
        if do == "move":
            appointments.move(to=_moment(request.POST.get("starts_at", "")), why=why, **who)
        elif do == "cancel":
            appointments.cancel(why=why, **who)
        elif do == "take_back":
            appointments.take_back(seen=request.POST.get("seen", ""), **who)
        else:
            raise Refused("Choose what happened from the list.")
    except Refused as fault:
        found = visits.visit(visit)
        if found is None:
            raise Http404 from fault
        not_saved(request, fault.why)
        return _visit_page(request, found)
    saved(request, "the visit is changed.")
    return redirect("visit", visit)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Free words to Patient Accounts: "Patient asked about cost"."""
    back = visits.visit(request.POST.get("visit", ""))
    try:
        acts.asked_about_cost(
            patient=request.POST.get("patient", "").strip(),
            text=request.POST.get("text", "")[:1000], by=actor(request), at=moment(),
        )  # fmt: skip
    except Refused as fault:
        not_saved(request, fault.why)
        return _visit_page(request, back) if back else _page(request)
    saved(request, "Patient Accounts has your note.")
    return redirect("visit", back.number) if back else redirect("scheduling")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def flag(request: HttpRequest) -> HttpResponse:
    """For the scheduling system: closed until a token is configured (docs/install.md). GET asks
    for the flag of ?patient=, POST {"patient", "text"} sends us a note."""
    token = clinic.scheduling_token()
    if not token:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not hmac.compare_digest(given.encode(), token.encode()):
        return JsonResponse({"error": "The token is not right."}, status=401)
    if request.method == "POST":
        return _noted(request)
    patient = request.GET.get("patient", "").strip()
    send = lists.flag_of(patient, moment())
    if send is None:
        return JsonResponse({"error": "This patient is not known."}, status=404)
    words = SEND if send else ""
    return JsonResponse({"patient": patient, "money_note": send, "words": words})


def _noted(request: HttpRequest) -> HttpResponse:
    try:
        given = json.loads(request.body)
        patient, text = given["patient"], given.get("text", "")
        if not (isinstance(patient, str) and isinstance(text, str)):
            raise TypeError
        patient, text = patient.replace("\0", "").strip(), text.replace("\0", "")[:1000]
        acts.asked_about_cost(patient=patient, text=text, by=MACHINE, at=moment())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"error": 'Send {"patient": …, "text": …}.'}, status=400)
    except Refused as fault:
        return JsonResponse({"error": fault.why}, status=409)
    return JsonResponse({"noted": True}, status=201)


def _moment(text: str) -> datetime:
    """Of a field of a day and a time, on the clinic's clock; midnight is written, not meant."""
    try:
        at = parse_datetime(text) if ":" in text else None
    except ValueError:
        at = None
    if at is None or not in_reach(at.date()):
        raise Refused("Write the day and the time of the visit.")
    return timezone.make_aware(at) if timezone.is_naive(at) else at
