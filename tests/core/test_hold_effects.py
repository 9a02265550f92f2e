"""What a hold does to every act, what its release would do, and the conditions nobody places."""

import pytest

from goodstanding.core.hold_conditions import condition_effects, conditions
from goodstanding.core.hold_effects import State, duties_of, effects, in_short, release_preview
from goodstanding.core.holds import stops_of
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.stops import Stop
from goodstanding.law import live_book
from tests.core.builders import account, charge, day, hold, may, patient, person, rules

BEFORE, PETITION, AFTER = "2026-02-20", "2026-03-01", "2026-03-15"
CASE = {"chapter": "13", "case": "26-1", "filed_on": PETITION}


def law_of(facts):
    return live_book().on(facts.on, facts.clinic_state)


# ---- effects, and what a release would do


def table(one, *charges):
    facts = account(*charges, holds=(one,))
    return {row.act: row for row in effects(one, facts, law_of(facts))}


def test_the_effects_cover_every_act():
    for kind in HoldKind:
        assert list(table(hold(kind))) == list(Act)


@pytest.mark.parametrize("kind", HoldKind)
@pytest.mark.parametrize("act", Act)
def test_the_effects_are_the_gates_own(kind, act):
    """Stopped or asked about for the whole account: the gate refuses; allowed: none of its stops
    touches the act."""
    one = hold(kind)
    facts = account(holds=(one,))
    row = table(one)[act]
    stops = [s for s in stops_of(one, facts, law_of(facts)) if isinstance(s, Stop)]
    if row.state is State.ALLOWED:
        assert not any(act in stop.acts and not stop.spares for stop in stops)
    else:
        assert row.rule in rules(may(facts, act))
        assert row.citation


EFFECTS = [
    ("bankruptcy", CASE, "statement", State.STOPPED),
    ("bankruptcy", CASE, "insurer_follow_up", State.ALLOWED),
    ("bankruptcy", CASE, "file_claim_bankruptcy", State.ALLOWED),
    ("bankruptcy", CASE | {"dismissed_on": "2026-04-01"}, "statement", State.ASK_MANAGER),
    ("military", {}, "lawsuit", State.ASK_MANAGER),
    ("military", {}, "statement", State.ALLOWED),
    ("manual", {}, "refund", State.ASK_MANAGER),
    ("dispute", {}, "refund", State.ALLOWED),
    ("estate", {"died_on": "2026-11-01"}, "statement", State.STOPPED),
    ("call_restriction", {"not_before": "10:00"}, "call", State.ALLOWED),
]


@pytest.mark.parametrize(("kind", "detail", "act", "state"), EFFECTS)
def test_what_the_table_says(kind, detail, act, state):
    assert table(hold(kind, **detail), charge(service=BEFORE))[Act(act)].state is state


def test_a_case_splits_the_table_by_day_of_service():
    row = table(hold("bankruptcy", **CASE), charge("C1", BEFORE, 48000),
                charge("C2", AFTER, 15000))  # fmt: skip
    assert (row[Act.STATEMENT].cents, row[Act.STATEMENT].partly) == (48000, True)
    assert (row[Act.CALL].cents, row[Act.CALL].partly) == (63000, False)


def test_what_nobody_may_decide_speaks_before_what_the_manager_may():
    row = table(hold("bankruptcy", **CASE), charge("C1", BEFORE), charge("C2", PETITION))
    assert row[Act.STATEMENT].state is State.STOPPED
    alone = table(hold("bankruptcy", **CASE), charge("C2", PETITION))
    assert alone[Act.STATEMENT].state is State.ASK_MANAGER


def preview_of(one, *charges, **more):
    facts = account(*charges, holds=(one,), **more)
    found = release_preview(one, facts, law_of(facts))
    return found.freed, found.freed_cents, found.kept, found.kept_cents


THREE = (charge("C1", AFTER, 10000), charge("C2", "2026-03-20", 5000), charge("C3", BEFORE, 48000))


def test_a_release_says_what_becomes_billable_and_what_stays_at_zero():
    assert preview_of(hold("manual"), *THREE) == (3, 63000, 0, 0)
    assert preview_of(hold("bankruptcy", **CASE), *THREE) == (1, 48000, 0, 0)
    done = hold("bankruptcy", **CASE, discharged_on="2026-05-01")
    assert preview_of(done, *THREE) == (0, 0, 1, 48000)
    named = hold("dispute", charges=("C1",))
    assert preview_of(named, *THREE) == (1, 10000, 0, 0)


