"""Every sentence the gate and the ladder say to people, one a line, read by a person once.

A changed word shows here. When it is meant: GOODSTANDING_GOLDEN=write, then read the difference.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from goodstanding.core.followup import decide
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Recipient
from goodstanding.core.places import law_for
from goodstanding.core.policy import read
from goodstanding.law import live_book
from tests.core.made_cases import Made, made
from tests.core.made_ladders import ladder

pytestmark = pytest.mark.long

GOLDEN = Path(__file__).parents[1] / "golden" / "sentences"
POLICY, _ = read((Path(__file__).parents[2] / "goodstanding/core/policy_v1.toml").read_bytes())
CASES = [made(seed) for seed in range(100_000, 100_500)]
# What belongs to one account is taken out; the words stay.
_OWN = (
    (re.compile(r"\d\d/\d\d/\d{4}"), "<day>"),
    (re.compile(r"\$[\d,]+\.\d\d"), "<amount>"),
    (re.compile(r"\d\d?:\d\d [AP]M"), "<time>"),
    (re.compile(r"\d+"), "<n>"),
)


def words(text: str) -> str:
    for pattern, name in _OWN:
        text = pattern.sub(name, text)
    return text


def of_the_gate(case: Made) -> Iterator[str]:
    law = law_for(case.facts, live_book())
    others = (Recipient.GUARANTOR, list(Recipient)[case.seed % len(Recipient)])
    for act, to in product(Act, others):
        verdict = judge(Proposed(act, case.at, to=to), case.facts, law)
        for each in (*verdict.refusals, *verdict.duties, *verdict.excluded):
            yield f"{each.rule}: {words(each.text)}"


def of_the_ladder(case: Made) -> Iterator[str]:
    assert POLICY is not None
    for facts in (case.facts, *(ladder(case.seed * 4 + more) for more in range(4))):
        decision = decide(facts, POLICY, law_for(facts, live_book()))
        for reason in decision.reasons:
            yield f"{decision.act}: {reason.code} [{reason.rule}]: {words(reason.text)}"
        for reason in decision.rejected:
            yield f"not: {reason.code} [{reason.rule}]: {words(reason.text)}"


@pytest.mark.parametrize("said", [of_the_gate, of_the_ladder])
def test_what_is_said_is_what_was_read(said):
    path = GOLDEN / f"{said.__name__}.txt"
    found = sorted({line for case in CASES for line in said(case)})
    if os.environ.get("GOODSTANDING_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == path.read_text(encoding="utf-8").splitlines()


def test_every_step_has_its_day_and_every_reason_of_law_its_source():
    assert POLICY is not None
    for case in CASES:
        for facts in (case.facts, *(ladder(case.seed * 4 + more) for more in range(4))):
            decision = decide(facts, POLICY, law_for(facts, live_book()))
            assert type(decision.due_on) is date
            for reason in (*decision.reasons, *decision.rejected):
                assert reason.citation or "." in reason.rule
