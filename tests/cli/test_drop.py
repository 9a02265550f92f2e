"""goodstanding drop: one look at the drop folder."""

import json

import pytest

from goodstanding.cli import serving
from goodstanding.cli.commands import run
from goodstanding.records.models import Task
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(capsys, settings, tmp_path, monkeypatch):
    settings.VAR, settings.DROP = tmp_path / "var", tmp_path / "drop"
    waited = []

    def asked(grows=None):
        monkeypatch.setattr(serving.time, "sleep", lambda s: (waited.append(s), grows and grows()))
        monkeypatch.setattr(serving, "now", moments(waited))
        status = run(["drop", "--json"])
        return status, json.loads(capsys.readouterr().out)

    return asked


def moments(waited):
    from datetime import timedelta

    from tests.ledger_text import AT

    return lambda: AT + timedelta(seconds=sum(waited))


def test_an_empty_folder_is_made_and_said(ask, settings):
    status, told = ask()
    assert (status, told["taken"], told["settling"]) == (0, [], [])
    assert settings.DROP.is_dir()


def test_what_settles_is_taken_and_what_grows_is_not(ask, settings):
    settings.DROP.mkdir()
    raw = remittance(check("T1", one_line("CL1", 200, 80, "CO-45 120")))
    growing = settings.DROP / "growing.835"
    (settings.DROP / "era.835").write_bytes(raw)
    growing.write_bytes(raw[:50])
    _, told = ask(grows=lambda: growing.write_bytes(raw))
    task = Task.objects.get()
    assert told["taken"] == [{"name": "era.835", "task": task.id}]
    assert told["settling"] == ["growing.835"]
    assert sorted(each.name for each in settings.DROP.iterdir()) == ["growing.835"]
