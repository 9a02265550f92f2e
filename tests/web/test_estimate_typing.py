"""What is typed into the estimate editor as people type it, and what is wrong said at its line."""

import pytest

from goodstanding.records.models import Appointment, CostEstimate, EstimateLine
from tests.web.test_estimates import CARE, visit  # noqa: F401 - the fixture

pytestmark = pytest.mark.usefixtures("visit")


def drafted(client, **changed):
    return client.post("/estimates/new", CARE | changed, follow=True).content.decode()


def typed(**cells):
    return {f"line-0-{name}": value for name, value in cells.items()}


def test_codes_are_kept_in_capitals_without_the_comma_that_was_copied_along(desk):
    drafted(desk("coordinator"), **typed(code="j3301,", modifiers="rt, 59", diagnosis="m17.11,"))
    line = EstimateLine.objects.get()
    assert (line.code, line.modifiers, line.diagnosis) == ("J3301", "RT 59", "M17.11")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"code": "20610 J3301"}, "Line 1, Code: Write one code in a line."),
        ({"modifiers": "right"}, "Line 1, Modifiers: A modifier has two letters or digits"),
        ({"units": "0"}, "Line 1, Qty: Write a whole number of units from 1 to 999."),
        ({"units": "two"}, "Line 1, Qty: Write a whole number of units from 1 to 999."),
        ({"price": "ten"}, "Line 1, Price: Write the amount as 60"),
    ],
)
def test_a_fault_names_its_line_and_field_above_and_at_the_line(desk, cells, said):
    page = drafted(desk("coordinator"), **typed(**cells))
    (field,) = cells
    assert 'role="alert"><h2>Nothing was saved yet</h2>' in page
    assert f'<a href="#id_line-0-{field}">{said}' in page
    assert f'<div class="problem-words">{said.removeprefix("Line 1, ")}' in page
    assert not CostEstimate.objects.exists()


def test_a_provider_left_empty_is_the_visits_or_the_line_befores_and_never_an_assistants(desk):
    lines = [("27447", "", ""), ("27447", "AS", "juno pa"), ("73562", "", ""), ("J3301", "", "x")]
    typed_lines = {
        f"line-{number}-{name}": value
        for number, line in enumerate(lines)
        for name, value in zip(("code", "modifiers", "provider"), line, strict=True)
    }
    drafted(desk("coordinator"), **typed_lines, **{"line-TOTAL_FORMS": "4", "line-0-units": ""})
    found = EstimateLine.objects.order_by("place_in_order").values_list("provider", flat=True)
    assert list(found) == ["Dr. Hale", "juno pa", "Dr. Hale", "x"]


@pytest.mark.parametrize(
    ("kind", "said"), [("office", "Office visit"), ("Replacement", "Replacement")]
)
def test_what_is_planned_begins_in_words_a_patient_reads(desk, kind, said):
    Appointment.objects.filter(number="A7").update(kind=kind, planned_codes="99213")
    page = desk("coordinator").get("/estimates/new?visit=A7").content.decode()
    assert f'name="service" value="{said}"' in page


def test_back_from_the_preview_leads_to_the_draft_and_not_to_an_empty_form(desk):
    client = desk("coordinator")
    drafted(client)
    key = CostEstimate.objects.get().id
    back = client.get("/estimates/new?visit=A7")
    assert (back.status_code, back["Location"]) == (302, f"/estimates/{key}")
    client.post(f"/estimates/{key}/withdraw", {"why": "Another surgeon"})
    assert client.get("/estimates/new?visit=A7").status_code == 200


def test_what_was_begun_without_a_provider_is_completed_with_the_visits(desk):
    client = desk("coordinator")
    drafted(client, **typed(provider=""))
    key = CostEstimate.objects.get().id
    page = client.post(f"/estimates/{key}/again", CARE | typed(provider=""), follow=True)
    assert "It cannot be given yet" not in page.content.decode()
    assert EstimateLine.objects.last().provider == "Dr. Hale"


def test_a_provider_is_kept_as_the_clinic_writes_it(desk):
    drafted(desk("coordinator"), **typed(provider="dr. hale"))
    line = EstimateLine.objects.get()
    assert (line.provider, line.npi) == ("Dr. Hale", "1234567893")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"service_on": "2/30"}, "Day of the care: Write the day as"),
        ({"times": "often"}, "Times: Write a whole number of times from 1 to 366."),
    ],
)
def test_a_fault_of_the_care_names_its_field(desk, changed, said):
    assert said in drafted(desk("coordinator"), **changed)


def test_without_a_booked_visit_nothing_is_said_of_one(desk):
    Appointment.objects.all().delete()
    page = desk("coordinator").get("/estimates/new").content.decode()
    assert "No booked visit is without an estimate." in page
