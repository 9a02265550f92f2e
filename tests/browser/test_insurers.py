"""A claim that waits is matched from the keyboard, and the next one has focus."""

import pytest

from goodstanding.actions.imports import Setting, receive
from goodstanding.records.models import RemittanceClaim
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
    path.write_bytes(remittance(check("T1", named, one_line("X1", 90, 30, "CO-45 60"))))
    (one,) = receive(path, "835", Setting(on=DAY, by=BY, at=NOON))
    assert one.totals["ended"]["waiting"] == 2


def test_match_and_enter(two_wait, sign_in):
    page = sign_in("biller")
    page.goto("/insurers")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/insurers/claims/*")
    page.keyboard.press("m")
    page.wait_for_selector("#form")
    assert page.evaluate("document.activeElement.name") == "near"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=the claim is matched and posted")
    assert page.inner_text("h1") == "Claim X1"
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert sorted(RemittanceClaim.objects.values_list("state", flat=True)) == ["posted", "waiting"]


def test_put_off_with_its_day_and_words(two_wait, sign_in):
    page = sign_in("biller")
    key = RemittanceClaim.objects.get(claim="PCN9").id
    page.goto(f"/insurers/claims/{key}")
    page.keyboard.press("w")
    page.wait_for_selector("#form")
    page.keyboard.type("+7")
    page.keyboard.press("Tab")
    page.keyboard.type("asked the payer")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=set aside until 11/30/2026")
    assert page.inner_text("h1") == "Claim X1"
