"""The law through files: whose money it is. An export comes in, the command line says what may be
done."""

import pytest

from tests.stories.clinic_files import Clinic, charge, cover, hold, moved

pytestmark = pytest.mark.django_db
STAY = "us-bk-automatic-stay"


@pytest.fixture
def clinic(capsys, tmp_path) -> Clinic:
    return Clinic(capsys, tmp_path)


# ---- bankruptcies

CHAPTER_13 = {"chapter": "13", "case": "26-30411", "filed_on": "2026-03-01"}


def test_scenario_01_02_a_chapter_13_splits_the_account(clinic):
    clinic.bring(
        charges=[charge("C1", "2026-02-20"), charge("C2", "2026-03-15", "40.00")],
        holds=[hold("bankruptcy", "2026-03-02", detail=CHAPTER_13)],
    )
    answer = clinic.may("statement")
    assert (answer["allowed"], answer["amount"]) == (True, "40.00")
    assert clinic.left_out() == {"C1": STAY}
    for act in ("call", "reminder", "plan_notice", "front_desk_note", "agency_placement"):
        assert {"us-bk-postpetition-charges", STAY} <= clinic.refused(act)
    assert clinic.deadlines("2026-04-01") == {"bankruptcy_claim": "2026-05-10"}
    assert clinic.next("2026-04-01")["action"] == "file_claim_bankruptcy"


def test_scenario_03_the_insurer_decides_after_the_petition(clinic):
    clinic.bring(
        coverages=[cover("commercial")],
        charges=[charge("C1", "2026-02-20", expects="insurer", first_billed_on="2026-02-22")],
        transactions=[moved("C1", "to_patient", "2026-04-05", "30.00", group_code="PR",
                            reason_code="1")],
        holds=[hold("bankruptcy", "2026-03-02", detail=CHAPTER_13)],
    )  # fmt: skip
    assert clinic.left_out() == {"C1": STAY}
    assert clinic.refused("insurer_follow_up") == set()


def test_scenario_05_the_daughter_filed_and_the_father_signed(clinic):
    clinic.bring(
        patient=[{"relation_to_guarantor": "child", "birth_date": "2004-01-01"}],
        charges=[charge("C1", "2026-03-01")],
        holds=[hold("bankruptcy", "2026-04-11", patient_id="a1",
                    detail={"chapter": "7", "case": "26-1", "filed_on": "2026-04-10"})],
    )  # fmt: skip
    assert STAY in clinic.refused("statement", to="patient")
    assert clinic.may("statement", to="guarantor")["amount"] == "100.00"


@pytest.mark.parametrize("detail", ["", {}, {"chapter": "7"}, {"filed_on": "2026-11-20"}])
def test_scenario_09_a_bankruptcy_nobody_has_papers_of(clinic, detail):
    clinic.bring(holds=[hold("bankruptcy", "2026-11-20", detail=detail)])
    for act in ("statement", "call", "text", "front_desk_note"):
        assert STAY in clinic.refused(act)


def test_scenario_11_a_discharge_outlives_its_hold(clinic):
    paid_out = {"chapter": "7", "filed_on": "2025-10-20", "discharged_on": "2026-02-10"}
    clinic.bring(
        charges=[charge("C1", "2025-09-01", "480.00"), charge("C2", "2026-10-01", "70.00")],
        holds=[hold("bankruptcy", "2025-11-01", ends_on="2026-03-01", detail=paid_out)],
    )
    assert clinic.left_out() == {"C1": "us-bk-discharge-injunction"}
    assert clinic.may("front_desk_note")["amount"] == "70.00"


# ---- estates


def test_scenario_14_the_claim_on_an_estate(clinic):
    detail = {"died_on": "2026-05-10", "representative": "Jo Poe", "address": "2 Elm",
              "notice_published_on": "2026-08-03", "notice_served_on": "2026-08-20"}  # fmt: skip
    clinic.bring(holds=[hold("estate", "2026-05-12", detail=detail)])
    assert clinic.deadlines()["estate_claim"] == "2026-12-03"
    assert clinic.next()["action"] == "file_claim_estate"
    assert clinic.refused("estate_letter") == set()
    assert "mn-estate-letters" in clinic.refused("statement")
    assert "mn-estate-presentation-deadline" in clinic.refused(
        "file_claim_estate", "2026-12-04T12:00:00-06:00"
    )


def test_scenario_19_20_known_only_from_the_patients_record(clinic):
    """No hold: only deceased_on of patients.csv, and an agent with a document on file."""
    clinic.bring(
        patient=[{"deceased_on": "2026-11-22"}],
        holds=[hold("power_of_attorney", detail={"name": "Lee", "document_on": "2026-01-05"})],
    )
    for act in ("statement", "call", "reminder", "front_desk_note"):
        assert "mn-estate-letters" in clinic.refused(act)
    assert "mn-spouse-not-liable" in clinic.refused("call", to="spouse")
    assert "mn-poa-guardian-authority" in clinic.refused("call", to="representative")
    assert clinic.deadlines()["estate_claim"] == "2027-11-22"


