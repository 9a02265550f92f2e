"""Each scenario of the law has a test; the numbers are written here, not read from the papers."""

import re
from pathlib import Path

from tests.law.scenarios import NUMBERS
from tests.shared import SHARED, needs_shared

TESTS = Path(__file__).parent


def test_all_forty_two_have_a_test():
    assert len(NUMBERS) == 42
    words = "".join(path.read_text() for path in sorted(TESTS.glob("test_scenarios_*.py")))
    tested = {int(number) for number in re.findall(r"^def test_scenario_(\d\d)_", words, re.M)}
    assert tested == set(NUMBERS)


@needs_shared
def test_the_numbers_are_those_of_the_papers():
    text = (SHARED / "law" / "scenarios.md").read_text("utf-8")
    assert tuple(map(int, re.findall(r"^\| (\d+) \|", text, re.M))) == NUMBERS
