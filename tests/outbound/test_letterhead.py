"""The Attorney General's numbers: the law's of the day, the clinic's own where it has none."""

from dataclasses import replace
from datetime import date

import pytest

from goodstanding.law import live_book
from goodstanding.outbound import letterhead
from tests.outbound.letter_makers import CLINIC


@pytest.mark.parametrize(
    ("on", "phones"),
    [
        (date(2026, 11, 24), ("651-296-3353", "800-657-3787")),
        (date(2024, 10, 1), ("651-296-3353", "800-657-3787")),
        (date(2024, 9, 30), ("651-555-0100", "800-555-0100")),
    ],
)
def test_the_numbers_are_the_law_books(monkeypatch, on, phones):
    class Clinic:
        facts = replace(CLINIC)

    monkeypatch.setattr(letterhead.clinic, "current", Clinic)
    ours = letterhead.letterhead(live_book().on(on, "MN"), ())
    assert (ours.ag_phone_metro, ours.ag_phone_tollfree) == phones
