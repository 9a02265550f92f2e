"""The contracts of the house hold, and would be seen to break; the locks say what is installed."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from tests.shared import ROOT

LOCKS = ("run", "dev", "install")
LINT = Path(sys.executable).parent / "lint-imports"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True)


def test_imports_go_one_way_down():
    seen = lint_imports(ROOT)
    assert seen.returncode == 0, seen.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("core/money.py", "import goodstanding.records", "The house has one way down"),
        ("novelties/__init__.py", "", "The house has one way down"),
        ("core/money.py", "import django", "law, core and formats are pure"),
        ("actions/unit.py", "import goodstanding.outbound.channels", "Only send() opens a channel"),
        ("web/__init__.py", "import goodstanding.outbound.send", "Only an action sends"),
        ("web/__init__.py", "import goodstanding.records.models", "Pages never touch a table"),
        ("cli/__init__.py", "import goodstanding.records.models", "Pages never touch a table"),
        ("core/kinds.py", "import goodstanding.core.answers", "No cycles anywhere"),
    ],
)
def test_a_broken_contract_is_seen(tmp_path, file, line, broken):
    shutil.copytree(ROOT / "goodstanding", tmp_path / "goodstanding")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "goodstanding" / file
    target.parent.mkdir(exist_ok=True)
    with target.open("a") as out:
        out.write(f"\n{line}\n")
    seen = lint_imports(tmp_path)
    assert seen.returncode == 1
    assert f"{broken} BROKEN" in seen.stdout


# ---- locks


def wished(name: str) -> list[Requirement]:
    """The lines of an .in file, and of those it takes in with -r."""
    wishes = []
    for line in (ROOT / "requirements" / name).read_text().splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            wishes += wished(text.removeprefix("-r ").strip())
        elif text:
            wishes.append(Requirement(text))
    return wishes


def locked(name: str) -> dict[str, str]:
    """Name and version of each part in a lock, and that each has hashes."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    parts = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^#.*\n", "", text), flags=re.I)
    found = {}
    for part in filter(str.strip, parts):
        assert "--hash=sha256:" in part, f"{part.splitlines()[0]} has no hash"
        head = part.split("\\")[0]
        pin, _, marker = head.partition(";")
        if not marker or Marker(marker.strip()).evaluate():
            key, _, pinned = pin.strip().partition("==")
            found[canonical(key)] = pinned.strip()
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.split("[")[0]).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_every_wish_is_locked_as_wished(name):
    pins = locked(name)
    for wish in wished(f"{name}.in"):
        pinned = pins.get(canonical(wish.name))
        assert pinned, f"{wish} is not in {name}.lock: compile it again (docs/recipes.md)"
        assert pinned in wish.specifier, f"{name}.lock has {wish.name} {pinned}, not {wish}"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index(name):
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", text)


def test_what_runs_is_in_both_locks_alike():
    assert locked("run").items() <= locked("dev").items()


def test_what_is_installed_is_what_is_locked():
    differs = {part: pin for part, pin in locked("dev").items() if version(part) != pin}
    assert differs == {}


def test_every_part_we_take_says_why():
    why = (ROOT / "docs" / "decisions" / "0011-parts-we-take.md").read_text()
    wishes = [wish for name in LOCKS for wish in wished(f"{name}.in")]
    assert [wish.name for wish in wishes if f"`{wish.name}`" not in why] == []


def test_a_lock_without_a_hash_is_refused(tmp_path, monkeypatch):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.lock").write_text(
        "left==1.0\nright==2.0 \\\n  --hash=sha256:0\n"
    )
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    with pytest.raises(AssertionError, match="left==1.0 has no hash"):
        locked("run")
