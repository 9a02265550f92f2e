"""The bundle editor on Prices: saved, refused in words at its field, rows, new and removed."""

import re

import pytest

from goodstanding.core.bundles import BundleLine, shipped
from goodstanding.records.models import BundleVersion, Charge, Patient
from goodstanding.records.queries.bundles import bundles_in_use
from tests.web.test_prices import words

pytestmark = pytest.mark.usefixtures("clinic")
KNEE = {
    "version": "0", "was": "knee_replacement", "title": "Knee replacement", "primary": "27447",
    "apart": ["facility", "anesthesia", "implant", "imaging", "equipment"],
}  # fmt: skip
LINES = (
    ("27447", "", "1", "Replacement of the knee joint"),
    ("27447", "AS", "1", "The assistant at the operation"),
    ("73562", "", "1", "X-ray of the knee"),
)


def sent(*lines, out=(), **more):
    """The form as a browser sends it, with two empty lines."""
    rows = (*lines, ("", "", "", ""), ("", "", "", ""))
    found = KNEE | {"line-TOTAL_FORMS": str(len(rows)), "line-INITIAL_FORMS": str(len(lines))}
    for number, row in enumerate(rows):
        names = ("code", "modifiers", "units", "say")
        found |= {f"line-{number}-{name}": value for name, value in zip(names, row, strict=True)}
    return found | {f"line-{number}-out": "on" for number in out} | more


def saved(client, *lines, **more):
    return words(client.post("/prices/bundle", sent(*lines, **more), follow=True))


def table():
    return bundles_in_use().table


def test_the_form_shows_the_bundle_and_its_text_behind_a_disclosure(desk):
    text = words(desk("manager").get("/prices?tab=bundles&bundle=injection"))
    assert 'value="Injection into a joint"' in text
    assert 'value="The medicine that is injected"' in text
    assert text.index("<summary") < text.index("<textarea")


def test_lines_are_changed_added_taken_out_and_said_in_own_words(desk):
    kim = desk("manager")
    lines = (*LINES[:2], LINES[2], ("l8699,", "59, rt", "", "Part of the new “joint”"))
    text = saved(kim, *lines, out=[1], title="Knee, whole", primary="27447, 27446,",
                 apart=["facility"])  # fmt: skip
    assert "Knee, whole. The bundles are version 1 now." in text
    found = table().named("knee_replacement")
    assert (found.title, found.primary, found.apart) == (
        "Knee, whole", ("27447", "27446"), ("facility",)
    )  # fmt: skip
    assert found.lines == (
        BundleLine("27447", say="Replacement of the knee joint"),
        BundleLine("73562", say="X-ray of the knee"),
        BundleLine("L8699", ("59", "RT"), 1, "Part of the new “joint”"),
    )
    assert table().bundle[1:] == shipped()[1].bundle[1:]
    assert table().apart == shipped()[1].apart
    row = BundleVersion.objects.get()
    assert (row.by, row.text.splitlines()[:2]) == ("manager-1", shipped()[0].splitlines()[:2])


def test_a_version_saved_meanwhile_is_said_and_what_was_typed_stays(desk):
    kim = desk("manager")
    saved(kim, *LINES[:2])
    text = saved(kim, *LINES, title="Typed by the second")
    assert "manager-1 saved version 1 meanwhile. Look at it first." in text
    assert "Look at version 1" in text
    assert 'value="Typed by the second"' in text
    assert BundleVersion.objects.count() == 1


def test_nothing_changed_is_no_version(desk):
    assert "Nothing was changed." in saved(desk("manager"), *LINES)
    assert not BundleVersion.objects.exists()


@pytest.mark.parametrize(
    ("line", "more", "said"),
    [
        (LINES[0], {"title": ""}, "Name: Write the name."),
        (LINES[0], {"title": "Acl Reconstruction"}, "Name: Another bundle has this name."),
        (LINES[0], {"primary": ""}, "Main codes, with spaces between: Write one main code"),
        (LINES[0], {"primary": "knee!"}, "between: Write one main code at least. A code has 4"),
        (("knee!", "", "", ""), {}, "Line 1, Code: A code has 4 to 7 letters and digits"),
        (("27447", "ASS", "", ""), {}, "Line 1, Modifiers: A modifier has two"),
        (("27447", "", "0", ""), {}, "Line 1, Units: Write a whole number of units from 1"),
        (("27447", "", "1000", ""), {}, "Line 1, Units: Write a whole number of units from 1"),
        (("27447", "", "two", ""), {}, "Line 1, Units: Write a whole number of units from 1"),
        (("", "", "", "A thing"), {}, "Line 1, Code: Write the code, or tick Take out."),
        (("27447", "", "", "4111 1111 1111 1111"), {}, "Line 1, In our own words: Take the card"),
        (LINES[0], {"out": [0]}, "Write one line at least."),
        (LINES[0], {"apart": ["nobody"]}, "Who else bills, always with this bundle: "),
    ],
)  # fmt: skip
def test_a_fault_is_shown_at_its_field(desk, line, more, said):
    text = saved(desk("manager"), line, **more)
    assert "Nothing was saved yet" in text
    assert said in text
    assert not BundleVersion.objects.exists()


def test_every_fault_is_shown_at_once(desk):
    text = saved(desk("manager"), ("x!", "A", "", ""), ("27447", "", "0", ""), title="")
    for said in ("Name: ", "Line 1, Code: ", "Line 1, Modifiers: ", "Line 2, Units: "):
        assert said in text, said


