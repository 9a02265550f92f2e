"""What each kind of transaction moves, worked by hand from CONTRACT.md, section 3."""

import pytest

from tests.ledger_text import assert_proven, buckets, facts, layers, owed, tell

pytestmark = pytest.mark.django_db

# A charge of 200.00 that the insurer owed 80.00 on and the patient 70.00 (moved on 2 June):
#   200 - 50 contractual - 70 to_patient = 80 insurer; 70 patient.
START = """
2026-05-01 charge C1 200.00 insurer
2026-06-02 contractual C1 50.00
2026-06-02 to_patient C1 70.00
"""


@pytest.mark.parametrize(
    ("kind", "amount", "after"),
    [
        ("insurer_payment", "30.00", "50.00 70.00 0.00"),  # 80 - 30
        ("contractual", "30.00", "50.00 70.00 0.00"),
        ("patient_payment", "30.00", "80.00 40.00 0.00"),  # 70 - 30
        ("small_write_off", "5.00", "80.00 65.00 0.00"),
        ("bad_debt", "70.00", "80.00 0.00 0.00"),
        ("charity", "20.00", "80.00 50.00 0.00"),
        ("to_patient", "80.00", "0.00 150.00 0.00"),
        ("to_insurer", "10.00", "90.00 60.00 0.00"),
        ("denial", "80.00", "80.00 70.00 0.00"),  # moves nothing
        ("patient_payment", "100.00", "80.00 0.00 30.00"),  # 30 more than was open: credit
        ("insurer_payment", "100.00", "0.00 50.00 0.00"),  # 20 too much counts on the patient's 70
        ("insurer_payment", "160.00", "0.00 0.00 10.00"),  # 80 too much: 70 counts, 10 is credit
        ("refund_patient", "10.00", "80.00 70.00 -10.00"),  # more refunded than there was
    ],
)
def test_each_kind_moves_its_part(kind, amount, after):
    tell(f"{START}2026-07-01 {kind} C1 {amount}")
    assert owed("2026-06-30") == "80.00 70.00 0.00"  # the day before, still
    assert owed("2026-07-01") == after
    assert_proven()


def test_a_denial_is_recorded_and_can_be_undone():
    tell(f"""{START}
    2026-07-01 denial C1 80.00 group_code=CO reason_code=50 as D
    2026-08-01 reversal of D
    """)
    (on_the_day,) = facts("2026-07-15").charges
    assert on_the_day.denial_reasons == (("CO", "50"),)
    (after,) = facts("2026-08-01").charges
    assert after.denial_reasons == ()
    assert owed("2026-08-01") == "80.00 70.00 0.00"


def test_a_reversal_reopens_with_the_first_day():
    tell("""
    2026-05-01 charge C1 100.00 patient
    2026-06-01 patient_payment C1 100.00 as CHECK
    2026-06-20 reversal of CHECK as BOUNCED
    2026-07-01 reversal of BOUNCED as PAID_AFTER_ALL
    2026-07-10 reversal of PAID_AFTER_ALL
    """)
    assert layers("2026-05-31") == "C1 2026-05-01 100.00"
    assert layers("2026-06-01") == ""
    assert layers("2026-06-20") == "C1 2026-05-01 100.00"
    assert layers("2026-07-01") == ""
    assert layers("2026-07-10") == "C1 2026-05-01 100.00"
    assert_proven()


def test_a_payment_counts_as_made_only_while_it_stands():
    tell("""
    2026-05-01 charge C1 100.00 patient
    2026-06-01 patient_payment C1 30.00 as CHECK
    2026-06-20 reversal of CHECK as BOUNCED
    2026-07-01 reversal of BOUNCED as PAID_AFTER_ALL
    2026-07-10 reversal of PAID_AFTER_ALL
    """)
    days = ("2026-06-19", "2026-06-20", "2026-07-01", "2026-07-10")
    assert [[p.cents for p in facts(day).payments] for day in days] == [[3000], [], [3000], []]


def test_a_reversed_move_to_the_patient_takes_its_layer_away():
    tell("""
    2026-05-01 charge C1 100.00 insurer
    2026-06-01 to_patient C1 40.00 group_code=PR reason_code=1 as M
    2026-06-10 reversal of M as R
    2026-06-20 reversal of R
    """)
    days = ("2026-06-09", "2026-06-10", "2026-06-20")
    reasons = [[charge.patient_reasons for charge in facts(day).charges] for day in days]
    assert reasons == [[(("PR", "1"),)], [()], [(("PR", "1"),)]]
    assert owed("2026-06-09") == "60.00 40.00 0.00"
    assert owed("2026-06-10") == "100.00 0.00 0.00"
    assert layers("2026-06-20") == "C1 2026-06-01 40.00"  # its first day again


def test_what_lowers_takes_the_oldest_layer_first():
    # 20 on 1 June, 30 on 1 July: 25 paid takes the 20 and 5 of the 30.
    tell("""
    2026-05-01 charge C1 100.00 insurer
    2026-06-01 to_patient C1 20.00
    2026-07-01 to_patient C1 30.00
    2026-07-05 patient_payment C1 25.00 as P
    2026-08-01 reversal of P
    """)
    assert layers("2026-07-04") == "C1 2026-06-01 20.00, C1 2026-07-01 30.00"
    assert layers("2026-07-05") == "C1 2026-07-01 25.00"
    assert layers("2026-08-01") == "C1 2026-06-01 20.00, C1 2026-07-01 30.00"


def test_two_moves_of_one_day_are_one_layer():
    tell("""
    2026-05-01 charge C1 100.00 insurer
    2026-06-01 to_patient C1 20.00
    2026-06-01 to_patient C1 30.00
    """)
    assert layers("2026-06-01") == "C1 2026-06-01 50.00"


