"""Until when a hold speaks, and that one hold is not taken for another."""

import pytest

from goodstanding.core.facts import CoverageFacts, HoldFacts
from goodstanding.core.holds import agent_known, attorney_known, call_hours
from goodstanding.core.kinds import HoldKind, PayerType
from goodstanding.core.owed import owed
from goodstanding.law import live_book
from tests.core.builders import TODAY, WILLING, account, charge, day, hold, may

LAST, FREE = day("2026-12-01"), day("2026-12-02")
LAW = live_book().on(TODAY, "MN")


@pytest.mark.parametrize(
    ("kind", "detail", "act"),
    [
        ("attorney", {}, "call"),
        ("attorney", {"name": "A. Berg", "address": "1 Elm St"}, "statement"),
        ("call_restriction", {"not_before": "noon"}, "call"),
        ("confidential_address", {"address": "2 Oak St"}, "call"),
        ("confidential_address", {}, "statement"),
        ("dispute", {}, "statement"),
        ("cease_contact", {}, "statement"),
        ("manual", {}, "statement"),
    ],
)
def test_a_hold_with_a_last_day_says_from_when_it_no_longer_holds(kind, detail, act):
    facts = account(person=WILLING, holds=(hold(kind, ends_on=LAST, **detail),))
    verdict = may(facts, act)
    assert [r.until for r in verdict.refusals if r.rule != "owed.nothing"] == [FREE]


def test_a_charge_that_waits_says_until_when():
    facts = account(holds=(hold("dispute", ends_on=LAST, charges=("C1",)),))
    assert {r.until for r in may(facts).refusals} == {FREE}


def test_only_a_lawyers_hold_makes_a_lawyer_known():
    named = {"name": "A. Berg", "address": "1 Elm St"}
    assert not attorney_known(account(holds=(hold("manual", **named),)))
    assert not attorney_known(account(holds=(hold("attorney", "2026-12-24", **named),)))
    assert attorney_known(account(holds=(hold("attorney", **named),)))


def test_only_a_power_of_attorney_makes_an_agent_known():
    paper = {"document_on": "2026-01-01"}
    assert not agent_known(account(holds=(hold("manual", **paper),)))
    assert not agent_known(account(holds=(hold("power_of_attorney", "2026-12-24", **paper),)))
    unread = hold("power_of_attorney", document_on="soon")
    assert not agent_known(account(holds=(unread,)))
    assert agent_known(account(holds=(unread, hold("power_of_attorney", **paper))))


def test_hours_that_cannot_be_read_do_not_hide_those_that_can():
    holds = (
        hold("call_restriction", not_before="noon"),
        hold("call_restriction", not_before="10:00", not_after=""),
    )
    ((before, after),) = call_hours(account(holds=holds))
    assert (str(before), after) == ("10:00:00", None)


def test_a_bankruptcy_of_tomorrow_stops_nothing_today():
    coming = HoldFacts("H1", HoldKind.BANKRUPTCY, day("2026-11-24"), detail={"chapter": "7"})
    assert may(account(holds=(coming,))).allowed


def test_a_second_insurer_is_named_only_where_there_are_two():
    one = CoverageFacts(1, "P1", PayerType.COMMERCIAL)
    two = CoverageFacts(2, "P2", PayerType.COMMERCIAL)
    notes = owed(account(charge(coverages=(one,))), LAW).notes
    assert "owed.second_insurer" not in {note.rule for note in notes}
    (note,) = owed(account(charge(coverages=(one, two))), LAW).notes
    assert (note.code, note.rule) == ("owed.second_insurer", "owed.second_insurer")
    assert note.text == "A second insurer was in force on a visit. Check that it has answered."


def test_money_with_the_insurer_is_said_so():
    verdict = may(account(charge(layers=(), insurer_cents=900)))
    assert "What is open is with the insurer, not the patient." in {
        refusal.text for refusal in verdict.refusals
    }
