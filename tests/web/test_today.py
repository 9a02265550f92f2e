"""Today: why each person is there, in words; tabs that add up; filters that say what they did."""

import re

import pytest

from tests.web.clinic import EK, FISK, LOPEZ, WARSAME

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
