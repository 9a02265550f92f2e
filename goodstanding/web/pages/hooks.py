"""Where the text provider reports what became of a text, and brings answers. Nobody signs in here:
a request counts by its signature alone, and these are closed until they are configured."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from goodstanding.actions.messages_in import from_provider
from goodstanding.actions.unit import SYSTEM, Actor
from goodstanding.outbound.handed import Request
from goodstanding.records import clinic
from goodstanding.web.parts import moment

PROVIDER = Actor("text provider", SYSTEM)


@csrf_exempt
@require_POST
def text(request: HttpRequest) -> HttpResponse:
    """Both reports and answers: the form says which. The answer says nothing back."""
    if not clinic.hears_texts():
        raise Http404
    given = Request(
        request.get_full_path(),
        {name: str(request.POST[name]) for name in request.POST},
        request.headers.get("X-Twilio-Signature", ""),
    )
    if not from_provider(given, by=PROVIDER, at=moment()):
        return HttpResponse("The signature is not right.", status=403, content_type="text/plain")
    return HttpResponse("<Response/>", content_type="text/xml")
