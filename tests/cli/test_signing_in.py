"""Who may sign in, from the command line."""

import json

import pytest
from django.test import Client

from goodstanding.cli.commands import run
from goodstanding.records.models import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(capsys):
    def asked(*words: str) -> tuple[int, dict]:
        status = run([*words, "--json"])
        out = capsys.readouterr().out
        return status, json.loads(out) if out else {}

    return asked


def test_sign_in_makes_the_demonstrations_colleagues_once(ask, tmp_path, settings, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setenv("GOODSTANDING_PASSWORD", "lantern-otter-42x")
    status, first = ask("sign-in", "--port", "8080")
    assert (status, first["url"]) == (0, "http://127.0.0.1:8080/")
    assert first == ask("sign-in", "--port", "8080")[1]
    roles = Staff.objects.order_by("username").values_list("username", "role")
    assert dict(roles) == {
        "bill": "biller", "dana": "coordinator", "fran": "front_desk", "ivy": "it_admin",
        "kim": "manager", "sue": "scheduler",
    }  # fmt: skip
    assert (tmp_path / "sign-in.txt").stat().st_mode & 0o777 == 0o600
    assert Client().login(username="kim", password="lantern-otter-42x")


def test_staff_adds_a_colleague_and_refuses_a_weak_password(ask, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    monkeypatch.setenv("GOODSTANDING_PASSWORD", "password1234")
    assert ask("staff", "sam", "--role", "front-desk") == (2, {})
    assert Staff.objects.count() == 0
    monkeypatch.delenv("GOODSTANDING_PASSWORD")
    status, made = ask("staff", "sam", "--role", "front-desk")
    assert (status, Staff.objects.get().role) == (0, "front_desk")
    assert Client().login(username="sam", password=made["password"])
