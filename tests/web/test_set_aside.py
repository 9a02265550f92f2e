"""Checks and claims that were set aside, on the screen: what becomes of them; posting by hand."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from goodstanding.actions.imports import Setting, receive
from goodstanding.actions.insurer_checks import take_insurer_check
from goodstanding.core.eob import EobLine
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.records.models import Charge, Receipt, Remittance, RemittanceClaim, Standing
from tests.ledger_text import assert_proven
from tests.remittance_text import check, claim, line, remittance
from tests.web.clinic import BERG, BY, DAY, NOON

pytestmark = pytest.mark.usefixtures("clinic")
# Berg's charge C4 of 11-02 over 312.00 is open with the insurer: 200.00 paid, 100.00 the contract,
# 12.00 the deductible. The second says 90.00 of contract, and is 10.00 apart.
PAID = claim("CL4", 312, 200, pr=12, lines=[line(312, 200, "CO-45 100", "PR-1 12", on="20261102")])
OFF = claim("CL4", 312, 200, pr=12, lines=[line(312, 200, "CO-45 90", "PR-1 12", on="20261102")])
LINE = {"charge-1": "C4", "paid-1": "200", "discount-1": "100", "patient-1": "12", "reason-1": "1"}


@pytest.fixture
def era(tmp_path):
    Charge.objects.filter(number="C4").update(claim="CL4")

    def read(*checks):
        path = tmp_path / "era.835"
        path.write_bytes(remittance(*checks))
        (one,) = receive(path, "835", Setting(on=DAY, by=BY, at=NOON))
        return one

    return read


def typed_at_the_desk():
    money = Taken(key="k", cents=20000, tender=Tender.CHECK, drawer="Front 1", reference="88120447")
    lines = [EobLine("C4", paid=20000)]
    return take_insurer_check(
        payer="NORTH", taken=money, lines=lines, unplaced_cents=0, by=BY, at=NOON
    )


def left_at_the_desk():
    """A check of 150.00 of which 100.00 are on no charge."""
    money = Taken(key="u", cents=15000, tender=Tender.CHECK, drawer="Front 1", reference="900")
    lines = [EobLine("C4", paid=5000)]
    return take_insurer_check(
        payer="NORTH", taken=money, lines=lines, unplaced_cents=10000, by=BY, at=NOON
    )


def words(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def berg():
    one = Standing.objects.get(guarantor__number=BERG)
    return one.insurer_cents, one.patient_cents


def test_a_check_typed_at_the_desk_is_listed_and_says_its_receipt(desk, era):
    typed_at_the_desk()
    era(check("88120447", PAID))
    client = desk("biller")
    text = words(client.get("/insurers"))
    assert 'Needs you <span class="count">1</span>' in text
    assert "Checks to decide" in text
    assert "The check was typed at the desk, as receipt 1 on 11/23/2026." in text
    text = words(client.get(f"/insurers/checks/{Remittance.objects.get().id}"))
    assert "Typed at the desk too" in text
    assert 'by <a href="/cash/receipts/1">receipt 1</a>' in text
    assert "Does not add up" not in text
    assert "Remittance 88120447" in words(client.get("/cash/receipts/1"))


def test_the_remittance_posts_in_the_receipt_s_place(desk, era):
    typed_at_the_desk()
    era(check("88120447", PAID))
    client, key = desk("biller"), Remittance.objects.get().id
    assert "is reversed whole" in words(client.get(f"/insurers/checks/{key}?form=place"))
    text = words(client.post(f"/insurers/checks/{key}/read-in", follow=True))
    assert "receipt 1 is undone, and the remittance is posted in its place" in text
    assert berg() == (0, 1200)
    assert Receipt.objects.get().undone is not None
    assert_proven()


def test_the_receipt_is_kept(desk, era):
    typed_at_the_desk()
    era(check("88120447", PAID))
    client, key = desk("biller"), Remittance.objects.get().id
    assert 'value="1"' in words(client.get(f"/insurers/checks/{key}?form=receipt"))
    client.post(f"/insurers/checks/{key}/by-receipt", {"receipt": "1"})
    text = words(client.get(f"/insurers/checks/{key}"))
    assert "Posted at the desk" in text
    assert "What becomes of it" not in text
    assert berg() == (11200, 0)
    assert "Nothing needs you." in words(client.get("/insurers"))


@pytest.mark.parametrize(
    ("act", "asked", "says"),
    [
        ("by-receipt", {"receipt": ""}, "Write the number of the receipt."),
        ("by-receipt", {"receipt": "x"}, "Write the number of the receipt, like 1204."),
        ("by-receipt", {"receipt": "7"}, "no insurer&#x27;s receipt that stands"),
        ("not-to-post", {"words": ""}, "Say why."),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_in_words(desk, era, act, asked, says):
    era(check("88120447", PAID, amount=201))
    key = Remittance.objects.get().id
    assert says in words(desk("biller").post(f"/insurers/checks/{key}/{act}", asked))
    assert RemittanceClaim.objects.get().state == "aside"


def test_a_check_not_to_be_posted_leaves_the_list(desk, era):
    era(check("88120447", PAID, amount=201))
    client, key = desk("biller"), Remittance.objects.get().id
    assert "Does not balance" in words(client.get(f"/insurers/checks/{key}"))
    client.post(f"/insurers/checks/{key}/not-to-post", {"words": "void"})
    assert "Not to be posted" in words(client.get(f"/insurers/checks/{key}"))
    assert "Checks to decide" not in words(client.get("/insurers"))


def test_a_claim_set_aside_alone_is_posted_by_hand_after_a_look(desk, era):
    era(check("T1", OFF))
    client, key = desk("biller"), RemittanceClaim.objects.get().id
    claim_page = words(client.get(f"/insurers/claims/{key}"))
    assert "Ask the payer for the right figures, and post it by hand" in claim_page
    assert f'href="/insurers/claims/{key}/by-hand" data-key="h"' in claim_page
    text = words(client.get(f"/insurers/claims/{key}/by-hand"))
    for name, value in (("paid", "200.00"), ("discount", "90.00"), ("patient", "12.00")):
        assert f'name="{name}-1" value="{value}"' in text
    asked = LINE | {"words": "told by phone"}
    text = words(client.post(f"/insurers/claims/{key}/by-hand/post", asked))
    assert "Balances" in text
    assert berg() == (31200, 0)
    shown = text.split('name="shown" value="')[1].split('"')[0]
    client.post(f"/insurers/claims/{key}/by-hand/post", asked | {"shown": shown})
    assert berg() == (0, 1200)
    assert_proven()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"words": ""}, "Say why."),
        ({"paid-1": "199.99"}, "$0.01 is missing"),
        ({"charge-1": "C99"}, "Charge C99 is not known"),
        ({"paid-1": "abc"}, "Line 1: write the amount as"),
    ],
)
def test_lines_that_are_not_the_claim_are_refused_in_words(desk, era, more, says):
    era(check("T1", OFF))
    key = RemittanceClaim.objects.get().id
    asked = LINE | {"words": "told by phone"} | more
    text = words(desk("biller").post(f"/insurers/claims/{key}/by-hand/post", asked))
    assert says in text
    assert "Balances" not in text
    assert RemittanceClaim.objects.get().state == "aside"


def test_what_was_changed_after_the_look_is_looked_at_again(desk, era):
    era(check("T1", OFF))
    client, key = desk("biller"), RemittanceClaim.objects.get().id
    asked = LINE | {"words": "told by phone"}
    text = words(client.post(f"/insurers/claims/{key}/by-hand/post", asked))
    shown = text.split('name="shown" value="')[1].split('"')[0]
    other = asked | {"shown": shown, "discount-1": "90", "patient-1": "22"}
    assert "Balances" in words(client.post(f"/insurers/claims/{key}/by-hand/post", other))
    assert RemittanceClaim.objects.get().state == "aside"


def test_a_posted_claim_has_no_form_by_hand(desk, era):
    era(check("T1", PAID))
    key = RemittanceClaim.objects.get().id
    text = words(desk("biller").get(f"/insurers/claims/{key}/by-hand"))
    assert "not to be posted by hand" in text
    assert "by-hand/post" not in text


def test_what_needs_a_person_is_a_workbook(desk, era):
    era(check("T1", PAID, claim("X9", 50, 20, lines=[line(50, 20, "CO-45 30")])),
        check("88120447", OFF, amount=3))  # fmt: skip
    seen = desk("coordinator").get("/insurers/xlsx")
    assert seen["Content-Disposition"] == 'attachment; filename="insurers-2026-11-23.xlsx"'
    book = CalamineWorkbook.from_filelike(BytesIO(seen.content))
    claims, checks = (book.get_sheet_by_name(name).to_python()[1:] for name in ("Claims", "Checks"))
    assert [row[0] for row in claims] == ["X9"]
    assert claims[0][6] == 20.0
    assert [(row[0], row[5]) for row in checks] == [("88120447", 3.0)]


def test_what_is_not_placed_is_in_the_workbook_too(desk):
    left_at_the_desk()
    seen = desk("coordinator").get("/insurers/xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(seen.content))
    (left,) = book.get_sheet_by_name("Not placed").to_python()[1:]
    assert (left[0], left[5]) == (1.0, 100.0)


def test_what_a_check_left_is_listed_and_placed_after_a_look(desk):
    left_at_the_desk()
    client = desk("biller")
    text = words(client.get("/insurers"))
    assert "Taken at the desk, and on no charge yet." in text
    assert 'href="/cash/receipts/1/place"' in text
    assert 'Needs you <span class="count">1</span>' in text
    assert "Place $100.00" in words(client.get("/cash/receipts/1"))
    key = words(client.get("/cash/receipts/1/place")).split('name="key" value="')[1].split('"')[0]
    asked = {"key": key, "charge-1": "C4", "paid-1": "100", "discount-1": "150"}
    text = words(client.post("/cash/receipts/1/place/post", asked))
    assert "Balances" in text
    shown = text.split('name="shown" value="')[1].split('"')[0]
    text = words(client.post("/cash/receipts/1/place/post", asked | {"shown": shown}, follow=True))
    assert "$100.00 of receipt 1 is placed." in text
    assert berg() == (1200, 0)
    assert "Nothing of this receipt waits" in words(client.get("/cash/receipts/1/place"))
    assert "Nothing needs you." in words(client.get("/insurers"))
    assert_proven()


def test_more_than_was_left_is_refused_in_words(desk):
    left_at_the_desk()
    asked = {"key": "ab" * 10, "charge-1": "C4", "paid-1": "100.01"}
    text = words(desk("biller").post("/cash/receipts/1/place/post", asked))
    assert "The lines are paid $100.01; $100.00 of the check is not placed." in text


def test_a_patient_s_receipt_has_nothing_to_place(desk):
    assert desk("biller").get("/cash/receipts/99/place").status_code == 404
