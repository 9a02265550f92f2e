"""Makes .venv from a lock file, and the project in it: `python3 tools/environment.py run|dev`.

Standard library only, for it runs before anything is installed. Quick when nothing changed: the
stamp in .venv says what is there. Every part comes with its hash; uv installs when it can be had,
else pip does the same slower.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "stamp.json"
UV = VENV / "installer" / "bin" / "uv"
REQUIREMENTS = ROOT / "requirements"
# What satisfies a wish: everything the program needs to run is also in dev.lock.
SATISFIES = {"run": ("run", "dev"), "dev": ("dev",)}


class NotMade(Exception):
    """The environment cannot be made here; the text says what to do about it."""


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in SATISFIES:
        print("usage: environment.py run|dev", file=sys.stderr)
        return 2
    try:
        make(arguments[0])
    except NotMade as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def make(wish: str) -> None:
    if stamped() in [stamp_for(name) for name in SATISFIES[wish]] and works(PYTHON):
        return
    if not works(PYTHON):
        make_empty()
    STAMP.unlink(missing_ok=True)
    install(REQUIREMENTS / f"{wish}.lock")
    install_project()
    STAMP.write_text(json.dumps(stamp_for(wish)) + "\n")


def stamp_for(name: str) -> dict[str, str]:
    """What .venv holds when `name`.lock is installed in it, here."""
    return {
        "lock": name,
        "sha256": hashlib.sha256((REQUIREMENTS / f"{name}.lock").read_bytes()).hexdigest(),
        "scripts": json.dumps(scripts(), sort_keys=True),
        "root": str(ROOT),
    }


def scripts() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "scripts"
    ]
    return found


def stamped() -> dict[str, str] | None:
    try:
        found: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return None
    return found


# ---- the empty environment


def make_empty() -> None:
    """A fresh .venv; pip inside it when Python carries one (Debian's does only with
    python3-venv).
    """
    print(f"Making {VENV.name} with Python {sys.version.split()[0]}", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if not done([sys.executable, "-m", "venv", "--without-pip", str(VENV)]):
        apt_install("python3-venv")
        run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])


def pip() -> list[str]:
    """A pip that installs into .venv: the machine's own from outside, or one put inside."""
    outside = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    inside = [str(PYTHON), "-m", "pip"]
    if done([*inside, "--version"]):
        return inside
    if done([*outside, "--version"]):
        return outside
    if not done([str(PYTHON), "-m", "ensurepip"]):
        apt_install("python3-venv")
        run([str(PYTHON), "-m", "ensurepip"])
    return inside


def apt_install(package: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NotMade(
            f"Python here has no pip. Install {package} (sudo apt-get install {package})."
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install_it = ["apt-get", "install", "-y", "--no-install-recommends", package]
    if not done(install_it, environment):
        done(["apt-get", "update"], environment)
        run(install_it, environment)


# ---- the parts


def install(lock: Path) -> None:
    """The first way that works: uv of this machine, uv of our own, pip."""
    for name, way in ways(lock):
        print(f"Installing {lock.relative_to(ROOT)} with {name}", flush=True)
        if way():
            return
        print(f"{name} could not do it; trying another way", file=sys.stderr, flush=True)
    raise NotMade("The parts could not be installed; the lines above say why.")


def ways(lock: Path) -> Iterator[tuple[str, Callable[[], bool]]]:
    found = shutil.which("uv")
    if found:
        yield "uv", lambda: uv_sync(found, lock)
    own = "uv of our own"
    if (UV.exists() and works(UV)) or fetch_uv():
        yield own, lambda: uv_sync(str(UV), lock)
    yield "pip", lambda: done([*pip(), "install", "--require-hashes", "-r", str(lock)], quiet=False)


def fetch_uv() -> bool:
    lock = REQUIREMENTS / "install.lock"
    target = ["--target", str(UV.parent.parent)]
    return done([*pip(), "install", "-q", "--require-hashes", *target, "-r", str(lock)])


def uv_sync(uv: str, lock: Path) -> bool:
    # uv may not bring a Python of its own; copies are as quick and never warn about file systems.
    environment = {
        "UV_LINK_MODE": "copy",
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "VIRTUAL_ENV": str(VENV),
    }
    wish = [uv, "pip", "sync", "-q", "--require-hashes", "--python", str(PYTHON), str(lock)]
    return done(wish, environment, quiet=False)


def install_project() -> None:
    """The project as it stands in this folder: a .pth line, and one small program for
    each script.
    """
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=True)
    Path(answer.stdout.strip(), "goodstanding.pth").write_text(f"{ROOT}\n")
    for name, target in scripts().items():
        module, function = target.split(":")
        script = VENV / "bin" / name
        script.write_text(SCRIPT.format(python=PYTHON, module=module, function=function))
        script.chmod(0o755)


# Begins as a shell script so that a path with blanks, or a long one, still finds its Python.
SCRIPT = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys
from {module} import {function}
sys.exit({function}())
"""


# ---- programs


def works(program: Path) -> bool:
    return program.exists() and done([str(program), "--version"])


def done(
    command: list[str], environment: dict[str, str] | None = None, *, quiet: bool = True
) -> bool:
    out = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(command, env=environment, stdout=out, stderr=out).returncode == 0
    except OSError:
        return False


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    if not done(command, environment, quiet=False):
        raise NotMade(f"This did not work here: {' '.join(command)}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
