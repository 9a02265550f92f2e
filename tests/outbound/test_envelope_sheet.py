"""The sheet to try an envelope with: its frames lie where the window can be."""

from dataclasses import replace
from datetime import date

import pytest

from goodstanding.outbound.envelope_sheet import envelope_sheet
from tests.outbound.letter_makers import CLINIC
from tests.outbound.paper import pages_of, pieces, text_of

ON = date(2026, 11, 23)


@pytest.mark.parametrize(("right", "down"), [(0, 0), (4, -2)])
def test_the_sample_address_lies_in_the_window_and_moves_with_the_nudge(right, down):
    made = envelope_sheet(replace(CLINIC, nudge_right=right, nudge_down=down), on=ON)
    (page,) = pages_of(made)
    lines = ("SAMPLE PERSON", "100 SAMPLE STREET", "APARTMENT 1", "ST. CLOUD MN 56301")
    address = [piece for piece in pieces(page) if piece.text in lines]
    assert len(address) == 4
    # By hand: the window always shows 0.875 to 4.375 in across and 2.5 to 3.5 in down the sheet.
    over, below = right / 32, down / 32
    assert min(one.left for one in address) == pytest.approx(1.0 + over, abs=0.01)
    assert 2.5 + below <= min(one.top for one in address)
    assert max(one.bottom for one in address) <= 3.5 + below
    assert max(one.right for one in address) <= 4.375 + over
    assert f"{right} to the right and {down} down" in " ".join(text_of(made).split())
