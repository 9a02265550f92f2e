"""Working together on the pages: owner, presence, cover, a pasted list, letters as mailed."""

import io
import re

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.actions import covers, work
from goodstanding.actions.unit import Actor
from goodstanding.records.models import AuditEvent, Contact, Lease, Letter, Note, Staff, Standing
from tests.web.clinic import BERG, BY, DAY, FISK, LOPEZ, NOON, OLSON, WARSAME, colleague
from tests.web.test_today import rows

pytestmark = pytest.mark.usefixtures("clinic")


def today(client, **asked):
    return client.get("/today", asked).content.decode()


def give(account, owner, note=""):
    work.assign(account_id=account, owner=owner, note=note, by=BY, at=NOON)


def test_a_manager_sees_everyones_rows_and_others_their_own_and_nobodys(desk):
    manager, mine = desk("manager"), desk("coordinator")
    colleague("biller", password="")
    give(FISK, "biller-1")
    give(WARSAME, "coordinator-1")
    assert set(rows(today(manager, queue="letters"))) == {FISK, OLSON, WARSAME}
    assert set(rows(today(mine, queue="letters"))) == {OLSON, WARSAME}
    assert rows(today(mine, queue="letters", owner="@biller-1")) == [FISK]
    assert rows(today(mine, queue="letters", owner="nobody")) == [OLSON]


def test_the_owner_chosen_stays_and_comes_back_to_the_same_list(desk):
    client = desk("coordinator")
    give(FISK, "coordinator-1")
    seen = client.post("/today/owner", {"owner": "me", "back": "?queue=letters"})
    assert seen["Location"] == "/today?queue=letters"
    assert Staff.objects.get(username="coordinator-1").shown_owner == "me"
    assert rows(today(client, queue="letters")) == [FISK]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "?a\r\nSet-Cookie: x"])
def test_no_address_of_another_is_gone_back_to(desk, back):
    seen = desk("coordinator").post("/today/owner", {"owner": "me", "back": back})
    assert seen["Location"].startswith("/today")
    assert "\n" not in seen["Location"]


def test_the_selected_rows_are_assigned_from_one_form(desk):
    client = desk("coordinator")
    text = client.get("/today/chosen", {"account": [FISK, OLSON], "do": "assign"}).content.decode()
    assert "Assign 2" in text
    assert "Fisk, Ole" in text
    asked = {"account": [FISK, OLSON], "owner": "coordinator-1", "note": "First these."}
    text = client.post("/today/chosen/assign", asked, follow=True).content.decode()
    assert "2 accounts are given to coordinator-1." in text
    assert text.count("First these.") == 2


def test_a_biller_may_not_let_rows_wait(desk):
    client = desk("biller")
    assert 'value="wait"' not in today(client)
    assert client.post("/today/chosen/wait", {"account": [FISK]}).status_code == 403


def test_the_page_says_who_works_and_says_nothing_twice(desk):
    dana, kim = desk("coordinator"), desk("manager")
    dana.post(f"/accounts/{LOPEZ}/here", {"page": "p1", "work": "1"})
    text = kim.post(f"/accounts/{LOPEZ}/here", {"page": "p2", "work": "1"}).content.decode()
    assert "coordinator-1 works on this since 12:00 PM." in text
    assert "Take over, because" in text
    said = re.search(r'name="said" value="(\w+)"', text)[1]
    again = kim.post(f"/accounts/{LOPEZ}/here", {"page": "p2", "work": "1", "said": said})
    assert (again.status_code, again.content) == (204, b"")
    assert "works on this" in kim.get(f"/accounts/{LOPEZ}").content.decode()
    dana.post(f"/accounts/{LOPEZ}/leave", {"page": "p1"})
    assert list(Lease.objects.values_list("by", flat=True)) == ["manager-1"]


def test_being_there_is_polled_and_leaves_no_audit_event(desk):
    client = desk("coordinator")
    before = AuditEvent.objects.count()
    client.post(f"/accounts/{LOPEZ}/here", {"page": "p1", "work": "1"})
    client.get("/today/here", {"keys": "1,2,x," + "9" * 40})
    assert AuditEvent.objects.count() == before


