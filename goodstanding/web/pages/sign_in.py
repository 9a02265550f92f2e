"""Signing in and out, one's own password, and the first page of each role."""

from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goodstanding.actions import audit, staff
from goodstanding.core.kinds import Role
from goodstanding.records import clinic
from goodstanding.web.access import actor, begin, role_of
from goodstanding.web.forms import PasswordForm, SignInForm
from goodstanding.web.parts import moment, saved

FIRST_PAGE = {Role.FRONT_DESK: "search", Role.IT_ADMIN: "imports",
              Role.SCHEDULER: "scheduling"}  # fmt: skip
_WHY = {
    "idle": "You were signed out after 15 minutes without work. Nothing unsaved was kept.",
    "long": "You were signed in for 12 hours. Sign in again to go on.",
    "out": "You are signed out.",
}


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        begin(request)
        audit.signed_in(by=actor(request), at=moment())
        return redirect(_safe(request, request.POST.get("next", "")) or "home")
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return render(request, "sign_in.html", {
        "form": form,
        "next": _safe(request, asked),
        "why": _WHY.get(request.GET.get("why", ""), ""),
        "clinic": clinic.current().facts.name,
    })  # fmt: skip


def _safe(request: HttpRequest, path: str) -> str:
    """The path when it is ours, else ""."""
    ours = url_has_allowed_host_and_scheme(
        path, allowed_hosts=None, require_https=request.is_secure()
    )
    return path if ours else ""


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(f"{reverse('sign_in')}?why=out")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    role = role_of(request)
    assert role is not None
    return redirect(FIRST_PAGE.get(role, "today"))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        staff.change_password(
            name=request.user.get_username(), password=form.cleaned_data["new_password1"],
            by=actor(request), at=moment(),
        )  # fmt: skip
        form.user.refresh_from_db()
        update_session_auth_hash(request, form.user)
        saved(request, "your new password.")
        return redirect("home")
    return render(request, "password.html", {"form": form})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """The one key that keeps a session alive; the access middleware has counted it already."""
    return HttpResponse(status=204)


@require_POST
def single_keys(request: HttpRequest) -> HttpResponse:
    wanted = "on" if request.POST.get("keys") == "on" else "off"
    by = actor(request)
    staff.set_single_keys(name=by.name, wanted=wanted, by=by, at=moment())
    saved(request, f"single keys are {wanted}.")
    return redirect(_safe(request, request.POST.get("next", "")) or "home")
