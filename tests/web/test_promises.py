"""The promise drawer, the list of promises and the report of kept shares."""

import io

import pytest
from python_calamine import CalamineWorkbook

from goodstanding.records.models import Letter, Promise
from tests.web.clinic import EK, FISK, LOPEZ

pytestmark = pytest.mark.usefixtures("clinic")
MAKE = f"/accounts/{LOPEZ}/promises/make"
GIVEN = {"owed_seen": "18420", "cents": "184.20", "day": "12/4", "means": "online"}


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def saved(desk, **more):
    return text(desk("coordinator").post(MAKE, {**GIVEN, **more}, follow=True))


def test_the_drawer_has_the_whole_amount_written_already(desk):
    page = text(desk("coordinator").get(f"/accounts/{LOPEZ}", {"drawer": "promise"}))
    assert 'value="184.20"' in page
    assert 'name="owed_seen" value="18420"' in page
    assert "visit 09/22/2026" in page
    assert "half 92.10" in page


def test_nothing_to_promise_is_said_instead_of_a_form(desk):
    client = desk("coordinator")
    page = text(client.get(f"/accounts/{EK}", {"drawer": "promise"}))
    assert "Nothing can be promised now." in page
    assert "promise-form" not in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        # Friday 12/04: checked on Monday; grace to Wednesday 12/09, quiet until Thursday.
        ({}, "$184.20 by Friday, December 4. Is that right? I will check on Monday, December 7."),
        ({}, "No letters and no calls until Thu 12/10."),
        ({"day": "12/5"}, "Not a business day: the money posts Monday, Mon 12/07."),
        ({"day": "+7"}, "Monday, November 30"),
        ({"day": "fri"}, "Friday, November 27"),
        ({"day": "t"}, "today."),
        ({"means": "mail"}, "No letters and no calls until Thu 12/17."),
        ({"cents": "184.21"}, "the words to say stand here"),
    ],
)
def test_the_words_to_say(desk, given, says):
    address = f"/accounts/{LOPEZ}/promises/said"
    assert says in text(desk("coordinator").get(address, {**GIVEN, **given}))


def test_it_is_saved_shown_and_taken_back(desk):
    client = desk("coordinator")
    page = text(client.post(MAKE, GIVEN, follow=True))
    assert f"promise of $184.20 by Fri 12/04, account {LOPEZ}." in page
    assert "asked about from Thu 12/10" in page
    assert "Take it back" in page
    number = Promise.objects.get(number__startswith="desk-").number
    page = text(client.post(f"/accounts/{LOPEZ}/promises/{number}/take-back", follow=True))
    assert "is taken back" in page


def test_confirmed_by_letter_in_the_same_step(desk):
    assert "Its letter is under Letters" in saved(desk, confirm="1")
    assert Letter.objects.filter(kind="promise_confirmation").count() == 1


def test_what_is_wrong_is_said_and_nothing_lost(desk):
    page = text(desk("coordinator").post(MAKE, {**GIVEN, "day": "someday", "cents": "60"}))
    assert "Write the day as 12/4" in page
    assert 'value="60"' in page
    assert "someday" in page


def test_the_new_balance_is_said_and_goes_out_with_the_form(desk):
    page = text(desk("coordinator").post(MAKE, {**GIVEN, "owed_seen": "20000"}))
    assert "What they owe has changed: it is $184.20 now. Change the promise?" in page
    assert 'name="owed_seen" value="18420"' in page


def test_two_missed_promises_bring_the_advice_of_a_plan(desk):
    lopez = Promise.objects.get(number="PR1")
    Promise.objects.create(
        number="PR0", guarantor=lopez.guarantor, made_on="2026-08-03", cents=100,
        due_on="2026-08-04",
    )  # fmt: skip
    page = text(desk("coordinator").get(f"/accounts/{LOPEZ}", {"drawer": "promise"}))
    assert "2 promises were missed. A plan may fit better." in page


def test_the_account_says_what_became_of_each_and_the_kept_rate(desk):
    page = text(desk("coordinator").get(f"/accounts/{LOPEZ}"))
    assert "kept: 0 of 1 promise" in page
    assert "Missed" in page


def test_the_list_by_state_and_its_export(desk):
    client = desk("coordinator")
    client.post(MAKE, GIVEN)
    page = text(client.get("/reports/promises", {"state": "missed"}))
    assert "Lopez, Maria" in page
    assert "60.00" in page
    assert "Missed (1)" in page
    assert "1 to 1 of 1" in page
    assert "Open (1)" in page
    answer = client.get("/reports/promises/xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = [row for row in book.get_sheet_by_name("Promises").to_python() if LOPEZ in row]
    assert [row[6] for row in rows] == ["Open", "Missed"]
    assert [row[5] for row in rows] == ["Online", ""]  # of the export's nobody said how
    rate = book.get_sheet_by_name("Kept rate").to_python()
    assert ["Counted", 1.0] in [row[:2] for row in rate]


def test_the_report_counts_what_was_due_in_its_week(desk):
    client = desk("manager")
    page = text(client.get("/reports"))
    assert "<b>0 of 1</b> promises kept" in page
    # PR1 was due on Tuesday 11/10: the week of Monday 11/09.
    assert '11/09/2026</th><td class="num">0</td><td class="num">1</td>' in page
    assert "November 2026" in text(client.get("/reports", {"by": "month"}))
    book = client.get("/reports/kept/xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("By week")
    assert any(row[1:3] == [0.0, 1.0] for row in sheet.to_python())


@pytest.mark.parametrize("page", ["/reports", "/reports/promises"])
def test_a_day_to_come_says_nothing_of_what_will_be_missed(desk, page):
    client = desk("manager")
    client.post(MAKE, GIVEN)  # open until Thursday 12/10
    found = text(client.get(page, {"on": "12/11/26"}))
    assert "Write a day that is not after today." in found
    assert "0 of 2" not in found
    assert "Missed (2)" not in found
    assert "not after today" not in text(client.get(page, {"on": "t"}))


def test_an_account_without_promises_says_nothing_of_them(desk):
    assert "kept:" not in text(desk("coordinator").get(f"/accounts/{FISK}"))
