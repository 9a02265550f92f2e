"""Keys and words, and the cover for people who stand at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html")


@require_safe
def cover(request: HttpRequest) -> HttpResponse:
    return render(request, "cover.html")
