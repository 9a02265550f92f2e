"""Papers rot; these are held to the code: the reference, the paths, the targets, the examples."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from tests.shared import ROOT
from tools.reference import REFERENCE, reference

PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PATH = re.compile(r"`((?:goodstanding|tests|tools|docs|requirements|\.ci)/[\w./*-]*)`")
PURE = ("law", "core", "formats")
# `split(100, 3) -> [34, 33, 33]` in the docstring of split
EXAMPLE = r"(?s)\b(NAME\(.*?\))\s+->\s+(.+?)(?:[.;`]*\s*$|[.;`]\s|(?=, NAME\()|\n\n)"


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_reference_is_fresh():
    assert REFERENCE.read_text() == reference(), "run `make docs`"


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_paths_in_papers_exist(paper):
    gone = [path for path in PATH.findall(paper.read_text()) if not list(ROOT.glob(path))]
    assert gone == []


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_links_in_papers_lead_somewhere(paper):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", paper.read_text())
    assert [link for link in links if not (paper.parent / link).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_make_targets_in_papers_exist(paper):
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text()))
    used = set(re.findall(r"`make ([a-z-]+)", paper.read_text()))
    assert used <= targets


def examples() -> list[tuple[str, str, str]]:
    """Module, call and answer of every example in a docstring of the pure folders."""
    found = []
    for folder in PURE:
        for path in sorted((ROOT / "goodstanding" / folder).rglob("*.py")):
            module = named(path).removesuffix(".py").replace("/", ".")
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)):
                    pattern = EXAMPLE.replace("NAME", node.name)
                    found += [(module, *match) for match in re.findall(pattern, text)]
    return found


@pytest.mark.parametrize(("module", "call", "answer"), examples())
def test_examples_in_docstrings_are_true(module, call, answer):
    names = {**vars(importlib.import_module("datetime")), **vars(importlib.import_module(module))}
    got = eval(call, names)  # noqa: S307  (our own docstring)
    assert answer in (str(got), repr(got))


def test_decisions_are_numbered_without_gaps():
    papers = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in papers] == list(range(1, len(papers) + 1))


@pytest.mark.parametrize("paper", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=named)
def test_a_decision_has_its_five_headings(paper):
    text = paper.read_text()
    assert text.startswith(f"# {int(paper.name[:4])}. ")
    parts = ("Day / Status", "**We decide**", "**Because**", "**We could have**", "**It costs**")
    assert [part for part in parts if part not in text] == []
