"""Today: why each person is there, in words; tabs that add up; filters that say what they did."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.records.models import (
    Appointment,
    Coverage,
    Guarantor,
    Patient,
    Promise,
    Standing,
)
from goodstanding.records.queries.assistance_signs import signs_of_rows
from tests.web.clinic import BERG, DAY, EK, FISK, LOPEZ, OLSON, WARSAME

pytestmark = pytest.mark.usefixtures("clinic")


def page(client, **asked):
    seen = client.get("/today", asked)
    assert seen.status_code == 200
    return seen.content.decode()


def rows(text):
    return re.findall(r'Select account ([^"]+)"', text)


def test_a_row_says_why_now_in_words(desk):
    text = page(desk("coordinator"), queue="promises")
    assert rows(text) == [LOPEZ]
    assert "Promise of $60.00 for 11/10/2026 was not kept." in text
    assert "184.20" in text


def test_the_tabs_are_disjoint_and_count_people(desk):
    client = desk("manager")
    text = page(client)
    counts = dict(re.findall(r'queue=(\w+)[^>]*>.*?class="count">(\d+)<', text))
    found = [account for queue in counts for account in rows(page(client, queue=queue))]
    assert len(found) == len(set(found)) == sum(map(int, counts.values()))
    assert set(found) >= {LOPEZ, EK, FISK, WARSAME}


def test_an_interpreter_is_named_beside_the_language(desk):
    assert "es, with an interpreter" in page(desk("coordinator"), queue="promises")


def test_a_filter_that_matches_no_one_names_itself(desk):
    text = page(desk("coordinator"), queue="promises", language="so", least="500")
    assert "No one matches <i>Somali and owes $500 or more</i>" in text
    assert "Clear filters" in text


def test_an_amount_that_cannot_be_read_is_said_and_narrows_nothing(desk):
    text = page(desk("coordinator"), queue="promises", least="lots")
    assert "Write the amount as 1250, 1,250 or 1,250.50." in text
    assert rows(text) == [LOPEZ]


@pytest.mark.parametrize("asked", [
    {"queue": "nothing"}, {"page": "-1"}, {"page": "9" * 30}, {"page": "²"}, {"language": "'"},
    {"least": "\x00"},
])  # fmt: skip
def test_an_odd_address_is_read_kindly(desk, asked):
    assert "Today" in page(desk("coordinator"), **asked)


def test_a_biller_sees_the_insurers_work_and_not_the_calls(desk):
    assert rows(page(desk("biller"), queue="promises")) == []


def test_the_list_asks_a_fixed_number_of_questions(desk, django_assert_max_num_queries):
    client = desk("coordinator")
    client.get("/help")
    with django_assert_max_num_queries(25):
        page(client)


def test_the_row_of_an_offer_says_why_help_may_fit(desk):
    client = desk("coordinator")
    Guarantor.objects.filter(number=WARSAME).update(household_size=4, annual_income_cents=52_000_00)
    refused = {"channel": "call", "direction": "out", "outcome": "refused", "note": "No money"}
    client.post(f"/accounts/{WARSAME}/contacts/log", refused)
    assert Standing.objects.get(guarantor__number=WARSAME).act == "screen_assistance"
    text = page(client, queue="review")
    assert "Help may fit: The income on file is 157 percent" in text
    assert "Help may fit: They said" not in text
    Guarantor.objects.update(annual_income_cents=None)
    assert "Help may fit" not in page(client, queue="review")


def test_signs_cost_the_same_for_two_rows_and_for_more(django_assert_num_queries):
    keys = list(Guarantor.objects.values_list("id", flat=True))
    some = list(Guarantor.objects.filter(number__in=(LOPEZ, OLSON)).values_list("id", flat=True))
    signs_of_rows(keys, DAY)
    with CaptureQueriesContext(connection) as few:
        signs_of_rows(some, DAY)
    with django_assert_num_queries(len(few)):
        assert len(signs_of_rows(keys, DAY)) == 6
    with django_assert_num_queries(0):
        assert signs_of_rows([], DAY) == {}


KEPT = "1 promise kept since Fri 11/20"


def promised(account, number, **more):
    days = {"made_on": "2026-11-09", "due_on": "2026-11-20"}
    owner = Guarantor.objects.get(number=account)
    Promise.objects.create(number=number, guarantor=owner, cents=7500, **days, **more)


def test_promises_kept_since_the_day_before_are_good_news(desk):
    promised(OLSON, "PR-O")  # 75.00 came on Friday
    promised(BERG, "PR-B", kept_on="2026-11-19")  # Thursday is no news
    client = desk("coordinator")
    text = page(client)
    assert KEPT in text
    asked = {"state": "kept", "since": "2026-11-20"}
    assert "?state=kept&amp;since=2026-11-20" in text
    listed = client.get("/reports/promises", asked).content.decode()
    assert "kept since Fri 11/20" in listed
    assert (OLSON in listed, BERG in listed) == (True, False)
    assert BERG in client.get("/reports/promises", {"state": "kept"}).content.decode()
    assert "Promise kept, thank you" in client.get(f"/accounts/{OLSON}").content.decode()


def test_a_kept_promise_costs_no_question_more_than_another(desk, django_assert_num_queries):
    client = desk("coordinator")
    promised(OLSON, "PR-O")
    page(client)
    with CaptureQueriesContext(connection) as asked:
        assert KEPT in page(client)
    promised(BERG, "PR-B", kept_on="2026-11-20")
    with django_assert_num_queries(len(asked)):
        assert "2 promises kept" in page(client)


def test_no_promise_kept_is_no_news(desk):
    assert "kept since" not in page(desk("coordinator"))


def booked_without_cover(day):
    """A booked visit that asks for a good faith estimate: 12 business days away, made today."""
    who = Patient.objects.get(guarantor__number=WARSAME)
    Coverage.objects.filter(patient=who).delete()
    return Appointment.objects.create(
        number="V-77", patient=who, starts_at=datetime(2026, 12, 14, 15, tzinfo=UTC),
        scheduled_on=day, status="booked", kind="surgery", planned_codes="27447",
    )  # fmt: skip


def test_an_estimate_that_is_due_is_a_row_of_today(desk):
    booked_without_cover(date(2026, 11, 19))  # a Thursday; three business days later is Tuesday
    text = page(desk("coordinator"), queue="estimates")
    assert "1 person" not in text
    row = re.search(r"<tr data-row.*?</tr>", text, re.DOTALL)[0]
    assert "/estimates/new?visit=V-77" in row
    assert "Self-pay" in row
    assert "11/24" in row
    assert "Make it" in row


def test_the_estimates_tab_counts_what_it_lists(desk):
    client = desk("coordinator")
    assert 'Estimates <span class="count">0</span>' in page(client)
    assert "No estimate is due today or this week." in page(client, queue="estimates")
    booked_without_cover(date(2026, 11, 19))
    for text in (page(client), page(client, queue="estimates")):
        assert 'Estimates <span class="count">1</span>' in text
    assert 'aria-current="page"' in text.split("Estimates <span")[0].rsplit("<li>", 1)[1]


def test_an_estimate_due_today_is_said_on_its_tab(desk):
    booked_without_cover(date(2026, 11, 18))
    assert "1, 1 due today</span>" in page(desk("coordinator"))
