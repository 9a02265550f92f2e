"""The drop folder: settled files are taken once, links and hidden files never, and what cannot be
read lies in the quarantine with its reason.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from goodstanding.actions import drop
from goodstanding.actions.drop import Seen, look
from goodstanding.actions.tasks import run_next
from goodstanding.records.models import AuditEvent, ImportFile, Task
from tests.ledger_text import AT, SYSTEM_ACTOR, owed, tell
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(seconds=10)
ONE = "coverage NSTAR commercial 1\n2026-05-01 charge C1 200.00 claim_id=CL1"
RAW = remittance(check("T1", one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")))


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    folder = tmp_path / "drop"
    folder.mkdir()
    monkeypatch.setattr(settings, "DROP", folder)
    monkeypatch.setattr(settings, "VAR", tmp_path / "var")
    return folder


def looked(seen, at):
    return look(seen, by=SYSTEM_ACTOR, at=at)


def read_all():
    while run_next(by=SYSTEM_ACTOR, clock=lambda: LATER) is not None:
        pass


def in_quarantine():
    return sorted(each.name for each in drop.quarantine().glob("*"))


def test_a_settled_file_is_taken_read_and_gone(place):
    tell(ONE)
    (place / "era.835").write_bytes(RAW)
    seen = Seen()
    assert looked(seen, AT).settling == ("era.835",)
    assert looked(seen, AT + timedelta(seconds=9)).taken == {}
    found = looked(seen, LATER)
    assert (list(found.taken), list(place.iterdir())) == (["era.835"], [])
    read_all()
    assert ImportFile.objects.get(kind="835").status == "posted"
    assert owed("2026-11-23") == "0.00 20.00 0.00"
    assert AuditEvent.objects.filter(verb="drop.take").count() == 1
    assert looked(seen, LATER + timedelta(minutes=1)).taken == {}
    assert not any(Path(settings.VAR, "incoming").rglob("*.835"))


def test_a_file_that_grows_is_left_alone(place):
    seen, file = Seen(), place / "era.835"
    for step in range(4):
        with file.open("ab") as out:
            out.write(RAW[step * 100 : step * 100 + 100])
        assert looked(seen, AT + timedelta(seconds=10 * step)).taken == {}


def test_one_of_the_same_size_written_anew_is_left_alone(place):
    seen, file = Seen(), place / "era.835"
    file.write_bytes(RAW)
    looked(seen, AT)
    os.utime(file, (1, 1))
    assert looked(seen, LATER).taken == {}


def test_links_folders_and_hidden_files_are_left_alone(place, tmp_path):
    outside = tmp_path / "secret.835"
    outside.write_bytes(RAW)
    (place / "link.835").symlink_to(outside)
    (place / "folder").mkdir()
    (place / "folder" / "in.835").write_bytes(RAW)
    (place / ".part.835").write_bytes(RAW)
    seen = Seen()
    looked(seen, AT)
    assert looked(seen, LATER).taken == {}
    assert outside.exists()
    assert Task.objects.count() == 0


def test_a_link_laid_in_place_of_a_seen_file_is_not_followed(place, tmp_path):
    outside, file = tmp_path / "secret.835", place / "era.835"
    outside.write_bytes(RAW)
    file.write_bytes(RAW)
    sight = drop.Sight(len(RAW), file.stat().st_mtime_ns, AT)
    file.unlink()
    file.symlink_to(outside)
    assert drop.take_file(name="era.835", sight=sight, by=SYSTEM_ACTOR, at=LATER) is None
    assert (Task.objects.count(), outside.exists()) == (0, True)


def test_the_same_bytes_again_change_nothing(place):
    tell(ONE)
    for name in ("a.835", "b.835"):
        (place / name).write_bytes(RAW)
        seen = Seen()
        looked(seen, AT)
        looked(seen, LATER)
        read_all()
    assert sorted(ImportFile.objects.filter(kind="835").values_list("status", flat=True)) == [
        "duplicate", "posted",
    ]  # fmt: skip
    assert owed("2026-11-23") == "0.00 20.00 0.00"


@pytest.mark.parametrize(
    ("raw", "says"), [(b"Dear Sir", "neither"), (b"ISA*00*", "835"), (b"MSH|^~\\&|", "hl7")]
)
def test_what_cannot_be_read_is_kept_with_its_reason(place, raw, says):
    (place / "Lopez Maria.txt").write_bytes(raw)
    seen = Seen()
    looked(seen, AT)
    looked(seen, LATER)
    read_all()
    kept, why = in_quarantine()
    assert (why, kept.endswith("Lopez_Maria.txt")) == (f"{kept}.why.txt", True)
    assert (drop.quarantine() / kept).read_bytes() == raw
    text = (drop.quarantine() / why).read_text()
    assert says in text
    assert "Lopez" not in text
    assert ImportFile.objects.get().status == "rejected"


def test_a_file_that_stops_the_reader_is_not_lost(place, monkeypatch):
    (place / "era.835").write_bytes(RAW)
    seen = Seen()
    looked(seen, AT)
    looked(seen, LATER)
    Task.objects.update(tries=3)
    run_next(by=SYSTEM_ACTOR, clock=lambda: LATER)
    assert [name.endswith(".why.txt") for name in in_quarantine()] == [False, True]
