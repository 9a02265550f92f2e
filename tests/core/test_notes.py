"""Names in notes, a pasted column, and one address under its spellings."""

import pytest

from goodstanding.core.kinship import address_mark
from goodstanding.core.notes import named, nearest
from goodstanding.core.pasted import MOST, read


@pytest.mark.parametrize(("text", "names"), [
    ("Ask @dana-1, or @sam.", ["dana-1", "sam"]),
    ("(@dana)", ["dana"]),
    ("@dana @dana @sam", ["dana", "sam"]),
    ("pat@clinic.example", []),
    ("a@b @c", ["c"]),
    ("at 3 @ the desk", []),
    ("", []),
])  # fmt: skip
def test_who_is_named(text, names):
    assert named(text) == names


def test_the_nearest_names_come_first():
    assert nearest("dna", ["dana", "kim", "sam"])[0] == "dana"
    assert nearest("zzzz", ["dana", "kim", "sam", "pat"]) == ["dana", "kim", "sam"]
    assert nearest("x", []) == []


def known(written):
    ours = {"0104233": "0104233", "104233": "0104233", "102210": "102210"}
    return {each: ours[each] for each in written if each in ours}


def test_a_pasted_column_is_told_apart():
    found = read('Account\tName\n0104233\tLopez\n"102210"\n\n104233\n999\n102210,\n', known)
    assert found.matched == ("0104233", "102210")
    assert found.unknown == ("Account", "999")
    assert found.twice == ("0104233", "102210")
    assert found.left_out == 0


def test_a_list_that_is_too_long_says_what_was_left_out():
    found = read("\n".join(str(number) for number in range(MOST + 7)), known)
    assert (len(found.unknown), found.left_out) == (500, 7)


def mark(street="12 North Oak Street", second="", city="St. Cloud", state="MN", code="56301"):
    return address_mark((street, second, city, state, code))


@pytest.mark.parametrize("other", [
    {"street": "12 N. OAK ST"}, {"city": "st.  cloud"}, {"state": "mn"}, {"code": "56301-1234"},
])  # fmt: skip
def test_another_spelling_is_the_same_address(other):
    assert mark(**other) == mark()


@pytest.mark.parametrize("other", [
    {"street": "14 North Oak Street"}, {"second": "Apt 2"}, {"city": "Sartell"}, {"state": "WI"},
    {"code": "56303"}, {"street": ""},
])  # fmt: skip
def test_another_place_is_another_address(other):
    assert mark(**other) != mark()
