"""What a remitted claim moves, without a database. Charges of 60.00 and 40.00 on claim CL1."""

import re
from datetime import date

import pytest

from goodstanding.core.matching import Candidate, match
from goodstanding.core.remittance import Entry, entry_for
from goodstanding.formats.x12.remittance_835 import read
from tests.remittance_text import check, claim, line, remittance

A = line(60, 30, "CO-45 20", "PR-1 10", code="82465")
B = line(40, 40, code="84478")


def entry(charged, paid, *lines, open_cents=(6000, 4000), status="1", covers=1, more=()):
    """The entry of one claim; `more`: segments after CLP."""
    segments = claim("CL1", charged, paid, status=status, lines=lines)
    segments[1:1] = more
    (payment,) = read(remittance(check("T", segments)))
    (one,) = payment.claims
    assert one.balanced
    day = date(2026, 5, 1)
    charges = [
        Candidate(n, f"C{n}", "CL1", 1, day, code, "", cents, "insurer", left, 0, covers)
        for n, code, cents, left in zip(
            (1, 2), ("82465", "84478"), (6000, 4000), open_cents, strict=True
        )
    ]
    return entry_for(one, match(one, charges[: len(lines)]).pairs)


def moves(found: Entry) -> list[str]:
    """ "insurer_payment C1 60.00", in order."""
    return [f"{m.kind.value} {m.charge.number} {m.cents / 100:.2f}" for m in found.moves]


PLAIN = [
    "insurer_payment C1 30.00",
    "contractual C1 20.00",
    "to_patient C1 10.00",
    "insurer_payment C2 40.00",
]


def test_two_lines():
    found = entry(100, 70, A, B)
    assert (moves(found), found.looks, found.notices) == (PLAIN, [], [])


@pytest.mark.parametrize(
    ("down", "up"), [("CO-94", "CO-97"), ("OA-94", "OA-97"), ("OA-94", "CO-B15")]
)
def test_a_bundled_payment_is_laid_over_its_lines(down, up):
    """Line 1 pays 70 on 60 for both; line 2 is paid nothing, as it is bundled."""
    first = line(60, 70, f"{down} -40", "CO-45 20", "PR-1 10", code="82465")
    found = entry(100, 70, first, line(40, 0, f"{up} 40", code="84478"))
    assert (moves(found), found.looks) == (PLAIN, [])
    assert found.notices == ["$40.00 paid with charge C1 is for charge C2, bundled with it."]


def test_an_excess_takes_the_place_of_what_was_taken_off_another_line():
    first = line(60, 70, "OA-94 -10", code="82465")
    found = entry(100, 70, first, line(40, 0, "CO-45 40", code="84478"))
    assert moves(found) == [
        "insurer_payment C1 60.00",
        "insurer_payment C2 10.00",
        "contractual C2 30.00",
    ]


@pytest.mark.parametrize(
    ("lines", "open_cents"),
    [
        ([line(60, 70, "OA-94 -10", code="82465")], (6000, 4000)),  # no other line
        # The other line is paid already.
        (
            [line(60, 70, "CO-94 -10", code="82465"), line(40, 30, "CO-97 10", code="84478")],
            (6000, 3000),
        ),
    ],
)
def test_an_excess_without_room_waits(lines, open_cents):
    charged = 60 * (len(lines) == 1) or 100
    found = entry(charged, 70 if charged == 60 else 100, *lines, open_cents=open_cents)
    assert re.match(r"Pays \$[47]0\.00 on charge C", found.why)
    assert found.moves == []


@pytest.mark.parametrize("status", ["19", "1"])
def test_what_was_passed_on_waits_for_the_next_insurance(status):
    passed_on = ["NM1*TT*2*NEXT PLAN*****PI*99"] if status == "1" else []
    found = entry(60, 30, A, status=status, more=passed_on)
    assert moves(found) == PLAIN[:2]
    (notice,) = found.notices
    assert notice.startswith("Passed on to another insurance")
    assert found.looks == []


def test_not_this_insurance_s_claim_moves_nothing():
    found = entry(60, 0, line(60, 0, "CO-45 50", "PR-1 10", code="82465"), status="23")
    assert (moves(found), found.why) == ([], "")
    assert found.notices == ["Not this insurance's claim; it was passed on: no money moves."]
    assert "which of the two" in entry(60, 30, A, status="23").why


@pytest.mark.parametrize(("status", "says"), [("", "empty"), ("99", "'99'"), ("ABLE", "none")])
def test_an_unknown_status_posts_and_is_told(status, says):
    found = entry(60, 30, A, status=status)
    assert moves(found) == PLAIN[:3]
    assert [f"(CLP02) is {says}" in notice for notice in found.notices] == [True]
    assert "ABLE" not in found.notices[0]


@pytest.mark.parametrize("reason", ["253", "223"])
def test_sequestration_is_never_the_patient_s(reason):
    found = entry(60, 30, line(60, 30, "CO-45 28", f"PR-{reason} 2", code="82465"))
    assert found.why.startswith(f"Says the patient owes $2.00 of sequestration (PR-{reason})")
    found = entry(60, 30, line(60, 30, "CO-45 28", f"CO-{reason} 2", code="82465"))
    assert moves(found)[1:] == ["contractual C1 28.00", "contractual C1 2.00"]


@pytest.mark.parametrize(
    ("adjustments", "open_cents", "looks"),
    [
        (["OA-100 30"], 6000, [3000]),
        (["CR-45 20", "PR-1 10"], 6000, [2000]),
        (["OA-100 30"], 3000, []),  # nothing is left open for it
        (["OA-23 30"], 6000, []),  # the first insurance answers for it
        (["CO-45 30"], 5000, [1000]),  # 30.00 taken off where 20.00 is open
        (["CO-45 40", "OA-94 -10"], 6000, []),  # only as much too large as the other lowers it
        (["CO-45 40", "PR-1 -10"], 6000, [1000, 1000]),
    ],
)
def test_money_that_stays_unexplained_is_for_a_person(adjustments, open_cents, looks):
    found = entry(60, 30, line(60, 30, *adjustments, code="82465"), open_cents=(open_cents, 0))
    assert [cents for _, cents in found.looks] == looks
    assert all(text.endswith("look at it") for text, _ in found.looks)


def test_the_second_insurance_s_answer_is_awaited_without_a_person():
    found = entry(60, 30, A, covers=2)
    assert (len(found.notices), found.looks) == (1, [])
