"""The house's own lint: each check takes one file and yields what is wrong with it, as "line:
what".

They hold what ruff, mypy and import-linter cannot say: sizes, banned words, the clock, hidden
doors, cents.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from tools.reference import action_name

FILE_LINES, FUNCTION_LINES, TEST_LINES = 400, 50, 25
ARGUMENTS, POSITIONAL, DEPTH = 6, 3, 3
EDGES = ("web", "cli")
BANNED = frozenset({
    *("data", "info", "infos", "util", "utils", "helper", "helpers", "manager", "managers"),
    *("handler", "handlers", "process", "processes", "processor", "service", "services"),
    *("common", "misc"),
})  # fmt: skip
# Words given to us: by X12 and the contract (the day of a service), the law (military), Django.
GIVEN = re.compile(
    r"service_(?:lines?|days?|dates?|on)(?![a-z])|(?:to|military)_service(?![a-z])"
    r"|process_(?:view|request|response|exception|template_response)$"
)
# float is right where no money is: a file, and what it counts.
NOT_MONEY = {"goodstanding/core/reading.py": "reading grades of a letter"}
# What reads a clock: (owner, name). time.monotonic and perf_counter measure; they tell no day.
CLOCKS = frozenset(
    {(owner, "now") for owner in ("datetime", "timezone", "dt", "Now")}
    | {("date", "today"), ("datetime", "today"), ("datetime", "utcnow"), ("timezone", "localdate")}
    | {("time", "time"), ("time", "localtime"), ("time", "gmtime"), ("timezone", "localtime")}
)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Source:
    """One file and its `path` from the project root."""

    path: str
    text: str

    @property
    def folders(self) -> tuple[str, ...]:
        """Folders inside the package; () for what is not in it."""
        parts = PurePosixPath(self.path).parts
        return parts[1:-1] if parts[0] == "goodstanding" else ()

    @property
    def layer(self) -> str:
        return self.folders[0] if self.folders else ""

    @property
    def ours(self) -> bool:
        return self.path.startswith("goodstanding/")

    @property
    def migration(self) -> bool:
        return "migrations" in self.folders

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        return [node for node in self.nodes if isinstance(node, FUNCTIONS)]


Fault = str
Check = Callable[[Source], Iterator[Fault]]


# ---- sizes


def file_size(source: Source) -> Iterator[Fault]:
    lines = source.text.count("\n")
    if lines > FILE_LINES and not source.migration:
        yield f"1: {lines} lines, at most {FILE_LINES}"


def function_size(source: Source) -> Iterator[Fault]:
    for function in source.functions:
        lines = (function.end_lineno or 0) - function.lineno + 1
        most = TEST_LINES if function.name.startswith("test_") else FUNCTION_LINES
        if lines > most:
            yield f"{function.lineno}: {function.name} has {lines} lines, at most {most}"


def arguments(source: Source) -> Iterator[Fault]:
    if not source.ours or source.migration:
        return
    for function in source.functions:
        given = function.args
        positional = [each.arg for each in [*given.posonlyargs, *given.args]]
        positional = positional[positional[:1] in (["self"], ["cls"]) :]
        if GIVEN.fullmatch(function.name):
            continue  # Django says what it takes
        if len(positional) > POSITIONAL:
            yield f"{function.lineno}: {function.name} has {len(positional)} positional arguments"
        if len(positional) + len(given.kwonlyargs) > ARGUMENTS:
            yield f"{function.lineno}: {function.name} has more than {ARGUMENTS} arguments"


def depth(source: Source) -> Iterator[Fault]:
    if len(source.folders) > DEPTH:
        yield f"1: {len(source.folders)} folders deep, at most {DEPTH}"


# ---- names


def spoken(name: str) -> str:
    """spoken("readRawDATAOf_2") -> "read_raw_data_of_2": its words apart, in small letters."""
    return "_".join(re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)).lower()


def words(name: str) -> set[str]:
    """The words of a name that we chose ourselves."""
    return set(GIVEN.sub("", spoken(name)).split("_"))


def banned_words(source: Source) -> Iterator[Fault]:
    if source.path.startswith("tests/"):
        return
    named = [(1, PurePosixPath(source.path).stem)]
    named += [
        (node.lineno, node.name)
        for node in source.nodes
        if isinstance(node, (*FUNCTIONS, ast.ClassDef))
    ]
    for line, name in named:
        if bad := words(name) & BANNED:
            yield f"{line}: {name} says {', '.join(sorted(bad))}: say what it is"


# ---- what only the edges may do


def dotted(node: ast.AST) -> tuple[str, str]:
    """Owner and name of `a.b.c`: ("b", "c"); of a bare name: ("", name)."""
    if isinstance(node, ast.Name):
        return "", node.id
    if isinstance(node, ast.Attribute):
        return dotted(node.value)[1], node.attr
    return "", ""


def clock(source: Source) -> Iterator[Fault]:
    """A clock read, or handed on as a default; or Django's own reading of it in a field."""
    if not source.ours or source.layer in EDGES or source.migration:
        return
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS:
            yield f"{node.lineno}: {'.'.join(dotted(node))}: the moment is an argument here"
        if isinstance(node, ast.Call) and dotted(node.func) in {("", "now"), ("", "today")}:
            yield f"{node.lineno}: a clock is read below the edge"
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield f"{node.value.lineno}: {node.arg} reads the clock; the action gives the moment"