def test_scenario_21_a_refund_after_a_death(clinic):
    clinic.bring(
        patient=[{"deceased_on": "2026-11-03"}],
        transactions=[moved("C1", "patient_payment", "2026-10-01", "230.00")],
    )
    assert clinic.refused("refund") == {"mn-small-estate-affidavit"}
    later = clinic.may("refund", "2026-12-03T12:00:00-06:00")
    assert (later["allowed"], later["amount"]) == (True, "130.00")


# ---- whose money it is


@pytest.mark.parametrize(
    ("coverage", "more", "rule"),
    [
        (cover("medicare_advantage", qmb="Y"), {}, "us-qmb-balance-billing-ban"),
        (cover("workers_comp"), {}, "mn-workers-comp-no-patient-billing"),
        (cover("no_fault"), {}, "mn-no-fault-auto"),
        (cover("medicaid"), {}, "mn-ma-no-copay"),
        (cover("commercial"), {"network": "out"}, "us-nsa-balance-billing-ban"),
        (cover("commercial"), {"first_billed_on": "2026-09-20", "insurer_known_on": "2026-01-20",
                               "service_date": "2026-01-20", "posted_on": "2026-01-20"},
         "mn-62q75-six-month-claim-rule"),
        (cover("commercial"), {"self_pay_restriction": "Y", "first_billed_on": "2026-09-02"},
         "us-hipaa-self-pay-restriction"),
    ],
)  # fmt: skip
def test_scenario_23_28_30_56_not_the_patients(clinic, coverage, more, rule):
    clinic.bring(coverages=[coverage], charges=[charge("C1", **more)])
    assert clinic.left_out() == {"C1": rule}
    for act in ("statement", "front_desk_note", "agency_placement", "text"):
        assert rule in clinic.refused(act)


@pytest.mark.parametrize(
    ("effective", "ends", "asked"),
    [("", "", "0.00"), ("2026-09-02", "", "100.00"), ("", "2026-08-31", "100.00"),
     ("2026-09-01", "2026-09-01", "0.00")],
)  # fmt: skip
def test_scenario_23_on_the_day_of_service(clinic, effective, ends, asked):
    qmb = cover("medicare", qmb="Y", effective_on=effective, ends_on=ends)
    clinic.bring(coverages=[qmb])
    assert clinic.may("statement")["amount"] == asked


def test_scenario_24_the_copay_of_two_years(clinic):
    clinic.bring(
        coverages=[cover("medicaid")],
        charges=[charge("C1", "2023-12-20"), charge("C2", "2024-01-05")],
    )
    assert clinic.may("statement")["amount"] == "3.00"


@pytest.mark.parametrize(
    ("kind", "form", "code", "rule"),
    [("medicaid", "noncovered_ack_on", "96", "mn-ma-noncovered-ack"),
     ("medicare", "abn_on", "50", "us-medicare-abn")],
)  # fmt: skip
def test_scenario_25_a_form_signed_before_or_not(clinic, kind, form, code, rule):
    denied = [
        moved(number, what, "2026-10-01", "100.00", group_code="CO" if what == "denial" else "PR",
              reason_code=code)
        for number in ("C1", "C2") for what in ("denial", "to_patient")
    ]  # fmt: skip
    clinic.bring(
        coverages=[cover(kind)],
        charges=[
            charge(number, expects="insurer", first_billed_on="2026-09-03", **{form: signed})
            for number, signed in (("C1", "2026-09-02"), ("C2", "2026-09-01"))
        ],
        transactions=denied,
    )
    assert clinic.left_out() == {"C1": rule}
    assert clinic.may("statement")["amount"] == "100.00"


@pytest.mark.parametrize(
    ("relation", "signed", "rule"),
    [("spouse", "", "mn-spouse-not-liable"), ("spouse", "2024-01-02", None),
     ("other", "", "owed.guarantor_not_signed"), ("ward", "", "owed.guarantor_not_signed"),
     ("spouse", "2026-12-01", "mn-spouse-not-liable")],
)  # fmt: skip
def test_scenario_64_who_signed(clinic, relation, signed, rule):
    clinic.bring(person=[{"signed_on": signed}], patient=[{"relation_to_guarantor": relation}])
    assert clinic.left_out() == ({"C1": rule} if rule else {})


def test_scenario_60_the_mother_who_signed(clinic):
    clinic.bring(patient=[{"relation_to_guarantor": "child", "birth_date": "2016-01-01"}])
    assert clinic.refused("statement") == set()
    assert "mn-minor-guarantor" in clinic.refused("statement", to="patient")
    assert "us-regf-third-party-disclosure" in clinic.refused("statement", to="other")


@pytest.mark.parametrize(("alone", "rule"), [("Y", None), ("N", "mn-minor-guarantor")])
def test_a_minor_who_is_their_own_guarantor(clinic, alone, rule):
    born = {"birth_date": "2010-01-01"}
    clinic.bring(person=[{**born, "consented_alone": alone}], patient=[born])
    assert (rule in clinic.refused("statement")) is (rule is not None)
    assert alone == "N" or "mn-minor-consent-financial-responsibility" in clinic.refused(
        "statement", to="parent"
    )
