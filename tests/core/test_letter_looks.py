"""What makes a person look at a letter before it goes."""

import pytest

from goodstanding.core.letter_looks import looks


@pytest.mark.parametrize(
    ("kind", "cents", "language", "found"),
    [
        ("statement", 99_999, "en", ()),
        ("statement", 100_000, "en", ("large amount, read it",)),
        ("statement", 1_500, "en-US", ()),
        ("statement", 1_499, "", ("small amount: is a letter worth it?",)),
        ("promise_confirmation", 0, "en", ()),
        ("first_letter", 5_000, "en", ("first letter: check the itemised list",)),
        ("reminder", 5_000, "so", ("so: add the language sheet",)),
    ],
)
def test_a_letter_is_odd_for_a_reason(kind, cents, language, found):
    assert looks(kind, cents, language=language, own_words={}) == found


def test_words_in_the_persons_language_need_no_sheet():
    for own_words in (("reminder",), ("statement", "cover_sheet")):
        assert looks("reminder", 5_000, language="es", own_words={"es": own_words}) == ()
    for other in ({"es": ("statement",)}, {"so": ("reminder",)}):
        assert looks("reminder", 5_000, language="es", own_words=other) != ()
