"""The tool that changes the rules: each change takes out what it says, and nothing else."""

import ast
from pathlib import Path

import pytest

from tools.mutation import ROOT, Tried, shorter, whole

TEXT = '''"""Rules."""

CHECKS = (
    first,  # the day
    second,
)
KINDS: dict[str, int] = {"a": 1, "b": (2, 3)}
WORDS = frozenset({"x", "y"})
ONE = (only,)
NAME = "none"


def first(): ...
'''


def test_one_entry_out_of_each_table(tmp_path: Path):
    path = tmp_path / "rules.py"
    path.write_text(TEXT)
    changes = dict(shorter(path))
    assert list(changes) == [
        "CHECKS: first", "CHECKS: second", 'KINDS: "a": 1', 'KINDS: "b": (2, 3)',
        'WORDS: "x"', 'WORDS: "y"',
    ]  # fmt: skip
    for text in changes.values():
        ast.parse(text)
    assert "first,  #" not in changes["CHECKS: first"]
    assert '{ "b": (2, 3)}' in changes['KINDS: "a": 1']
    assert changes['WORDS: "y"'].count('"x"') == 1


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ('- no("one two")\n+ no("XXone twoXX")', True),
        ('- no("one two", a < b)\n+ no("one two", a <= b)', False),
        ('- no("rule-id")\n+ no("XXrule-idXX")', False),
        ("no test runs this", False),
    ],
)
def test_a_spoiled_sentence_is_told_apart(shown, words):
    assert Tried("f.py", "x", noticed=False, shown=shown).only_words is words


def test_the_rules_are_the_four_files_and_what_they_were_split_into():
    files = list(whole())
    for name in ("gate", "followup", "owed", "holds", "bankruptcy", "estates", "reaching"):
        assert f"goodstanding/core/{name}.py" in files
    assert all((ROOT / file).is_file() for file in files)
    assert not {"goodstanding/core/facts.py", "goodstanding/core/money.py"} & set(files)
