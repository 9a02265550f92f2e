"""One letter: as it was mailed, and when it came back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from goodstanding.actions import returned_mail as acts
from goodstanding.core.letters import reference
from goodstanding.core.refusals import Refused
from goodstanding.outbound.as_mailed import as_mailed as pages_of
from goodstanding.records.queries import letters_page
from goodstanding.web.access import actor
from goodstanding.web.parts import moment, not_saved, saved
from goodstanding.web.sent_file import PDF, sent_file

_LAST = "last_returned"


@require_safe
def as_mailed(request: HttpRequest, number: int) -> HttpResponse:
    """The very pages that were printed, out of the batch's own file."""
    found, name = letters_page.in_file(number), reference(number)
    if found is None:
        raise Http404
    whole = letters_page.batch_pdf(found.batch)
    made = pages_of(whole, first=found.first, count=found.pages, reference=name)
    return sent_file(made, f"letter-{name}.pdf", PDF, inline=True)


@require_POST
def returned(request: HttpRequest, number: int) -> HttpResponse:
    """The letter's page again, so that the next one of the pile can be searched at once."""
    by, at = actor(request), moment()
    try:
        key = acts.mail_returned(
            letter_id=number, new_address=request.POST.get("new_address", "")[:500], by=by, at=at
        )
    except Refused as fault:
        not_saved(request, fault.why)
    else:
        request.session[_LAST] = {"letter": number, "key": key}
        saved(request, f"{reference(number)} came back. What follows stands on the page.")
    return redirect(f"{reverse('search')}?{urlencode({'q': reference(number)})}")


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    try:
        account = acts.take_back_returned(number=number, by=actor(request), at=moment())
    except Refused as fault:
        not_saved(request, fault.why)
        return redirect("search")
    saved(request, f"the returned letter of account {account} is taken back.")
    last = request.session.pop(_LAST, {})
    again = urlencode({"q": reference(last["letter"])}) if last else ""
    return redirect(f"{reverse('search')}?{again}")


def last_returned(request: HttpRequest, letter: int) -> int:
    """The key to take back what this person just wrote of the letter, 0 for none."""
    last = request.session.get(_LAST, {})
    return int(last["key"]) if last.get("letter") == letter else 0
