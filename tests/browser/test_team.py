"""Working together, in two windows: who is here, one call only, assign, mention, cover, a letter
that came back.
"""

import re

from playwright.sync_api import expect

from goodstanding.actions import covers
from goodstanding.actions.letters import confirm_mailed, print_batch
from goodstanding.actions.unit import Actor
from goodstanding.records.models import Assignment, Contact, Letter, Mention, ReturnedMail
from tests.browser.test_cash import keys
from tests.browser.test_desk import serious
from tests.web.clinic import BY, DAY, FISK, LOPEZ, NOON


def test_two_windows_see_each_other_and_one_saves_a_call(sign_in):
    first, second = sign_in("coordinator"), sign_in("manager")
    first.goto(f"/accounts/{LOPEZ}?drawer=call")
    expect(first.locator("#here-words")).to_be_empty()
    second.goto(f"/accounts/{LOPEZ}?drawer=call")
    expect(second.locator("#here-words")).to_contain_text("coordinator-1 works on this since 12:00")
    expect(first.locator("#here-words")).to_contain_text("manager-1 has this open since 12:00 PM")
    assert serious(second) == []
    keys(second, "v", "Control+Enter")
    expect(second.locator(".call-panel")).to_contain_text("Nothing was saved; your words are kept.")
    assert not Contact.objects.filter(by="manager-1").exists()
    keys(first, "v", "Control+Enter")
    expect(first.locator(".saved")).to_contain_text(f"call on account {LOPEZ}")
    assert Contact.objects.get(outcome="voicemail").by == "coordinator-1"


def test_taking_over_tells_the_first_on_their_page(sign_in):
    first, second = sign_in("coordinator"), sign_in("manager")
    first.goto(f"/accounts/{LOPEZ}?work=1")
    expect(first.locator("input[name=said]")).to_be_attached()
    second.goto(f"/accounts/{LOPEZ}?work=1")
    second.get_by_label("Take over, because").fill("She rang me back.")
    second.get_by_role("button", name="Take over").click()
    expect(second.locator(".saved")).to_contain_text("you work on account")
    expect(first.locator("#here-words")).to_contain_text("manager-1 took this over from you.")
    expect(first.locator("#here-words")).to_contain_text("She rang me back.")


def test_the_row_of_today_says_who_is_there_and_lets_go_when_they_leave(sign_in):
    first, second = sign_in("coordinator"), sign_in("manager")
    second.goto("/today?queue=promises")
    first.goto("/today?queue=promises")
    keys(first, "j", "Enter")
    first.wait_for_url(f"**/accounts/{LOPEZ}?work=1")
    there = second.locator(".there")
    expect(there).to_contain_text("coordinator-1 works on this since 12:00 PM")
    first.goto("/help")
    expect(there).to_be_empty()


def test_a_row_is_handed_over_with_a_and_put_away_with_got_it(sign_in):
    first, second = sign_in("manager"), sign_in("coordinator")
    first.goto("/today?queue=promises")
    keys(first, "j", "a")
    first.get_by_label("Whose work").select_option("coordinator-1")
    first.get_by_label("Hand-over note").fill("She asked for you.")
    assert serious(first) == []
    keys(first, "Control+Enter")
    expect(first.locator(".saved")).to_contain_text("1 account is given to coordinator-1.")
    assert Assignment.objects.get(ended_at=None).owner == "coordinator-1"
    second.goto("/today?queue=promises")
    expect(second.locator(".handed")).to_contain_text("She asked for you.")
    assert serious(second) == []
    second.goto(f"/accounts/{LOPEZ}")
    expect(second.locator(".handed-note")).to_contain_text("Handed over by manager-1")
    second.get_by_role("button", name="Got it").click()
    expect(second.locator(".handed-note")).to_have_count(0)


def test_a_colleague_named_in_a_note_sees_it_and_says_so(sign_in):
    first, second = sign_in("coordinator"), sign_in("biller")
    first.goto(f"/accounts/{LOPEZ}")
    keys(first, "n")
    first.get_by_label("Note", exact=True).fill("@biler-1 what did North Star say?")
    keys(first, "Control+Enter")
    expect(first.locator(".drawer")).to_contain_text("Did you mean @biller-1")
    first.get_by_label("Note", exact=True).fill("@biller-1 what did North Star say?")
    first.get_by_label("Kind").select_option("insurance")
    keys(first, "Control+Enter")
    expect(first.locator(".saved")).to_contain_text("note to Patient Accounts")
    second.goto("/today")
    second.get_by_role("link", name="Mentions (1)").click()
    expect(second.locator("main")).to_contain_text("what did North Star say?")
    second.get_by_role("button", name="Seen").click()
    expect(second.locator("main")).to_contain_text("No note names you")
    assert Mention.objects.get().seen_at is not None


def test_covering_shows_the_other_list_with_the_note_and_signs_for_them(sign_in):
    page = sign_in("biller")
    sign_in("coordinator")
    new = covers.NewCover("coordinator-1", "biller-1", DAY, DAY, "Lopez first, she waits.")
    covers.plan_cover(cover=new, by=Actor("coordinator-1", "coordinator"), at=NOON)
    page.goto("/today")
    page.get_by_role("button", name="Cover now").click()
    expect(page.locator(".note-on-top")).to_contain_text("Lopez first, she waits.")
    expect(page.locator(".covering")).to_contain_text("you work for coordinator-1")
    assert serious(page) == []
    page.goto("/today?queue=promises")
    keys(page, "j", "Enter")
    expect(page.locator(".call-panel")).to_contain_text("Hello")
    keys(page, "v", "Control+Enter")
    expect(page.locator(".saved")).to_contain_text(f"call on account {LOPEZ}")
    expect(page.locator(".timeline")).to_contain_text("by biller-1 for coordinator-1")
    page.get_by_role("button", name="Stop covering").click()
    expect(page.locator(".covering")).to_have_count(0)


def mailed():
    batch = print_batch(on=DAY, by=BY, at=NOON)
    confirm_mailed(batch_id=batch.id, pulled=[], by=BY, at=NOON)
    return Letter.objects.get(guarantor__number=FISK, state="mailed").id


def test_a_returned_letter_is_three_interactions_and_one_to_take_back(sign_in):
    letter = mailed()
    page = sign_in("coordinator")
    page.wait_for_url("**/today")
    keys(page, "/")
    page.keyboard.type(f"L-{letter:06d}")
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_contain_text("Fisk, Ole")
    assert serious(page) == []
    keys(page, "r")
    expect(page.locator(".saved")).to_contain_text("came back")
    assert ReturnedMail.objects.get().letter_id == letter
    page.goto(f"/accounts/{FISK}?show=letters")
    expect(page.locator(".timeline")).to_contain_text("Letter came back")
    expect(page.locator(".next-step .act")).to_have_text("Find the address")
    page.goto(f"/search?q=L-{letter:06d}")
    keys(page, "u")
    expect(page.locator(".saved")).to_contain_text("is taken back")


def test_the_timeline_by_keys(sign_in):
    page = sign_in("coordinator")
    page.goto(f"/accounts/{LOPEZ}")
    keys(page, "t", "4")
    page.wait_for_url(re.compile("show=money"))
    expect(page.locator(".timeline")).to_contain_text("Insurance paid")
    expect(page.locator(".timeline")).not_to_contain_text("Statement sent")