def test_a_call_is_refused_in_the_panel_and_the_words_are_kept(desk):
    dana, kim = desk("coordinator"), desk("manager")
    dana.post(f"/accounts/{LOPEZ}/here", {"page": "p1", "work": "1"})
    asked = {"answered": "voicemail", "note": "Rang twice."}
    text = kim.post(f"/accounts/{LOPEZ}/calls/log", asked).content.decode()
    assert "Nothing was saved; your words are kept." in text
    assert "Rang twice." in text
    assert not Contact.objects.filter(by="manager-1").exists()


def test_the_old_form_is_shown_what_a_colleague_saved_and_saves_the_second_time(desk):
    dana, kim = desk("coordinator"), desk("manager")
    text = dana.get(f"/accounts/{LOPEZ}", {"drawer": "call"}).content.decode()
    asked = {"answered": "voicemail", "note": "Mine.", "seen": seen_of(text)}
    kim.post(f"/accounts/{LOPEZ}/calls/log", {"answered": "nobody", "note": "Hers."})
    text = dana.post(f"/accounts/{LOPEZ}/calls/log", asked).content.decode()
    assert "manager-1, 12:00 PM: no answer (Hers.)" in text
    assert "Mine." in text
    dana.post(f"/accounts/{LOPEZ}/calls/log", {**asked, "seen": seen_of(text)})
    assert Contact.objects.filter(by="coordinator-1", outcome="voicemail").count() == 1


def seen_of(text):
    return re.search(r'name="seen" value="([\d.]+)"', text)[1]


def test_the_front_desk_reads_no_note_and_names_no_kind(desk):
    desk("coordinator").post(
        f"/accounts/{FISK}/notes/add", {"text": "Bankrupt soon.", "kind": "front_desk"}
    )
    client = desk("front_desk")
    text = client.get(f"/accounts/{FISK}").content.decode()
    for hidden in ("Bankrupt soon", "Kind", "coordinator-1", "Owner"):
        assert hidden not in text
    client.post(f"/accounts/{FISK}/notes/add", {"text": "Wants a receipt.", "kind": "billing"})
    assert Note.objects.latest("id").kind == "front_desk"


def test_covering_shows_their_list_and_ends_with_its_last_day(desk, monkeypatch):
    client = desk("biller")
    colleague("coordinator", password="")
    new = covers.NewCover("coordinator-1", "biller-1", DAY, DAY, "Lopez first.")
    number = covers.plan_cover(cover=new, by=BY_MANAGER, at=NOON)
    assert rows(today(client, queue="promises")) == []
    client.post(f"/today/covers/{number}/begin")
    text = today(client, queue="promises")
    assert rows(text) == [LOPEZ]
    assert "Lopez first." in text
    assert f"/accounts/{LOPEZ}?drawer=call" in text
    covers.end_cover(number=number, by=BY_MANAGER, at=NOON)
    today(client)
    assert "Cover mode" not in today(client)


def test_covering_shows_nothing_that_a_supervisor_decides_however_it_is_asked_for(desk):
    client, absent = desk("biller"), desk("coordinator")
    new = covers.NewCover("coordinator-1", "biller-1", DAY, DAY, "")
    number = covers.plan_cover(cover=new, by=BY_MANAGER, at=NOON)
    Standing.objects.filter(guarantor__number=FISK).update(queue="review", act="screen_assistance")
    assert rows(today(absent, queue="review")) == [FISK]
    client.post(f"/today/covers/{number}/begin")
    text = today(client, queue="review")
    assert rows(text) == [LOPEZ]
    assert re.search(r'aria-current="page"[^>]*>.*Promises', text)


BY_MANAGER = Actor("manager-1", "manager")


def test_a_pasted_list_is_a_tab_until_it_is_closed(desk):
    client = desk("coordinator")
    asked = {"numbers": f"{LOPEZ}\n{BERG}\n{BERG}\n104233\n77777"}
    text = client.post("/today/pasted", asked, follow=True).content.decode()
    assert set(rows(text)) == {LOPEZ, BERG}
    assert "2 matched. 1 not matched: 77777. 2 more than once:" in text
    client.post("/today/pasted", {"close": "1"})
    assert "Pasted list" not in today(client)


