"""One bundle changed, and the table written so that it is read the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.bundle_edit import (
    BundleFault,
    bundle_of,
    name_for,
    with_bundle,
    without_bundle,
    write,
)
from goodstanding.core.bundles import Apart, Bundle, BundleLine, Bundles, read, shipped

TEXT, TABLE = shipped()
WRITTEN = {"name": "a", "title": "A", "primary": ("X1111",), "lines": ({"code": "X1111"},)}
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
WORDS = ANY.filter(bool)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
CODE = st.from_regex(r"[A-Z0-9]{4,7}", fullmatch=True)
CODES = st.from_regex(r"[A-Z0-9]{4,7}(-[A-Z0-9]{4,7})?", fullmatch=True)


def few(strategy, least=0):
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


LINE = st.builds(
    BundleLine, code=CODE, modifiers=few(ANY), units=st.integers(1, 999), say=st.just("") | ANY
)
PLACE = st.sampled_from(["", "facility", "office"])
APART = st.builds(Apart, kind=NAMES, say=WORDS, codes=few(CODES), place=PLACE)


@st.composite
def tables(draw):
    apart = draw(few(APART))
    kinds = few(st.sampled_from([one.kind for one in apart])) if apart else st.just(())
    bundle = st.builds(
        Bundle, name=NAMES, title=WORDS, primary=few(CODE, 1), lines=few(LINE, 1), apart=kinds
    )
    found = draw(st.lists(bundle, min_size=1, max_size=3, unique_by=lambda one: one.name))
    return Bundles(tuple(found), apart)


@given(tables(), st.sampled_from(["", TEXT]))
def test_what_is_written_is_read_the_same(table, before):
    assert read(write(table, before)) == (table, ())


def test_the_shipped_text_is_written_with_its_heading():
    written = write(TABLE, TEXT)
    assert written.splitlines()[:2] == TEXT.splitlines()[:2]
    assert read(written)[0] == TABLE
    assert write(TABLE, written) == written
    assert '{ code = "J3301", units = 4, say = "The medicine that is injected" },' in written


def test_every_shipped_line_says_what_it_is():
    assert all(line.say for one in TABLE.bundle for line in one.lines)


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"title": ""}, [("title", None)]),
        ({"title": "A" * 201}, [("title", None)]),
        ({"primary": ()}, [("primary", None)]),
        ({"primary": ("knee", "X1")}, [("primary", None)]),
        ({"lines": ()}, [("lines", None)]),
        ({"lines": ({"code": "X1111"}, {"code": "x!"})}, [("code", 1)]),
        ({"lines": ({"code": "X1111", "units": 0},)}, [("units", 0)]),
        ({"lines": ({"code": "X1111", "say": "A" * 201, "units": 1000},)},
         [("units", 0), ("say", 0)]),
        ({"primary": (), "lines": ()}, [("primary", None), ("lines", None)]),
    ],
)  # fmt: skip
def test_a_fault_stands_at_its_field(change, faults):
    found, wrong = bundle_of(WRITTEN | change)
    assert found is None
    assert [(one.field, one.line) for one in wrong] == faults


def test_what_is_right_has_no_fault():
    assert bundle_of(WRITTEN) == (Bundle("a", "A", ("X1111",), (BundleLine("X1111"),)), ())
    assert bundle_of(WRITTEN | {"lines": ({"code": "X1"},)})[1] == (
        BundleFault("code", "A code has 4 to 7 letters and digits, such as 27447 or J3301.", 0),
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Hip: the whole joint", "hip_the_whole_joint"),
        ("Knee replacement", "knee_replacement_2"),
        ("2nd look", "bundle_2nd_look"),
        ("膝", "bundle"),
        ("A" * 90, "a" * 40),
    ],
)
def test_a_new_bundle_gets_a_name_of_its_own(title, name):
    assert name_for(title, TABLE) == name


def test_a_third_of_one_title():
    second = Bundle("knee_replacement_2", "Knee replacement", ("X1111",), (BundleLine("X1111"),))
    assert name_for("Knee replacement", with_bundle(TABLE, second)) == "knee_replacement_3"


def test_one_bundle_changed_added_and_taken_out():
    acl = Bundle("acl", "ACL", ("29888",), (BundleLine("29888"),))
    changed = with_bundle(TABLE, acl)
    assert changed.named("acl") == acl
    assert [one.name for one in changed.bundle] == [one.name for one in TABLE.bundle]
    assert without_bundle(changed, "acl").named("acl") is None
    assert with_bundle(without_bundle(TABLE, "acl"), acl).bundle[-1] == acl
