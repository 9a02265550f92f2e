"""Search: by number, name or birth date, with two things to know a person by."""

import pytest

from tests.web.clinic import LOPEZ

pytestmark = pytest.mark.usefixtures("clinic")


def found(client, asked):
    return client.get("/search", {"q": asked}, follow=True).content.decode()


@pytest.mark.parametrize(
    "asked",
    ["lopez", "maria lopez", "Lopez, Maria", "3/14/71", "lo 3/14/1971", "Lopez 1971-03-14",
     "320-555-0177", "(320) 555-0177", "3205550177", "+1 320.555.0177", "0177", "lopez 3205550177",
     "$184.20", "184.20", "lopez 184.20"],
)  # fmt: skip
def test_a_person_is_found(desk, asked):
    text = found(desk("coordinator"), asked)
    assert "Lopez, Maria" in text
    assert "03/14/1971" in text


def test_a_whole_account_number_opens_the_account(desk):
    seen = desk("coordinator").get("/search", {"q": LOPEZ})
    assert seen["Location"] == f"/accounts/{LOPEZ}"


def test_the_front_desk_finds_people_and_no_money(desk):
    text = found(desk("front_desk"), "lopez")
    assert "Lopez, Maria" in text
    assert "184.20" not in text


@pytest.mark.parametrize(("asked", "words"), [
    ("q", "Write at least two letters or digits."),
    ("zzzz", "No one found."),
    ("", "Write an account number"),
    ("%", "Write at least two"),
    ("%%", "No one found."),
])  # fmt: skip
def test_nothing_found_says_what_to_try(desk, asked, words):
    assert words in found(desk("coordinator"), asked)


@pytest.mark.parametrize(
    "asked", ["320-555-0178", "1320-555-0177-9", "$184.21", "184", "$184.20.1"]
)
def test_another_number_or_amount_finds_nobody(desk, asked):
    assert "Lopez, Maria" not in found(desk("coordinator"), asked)


@pytest.mark.parametrize(
    ("asked", "sees"), [("$184.20", False), ("184.20", False), ("320-555-0177", True)]
)
def test_the_front_desk_finds_nobody_by_what_they_owe(desk, asked, sees):
    assert ("Lopez, Maria" in found(desk("front_desk"), asked)) is sees
