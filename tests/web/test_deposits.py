"""Deposits and the bank on the screen: the slip, the lists, and matching with one press."""

import pytest

from goodstanding.actions.day_close import Count, count_day
from goodstanding.core.kinds import Tender
from goodstanding.records.models import BankLine, BankMatch, Deposit, Remittance
from tests.bank_text import bai2
from tests.cash_desk import AT, DANA, DAY, brought_in, taken
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.usefixtures("clinic")


def page(client, url="/cash/deposits", **asked):
    seen = client.get(url, asked)
    assert seen.status_code == 200, url
    return " ".join(seen.content.decode().split())


def post(client, url, **asked):
    seen = client.post(url, asked, follow=True)
    assert seen.status_code == 200, url
    return " ".join(seen.content.decode().split())


@pytest.fixture
def takings(clinic):
    taken("cash", "85.00")
    taken("check", "60.00", "4471")
    taken("check", "24.50", "88")


@pytest.fixture
def bank(clinic, tmp_path):
    """A check without its money, money without its check, and a fee."""
    raw = remittance(check("T9", one_line("X", 80, 80), paid_on="20261120"))
    brought_in(tmp_path, "e", raw)
    brought_in(tmp_path, "b", bai2(
        "2026-11-21 165 80.00 EFT CREDIT", "2026-11-21 165 45.00 HCCLAIMPMT LAKES trace=T7",
        "2026-11-21 475 12.00 ACCOUNT FEE",
    ))  # fmt: skip


def test_a_deposit_is_made_and_its_slip_printed(desk, takings):
    client = desk("biller")
    assert "Not counted" in page(client)
    text = post(client, "/cash/deposits/make", on=DAY.isoformat(), tender="cash_checks")
    assert "Count the cash of this day first" in text
    count_day(on=DAY, counts=[Count("Front 1", Tender.CASH, 18500)], by=DANA, at=AT)
    text = post(client, "/cash/deposits/make", on=DAY.isoformat(), tender="cash_checks")
    # 85.00 + 60.00 + 24.50, with the checks' running total
    for part in ("Check 4471", "Check 88", "2 checks together", "$169.50", "84.50", "Check tape"):
        assert part in text
    text = post(client, "/cash/deposits/make", on=DAY.isoformat(), tender="cash_checks")
    assert "is left to bring to the bank" in text
    assert Deposit.objects.get().cents == 16950
    assert "On its way" in page(client)


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("era", ("NORTH STAR, check T9", "80.00", "EFT CREDIT", "same amount · 1 day apart")),
        ("money", ("HCCLAIMPMT LAKES", "trace T7", "Nothing of ours is like it.")),
        ("lines", ("ACCOUNT FEE", "12.00", "NORTH STAR, check T9")),
        ("way", ("Everything that went to the bank is there.",)),
        ("matched", ("No line of the bank is matched yet.",)),
        ("nothing", ("To bring to the bank",)),
    ],
)
def test_each_list_says_what_waits_and_what_it_may_be(desk, bank, show, words):
    text = page(desk("biller"), show=show)
    for word in words:
        assert word in text


def test_one_press_matches_and_takes_apart(desk, bank):
    client, line = desk("biller"), BankLine.objects.get(cents=8000)
    what = f"remittance {Remittance.objects.get().id}"
    post(client, "/cash/bank/match", line=line.id, what=what, show="era")
    assert "Every insurer&#x27;s check has its money" in page(client, show="era").replace(
        "insurer's", "insurer&#x27;s"
    )
    text = page(client, show="matched")
    assert "NORTH STAR, check T9" in text
    assert "by hand" in text
    post(client, "/cash/bank/unmatch", match=BankMatch.objects.get().id)
    assert "NORTH STAR, check T9" in page(client, show="era")


def test_something_else_is_said_in_words(desk, bank):
    client, line = desk("biller"), BankLine.objects.get(cents=-1200)
    assert "Write what this line is." in post(client, "/cash/bank/match", line=line.id, other=" ")
    post(client, "/cash/bank/match", line=line.id, other="Bank fee", show="lines")
    assert "Bank fee" in page(client, show="matched")


def test_an_old_check_without_money_is_late(desk, clinic, tmp_path):
    raw = remittance(check("T1", one_line("X", 80, 80), paid_on="20261108"))
    brought_in(tmp_path, "e", raw)  # fifteen days ago, one more than the clinic waits
    assert "Late, ask" in page(desk("biller"), show="era")


@pytest.mark.parametrize(
    ("url", "asked"),
    [("/cash/bank/match", {"line": "1", "what": "house 1"}), ("/cash/bank/match", {"line": "x"}),
     ("/cash/bank/unmatch", {"match": "-1"}), ("/cash/deposits/make", {"tender": "gold"})],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_not_found(desk, url, asked):
    assert desk("manager").post(url, asked).status_code == 404


def test_a_slip_that_is_none_is_not_found(desk):
    assert desk("manager").get("/cash/deposits/7").status_code == 404


def test_the_lists_ask_the_database_as_often_for_a_hundred_lines(
    desk, bank, tmp_path, django_assert_max_num_queries
):
    client = desk("biller")
    words = [f"2026-11-22 165 {n}.00 HCCLAIMPMT trace=N{n}" for n in range(1, 101)]
    brought_in(tmp_path, "more", bai2(*words))
    for show in ("deposits", "era", "money", "way", "lines", "matched"):
        with django_assert_max_num_queries(25):
            client.get("/cash/deposits", {"show": show})