def test_a_table_too_long_is_said_and_not_kept(desk):
    kim = desk("manager")
    head = f'title = "{"A" * 200}"\nprimary = ["X1111"]\nlines = [{{ code = "X1111" }}]\n'
    # 210 of 285 characters are 59,850 of the 60,000; written anew each has a line more.
    long = "".join(f"[[bundle]]\nname = 'n{n:03}'\n{head}" for n in range(210))
    kim.post("/prices/bundles", {"version": 0, "text": long})
    assert BundleVersion.objects.count() == 1
    assert "The table is too long." in saved(kim, *LINES, was="", version="1", apart=[])
    assert BundleVersion.objects.count() == 1


def test_a_line_is_added_and_nothing_typed_is_lost_or_checked(desk):
    lines = (LINES[0], ("knee!", "", "", "Half written"))
    text = saved(desk("manager"), *lines, out=[0], title="", primary="20610", add="1")
    assert "Nothing was saved yet" not in text
    assert 'value="Half written"' in text
    assert "Replacement of the knee joint" not in text.split("<textarea")[0]
    assert 'name="line-TOTAL_FORMS" value="4"' in text
    assert re.search(r'name="line-1-code"[^>]* autofocus', text)
    assert not BundleVersion.objects.exists()


def test_a_learnt_line_is_added_with_its_usual_units(desk):
    kim = desk("manager")
    # Six people of the clinic had one visit with 99213, of one unit.
    text = saved(kim, LINES[0], primary="99213", look="1")
    assert "From our own past visits: 6" in text
    assert 'name="learnt" value="99213"' in text
    text = saved(kim, LINES[0], primary="99213", learnt="99213")
    assert 'name="line-1-code" value="99213"' in text
    assert 'name="line-1-units" value="1"' in text
    assert 'name="learnt" value="99213"' not in text
    assert not BundleVersion.objects.exists()


def test_a_learnt_assistant_is_a_line_of_its_own_and_no_second_unit(desk):
    knees()
    kim = desk("manager")
    text = saved(kim, LINES[0], look="1")
    assert "From our own past visits: 5" in text
    assert 'name="learnt" value="27447"' not in text
    assert 'name="learnt" value="27447-AS"' in text
    text = saved(kim, LINES[0], learnt="27447-AS")
    for name, value in (("code", "27447"), ("modifiers", "AS"), ("units", "1")):
        assert f'name="line-1-{name}" value="{value}"' in text
    assert 'name="learnt" value="27447-AS"' not in text


def knees():
    """Five people's, each with a surgeon on the left and an assistant."""
    for number, patient in enumerate(Patient.objects.all()[:5]):
        for modifiers in ("LT", "LT AS"):
            Charge.objects.create(
                number=f"K{number}{modifiers}", patient=patient, code="27447", modifiers=modifiers,
                service_on="2026-10-01", posted_on="2026-10-01", units="1", cents=1, provider="X",
                expected="insurer",
            )  # fmt: skip


def test_a_new_bundle_gets_its_name_from_its_title(desk):
    kim = desk("manager")
    assert "New bundle</h2>" in words(kim.get("/prices?tab=bundles&new=1"))
    text = saved(kim, ("27130", "", "", "A new hip"), was="", title="Hip: new joint",
                 primary="27130", apart=[])  # fmt: skip
    assert "Hip: new joint. The bundles are version 1 now." in text
    last = table().bundle[-1]
    assert (last.name, last.lines) == ("hip_new_joint", (BundleLine("27130", say="A new hip"),))


def removed(client, name, version):
    given = {"name": name, "version": version}
    return words(client.post("/prices/bundle/remove", given, follow=True))


def test_a_bundle_is_removed_once(desk):
    kim = desk("manager")
    assert "Knee replacement is removed." in removed(kim, "knee_replacement", 0)
    assert table().named("knee_replacement") is None
    assert "saved version 1 meanwhile" in removed(kim, "acl", 0)
    assert "not there any more" in removed(kim, "knee_replacement", 1)
    assert "Reload the page." in removed(kim, "acl", "x")
    assert BundleVersion.objects.count() == 1


def test_the_last_bundle_stays(desk):
    kim = desk("manager")
    names = [one.name for one in table().bundle]
    for version, name in enumerate(names):
        text = removed(kim, name, version)
    assert "one is needed at least" in text
    assert [one.name for one in table().bundle] == names[-1:]


@pytest.mark.parametrize("role", ["coordinator", "biller", "front_desk", "scheduler"])
def test_only_a_manager_edits(desk, role):
    someone = desk(role)
    assert someone.post("/prices/bundle", sent(LINES[0])).status_code == 403
    assert someone.post("/prices/bundle/remove", {"name": "acl"}).status_code == 403
    assert not BundleVersion.objects.exists()


def test_a_bundle_as_long_as_the_form_takes_no_further_line(desk):
    lines = [(f"9{number:04}", "", "1", "") for number in range(28)]
    sent_to = sent(*lines) | {"line-28-code": "X1", "line-29-code": "X2", "add": "1"}
    seen = desk("manager").post("/prices/bundle", sent_to, follow=True)
    assert seen.status_code == 200
    assert 'value="X2"' in seen.content.decode()
