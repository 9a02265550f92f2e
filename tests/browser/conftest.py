"""Chromium on the made-up clinic. Our own things come in late: see tests/web/conftest.py."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


# A busy machine is no fault of a page: what is waited for is a state, never a time.
expect.set_options(timeout=20_000)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on the clinic's day, whenever the tests run."""
    from tests.web.clinic import NOON

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    # Playwright's own loop runs in this thread, and Django would refuse it the database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # A made-up password needs no 100 MB and two rounds against a thief.
        patch.setattr(Argon2PasswordHasher, "memory_cost", 1024)
        patch.setattr(Argon2PasswordHasher, "time_cost", 1)
        launched = playwright.chromium.launch(executable_path=str(chromium), args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def clinic(browser: Browser, transactional_db: None, live_server: Any, tmp_path: Path) -> str:
    """The address of the clinic's pages."""
    from tests.web.clinic import bring_in

    bring_in(tmp_path)
    return str(live_server.url)


@pytest.fixture
def sign_in(clinic: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """sign_in("manager"): a page of a fresh window, signed in through the form.

    What the page complains about (a refused script, a fault) fails the test at its end.
    """
    from tests.web.clinic import PASSWORD, colleague

    opened, complaints = [], []

    def signed_in(role: str, **window: Any) -> Page:
        colleague(role)
        context = browser.new_context(base_url=clinic, **window)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto("/sign-in")
        page.get_by_label("Name").fill(f"{role}-1")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    yield signed_in
    for context in opened:
        context.close()
    assert complaints == []
