"""The policy file: what is shipped, and every fault listed with its place in plain words."""

import dataclasses

import pytest

from goodstanding.core.kinds import Act
from goodstanding.core.policy import read
from tests.core.follow_accounts import POLICY, SHIPPED


def faults_after(old: str, new: str) -> dict[str, str]:
    assert old in SHIPPED
    policy, faults = read(SHIPPED.replace(old, new, 1))
    assert (policy is None) == bool(faults)
    return {fault.where: fault.text for fault in faults}


def test_the_shipped_ladder_is_the_one_agreed():
    assert [(step.day, step.act) for step in POLICY.steps] == [
        (0, Act.STATEMENT),
        (14, Act.REMINDER),
        (30, Act.STATEMENT),
        (45, Act.CALL),
        (60, Act.REMINDER),
        (75, Act.CALL),
        (90, Act.FIRST_LETTER),
        (125, Act.AGENCY_REVIEW),
    ]
    assert [step.name for step in POLICY.steps if step.offer_plan] == ["call_2"]
    assert (POLICY.small.no_statement_below, POLICY.small.write_off_up_to) == (500, 499)


def test_a_policy_is_read_once_and_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        POLICY.version = 2


def test_bytes_and_a_byte_order_mark_are_read_too():
    assert read(b"\xef\xbb\xbf" + SHIPPED.encode()) == (POLICY, ())


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("day = 45", "day = 30", "steps[4].day", "Day 30 does not come after day 30."),
        ("day = 45", 'day = "45"', "steps[4].day", "not a whole number"),
        ("day = 45", "days = 45", "steps[4].day", "missing"),
        ("day = 45", "day = 45\nafter = 1", "steps[4].after", "knows no such entry"),
        ('act = "call"', 'act = "shout"', "steps[4].act", "no action known"),
        ('act = "call"', 'act = "lawsuit"', "steps[4].act", "never a step"),
        ('act = "call"', 'act = "credit_report"', "steps[4].act", "never a step"),
        ('act = "call"', 'act = "refund"', "steps[4].act", "cannot be a step"),
        ('channel = "call"', 'channel = "mail"', "steps[4].channel", "goes by call, not mail"),
        ('who = "human"', 'who = "automatic"', "steps[4].who", "done by a person"),
        ('name = "call_2"', 'name = "call_1"', "steps[6].name", "Two steps are named call_1."),
        ("gap = 35", "gap = 36", "steps[8].gap", "more than the days"),
        ("day = 0", "day = 1", "steps[1]", "begin with a statement on day 0"),
        ('"first_letter"\nwho', '"reminder"\nwho', "steps[8].act", "needs a first_letter"),
        ('up_to = "4.99"', 'up_to = "5.00"', "small.write_off_up_to", "less than"),
        ('up_to = "4.99"', "up_to = 4.99", "small.write_off_up_to", "in quotes"),
        ('up_to = "4.99"', 'up_to = "-1.00"', "small.write_off_up_to", "greater than or equal"),
        ("broken_fewer_days = 7", "broken_fewer_days = 20", "history.broken_fewer_days", "may not"),
        ('up_to = "150.00"', 'up_to = "50.00"', "chances", "growing"),
        ("[credit]", "[credits]", "credit", "missing"),
        ("version = 1", "", "version", "missing"),
        ("day = 0", 'day = 0\nfrom_amount = "1.00"', "steps[1].from_amount", "goes to everybody"),
        ("[household]\nquiet_days", "[household]\ndays", "household.days", "knows no such entry"),
        ('firmest = "agency_review" ', 'firmest = "lawsuit" ', "segments.gentle.firmest", "fit"),
        ('call = "4.00"', "call = 4", "costs.call", "in quotes"),
        ('call = "4.00"', 'fax = "4.00"', "costs.fax", "knows no such entry"),
        ("pause_days = 60", "pause_days = 91", "hardship.pause_days", "less than or equal to 90"),
        ("pause_days = 60", "pause_days = 0", "hardship.pause_days", "greater than or equal to 1"),
        ("third_up_to = 400", "third_up_to = 350", "plans.help_first_percent", "at 350 percent"),
        ("first_percent = 400", "first_percent = 300", "plans.help_first_percent", "at 400 perc"),
        ("version = 1", "version =", "file", "cannot be read as TOML"),
        ("version = 1", "version = " + "[" * 5000 + "]" * 5000, "file", "too deep in brackets"),
        ("version = 1", "version = " + "1" * 5000, "file", "cannot be read as TOML"),
        ("version = 1", f"version = 1\n{'a.' * 3000}b = 1", "file", "tables stand in tables"),
    ],
)
def test_a_fault_names_its_place_and_what_is_wrong(old, new, where, says):
    assert says in faults_after(old, new)[where]


def test_all_faults_are_listed_at_once():
    wrong = SHIPPED.replace("tries = 3", "tries = 0").replace('"1.00"', '"a lot"')
    _, faults = read(wrong.replace("plan_days = 10", ""))
    assert [fault.where for fault in faults] == [
        "calls.tries",
        "grace.plan_days",
        "credit.review_from",
    ]


def test_faults_of_order_are_listed_at_once_too():
    _, faults = read(SHIPPED.replace("day = 45", "day = 20").replace("day = 75", "day = 61"))
    assert {fault.where for fault in faults} == {"steps[4].day", "steps[6].gap"}


def test_a_letter_needs_a_statement_and_a_call_before_it():
    early = '[[steps]]\nname = "x"\nsay = "X"\nday = 5\nact = "first_letter"\nwho = "human"\n'
    early += 'channel = "mail"\ngap = 5\n\n[[steps]]\nname = "reminder_1"'
    texts = faults_after('[[steps]]\nname = "reminder_1"', early)
    assert texts["steps[2].act"] == "first_letter needs a statement and a call before it."


def test_what_is_not_utf8_is_said_plainly():
    assert read(b"\xff\xfe")[1][0].where == "file"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"call_1": "50.00"}, set()),
        ({"call_1": "50.00", "call_2": "50.00"}, {"steps[7].from_amount"}),
        ({"call_1": "50.00", "call_2": "50.00", "first_letter": "50.00"}, {"steps[8].from_amount"}),
        (
            {"call_1": "50.00", "call_2": "60.00", "first_letter": "50.00", "agency_review": "50"},
            set(),
        ),
        ({"agency_review": "500.00"}, set()),
        ({"reminder_1": "20.00", "past_due_letter": "20.00"}, set()),
    ],
)
def test_no_balance_gets_a_letter_without_what_must_come_before(changes, faults):
    text = SHIPPED
    for name, amount in changes.items():
        given = f'name = "{name}"'
        text = text.replace(given, f'{given}\nfrom_amount = "{amount}"', 1)
    assert {fault.where for fault in read(text)[1]} == faults


def test_a_policy_from_before_the_new_tables_still_holds():
    older = SHIPPED[: SHIPPED.index("# How each segment is treated")]
    assert read(older) == (POLICY, ())


def test_each_act_that_costs_something_has_its_cost_and_waiting_has_none():
    free = {Act.WAIT, Act.NONE, Act.AGENCY_PLACEMENT, Act.CREDIT_REPORT, Act.LAWSUIT}
    assert {act for act in Act if not POLICY.costs.of(act)} == free
    assert (POLICY.costs.of(Act.STATEMENT), POLICY.costs.of(Act.CALL)) == (85, 400)
