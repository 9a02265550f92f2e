"""Letters by a button: a promise confirmed, a claim on an estate, an answer in typed words."""

from datetime import date

import pytest

from goodstanding.records.models import Guarantor, Hold, Letter, Promise
from tests.web.clinic import FISK

pytestmark = pytest.mark.usefixtures("clinic")
LATER = date(2027, 12, 4)


def promise() -> Promise:
    fisk = Guarantor.objects.get(number=FISK)
    return Promise.objects.create(
        number="desk-7", guarantor=fisk, made_on=date(2026, 11, 20), cents=40_00, due_on=LATER
    )


def ask(client, **given) -> str:
    return client.post(f"/accounts/{FISK}/letters/ask", given, follow=True).content.decode()


def test_a_promise_is_confirmed_by_a_button_of_its_line(desk):
    promise()
    client = desk("coordinator")
    assert "Confirm by letter" in client.get(f"/accounts/{FISK}").content.decode()
    text = ask(client, promise="desk-7")
    assert "Promise confirmation for account 103014. It is under Letters" in text
    assert "Letter ready to print" in text
    assert "Confirm by letter" not in text
    letters = client.get("/letters").content.decode()
    assert "Promise confirmation" in letters


def test_an_unknown_promise_is_refused_in_words(desk):
    assert "This promise is not known any more" in ask(desk("coordinator"), promise="nobody's")


def test_an_estate_without_a_representative_is_not_written_to(desk):
    client = desk("coordinator")
    client.post(f"/accounts/{FISK}/holds/place", {"kind": "estate", "starts_on": "t"})
    hold = Hold.objects.get(guarantor__number=FISK)
    assert "Write: claim on an estate" in client.get(f"/holds/{hold.number}").content.decode()
    text = ask(client, hold=hold.number, part="claim")
    assert "This letter may not go." in text
    assert not Letter.objects.filter(kind="estate_letter").exists()


def test_what_was_found_goes_into_the_answer(desk):
    client = desk("coordinator")
    asked = {"kind": "dispute", "starts_on": "t", "why": "He says he paid."}
    client.post(f"/accounts/{FISK}/holds/place", asked)
    hold = Hold.objects.get(guarantor__number=FISK)
    page = client.get(f"/holds/{hold.number}?form=release").content.decode()
    assert "What we found, for the letter" in page
    given = {"reason": "Bill shown", "finding": "Your check had not reached us."}
    client.post(f"/holds/{hold.number}/release", given)
    letter = Letter.objects.get(kind="dispute_resolved")
    assert (letter.state, letter.said) == ("ready", {"finding": "Your check had not reached us."})


def test_the_front_desk_asks_for_no_letters(desk):
    assert desk("front_desk").post(f"/accounts/{FISK}/letters/ask").status_code == 403
