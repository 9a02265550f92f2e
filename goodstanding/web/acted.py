"""A form that does something: what it says when it is done, or why it is not."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from goodstanding.core.refusals import Refused
from goodstanding.web.access import actor
from goodstanding.web.parts import moment


def acted(request: HttpRequest, form: Form, do: Callable[[dict[str, Any]], str]) -> str | None:
    """The words of `do`, which is given who and when; None when the form is not valid or `do` was
    refused, and then the form says why.
    """
    if not form.is_valid():
        return None
    try:
        return do({"by": actor(request), "at": moment()})
    except Refused as fault:
        form.add_error(None, fault.why)
        return None
