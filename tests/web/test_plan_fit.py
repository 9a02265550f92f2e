"""On a call: the plans that fit the amount they said, as it is typed."""

import pytest

from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.core.kinds import HoldKind
from tests.web.clinic import BY, DAY, LOPEZ, NOON

pytestmark = pytest.mark.usefixtures("clinic")


def said(client, account=LOPEZ, **asked):
    answer = client.get(f"/accounts/{account}/plan-fit", asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_plans_that_fit_what_they_said(desk):
    # 184.20 in four of 46.05; half of 50.00 is 25.00: seven, and 9.20
    text = said(desk("coordinator"), result="smaller", cents="50")
    assert "Plans that fit $50.00 a month" in text
    assert "4 payments of $46.05;" in text
    assert "8 payments of $25.00, the last $9.20;" in text
    assert text.count("Truth in Lending box") == 1
    assert "if you cannot make a payment, tell us and pay what you can" in text


def test_where_no_plan_fits_help_is_named(desk):
    text = said(desk("coordinator"), result="smaller", cents="0")
    assert "No plan fits $0.00 a month" in text
    assert "Nothing is left that may be asked for." in text


@pytest.mark.parametrize("asked", [
    {}, {"result": "promise", "cents": "50"}, {"result": "smaller"},
    {"result": "smaller", "cents": "fifty"},
])  # fmt: skip
def test_nothing_is_said_until_there_is_an_amount_for_smaller_payments(desk, asked):
    text = said(desk("coordinator"), **asked)
    assert "payments" not in text
    assert "No plan" not in text


def test_who_does_not_work_accounts_and_a_number_that_is_none(desk):
    assert desk("front_desk").get(f"/accounts/{LOPEZ}/plan-fit").status_code == 403
    asked = {"result": "smaller", "cents": "5"}
    assert desk("coordinator").get("/accounts/nobody/plan-fit", asked).status_code == 404


def test_an_account_with_nothing_to_put_on_a_plan_says_so(desk):
    client = desk("coordinator")
    hold = NewHold(HoldKind.BANKRUPTCY, DAY, None, "")
    place_hold(account_id=LOPEZ, hold=hold, by=BY, at=NOON)
    text = said(client, result="smaller", cents="50")
    assert "Nothing can go on a plan today." in text
    assert "payments of" not in text
