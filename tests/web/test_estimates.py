"""The Estimates pages: what is due, one made and given, a bill far over, and the report."""

from datetime import date, datetime

import pytest

from goodstanding.core.kinds import Role
from goodstanding.records.models import Appointment, CostEstimate, EstimateGiven, Patient
from goodstanding.web.access import may_open
from tests.web.clinic import WARSAME

pytestmark = pytest.mark.django_db
LINE = {
    "code": "27447", "diagnosis": "M17.11", "units": "1", "place": "facility", "price": "1450",
    "provider": "Dr. Hale",
}  # fmt: skip
EMPTY = {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0"}
CARE = {
    "visit": "A7", "has_coverage": "no", "bill_it": "yes", "service": "Knee replacement",
    "service_on": "12/18/2026", "booked_on": "11/23/2026", "others": ["facility"], **EMPTY,
    **{f"line-0-{name}": value for name, value in LINE.items()},
}  # fmt: skip


@pytest.fixture
def visit(clinic):
    return Appointment.objects.create(
        number="A7", patient=Patient.objects.get(number=f"P{WARSAME}"),
        starts_at=datetime.fromisoformat("2026-12-18T15:00:00+00:00"), kind="Knee replacement",
        scheduled_on=date(2026, 11, 23), provider="Dr. Hale", planned_codes="27447",
        status="booked",
    )  # fmt: skip


def test_who_has_no_coverage_is_due_without_a_draft(visit, desk):
    client = desk("coordinator")
    page = client.get("/estimates?tab=soon")
    assert b"Warsame" in page.content
    assert b"Fri 11/27" in page.content
    empty = client.get("/estimates").content.decode()
    assert "0 visits next week have none; 0 need one." in empty


def test_a_draft_is_seen_and_given(visit, desk):
    client = desk("coordinator")
    made = client.post("/estimates/new", CARE)
    case = CostEstimate.objects.get()
    assert made["Location"] == f"/estimates/{case.id}"
    page = client.get(made["Location"]).content.decode()
    assert "Total expected cost: $1,450.00" in page
    given = client.post(f"/estimates/{case.id}/give", {"how": "print", "told_aloud": "on"})
    assert client.get(given["Location"]).content[:5] == b"%PDF-"
    assert EstimateGiven.objects.get().told_aloud


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("", "Demonstration Surgery Center, 200 Demonstration Avenue"),  # the clinic's usual one
        ("Lake Hospital, 9 Lake Road", "Lake Hospital, 9 Lake Road"),
    ],
)
def test_the_paper_says_what_is_done_and_where(visit, desk, typed, where):
    client = desk("coordinator")
    assert b'<option value="Demonstration Surgery Center' in client.get(
        "/estimates/new?visit=A7"
    ).content  # fmt: skip
    wanted = {**CARE, "facility": typed, "line-0-said": "Replacement of the knee joint"}
    made = client.post("/estimates/new", wanted)
    page = client.get(made["Location"]).content.decode()
    assert f"<td>{where}" in page
    assert "<td>Replacement of the knee joint</td>" in page
    again = client.get(f"{made['Location']}/again").content.decode()
    assert 'value="Replacement of the knee joint"' in again


def test_who_reads_another_language_is_said_where_it_is_given(visit, desk):
    client = desk("coordinator")
    made = client.post("/estimates/new", CARE)
    home = visit.patient.guarantor
    for language, said in (("so-SO", "Reads Somali"), ("kar", "Reads Karen"), ("", "")):
        type(home).objects.filter(id=home.id).update(language=language)
        page = client.get(made["Location"]).content.decode()
        assert ("add the language sheet" in page) is bool(said)
        assert said in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"line-0-price": "x"}, "Write the amount"),
        ({"has_coverage": "yes", "deductible": "100"}, "each; 0 where none is left"),
        ({"has_coverage": "yes", "coinsurance": "0.20"}, "Write 20 for 20 percent"),
        ({"service_on": "11/20/2026"}, "before the day it was booked"),
        ({"line-0-npi": "1234567890"}, "no NPI"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(visit, desk, changed, words):
    page = desk("coordinator").post("/estimates/new", CARE | changed).content.decode()
    assert words in page
    assert "Knee replacement" in page
    assert not CostEstimate.objects.exists()


def test_benefits_not_known_are_a_range_and_no_zero(visit, desk):
    client = desk("coordinator")
    page = client.post("/estimates/new", CARE | {"has_coverage": "yes"}, follow=True)
    words = page.content.decode()
    assert "We do not have your deductible. We show a range." in words
    assert "not available" in words
    assert "$0.00 to $1,450.00" in words


def test_old_benefits_ask_to_be_checked_again(visit, desk):
    told = {"has_coverage": "yes", "deductible": "600", "coinsurance": "20", "most": "2100",
            "told_on": "11/16/2026"}  # fmt: skip
    page = desk("coordinator").post("/estimates/new", CARE | told, follow=True)
    # 600.00 + 20 % of 850.00 = 770.00
    assert b"770.00" in page.content
    assert b"Benefits are 7 days old" in page.content


def test_versions_are_compared(visit, desk):
    client = desk("coordinator")
    client.post("/estimates/new", CARE)
    key = CostEstimate.objects.get().id
    client.post(f"/estimates/{key}/give", {"how": "print"})
    again = CARE | {"line-0-price": "1600", "why": "A dearer implant"}
    client.post(f"/estimates/{key}/again", again)
    page = client.get(f"/estimates/{key}?compare=1").content.decode()
    assert "1450.00" in page
    assert "27447 1 × Dr. Hale: 1600.00" in page
    assert "A dearer implant" in page


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.IT_ADMIN])
def test_nobody_outside_the_office_sees_an_estimate(role):
    assert not may_open(role, "estimates")
    assert not may_open(role, "estimate_paper")


@pytest.mark.parametrize("path", ["/estimates/xlsx", "/reports/estimates/xlsx"])
def test_workbooks(visit, desk, path):
    assert desk("coordinator").get(path).content[:2] == b"PK"


def test_the_report_says_when_there_is_nothing(visit, desk):
    assert b"No bill has come yet" in desk("manager").get("/reports/estimates").content


def test_an_account_leads_to_an_estimate_without_a_visit(clinic, desk):
    client = desk("coordinator")
    assert "/estimates/new?person=A/871" in client.get(f"/accounts/{WARSAME}").content.decode()
    page = client.get("/estimates/new", {"person": WARSAME}).content.decode()
    assert "Ayaan Warsame" in page
    assert "Does the patient have coverage?" in page
    nobody = client.get("/estimates/new", {"person": "none"}, follow=True).content.decode()
    assert "no single patient has this number" in nobody


@pytest.mark.parametrize("version", ["9" * 5000, "x", "2"])
def test_a_version_nobody_saw_is_not_given(visit, desk, version):
    client = desk("coordinator")
    made = client.post("/estimates/new", CARE)
    said = client.post(f"{made['Location']}/give", {"how": "print", "version": version})
    assert said["Location"] == made["Location"]
    assert not EstimateGiven.objects.exists()