def test_the_filters_narrow_a_pasted_list_too(desk):
    client = desk("coordinator")
    client.post("/today/pasted", {"numbers": f"{LOPEZ}\n{FISK}\n{BERG}"})
    assert rows(today(client, queue="pasted", language="es")) == [LOPEZ]
    text = today(client, queue="pasted", least="96.10")
    assert set(rows(text)) == {LOPEZ, FISK}
    assert "<b>2</b> people" in text
    assert rows(today(client, queue="pasted", least="96.10", language="vi")) == []


def test_a_list_of_nothing_known_is_said(desk):
    text = desk("coordinator").post("/today/pasted", {"numbers": "1\n2"}).content.decode()
    assert "None of these is an account of ours." in text


def test_the_tabs_of_the_timeline_add_up(desk):
    text = desk("coordinator").get(f"/accounts/{LOPEZ}").content.decode()
    tabs = re.findall(r'data-t="\d"[^>]*>(\w+) <span class="count">(\d+)<', text)
    counts = {name: int(count) for name, count in tabs}
    assert list(counts) == ["All", "Calls", "Letters", "Money", "Holds", "Notes", "System"]
    assert counts["All"] == sum(counts.values()) - counts["All"]
    assert (counts["Calls"], counts["Letters"], counts["Money"]) == (1, 1, 4)


def test_notes_are_filtered_by_their_kind(desk):
    client = desk("coordinator")
    for kind, text in (("billing", "About the bill."), ("insurance", "About the plan.")):
        client.post(f"/accounts/{FISK}/notes/add", {"text": text, "kind": kind})
    give(FISK, "coordinator-1", "About the son.")
    whole = client.get(f"/accounts/{FISK}", {"show": "notes"}).content.decode()
    assert [word in whole for word in ("the bill", "the plan", "the son")] == [True] * 3
    text = client.get(f"/accounts/{FISK}", {"show": "notes", "kind": "insurance"}).content.decode()
    lines = text.split('class="timeline"')[1]
    assert [word in lines for word in ("the bill", "the plan", "the son")] == [False, True, False]


def test_a_letter_is_viewed_as_it_was_mailed(desk):
    client = desk("coordinator")
    Letter.objects.update(looked_by="coordinator-1")
    client.post("/letters/print")
    letters = Letter.objects.filter(state="printed").order_by("place")
    client.post(f"/letters/batches/{letters[0].batch_id}/confirm")
    for letter in letters:
        text = client.get(f"/accounts/{letter.guarantor.number}").content.decode()
        assert f"/letters/{letter.id}/as-mailed" in text
        assert f'action="/letters/{letter.id}/word"' in text
        seen = client.get(f"/letters/{letter.id}/as-mailed")
        with pikepdf.open(io.BytesIO(seen.content)) as made:
            assert len(made.pages) == letter.pages
        assert f"L-{letter.id:06d}" in words_of(seen.content)
        assert f"L-{letters.exclude(id=letter.id)[0].id:06d}" not in words_of(seen.content)


def words_of(made):
    from tests.outbound.paper import text_of

    return text_of(made)


def test_what_the_door_stopped_is_in_the_timeline(desk):
    client = desk("coordinator")
    letter = Letter.objects.get(guarantor__number=FISK)
    Letter.objects.filter(id=letter.id).update(cents=1, looked_by="coordinator-1")
    client.post("/letters/print")
    text = client.get(f"/accounts/{FISK}", {"show": "letters"}).content.decode()
    assert "Statement stopped" in text
    assert "The amount is now $96.10; it was $0.01." in text


def test_the_team_page_leads_to_the_rows(desk):
    client = desk("manager")
    give(FISK, "manager-1")
    text = client.get("/team").content.decode()
    assert 'href="/today?queue=letters&amp;owner=@manager-1">1<' in text
    assert 'href="/today?queue=letters&amp;owner=nobody">2<' in text


@pytest.mark.parametrize("address", ["/today", "/team", "/mentions", "/today/covers"])
def test_a_page_asks_a_fixed_number_of_questions(desk, address):
    client = desk("manager")
    client.get("/help")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    # Today also asks for kept promises and for estimates that are due.
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= 22
