"""The made-up clinic, its clock, and a signed-in client for each role.

Django's settings are not chosen yet when pytest reads this file, so our own things come in later.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on the clinic's day, whenever the tests run."""
    from tests.web.clinic import NOON

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Brought in once a module, in a transaction around those of its tests, and undone after it."""
    from django.db import transaction

    from tests.web.clinic import bring_in

    with django_db_blocker.unblock(), transaction.atomic():
        bring_in(tmp_path_factory.mktemp("export"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def clinic(loaded: None, db: None) -> None:
    """The accounts of tests/web/clinic.py."""


@pytest.fixture
def desk(db: None) -> "Callable[[str], Client]":
    """desk("coordinator"): a client signed in with that role."""
    from django.test import Client

    from tests.web.clinic import colleague

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(colleague(role, password=""))
        return client

    return signed_in
