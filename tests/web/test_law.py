"""The Law page: every rule in plain words, what changes soon, and a lawyer's word."""

import re
from datetime import date

import pytest

from goodstanding.law import live_book
from goodstanding.records.models import AuditEvent, LawConfirmation
from tests.web.clinic import DAY, NOON

pytestmark = pytest.mark.usefixtures("clinic")
SPOUSE = "mn-spouse-not-liable"


def seen(client, address="/law", **asked):
    return client.get(address, asked).content.decode()


def listed(text):
    return re.findall(r'data-row tabindex="-1"><th scope="row"><a href="/law/([^"]+)"', text)


def test_every_rule_is_listed_with_what_it_does(desk, django_assert_max_num_queries):
    client = desk("it_admin")
    client.get("/law")
    with django_assert_max_num_queries(5):
        text = seen(client)
    assert set(listed(text)) == set(live_book().rules)
    assert "A husband or wife who did not sign does not owe" in text
    assert 'href="https://ag.state.mn.us/Office/Communications/2024/06/17_DebtFairness.asp"' in text


def test_what_changes_in_ninety_days_stands_first(desk):
    soon = seen(desk("biller")).split('id="soon-title"')[1].split("</section>")[0]
    assert "in the next 90 days: 4" in soon
    assert re.findall(r'datetime="([\d-]+)"', soon) == [
        "2026-12-31", "2027-01-01", "2027-01-01", "2027-01-31",
    ]  # fmt: skip
    assert "ends: Retro window 3 months" in soon


def test_a_state_without_law_is_said(desk, monkeypatch):
    client = desk("manager")
    assert "No law of" not in seen(client)
    monkeypatch.setattr("goodstanding.records.clinic.Clinic.state", "WI")
    text = seen(client)
    assert "No law of Wisconsin is written here; Minnesota's is kept as clinic policy" in text
    assert "Clinic policy, after Minn. Stat. 519.05" in seen(client, f"/law/{SPOUSE}")


@pytest.mark.parametrize(
    ("asked", "here", "not_here"),
    [
        ({"q": "spouse"}, SPOUSE, "us-canspam"),
        ({"q": "SIGN husband"}, SPOUSE, "mn-divorced-parents"),
        ({"show": "unverified"}, "mn-estate-letters", SPOUSE),
        ({"show": "informs"}, "mn-332c-damages", SPOUSE),
        ({"show": "unconfirmed"}, SPOUSE, "gate.no_phone"),
        ({"topic": "liability"}, SPOUSE, "us-canspam"),
        ({"place": "US"}, "us-canspam", SPOUSE),
        ({"place": "house"}, "gate.no_phone", SPOUSE),
        ({"show": "nonsense", "topic": "nonsense"}, SPOUSE, "none"),
    ],
)
def test_a_search_finds(desk, asked, here, not_here):
    found = listed(seen(desk("coordinator"), **asked))
    assert here in found
    assert not_here not in found


def test_a_search_that_finds_nothing_says_how_to_go_on(desk):
    text = seen(desk("coordinator"), q="zebra")
    assert not listed(text)
    assert "Show all" in text


def test_a_rule_shows_every_dated_figure(desk):
    client = desk("coordinator")
    text = seen(client, "/law/mn-ma-no-copay")
    assert re.search(r"Visit copay.*?\$3.*?09/01/2011.*?12/31/2023", text)
    assert re.search(r"Visit copay.*?\$0.*?01/01/2024", text)
    assert "Mark as confirmed" not in text
    assert "not known" in seen(client, "/law/mn-332c-damages")
    assert client.get("/law/mn-none").status_code == 404


def confirm(client, **more):
    given = {"name": "A. Counsel", "on": "11/20", "note": "Read with us.", **more}
    return client.post(f"/law/{SPOUSE}/confirm", given)


def test_a_manager_writes_down_a_lawyers_word_and_takes_it_back(desk):
    client = desk("manager")
    assert confirm(client).status_code == 302
    text = seen(client, f"/law/{SPOUSE}")
    assert "A. Counsel, 11/20/2026, written by" in text
    assert "105 of 106" in seen(client)
    assert listed(seen(client, show="confirmed")) == [SPOUSE]
    client.post(f"/law/{SPOUSE}/take-back", {"note": "Asked again."})
    text = seen(client, f"/law/{SPOUSE}")
    assert "taken back" in text
    assert "106 of 106" in seen(client)
    verbs = AuditEvent.objects.filter(verb__startswith="law.").values_list("verb", flat=True)
    assert list(verbs) == ["law.confirm", "law.take_back"]


def test_a_rule_that_changed_is_unconfirmed_again(desk):
    client = desk("manager")
    LawConfirmation.objects.create(
        rule=SPOUSE, mark="0" * 64, name="A. Counsel", on=DAY, by="manager", at=NOON
    )
    assert "Changed since it was confirmed" in seen(client, f"/law/{SPOUSE}")
    assert "106 of 106" in seen(client)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": " "}, "This field is required"),
        ({"on": "11/24/2026"}, "still to come"),
        ({"on": "soon"}, "Write the day as"),
        ({"note": "4111 1111 1111 1111"}, "Take the card number out"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(desk, given, words):
    answer = confirm(desk("manager"), **given)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not LawConfirmation.objects.exists()


def test_taking_back_what_nobody_said_is_refused(desk):
    client = desk("manager")
    client.post(f"/law/{SPOUSE}/take-back", {"note": "x"})
    assert "nothing to take back" in seen(client, f"/law/{SPOUSE}")
    assert not LawConfirmation.objects.exists()


def test_the_day_is_kept_as_given(desk):
    confirm(desk("manager"))
    kept = LawConfirmation.objects.get()
    assert (kept.on, kept.mark) == (date(2026, 11, 20), live_book().rules[SPOUSE].mark)
