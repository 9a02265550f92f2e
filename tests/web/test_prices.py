"""The page Prices: lists brought in, one code through every list, bundles in versions."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodstanding.core.bundles import shipped
from goodstanding.records.models import BundleVersion, Coverage, PriceList

pytestmark = pytest.mark.usefixtures("clinic")
SAMPLES = Path(__file__).parents[1] / "samples" / "prices"


def words(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def bring(client, name, **more):
    file = SimpleUploadedFile(name, (SAMPLES / name).read_bytes())
    return words(client.post("/prices/import", {"file": file, **more}, follow=True))


def test_a_list_comes_in_and_says_what_is_left_out(desk):
    kim = desk("manager")
    text = bring(kim, "payer_schedule.csv")
    assert "4 prices came in, 3 rows are set aside" in text
    assert "Set aside, line 6: This code has another amount on a line before." in text
    assert text.count("In force") == 3
    assert "taken once" in bring(kim, "payer_schedule.csv")
    assert PriceList.objects.count() == 3


def test_a_day_and_a_kind_can_be_chosen(desk):
    text = bring(desk("manager"), "pprrvu.csv", kind="rvu", on="12/1/2026")
    assert "12/01/2026" in text
    assert "Later" in text


def test_one_code_shows_the_order_and_who_answered(desk):
    kim = desk("manager")
    for name in ("charge_master.csv", "payer_schedule.csv"):
        bring(kim, name)
    asked = {"tab": "code", "code": "x7447", "modifiers": "80", "payer": "NSH", "plan": "",
             "place": "facility", "day": ""}  # fmt: skip
    text = words(kim.get("/prices", asked))
    for said in (
        "$233.60", "Fee schedule of payer NSH of 01/01/2026", "Assistant (80): 16 percent.",
        "No such list is in force on that day.", "relative values are not imported",
        "Answered", "$4,200.00",
    ):  # fmt: skip
        assert said in text, said
    assert "Not known" in words(kim.get("/prices", asked | {"code": "X1111"}))


def test_bundles_beside_the_clinics_own_visits(desk):
    kim = desk("manager")
    text = words(kim.get("/prices?tab=bundles&bundle=knee_replacement"))
    assert "The anesthesia group sends its own bill." in text
    assert "No visit of the last two years had 27447." in text
    changed = shipped()[0].replace('primary = ["27447"]', 'primary = ["99213"]')
    text = words(kim.post("/prices/bundles", {"version": 0, "text": changed}, follow=True))
    assert "bundles are version 1 now" in text
    # Six people of the clinic had one visit with that code.
    assert "From our own past visits: 6" in text
    assert BundleVersion.objects.get().by == "manager-1"


@pytest.mark.parametrize(
    ("version", "text", "said"),
    [
        (0, "[[bundle]]", "Field required"),
        (1, "x = 1", "Look at it first"),
        (0, shipped()[0], "Nothing was changed"),
    ],
)
def test_bundles_that_are_not_saved_say_why(desk, version, text, said):
    answer = desk("manager").post("/prices/bundles", {"version": version, "text": text})
    assert said in words(answer)
    assert not BundleVersion.objects.exists()


@pytest.mark.parametrize("tab", ["lists", "code", "bundles"])
def test_each_tab_within_its_queries(desk, django_assert_max_num_queries, tab):
    kim = desk("manager")
    bring(kim, "charge_master.csv")
    with django_assert_max_num_queries(16):
        words(kim.get(f"/prices?tab={tab}&code=X9213&place=office"))


@pytest.mark.parametrize("modifiers", ["RT AS", "rt,as", "RT, as,"])
def test_commas_between_modifiers_are_spaces_and_an_assistant_is_not_priced_as_the_surgeon(
    desk, modifiers
):
    kim = desk("manager")
    bring(kim, "payer_schedule.csv")
    asked = {"tab": "code", "code": "x7447,", "modifiers": modifiers, "payer": "NSH",
             "place": "facility"}  # fmt: skip
    text = words(kim.get("/prices", asked))
    assert "X7447 on 11/23/2026" in text
    assert "Assistant (AS)" in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("code=27447", "27447 on 11/23/2026"),
        ("code=,", "Code: Write the code."),
        ("code=27447+99213", "Code: Write one code in a line."),
        ("code=27447&modifiers=right", "Modifiers: A modifier has two"),
        ("code=", "Code: Write the code."),
        ("code=27447&place=moon", "Place: Choose office or facility."),
        ("code=27447&day=zz", "On: Write the day as 12/4"),
    ],
)
def test_a_look_up_begins_in_the_office_and_names_the_field_that_is_wrong(desk, asked, said):
    text = words(desk("manager").get(f"/prices?tab=code&{asked}"))
    assert said in text
    assert "Nothing was saved" not in text
    assert ("Nothing was looked up" in text) == (": " in said)


def test_a_tab_is_reached_from_a_form_that_came_back(desk):
    answer = desk("manager").post("/prices/bundles", {"version": 0, "text": "x"})
    assert 'href="/prices?tab=lists"' in words(answer)


def sent(client, text, **more):
    file = SimpleUploadedFile("list.csv", text.encode())
    return words(client.post("/prices/import", {"file": file, **more}, follow=True))


@pytest.mark.parametrize("typed", ["", "medica", "MEDICA", "Medica"])
def test_a_payer_may_be_typed_by_name_and_is_kept_by_its_number(desk, typed):
    known = Coverage.objects.first()
    Coverage.objects.filter(payer=known.payer).update(payer_name="Medica")
    kim = desk("manager")
    text = sent(kim, "code,amount\nX1,10.00", kind="payer", payer=typed or known.payer.lower())
    assert "1 price came in, none is set aside." in text
    assert PriceList.objects.get().payer == known.payer
    assert "nobody" not in text
    found = words(kim.get("/prices", {"tab": "code", "code": "X1", "payer": typed or known.payer}))
    assert f"Fee schedule of payer {known.payer} of" in found


def test_a_payer_that_no_coverage_names_is_said(desk):
    text = sent(desk("manager"), "code,amount,payer_id\nX1,10.00,NOBODY")
    assert "No patient&#x27;s coverage names the payer NOBODY" in text


def test_rows_with_the_same_fault_are_told_together(desk):
    bad = "\n".join(f"X{n},ten" for n in range(30))
    text = sent(desk("manager"), f"code,amount\nX99,10.00\n{bad}\nX50,")
    assert "1 price came in, 31 rows are set aside." in text
    assert "Set aside, lines 3, 4, 5," in text
    assert "21, 22 and 10 more: The amount cannot be read" in text
    assert "Not saved" not in text
    assert "Set aside, line 33: It has no amount." in text
