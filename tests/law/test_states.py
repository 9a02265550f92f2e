"""Other states: their own file, Minnesota's rule as policy where nothing is written, the person's
own state where the rule reaches there."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.law import LawBook, LawOn, NoRule, Unknown

SAMPLES = LawBook.load(Path(__file__).parent / "samples")


def law(on: str, state: str, home: str = "") -> LawOn:
    return SAMPLES.on(date.fromisoformat(on), state, home=home)


@pytest.mark.parametrize(
    ("on", "state", "days"),
    [
        ("2025-12-31", "MN", 3),
        ("2026-01-01", "MN", 4),
        ("2026-06-01", "MN", 4),  # policy of 2 is looser, and does not count
        ("2024-12-31", "WI", 3),  # before the file speaks: Minnesota's, as policy
        ("2025-01-01", "WI", 1),  # its own figure
        ("2026-06-01", "WI", 2),  # ... and the clinic's stricter policy
        ("2025-12-31", "AZ", 3),  # nothing is written: Minnesota's on that day
        ("2026-01-01", "AZ", 4),
        ("2026-01-01", "", 4),
    ],
)
def test_the_figure_of_a_state(on, state, days):
    assert law(on, state).number("mn-quiet", "days") == days


@pytest.mark.parametrize(
    ("on", "state", "cite", "named"),
    [
        ("2026-01-01", "MN", "Minn. Stat. 1", "mn-spouse"),
        ("2025-01-01", "WI", "Wis. Stat. 1", "wi-spouse"),
        ("2024-12-31", "WI", "Clinic policy, after Minn. Stat. 1", "mn-spouse"),
        ("2026-01-01", "AZ", "Clinic policy, after Minn. Stat. 1", "mn-spouse"),
    ],
)
def test_a_state_is_cited_for_its_own_law(on, state, cite, named):
    there = law(on, state)
    assert (there.cite("mn-spouse"), there.named("mn-spouse")) == (cite, named)
    assert there.in_force("mn-spouse")
    assert there.is_policy("mn-spouse") is cite.startswith("Clinic")


def test_what_no_state_has_yet_is_not_in_force_anywhere():
    for state in ("MN", "WI", "AZ"):
        assert not law("2024-09-30", state).in_force("mn-spouse")


def test_a_parameter_the_state_leaves_out_is_minnesotas_as_policy():
    version = law("2026-01-01", "WI").version("mn-quiet", "cap")
    assert (version.value, version.place) == (1000, "house")
    assert version.cite == "Clinic policy, after Minn. Stat. 2"


@pytest.mark.parametrize(
    ("state", "home", "calls", "cite"),
    [
        ("MN", "MN", 5, "Minn. Stat. 3"),
        ("MN", "WI", 2, "Minn. Stat. 3"),  # the person's state is stricter
        ("MN", "AZ", 5, "Minn. Stat. 3"),
        ("AZ", "MN", 5, "Minn. Stat. 3"),  # law, not policy: the person lives there
        ("AZ", "", 5, "Clinic policy, after Minn. Stat. 3"),
        ("WI", "MN", 2, "Wis. Stat. 3"),
        ("AZ", "WI", 2, "Clinic policy, after Minn. Stat. 3"),
    ],
)
def test_a_rule_that_protects_residents(state, home, calls, cite):
    there = law("2026-01-01", state, home)
    assert (there.number("mn-resident", "calls"), there.cite("mn-resident")) == (calls, cite)


def test_policy_stays_where_only_the_persons_state_has_a_looser_figure():
    assert law("2026-01-01", "AZ", "WI").number("mn-resident", "hours") == 3
    assert law("2026-01-01", "WI", "AZ").number("mn-resident", "hours") == 9


def test_a_rule_of_the_clinics_state_does_not_follow_the_person():
    assert law("2026-01-01", "MN", "WI").number("mn-quiet", "letters") == 4
    assert law("2026-01-01", "WI", "MN").number("mn-quiet", "letters") == 1


def test_a_states_own_rule_says_for_itself_whether_it_follows_its_people():
    assert law("2026-01-01", "AZ", "WI").version("mn-spouse").cite == "Wis. Stat. 1"


def test_a_federal_duty_under_a_minnesota_id_is_law_everywhere():
    there = law("2026-01-01", "AZ")
    assert (there.cite("mn-reach-back"), there.is_policy("mn-reach-back")) == ("42 X 1", False)


def test_federal_law_is_the_same_everywhere_and_never_policy():
    for state in ("MN", "WI", "AZ"):
        assert law("2026-01-01", state).number("us-notice", "days") == 5
        assert law("2026-01-01", state).cite("us-notice") == "1 X 1"


def test_a_rule_only_one_state_has_stays_there():
    assert law("2026-01-01", "WI").in_force("wi-own")
    assert not law("2026-01-01", "MN").in_force("wi-own")


@pytest.mark.parametrize("state", ["MN", "WI", "AZ"])
def test_a_figure_nobody_knows_is_refused(state):
    there = law("2026-07-01", state)
    assert there.in_force("mn-quiet", "cap")
    assert issubclass(Unknown, NoRule)
    with pytest.raises(Unknown, match="2026-07-01"):
        there.cents("mn-quiet", "cap")


def test_a_rule_like_one_that_is_not_there_is_a_fault():
    texts = SAMPLES.texts | {"base.toml": '[source.s]\nname = "S"\n'}
    with pytest.raises(ValueError, match="mn-spouse"):
        LawBook(texts)


STRICT = """
[source.s]
name = "S"
[[rule]]
id = "mn-r"
say = "Say."
cite = "C"
source = "s"
status = "verified"
take = "{take}"
reach = "either"
at = [{at}]
"""
VERSION = '{{ place = "{}", from = 2020-01-01, value = {} }}'


@given(
    st.dictionaries(st.sampled_from(["US", "MN", "WI", "house"]), st.integers(0, 9), min_size=1),
    st.sampled_from(["MN", "WI", "AZ"]),
    st.sampled_from(["", "MN", "WI", "AZ"]),
    st.sampled_from(["lowest", "highest"]),
)
def test_policy_is_stricter_or_nothing(figures, state, home, take):
    """Whatever policy says, the answer is at least as strict as each law that applies."""
    at = ", ".join(VERSION.format(*each) for each in figures.items())
    there = LawBook({"r.toml": STRICT.format(take=take, at=at)}).on(
        date(2026, 1, 1), state, home=home
    )
    applying = [figures[place] for place in {"US", state, home} if place in figures]
    if not applying and not there.in_force("mn-r"):
        return
    answer = there.number("mn-r")
    for figure in applying:
        assert answer <= figure if take == "lowest" else answer >= figure
