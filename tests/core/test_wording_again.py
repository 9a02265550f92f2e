"""What is read once is judged as if it were read each time."""

import pytest

from goodstanding.core.wording_again import clean_grade, clean_words, no_codes
from goodstanding.core.wording_checks import grade_faults, word_faults

NAMES = ("Maria Lopez", "Su", "104233", "St. Cloud Orthopedics")
NOTHING: frozenset[str] = frozenset()
TEXTS = (
    "Dear Maria Lopez, you owe $184.20. Please call us by December 18, 2026.",
    "Maria Lopez, we will sue you.",
    "We will\nsue you, Maria Lopez.",
    "Su e you, Maria Lopez",
    "We su Maria Lopez e you",
    "You owe $1,184.20 and interest: $184.20",
    "No interest: $0.00. There is no interest and no fee.",
    "We report you to a credit bureau, L-000123",
    "Your knee surgery cost 412.00",
    "PAY NOW, Maria Lopez!",
    "December 18, 2026 is the last day. Account 104233, letter L-000123.",
    "c0llecti0n agency, Maria Lopez",
)


@pytest.mark.parametrize("text", TEXTS)
def test_clean_means_that_the_whole_reading_finds_nothing(text):
    if clean_words(text, NAMES, NOTHING):
        assert list(word_faults(text, NAMES, exceptions=NOTHING)) == []
    if clean_grade(text, NAMES):
        assert list(grade_faults(text, NAMES)) == []


def test_plain_letters_are_clean_and_a_threat_beside_a_name_is_not():
    found = [clean_words(text, NAMES, NOTHING) for text in TEXTS[:2]]
    assert found == [True, False]


def test_two_letters_that_differ_in_name_day_and_amount_are_read_once():
    from goodstanding.core.wording_again import _clean_words

    before = _clean_words.cache_info().misses
    for name, cents, day in (
        ("Ann Olson", "12.40", "May 1, 2026"),
        ("Jo Ek", "1,640.00", "June 30, 2026"),
    ):
        assert clean_words(f"Dear {name}, you have ${cents} to pay by {day}.", (name,), NOTHING)
    assert _clean_words.cache_info().misses == before + 1


def test_a_code_of_care_is_seen_without_the_names():
    assert no_codes("Visit on September 22, 2026 412.00")
    assert not no_codes("Visit 99213")
