"""Is this true? and the four clocks, as the account page shows them."""

import pytest

from tests.web.clinic import EK, LOPEZ, OLSON
from tests.web.test_account import page

pytestmark = pytest.mark.usefixtures("clinic")


def test_the_panel_counts_its_checks_and_names_the_rule_of_what_is_wrong(desk):
    client = desk("coordinator")
    assert "14 of 14 checked" in page(client, LOPEZ)
    text = page(client, OLSON)
    assert "Check first: 1" in text
    assert "13 of 14 checked" in text
    assert "(owed.unapplied_money)" in text
    assert "835 never read in, payments 11/20/2026" in text


def test_four_clocks_and_which_one_is_used(desk):
    client = desk("coordinator")
    text = page(client, LOPEZ)
    assert "Age counts from the <b>you-owe</b> date" in text
    assert (
        "service 09/22/26 · posted 09/22/26 · <b>you-owe 10/08/26</b> · statement 10/11/26" in text
    )
    assert "no statement yet" in page(client, EK)
