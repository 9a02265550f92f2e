"""What the estimate pages say after a change: another version, the gate, the clinic's day."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from goodstanding.actions import estimates
from goodstanding.core.estimate_bill import Limits
from goodstanding.records.models import (
    Charge,
    CostEstimate,
    EstimateGiven,
    EstimateVersion,
    Patient,
)
from goodstanding.web.pages import estimates as pages
from tests.actions.test_estimates import CARE, NOON, PAPER, SERVICE, WHO, posted
from tests.web.clinic import WARSAME
from tests.web.test_estimates import CARE as CARE_TYPED

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.fixture
def given():
    key = estimates.draft(patient=f"P{WARSAME}", planned=CARE, **WHO)
    estimates.give(key=key, handed=PAPER, **WHO)
    return key


@pytest.fixture
def on_the_day(monkeypatch):
    monkeypatch.setattr(pages, "business_day", lambda: SERVICE)


def test_the_version_that_was_seen_is_what_is_given(desk):
    key = estimates.draft(patient=f"P{WARSAME}", planned=CARE, **WHO)
    client = desk("coordinator")
    assert 'name="version" value="1"' in client.get(f"/estimates/{key}").content.decode()
    estimates.new_version(key=key, planned=CARE, why="", **WHO)
    asked = {"how": "print", "version": "1"}
    page = client.post(f"/estimates/{key}/give", asked, follow=True).content.decode()
    assert "Version 2 was written since. Look at it, then give that one." in page
    assert not EstimateGiven.objects.exists()


def test_the_limits_are_the_laws(given, desk, on_the_day, monkeypatch):
    monkeypatch.setattr(pages, "limits_of", lambda law: Limits(1050, 30000))
    Charge.objects.create(
        number="B1", patient=Patient.objects.get(number=f"P{WARSAME}"), code="27447", units="1",
        service_on=SERVICE, posted_on=SERVICE, cents=206000, provider="Dr. Moe",
        expects="patient", expected="patient",
    )  # fmt: skip
    page = desk("coordinator").get("/estimates?tab=over").content.decode()
    assert "Over by $300 or more" in page
    assert "At $300.00 over" in page
    assert "from $10.50 it is shown" in page
    # Nothing of the charge is open, so nothing is stopped.
    assert "Nobody looked" in page
    assert "Nothing of it is open with the patient." in page
    assert "Nothing is asked</span>" not in page


def test_while_the_gate_stops_it_the_page_says_so(given, desk, on_the_day, tmp_path):
    posted(tmp_path / "one", ("B1", "27447", "2060.00"))
    page = desk("coordinator").get("/estimates?tab=over").content.decode()
    assert "Nothing is asked</span>" in page
    assert "Nobody looked" not in page


def test_the_day_of_withdrawal_is_the_clinics(given, desk):
    estimates.withdraw(key=given, why="Cancelled", **WHO)
    evening = datetime.fromisoformat("2026-11-24T03:00:00+00:00")
    CostEstimate.objects.update(withdrawn_at=evening)
    assert "Withdrawn 11/23/2026" in desk("coordinator").get(f"/estimates/{given}").content.decode()


def test_a_version_written_anew_offers_the_bundles(given, desk):
    client = desk("coordinator")
    page = client.get(f"/estimates/{given}/again").content.decode()
    assert "None: the version&#x27;s lines" in page or "None: the version's lines" in page
    assert 'value="1450.00"' in page
    filled = client.get(f"/estimates/{given}/again", {"bundle": "knee_replacement"})
    words = filled.content.decode()
    assert "are those of <b>" in words
    # The bundle's assistant; the picture is the one that was written. What was written for a code
    # keeps its diagnosis.
    assert 'value="AS"' in words
    assert 'value="M17.11"' in words
    written = re.findall(r'name="line-\d-(?:code|diagnosis)"[^>]*? value="([^"]*)"', words)
    assert written == ["27447", "M17.11", "27447", "M17.11", "73562", "M17.11"]
    assert not EstimateVersion.objects.filter(number=2).exists()


def test_one_that_was_withdrawn_says_so_among_those_sent(given, desk):
    client = desk("coordinator")
    assert "version 1</span>" in client.get("/estimates?tab=sent").content.decode()
    estimates.withdraw(key=given, why="Cancelled", **WHO)
    assert "version 1, withdrawn</span>" in client.get("/estimates?tab=sent").content.decode()


AGAIN = CARE_TYPED | {"why": "A dearer implant"}


def test_a_version_a_colleague_wrote_meanwhile_is_said_and_what_was_typed_stays(given, desk):
    dana, path = desk("coordinator"), f"/estimates/{given}/again"
    assert 'name="seen" value="1"' in dana.get(path).content.decode()
    estimates.new_version(key=given, planned=CARE, why="Another day", **WHO)
    page = dana.post(path, AGAIN | {"seen": "1", "line-0-price": "1777.00"}).content.decode()
    assert f"{WHO['by'].name} wrote version 2 meanwhile. Look at it first." in page
    assert "Look at version 2</a>" in page
    assert 'value="1777.00"' in page
    assert EstimateVersion.objects.count() == 2
    dana.post(path, AGAIN | {"seen": "2", "line-0-price": "1777.00"})
    assert EstimateVersion.objects.count() == 3


def test_a_version_is_compared_with_the_one_the_patient_has(given, desk):
    for cents in (150000, 160000):
        dearer = replace(CARE.lines[0], cents=cents)
        estimates.new_version(
            key=given, planned=replace(CARE, lines=(dearer, *CARE.lines[1:])), why="x", **WHO
        )
    page = desk("coordinator").get(f"/estimates/{given}?compare=1").content.decode()
    assert '<th scope="col">Version 1</th><th scope="col">Version 3</th>' in page
    assert ": 1450.00</td>" in page


@pytest.mark.parametrize(
    ("channel", "email", "how", "said"),
    [
        ("email", "ana@example.org", "email", "by email."),
        ("email", "", "print", "by email. No address is on file."),
        ("mail", "ana@example.org", "print", "by mail."),
        ("text", "ana@example.org", "print", "by text."),
    ],
)
def test_it_is_given_as_the_patient_wants_where_that_can_be(desk, channel, email, how, said):
    key = estimates.draft(patient=f"P{WARSAME}", planned=CARE, **WHO)
    home = Patient.objects.get(number=f"P{WARSAME}").guarantor
    type(home).objects.filter(id=home.id).update(preferred_channel=channel, email=email)
    page = desk("coordinator").get(f"/estimates/{key}").content.decode()
    assert re.findall(r'name="how" value="(\w+)" checked', page) == [how]
    assert f"Wants to hear from us {said}" in page


def test_a_moved_visit_is_written_anew_for_its_new_day(given, desk):
    row = Patient.objects.get(number=f"P{WARSAME}")
    visit = row.appointments.create(
        number="A1", scheduled_on=NOON.date(), status="booked", starts_at=NOON + timedelta(days=28)
    )
    CostEstimate.objects.update(appointment=visit)
    client = desk("coordinator")
    assert 'value="12/21/2026"' in client.get(f"/estimates/{given}/again").content.decode()
    shown = client.get(f"/estimates/{given}").content.decode()
    assert "The visit is on 12/21/2026 now." in shown
