"""What is not known stops: money counted elsewhere, questions nobody opened, holds nobody can read.

Amounts are worked by hand beside each account.
"""

import pytest

from tests.stories.clinic_files import Clinic, charge, contact, cover, hold, moved, paid

pytestmark = pytest.mark.django_db
ERROR = "mn-62j808-billing-error-review"
LOOSE = "owed.unapplied_money"


@pytest.fixture
def clinic(capsys, tmp_path) -> Clinic:
    return Clinic(capsys, tmp_path)


def test_loose_money_counted_on_a_qmb_visit_is_not_asked_again(clinic):
    """$100.00 a QMB owes nothing of, then $90.00 of their own; they paid $90.00, not placed. The
    books count it on the older visit: $10.00 and $90.00 stay open, and nothing is asked."""
    clinic.bring(
        coverages=[cover("medicare", qmb="Y", ends_on="2026-03-31")],
        charges=[charge("C1", "2026-03-01"), charge("C2", "2026-05-01", "90.00")],
        transactions=[paid("", "2026-06-01", "90.00")],
    )
    answer = clinic.may("statement")
    assert (answer["allowed"], answer["amount"]) == (False, "0.00")
    assert [(e["charge"], e["amount"], e["rule"]) for e in answer["excluded"]] == [
        ("C1", "10.00", "us-qmb-balance-billing-ban"),
        ("C2", "90.00", LOOSE),
    ]
    assert clinic.next()["action"] == "verify_coverage"  # the QMB's visit is not theirs at all


def test_loose_money_that_covers_an_old_visit_whole_is_seen_too(clinic):
    """A bankruptcy's $50.00 is covered whole by $50.00 paid after the filing: of the $90.00 of
    later care only $40.00 is asked."""
    clinic.bring(
        charges=[charge("C1", "2026-02-01", "50.00"), charge("C2", "2026-05-01", "90.00")],
        transactions=[paid("", "2026-06-01", "50.00")],
        holds=[hold("bankruptcy", "2026-03-02",
                    detail={"chapter": "7", "case": "26-1", "filed_on": "2026-03-01"})],
    )  # fmt: skip
    answer = clinic.may("statement")
    assert (answer["amount"], clinic.left_out()) == ("40.00", {"C2": LOOSE})


def test_while_loose_money_lies_elsewhere_somebody_places_it(clinic):
    """The same with $90.00 paid: $50.00 of it lies on the discharged visit and $50.00 stays open.
    Nothing is asked, and somebody is told to place it."""
    clinic.bring(
        charges=[charge("C1", "2026-02-01", "50.00"), charge("C2", "2026-05-01", "90.00")],
        transactions=[paid("", "2026-06-01", "90.00")],
        holds=[hold("bankruptcy", "2026-03-02", detail={
            "chapter": "7", "case": "26-1", "filed_on": "2026-03-01",
            "discharged_on": "2026-07-01",
        })],
    )  # fmt: skip
    assert clinic.may("statement")["excluded"][0]["amount"] == "50.00"
    assert clinic.refused("statement") >= {LOOSE}
    assert clinic.next()["action"] == "review_credit"


def test_loose_money_on_charges_that_may_be_asked_for_lowers_nothing(clinic):
    clinic.bring(
        charges=[charge("C1", "2026-02-01", "50.00"), charge("C2", "2026-05-01", "90.00")],
        transactions=[paid("", "2026-06-01", "60.00")],
    )
    assert (clinic.may("statement")["amount"], clinic.left_out()) == ("80.00", {})


@pytest.mark.parametrize(
    ("channel", "direction"), [("call", "out"), ("call", "in"), ("mail", "in"), ("portal", "in")]
)
def test_whoever_says_the_bill_is_wrong_is_heard(clinic, channel, direction):
    """62J.808: any report, any channel, no magic words. It stops until a question is opened, and
    then the question's own rules hold."""
    told = contact("2026-11-02T10:00:00-06:00", channel, direction, outcome="dispute")
    clinic.bring(charges=[charge("C1", "2026-08-01")], contacts=[told])
    assert clinic.refused("statement") >= {ERROR}
    assert clinic.next()["action"] == "verify_coverage"
    answered = hold("dispute", "2026-11-03", ends_on="2026-11-10")
    clinic.bring(charges=[charge("C1", "2026-08-01")], contacts=[told], holds=[answered])
    assert clinic.may("statement")["amount"] == "100.00"


def test_a_question_answered_before_does_not_answer_the_next(clinic):
    old = hold("dispute", "2026-09-01", ends_on="2026-09-20")
    again = contact("2026-11-02T10:00:00-06:00", "call", "in", outcome="dispute")
    clinic.bring(charges=[charge("C1", "2026-08-01")], contacts=[again], holds=[old])
    assert clinic.refused("statement") >= {ERROR}


