"""Would a test notice? Changes the rules of the house in many small ways, one at a time, and runs
the pure tests on each: `python tools/mutation.py [--go-on FOLDER] [FILE ...]`.

Two kinds of change: those of mutmut inside functions (a comparison turned, a word spoiled), and
one entry taken out of each table at the top of a file, which mutmut does not touch (a check out of
CHECKS, a rule out of LADDER). Works on a copy; the tree itself is never changed. Exit status 1:
the score is below GOOD_ENOUGH.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parent.parent
CORE = ("gate", "followup", "owed", "holds")
GOOD_ENOUGH = 85
AT_ONCE = 2
# Enough made-up accounts to notice; every surviving change runs through all of them.
CASES = "400"
# Four years of hours through the whole gate tell nothing that the gate's own tests do not.
HOURS = "tests/core/test_hours_of_every_day.py"
PYTEST = ("-p", "no:django", "-x", "-q", f"--ignore={HOURS}")
TESTS = ("tests/law", "tests/core")
COPIED = ("goodstanding", "tests", "tools", "pyproject.toml", "Makefile", "docs")
# mutmut's exit codes: a test failed or never came to an end; no test runs this code.
NOTICED = {1, 3, 36, -24, 24, 152, 255, -9}
NO_TEST = {5, 33}
SLOWEST = 900


@dataclass(frozen=True)
class Tried:
    """One change: `where` names it, `shown` is what it did (only kept when nothing noticed)."""

    file: str
    where: str
    noticed: bool
    shown: str = ""

    @property
    def only_words(self) -> bool:
        """Only a sentence was spoiled: what it says changed, what is done did not."""
        lines = self.shown.splitlines()
        taken, given = (
            [
                re.sub(r'"[^"]*\s[^"]*"|f"[^"]*"', '""', line[1:])
                for line in lines
                if line[:1] == sign
            ]
            for sign in "-+"
        )
        return bool(taken) and taken == given


def main(arguments: list[str]) -> int:
    folder = None
    if arguments[:1] == ["--go-on"]:
        folder, arguments = Path(arguments[1]), arguments[2:]
    files = [str(Path(name)) for name in arguments] or list(whole())
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="goodstanding-mutation-"))
        copy(folder / "inside", files)
    print(f"{len(files)} files; the copy is in {folder} (go on: --go-on {folder})", flush=True)
    tried = [*inside(folder / "inside", files), *entries(folder, files)]
    return told(tried)


def whole() -> Iterator[str]:
    """The four files of the rules, and those they were split into: whatever in core they import
    that decides."""
    aside = {"answers", "days", "facts", "kinds", "money", "policy", "ledger", "worklist"}
    seen: list[str] = []
    waiting = list(CORE)
    while waiting:
        name = waiting.pop(0)
        path = ROOT / "goodstanding" / "core" / f"{name}.py"
        if name in seen or name in aside or not path.exists():
            continue
        seen.append(name)
        waiting += re.findall(r"^from goodstanding\.core\.(\w+) import", path.read_text(), re.M)
    return (f"goodstanding/core/{name}.py" for name in seen)


def copy(into: Path, files: Iterable[str]) -> None:
    into.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "browser")
            shutil.copytree(source, into / name, ignore=left_out)
        else:
            shutil.copy(source, into / name)
    settings = {
        "source_paths": ["goodstanding"],
        "only_mutate": list(files),
        "also_copy": [name for name in COPIED if (ROOT / name).is_dir()] + ["Makefile"],
        "pytest_add_cli_args": list(PYTEST),
        "pytest_add_cli_args_test_selection": list(TESTS),
        "use_git_change_detection": False,
        "track_dependencies": False,
    }
    lines = "\n".join(
        f"{key} = {str(value).lower() if isinstance(value, bool) else json.dumps(value)}"
        for key, value in settings.items()
    )
    with (into / "pyproject.toml").open("a") as out:
        out.write(f"\n[tool.mutmut]\n{lines}\n")


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return {**kept, "GOODSTANDING_CASES": CASES, "PYTHONDONTWRITEBYTECODE": "1"}


# ---- inside functions


def inside(tree: Path, files: Iterable[str]) -> list[Tried]:
    run = [sys.executable, "-m", "mutmut", "run", "--max-children", str(AT_ONCE)]
    with (tree.parent / "mutmut.log").open("a") as log:
        ended = subprocess.run(
            run, cwd=tree, env=environment(), stdout=log, stderr=log, check=False
        )
    if ended.returncode:
        raise SystemExit(f"the tests do not pass as they are, or mutmut failed: see {log.name}")
    found = []
    for file in files:
        kept = tree / "mutants" / f"{file}.meta"
        # A file without functions has nothing for mutmut to change.
        changes = json.loads(kept.read_text())["exit_code_by_key"] if kept.exists() else {}
        for name, code in changes.items():
            shown = "no test runs this" if code in NO_TEST else ""
            found.append(Tried(file, name.rpartition(".")[2], code in NOTICED, shown))
    return [each if each.noticed else with_difference(each, tree) for each in found]


def with_difference(one: Tried, tree: Path) -> Tried:
    name = f"{one.file.removesuffix('.py').replace('/', '.')}.{one.where}"
    show = [sys.executable, "-m", "mutmut", "show", name]
    said = subprocess.run(show, cwd=tree, capture_output=True, text=True, check=False).stdout
    lines = [line for line in said.splitlines() if re.match(r"[-+](?![-+])", line)]
    return Tried(one.file, one.where, one.noticed, "\n".join([*lines, *filter(None, [one.shown])]))


# ---- one entry out of a table


def entries(folder: Path, files: Iterable[str]) -> list[Tried]:
    """Every changed tree needs its own process: a table is made when its file is imported."""
    changes = [
        (file, where, text) for file in files for where, text in shorter(folder / "inside" / file)
    ]
    trees: SimpleQueue[Path] = SimpleQueue()
    for number in range(AT_ONCE):
        tree = folder / f"table{number}"
        if not tree.exists():
            left_out = shutil.ignore_patterns("mutants", "__pycache__")
            shutil.copytree(folder / "inside", tree, ignore=left_out)
        trees.put(tree)

    def attempt(change: tuple[str, str, str]) -> Tried:
        file, where, text = change
        tree = trees.get()
        before = (tree / file).read_text()
        (tree / file).write_text(text)
        try:
            run = [sys.executable, "-m", "pytest", *PYTEST, *TESTS]
            ended = subprocess.run(
                run, cwd=tree, env={**environment(), "PYTHONPATH": str(tree)},
                capture_output=True, check=False, timeout=SLOWEST,
            ).returncode  # fmt: skip
        finally:
            (tree / file).write_text(before)
            trees.put(tree)
        return Tried(file, where, ended != 0, f"- {where}")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(attempt, changes))


def shorter(path: Path) -> Iterator[tuple[str, str]]:
    """The file's text without one entry of one of its tables, again and again."""
    text = path.read_text()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    raw = text.encode()
    for node in ast.parse(text).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        for first, last in _spans(node.value):
            begin = starts[first.lineno - 1] + first.col_offset
            end = starts[(last.end_lineno or 1) - 1] + (last.end_col_offset or 0)
            comma = re.match(rb"\s*,", raw[end:])
            rest = raw[end + (comma.end() if comma else 0) :]
            shown = " ".join(raw[begin:end].decode().split())[:60]
            yield f"{ast.unparse(target)}: {shown}", (raw[:begin] + rest).decode()


