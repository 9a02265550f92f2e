"""prices FILE, and prices --show CODE: what came in, what was set aside, which list answers."""

import json
from pathlib import Path

import pytest

from goodstanding.cli.commands import run

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[1] / "samples" / "prices"


@pytest.fixture
def prices(capsys):
    def asked(*words):
        status = run(["prices", *words, "--json"])
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else {}, said.err

    return asked


def test_a_list_comes_in_once_and_says_what_it_left_out(prices):
    file = str(SAMPLES / "payer_schedule.csv")
    status, found, _ = prices(file)
    assert (status, found["kind"], found["rows"]) == (1, "payer", 4)
    assert found["lists"][1] == {
        "payer": "NSH", "plan": "GOLD", "effective_on": "2026-01-01", "rows": 1,
    }  # fmt: skip
    assert found["problems"][0] == {
        "where": "line 6", "code": "bad_row",
        "text": "This code has another amount on a line before.",
    }  # fmt: skip
    status, found, said = prices(file)
    assert (status, found) == (2, {})
    assert "taken once" in said


def test_what_a_code_costs_and_who_says_so(prices):
    for name in ("charge_master", "payer_schedule", "pprrvu", "gpci"):
        assert prices(str(SAMPLES / f"{name}.csv"))[0] == 1
    words = ("--show", "X7447-80", "--payer", "NSH", "--place", "facility", "--on", "2026-11-23")
    status, found, _ = prices(*words)
    # 16 percent of 1,460.00; the charge is not changed.
    assert (status, found["allowed"], found["charge"]) == (0, "233.60", "4200.00")
    assert found["answered"] == "payer"
    assert [one["tier"] for one in found["order"]] == ["plan", "payer", "medicare", "charge"]
    status, found, _ = prices("--show", "X1111")
    assert (status, found["allowed"], found["source"]) == (
        1, None, "Not known: nothing is put in its place",
    )  # fmt: skip


def test_a_day_given_stands_for_the_files_own(prices, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("code,amount\nX1,10.00")
    assert prices(str(path), "--on", "2026-12-01")[1]["lists"][0]["effective_on"] == "2026-12-01"
    assert prices("--show", "X1", "--on", "2026-11-30")[0] == 1


@pytest.mark.parametrize("words", [(), ("a.csv", "--show", "X1"), ("none.csv",)])
def test_wrong_use(prices, words):
    assert prices(*words)[0] == 2
