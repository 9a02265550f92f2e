"""A list of account numbers pasted on Today: a tab of its own until it is closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goodstanding.core.pasted import Pasted, read
from goodstanding.records.queries import worklist_pasted
from goodstanding.web.parts import saved
from goodstanding.web.team_forms import ListForm

KEY = "pasted"
QUEUE = "pasted"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "pasted.html", {"form": ListForm()})
    if request.POST.get("close"):
        request.session.pop(KEY, None)
        return redirect("today")
    form = ListForm(request.POST)
    if not form.is_valid():
        return render(request, "pasted.html", {"form": form})
    found = read(form.cleaned_data["numbers"], worklist_pasted.known)
    if not found.matched:
        form.add_error("numbers", "None of these is an account of ours. Check the column.")
        return render(request, "pasted.html", {"form": form, "found": found})
    request.session[KEY] = {"matched": list(found.matched), "words": words(found)}
    saved(request, f"a list of {len(found.matched)} accounts, for you, until you close it.")
    return redirect(f"{reverse('today')}?queue={QUEUE}")


def words(found: Pasted) -> list[str]:
    """What became of the lines, each kind in a sentence."""
    said = [f"{len(found.matched)} matched."]
    if found.unknown:
        said.append(f"{len(found.unknown)} not matched: {', '.join(found.unknown[:50])}.")
    if found.twice:
        said.append(f"{len(found.twice)} more than once: {', '.join(found.twice[:50])}.")
    if found.left_out:
        said.append(f"{found.left_out} lines over the limit were left out.")
    return said
