"""Letters > Words: the list, a draft with its check and preview, and two people."""

import re

import pytest

from goodstanding.outbound.word_kinds import word_kinds
from goodstanding.records.models import Wording

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return response.content.decode()


def draft(client, kind: str = "reminder", language: str = "en") -> int:
    client.post(f"/letters/words/{kind}/{language}/draft")
    return Wording.objects.latest("id").id


def save(client, number: int, before: str, after: str, **more: str):
    text = Wording.objects.get(id=number).text.replace(before, after)
    return client.post(f"/letters/words/versions/{number}/save", {"text": text, **more})


def test_the_list_says_what_is_in_use_and_what_needs_a_translator(
    desk, django_assert_max_num_queries
):
    client = desk("biller")
    with django_assert_max_num_queries(8):
        text = text_of(client.get("/letters/words"))
    assert "No drafts." in text
    row = re.search(r'href="/letters/words/statement/es".*?</td>', text, re.DOTALL)
    assert row
    assert "Needs translator" in row[0]
    english = re.search(r'href="/letters/words/statement/en".*?</td>', text, re.DOTALL)
    assert english
    assert "In use, as shipped" in english[0]
    assert "Needs translator" not in english[0]
    assert 'href="/letters/words"' in text_of(client.get("/letters"))


def test_a_draft_in_both_hands(desk):
    dana, kim = desk("coordinator"), desk("manager")
    number = draft(dana)
    save(dana, number, "You have a balance of {{due}}", "Your balance is {{due}}", ask="1")
    assert Wording.objects.get(id=number).state == "proposed"
    page = text_of(kim.get(f"/letters/words/versions/{number}"))
    assert "<del>&gt; You have a balance of {{due}} with us." in page
    assert "<ins>&gt; Your balance is {{due}} with us." in page
    assert '<th scope="row">changed</th>' in page
    kim.post(f"/letters/words/versions/{number}/approve")
    assert Wording.objects.get(id=number).state == "active"
    assert "In use v1" in text_of(kim.get("/letters/words/reminder/en"))


def test_words_that_cannot_be_kept_stay_on_the_page_with_their_line(desk):
    client = desk("coordinator")
    number = draft(client)
    answer = save(client, number, "{{due}} with us", "{{dew}} with us")
    text = text_of(answer)
    assert answer.status_code == 400
    assert "Line 18: There is no field {{dew}}; did you mean {{due}}?" in text
    assert "balance of {{dew}} with us" in text, "what was typed is still there"
    assert "{{dew}}" not in Wording.objects.get(id=number).text


def test_the_check_while_typing_names_line_and_grade_and_keeps_nothing(desk):
    client = desk("coordinator")
    number = draft(client)
    before = Wording.objects.get(id=number).text
    typed = before.replace("If money is tight", "If you are delinquent")
    answer = client.post(f"/letters/words/versions/{number}/check", {"text": typed})
    text = text_of(answer)
    assert "May be kept, not used yet" in text
    assert re.search(r"<b>Line 8\d:</b> It says &quot;delinquent&quot;", text)
    assert "Reading grade" in text
    assert "SMOG" in text
    assert Wording.objects.get(id=number).text == before
    assert "The words are in order" in text_of(
        client.post(f"/letters/words/versions/{number}/check", {"text": before})
    )


def test_a_translation_asks_for_its_translator(desk):
    dana, kim = desk("coordinator"), desk("manager")
    number = draft(dana, "statement", "es")
    dana.post(f"/letters/words/versions/{number}/propose")
    assert 'name="qualification"' in text_of(kim.get(f"/letters/words/versions/{number}"))
    kim.post(f"/letters/words/versions/{number}/approve", {"name": "Ann Roe", "day": "t"})
    assert Wording.objects.get(id=number).state == "proposed"
    given = {"name": "Ann Roe", "qualification": "certified translator", "day": "t"}
    kim.post(f"/letters/words/versions/{number}/approve", given)
    found = Wording.objects.get(id=number)
    assert (found.state, found.translator) == ("active", "Ann Roe, certified translator")
    text = text_of(kim.get("/letters/words/statement/es"))
    assert "Translated or checked by Ann Roe, certified translator, on 11/23/2026" in text
    kim.post("/letters/words/statement/es/stop")
    assert "Needs translator" in text_of(kim.get("/letters/words/statement/es"))


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_the_preview_is_a_page(desk, form, begins):
    client = desk("biller")
    seen = client.get(f"/letters/words/first_letter/es/0/sample.{form}")
    assert seen.status_code == 200
    assert seen.content.startswith(begins)
    assert client.get(f"/letters/words/first_letter/es/0/sample.{form}?page=9").status_code == (
        404 if form == "png" else 200
    )


@pytest.mark.parametrize(
    "address",
    ["reminder/hmn", "nothing/en", "versions/7", "reminder/en/4/sample.pdf",
     "reminder/en/0/sample.doc", "call_script/en/0/sample.png"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(desk, address):
    assert desk("manager").get(f"/letters/words/{address}").status_code == 404


def test_a_biller_reads_and_writes_nothing(desk):
    client = desk("biller")
    assert "Start a draft" not in text_of(client.get("/letters/words/reminder/en"))
    assert client.post("/letters/words/reminder/en/draft").status_code == 403
    number = draft(desk("coordinator"))
    assert "<textarea" not in text_of(client.get(f"/letters/words/versions/{number}"))


def test_the_call_script_is_shown_step_by_step(desk):
    text = text_of(desk("coordinator").get("/letters/words/call_script/so"))
    assert "heard.cannot_pay" in text
    assert "read aloud to nobody until a named qualified translator" in text


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('open = "', "open = " + "[" * 5000, "brackets stand in brackets"),
        ('open = "', f'{"a." * 3000}b = "x"\nopen = "', "tables stand in tables"),
        ('open = "', f"open = {'9' * 5000}", "5000 digits"),
    ],
)
def test_a_call_script_that_nobody_can_follow_is_named_and_not_kept(desk, before, after, said):
    client = desk("coordinator")
    number = draft(client, "call_script")
    answer = save(client, number, before, after)
    assert answer.status_code == 400
    assert said in text_of(answer)
    Wording.objects.filter(id=number).update(text=f"{after} {before}")
    assert client.get(f"/letters/words/versions/{number}").status_code == 200


@pytest.mark.parametrize(
    ("kind", "language"), [(one.kind, code) for one in word_kinds() for code in one.languages]
)
def test_the_words_of_every_kind_and_a_draft_of_them_open(desk, kind, language):
    client = desk("coordinator")
    assert client.get(f"/letters/words/{kind}/{language}").status_code == 200
    number = draft(client, kind, language)
    assert "Fields to insert: " in text_of(client.get(f"/letters/words/versions/{number}"))
