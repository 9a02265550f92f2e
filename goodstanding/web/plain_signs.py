"""What comes in from a page without the sign that no text of a database may hold."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from goodstanding.web import errors

NUL = "\0"


class PlainSignsMiddleware:
    """PostgreSQL fails on a NUL; nobody types one, so it is left out wherever it stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _plain(request.GET)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        if any(NUL in str(value) for value in kwargs.values()):
            return errors.not_found(request)
        # What is not a page's form reads its own body.
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = _plain(request.POST)
        return None


def _plain(given: QueryDict) -> QueryDict:
    if not any(NUL in value for _, values in given.lists() for value in values):
        return given
    found = given.copy()
    for name, values in given.lists():
        found.setlist(name, [value.replace(NUL, "") for value in values])
    return found
