"""The benchmarks at a tiny size: they run, tell what they compared, and add up. No
clock is judged.
"""

import json

import pytest

from goodstanding.cli import bench_book
from goodstanding.cli.commands import run


def rows(capsys: pytest.CaptureFixture[str], name: str) -> list[dict[str, object]]:
    assert run(["bench", name, "--accounts", "30", "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["results"]
    return found


@pytest.mark.parametrize("name", ["era", "book", "letters", "estimates", "decide"])
def test_each_row_has_the_contract_s_keys(capsys, name):
    for row in rows(capsys, name):
        assert set(row) == {"name", "ours", "peer", "ratio", "unit"}
        assert row["ours"] is not None


def test_pages_say_how_many_queries_they_made(capsys):
    asked = {row["name"]: row["ours"] for row in rows(capsys, "book")}
    assert 5 < asked["Today page's queries"] <= 25
    # With the plan's benefits and what changed in them.
    assert 5 < asked["Account page's queries"] <= 27


def test_an_unknown_benchmark_is_wrong_use(capsys):
    assert run(["bench", "unheard-of"]) == 2


def test_a_ratio_is_ours_to_the_other():
    assert bench_book.result("x", 10.0, 4.0, unit="s")["ratio"] == 2.5
    assert bench_book.result("x", 10.0, None, unit="s")["ratio"] is None
