"""The bank's lines come in once and find their money; deposits are what was counted."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.actions.bank import call_other, match_all, match_line, unmatch
from goodstanding.actions.day_close import Count, count_day
from goodstanding.actions.deposits import make_deposit
from goodstanding.actions.imports import Setting, receive
from goodstanding.core.bank_matching import Money
from goodstanding.core.kinds import Tender
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    AuditEvent,
    BankLine,
    BankMatch,
    Deposit,
    DepositItem,
    Remittance,
)
from goodstanding.records.queries import bank_book, drawers
from tests.bank_text import bai2
from tests.bank_text import bank_csv as table
from tests.cash_desk import AT, DANA, DAY, brought_in, lines, taken, undone
from tests.ledger_text import SYSTEM_ACTOR, assert_proven
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db
WHO = {"by": DANA, "at": AT}
EFT = "2026-06-02 165 80.00 HCCLAIMPMT NORTH STAR trace=T1"


@pytest.fixture
def bring(tmp_path):
    count = iter(range(1000))
    return lambda raw, on=DAY: brought_in(tmp_path, f"f{next(count)}", raw, on=on)


def era(trace="T1", paid=80, **more):
    return remittance(check(trace, one_line("CL1", paid, paid), **more))


def matched():
    """(trace of the check, day of the line, how) of every living match."""
    return sorted(
        (m.remittance.trace if m.remittance else str(m.deposit or m.receipt), str(m.line.on), m.how)
        for m in BankMatch.objects.filter(undone_at__isnull=True)
    )


def test_a_folder_is_matched_once_when_all_of_it_is_in(tmp_path):
    """The whole book is looked at for it, so not after each file."""
    (tmp_path / "a.835").write_bytes(era())
    (tmp_path / "b.bai").write_bytes(bai2(EFT))
    (tmp_path / "c.835").write_bytes(era("T2", 70))
    setting = Setting(on=DAY, by=SYSTEM_ACTOR, at=AT)
    found = [one.kind for one in receive(tmp_path, "auto", setting)]
    assert found == ["835", "bank_bai2", "835"]
    assert matched() == [("T1", "2026-06-02", "trace and amount")]
    assert AuditEvent.objects.filter(verb="bank.match_all").count() == 1


@pytest.mark.parametrize("first", ["era", "bank"])
def test_an_eft_finds_its_check_whichever_comes_first(bring, first):
    for raw in (era(), bai2(EFT)) if first == "era" else (bai2(EFT), era()):
        bring(raw)
    assert matched() == [("T1", "2026-06-02", "trace and amount")]
    assert bank_book.counts() == {"era": 0, "money": 0, "way": 0, "lines": 0}
    assert_proven()


def test_what_has_no_partner_is_on_a_list(bring):
    bring(era("T2", 90))
    bring(bai2(EFT, "2026-06-03 301 12.00 DEPOSIT"))
    assert matched() == []
    assert bank_book.counts() == {"era": 1, "money": 1, "way": 0, "lines": 1}


def test_the_same_lines_in_another_file_go_in_once(bring):
    words = (EFT, "2026-06-03 301 12.00 DEPOSIT", "2026-06-03 301 12.00 DEPOSIT")
    told = bring(bai2(*words))
    assert (told.kind, told.status) == ("bank_bai2", "posted")
    # 80.00 + 12.00 + 12.00
    assert told.totals == {"rows": 3, "new": 3, "same": 0, "credits": 10400, "debits": 0}
    again = bring(bai2(*words))
    more = bring(bai2(*words, "2026-06-04 475 5.00 FEE"))
    assert (again.status, more.status) == ("duplicate", "posted")
    assert more.totals["new"] == 1
    assert BankLine.objects.count() == 4


def test_a_file_that_does_not_add_up_is_told_and_its_lines_are_here(bring):
    told = bring(bai2(EFT).replace(b"98,8000", b"98,9000"))
    assert told.status == "partly_posted"
    assert [(p["code"], p["cents"]) for p in told.problems] == [("does_not_add_up", 1000)]
    assert BankLine.objects.count() == 1


def test_a_table_is_read_too_and_nonsense_is_rejected(bring):
    assert bring(table(EFT)).kind == "bank_csv"
    assert BankLine.objects.get().trace == "T1"
    assert bring(b"Date,Amount\n").status == "rejected"
    assert bring(b"hello").kind == "unknown"


def test_a_person_says_what_a_line_is_and_takes_it_apart(bring):
    bring(era("T9"))
    bring(bai2("2026-06-02 165 80.00 SOMETHING"))
    line, wanted = BankLine.objects.get(), Remittance.objects.get()
    match_line(line=line.id, money=Money.REMITTANCE, key=wanted.id, **WHO)
    assert matched() == [("T9", "2026-06-02", "by hand")]
    with pytest.raises(Refused, match="matched already"):
        match_line(line=line.id, money=Money.REMITTANCE, key=wanted.id, **WHO)
    with pytest.raises(Refused, match="matched already"):
        call_other(line=line.id, reason="a fee", **WHO)
    unmatch(match=BankMatch.objects.get().id, **WHO)
    with pytest.raises(Refused, match="apart already"):
        unmatch(match=BankMatch.objects.get().id, **WHO)
    call_other(line=line.id, reason="Rent of the upper floor", **WHO)
    assert BankMatch.objects.count() == 2
    assert bank_book.matched(most=5)[0].what == "Rent of the upper floor"


def test_the_program_does_not_make_again_what_a_person_took_apart(bring):
    bring(era())
    bring(bai2(EFT))
    unmatch(match=BankMatch.objects.get().id, **WHO)
    assert match_all(**WHO) == 0
    assert matched() == []


def test_a_match_of_the_program_gives_way_to_a_person_s(bring):
    bring(era())
    bring(bai2(EFT))
    call_other(line=BankLine.objects.get().id, reason="Not ours, the bank says", **WHO)
    assert bank_book.counts()["era"] == 1
    assert match_all(**WHO) == 0


def test_one_check_is_one_payment_of_its_amount(bring):
    bring(era())
    bring(bai2("2026-06-02 165 79.00 NORTH STAR"))
    with pytest.raises(Refused, match=r"The bank has \$79.00, we have \$80.00"):
        match_line(
            line=BankLine.objects.get().id, money=Money.REMITTANCE, why="x",
            key=Remittance.objects.get().id, **WHO,
        )  # fmt: skip


@pytest.mark.parametrize(("line", "reason", "why"), [(0, "x", "not here"), (1, " ", "Write what")])
def test_other_needs_a_line_and_a_reason(bring, line, reason, why):
    bring(bai2(EFT))
    with pytest.raises(Refused, match=why):
        call_other(line=BankLine.objects.get().id * line, reason=reason, **WHO)


# ---- deposits


def counted(*amounts):
    keys = [(drawer, Tender(tender)) for drawer, tender, *_ in lines()]
    counts = [Count(*key, cents) for key, cents in zip(keys, amounts, strict=True)]
    count_day(on=DAY, counts=counts, **WHO)


def a_day():
    old = taken("check", "75.00", "1001", on=DAY - timedelta(3))
    taken("cash", "85.00")
    taken("check", "60.00", "4471")
    gone = taken("check", "20.00", "9")
    undone(gone, "correction")
    taken("card", "190.42")
    return old


def test_a_deposit_is_the_cash_as_counted_and_every_check_not_brought(bring):
    a_day()
    with pytest.raises(Refused, match="Count the cash"):
        make_deposit(on=DAY, tender="cash_checks", **WHO)
    counted(18400, 6000, 19042)  # one dollar short
    number = make_deposit(on=DAY, tender="cash_checks", **WHO)
    slip = drawers.slip(number)
    # 84.00 of the drawer's 184.00, and checks of 75.00 and 60.00
    assert (slip.cash_cents, slip.check_cents, slip.row.cents) == (8400, 13500, 21900)
    assert [each.reference for each in slip.checks] == ["1001", "4471"]
    assert DepositItem.objects.count() == 3
    with pytest.raises(Refused, match="left to bring"):
        make_deposit(on=DAY, tender="cash_checks", **WHO)
    taken("check", "10.00", "12")
    assert drawers.slip(make_deposit(on=DAY, tender="cash_checks", **WHO)).row.cents == 1000


def test_cards_go_as_one_batch_and_the_fee_is_explained(bring):
    a_day()
    with pytest.raises(Refused, match="card batch"):
        make_deposit(on=DAY, tender="card", **WHO)
    counted(18500, 6000, 19042)
    number = make_deposit(on=DAY, tender="card", **WHO)
    assert drawers.slip(number).row.cents == 19042
    bring(bai2("2026-11-24 165 187.10 MERCHANT BANKCARD"))
    line, deposit = BankLine.objects.get(), Deposit.objects.get()
    with pytest.raises(Refused, match="Write why they differ"):
        match_line(line=line.id, money=Money.DEPOSIT, key=deposit.id, **WHO)
    match_line(line=line.id, money=Money.DEPOSIT, key=deposit.id, why="card fee", **WHO)
    assert drawers.deposits(most=1)[0].bank_on == DAY + timedelta(1)


def test_a_deposit_and_a_returned_check_find_their_lines(bring):
    old = a_day()
    counted(18500, 6000, 19042)
    make_deposit(on=DAY, tender="cash_checks", **WHO)
    undone(old, "returned")
    # 85.00 + 75.00 + 60.00
    bring(bai2("2026-11-24 301 220.00 DEPOSIT", "2026-11-25 555 75.00 RETURNED ITEM 1001"))
    hows = sorted(m.how for m in BankMatch.objects.all())
    assert hows == ["amount and check number", "amount and day"]
    assert bank_book.counts()["lines"] == bank_book.counts()["way"] == 0


# ---- the same lines and checks in any order, split or merged or repeated, end alike

DAYS = [f"2026-06-{day:02d}" for day in (1, 2, 3, 4)]
TRACES = ["T1", "T2", ""]
bank_lines = st.lists(
    st.builds(
        lambda day, amount, trace, text: f"{day} 165 {amount}.00 {text}"
        + (f" trace={trace}" if trace else ""),
        st.sampled_from(DAYS), st.sampled_from([70, 80]), st.sampled_from(TRACES),
        st.sampled_from(["NORTH STAR", "DEPOSIT"]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip
checks = st.lists(
    st.tuples(st.sampled_from(["T1", "T2", "T3"]), st.sampled_from([70, 80]),
              st.sampled_from(["20260601", "20260603"])),
    min_size=1, max_size=4, unique=True,
)  # fmt: skip


def left(tmp_path, files):
    """What is kept and matched after these files, in this order; then all is forgotten."""
    from django.db import transaction

    with transaction.atomic():
        for place, raw in enumerate(files):
            brought_in(tmp_path, f"m{place}", raw)
        pairs = {
            (m.line.key, m.remittance.key, m.how)
            for m in BankMatch.objects.filter(undone_at__isnull=True)
        }
        found = (sorted(BankLine.objects.values_list("key", flat=True)), pairs)
        transaction.set_rollback(True)
    return found


def in_pieces(words, chance):
    """Whole days, as banks cut their files: alone, together, some twice, in any order."""
    days = {on: [w for w in words if w.startswith(on)] for on in {w[:10] for w in words}}
    files = [bai2(*each) for each in days.values()]
    some = [on for on in days if chance.random() < 0.5]
    files += [bai2(*(w for on in some for w in days[on]))] if some else []
    chance.shuffle(files)
    return files


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(bank_lines, checks, st.integers(0, 10**6))
def test_split_merged_repeated_and_reordered_files_end_alike(tmp_path, words, eras, seed):
    chance = random.Random(seed)
    eras = [era(trace, paid, paid_on=on) for trace, paid, on in eras]
    one = left(tmp_path, [bai2(*words), *eras])
    files = in_pieces(words, chance) + eras
    chance.shuffle(files)
    assert left(tmp_path, files) == one
