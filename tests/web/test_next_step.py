"""The next step's card: why this and not something else, and Do something else."""

import re
from datetime import date

import pytest
from django.urls import reverse

from goodstanding.law import live_book
from goodstanding.records.models import Decision, Override
from tests.guards_off import tamper
from tests.web.clinic import DAY, EK, FISK, LOPEZ

pytestmark = pytest.mark.django_db
CHOICE = {
    "act": "wait", "until": "+7", "reason": "patient asked for time",
    "words": "Paid <b>Friday</b>",
}  # fmt: skip


def url(account=FISK, name="override_place"):
    return reverse(name, args=[account])


def page(client, account=FISK, query=""):
    return client.get(f"{reverse('account', args=[account])}{query}").content.decode()


def in_words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def card(html):
    """The next step's words."""
    return in_words(html.partition('aria-labelledby="next-title"')[2].partition("</section>")[0])


def test_the_card_says_what_was_asked_and_by_which_policy_and_law(clinic, desk):
    said = card(page(desk("coordinator")))
    decision = Decision.objects.get(guarantor__number=FISK)
    for words in (
        "Holds on the account: No hold stands on this account.",
        "A small balance: $96.10 is not below $5.00.",
        "The steps of the policy : First statement due 11/20/2026: $96.10 owed since 11/20/2026. "
        "This decides.",
        f"Policy {decision.policy} · law book {live_book().mark[:12]}",
        "Do something else",
    ):
        assert words in said


def test_rules_after_the_one_that_decided_are_only_named(clinic, desk):
    said = card(page(desk("coordinator"), EK))
    assert "Not asked after that: Holds on the account; Credit to look at;" in said
    assert "Not reached" not in said


def test_a_decision_without_kept_facts_says_so(clinic, desk):
    tamper("UPDATE records_decision SET facts_id = NULL")
    assert "This was decided before the facts were kept." in card(page(desk("coordinator")))


def test_a_block_leaves_no_choice_on_the_page_and_none_behind_it(clinic, desk):
    client = desk("manager")
    said = card(page(client, EK))
    assert "No other step can be chosen: what is said above stops every choice." in said
    assert "Do something else" not in said
    answer = client.post(url(EK), CHOICE)
    assert "No choice goes past this: " in answer.content.decode()
    assert not Override.objects.exists()


@pytest.mark.parametrize(("role", "firm"), [("coordinator", False), ("manager", True)])
def test_only_what_the_role_may_choose_is_offered(clinic, desk, role, firm):
    html = page(desk(role), query="?drawer=override")
    assert 'value="wait"' in html
    assert ('value="final_letter"' in html) is firm
    assert 'value="lawsuit"' not in html


def test_what_the_role_may_not_choose_is_refused_when_sent_anyway(clinic, desk):
    html = desk("coordinator").post(url(), CHOICE | {"act": "final_letter"}).content.decode()
    assert "Select a valid choice" in html
    assert not Override.objects.exists()


def test_the_biller_sees_why_and_cannot_choose(clinic, desk):
    client = desk("biller")
    html = page(client, query="?drawer=override")
    assert "Why this and not something else" in html
    assert "Make it the next step" not in html
    assert "Do something else" not in html
    assert client.post(url(), CHOICE).status_code == 403


def test_a_choice_is_saved_shown_and_ended(clinic, desk):
    client = desk("coordinator")
    assert client.post(url(), CHOICE).status_code == 302
    row = Override.objects.get()
    assert (row.until, row.reason, row.starts_on) == (
        date(2026, 11, 30), "patient asked for time", DAY
    )  # fmt: skip
    html = page(client)
    assert "<b>Friday</b>" not in html
    said = card(html)
    by = "instead of “Send statement”, by coordinator-1 on 11/23/2026: patient asked for time."
    assert f"Wait until Mon 11/30, {by}" in said.replace(" ,", ",")
    assert "Paid &lt;b&gt;Friday&lt;/b&gt; End this choice" in said
    assert "Next step chosen: wait until 11/30/2026" in in_words(html)
    assert client.post(url(name="override_end")).status_code == 302
    assert "Chosen by a person" not in card(page(client))
    assert "Choice ended: wait by coordinator-1" in in_words(page(client))


def test_what_is_missing_is_said_and_nothing_is_lost(clinic, desk):
    client = desk("coordinator")
    wrong = CHOICE | {"until": "soon", "reason": "other", "words": ""}
    html = client.post(url(), wrong).content.decode()
    assert "Write the day as 12/4, 12/4/26, fri, t or +14." in html
    assert "Say in your own words why another step is right." in html
    assert re.search(r'value="wait"[^>]*checked', html)
    assert not Override.objects.exists()


def test_a_refused_choice_names_its_reason_in_the_drawer(clinic, desk):
    html = desk("coordinator").post(url(), CHOICE | {"until": "+100"}).content.decode()
    assert "Choose a last day from 11/24/2026 to 02/21/2027." in html
    assert "Make it the next step" in html


def test_the_drawer_comes_alone_to_a_script(clinic, desk):
    client = desk("coordinator")
    address = reverse("account", args=[LOPEZ])
    html = client.get(f"{address}?drawer=override", headers={"HX-Request": "true"}).content.decode()
    assert "Make it the next step" in html
    assert "<html" not in html
