"""Imports: files that came in, work in progress, and what a person must look at."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import imports as acts
from goodstanding.core.refusals import Refused
from goodstanding.records.queries import imports_page
from goodstanding.web.access import actor, may_open, role_of
from goodstanding.web.forms import UploadForm
from goodstanding.web.parts import moment, not_saved, page_number, saved

KIND_LABELS = {
    "835": "Insurer payment (835)", "practice": "Practice export",
    "271": "Payer's answer about benefits (271)",
    "bank_bai2": "Bank statement (BAI2)", "bank_csv": "Bank statement (CSV)",
}  # fmt: skip
# What a file's totals are called for people, in the order shown; the others stay in the JSON.
TOTAL_LABELS = {
    "claims": "Claims",
    "charged": "Charged",
    "paid": "Paid for claims",
    "provider_adjustments": "Provider adjustments",
    "payment_amount": "Payment",
    "patient_responsibility": "Patients owe",
    "rows": "Lines",
    "new": "New lines",
    "credits": "Money in",
    "debits": "Money out",
    "kept": "Kept with a coverage",
    "waiting": "Wait for a person",
    "rejected": "Rejected by the payer",
    "unreadable": "Could not be read",
}
COUNTS = {"claims", "rows", "new", "kept", "waiting", "rejected", "unreadable"}


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    return _files(request, UploadForm(), status=200)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _files(request, form, status=400)
    given = form.cleaned_data["file"]
    try:
        acts.receive_upload(given, name=given.name, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        saved(request, f"{given.name} is here and is being read. You may leave this page.")
    return redirect("imports")


@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """The part that asks for itself again while something runs."""
    return render(
        request, "_running.html", {"tasks": imports_page.running_tasks(), "asked_again": True}
    )


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    page = page_number(request)
    found = imports_page.file(number, page=page)
    if found is None:
        raise Http404
    return render(request, "import_file.html", {
        "file": found.row,
        "kind": KIND_LABELS.get(found.row.kind, found.row.kind),
        "totals": _totals(found.row.totals),
        "tables": [
            (name, sums)
            for name, sums in found.row.totals.items()
            if isinstance(sums, dict) and "rows" in sums
        ],
        "problems": found.problems,
        "may_solve": may_open(role_of(request), "import_solve"),
        "count": found.total_problems,
        "before": page - 1,
        "after": page + 1 if page * imports_page.PAGE < found.total_problems else 0,
    })  # fmt: skip


@require_POST
def solve(request: HttpRequest, number: int, problem: int) -> HttpResponse:
    acts.solve(problem_id=problem, by=actor(request), at=moment())
    saved(request, "one row of this file is done.")
    return redirect("import_file", number)


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    return render(request, "jobs.html", {
        "tasks": imports_page.running_tasks(), "finished": imports_page.finished_tasks(at=moment()),
    })  # fmt: skip


def _files(request: HttpRequest, form: UploadForm, *, status: int) -> HttpResponse:
    page = page_number(request)
    found = imports_page.files(page=page)
    return render(request, "imports.html", {
        "form": form,
        "may_upload": may_open(role_of(request), "import_upload"),
        "may_look": may_open(role_of(request), "import_file"),
        "tasks": imports_page.running_tasks(),
        "files": found.rows,
        "quarantined": imports_page.quarantined(),
        "kinds": KIND_LABELS,
        "before": page - 1,
        "after": page + 1 if page * imports_page.PAGE < found.total else 0,
    }, status=status)  # fmt: skip


def _totals(totals: dict[str, object]) -> list[tuple[str, object, bool]]:
    """(words, figure, is it money)"""
    return [
        (words, totals[name], name not in COUNTS)
        for name, words in TOTAL_LABELS.items()
        if name in totals
    ]
