"""Long work as durable rows: added once, run once, taken over when its worker stopped."""

import threading
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from goodstanding.actions import tasks
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.imports import receive_upload
from goodstanding.actions.unit import PERMITTED, Actor
from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused
from goodstanding.records.models import ImportFile, ImportProblem, Run, Task
from goodstanding.records.queries import imports_page
from tests.ledger_text import count, owed, tell, write_export
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # 10:00 AM at the clinic
WORKER = Actor("worker", "system")
BILL = Actor("bill", "biller")
LEASE_OVER = TEN + timedelta(minutes=30, seconds=1)


def add(key: str = "day 2026-11-23", *, by: Actor = WORKER) -> Task:
    on = {"on": "2026-11-23"}
    return tasks.enqueue(kind="day", key=key, arguments=on, by=by, at=TEN)


def work(at: datetime = TEN) -> Task | None:
    done = tasks.run_next(by=WORKER, clock=lambda: at)
    return done and Task.objects.get(id=done.id)


def upload(name: str, content: bytes, *, by: Actor = BILL, at: datetime = TEN) -> int:
    return receive_upload(SimpleUploadedFile(name, content), name=name, by=by, at=at)


def left_behind() -> list[Path]:
    """Files that stay in our folders after the work."""
    return [
        path for folder in ("incoming", "progress")
        for path in (Path(settings.VAR) / folder).glob("*")
    ]  # fmt: skip


# ---- added once


def test_the_same_key_is_the_work_already_there():
    first, again, other = add(), add(), add("day 2026-11-24")
    assert (first.id == again.id, first.id == other.id) == (True, False)
    assert (first.state, first.tries, first.by, first.by_role) == ("waiting", 0, "worker", "system")


def test_work_asked_for_in_a_change_that_failed_is_not_there():
    def change() -> None:
        with transaction.atomic():
            add()
            raise Refused("no")

    with pytest.raises(Refused):
        change()
    assert (Task.objects.count(), work()) == (0, None)


def test_a_front_desk_cannot_ask_for_long_work():
    with pytest.raises(Refused, match="Your role may not do this"):
        add(by=Actor("fran", "front_desk"))


# ---- run once


def test_waiting_work_is_done_in_its_order():
    tell("2026-11-01 charge C1 80.00 patient")
    first, second = add("a"), add("b")
    assert [work().id, work().id, work()] == [first.id, second.id, None]
    done = Task.objects.get(id=first.id)
    assert (done.state, done.tries, done.result, done.error) == (
        "done", 1, {"decided": 1, "days": 1}, ""
    )  # fmt: skip
    assert (done.started_at, done.finished_at) == (TEN, TEN)


def test_work_with_a_running_lease_is_left_alone_and_taken_over_after_it():
    task = add()
    assert tasks.claim(by=WORKER, at=TEN).id == task.id
    assert work(TEN + timedelta(minutes=30)) is None
    taken_over = work(LEASE_OVER)
    assert (taken_over.id, taken_over.state, taken_over.tries) == (task.id, "done", 2)


def test_work_that_stopped_three_times_is_given_up_and_says_so():
    upload("a.835", b"ISA")
    at = TEN
    for _ in range(3):
        assert tasks.claim(by=WORKER, at=at)
        at += timedelta(minutes=31)
    assert work(at) is None
    task = Task.objects.get()
    assert (task.state, task.tries, task.finished_at) == ("failed", 3, at)
    assert left_behind() == []
    assert task.error == "It stopped three times without an answer. Look at the logs."


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_runs_it():
    tell("2026-11-01 charge C1 80.00 patient")
    add()
    start, taken = threading.Barrier(2, timeout=20), []

    def worker() -> None:
        start.wait()
        try:
            taken.append(tasks.run_next(by=WORKER, clock=lambda: TEN))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(task is not None for task in taken) == [False, True]
    assert (Task.objects.get().tries, Run.objects.count(), count("decision")) == (1, 1, 1)


# ---- what went wrong


def test_a_policy_that_cannot_be_used_is_the_tasks_error():
    tell("2026-11-01 charge C1 80.00 patient")
    path = Path(settings.VAR) / "policy.toml"
    path.write_text("version = 1\n")
    add()
    try:
        failed = work()
    finally:
        path.unlink()
    assert (failed.state, count("decision")) == ("failed", 0)
    assert "steps: This entry is missing; add it." in failed.error
    (shown,) = imports_page.finished_tasks(at=TEN)
    assert (shown.state, shown.error) == ("failed", failed.error)


def test_an_upload_that_is_nothing_we_read_is_shown_with_its_reason():
    upload("notes.txt", b"hello")
    assert work().result["files"][0]["status"] == "rejected"
    file, problem = ImportFile.objects.get(), ImportProblem.objects.get()
    assert (file.status, file.name, file.by) == ("rejected", "notes.txt", "bill")
    assert problem.text.startswith("notes.txt is neither a practice export nor an X12 835.")
    assert left_behind() == []


