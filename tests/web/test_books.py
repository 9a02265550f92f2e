"""The books page: sums, downloads, and the lock with its second thoughts."""

import pytest

from goodstanding.records.models import PeriodLock

pytestmark = pytest.mark.usefixtures("clinic")
OCTOBER = {"from": "10/1/26", "to": "10/31/26"}


def words(text):
    return " ".join(text.split())


def test_the_page_shows_the_last_whole_month(desk, django_assert_max_num_queries):
    client = desk("biller")
    client.get("/today")
    with django_assert_max_num_queries(14):
        text = words(client.get("/cash/books").content.decode())
    assert "10/01/2026 to 10/31/2026" in text
    assert "Contractual discounts" in text
    assert "151.30" in text
    assert "A manager locks and opens." in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "x", "to": "10/31/26"}, "Write both days as 12/4"),
        ({"from": "10/31/26", "to": "10/1/26"}, "The last day is before the first"),
    ],
)
def test_days_that_are_none_are_told(desk, asked, said):
    assert said in desk("biller").get("/cash/books", asked).content.decode()


def test_the_journal_goes_out_line_by_line(desk):
    client = desk("manager")
    seen = client.get("/cash/books/journal", OCTOBER)
    assert seen.streaming
    lines = b"".join(seen.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Day,Source,Kind,Debit account,Credit account,Amount")
    assert "2026-10-08,practice:T2,insurer_payment,cash,insurer_due,76.50,,P0104233,C1," in lines
    assert len(lines) == 4
    for address in ("/cash/books/journal", "/cash/books/adjustments"):
        book = client.get(address, {**OCTOBER, "as": "xlsx"})
        assert book.content.startswith(b"PK")


def test_a_manager_locks_and_opens(desk):
    client = desk("manager")
    assert desk("biller").post("/cash/books/lock").status_code == 403
    text = client.post("/cash/books/lock", {"until": "10/31/26", "reason": ""}).content.decode()
    assert "Write for whom or for what." in text
    given = {"until": "11/23/26", "reason": "Books"}
    assert "Only days that are over" in client.post("/cash/books/lock", given).content.decode()
    given = {"until": "10/31/26", "reason": "Books of October"}
    text = client.post("/cash/books/lock", given, follow=True).content.decode()
    assert "Locked up to 10/31/2026" in text
    client.post("/cash/books/unlock", {"until": "", "reason": "One more check"})
    assert list(PeriodLock.objects.order_by("id").values_list("reason", flat=True)) == [
        "Books of October", "One more check",
    ]  # fmt: skip
