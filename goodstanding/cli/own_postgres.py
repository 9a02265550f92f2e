"""A PostgreSQL cluster of our own, for tests and benchmarks: made, used and removed in one run.
Nothing in it outlives them.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

LISTEN = "-c listen_addresses=127.0.0.1"
# Speed before safety: what is in it is made anew by every run.
UNSAFE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class NoPostgres(Exception):
    """This machine has no PostgreSQL server to start."""


class Cluster:
    """`url(name)` is the DATABASE_URL of one of its databases; `safe` writes to disk as a clinic's
    would.
    """

    def __init__(self, *, safe: bool = False) -> None:
        self.options = LISTEN if safe else f"{LISTEN} {UNSAFE}"
        initdb = _initdb()
        if initdb is None:
            raise NoPostgres("no initdb here: apt-get install --no-install-recommends postgresql")
        self.programs = initdb.parent
        # Not in the var folder: the server's user must reach it, and a socket's path is short. What
        # lies in it is made up.
        self.folder = Path(tempfile.mkdtemp(prefix="goodstanding-pg-", dir="/tmp"))  # noqa: S108
        # The server refuses to run as root; Debian's package made a user for it.
        self.as_server: list[str] = []
        if os.geteuid() == 0:
            self.as_server = ["runuser", "-u", "postgres", "--"]
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.port = free_port()

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} {self.options}"
        trust = ["-U", "goodstanding", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        self._run("initdb", "--no-sync", *trust)
        self._run("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self) -> None:
        try:
            self._run("pg_ctl", "-w", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        return f"postgresql://goodstanding@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.as_server, str(self.programs / program), "-D", f"{self.folder}/cluster"]
        # The server inherits what it is given: files, not pipes, or reading them would wait for it.
        with (self.folder / "said").open("a+") as said:
            end = subprocess.run(  # noqa: S603 - the server's own programs
                [*command, *arguments], cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )
            if end.returncode:
                said.seek(0)
                raise NoPostgres(f"{program} failed: {said.read()[-2000:]}")


def _initdb() -> Path | None:
    """The newest server's, where Debian keeps it, else on the path."""
    kept = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(kept, key=lambda program: int(program.parent.parent.name), default=None)
    named = shutil.which("initdb")
    return newest or (Path(named) if named else None)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
