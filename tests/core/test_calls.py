"""Calls: how many proofs, which outcome, which stops, and what may not be saved."""

from datetime import date

import pytest

from goodstanding.core.call_faults import faults
from goodstanding.core.calls import (
    Answered,
    Heard,
    Proof,
    Result,
    Talk,
    holds,
    outcome,
    proofs_needed,
)
from goodstanding.core.kinds import HoldKind

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
