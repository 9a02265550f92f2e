"""Letters: one PDF, and a letter counts only when someone says that it left."""

import re
from datetime import timedelta

import pytest

from goodstanding.records.models import Contact, Letter, LetterBatch, Wording
from tests.outbound.paper import text_of
from tests.web.clinic import DAY, FISK, NOON, WARSAME

pytestmark = pytest.mark.usefixtures("clinic")


def printed(client):
    """The page of a batch just printed, every letter approved before."""
    client.post("/letters/approve-all")
    for letter in Letter.objects.filter(state="ready", looked_by=""):
        client.post(f"/letters/{letter.id}/approve")
    return client.post("/letters/print", follow=True).content.decode()


def state(account):
    return Letter.objects.filter(guarantor__number=account).latest("id").state


def references(text):
    return sorted(set(re.findall(r'value="(L-\d+)"', text)))


def test_the_odd_ones_come_first_with_their_reason(desk):
    text = desk("coordinator").get("/letters").content.decode()
    rows = re.findall(r"data-open>([^<]+)</a>", text)
    assert rows.index("Warsame, Ayaan") < rows.index("Fisk, Ole")
    assert "so: add the language sheet" in text


def test_an_odd_letter_is_printed_only_when_a_person_approved_it(desk):
    client = desk("coordinator")
    client.post("/letters/approve-all")
    client.post("/letters/print")
    assert (state(FISK), state(WARSAME)) == ("printed", "ready")
    one = Letter.objects.get(guarantor__number=WARSAME)
    client.post(f"/letters/{one.id}/approve")
    client.post("/letters/print")
    one.refresh_from_db()
    assert (one.state, one.looked_by) == ("printed", "coordinator-1")


def test_a_letter_kept_back_is_listed_with_its_reason_until_it_is_let_go(desk):
    client = desk("coordinator")
    one = Letter.objects.get(guarantor__number=FISK)
    client.post(f"/letters/{one.id}/hold", {"why": " "})
    assert state(FISK) == "ready"
    text = client.post(f"/letters/{one.id}/hold", {"why": "He calls"}, follow=True).content.decode()
    assert (state(FISK), "He calls" in text) == ("held", True)
    client.post(f"/letters/{one.id}/let-go")
    one.refresh_from_db()
    assert (one.state, one.why, one.looked_by) == ("ready", "", "")


def test_a_kept_back_letter_is_dropped_when_its_account_changes(desk):
    client = desk("coordinator")
    one = Letter.objects.get(guarantor__number=FISK)
    client.post(f"/letters/{one.id}/hold", {"why": "He calls"})
    client.post(f"/accounts/{FISK}/holds/place", {"kind": "attorney", "starts_on": "t"})
    assert state(FISK) == "dropped"


