"""Broken bank files: never a crash, never a line without whole cents and a day."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.formats import bank_bai2, bank_csv
from goodstanding.formats.bank_lines import LONGEST_TEXT, MOST_PROBLEMS, keyed
from goodstanding.formats.problems import NotReadable
from tests.bank_text import bai2
from tests.bank_text import bank_csv as table

WORDS = (
    "2026-11-20 165 310.00 HCCLAIMPMT NORTH STAR trace=0412 ref=B1 cust=C1",
    "2026-11-20 301 2495.55 DEPOSIT, BRANCH 4 ref=B2",
    "2026-11-23 555 60.00 RETURNED ITEM 4471",
    "2026-11-23 475 12.00 FEE",
)
WHOLE = (bai2(*WORDS), table(*WORDS), bai2(*WORDS).replace(b",Z,", b",V,261123,0900,"))
READERS = (bank_bai2.read, bank_csv.read)
PIECES = (
    b"", b",", b"/", b"\n", b"\r\n", b'"', b"88,", b"16,", b"03,", b"49,", b"98,", b"99,", b"01,",
    b"02,", b"D,99,", b"S,", b"V,", b"-", b"$", b"(", b"\x00", b"\xff", b"\xff\xfe", b"9" * 30,
    b"TRN*1*", b"165", b"\xef\xbb\xbf", b"1e9", b"\t", b";", b"|",
)  # fmt: skip


def mutated(raw: bytes, chance: random.Random, pieces: tuple[bytes, ...] = PIECES) -> bytes:
    for _ in range(chance.randint(1, 8)):
        at, gone = chance.randrange(len(raw) + 1), chance.choice((0, 0, 1, 2, 5, 40, 400))
        raw = raw[:at] + chance.choice(pieces) + raw[at + gone :]
    return raw


def sound(raw: bytes) -> None:
    for read in READERS:
        try:
            entries, problems = read(raw)
        except NotReadable:
            continue
        for one in entries:
            assert isinstance(one.cents, int)
            assert 0 < abs(one.cents) <= 10**11
            assert 1 <= one.on.year <= 9999
            assert len(one.text) <= LONGEST_TEXT
            assert max(map(len, (one.reference, one.trace, one.code))) <= 80
        assert len(problems) <= MOST_PROBLEMS + 1
        named = list(keyed(entries))
        assert len({key for key, _ in named}) == len(named)
        assert all(len(key) <= 160 for key, _ in named)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WHOLE), st.randoms(use_true_random=False))
def test_a_broken_file_never_raises(raw, chance):
    sound(mutated(raw, chance))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from((b"", b"01,", b"Date,Amount\n")))
def test_nor_do_bytes_of_any_kind(raw, start):
    sound(start + raw)


@pytest.mark.long
def test_twenty_thousand_broken_files():
    chance = random.Random(4)
    for _ in range(20_000):
        sound(mutated(chance.choice(WHOLE), chance))


@pytest.mark.parametrize(
    "raw",
    [
        b"01,A/\n02,A,B,1,261123,,USD/\n03,1,USD/\n16,165,100,Z,,," + b"x" * 3_000_000 + b"\n",
        b"01,A/\n02,A,B,1,261123,,USD/\n03,1,USD/\n16,165,100,Z,,,A\n" + b"88,TRN*1*\n" * 200_000,
        b"01,A/\n" + b"77,\n" * 200_000,
        b"Date,Amount,Description\n" + b'"' * 2_000_000,
        b"Date,Amount,Description\n" + b'"\n' * 200_000,
        b"," * 2_000_000,
        b"01,A/\n02,A,B,1,261123,,USD/\n03,1,USD" + b",010,1," * 300_000 + b"/\n",
    ],
)
def test_large_nonsense_is_read_in_one_go(raw):
    """Each in well under the two seconds a reader may take; a quadratic one would take minutes."""
    sound(raw)
