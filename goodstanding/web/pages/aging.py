"""Aging: what is owed and how old it is, on any day; every figure leads to the people behind it."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.core.aging import BUCKETS
from goodstanding.core.money import Cents
from goodstanding.outbound.aging_sheet import write_aging
from goodstanding.records.queries.aging_accounts import EVERY, PAGE, accounts_in
from goodstanding.records.queries.aging_report import AgingRow, aging
from goodstanding.records.queries.worklist import ACT_LABELS
from goodstanding.web.forms import day_of
from goodstanding.web.parts import business_day, moment, page_number
from goodstanding.web.sent_file import XLSX, sent_file

BUCKET_LABELS = dict(zip(BUCKETS, ("0-30", "31-60", "61-90", "91-120", "121+"), strict=True))
WHOSE = {"patient": "Patients", "insurer": "Insurers", "all": "Both"}
BY = {
    "total": "Total",
    "payer": "Insurer",
    "location": "Location",
    "provider": "Provider",
    "account": "Person",
}
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what cannot be read falls back to today, patients, total."""

    on: date
    whose: str
    by: str
    problem: str

    def url(self, route: str, **more: str) -> str:
        return f"{reverse(route)}?" + urlencode(
            {"on": self.on.isoformat(), "whose": self.whose, "by": self.by, **more}
        )


@dataclass(frozen=True, slots=True)
class ShownCell:
    cents: Cents
    url: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: AgingRow
    cells: tuple[ShownCell, ...]
    old_percent: str  # of its money, what is more than 90 days old


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    asked = read(request)
    found = aging(on=asked.on, by=asked.by, whose=asked.whose)
    return render(request, "aging.html", {
        "asked_for": asked,
        "rows": [shown(row, asked) for row in found.rows[:SHOWN] if asked.by != "total"],
        "left_out": max(len(found.rows) - SHOWN, 0),
        "total": shown(found.total, asked),
        "buckets": BUCKET_LABELS.values(),
        "whose": WHOSE,
        "by": BY,
        "by_label": BY[asked.by],
        "clock": "the day of the visit" if asked.whose == "insurer" else "the you-owe date",
        "xlsx": asked.url("aging_xlsx"),
    })  # fmt: skip


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    asked = read(request)
    bucket, key = request.GET.get("bucket", EVERY), request.GET.get("key", "total")
    if bucket not in (EVERY, *BUCKETS):
        raise Http404
    page = page_number(request)
    cell = accounts_in(
        on=asked.on, whose=asked.whose, by=asked.by, key=key, bucket=bucket, page=page
    )
    more = {"key": key, "bucket": bucket}
    return render(request, "aging_accounts.html", {
        "asked_for": asked,
        "cell": cell,
        "acts": ACT_LABELS,
        "bucket_label": f"{BUCKET_LABELS[bucket]} days" if bucket else "every age",
        "whose_label": WHOSE[asked.whose].lower(),
        "key_words": "" if key == "total" else f"{BY[asked.by]}: {key}",
        "back": asked.url("aging"),
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + len(cell.rows),
        "before": _page_url(asked, more, page - 1) if page > 1 else "",
        "after": _page_url(asked, more, page + 1) if page * PAGE < cell.accounts else "",
    })  # fmt: skip


def _page_url(asked: Asked, more: dict[str, str], page: int) -> str:
    return asked.url("aging_accounts", **more, page=str(page))


@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    asked = read(request)
    found = aging(on=asked.on, by=asked.by, whose=asked.whose)
    sheet = BytesIO()
    write_aging(found, sheet, made_at=moment(), by=request.user.get_username())
    name = f"aging-{asked.whose}-by-{asked.by}-{asked.on:%Y-%m-%d}.xlsx"
    return sent_file(sheet.getvalue(), name, XLSX)


def read(request: HttpRequest) -> Asked:
    today, problem = business_day(), ""
    on, text = today, request.GET.get("on", "").strip()
    if text:
        try:
            on = day_of(text, today)
        except ValueError:
            problem = "Write the day as 12/4, 12/4/26 or t for today."
    whose, by = request.GET.get("whose", "patient"), request.GET.get("by", "payer")
    return Asked(on, whose if whose in WHOSE else "patient", by if by in BY else "payer", problem)


def shown(row: AgingRow, asked: Asked) -> ShownRow:
    """The row with an address behind each amount; nothing leads nowhere."""
    figures = [*zip(BUCKETS, row.cents, strict=True), (EVERY, row.total)]
    cells = tuple(
        ShownCell(cents, asked.url("aging_accounts", key=row.key, bucket=bucket) if cents else "")
        for bucket, cents in figures
    )
    old = row.d91_120 + row.over_120
    percent = f"{old * 100 // row.total} %" if row.total > 0 and old >= 0 else ""
    return ShownRow(row, cells, percent)
