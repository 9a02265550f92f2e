"""The rules that ship: each is read or says why, each one read exists; figures are the law's."""

import ast
import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from goodstanding.law import Rule, live_book
from tests.shared import SHARED, needs_shared

CORE = Path(__file__).resolve().parents[2] / "goodstanding" / "core"
OUTBOUND = CORE.parent / "outbound"
CODE = ("*.py", "letter.toml")
LAW_ID = re.compile(r"(us|mn)-[a-z0-9]+(-[a-z0-9]+)+|us-(canspam|scra)")
LAW_ID_IN = re.compile(r"\"((?:us|mn)-[a-z0-9-]+)\"")
HOUSE_ID = re.compile(r"(owed|holds|gate|followup)\.[a-z_]+")
# Found after the research, with its own source; none of them is more than unverified.
ADDED = {"us-hhs-poverty-guidelines"}
OURS = ("owed", "holds", "gate", "reaching", "recipients", "bankruptcy", "estates")


def words_in(path: Path) -> set[str]:
    if path.suffix == ".toml":
        return set(LAW_ID_IN.findall(path.read_text("utf-8")))
    tree = ast.parse(path.read_text("utf-8"))
    return {
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


def read_in(*folders: Path) -> set[str]:
    """Every string of the code there, and every rule a letter must keep."""
    files = [path for folder in folders for kind in CODE for path in folder.rglob(kind)]
    return {word for path in files for word in words_in(path)}


def law_rules() -> list[Rule]:
    return [rule for rule in live_book().rules.values() if rule.is_law]


def test_every_rule_is_read_or_says_why():
    read = read_in(CORE, OUTBOUND)
    assert not {r.id for r in live_book().rules.values() if not r.informs and r.id not in read}


def test_a_rule_that_only_informs_is_read_by_no_check():
    informing = {rule.id for rule in live_book().rules.values() if rule.informs}
    assert not informing & read_in(CORE, OUTBOUND)


def test_a_rule_that_only_informs_says_why_in_a_sentence():
    for rule in live_book().rules.values():
        if rule.informs:
            assert re.fullmatch(r"\w\S*( \S+){4,}\.", rule.informs), rule.id


def test_every_law_id_that_is_read_exists():
    used = {word for word in read_in(CORE, OUTBOUND) if LAW_ID.fullmatch(word)}
    assert used
    assert not used - set(live_book().rules)


def test_every_house_id_the_gate_names_exists():
    used = {word for name in OURS for word in words_in(CORE / f"{name}.py")}
    used = {word for word in used if HOUSE_ID.fullmatch(word)}
    assert used
    assert not used - set(live_book().rules)


def test_every_rule_of_law_says_what_its_gate_and_its_doubt_are():
    for rule in law_rules():
        assert rule.title, rule.id
        assert rule.gate, rule.id
        assert rule.source.url.startswith("http"), rule.id
        assert rule.verified or rule.note, rule.id
        assert rule.parameter("") is not None, rule.id


def test_no_policy_is_looser_than_the_law_beside_it():
    for rule in live_book().rules.values():
        for parameter in rule.parameters:
            places = {version.place for version in parameter.at}
            assert all(v.value is not None for v in parameter.at if v.place == "house")
            assert parameter.take != "nearest" or "house" not in places or len(places) == 1


def research() -> dict[str, str]:
    """Each rule's lines, by its id."""
    text = (SHARED / "law" / "rules.yaml").read_text("utf-8")
    return dict(re.findall(r"^- id: (\S+)\n((?: .*\n|\n)*)", text, re.M))


def lines_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+): (\S.*)$", block, re.M))


@needs_shared
def test_every_rule_of_the_research_is_here_with_its_standing():
    found = research()
    assert len(found) == 105
    assert {rule.id for rule in law_rules()} == set(found) | ADDED
    assert not any(rule.verified for rule in law_rules() if rule.id in ADDED)
    for rule in (each for each in law_rules() if each.id not in ADDED):
        said = lines_of(found[rule.id])
        assert (said["status"] == "verified") is rule.verified, rule.id
        assert said["gate"] == rule.gate, rule.id
        assert (said["verification"] == "none") is (rule.source.read_on is None), rule.id
        if said["source_url"].startswith("http"):
            assert rule.source.url == said["source_url"], rule.id


def parameters_of_research() -> Iterator[tuple[str, dict[str, str]]]:
    for rule, block in research().items():
        for line in re.findall(r"^    - \{(.*)\}$", block, re.M):
            listed = re.sub(r"\[(.*?)\]", lambda m: m[1].replace(", ", "|"), line)
            yield rule, dict(pair.split(": ", 1) for pair in listed.split(", "))


def plain(value: object) -> str:
    if isinstance(value, tuple):
        return "|".join(value)
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


@needs_shared
def test_every_figure_of_the_research_is_here_on_its_days():
    count = 0
    for rule, said in parameters_of_research():
        days = [said["effective_from"], said.get("effective_to", "null")]
        for day in (date.fromisoformat(each) for each in days if each != "null"):
            value = live_book().on(day, "MN").version(rule, said["name"]).value
            want = said["value"].replace('"', "")
            want = {"true": "True", "false": "False", "null": "None"}.get(want, want)
            assert plain(value) == want, (rule, said)
            count += 1
    assert count > 150


@needs_shared
def test_a_figure_that_ends_has_ended_the_day_after():
    for rule, said in parameters_of_research():
        if (until := said.get("effective_to", "null")) != "null":
            after = live_book().on(date.fromisoformat(until) + timedelta(days=1), "MN")
            version = after._version(rule, said["name"])
            assert version is None or plain(version.value) != said["value"], rule


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


@pytest.mark.parametrize("on", ["2019-06-01", "2024-09-30", "2024-10-01", "2026-11-23"])
@pytest.mark.parametrize(("state", "home"), [("AZ", ""), ("", "TX"), ("WI", "WI"), ("AZ", "MN")])
def test_no_reader_fails_because_the_clinic_is_elsewhere(on, state, home):
    """Every figure there is Minnesota's of that day; its own rules are cited as policy."""
    day = date.fromisoformat(on)
    there, here = live_book().on(day, state, home=home), live_book().on(day, "MN")
    for rule, name in live_book().parameters:
        assert there.in_force(rule, name) == here.in_force(rule, name)
        if here.in_force(rule, name):
            assert there.version(rule, name).value == here.version(rule, name).value
    assert here.cite("mn-62q75-six-month-claim-rule").startswith("Minn. Stat.")
    assert there.cite("mn-62q75-six-month-claim-rule").startswith("Clinic policy, after Minn.")
    ban = there.cite("mn-332c-credit-reporting-ban")
    assert ban.startswith("Minn." if home == "MN" else "Clinic policy, after Minn.")
