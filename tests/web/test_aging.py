"""Aging on the screen: each figure opens the people behind it, and they add up to it."""

import io
import re

import pytest
from python_calamine import CalamineWorkbook

from tests.web.clinic import BERG, DAY, LOPEZ

pytestmark = pytest.mark.usefixtures("clinic")

# By hand on 2026-11-23, from the day it became theirs, after Olson's loose 75.00.
# Lopez 184.20 from 10/08 (46), Olson 100.00 from 08/03 (112), Ek 480.00 from 05/01 (206),
# Fisk 96.10 from 11/20 (3), Warsame 640.00 from 06/15 (161).
TOTALS = ["96.10", "184.20", "0.00", "100.00", "1,120.00", "1,500.30"]


def cells(text):
    """(address or "", amount) of every figure of the table, row after row, the total row last."""
    body = text.split("<tbody>")[1].split("</table>")[0].replace("&amp;", "&")
    figure = re.compile(r'<td class="num[^"]*">(?:<a href="([^"]*)">)?\$?([\d,]+\.\d\d)')
    return figure.findall(body)


@pytest.mark.parametrize("by", ["total", "payer", "location", "provider", "account"])
def test_totals_are_the_same_however_grouped(desk, by):
    text = desk("coordinator").get("/aging", {"by": by}).content.decode()
    assert [amount for _, amount in cells(text)[-6:]] == TOTALS


@pytest.mark.parametrize("by", ["payer", "provider"])
@pytest.mark.parametrize("whose", ["patient", "insurer", "all"])
def test_the_people_behind_a_figure_add_up_to_it(desk, by, whose):
    client = desk("coordinator")
    found = cells(client.get("/aging", {"by": by, "whose": whose}).content.decode())
    assert any(url for url, _ in found)
    for url, amount in found:
        if url:
            behind = client.get(url).content.decode()
            listed = re.findall(r'<td class="num amount-that-matters" data-copy="([\d.]+)"', behind)
            cents = sum(int(each.replace(".", "")) for each in listed)
            assert cents == int(amount.replace(",", "").replace(".", ""))


def test_insurer_money_is_asked_for_apart(desk):
    text = desk("coordinator").get("/aging", {"whose": "insurer"}).content.decode()
    assert [amount for _, amount in cells(text)[-6:]] == [
        "312.00",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
        "312.00",
    ]


def test_an_earlier_day_gives_what_was_true_then(desk):
    text = desk("coordinator").get("/aging", {"on": "10/7/2026", "by": "account"}).content.decode()
    assert "as of Wednesday Oct 7, 2026" in text
    assert LOPEZ not in text, "it became hers on 10/08"


def test_a_day_that_cannot_be_read_is_said(desk):
    text = desk("coordinator").get("/aging", {"on": "someday"}).content.decode()
    assert "Write the day as 12/4, 12/4/26 or t for today." in text


def test_the_workbook_holds_numbers_and_no_name_in_its_own(desk):
    seen = desk("coordinator").get("/aging/xlsx", {"by": "payer", "whose": "all"})
    assert f'filename="aging-all-by-payer-{DAY}.xlsx"' in seen["Content-Disposition"]
    sheet = (
        CalamineWorkbook.from_filelike(io.BytesIO(seen.content)).get_sheet_by_index(0).to_python()
    )
    assert any(row[-1] == 1812.30 for row in sheet), "1,500.30 and 312.00"


def test_an_unknown_age_is_not_found(desk):
    assert desk("coordinator").get("/aging/accounts", {"bucket": "d1_2"}).status_code == 404


def test_the_people_list_opens_accounts(desk):
    text = desk("coordinator").get("/aging/accounts", {"whose": "insurer"}).content.decode()
    assert f"/accounts/{BERG}" in text
