"""The rules that ship: each is read or says why, each one read exists; figures are the law's."""

import ast
import re
from datetime import date, time
from pathlib import Path

import pytest

from goodstanding.law import live_book
from tests.shared import SHARED, needs_shared

CORE = Path(__file__).resolve().parents[2] / "goodstanding" / "core"
LETTERS = CORE.parent / "outbound" / "letters"
LAW_ID = re.compile(r"(us|mn)-[a-z0-9]+(-[a-z0-9]+)+")
HOUSE_ID = re.compile(r"(owed|holds|gate|followup)\.[a-z_]+")
OURS = ("owed", "holds", "gate", "reaching", "recipients", "bankruptcy", "estates")


def words_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


def read_in_core() -> set[str]:
    return {word for path in CORE.glob("*.py") for word in words_in(path)}


def test_every_rule_is_read_or_says_why():
    read = read_in_core()
    unread = {r.id for r in live_book().rules.values() if r.informs != "why" and r.id not in read}
    assert not unread


def test_a_rule_that_only_informs_is_not_read():
    informing = {rule.id for rule in live_book().rules.values() if rule.informs}
    assert not informing & read_in_core()


def test_every_law_id_in_core_exists():
    used = {word for word in read_in_core() if LAW_ID.fullmatch(word)}
    assert used
    assert not used - set(live_book().rules)


def test_every_house_id_the_gate_names_exists():
    used = {word for name in OURS for word in words_in(CORE / f"{name}.py")}
    used = {word for word in used if HOUSE_ID.fullmatch(word)}
    assert used
    assert not used - set(live_book().rules)


@needs_shared
def test_ids_and_standing_are_those_of_the_research():
    text = (SHARED / "law" / "rules.yaml").read_text("utf-8")
    research = dict(re.findall(r"^- id: (\S+)\n(?:.*\n)*?  status: (\w+)", text, re.M))
    for rule in live_book().rules.values():
        if "." not in rule.id:
            assert research[rule.id] == ("verified" if rule.verified else "unverified"), rule.id


MN = [
    ("us-regf-call-frequency-7-in-7", "max_call_attempts", "2026-11-23", 7),
    ("us-regf-call-frequency-7-in-7", "post_conversation_pause", "2026-11-23", 7),
    ("mn-ma-no-copay", "visit_copay", "2023-12-31", 3),
    ("mn-ma-no-copay", "visit_copay", "2024-01-01", 0),
    ("mn-62q75-six-month-claim-rule", "claim_deadline", "2026-11-23", 6),
    ("us-medicare-assignment-and-mn-limit", "claim_filing_limit", "2026-11-23", 12),
    ("us-bk-proof-of-claim", "claim_deadline", "2026-03-01", 70),
    ("mn-estate-presentation-deadline", "after_publication", "2026-11-23", 4),
    ("mn-limitations-six-years", "limitation", "2026-11-23", 6),
    ("mn-62j808-billing-error-review", "refund_deadline", "2024-10-01", 30),
]


@pytest.mark.parametrize(("rule", "name", "on", "value"), MN)
def test_the_figures_in_minnesota(rule, name, on, value):
    assert live_book().on(date.fromisoformat(on), "MN").number(rule, name) == value


def test_hours_in_every_state_and_year():
    law = live_book().on(date(2015, 6, 1), "WI")
    assert law.clock("us-regf-inconvenient-time-place", "earliest_local_time") == time(8)
    assert law.clock("us-regf-inconvenient-time-place", "latest_local_time") == time(21)


@pytest.mark.parametrize(("on", "liable"), [("2024-09-30", True), ("2024-10-01", False)])
def test_scenario_64_the_spouse_rule_flips(on, liable):
    law = live_book().on(date.fromisoformat(on), "MN")
    assert law.flag("mn-spouse-not-liable", "medical_necessaries_liability") is liable
