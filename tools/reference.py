"""Writes docs/reference.md: what may change, which law is read, which letters exist.

Read from the files themselves, so that it cannot say what is not there; tests/test_docs.py holds it
fresh. Nothing is imported or run.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "goodstanding"
REFERENCE = ROOT / "docs" / "reference.md"
HEAD = """\
# Reference

Made by `make docs` from the code and the law files; not written by hand.
"""


def reference() -> str:
    parts = [HEAD, *actions(), *letters(), *rules()]
    return "\n".join(parts).rstrip("\n") + "\n"


def actions() -> Iterator[str]:
    yield "## Actions\n"
    yield "Every change, by the name that is its audit verb and its permission.\n"
    yield from table(("action", "what it does", "where"), sorted(action_rows()))


def action_rows() -> Iterator[tuple[str, str, str]]:
    for path in sorted((PACKAGE / "actions").glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and (name := action_name(node)):
                yield f"`{name}`", summary(node), f"`{node.name}` in `{path.relative_to(ROOT)}`"


def action_name(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The name in @action("name"); "" without one."""
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "action" and mark.args:
            return str(ast.literal_eval(mark.args[0]))
    return ""


def summary(function: ast.FunctionDef) -> str:
    """The first paragraph of the docstring, on one line."""
    return " ".join((ast.get_docstring(function) or "").split("\n\n")[0].split())


def letters() -> Iterator[str]:
    yield "## Letters\n"
    rows = []
    for folder in sorted((PACKAGE / "outbound" / "letters").glob("*/")):
        languages = sorted(path.name.split(".")[1] for path in folder.glob("words.*.md"))
        rows.append((f"`{folder.name}`", ", ".join(languages)))
    yield from table(("kind", "languages"), rows)


def rules() -> Iterator[str]:
    yield "## Law and policy\n"
    yield "Marked: not read at its source yet; check it before relying on it.\n"
    for path in sorted((PACKAGE / "law" / "rules").glob("*.toml")):
        book = tomllib.loads(path.read_text())
        yield f"### {path.stem.replace('_', ' ').capitalize()}\n"
        rows = [rule_row(rule) for rule in book.get("rule", [])]
        yield from table(("rule", "says", "in force", "source"), rows)


def rule_row(rule: dict[str, Any]) -> tuple[str, str, str, str]:
    versions = list(rule.get("at", []))
    for parameter in rule.get("parameter", []):
        versions += parameter.get("at", [])
    in_force = dict.fromkeys(f"{each['place']} from {each['from']}" for each in versions)
    cites = dict.fromkeys(each["cite"] for each in versions if "cite" in each)
    source = rule.get("cite", "") or ", ".join(cites)
    mark = " (not yet verified)" if rule.get("status") == "unverified" else ""
    return f"`{rule['id']}`", rule["say"], ", ".join(in_force), source + mark


def table(head: tuple[str, ...], rows: list[Any]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""


if __name__ == "__main__":
    REFERENCE.write_text(reference())
