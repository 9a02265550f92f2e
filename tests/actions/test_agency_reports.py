"""What the agency recovered: each row once, the bad ones set aside; each month reckoned by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from goodstanding.actions import agency, agency_reports
from goodstanding.core.agency_words import fee_due
from goodstanding.core.refusals import Refused
from goodstanding.records.models import AgencyLine, Placement, Transfer
from goodstanding.records.queries.agency_money import months
from goodstanding.records.queries.proofs import prove
from tests.actions.test_agency import LATER, pay, run
from tests.agency_made import BILL, DANA, DAY, KIM, LAKES, OWES, placed, ready, report, state
from tests.ledger_text import AT, assert_proven, owed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_var")]
TODAY = "2026-11-23"


def take(*rows, at=LATER):
    return agency_reports.take_report(name="nov.csv", content=report(*rows), by=BILL, at=at)


def lines():
    return [(one.ref, one.state, one.why) for one in AgencyLine.objects.order_by("id")]


def test_all_that_was_paid_is_the_patients_and_the_fee_is_the_clinics():
    ready()
    placed()
    done = take("R1,A,2026-11-23,120.00,30.00")
    assert (done.posted, done.set_aside, done.again) == (1, 0, 0)
    assert owed(TODAY) == "0.00 64.20 0.00"
    moved = Transfer.objects.filter(source__startswith="agency:").order_by("id")
    assert list(moved.values_list("kind", "debit", "credit", "cents")) == [
        ("patient_payment", "cash", "patient_due", 10000),
        ("patient_payment", "cash", "patient_due", 2000),
        ("agency_fee", "agency_fee", "cash", 3000),
    ]  # fmt: skip
    assert_proven()


def test_bad_rows_wait_with_their_reason_and_the_good_go_in():
    ready()
    placed()
    done = take(
        "R1,A,2026-11-23,20.00,5.00", "R2,B,2026-11-23,20.00,5.00", "R3,A,11/23/2026,20.00,5.00",
        "R4,A,2026-11-24,20.00,5.00", "R5,A,2026-11-22,20.00,5.00", "R6,A,2026-11-23,-20.00,0",
        "R7,A,2026-11-23,20.00,25.00",
    )  # fmt: skip
    assert (done.posted, done.set_aside) == (1, 6)
    assert [(ref, why) for ref, kept, why in lines() if kept == "set_aside"] == [
        ("R2", "This account was never placed with this agency."),
        ("R3", "The day it was paid cannot be read (YYYY-MM-DD)."),
        ("R4", "It was paid on a day to come."),
        ("R5", "It was paid before the account was placed."),
        ("R6", "The amount cannot be read, or is not above zero (25.00)."),
        ("R7", "The fee is more than what was paid."),
    ]  # fmt: skip
    assert owed(TODAY) == "0.00 164.20 0.00"


def test_the_same_file_and_the_same_row_post_nothing_again():
    ready()
    placed()
    take("R1,A,2026-11-23,20.00,5.00")
    with pytest.raises(Refused, match="This very file was read"):
        take("R1,A,2026-11-23,20.00,5.00")
    done = take(
        "R1,A,2026-11-23,20.00,5.00", "R1,A,2026-11-23,30.00,5.00", "R2,A,2026-11-23,1.00,0"
    )
    assert (done.posted, done.set_aside, done.again) == (1, 1, 1)
    assert owed(TODAY) == "0.00 163.20 0.00"
    assert_proven()


def test_a_row_set_aside_is_tried_again_or_not_posted():
    ready()
    placed()
    tomorrow = LATER + timedelta(days=1)
    take("R4,A,2026-11-24,20.00,5.00", "R6,A,2026-11-23,x,0")
    first, second = AgencyLine.objects.order_by("id").values_list("id", flat=True)
    settle = agency_reports.settle_line
    with pytest.raises(Refused, match="a day to come"):
        settle(line=first, drop=False, reason="", by=BILL, at=LATER)
    assert settle(line=first, drop=False, reason="", by=BILL, at=tomorrow) == "posted"
    with pytest.raises(Refused, match="cannot be read"):
        settle(line=second, drop=False, reason="", by=BILL, at=LATER)
    assert settle(line=second, drop=True, reason="A total line.", by=BILL, at=LATER) == "dropped"
    assert owed("2026-11-24") == "0.00 164.20 0.00"
    assert_proven()


@pytest.mark.parametrize(
    "row",
    [
        "R7,A,2026-11-23,20.00,25.00",  # the fee above the payment
        "R8,A,2026-11-23,20.00,x",  # read as no fee
        "R9,A,2026-11-23,1,250.00,0",  # read as one dollar
        "R10,A,2026-11-23,20.00,5.00,more",
        f"{'R' * 61},A,2026-11-23,20.00,5.00",
        ",A,2026-11-23,20.00,5.00",
    ],
)
def test_a_row_that_cannot_be_read_is_never_posted(row):
    ready()
    placed()
    assert take(row).set_aside == 1
    found = AgencyLine.objects.get()
    with pytest.raises(Refused, match="cannot be read"):
        agency_reports.settle_line(line=found.id, drop=False, reason="", by=BILL, at=LATER)
    assert AgencyLine.objects.get().state == "set_aside"
    assert not Transfer.objects.filter(source__startswith="agency:").exists()


def test_a_payment_of_an_earlier_placement_is_that_ones():
    ready()
    first = placed()
    agency.recall(number=first, reason="They called us.", by=DANA, at=LATER)
    later = LATER + timedelta(days=2)
    again = agency.propose(account_id="A", reason="Nothing came.", by=DANA, at=later)
    agency.approve(number=again, reason="I authorise it.", by=KIM, at=later)
    assert agency.export(by=DANA, at=later).placed == (again,)
    take(
        "R1,A,2026-11-24,20.00,5.00", "R2,A,2026-11-25,30.00,7.50", "R3,A,2026-11-22,1.00,0",
        at=later,
    )  # fmt: skip
    found = AgencyLine.objects.order_by("id").values_list("ref", "placement__number", "why")
    assert list(found) == [
        ("R1", first, ""), ("R2", again, ""),
        ("R3", again, "It was paid before the account was placed."),
    ]  # fmt: skip
    assert_proven()


def test_a_file_that_is_no_report_changes_nothing():
    ready()
    for content in (b"", b"ref,account\nR1,A\n", b"\xff\xfe", b'ref,account,paid_on,amount,fee\n"'):
        with pytest.raises(Refused):
            agency_reports.take_report(name="x.csv", content=content, by=BILL, at=LATER)
    assert not AgencyLine.objects.exists()


def test_a_month_reckoned_by_hand():
    """Placed 184.20. Paid here 50.00; through the agency 40.01 and 30.00: a fee of 25 % is 10.00
    (10.0025) and 7.50; taken 10.00 and 9.00, so 1.50 too much. Left 64.19, then recalled."""
    ready()
    number = placed()
    pay(5000)
    take("R1,A,2026-11-23,40.01,10.00", "R2,A,2026-11-23,30.00,9.00")
    agency.recall(number=number, reason="They called us.", by=DANA, at=LATER)
    (month,) = months()
    assert (month.agency, month.month) == ("Lakes Recovery", "2026-11")
    assert (month.placed, month.recalled, month.direct, month.recovered) == (
        18420, 6419, 5000, 7001,
    )  # fmt: skip
    assert (month.due, month.taken, month.difference) == (1750, 1900, 150)
    assert month.differ == ["R2: $1.50 more than the contract's $7.50"]
    assert month.placed == month.recalled + month.direct + month.recovered


def test_a_contract_may_ask_a_fee_of_what_is_paid_at_the_clinic():
    ready()
    agency.keep_papers(papers=replace(LAKES, fee_on_direct=True), by=KIM, at=AT)
    placed()
    pay(5000)
    (month,) = months()
    assert (month.direct, month.due, month.taken, month.difference) == (5000, 1250, 0, -1250)


@pytest.mark.parametrize(
    ("cents", "points", "fee"), [(1001, 2500, 250), (1002, 2500, 251), (0, 2500, 0), (999, 0, 0)]
)
def test_half_a_cent_of_the_fee_rounds_up(cents, points, fee):
    assert fee_due(cents, points) == fee


def test_a_recovery_that_pays_all_of_it_recalls_the_account():
    ready(OWES)
    number = placed()
    run(DAY)
    take("R1,A,2026-11-23,184.20,46.05")
    assert state(number) == "recalled"


def test_verify_finds_a_placement_with_a_missing_point_and_a_wrong_amount():
    ready()
    number = placed()
    checklist = Placement.objects.get(number=number).checklist
    checklist[3]["ok"] = None
    Placement.objects.filter(number=number).update(checklist=checklist, cents=18421)
    take("R1,A,2026-11-23,20.00,5.00")
    AgencyLine.objects.update(cents=2100)
    failures = {p.name: p.failures for p in prove() if not p.ok}
    assert failures == {
        "no placement went out with anything missing": (
            f"placement {number} went without {checklist[3]['rule']}",
        ),
        "what was placed is what the books said then": (
            f"placement {number}: 18421, its charges 18420",
        ),
        "money an agency recovered is posted once": (
            f"report {AgencyLine.objects.get().report_id} row 2 (posted): [2000, 500] posted, "
            "not [2100, 500]",
        ),
    }
