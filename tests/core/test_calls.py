"""Calls: how many proofs, which outcome, which stops, and what may not be saved."""

from datetime import date, time

import pytest

from goodstanding.core.call_faults import faults
from goodstanding.core.call_openings import Situation, situation
from goodstanding.core.calls import (
    Answered,
    Heard,
    Insurance,
    Limits,
    Proof,
    Result,
    Talk,
    detail,
    holds,
    outcome,
    proofs_needed,
    retires,
    stops,
)
from goodstanding.core.kinds import HoldKind
from goodstanding.core.phones import mark, way_mark

ON = date(2026, 11, 23)
KNOWN = frozenset({Proof.NAME, Proof.BIRTH})
FRIDAY = date(2026, 12, 4)


def talk(answered=Answered.THEM, *heard, proofs=KNOWN, **more):
    return Talk(answered, frozenset(proofs), frozenset(heard), **more)


def wrong(what, *, needed=2, owed=18420):
    return " ".join(faults(what, needed=needed, owed=owed, on=ON))


@pytest.mark.parametrize(
    ("birth_on", "namesake", "came_in", "needed"),
    [
        (date(1971, 3, 14), False, False, 2),
        (None, False, False, 2),
        (date(1971, 1, 1), False, False, 3),
        (date(1971, 1, 2), False, False, 2),
        (date(1971, 3, 14), True, False, 3),
        (date(1971, 3, 14), False, True, 3),
    ],
)
def test_how_many_things_must_match(birth_on, namesake, came_in, needed):
    assert proofs_needed(birth_on, namesake=namesake, came_in=came_in) == needed


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (talk(result=Result.PROMISE, cents=6000, day=FRIDAY), "promise"),
        (talk(result=Result.NOTHING), "reached"),
        (talk(result=Result.NOTHING, proofs=()), "not_verified"),
        (talk(Answered.THEM, Heard.BILL_WRONG), "dispute"),
        (talk(Answered.THEM, Heard.INSURER_SHOULD, proofs=()), "dispute"),
        (talk(Answered.THEM, Heard.PAID_ALREADY), "dispute"),
        (talk(Answered.THEM, Heard.STOP_CONTACT), "refused"),
        (talk(Answered.THEM, Heard.BANKRUPTCY), "reached"),
        (talk(Answered.LIVES_THERE, proofs=()), "left_message_third_party"),
        (talk(Answered.SOMEONE_ELSE, proofs=()), "other"),
        (talk(Answered.VOICEMAIL, proofs=()), "voicemail"),
        (talk(Answered.NOBODY, proofs=()), "no_answer"),
        (talk(Answered.WRONG_NUMBER, proofs=()), "wrong_number"),
    ],
)
def test_the_outcome_that_follows_from_a_talk(what, said):
    assert outcome(what, 2) == said
    assert not wrong(what)


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        (Heard.BILL_WRONG, HoldKind.BILLING_ERROR),
        (Heard.INSURER_SHOULD, HoldKind.BILLING_ERROR),
        (Heard.PAID_ALREADY, HoldKind.BILLING_ERROR),
        (Heard.NEW_INSURANCE, HoldKind.INSURER_PENDING),
        (Heard.BANKRUPTCY, HoldKind.BANKRUPTCY),
        (Heard.DIED, HoldKind.ESTATE),
        (Heard.LAWYER, HoldKind.ATTORNEY),
        (Heard.STOP_CONTACT, HoldKind.CEASE_CONTACT),
    ],
)
def test_what_is_heard_stops_at_once_also_from_someone_not_known(heard, kind):
    what = talk(Answered.THEM, heard, proofs=())
    assert [each for each, _ in holds(what)] == [kind]
    assert not wrong(what)


def test_two_words_for_one_kind_are_one_stop_with_both():
    what = talk(Answered.THEM, Heard.PAID_ALREADY, Heard.BILL_WRONG, Heard.LAWYER)
    assert holds(what) == (
        (HoldKind.BILLING_ERROR, "Says the bill is wrong. Says it is paid already"),
        (HoldKind.ATTORNEY, "Has a lawyer"),
    )


