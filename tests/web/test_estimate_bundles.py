"""A bundle of the clinic fills an estimate's lines, by itself for the visit's own code."""

from datetime import date, datetime

import pytest

from goodstanding.core.bundles import shipped
from goodstanding.records.models import Appointment, Charge, Patient
from goodstanding.records.queries.estimate_bundle import filled, suggested
from goodstanding.records.queries.estimate_start import line_of
from tests.web.clinic import DAY, WARSAME

pytestmark = pytest.mark.usefixtures("clinic")


def charged(code, cents, *, modifiers="", provider="Dr. Hale", day="2026-10-01", of=None):
    patient = of or Patient.objects.exclude(number=f"P{WARSAME}").first()
    return Charge.objects.create(
        number=f"{code}{modifiers}{day}", patient=patient, code=code, modifiers=modifiers,
        service_on=day, posted_on=day, units="1", cents=cents, provider=provider,
        expected="insurer",
    )  # fmt: skip


@pytest.fixture
def priced(clinic):
    charged("27447", 145000)
    charged("27447", 23200, modifiers="AS", provider="Ann Sorensen PA")
    charged("73562", 9000)


def booked(number="A7", codes="27447"):
    return Appointment.objects.create(
        number=number, patient=Patient.objects.get(number=f"P{WARSAME}"),
        starts_at=datetime.fromisoformat("2026-12-18T15:00:00+00:00"), kind="Knee replacement",
        scheduled_on=date(2026, 11, 23), provider="Dr. Hale", planned_codes=codes,
        status="booked",
    )  # fmt: skip


def shown(lines):
    return [(x.code, x.modifiers, x.units, x.place, x.cents, x.provider) for x in lines]


def test_the_visits_code_brings_its_bundle(priced):
    fill = filled(None, [line_of("27447", "Dr. Hale", on=DAY)], DAY)
    assert shown(fill.lines) == [
        ("27447", (), 1, "facility", 145000, "Dr. Hale"),
        ("27447", ("AS",), 1, "facility", 23200, "Ann Sorensen PA"),
        ("73562", (), 1, "office", 9000, "Dr. Hale"),
    ]
    assert [line.said for line in fill.lines] == [
        "Replacement of the knee joint", "The assistant at the operation", "X-ray of the knee",
    ]  # fmt: skip
    assert fill.others == ("facility", "anesthesia", "implant", "imaging", "equipment")
    assert not fill.learnt.enough


def test_units_are_priced_and_an_assistant_never_at_the_surgeons_price(priced):
    charged("J3301", 1250)
    charged("29888", 300000)
    # 4 units at 12.50 = 50.00
    assert shown(filled("injection", (), DAY).lines)[1] == ("J3301", (), 4, "office", 5000, "")
    assert shown(filled("acl", (), DAY).lines) == [
        ("29888", (), 1, "facility", 300000, ""), ("29888", ("AS",), 1, "facility", None, ""),
    ]  # fmt: skip


def test_a_planned_primary_code_stands_in_and_the_rest_is_kept():
    planned = [line_of(code, "Dr. Hale", on=DAY) for code in ("23412", "23430")]
    assert [x.code for x in filled(None, planned, DAY).lines] == ["23412", "29826", "23430"]
    by_hand = filled("injection", planned, DAY)
    assert [x.code for x in by_hand.lines] == ["20610", "J3301"]


@pytest.mark.parametrize(
    ("codes", "name"),
    [(["27447"], "knee_replacement"), (["99213"], ""), (["27447", "20610"], ""), ([], "")],
)
def test_only_one_bundle_comes_by_itself(codes, name):
    assert suggested(codes, shipped()[1]) == name


def test_in_the_editor_by_itself_by_choice_and_not_at_all(priced, desk):
    booked()
    client = desk("coordinator")
    page = client.get("/estimates/new?visit=A7").content.decode()
    assert 'value="1450.00"' in page
    assert 'value="232.00"' in page
    assert 'value="anesthesia" class="form-check-input" id="id_others_1" checked' in page
    assert "those of <b>Knee replacement</b>" in page
    other = client.get("/estimates/new?visit=A7&bundle=carpal_tunnel").content.decode()
    assert 'value="64721"' in other
    none = client.get("/estimates/new?visit=A7&bundle=").content.decode()
    assert 'value="73562"' not in none


def test_what_past_visits_had_stands_beside(priced, desk):
    for number, patient in enumerate(Patient.objects.order_by("id")[:5], 1):
        charged("27447", 1, day=f"2026-09-0{number}", of=patient)
        if number < 3:
            charged("97116", 1, day=f"2026-09-0{number}", of=patient)
    asked = {"person": f"P{WARSAME}", "bundle": "knee_replacement"}
    page = desk("coordinator").get("/estimates/new", asked)
    # Six visits had 27447, the one of `priced` and these five; two of them 97116: 33 of 100.
    assert "97116 in 33 %, 1 unit" in page.content.decode()


def test_a_person_with_one_booked_visit_begins_from_it(priced, desk):
    client = desk("coordinator")
    booked()
    assert client.get("/estimates/new", {"person": WARSAME})["Location"].endswith("?visit=A7")
    alone = client.get("/estimates/new", {"person": WARSAME, "alone": 1}).content.decode()
    assert 'name="person"' in alone
    booked("A8", "20610")
    assert client.get("/estimates/new", {"person": WARSAME}).status_code == 200
