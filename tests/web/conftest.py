"""The made-up clinic, its clock, and a signed-in client for each role.

Django's settings are not chosen yet when pytest reads this file, so our own things come in later.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on the clinic's day, whenever the tests run."""
    from tests.web.clinic import NOON

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def clinic(db: None, tmp_path: Path) -> None:
    from tests.web.clinic import bring_in

    bring_in(tmp_path)


@pytest.fixture
def desk(db: None) -> "Callable[[str], Client]":
    """desk("coordinator"): a client signed in with that role."""
    from django.test import Client

    from tests.web.clinic import colleague

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(colleague(role))
        return client

    return signed_in
