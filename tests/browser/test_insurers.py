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
        claim_here, f"{claim_here}?form=match", f"{claim_here}?raw=1",
        f"/insurers/checks/{Remittance.objects.get().id}",
        f"/insurers/denials/{DenialCase.objects.get().id}?form=step",
    ):  # fmt: skip
        page.set_viewport_size({"width": 1280, "height": 3000})
        assert page.goto(address).status == 200, address
        assert serious(page) == [], address
        page.set_viewport_size({"width": 320, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{address} is {wide} wide"