def _spans(value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    if isinstance(value, ast.Call) and len(value.args) == 1:
        return _spans(value.args[0])
    if isinstance(value, ast.Dict):
        return [(k, v) for k, v in zip(value.keys, value.values, strict=True) if k is not None]
    if isinstance(value, ast.Tuple | ast.List | ast.Set) and len(value.elts) > 1:
        return [(each, each) for each in value.elts]
    return []


# ---- what to say


def told(tried: list[Tried]) -> int:
    left = [each for each in tried if not each.noticed]
    for each in left:
        print(f"\n{each.file} {each.where}{' (only words)' if each.only_words else ''}")
        print(each.shown)
    print()
    for file in dict.fromkeys(each.file for each in tried):
        print(f"{file:<44} {score([each for each in tried if each.file == file])}")
    print(f"{'all':<44} {score(tried)}")
    print(f"{'without spoiled sentences':<44} {score([e for e in tried if not e.only_words])}")
    share = 100 * sum(each.noticed for each in tried) // max(len(tried), 1)
    return 0 if share >= GOOD_ENOUGH else 1


def score(tried: list[Tried]) -> str:
    noticed = sum(each.noticed for each in tried)
    return f"{noticed} of {len(tried)} noticed, {100 * noticed / max(len(tried), 1):.1f} %"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
