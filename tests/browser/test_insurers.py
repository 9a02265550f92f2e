"""A claim that waits is matched from the keyboard, and the next one has focus."""

import pytest

from goodstanding.actions.denials import open_denials
from goodstanding.actions.imports import Setting, receive
from goodstanding.records.models import (
    Charge,
    Denial,
    DenialCase,
    Remittance,
    RemittanceClaim,
)
from tests.browser.test_cash import in_field
from tests.browser.test_desk import serious
from tests.remittance_text import check, claim, line, one_line, remittance
from tests.web.clinic import BY, DAY, NOON
from tests.web.test_set_aside import OFF, PAID, typed_at_the_desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_wait(clinic, tmp_path):
    paid = claim(
        "PCN9", 312, 200, pr=12, lines=[line(312, 200, "CO-45 100", "PR-1 12", on="20261102")]
    )
    named = [paid[0], "NM1*QC*1*BERG*KARI", *paid[1:]]
    path = tmp_path / "era.835"
    other = one_line("X1", 90, 30, "CO-45 60")
    path.write_bytes(remittance(check("T1", named, other, plb=["WO 5"])))
    (one,) = receive(path, "835", Setting(on=DAY, by=BY, at=NOON))
    assert one.totals["ended"]["waiting"] == 2
    charge = Charge.objects.get(number="C4")
    Denial.objects.create(
        source="practice:D1", charge=charge, patient=charge.patient, posted_on=DAY,
        recorded_at=NOON, cents=100, group_code="CO", reason_code="197",
    )  # fmt: skip
    open_denials(on=DAY, by=BY, at=NOON)


def test_match_and_enter(two_wait, sign_in):
    page = sign_in("biller")
    page.goto("/insurers")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/insurers/claims/*")
    page.keyboard.press("m")
    in_field(page, "#form [name=near]:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=the claim is matched and posted")
    assert page.inner_text("h1") == "Claim X1"
    in_field(page, "h1")
    assert sorted(RemittanceClaim.objects.values_list("state", flat=True)) == ["posted", "waiting"]


def test_put_off_with_its_day_and_words(two_wait, sign_in):
    page = sign_in("biller")
    key = RemittanceClaim.objects.get(claim="PCN9").id
    page.goto(f"/insurers/claims/{key}")
    page.keyboard.press("w")
    in_field(page, "#form [name=until]")
    page.keyboard.type("+7")
    page.keyboard.press("Tab")
    page.keyboard.type("asked the payer")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=set aside until 11/30/2026")
    assert page.inner_text("h1") == "Claim X1"


def test_the_pages_are_sound_for_axe_and_reflow_at_320(two_wait, sign_in):
    claim_here = f"/insurers/claims/{RemittanceClaim.objects.get(claim='PCN9').id}"
    page = sign_in("biller")
    for address in (
        "/insurers", "/insurers?tab=denials", "/insurers?tab=provider", "/insurers?tab=checks",
        claim_here, f"{claim_here}?form=match", f"{claim_here}?raw=1", f"{claim_here}/by-hand",
        f"/insurers/checks/{Remittance.objects.get().id}",
        f"/insurers/denials/{DenialCase.objects.get().id}?form=step",
    ):  # fmt: skip
        page.set_viewport_size({"width": 1280, "height": 3000})
        assert page.goto(address).status == 200, address
        assert serious(page) == [], address
        page.set_viewport_size({"width": 320, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{address} is {wide} wide"


@pytest.fixture
def set_aside(clinic, tmp_path):
    """A check that was typed at the desk too, and a claim whose figures contradict each other."""
    Charge.objects.filter(number="C4").update(claim="CL4")
    typed_at_the_desk()
    path = tmp_path / "era.835"
    path.write_bytes(remittance(check("88120447", PAID), check("T2", OFF)))
    list(receive(path, "835", Setting(on=DAY, by=BY, at=NOON)))


def test_the_remittance_takes_the_receipt_s_place_by_keys(set_aside, sign_in):
    page = sign_in("biller")
    page.goto("/insurers")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/insurers/checks/*")
    page.keyboard.press("t")
    in_field(page, "#form button")
    assert serious(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=receipt 1 is undone, and the remittance is posted")
    assert Remittance.objects.filter(trace="88120447", receipt=None).count() == 1


def test_a_claim_is_posted_by_hand_by_keys(set_aside, sign_in):
    page = sign_in("biller")
    page.goto(f"/insurers/claims/{RemittanceClaim.objects.get(remittance__trace='T2').id}")
    page.keyboard.press("h")
    page.wait_for_url("**/by-hand")
    in_field(page, "[name=paid-1]")
    page.get_by_label("Line 1: more than is open is right").press("Space")
    page.get_by_label("Where the figures come from").focus()
    page.keyboard.type("told by phone")
    page.keyboard.press("Control+Enter")
    in_field(page, "button:has-text('Post the claim')")
    assert serious(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=the claim is posted by hand")


@pytest.mark.parametrize("form", ["place", "receipt", "void"])
def test_what_becomes_of_a_check_is_sound_for_axe_and_reflows_at_320(set_aside, sign_in, form):
    page = sign_in("biller")
    page.set_viewport_size({"width": 1280, "height": 3000})
    page.goto(f"/insurers/checks/{Remittance.objects.get(trace='88120447').id}?form={form}")
    assert serious(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
