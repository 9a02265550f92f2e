"""Estimates as a workbook; and the report of how near they came."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.formats.spreadsheets import About
from goodstanding.outbound.estimates_sheet import write_accuracy, write_board
from goodstanding.records.queries import estimate_accuracy, estimate_over, estimates_sent
from goodstanding.records.queries import estimates as query
from goodstanding.web.parts import business_day, moment
from goodstanding.web.sent_file import XLSX, sent_file


@require_safe
def board_xlsx(request: HttpRequest) -> HttpResponse:
    on, target = business_day(), BytesIO()
    about = About(
        title="Estimates", filters="Due, sent, and bills over them.", as_of=on, made_at=moment(),
        made_by=request.user.get_username(),
    )  # fmt: skip
    write_board(
        query.due(on),
        target,
        sent=estimates_sent.sent(on),
        over=estimate_over.over(on),
        about=about,
    )
    return sent_file(target.getvalue(), f"estimates-{on:%Y-%m-%d}.xlsx", XLSX)


@require_safe
def accuracy(request: HttpRequest) -> HttpResponse:
    on = business_day()
    rows = estimate_accuracy.accuracy_of(on)
    return render(request, "estimate_accuracy.html", {"on": on, "rows": rows})


@require_safe
def accuracy_xlsx(request: HttpRequest) -> HttpResponse:
    on, target = business_day(), BytesIO()
    write_accuracy(
        estimate_accuracy.accuracy_of(on), target, on=on, made_at=moment(),
        by=request.user.get_username(),
    )  # fmt: skip
    return sent_file(target.getvalue(), f"estimate-accuracy-{on:%Y-%m-%d}.xlsx", XLSX)
