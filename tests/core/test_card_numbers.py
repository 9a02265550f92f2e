"""Card numbers are seen in whatever shape they are typed; other numbers pass."""

import pytest

from goodstanding.core.card_numbers import has_card_number

# The test numbers the card networks publish: nobody's card.
CARDS = ("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117")


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("shape", ["{}", "card {} exp 12/28", "({})", "no.{},"])
def test_a_card_is_seen(number, shape):
    assert has_card_number(shape.format(number))


@pytest.mark.parametrize(
    "text", ["4111 1111 1111 1111", "4111-1111-1111-1111", "3782 822463 10005"]
)
def test_a_card_is_seen_with_its_gaps(text):
    assert has_card_number(text)


@pytest.mark.parametrize("text", [
    "", "4111111111111112", "check 4471 for 75.00", "320-555-0177", "104233",
    "84111111111111111111111", "call after 4, son 320-555-0104 or 320-555-0185",
])  # fmt: skip
def test_other_numbers_pass(text):
    assert not has_card_number(text)
