"""What the tests need of the machine beside Python: `machine.py ensure`, `machine.py has NAME`.

As root on Debian or Ubuntu `ensure` installs what is missing; elsewhere it says what is not tested
and why. Under CI=true a missing part is a failure: nothing is skipped in silence.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# name: (Debian package, programs of which one must be there, what is not tested without it)
PARTS = {
    "chromium": (
        "chromium",
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        "the pages in a browser",
    ),
    "postgres": ("postgresql", ("initdb",), "the database suite on PostgreSQL"),
    "pdftotext": ("poppler-utils", ("pdftotext",), "the printed letters"),
}


def where(name: str) -> Path | None:
    """The program of a part; PostgreSQL's newest server, which Debian keeps off the PATH."""
    if name == "postgres":
        servers = Path("/usr/lib/postgresql").glob("*/bin/initdb")
        newest = max(servers, key=lambda program: int(program.parent.parent.name), default=None)
        if newest:
            return newest
    found = next(filter(None, map(shutil.which, PARTS[name][1])), None)
    return Path(found) if found else None


def missing() -> list[str]:
    return [name for name in PARTS if where(name) is None]


def ensure() -> int:
    absent = missing()
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        install([PARTS[name][0] for name in absent])
    for name in missing():
        package, _, untested = PARTS[name]
        print(
            f"MISSING {name}: {untested} cannot be tested here. "
            f"Install it: sudo apt-get install --no-install-recommends {package}",
            file=sys.stderr,
        )
    return 1 if missing() and in_ci() else 0


def install(packages: list[str]) -> None:
    print(f"Installing {', '.join(packages)} with apt-get", flush=True)
    command = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    if not quietly(command):
        quietly(["apt-get", "update", "-qq"])
        subprocess.run(command, env=apt_environment(), stdout=subprocess.DEVNULL, check=False)


def quietly(command: list[str]) -> bool:
    end = subprocess.run(command, env=apt_environment(), capture_output=True, check=False)
    return end.returncode == 0


def apt_environment() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def main(arguments: list[str]) -> int:
    match arguments:
        case ["ensure"]:
            return ensure()
        case ["has", name] if name in PARTS:
            return 0 if where(name) else 1
    print(f"usage: machine.py ensure | has {'|'.join(PARTS)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
