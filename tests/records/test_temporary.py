"""What is only of use to a running process: inside the var folder, and gone soon after that one."""

import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile

from goodstanding.cli import serving
from goodstanding.cli.commands import run
from goodstanding.records.temporary import sweep
from tests.shared import ROOT

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
KILLED = """
import os, signal, django
django.setup()
from datetime import date
from goodstanding.outbound import print_batch
from goodstanding.outbound.press import Press
from tests.outbound.letter_makers import CLINIC, letter
press = Press("x", day=date(2026, 11, 23), expected=1)
press.add([print_batch.words(letter(), CLINIC)])
os.kill(os.getpid(), signal.SIGKILL)
"""


def written(path: Path, *, hours_ago: int, by: datetime = NOW) -> Path:
    """A file with that time on it; its folder, if it is new, is much older."""
    if not path.parent.exists():
        path.parent.mkdir()
    path.write_text("what a patient owes")
    for one, hours in ((path, hours_ago), (path.parent, 900)):
        moment = (by - timedelta(hours=hours)).timestamp()
        os.utime(one, (moment, moment))
    return path


def test_a_killed_press_leaves_its_letters_in_the_var_folder_until_they_are_swept(tmp_path):
    machine, folder = tmp_path / "machine", tmp_path / "var" / "temporary"
    machine.mkdir()
    own = {"GOODSTANDING_VAR": str(tmp_path / "var"), "TMPDIR": str(machine)}
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=os.environ | own)
    assert killed.returncode == -signal.SIGKILL
    assert list(machine.rglob("*")) == []
    assert [path.suffix for path in folder.rglob("*")] == ["", ".pdf"]
    assert folder.stat().st_mode & 0o777 == 0o700
    now = datetime.now(UTC)
    sweep(folder, at=now + timedelta(hours=23))
    assert len(list(folder.rglob("*.pdf"))) == 1
    sweep(folder, at=now + timedelta(hours=25))
    assert list(folder.iterdir()) == []


def test_only_what_nobody_wrote_to_for_a_day_is_swept(tmp_path):
    living = written(tmp_path / "living" / "2.pdf", hours_ago=23)
    upload = written(tmp_path / "a.upload.csv", hours_ago=23)
    written(tmp_path / "dead" / "1.pdf", hours_ago=25)
    written(tmp_path / "b.upload.csv", hours_ago=25)
    sweep(tmp_path, at=NOW)
    assert set(tmp_path.rglob("*")) == {living.parent, living, upload}


def test_uploads_and_libraries_write_there_too():
    with TemporaryUploadedFile("a.csv", "text/csv", 0, None) as upload:
        places = {Path(upload.temporary_file_path()).parent, Path(tempfile.gettempdir())}
    assert places == {settings.VAR / "temporary"}


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["day", "work"])
def test_the_daily_run_and_the_worker_sweep(command, monkeypatch, capsys):
    def rest(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serving.time, "sleep", rest)
    dead = written(settings.TEMPORARY / "dead" / "1.pdf", hours_ago=25, by=datetime.now(UTC))
    assert run([command]) == 0
    assert not dead.parent.exists()


def test_the_worker_sweeps_once_an_hour(monkeypatch):
    swept, clock = [], [1000.0]
    monkeypatch.setattr(serving.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(serving.temporary, "sweep", lambda folder, **_: swept.append(clock[0]))
    sweeps = serving.Sweeps()
    for clock[0] in (1000.0, 1001.0, 4599.0, 4600.0, 4601.0):
        sweeps.sweep_when_due()
    assert swept == [1000.0, 4600.0]


def test_a_folder_that_is_gone_ends_nobody(tmp_path):
    sweep(tmp_path / "gone", at=NOW)
