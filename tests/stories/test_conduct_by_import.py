"""The law through files: estimates, reviews, when and how, and the end of the ladder."""

import json

import pytest

from tests.stories.clinic_files import ON, Clinic, charge, contact, cover, hold, moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(capsys, tmp_path) -> Clinic:
    return Clinic(capsys, tmp_path)


# ---- estimates and reviews


@pytest.mark.parametrize(("billed", "asked"), [("2399.00", "2399.00"), ("2400.00", "0.00")])
def test_scenario_35_four_hundred_over_the_estimate(clinic, billed, asked):
    given = {"estimate_id": "E1", "patient_id": "a1", "given_on": "2026-08-01",
             "kind": "good_faith", "code": "27447", "provider": "Dr. Hale", "amount": "2000.00",
             "service_date": "2026-09-01"}  # fmt: skip
    clinic.bring(charges=[charge(amount=billed, provider="Dr. Hale")], estimates=[given])
    assert clinic.may("statement")["amount"] == asked


def test_scenario_37_a_dispute_at_the_agency_calls_it_back(clinic):
    clinic.bring(holds=[
        hold("agency", "2026-08-01"),
        hold("good_faith_dispute", "2026-11-20", detail={"filed_on": "2026-11-20"}),
    ])  # fmt: skip
    assert clinic.next()["action"] == "agency_review"
    assert {"us-nsa-ppdr-collection-freeze", "holds.at_agency"} <= clinic.refused("statement")


def test_scenario_51_a_billing_review_and_its_refund(clinic):
    review = {"raised_on": "2026-11-02", "reviewed_on": "2026-11-20", "notice_on": "2026-11-24"}
    clinic.bring(holds=[hold("billing_error", "2026-11-02", detail=review)])
    for on, refused in (("2026-11-02", True), ("2026-11-24", True), ("2026-11-25", False)):
        rules = clinic.refused("statement", f"{on}T12:00:00-06:00")
        assert ("mn-62j808-billing-error-review" in rules) is refused


def test_scenario_51_on_one_charge_only(clinic):
    clinic.bring(
        charges=[charge("C1"), charge("C2", amount="55.00")],
        holds=[hold("billing_error", detail={"raised_on": "2026-10-01", "charges": ["C1"]})],
    )
    assert clinic.left_out() == {"C1": "mn-62j808-billing-error-review"}
    assert clinic.may("statement")["amount"] == "55.00"


# ---- when and how

TALK = "2026-11-16T15:00:00-06:00"
FREQUENCY = "us-regf-call-frequency-7-in-7"


def test_scenario_39_a_talk_and_its_seven_days(clinic):
    clinic.bring(contacts=[contact(TALK, "call", kind="call", outcome="reached")])
    assert clinic.refused("call", "2026-11-22T18:00:00-06:00") == {FREQUENCY}
    assert clinic.refused("call", "2026-11-23T09:00:00-06:00") == set()


def test_seven_tries_in_seven_days(clinic):
    tries = [contact(f"2026-11-{day}T15:00:00-06:00", "call", kind="call", outcome="no_answer")
             for day in range(16, 23)]  # fmt: skip
    clinic.bring(contacts=tries)
    assert clinic.refused("call", "2026-11-22T18:00:00-06:00") == {FREQUENCY}
    assert clinic.refused("call") == set()


def test_scenario_40_a_person_in_arizona(clinic):
    clinic.bring(person=[{"state": "AZ", "phone_mobile": "602-555-0101"}])
    hours = {"us-regf-inconvenient-time-place"}
    assert clinic.refused("call", f"{ON}T08:30:00-06:00") == hours
    assert clinic.refused("call", f"{ON}T09:00:00-06:00") == set()


def test_scenario_42_stop_in_the_export_and_again_after_the_next_one(clinic):
    """The practice system may not know: its next export still says that texts are welcome."""
    assert clinic.bring() == "posted"
    assert clinic.refused("text") == set()
    said = contact(f"{ON}T09:00:00-06:00", "text", "in", note="Please STOP")
    clinic.bring(contacts=[said])
    assert "us-tcpa-revocation" in clinic.refused("text")
    clinic.bring(charges=[charge(), charge("C2")])
    assert "us-tcpa-revocation" in clinic.refused("text")
    assert clinic.refused("statement") == set()


def test_scenario_42_an_ordinary_answer_stops_nothing(clinic):
    said = contact(f"{ON}T09:00:00-06:00", "text", "in", note="I will stop by on Monday")
    clinic.bring(contacts=[said])
    assert clinic.refused("text") == set()