def hidden_imports(source: Source) -> Iterator[Fault]:
    """What import-linter cannot see."""
    if not source.ours:
        return
    for node in source.nodes:
        owner, name = dotted(node.func) if isinstance(node, ast.Call) else ("", "")
        dynamic = name in ("import_module", "__import__", "import_string")
        if dynamic or (name == "get_model" and not source.migration):
            yield f"{node.lineno}: {owner or 'builtin'} {name} hides an import from the contracts"


def broad_except(source: Source) -> Iterator[Fault]:
    if not source.ours or source.layer in EDGES:
        return
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler) and not raises_again(node):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {dotted(kind)[1] if kind else "" for kind in kinds}
            if names & {"", "Exception", "BaseException"}:
                yield f"{node.lineno}: catches everything: a bug must crash and roll back"


def raises_again(caught: ast.ExceptHandler) -> bool:
    """It looks at the error and lets it go on: nothing is swallowed."""
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(caught))


# ---- money


def floats(source: Source) -> Iterator[Fault]:
    """Cents are int and rates Decimal; only seconds may be a float."""
    if source.path in NOT_MONEY or source.layer not in (
        "core",
        "law",
        "formats",
        "records",
        "outbound",
        "actions",
    ):
        return
    for node in source.nodes:
        if isinstance(node, ast.Call) and dotted(node.func) == ("", "float"):
            yield f"{node.lineno}: float() among money"
        if isinstance(node, ast.Call) and dotted(node.func)[1] in ("FloatField", "DecimalField"):
            yield f"{node.lineno}: {dotted(node.func)[1]}: cents belong in BigIntegerField"
        if isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
            name = node.arg if isinstance(node, ast.arg) else dotted(node.target)[1]
            if dotted(node.annotation) == ("", "float") and not name.endswith("seconds"):
                yield f"{node.lineno}: {name} is a float"


# ---- actions


def undecorated_actions(source: Source) -> Iterator[Fault]:
    """A public function of an actions module is an @action: one transaction, one audit event."""
    if source.layer != "actions":
        return
    for node in ast.parse(source.text).body:
        if isinstance(node, FUNCTIONS) and not node.name.startswith("_") and not action_name(node):
            yield f"{node.lineno}: {node.name} is public and no @action"


PYTHON_CHECKS: tuple[Check, ...] = (
    file_size,
    function_size,
    arguments,
    depth,
    banned_words,
    clock,
    hidden_imports,
    broad_except,
    floats,
    undecorated_actions,
)
