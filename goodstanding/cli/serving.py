"""serve, work, staff: the web application, its background worker, and who may sign in."""

import getpass
import os
import secrets
import subprocess
import sys
import time
from argparse import Namespace

from django.core.management import call_command
from django.db import connection

from goodstanding.actions.staff import set_staff
from goodstanding.actions.tasks import day_is_due, run_next
from goodstanding.cli.spoken import Answer, actor, now, tell
from goodstanding.core.kinds import Role
from goodstanding.records import guards

IDLE_SECONDS = 1.0


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
            interface=Interfaces.WSGI, workers=2, blocking_threads=4, log_access=False, websockets=False,
        ).serve()  # fmt: skip
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    return Answer({"served": True})


def work(arguments: Namespace) -> Answer:
    """Takes waiting tasks one after another until it is told to stop."""
    name = actor()
    try:
        while True:
            if run_next(by=name, clock=now) is None:
                day_is_due(by=name, at=now())
                time.sleep(IDLE_SECONDS)
    except KeyboardInterrupt:
        return Answer({"stopped": True})


def staff(arguments: Namespace) -> Answer:
    """Adds a colleague or sets a new password; it is asked for, or made up and printed once."""
    if sys.stdin.isatty():
        password = getpass.getpass("Password (at least 12 characters): ")
    else:
        password = os.environ.get("GOODSTANDING_PASSWORD") or secrets.token_urlsafe(12)
    made = set_staff(
        name=arguments.name, role=Role(arguments.role.replace("-", "_")), password=password, by=actor(), at=now()
    )
    shown = password if not sys.stdin.isatty() else "as typed"
    line = f"{'Added' if made else 'Changed'} {arguments.name} ({arguments.role}); password: {shown}"
    return Answer({"name": arguments.name, "role": arguments.role, "password": shown}, [line])