def test_the_page_shows_the_very_letter_and_its_checks(desk):
    client = desk("biller")
    one = Letter.objects.get(guarantor__number=FISK)
    text = client.get(f"/letters?letter={one.id}").content.decode()
    assert "asks for $96.10, as the ledger says now" in text
    assert "1 required notice in type as large as any" in text
    seen = client.get(f"/letters/{one.id}/pages/1.png")
    assert (seen["Content-Type"], seen.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert client.get(f"/letters/{one.id}/pages/9.png").status_code == 404


def test_printing_is_not_sending(desk):
    text = printed(desk("coordinator"))
    assert "Printed, not confirmed" in text
    assert state(FISK) == "printed"
    assert not Contact.objects.filter(number__startswith="letter-").exists()


def test_confirming_sends_all_but_the_ones_taken_out(desk):
    client = desk("coordinator")
    pulled = Letter.objects.get(guarantor__number=WARSAME, state="ready")
    text = printed(client)
    number = re.search(r"/letters/batches/(\d+)/confirm", text)[1]
    taken = f"L-{pulled.id:06d}"
    assert taken in references(text)
    seen = client.post(f"/letters/batches/{number}/confirm", {"pulled": taken}, follow=True)
    assert f"letters mailed; taken out: {taken}." in seen.content.decode()
    assert state(FISK) == "mailed"
    assert Letter.objects.get(id=pulled.id).state == "pulled"


def test_a_hold_after_printing_names_the_letter_to_pull_and_ticks_it(desk):
    client = desk("coordinator")
    printed(client)
    client.post(f"/accounts/{FISK}/holds/place", {"kind": "attorney", "starts_on": "t"})
    letter = Letter.objects.get(guarantor__number=FISK, state="printed")
    text = client.get(f"/letters/batches/{letter.batch_id}").content.decode()
    assert "Pull before mailing: 1" in text
    assert re.search(rf'value="L-{letter.id:06d}"[^>]* checked', text)


def test_a_cancelled_batch_sends_nothing_and_is_ready_again(desk):
    client = desk("manager")
    text = printed(client)
    number = re.search(r"/letters/batches/(\d+)/cancel", text)[1]
    client.post(f"/letters/batches/{number}/cancel")
    assert state(FISK) == "ready"
    twice = client.post(f"/letters/batches/{number}/confirm", follow=True).content.decode()
    assert "Not saved." in twice
    assert not Contact.objects.filter(number__startswith="letter-").exists()


def test_the_pdf_is_a_pdf_without_a_name_in_its_name(desk):
    client = desk("coordinator")
    number = re.search(r"/letters/batches/(\d+)/pdf", printed(client))[1]
    seen = client.get(f"/letters/batches/{number}/pdf")
    assert seen.content.startswith(b"%PDF")
    assert seen["Content-Disposition"] == f'inline; filename="letters-batch-{number}.pdf"'


def test_the_cover_sheet_of_a_batch_has_its_counts_and_no_name(desk):
    client = desk("coordinator")
    page = printed(client)
    number = re.search(r"/letters/batches/(\d+)/cover", page)[1]
    seen = text_of(client.get(f"/letters/batches/{number}/cover").content)
    batch = LetterBatch.objects.get(id=number)
    letters = Letter.objects.filter(batch=batch)
    assert f"Letters {letters.count()}" in seen
    assert f"Amount asked for ${sum(one.cents for one in letters) / 100:,.2f}" in seen
    assert "Pull before mailing" in seen
    for one in letters:
        assert one.guarantor.last_name not in seen
    assert client.get("/letters/batches/99999/cover").status_code == 404


def test_a_biller_looks_and_does_not_print(desk):
    client = desk("biller")
    assert "Print 0 letters" not in client.get("/letters").content.decode()
    assert client.post("/letters/print").status_code == 403


def test_all_pages_of_the_letter_looked_at_are_shown(desk):
    client = desk("coordinator")
    one = Letter.objects.get(guarantor__number=FISK, state="ready")
    text = client.get(f"/letters?letter={one.id}").content.decode()
    shown = re.findall(rf"/letters/{one.id}/pages/(\d+).png", text)
    assert shown == [str(number) for number in range(1, len(shown) + 1)]
    for beyond, found in ((0, 200), (1, 404)):
        address = f"/letters/{one.id}/pages/{len(shown) + beyond}.png"
        assert client.get(address).status_code == found


def test_an_unknown_batch_is_not_found(desk):
    assert desk("manager").get("/letters/batches/999").status_code == 404


def test_a_language_sheet_is_looked_for_only_where_none_is_printed(desk):
    client = desk("coordinator")
    text = client.get("/letters").content.decode()
    assert "so: add the language sheet" in text
    Wording.objects.create(
        kind="cover_sheet", language="so", version=1, text="subject: S\n\n[sheet]\nS",
        state="active", made_by="dana", made_at=NOON, approved_by="kim",
        approved_at=NOON - timedelta(hours=1), translator="A B, translator", checked_on=DAY,
    )  # fmt: skip
    assert "so: add the language sheet" not in client.get("/letters").content.decode()