def test_the_help_form_stops_while_we_look_at_it():
    assert holds(talk(result=Result.HELP_FORM)) == (
        (HoldKind.ASSISTANCE_PENDING, "Asked for the help form"),
    )


@pytest.mark.parametrize("heard", [Heard.CANNOT_PAY, Heard.DISTRESS])
def test_some_words_stop_nothing_by_themselves(heard):
    assert holds(talk(Answered.THEM, heard)) == ()


PROMISE = {"result": Result.PROMISE, "cents": 6000, "day": FRIDAY}


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (talk(**PROMISE | {"cents": 0}), "Write how much"),
        (talk(**PROMISE | {"cents": 18421}), r"They owe $184.20"),
        (talk(**PROMISE | {"day": None}), "Write the day of the promise"),
        (talk(**PROMISE | {"day": date(2026, 11, 22)}), "is past"),
        (talk(**PROMISE | {"day": date(2026, 12, 24)}), "more than 30 days away"),
        (talk(**PROMISE, proofs=[Proof.NAME]), "Two things must match"),
        (talk(Answered.THEM, Heard.BILL_WRONG, **PROMISE), "stops the bill"),
        (talk(result=Result.HELP_FORM, proofs=()), "Two things must match"),
        (talk(result=Result.RING_BACK), "Write the day to ring back"),
        (talk(result=Result.RING_BACK, day=date(2027, 2, 22)), "more than 90 days away"),
        (talk(), "Say what was agreed"),
        (talk(Answered.VOICEMAIL, Heard.DIED, proofs=()), "nothing was heard"),
        (talk(Answered.NOBODY, proofs=(), result=Result.NOTHING), "Nothing is agreed"),
        (talk(Answered.SOMEONE_ELSE, proofs=KNOWN), "Nothing is agreed"),
        (talk(Answered.LIVES_THERE, Heard.STOP_CONTACT, proofs=()), "Only they themselves"),
    ],
)
def test_what_may_not_be_saved_is_said(what, says):
    assert says in wrong(what)


@pytest.mark.parametrize("day", [ON, date(2026, 12, 23)])
def test_the_first_and_the_last_day_of_a_promise(day):
    assert not wrong(talk(**PROMISE | {"day": day, "cents": 18420}))


def test_three_proofs_where_three_are_needed():
    what = talk(Answered.THEY_CALLED, **PROMISE)
    assert "Three things must match" in wrong(what, needed=3)
    more = talk(Answered.THEY_CALLED, **PROMISE, proofs=[*KNOWN, Proof.STREET])
    assert not wrong(more, needed=3)


@pytest.mark.parametrize("heard", [Heard.DIED, Heard.BANKRUPTCY, Heard.LAWYER])
def test_someone_else_may_tell_of_a_death_a_bankruptcy_or_a_lawyer(heard):
    what = talk(Answered.LIVES_THERE, heard, proofs=())
    assert len(holds(what)) == 1
    assert not wrong(what)


# ---- what else a call may say


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (talk(Answered.BUSY, proofs=()), "no_answer"),
        (talk(Answered.NOT_IN_SERVICE, proofs=()), "wrong_number"),
        (talk(Answered.THEM, Heard.CANNOT_PAY), "refused"),
        (talk(Answered.THEM, Heard.CANNOT_PAY, proofs=()), "not_verified"),
        (talk(Answered.THEM, Heard.CANNOT_PAY, result=Result.PAUSE), "refused"),
        (talk(result=Result.SMALLER, cents=1500), "refused"),
        (talk(Answered.THEM, Heard.ANGRY, result=Result.NOTHING), "reached"),
    ],
)
def test_the_outcome_of_busy_lines_and_of_who_cannot_pay(what, said):
    assert outcome(what, 2) == said
    assert not wrong(what)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (talk(Answered.WRONG_NUMBER, proofs=()), "Wrong number"),
        (talk(Answered.NOT_IN_SERVICE, proofs=()), "Not in service"),
        (talk(Answered.SOMEONE_ELSE, Heard.NOT_THIS_NUMBER, proofs=()), "Asked us not to use it"),
        (talk(Answered.BUSY, proofs=()), ""),
        (talk(Answered.NOBODY, proofs=()), ""),
    ],
)
def test_why_a_number_is_not_called_again(what, why):
    assert retires(what) == why
    assert not wrong(what)