@pytest.mark.parametrize(
    ("changes", "act", "rule"),
    [
        ({"text_consent_on": ""}, "text", "us-tcpa-consent-wireless"),
        ({"text_revoked_on": "2026-11-01"}, "text", "us-tcpa-revocation"),
        ({"email_opted_out_on": "2026-11-01"}, "email", "us-regf-electronic-opt-out"),
        ({"mail_returned_on": "2026-11-01"}, "statement", "gate.mail_returned"),
        ({"street": ""}, "statement", "gate.no_address"),
        ({"phone_mobile": ""}, "call", "gate.no_phone"),
        ({"confidential_address": "Y"}, "call", "us-hipaa-confidential-communications"),
    ],
)
def test_ways_that_are_closed(clinic, changes, act, rule):
    clinic.bring(person=[changes])
    assert rule in clinic.refused(act)


def test_a_lawyer_is_written_to_and_nobody_else(clinic):
    clinic.bring(holds=[hold("attorney", detail={"name": "Jo Poe", "address": "2 Elm"})])
    assert "us-regf-inconvenient-time-place" in clinic.refused("statement")
    assert clinic.refused("statement", to="attorney") == set()
    assert "gate.recipient_unknown" in clinic.refused("call", to="attorney")


def test_calls_between_ten_and_five_only(clinic):
    clinic.bring(holds=[
        hold("call_restriction", detail={"not_before": "10:00", "not_after": "17:00"})
    ])  # fmt: skip
    for clock, open_ in (("09:59", False), ("10:00", True), ("17:00", True), ("17:01", False)):
        rules = clinic.refused("call", f"{ON}T{clock}:00-06:00")
        assert (rules == set()) is open_


# ---- the end of the ladder


def test_scenario_54_62_no_papers_and_a_soldier(clinic):
    clinic.bring(holds=[hold("military")])
    placement = clinic.refused("agency_placement")
    assert {"mn-collection-agency-act", "us-hipaa-payment-disclosure",
            "mn-62j806-published-policy", "us-scra"} <= placement  # fmt: skip
    assert {"mn-332c-fee-shifting", "us-scra"} <= clinic.refused("lawsuit")
    assert clinic.refused("credit_report") >= {"mn-332c-credit-reporting-ban"}
    assert clinic.refused("statement") == set()


def test_scenario_55_a_medicare_copay_is_not_waived_by_habit(clinic):
    clinic.bring(
        coverages=[cover("medicare")],
        charges=[charge("C1", amount="9.00", expects="insurer", first_billed_on="2026-09-02")],
        transactions=[moved("C1", "to_patient", "2026-10-01", "9.00", group_code="PR",
                            reason_code="3")],
    )  # fmt: skip
    assert clinic.refused("write_off_small") == {"us-copay-waiver-aks"}


def test_scenario_49_care_is_not_the_lever(clinic):
    visit = {"appointment_id": "V1", "patient_id": "a1", "starts_at": "2026-11-30T09:00:00-06:00",
             "scheduled_on": "2026-11-01", "status": "booked"}  # fmt: skip
    clinic.bring(charges=[charge(amount="900.00")], appointments=[visit])
    answer = clinic.may("front_desk_note")
    assert (answer["allowed"], answer["amount"]) == (True, "900.00")
    assert "mn-62j807-no-denial-of-care" in {duty["rule"] for duty in answer["duties"]}


# ---- estimates asked for in a file

NOT_KNOWN = {"patient": None, "place": "office", "payer_type": None, "benefits": None,
             "secondary": None, "requested_on": None}  # fmt: skip
LINE = {"code": "99213", "modifiers": [], "units": 1, "charge": "200.00", "allowed": None,
        "copay": None, "covered": True}  # fmt: skip


@pytest.mark.parametrize(
    ("booked", "service", "asked", "due"),
    [
        ("2026-12-03", "2026-12-18", None, "2026-12-08"),
        ("2026-12-03", "2026-12-08", None, "2026-12-04"),
        ("2026-12-09", "2026-12-11", None, None),
        ("2026-12-09", "2026-12-11", "2026-12-09", "2026-12-14"),
    ],
)
def test_scenario_31_33_when_a_self_pay_estimate_is_due(clinic, booked, service, asked, due):
    request = {**NOT_KNOWN, "insured": False, "scheduled_on": booked, "service_date": service,
               "requested_on": asked, "lines": [LINE]}  # fmt: skip
    file = clinic.folder / "request.json"
    file.write_text(json.dumps(request))
    answer = clinic.ask("estimate", file)
    assert (answer["kind"], answer["deliver_by"]) == ("good_faith", due)
    assert answer["patient_share"] == "200.00"