@pytest.mark.parametrize(
    "detail", ["not json", '{"chapter": "7", "filed_on": "03/01/2026"}', '["7"]']
)
def test_a_bankruptcy_whose_detail_cannot_be_read_stops_all_the_same(clinic, detail):
    row = {**hold("bankruptcy", "2026-03-02"), "detail": detail}
    told = clinic.bring_what_it_is(charges=[charge("C1", "2026-02-20")], holds=[row])
    assert told["status"] == "partly_posted"
    assert [(p["where"], p["code"]) for p in told["problems"]] == [
        ("holds.csv line 2", "unread_detail")
    ]
    assert "us-bk-automatic-stay" in clinic.refused("statement")


@pytest.mark.parametrize(
    "more", [{"detail": {"charges": ["C1", "NOSUCH"]}}, {"patient_id": "nobody"}]
)
def test_a_hold_that_names_what_is_not_known_stops_the_whole_account(clinic, more):
    told = clinic.bring_what_it_is(
        charges=[charge("C1", "2026-08-01"), charge("C2", "2026-08-09", "40.00")],
        holds=[hold("billing_error", "2026-11-01", **more)],
    )
    assert [p["code"] for p in told["problems"]] == ["unknown_reference"]
    answer = clinic.may("statement")
    assert (answer["allowed"], answer["amount"]) == (False, "0.00")
    assert clinic.left_out() == {"C1": ERROR, "C2": ERROR}


def test_what_a_stop_keeps_back_is_told_charge_by_charge(clinic):
    clinic.bring(
        charges=[charge("C1", "2026-08-01"), charge("C2", "2026-08-09", "40.00")],
        holds=[hold("payer_appeal", "2026-11-01")],
    )
    kept = {e["charge"]: e["amount"] for e in clinic.may("statement")["excluded"]}
    assert kept == {"C1": "100.00", "C2": "40.00"}


def test_part_of_a_charge_that_is_ours_leaves_the_rest(clinic):
    """$100.00 deductible and $100.00 contractual moved by mistake: only the first is asked."""
    clinic.bring(
        coverages=[cover("commercial")],
        charges=[charge("C1", "2026-08-01", "200.00", expects="insurer",
                        first_billed_on="2026-08-03")],
        transactions=[
            moved("C1", "to_patient", "2026-09-01", "100.00", group_code="PR", reason_code="1"),
            moved("C1", "to_patient", "2026-09-02", "100.00", group_code="CO", reason_code="45"),
        ],
    )  # fmt: skip
    answer = clinic.may("statement")
    assert (answer["allowed"], answer["amount"]) == (True, "100.00")
    assert [(e["amount"], e["rule"]) for e in answer["excluded"]] == [
        ("100.00", "mn-network-hold-harmless")
    ]


def test_a_visit_paid_to_keep_it_from_the_plan_is_not_taken_up_with_the_plan(clinic):
    kept = charge("C1", "2026-08-01", self_pay_restriction="Y")
    clinic.bring(
        coverages=[cover("commercial")],
        charges=[kept],
        transactions=[paid("C1", "2026-08-01", "100.00")],
    )
    assert clinic.refused("insurer_follow_up") == {"us-hipaa-self-pay-restriction"}
    other = charge("C2", "2026-09-01", "60.00", expects="insurer", first_billed_on="2026-09-03")
    clinic.bring(
        coverages=[cover("commercial")],
        charges=[kept, other],
        transactions=[paid("C1", "2026-08-01", "100.00")],
    )
    answer = clinic.may("insurer_follow_up")
    assert answer["allowed"]
    assert [duty["rule"] for duty in answer["duties"]] == ["us-hipaa-self-pay-restriction"]


def test_the_claim_of_a_bankruptcy_says_its_amount(clinic):
    """Before the filing $100.00, after it $40.00: the claim is for the first."""
    clinic.bring(
        charges=[charge("C1", "2026-09-20"), charge("C2", "2026-10-15", "40.00")],
        holds=[hold("bankruptcy", "2026-10-02",
                    detail={"chapter": "13", "case": "26-9", "filed_on": "2026-10-01"})],
    )  # fmt: skip
    assert clinic.may("file_claim_bankruptcy")["amount"] == "100.00"


def test_deadlines_of_questions_stand_with_the_others(clinic):
    """Raised 11-02: notice by 12-02. An estimate's dispute of 11-02: ten business days, Veterans
    Day left out, is 11-17."""
    clinic.bring(
        charges=[charge("C1", "2026-08-01")],
        holds=[
            hold("billing_error", "2026-11-02", detail={"raised_on": "2026-11-02"}),
            {**hold("good_faith_dispute", "2026-11-02", detail={"filed_on": "2026-11-02"}),
             "hold_id": "H2"},
        ],
    )  # fmt: skip
    found = clinic.deadlines("2026-11-10")
    assert found == {
        "billing_error_notice": "2026-12-02", "estimate_dispute_papers": "2026-11-17",
    }  # fmt: skip


def test_of_another_day_without_an_hour_its_noon_is_meant(clinic):
    clinic.bring(charges=[charge("C1", "2026-08-01")])
    assert clinic.ask("may", "A", "--do", "call", "--on", "2026-11-20")["allowed"]