INSURANCE = Insurance("North Star", "NS-1", holder="the wife")


def test_what_a_hold_keeps_of_another_insurance():
    what = talk(Answered.THEM, Heard.NEW_INSURANCE, insurance=INSURANCE)
    kept = detail(what, HoldKind.INSURER_PENDING, ON)
    told = {"told_on": "2026-11-23", "insurer": "North Star", "member": "NS-1"}
    assert kept == {**told, "holder": "the wife"}
    unnamed = talk(Answered.THEM, Heard.NEW_INSURANCE)
    assert detail(unnamed, HoldKind.INSURER_PENDING, ON) == {"told_on": "2026-11-23"}


HOURS = {"limits": Limits(time(10), time(18, 30), not_at_work=True)}


def test_what_a_hold_keeps_of_other_hours():
    what = talk(Answered.THEM, Heard.OTHER_HOURS, **HOURS)
    kept = detail(what, HoldKind.CALL_RESTRICTION, ON)
    assert kept == {"not_before": "10:00", "not_after": "18:30", "not_at": "work"}
    assert not stops(what)
    assert not wrong(talk(Answered.THEM, Heard.OTHER_HOURS, **HOURS, **PROMISE))


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (talk(Answered.THEM, Heard.NEW_INSURANCE, insurance=Insurance("", "NS-1")), "the name of"),
        (talk(Answered.THEM, Heard.OTHER_HOURS), "Write from when or until when"),
        (talk(Answered.THEM, Heard.OTHER_HOURS, limits=Limits(time(18), time(10))), "Turn the two"),
        (talk(Answered.THEM, Heard.CREDIT), "Say what was agreed"),
        (talk(result=Result.PAUSE, proofs=()), "Two things must match"),
        (talk(result=Result.SMALLER, cents=1500, proofs=()), "Two things must match"),
        (talk(result=Result.SMALLER, cents=18421), r"They owe $184.20"),
        (talk(Answered.THEM, Heard.LAWYER, result=Result.PAUSE), "stops the bill"),
        (talk(Answered.BUSY, Heard.DIED, proofs=()), "nothing was heard"),
        (talk(Answered.SOMEONE_ELSE, Heard.ANGRY, proofs=()), "Only they themselves"),
    ],
)
def test_what_of_it_may_not_be_saved_is_said(what, says):
    assert says in wrong(what)


def test_zero_is_an_answer_too():
    assert not wrong(talk(Answered.THEM, Heard.CANNOT_PAY, result=Result.SMALLER))


@pytest.mark.parametrize(
    ("code", "kinds", "begins"),
    [
        ("ladder.call_1", set(), Situation.FIRST),
        ("ladder.call_1", {"call", "note"}, Situation.FIRST),
        ("ladder.call_1", {"statement", "call"}, Situation.AFTER_LETTER),
        ("promise.broken", {"statement"}, Situation.BROKEN_PROMISE),
        ("plan.missed", {"statement"}, Situation.MISSED_PLAN),
        ("", set(), Situation.FIRST),
    ],
)
def test_a_call_begins_by_what_came_before_it(code, kinds, begins):
    assert situation(code, frozenset(kinds)) is begins


@pytest.mark.parametrize("written", ["320-555-0177", "(320) 555 0177", "+1 320.555.0177"])
def test_one_number_written_in_three_ways_is_one_number(written):
    assert mark(written) == "3205550177"


@pytest.mark.parametrize(
    ("channel", "written", "compared"),
    [
        ("call", "(320) 555 0177", "3205550177"),
        ("text", "+1 320.555.0177 ext. 12", "3205550177"),
        ("text", "+44 20 7946 0958", "442079460958"),
        ("call", "555-0177", "5550177"),
        ("call", " Ask ", "ask"),
        ("text", " ", ""),
        ("email", " Ann.1@Mail.example", "ann.1@mail.example"),
    ],
)
def test_ways_are_compared_however_they_are_written(channel, written, compared):
    assert way_mark(channel, written) == compared
