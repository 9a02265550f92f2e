"""Run as a program: begins processes that print letters, so that a test can kill them."""

import json
import os
import signal
import sys
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ON = date(2026, 11, 23)
PORTION = 50
BEGIN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def main(folder: Path) -> None:
    """A line in, a process of its own, its number out. No database is open here."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "goodstanding.settings"
    django.setup()
    _blank_pages()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        what, hour, statements = line.split()
        pid = os.fork()
        if pid == 0:
            os.close(0)
            try:
                with _killed_at(int(statements)):
                    {"print": _print, "prepare": _prepare, "look": _look}[what](
                        folder, BEGIN + timedelta(hours=int(hour))
                    )
            finally:
                os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _killed_at(statements: int) -> AbstractContextManager[object]:
    """The process is killed, as by kill -9, when it asks the database for this statement; 0: never.
    However fast the machine is, the moment is one at which something may be half done.
    """
    from django.db import connection

    left = [statements]

    def count(execute: Any, *given: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)

    return connection.execute_wrapper(count)


def _blank_pages() -> None:
    """The pages themselves are not what is tested here, and cost most of the time."""
    from goodstanding.actions import letters
    from goodstanding.outbound import press

    def blank(some: list[object], **_day: date) -> tuple[bytes, list[int]]:
        import io

        import pikepdf

        out = io.BytesIO()
        with pikepdf.new() as pdf:
            for _ in some:
                pdf.add_blank_page()
            pdf.save(out)
        return out.getvalue(), [1] * len(some)

    press.ALONE, press.pages_of = 10**9, blank
    letters.PORTION = PORTION


def _by() -> object:
    from goodstanding.actions.unit import SYSTEM, Actor

    return Actor("a test", SYSTEM)


def _prepare(folder: Path, at: datetime) -> None:
    from django.core.management import call_command

    from goodstanding.actions.followup_day import run_day
    from goodstanding.actions.imports import Setting, receive

    call_command("migrate", interactive=False, verbosity=0)
    (folder / "static").mkdir(exist_ok=True)
    for _ in receive(folder / "export", "auto", Setting(on=ON, by=_by(), at=at)):
        continue
    run_day(on=ON, by=_by(), at=at)


def _print(_folder: Path, at: datetime) -> None:
    from goodstanding.actions.letters import print_batch

    print_batch(on=ON, by=_by(), at=at)


def _look(folder: Path, _at: datetime) -> None:
    from goodstanding.records import bulk
    from goodstanding.records.queries.proofs import prove

    def ones(sql: str) -> list[int]:
        return sorted({count for (count,) in bulk.select(sql)})

    found = {
        "letters": dict(bulk.select("SELECT state, COUNT(*) FROM records_letter GROUP BY state")),
        "letters of an account and step": ones(
            "SELECT COUNT(*) FROM records_letter GROUP BY guarantor_id, step"
        ),
        "living attempts of a letter": ones(
            "SELECT SUM(CASE WHEN state = 'sending' THEN 1 ELSE 0 END) FROM records_attempt "
            "GROUP BY letter_id"
        ),
        "batches at printing": ones(
            "SELECT COUNT(*) FROM records_letterbatch WHERE state = 'printing'"
        )[0],
        "killed batches": ones("SELECT COUNT(*) FROM records_letterbatch WHERE state = 'failed'")[
            0
        ],
        "faults": [f"{one.name}: {one.failures}" for one in prove() if not one.ok],
    }
    (folder / "found.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
