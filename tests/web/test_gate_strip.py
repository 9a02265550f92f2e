"""The gate in plain words: three answers with three shapes; what the front desk may name."""

from datetime import date

from goodstanding.core.answers import Refusal, Verdict
from goodstanding.core.kinds import Act

OPEN = Verdict(allowed=True, cents=18420)
SOON = Refusal("hours", "It is 7:10 AM her time.", "12 CFR 1006.6", date(2026, 11, 24))
LATER = Refusal("gap", "A statement went out 12 days ago.", "Clinic policy", date(2026, 12, 11))
NEVER = Refusal("stay", "A bankruptcy case is open.", "11 USC 362")


def lines(call, write):
    from goodstanding.web.gate_strip import strip

    return [
        (one.state, one.words, one.text) for one in strip({Act.CALL: call, Act.STATEMENT: write})
    ]


def refused(*refusals):
    return Verdict(allowed=False, cents=0, refusals=refusals)


def test_the_same_answer_is_said_once():
    assert lines(OPEN, OPEN) == [("ok", "OK to call or write about $184.20", "")]


def test_each_way_has_its_own_answer():
    assert lines(refused(SOON), OPEN) == [
        ("wait", "Wait to call until Tue 11/24", "It is 7:10 AM her time."),
        ("ok", "OK to write about $184.20", ""),
    ]


def test_several_days_wait_for_the_last():
    (one,) = lines(refused(SOON, LATER), refused(SOON, LATER))
    assert one[:2] == ("wait", "Wait to call or write until Fri 12/11")


def test_what_no_day_lifts_is_a_stop_even_beside_a_day():
    (one,) = lines(refused(SOON, NEVER), refused(SOON, NEVER))
    assert one == (
        "no",
        "Do not call or write",
        "It is 7:10 AM her time. A bankruptcy case is open.",
    )


def test_no_answer_without_a_reason_reads_as_stop():
    assert lines(refused(), refused())[0][0] == "no"