def test_who_may_not_read_it_in_fails_the_task_with_the_reason(monkeypatch):
    upload("a.835", remittance(check("T1", one_line("CL1", 100, 80))))
    monkeypatch.setitem(PERMITTED, "import.remittance", {Role.MANAGER})
    failed = work()
    assert (failed.state, count("remittance"), left_behind()) == ("failed", 0, [])
    assert "Your role may not do this" in failed.error


# ---- uploads


def zipped(text: str, folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "x.zip", "w") as archive:
        for path in sorted(write_export(text, folder / "export").glob("*.csv")):
            archive.write(path, f"export/{path.name}")
    return (folder / "x.zip").read_bytes()


def test_a_practice_export_goes_from_the_page_into_the_books(tmp_path):
    text = "2026-09-01 charge C1 80.00 patient\n2026-09-09 patient_payment C1 30.00"
    number = upload("../ø export (1).zip", zipped(text, tmp_path))
    kept = Path(Task.objects.get().arguments["path"])
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    done = work()
    assert (done.id, done.state, done.result["files"][0]["status"]) == (number, "done", "posted")
    assert owed("2026-11-23") == "0.00 50.00 0.00"
    assert (ImportFile.objects.get().by, left_behind()) == ("bill", [])


def test_what_an_upload_changed_is_decided_the_same_day(tmp_path):
    upload("export.zip", zipped("2026-09-01 charge C1 80.00 patient", tmp_path))
    assert (work().kind, count("decision")) == ("import", 0)
    assert (work().kind, count("decision"), work()) == ("day", 1, None)


def test_a_remittance_goes_from_the_page_into_the_books():
    tell("coverage NSTAR commercial 1\n2026-05-01 charge C1 200.00 claim_id=CL1")
    raw = remittance(check("T1", one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")))
    upload("june.835", raw)
    assert work().result["files"][0]["status"] == "posted"
    assert owed("2026-11-23") == "0.00 20.00 0.00"
    upload("june again.835", raw, at=TEN + timedelta(seconds=1))
    while (done := work()).kind != "import":
        pass
    assert done.result["files"][0]["status"] == "duplicate"
    assert owed("2026-11-23") == "0.00 20.00 0.00"


def test_while_it_runs_a_small_file_tells_how_far_it_is(tmp_path, monkeypatch):
    seen = []
    end = tasks.end

    def ending(**given):
        seen.extend(imports_page.running_tasks())
        end(**given)

    monkeypatch.setattr(tasks, "end", ending)
    rows = "\n".join(f"2026-09-01 charge C{n} 80.00 patient" for n in range(1, 41))
    upload("export.zip", zipped(rows, tmp_path))
    work()
    shown = seen[0]
    assert (shown.label, shown.state, shown.by) == ("Reading a file", "running", "bill")
    assert shown.of >= shown.done >= 40, "the forty charges are among the rows"
    assert left_behind() == []


def test_work_whose_file_is_gone_does_not_stop_the_worker():
    """Its first worker read the file and stopped before it could say so."""
    upload("a.835", b"ISA")
    tasks.claim(by=WORKER, at=TEN)
    path = Path(Task.objects.get().arguments["path"])
    path.unlink()
    path.parent.rmdir()
    assert work(LEASE_OVER).state == "done"
    assert ImportFile.objects.get().status == "rejected"


# ---- the day by itself


@pytest.mark.parametrize(("hour", "due"), [(10, 0), (11, 1), (23, 1)])
def test_the_day_is_put_on_the_list_from_five_in_the_morning(hour, due):
    """11:00 UTC in November is 5:00 AM at the clinic."""
    run_day(on=(TEN - timedelta(days=1)).date(), by=WORKER, at=TEN)
    at = TEN.replace(hour=hour)
    tasks.day_is_due(by=WORKER, at=at)
    tasks.day_is_due(by=WORKER, at=at + timedelta(minutes=1))
    found = Task.objects.values_list("kind", "key", "arguments")
    assert list(found) == [("day", "day 2026-11-23", {"on": "2026-11-23"})] * due


def test_a_day_that_was_run_is_not_asked_for_again():
    run_day(on=TEN.date(), by=WORKER, at=TEN)
    tasks.day_is_due(by=WORKER, at=TEN)
    assert Task.objects.count() == 0


def test_in_the_evening_the_days_task_is_still_of_the_clinics_day():
    run_day(on=TEN.date(), by=WORKER, at=TEN)
    tasks.day_is_due(by=WORKER, at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
    assert Task.objects.count() == 0


def test_a_book_that_was_never_run_waits_for_a_person():
    tasks.day_is_due(by=WORKER, at=TEN)
    assert Task.objects.count() == 0
