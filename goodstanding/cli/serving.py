"""serve, work, staff: the web application, its background worker, and who may sign in."""

import getpass
import logging
import os
import secrets
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from goodstanding.actions.drop import UNCHANGED_FOR, Looked, Seen, folder, look
from goodstanding.actions.letters import give_back_left
from goodstanding.actions.messages import send_due
from goodstanding.actions.staff import set_staff
from goodstanding.actions.tasks import day_is_due, run_next
from goodstanding.actions.unit import Actor
from goodstanding.cli.spoken import Answer, actor, now, tell
from goodstanding.core.kinds import Role
from goodstanding.records import guards, temporary
from goodstanding.records.queries.staff import anyone

IDLE_SECONDS = 1.0
LOOK_SECONDS = 60
MESSAGE_SECONDS = 15
MESSAGES_AT_ONCE = 20
SWEEP_SECONDS = 3600
COLLEAGUES = (
    ("kim", Role.MANAGER),
    ("dana", Role.COORDINATOR),
    ("bill", Role.BILLER),
    ("fran", Role.FRONT_DESK),
    ("ivy", Role.IT_ADMIN),
    ("sue", Role.SCHEDULER),
)


def serve(arguments: Namespace) -> Answer:
    """Runs until stopped: the worker beside the server, both ended together."""
    from granian import Granian
    from granian.constants import Interfaces

    guards.install()
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    worker = subprocess.Popen([sys.executable, "-m", "goodstanding", "work"], env=os.environ.copy())
    tell(f"Good Standing is at http://{arguments.host}:{arguments.port}/  (stop it with Ctrl+C)")
    try:
        Granian(
            "goodstanding.wsgi:application", address=arguments.host, port=arguments.port,
            interface=Interfaces.WSGI, workers=2, blocking_threads=4, log_access=False,
            websockets=False,
        ).serve()  # fmt: skip
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    return Answer({"served": True})


def work(arguments: Namespace) -> Answer:
    """Takes waiting tasks one after another until it is told to stop."""
    name, dropped, messages, sweeps = actor(), DropLooks(), MessageLooks(), Sweeps()
    try:
        while True:
            dropped.look_when_due(name)
            messages.send_when_due(name)
            if _one_task(name) is None:
                day_is_due(by=name, at=now())
                give_back_left(by=name, at=now())
                sweeps.sweep_when_due()
                time.sleep(IDLE_SECONDS)
    except KeyboardInterrupt:
        return Answer({"stopped": True})


class DropLooks:
    """The worker's looks at the drop folder: one a minute, sooner while a file settles."""

    def __init__(self) -> None:
        self._seen, self._next = Seen(), time.monotonic()
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)

    def look_when_due(self, name: Actor) -> None:
        if time.monotonic() < self._next:
            return
        wait = LOOK_SECONDS
        try:
            if look(self._seen, by=name, at=now()).settling:
                wait = UNCHANGED_FOR.seconds
        except Exception:
            logging.getLogger("goodstanding.work").exception("the drop folder could not be read")
        self._next = time.monotonic() + wait


class MessageLooks:
    """The worker's looks at what is due to be sent; a few at a time, so that other work waits
    little."""

    def __init__(self) -> None:
        self._next = time.monotonic()

    def send_when_due(self, name: Actor) -> None:
        if time.monotonic() < self._next:
            return
        done: dict[str, int] = {}
        try:
            done = send_due(by=name, clock=now, most=MESSAGES_AT_ONCE)
        except Exception:
            logging.getLogger("goodstanding.work").exception("messages could not be sent")
        self._next = time.monotonic() + (IDLE_SECONDS if sum(done.values()) else MESSAGE_SECONDS)


class Sweeps:
    """The worker's sweeps of what a killed process left."""

    def __init__(self) -> None:
        self._next = time.monotonic()

    def sweep_when_due(self) -> None:
        if time.monotonic() < self._next:
            return
        temporary.sweep(settings.TEMPORARY, at=now())
        self._next = time.monotonic() + SWEEP_SECONDS


def drop_look(arguments: Namespace) -> Answer:
    """One look at the drop folder. A file just seen is looked at again ten seconds later, so that
    one still being written is left alone.
    """
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    seen, name = Seen(), actor()
    found = look(seen, by=name, at=now())
    if found.settling:
        time.sleep(UNCHANGED_FOR.seconds + 0.1)
        later = look(seen, by=name, at=now())
        found = Looked({**found.taken, **later.taken}, later.settling)
    document = {
        "folder": str(folder()),
        "taken": [{"name": file, "task": task} for file, task in found.taken.items()],
        "settling": list(found.settling),
    }
    lines = [f"{file} is taken; task {task} reads it" for file, task in found.taken.items()]
    lines += [f"{file} is still being written" for file in found.settling]
    return Answer(document, lines or [f"Nothing lies in {folder()}"])


def _one_task(name: Actor) -> object | None:
    """One task; the worker survives its fault: the lease runs out and the task is tried again."""
    try:
        return run_next(by=name, clock=now)
    except Exception:
        logging.getLogger("goodstanding.work").exception("a task stopped with a fault")
        time.sleep(IDLE_SECONDS)
        return None


def sign_in(arguments: Namespace) -> Answer:
    """How to sign in. Where nobody may yet, makes the demonstration's colleagues: one a role, one
    password.
    """
    path = Path(settings.VAR) / "sign-in.txt"
    if not anyone():
        password = os.environ.get("GOODSTANDING_PASSWORD") or f"demo-{secrets.token_urlsafe(9)}"
        lines = []
        for name, role in COLLEAGUES:
            set_staff(name=name, role=role, password=password, by=actor(), at=now())
            lines.append(f"{name:<8} {role.value.replace('_', ' ')}")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(f"password for all of them: {password}\n" + "\n".join(lines) + "\n")
    known = (
        path.read_text().splitlines()
        if path.exists()
        else ["Ask your IT admin, or: goodstanding staff NAME"]
    )
    place = f"http://127.0.0.1:{arguments.port}/"
    return Answer(
        {"url": place, "how": known}, [f"Sign in at {place}", *(f"  {line}" for line in known)]
    )


def staff(arguments: Namespace) -> Answer:
    """Adds a colleague or sets a new password; it is asked for, or made up and printed once."""
    if sys.stdin.isatty():
        password = getpass.getpass("Password (at least 12 characters): ")
    else:
        password = os.environ.get("GOODSTANDING_PASSWORD") or secrets.token_urlsafe(12)
    made = set_staff(
        name=arguments.name,
        role=Role(arguments.role.replace("-", "_")),
        password=password,
        by=actor(),
        at=now(),
    )
    shown = password if not sys.stdin.isatty() else "as typed"
    line = (
        f"{'Added' if made else 'Changed'} {arguments.name} ({arguments.role}); password: {shown}"
    )
    return Answer({"name": arguments.name, "role": arguments.role, "password": shown}, [line])