@pytest.mark.parametrize(
    ("paid", "open_then"),
    [
        ("10.00", "C2 2026-06-01 20.00, C3 2026-06-01 30.00, C1 2026-06-02 10.00"),
        ("35.00", "C2 2026-06-01 0.00, C3 2026-06-01 25.00, C1 2026-06-02 10.00"),
        ("69.00", "C1 2026-06-02 1.00"),
    ],
)
def test_unapplied_money_counts_by_day_then_service_then_charge(paid, open_then):
    # All became the patient's on 1 June but C1 (2 June). C2 and C3 were served on 1 May and C9 on
    # 30 April, so C9 (10.00) comes first, then C2, then C3, at last C1.
    tell(f"""
    2026-06-01 charge C3 30.00 patient service_date=2026-05-01
    2026-06-01 charge C2 20.00 patient service_date=2026-05-01
    2026-06-02 charge C1 10.00 patient service_date=2026-01-01
    2026-06-01 charge C9 10.00 patient service_date=2026-04-30
    2026-06-10 patient_payment - {paid}
    """)
    assert layers("2026-06-10") == open_then.replace("C2 2026-06-01 0.00, ", "")


def test_unapplied_money_is_not_used_up_by_counting():
    tell("""
    2026-05-20 patient_payment - 50.00
    2026-06-01 charge C1 40.00 patient
    2026-06-05 patient_payment C1 40.00
    """)
    assert owed("2026-05-31") == "0.00 0.00 50.00"
    assert owed("2026-06-01") == "0.00 0.00 10.00"
    assert owed("2026-06-05") == "0.00 0.00 50.00"
    assert facts("2026-06-01").unapplied_cents == 50_00


def test_refunds_lower_the_credit():
    # 100 paid on a charge of 60: credit 40; 15 back, then 25 back from the unplaced part.
    tell("""
    2026-06-01 charge C1 60.00 patient
    2026-06-02 patient_payment C1 75.00
    2026-06-02 patient_payment - 25.00
    2026-06-10 refund_patient C1 15.00
    2026-06-11 refund_patient - 25.00
    """)
    assert owed("2026-06-02") == "0.00 0.00 40.00"
    assert owed("2026-06-10") == "0.00 0.00 25.00"
    assert owed("2026-06-11") == "0.00 0.00 0.00"
    assert_proven()


def test_an_insurer_refund_lowers_what_the_insurer_overpaid():
    # 100 charged, 130 paid: 30 credit; 30 sent back.
    tell("""
    2026-06-01 charge C1 100.00 insurer
    2026-06-20 insurer_payment C1 130.00
    2026-07-01 refund_insurer C1 30.00
    """)
    assert owed("2026-06-30") == "0.00 0.00 30.00"
    assert owed("2026-07-01") == "0.00 0.00 0.00"


def test_a_charge_of_nothing_owes_nothing():
    tell("2026-06-01 charge C1 0.00 insurer")
    assert owed("2026-06-30") == "0.00 0.00 0.00"
    assert_proven()


def test_rows_posted_later_do_not_count_before_their_day():
    tell("""
    2026-06-01 charge C1 100.00 patient
    2026-12-31 charge C2 70.00 patient
    2027-01-15 patient_payment C1 100.00
    """)
    assert owed("2026-05-31") == "0.00 0.00 0.00"
    assert owed("2026-11-23") == "0.00 100.00 0.00"
    assert owed("2026-12-31") == "0.00 170.00 0.00"
    assert owed("2027-01-15") == "0.00 70.00 0.00"
    assert facts("2026-11-23").next_posted_on.isoformat() == "2026-12-31"


@pytest.mark.parametrize(
    ("day", "place"),  # days since 2026-03-01: 0, 30 | 31, 60 | 61, 90 | 91, 120 | 121
    [("2026-03-01", 0), ("2026-03-31", 0), ("2026-04-01", 1), ("2026-04-30", 1), ("2026-05-01", 2),
     ("2026-05-30", 2), ("2026-05-31", 3), ("2026-06-29", 3), ("2026-06-30", 4)],
)  # fmt: skip
def test_bucket_edges(day, place):
    # The insurer's money ages from the service on 1 March; the patient's from 1 March too, when its
    # charge was posted, though it was served in January.
    tell("""
    2026-03-01 charge C1 10.00 insurer
    2026-03-01 charge C2 7.00 patient service_date=2026-01-15
    """)
    insurer, patient = ["0.00"] * 5, ["0.00"] * 5
    insurer[place], patient[place] = "10.00", "7.00"
    assert buckets(day, "insurer") == " ".join(insurer)
    assert buckets(day, "patient") == " ".join(patient)


def test_the_clock_of_the_patient_and_of_the_insurer_differ():
    # On 15 August: service 1 May is 106 days old, the patient's part (moved 1 July) 45 days.
    tell("""
    2026-05-01 charge C1 100.00 insurer
    2026-07-01 to_patient C1 30.00
    """)
    assert buckets("2026-08-15", "insurer") == "0.00 0.00 0.00 70.00 0.00"
    assert buckets("2026-08-15", "patient") == "0.00 30.00 0.00 0.00 0.00"
    assert buckets("2026-08-15", "all") == "0.00 30.00 0.00 70.00 0.00"


def test_one_account_never_pays_for_another():
    tell("""
    2026-06-01 charge C1 100.00 patient patient=a1
    2026-06-01 charge C2 50.00 patient patient=a2
    2026-06-01 charge C3 30.00 patient patient=b1
    2026-06-02 patient_payment - 120.00 patient=a2
    """)
    assert owed("2026-06-02", "A") == "0.00 30.00 0.00"  # both patients are A's
    assert owed("2026-06-02", "B") == "0.00 30.00 0.00"
