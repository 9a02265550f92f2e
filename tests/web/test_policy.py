"""The policy page: read it, draft it, try it, and have a second person approve it."""

import re
from urllib.parse import unquote

import pytest

from goodstanding.actions import policy as acts
from goodstanding.actions.tasks import run_next
from goodstanding.actions.unit import Actor
from goodstanding.records.models import Override, PolicyVersion, Standing, Task
from tests.web.clinic import BY, DAY, LOPEZ, NOON

pytestmark = pytest.mark.usefixtures("clinic")


def text_of(response) -> str:
    return response.content.decode()


def draft(client, **changed: str) -> int:
    """A draft made on the page, with values changed in its fields."""
    client.post("/policy/draft")
    number = PolicyVersion.objects.latest("id").id
    if changed:
        fields = {f"at.{name.replace('__', '.')}": given for name, given in changed.items()}
        client.post(f"/policy/versions/{number}/save", fields)
    return number


def tried(client, number: int) -> None:
    client.post(f"/policy/versions/{number}/try")
    run_next(by=BY, clock=lambda: NOON)


def test_the_policy_in_sentences(desk, django_assert_max_num_queries):
    client = desk("biller")
    with django_assert_max_num_queries(14):
        text = text_of(client.get("/policy"))
    assert "45 days after the money became theirs a person calls" in text
    assert "No statement goes out for less than $5.00." in text
    assert "At most 7 calls in 7 days" in text
    assert "8 AM to 9 PM in the person&#x27;s own time" in text
    assert "No drafts." in text
    assert "Start a draft" not in text, "a biller reads"


def test_a_value_changed_in_its_field(desk):
    client = desk("coordinator")
    number = draft(client, steps__call_1__day="40", costs__call="5.00")
    text = text_of(client.get(f"/policy/versions/{number}"))
    assert "First call: day: 45 becomes 40" in text
    assert "What a step costs the clinic: call: 4.00 becomes 5.00" in text
    assert 'name="at.steps.call_1.day" value="40"' in text


def test_every_field_has_a_name_for_who_listens(desk):
    client = desk("coordinator")
    text = text_of(client.get(f"/policy/versions/{draft(client)}"))
    fields = re.findall(r'<input class="form-control amount" id="(at\.[^"]+)"', text)
    assert len(fields) > 40
    assert [
        each for each in fields if f'<label class="visually-hidden" for="{each}">' not in text
    ] == []


def test_a_fault_is_said_and_what_was_written_is_not_lost(desk):
    client = desk("coordinator")
    number = draft(client)
    kept = PolicyVersion.objects.get(id=number).text
    wrong = kept.replace("tries = 3", "tries = 0")
    seen = client.post(f"/policy/versions/{number}/save", {"text": wrong})
    assert seen.status_code == 400
    assert "Nothing was saved yet" in text_of(seen)
    assert "calls.tries" in text_of(seen)
    assert "tries = 0" in text_of(seen)
    assert PolicyVersion.objects.get(id=number).text == kept


def test_the_whole_text_is_taken_as_browsers_send_it(desk):
    client = desk("coordinator")
    number = draft(client)
    text = PolicyVersion.objects.get(id=number).text.replace("tries = 3", "tries = 4")
    client.post(f"/policy/versions/{number}/save", {"text": text.replace("\n", "\r\n")})
    assert PolicyVersion.objects.get(id=number).text == text


def test_from_a_draft_to_the_day_it_starts(desk):
    dana, kim = desk("coordinator"), desk("manager")
    number = draft(dana, steps__reminder_1__day="20")
    page = f"/policy/versions/{number}"
    assert "Try this draft first" in text_of(dana.post(f"{page}/propose", follow=True))
    tried(dana, number)
    assert "See it side by side" in text_of(dana.get(page))
    dana.post(f"{page}/propose")
    assert "waits for a manager who did not make it" in text_of(dana.get(page))
    assert dana.post(f"{page}/approve", {"starts_on": "t"}).status_code == 403
    kim.post(f"{page}/approve", {"starts_on": "12/1/2026"})
    text = text_of(kim.get(page))
    assert "Approved by manager-1" in text
    assert "in force from 12/01/2026" in text
    assert "Version 1," in text_of(kim.get("/policy")), "until then"