def test_a_release_does_not_free_what_another_hold_stops():
    one, other = hold("manual"), hold("attorney")
    other = type(other)("H2", other.kind, other.starts_on)
    facts = account(*THREE, holds=(one, other))
    found = release_preview(one, facts, law_of(facts))
    assert (found.freed, found.kept_cents) == (0, 63000)


SHORT = [
    ("bankruptcy", {}, "everything"),
    ("bankruptcy", {"discharged_on": "2026-05-01"}, "everything on 1 visit"),
    ("estate", {"died_on": "2026-11-01"}, "all but one letter to the estate"),
    ("military", {}, "agency and suit"),
    ("call_restriction", {}, "calls, texts and email"),
    ("attorney", {"name": "A", "address": "B"}, "everything but to attorney"),
    ("power_of_attorney", {}, "nothing; it says who may be spoken to"),
    ("dispute", {"charges": ("C1",)}, "everything on 1 visit"),
    ("bankruptcy", {"dismissed_on": "2026-05-01"}, "everything"),
    ("bankruptcy", {"chapter": "13"}, "everything on 1 visit; all but a statement on 2 visits"),
]


@pytest.mark.parametrize(("kind", "detail", "words"), SHORT)
def test_what_is_stopped_in_a_few_words(kind, detail, words):
    own = CASE | detail if kind == "bankruptcy" and detail else detail
    one = hold(kind, **own)
    facts = account(*THREE, holds=(one,))
    assert in_short(one, facts, law_of(facts)) == words


def test_duties_are_told_apart_from_stops():
    one = hold("call_restriction", not_at="work")
    facts = account(holds=(one,))
    assert [duty.text for duty in duties_of(one, facts, law_of(facts))] == [
        "Never call the person at work."
    ]


# ---- standing conditions


def found_conditions(*charges, **more):
    facts = account(*charges, **more)
    return {one.kind: one for one in conditions(facts, law_of(facts))}, facts


def test_an_adult_alone_has_no_standing_condition():
    assert found_conditions()[0] == {}


@pytest.mark.parametrize(
    ("born", "due"),
    [("2009-01-10", "2026-12-11"), ("2008-12-01", "2026-11-23"), ("2008-11-24", "2026-11-23")],
)
def test_a_minor_is_looked_at_a_month_before_eighteen(born, due):
    child = patient("A2", "child", day(born))
    found, _ = found_conditions(patients=(child,), person=person(signed_on=day("2026-01-01")))
    assert set(found) == {"minor"}
    assert found["minor"].step.due_on == day(due)
    assert not found["minor"].step.escalated


def test_at_eighteen_the_condition_ends():
    child = patient("A2", "child", day("2008-11-23"))
    found, _ = found_conditions(patients=(child,), person=person(signed_on=day("2026-01-01")))
    assert found == {}


def test_a_spouse_who_did_not_sign_is_asked_for_nothing():
    found, facts = found_conditions(
        charge(service="2026-11-16", patient_id="A2"), patients=(patient("A2", "spouse"),)
    )
    rows = condition_effects(found["spouse_not_signed"], facts, law_of(facts))
    effect = {row.act: (row.state, row.rule) for row in rows}
    assert list(effect) == list(Act)
    assert effect[Act.STATEMENT] == (State.STOPPED, "mn-spouse-not-liable")
    assert effect[Act.INSURER_FOLLOW_UP][0] is State.ALLOWED
    # Fourteen days from the first charge, Monday 11-16.
    assert found["spouse_not_signed"].step.due_on == day("2026-11-30")


@pytest.mark.parametrize(
    ("relation", "signed", "kinds"),
    [("child", None, {"minor", "parent_not_signed"}), ("child", "2026-01-01", {"minor"}),
     ("spouse", "2026-01-01", {"minor"}), ("spouse", "2026-11-24", {"minor", "spouse_not_signed"})],
)  # fmt: skip
def test_who_signed_ends_the_condition(relation, signed, kinds):
    child = patient("A2", relation, day("2015-01-01"))
    found, _ = found_conditions(patients=(child,), person=person(signed_on=signed and day(signed)))
    assert set(found) == kinds
