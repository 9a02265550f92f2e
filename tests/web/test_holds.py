"""Holds on the screen: the list, one hold whole, its forms, its papers, and the way out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodstanding.records.models import Attempt, Guarantor, Hold, HoldEvent, Patient, Standing
from tests.web.clinic import EK, FISK, LOPEZ, NOON

pytestmark = pytest.mark.usefixtures("clinic")
PDF = b"%PDF-1.7 a made-up order"


def page(client, url, **asked):
    seen = client.get(url, asked)
    assert seen.status_code == 200, url
    return seen.content.decode()


def words(text):
    return " ".join(text.split())


def placed(client, kind="dispute", account=FISK, **more):
    asked = {"kind": kind, "starts_on": "t", **more}
    client.post(f"/accounts/{account}/holds/place", asked)
    return Hold.objects.get(guarantor__number=account).number


def post(client, hold, act, **asked):
    return client.post(f"/holds/{hold}/{act}", asked, follow=True)


def test_the_list_says_what_is_stopped_what_is_next_and_who_releases(desk):
    # Ek filed chapter 7 on 10-12; 70 days are 12-21, and two weeks before is 12-07: next week.
    text = words(page(desk("coordinator"), "/holds", tab="bankruptcy"))
    assert "Ek, Jan" in text
    assert "Bankruptcy 7" in text
    assert "Everything" in text
    assert "Read the court&#x27;s notice: with assets, a claim may be due by 12/21/2026." in text
    assert "12/07/2026" in text
    assert "Manager, asked by another" in text


@pytest.mark.parametrize(
    ("starts", "here"), [("11/23/2026", False), ("10/31/2026", True), ("10/1/2026", True)]
)
def test_due_this_week_is_a_week_ahead_and_all_that_is_late(desk, starts, here):
    """A manual stop is looked at after 30 days: from 10-31 that is 11-30, a week from today."""
    client = desk("coordinator")
    placed(client, "manual", starts_on=starts)
    assert ("Fisk, Ole" in page(client, "/holds")) is here


def test_an_empty_week_says_how_many_are_quiet(desk):
    assert "Nothing needs you this week. 1 hold is quiet." in page(desk("biller"), "/holds")


def test_what_the_gate_stopped_this_week_is_listed(desk):
    ek = Guarantor.objects.get(number=EK)
    refusal = {"rule": "us-bk-automatic-stay", "text": "A bankruptcy is open."}
    Attempt.objects.create(
        guarantor=ek, channel="mail", act="statement", at=NOON, state="blocked", by="dana",
        verdict={"refusals": [refusal]},
    )  # fmt: skip
    text = words(page(desk("manager"), "/holds", tab="blocked"))
    assert 'Blocked this week <span class="count">1</span>' in text
    assert "A bankruptcy is open." in text


def test_a_hold_s_page_counts_its_days_in_words_and_draws_every_act(desk):
    text = words(page(desk("coordinator"), "/holds/H1"))
    assert "70 days from the filing on 10/12/2026, if there are assets to share" in text
    assert "If it were released: 1 balance becomes billable: $480.00." in text
    assert "Send statement, Send reminder, Call" in text
    for part in ("From the practice system", "26-555", "11 USC 362", "Released by two people"):
        assert part in text
    assert "2026-10-12" not in text


def test_an_unknown_hold_is_not_found(desk):
    client = desk("manager")
    for address in ("/holds/H9", "/holds/H1/papers/1", f"/holds/standing/minor/{EK}"):
        assert client.get(address).status_code == 404


def test_the_account_shows_the_hold_in_plain_words_with_its_next_step(desk):
    text = words(page(desk("coordinator"), f"/accounts/{EK}"))
    assert 'href="/holds/H1">Bankruptcy 7</a>' in text
    assert "Case number 26-555; chapter 7; filed on 10/12/2026" in text.replace(
        "Chapter 7; case number 26-555", "Case number 26-555; chapter 7"
    )
    assert "by 12/07/2026" in text


def test_a_stop_is_placed_with_its_kind_alone_and_taken_back(desk):
    client = desk("coordinator")
    number = placed(client, "bankruptcy")
    assert Standing.objects.get(guarantor__number=FISK).act == "wait"
    text = words(page(client, f"/holds/{number}"))
    assert "Read the court&#x27;s docket and write down chapter" in text
    assert "Take back, placed by mistake" in text
    assert "Take back" not in page(desk("biller"), f"/holds/{number}")
    post(client, number, "take-back")
    assert Standing.objects.get(guarantor__number=FISK).act == "statement"


def test_with_several_people_it_asks_whose(desk):
    client = desk("coordinator")
    assert "Whose" not in page(client, f"/accounts/{FISK}", drawer="hold")
    fisk = Guarantor.objects.get(number=FISK)
    Patient.objects.create(
        number="P2", guarantor=fisk, last_name="Fisk", first_name="Una", relation="spouse"
    )
    assert "Una Fisk" in page(client, f"/accounts/{FISK}", drawer="hold")
    number = placed(client, "estate", patient_id="P2")
    assert Hold.objects.get(number=number).patient.number == "P2"
    assert "Only patient P2" in page(client, f"/holds/{number}")


def test_details_come_later_and_wrong_ones_are_said(desk):
    client = desk("biller")
    number = placed(client, "bankruptcy")
    wrong = {"chapter": "7", "filed_on": "11/2/2026", "dismissed_on": "11/1/2026"}
    text = words(post(client, number, "correct", **wrong).content.decode())
    assert "cannot be before &quot;Filed on&quot; (11/02/2026)" in text
    post(client, number, "correct", chapter="7", filed_on="11/2/2026", case="26-9")
    kept = HoldEvent.objects.get(hold__number=number, what="corrected").detail
    assert kept == {"chapter": "7", "filed_on": "2026-11-02", "case": "26-9"}
    text = words(page(client, f"/holds/{number}"))
    assert "chapter: 7; filed: 11/02/2026; case: 26-9" in text.replace(
        "case: 26-9; chapter: 7; filed: 11/02/2026", "chapter: 7; filed: 11/02/2026; case: 26-9"
    )


def test_only_what_changed_is_kept(desk):
    client = desk("coordinator")
    number = placed(client, "estate")
    post(client, number, "correct", died_on="11/1/2026", representative="R")
    post(client, number, "correct", died_on="11/1/2026", representative="")
    kept = HoldEvent.objects.filter(hold__number=number, what="corrected").order_by("id")
    assert [event.detail for event in kept] == [
        {"died_on": "2026-11-01", "representative": "R"}, {"representative": ""}
    ]  # fmt: skip


def test_what_the_practice_system_says_is_not_asked_again(desk):
    text = page(desk("coordinator"), "/holds/H1", form="correct")
    assert 'name="court"' in text
    assert 'name="chapter"' not in text
    assert "corrected there, and the next import brings it here" in text


def test_a_step_with_its_paper(desk):
    client = desk("coordinator")
    order = SimpleUploadedFile("Order.pdf", PDF)
    asked = {"mark": "claim_filed_on", "words": "Form 410 mailed", "document": order}
    text = words(post(client, "H1", "step", **asked).content.decode())
    assert "Read the docket: is the case still open?" in text
    event = HoldEvent.objects.get(hold__number="H1")
    assert event.detail == {"checked_on": "2026-11-23", "claim_filed_on": "2026-11-23"}
    seen = client.get(f"/holds/H1/papers/{event.id}")
    assert seen.content == PDF
    assert seen["Content-Disposition"] == 'attachment; filename="Order.pdf"'
    assert seen["Content-Type"] == "application/octet-stream"
    assert seen["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in seen["Content-Security-Policy"]
    for role in ("front_desk", "it_admin"):
        assert desk(role).get(f"/holds/H1/papers/{event.id}").status_code == 403


@pytest.mark.parametrize(
    ("asked", "why"),
    [({"mark": "checked_on"}, "Write what was done"),
     ({"words": "Hello"}, "This field is required"),
     ({"mark": "notice_on", "words": "x"}, "Select a valid choice"),
     ({"mark": "checked_on", "words": "Card 4111 1111 1111 1111"}, "card number"),
     ({"mark": "checked_on", "words": "x", "day": "11/24/2026"}, "still to come"),
     ({"mark": "paper", "words": "x", "document": SimpleUploadedFile("a.html", b"<p>")},
      "Only PDF")],
)  # fmt: skip
def test_a_step_that_is_not_one_is_asked_for_again(desk, asked, why):
    text = post(desk("coordinator"), "H1", "step", **asked).content.decode()
    assert "Nothing was saved yet" in text
    assert why in text
    assert not HoldEvent.objects.exists()


def test_two_people_release_a_bankruptcy(desk):
    client = desk("coordinator")
    assert "Release</a>" not in page(client, "/holds/H1")
    asked = {"paper": "Order of dismissal, 11/20/2026", "reason": "Dismissed"}
    text = words(post(client, "H1", "ask-release", **asked).content.decode())
    assert "Release asked for by coordinator-1" in text
    refused = post(client, "H1", "release", reason="Dismissed").content.decode()
    assert "Only a manager can release a hold of this kind" in refused
    assert Hold.objects.get(number="H1").lifted_by == ""
    manager = desk("manager")
    text = words(page(manager, "/holds/H1", form="release"))
    assert "<b>If it is released:</b> 1 balance becomes billable: $480.00." in text
    text = words(post(manager, "H1", "release", reason="Read the order").content.decode())
    assert "Ended" in text
    assert Hold.objects.get(number="H1").lifted_by == "manager-1"


def test_a_coordinator_releases_a_bill_question_alone(desk):
    client = desk("coordinator")
    number = placed(client)
    post(client, number, "release", reason="Answered")
    assert Standing.objects.get(guarantor__number=FISK).act == "statement"


def test_a_hold_with_a_last_day_goes_on(desk):
    client = desk("coordinator")
    number = placed(client, ends_on="12/1/2026")
    post(client, number, "extend", ends_on="12/15/2026", reason="They asked")
    assert f"{Hold.objects.get(number=number).ends_on:%m/%d}" == "12/15"


def test_a_minor_stands_on_the_account_with_the_same_table(desk):
    Patient.objects.filter(guarantor__number=LOPEZ).update(relation="child", birth_on="2015-01-01")
    client = desk("coordinator")
    text = words(page(client, f"/accounts/{LOPEZ}"))
    assert f'href="/holds/standing/minor/{LOPEZ}">Minor</a>' in text
    text = words(page(client, f"/holds/standing/minor/{LOPEZ}"))
    assert "Eighteen on 01/01/2033" in text
    assert "Stopped" in text


def test_the_forms_of_a_hold_that_ended_are_gone(desk):
    client = desk("coordinator")
    number = placed(client)
    post(client, number, "release", reason="Answered")
    text = page(client, f"/holds/{number}")
    for gone in ("form=release", "form=extend", "form=ask", "Take back"):
        assert gone not in text