def test_kim_cannot_approve_her_own_change(desk):
    kim = desk("manager")
    number = draft(kim, steps__reminder_1__day="20")
    tried(kim, number)
    kim.post(f"/policy/versions/{number}/propose")
    text = text_of(kim.get(f"/policy/versions/{number}"))
    assert "so another manager approves it" in text
    assert ">Approve<" not in text
    seen = kim.post(f"/policy/versions/{number}/approve", {"starts_on": "t"})
    assert "cannot approve their own change" in text_of(seen)
    assert PolicyVersion.objects.get(id=number).state == "proposed"


def test_a_first_day_that_cannot_be_read(desk):
    dana, kim = desk("coordinator"), desk("manager")
    number = draft(dana, steps__reminder_1__day="20")
    tried(dana, number)
    dana.post(f"/policy/versions/{number}/propose")
    seen = kim.post(f"/policy/versions/{number}/approve", {"starts_on": "someday"})
    assert "Write the first day as 12/4" in text_of(seen)


def test_a_trial_side_by_side(desk, django_assert_max_num_queries):
    """Fisk's first statement would no longer go out: 96.10 is less than 100.00."""
    client = desk("coordinator")
    number = draft(client, small__no_statement_below="100.00")
    standings = list(Standing.objects.values())
    tried(client, number)
    with django_assert_max_num_queries(10):
        text = text_of(client.get(f"/policy/versions/{number}/trial"))
    assert "1 of 6 accounts change" in text
    assert "/accounts/103014" in text
    assert "Asked while insurance was still open (must be 0)" in text
    assert "11/23/2025 to 11/23/2026 walked again" in text
    assert "not enough to tell" in text
    assert list(Standing.objects.values()) == standings, "nothing was changed by it"


def test_trying_twice_at_once_is_one_trial(desk):
    client = desk("coordinator")
    number = draft(client, steps__reminder_1__day="20")
    for _ in range(2):
        client.post(f"/policy/versions/{number}/try")
    assert Task.objects.filter(kind="trial").count() == 1
    assert "It is being tried on the books." in text_of(client.get(f"/policy/versions/{number}"))


def test_there_is_no_trial_before_it_ran(desk):
    client = desk("coordinator")
    assert client.get(f"/policy/versions/{draft(client)}/trial").status_code == 404
    assert client.get("/policy/versions/999/trial").status_code == 404


def test_what_is_taken_back_cannot_be_changed(desk):
    client = desk("coordinator")
    number = draft(client)
    client.post(f"/policy/versions/{number}/withdraw")
    text = text_of(client.get(f"/policy/versions/{number}"))
    assert "Taken back" in text
    assert "Keep the draft" not in text


def test_where_people_chose_otherwise(desk):
    from goodstanding.records.models import Guarantor

    key = Guarantor.objects.get(number=LOPEZ).id
    Override.objects.create(
        guarantor_id=key, act="wait", starts_on=DAY, until=DAY, reason="just talked",
        words="Pays on Friday", by="dana", role="coordinator", at=NOON,
    )  # fmt: skip
    text = text_of(desk("manager").get("/policy"))
    assert "Chosen otherwise, last 4 weeks: 1" in text
    assert "Pays on Friday" in text
    assert f"/accounts/{LOPEZ}" in unquote(text)


def test_the_public_words_are_those_of_the_policy_in_force(desk):
    """Practice and publication match: mn-62j806-published-policy."""
    dana = desk("front_desk")
    assert "Day 45: we call you" in text_of(dana.get("/policy/plain"))
    by, kim = Actor("a", "coordinator"), Actor("k", "manager")
    from goodstanding.core.policy_text import with_values
    from goodstanding.records import clinic

    text, _ = with_values(clinic.policy_chosen(DAY).text, {"steps.call_1.day": "40"})
    number = acts.draft_policy(text=text, by=by, at=NOON)
    mark = PolicyVersion.objects.get(id=number).mark
    trial = {"mark": mark, "against": clinic.policy_name(DAY), "on": "2026-11-23"}
    acts.keep_trial(mark=mark, trial=trial, by=by, at=NOON)
    acts.propose_policy(draft=number, by=by, at=NOON)
    acts.approve_policy(draft=number, starts_on=DAY, by=kim, at=NOON)
    assert "Day 40: we call you" in text_of(dana.get("/policy/plain"))
