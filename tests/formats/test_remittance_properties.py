"""What must hold for any 835: broken bytes never raise, blocks do not matter, both paths agree."""

import io
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.formats.problems import NotReadable
from goodstanding.formats.x12 import claim_loop
from goodstanding.formats.x12.envelope import Delimiters
from goodstanding.formats.x12.remittance_835 import Payment, events, read, totals
from goodstanding.synthetic.remittances import remittance_file
from tests.formats.remittance_text import SAMPLES, sent_again

pytestmark = pytest.mark.long

OURS = sorted(SAMPLES.glob("*.835"))
PIECES = (b"", b"~", b"~~", b"*", b"\n", b" ", b"-", b".", b"O", b"\xff", b"ISA*00*", b"ST*835*1~")
SEGMENTS = (b"~CLP*", b"~CAS*", b"~SVC*", b"~SE*", b"~BPR*", b"~PLB*", b"~GE*1~", b"~LX*1", b"\x00")

edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 12), st.sampled_from(PIECES + SEGMENTS)),
    min_size=1,
    max_size=6,
)
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mutated(raw: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for at, gone, piece in changes:
        at %= len(raw) + 1
        raw = raw[:at] + piece + raw[at + gone :]
    return raw


def read_or_refused(raw: bytes) -> list[Payment]:
    try:
        return list(read(raw))
    except NotReadable:
        return []


@few
@given(st.sampled_from(OURS), edits)
def test_broken_files_never_raise_and_keep_their_money_visible(path, changes):
    payments = read_or_refused(mutated(path.read_bytes(), changes))
    whole = totals(payments)
    claims = [claim for payment in payments for claim in payment.claims]
    assert whole.claims == len(claims)
    assert whole.paid == sum(claim.paid_cents for claim in claims)
    assert whole.claims_off == sum(not claim.balanced for claim in claims)
    for claim in claims:
        codes = {each.code for each in claim.problems}
        off = codes & {"line_imbalance", "claim_imbalance", "bad_amount"}
        assert claim.balanced is not bool(off)


@few
@given(st.sampled_from(OURS), edits)
def test_the_quick_path_agrees_with_the_careful_one(path, changes):
    raw = mutated(path.read_bytes(), changes)
    quick = read_or_refused(raw)
    original = claim_loop.ClaimLoop.claim
    claim_loop.ClaimLoop.claim = claim_loop.ClaimLoop._carefully
    try:
        careful = read_or_refused(raw)
    finally:
        claim_loop.ClaimLoop.claim = original
    for one, other in zip(quick, careful, strict=True):
        nonzero = [{g: c for g, c in each.sums.adjustments.items() if c} for each in (one, other)]
        assert nonzero[0] == nonzero[1]
        one.sums.adjustments = other.sums.adjustments = {}
        assert one == other


class Dribble(io.RawIOBase):
    """Gives as many bytes at a time as chance wants."""

    def __init__(self, raw: bytes, seed: int, most: int) -> None:
        self.raw, self.chance, self.most = io.BytesIO(raw), random.Random(seed), most

    def read(self, size: int = -1) -> bytes:
        return self.raw.read(self.chance.randrange(1, self.most))


@few
@given(
    st.sampled_from([*OURS, None]),
    edits,
    st.integers(0, 99),
    st.sampled_from((2, 40, 700, 5000)),
    st.booleans(),
)
def test_where_blocks_end_does_not_matter(path, changes, seed, most, whole):
    raw = path.read_bytes() if path else b"".join(remittance_file(25, per_payment=9, seed=seed))
    raw = raw if whole else mutated(raw, changes)
    try:
        at_once = list(events(raw, block_bytes=len(raw) + 1))
    except NotReadable:
        return
    assert list(events(Dribble(raw, seed, most))) == at_once


@few
@given(st.integers(1, 30), st.integers(1, 12), st.integers(0, 999))
def test_reading_what_was_read_gives_the_same(claims, per_payment, seed):
    first = list(read(b"".join(remittance_file(claims, per_payment=per_payment, seed=seed))))
    assert sum(len(payment.claims) for payment in first) == claims
    text = "".join(map(sent_again, first))
    second = list(read(text.encode()))
    assert "".join(map(sent_again, second)) == text
    for one, other in zip(first, second, strict=True):
        assert one.balanced
        assert other.balanced
        assert not any(each.problems for each in (one, other, *one.claims, *other.claims))
        assert list(map(unplaced, one.claims)) == list(map(unplaced, other.claims))
        assert one.sums == other.sums


def unplaced(claim):
    return replace(claim, position=0)


@few
@given(
    st.sampled_from(("*|", "|\n", "\x1d\x1e", "|'", "*~")),
    st.sampled_from(("", "\n", "\r\n", "\r\n   ")),
    st.sampled_from((":", ">", "\x1f", "/")),
)
def test_delimiters_and_line_breaks_change_nothing(marks, between, component):
    plain_text = b"".join(remittance_file(3)).decode()
    to = str.maketrans("*~:", marks + component)
    segments = plain_text.translate(to).split(marks[1])
    break_after = marks[1] + ("" if marks[1] == "\n" else between)
    raw = break_after.join(segments).encode()
    assert list(read(raw)) == list(read(plain_text.encode()))


def test_amounts_beyond_the_table_are_learnt_and_the_table_is_bounded():
    loop = claim_loop.ClaimLoop()
    marks = Delimiters("*", ":", "~")
    loop.marked(marks)
    for dollars in range(20_000, 120_000, 7):
        loop.claim(f"A*1*{dollars}.25*{dollars}.25**12*I", 1)
    assert len(loop.dollars) <= 30_000
    assert loop.sums.paid_cents == sum(n * 100 + 25 for n in range(20_000, 120_000, 7))
