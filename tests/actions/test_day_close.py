"""The day's end in the books: counted, closed by two where it differs, opened again, and proven."""

from datetime import date, timedelta

import pytest

from goodstanding.actions.day_close import Count, close_day, count_day, reopen_day, start_drawer
from goodstanding.actions.posting import posting_day
from goodstanding.actions.unit import Actor
from goodstanding.core.close_figures import unpacked
from goodstanding.core.kinds import Tender
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import (
    AuditEvent,
    DayClose,
    DrawerCount,
    PeriodLock,
    Transfer,
)
from goodstanding.records.queries import close_report
from goodstanding.records.queries.proofs import prove
from tests.cash_desk import AT, DANA, DAY, MORGAN, brought_in, lines, taken, undone
from tests.ledger_text import assert_proven, tell
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db
WHO = {"by": DANA, "at": AT}
BEFORE, AFTER = DAY - timedelta(3), DAY + timedelta(1)


def counted(*amounts: int, reason: str = "", on: date = DAY) -> None:
    """What was counted, in cents, in the order of the lines."""
    keys = [(drawer, Tender(tender)) for drawer, tender, *_ in lines(on)]
    counts = [Count(*key, cents, reason) for key, cents in zip(keys, amounts, strict=True)]
    count_day(on=on, counts=counts, **WHO)


def day_of_work():
    """85.00 cash, two checks of 60.00 and 24.50, one card of 190.42; a check of Friday came
    back."""
    back = taken("check", "75.00", "1001", on=BEFORE)
    counted(10000, 7500, on=BEFORE)
    close_day(on=BEFORE, **WHO)
    taken("cash", "85.00")
    taken("check", "60.00", "4471")
    taken("check", "24.50", "88")
    taken("card", "190.42")
    undone(back)


def cash() -> int:
    ((moved,),) = bulk.select(
        "SELECT SUM(CASE WHEN debit = 'cash' THEN cents ELSE -cents END) FROM records_transfer "
        "WHERE posted_on = %s AND (debit = 'cash' OR credit = 'cash')",
        [DAY.isoformat()],
    )
    return int(moved)


def kept(version=1):
    return unpacked(DayClose.objects.get(on=DAY, version=version).figures)


def test_a_day_that_agrees_is_closed_by_one():
    day_of_work()
    assert lines() == [
        ("Front 1", "cash", 18500, 0), ("Front 1", "check", 8450, 0), ("Front 1", "card", 19042, 0)
    ]  # fmt: skip
    counted(18500, 8450, 19042)
    assert close_day(on=DAY, **WHO) == 1
    figures = kept()
    # 85.00 + 84.50 + 190.42 = 359.92, less the returned 75.00
    assert figures.section("receipts").cents == 35992
    assert figures.section("returned").cents == -7500
    assert figures.cash_cents == figures.sum_cents == cash() == 28492
    assert figures.ties
    assert AuditEvent.objects.filter(verb="day.close").count() == 2
    assert_proven()


def test_what_is_short_is_posted_and_confirmed_by_another():
    day_of_work()
    counted(18500, 8450, 18042, reason="one slip of 10.00 is missing")
    for second in (None, DANA, Actor("ivy", "it_admin"), Actor("fay", "front_desk")):
        with pytest.raises(Refused, match=r"[Aa]nother person|someone else|may not close"):
            close_day(on=DAY, second=second, **WHO)
    close_day(on=DAY, second=MORGAN, **WHO)
    posted = Transfer.objects.get(source=f"close:{DAY}:1")
    assert (posted.debit, posted.credit, posted.cents) == ("over_short", "cash", 1000)
    assert (posted.kind, posted.method, posted.reference) == ("over_short", "card", "Front 1")
    assert DayClose.objects.get(on=DAY).second == "morgan"
    assert kept().section("over_short").cents == -1000
    assert kept().section("over_short").rows[0].label == "Short, cards of Front 1"
    assert kept().cash_cents == cash() == 27492
    assert_proven()


@pytest.mark.parametrize(
    ("amounts", "why"),
    [((18500, 8450, 18042), "10.00 short"), ((18501, 8450, 19042), "0.01 over"), (None, "not")],
)
def test_a_day_with_an_open_line_stays_open(amounts, why):
    day_of_work()
    if amounts:
        counted(*amounts)
    with pytest.raises(Refused, match=why):
        close_day(on=DAY, second=MORGAN, **WHO)
    assert not DayClose.objects.filter(on=DAY).exists()


def test_days_are_closed_in_their_order_once_and_not_before_they_come():
    taken("cash", "5.00", on=BEFORE)
    for on, why in ((DAY, "not closed yet"), (AFTER, "still to come")):
        with pytest.raises(Refused, match=why):
            close_day(on=on, **WHO)
    counted(10500, on=BEFORE)
    close_day(on=BEFORE, **WHO)
    with pytest.raises(Refused, match="is closed"):
        close_day(on=BEFORE, **WHO)
    with pytest.raises(Refused, match="was shut when"):
        start_drawer(on=BEFORE - timedelta(1), drawer="Front 1", cents=1, **WHO)


def test_after_the_close_all_is_dated_later(tmp_path):
    tell("2026-05-01 charge C1 200.00 claim_id=CL1\ncoverage NSTAR commercial 1")
    assert posting_day(AT) == DAY
    close_day(on=DAY, **WHO)
    assert posting_day(AT) == AFTER
    brought_in(tmp_path, "e.835", remittance(check("T1", one_line("CL1", 200, 200))))
    assert set(Transfer.objects.filter(source__startswith="835:").values_list(
        "posted_on", flat=True
    )) == {AFTER}  # fmt: skip
    with pytest.raises(Refused, match="is closed"):
        counted()
    assert_proven()


def test_the_drawer_s_start_is_the_newest_written_down():
    start_drawer(on=DAY, drawer="Front 1", cents=5000, **WHO)
    start_drawer(on=DAY, drawer="Front 1", cents=12000, **WHO)
    assert lines() == [("Front 1", "cash", 12000, 0)]
    with pytest.raises(Refused, match="no drawer of this name"):
        start_drawer(on=DAY, drawer="Attic", cents=1, **WHO)


def test_a_count_that_says_nothing_new_is_no_row():
    day_of_work()
    counted(18500, 8450, 19042)
    before = DrawerCount.objects.count()
    counted(18500, 8450, 19042)
    assert DrawerCount.objects.count() == before
    counted(18500, 8450, 19041)
    assert DrawerCount.objects.count() == before + 1
    with pytest.raises(Refused, match="card number"):
        counted(18500, 8450, 19040, reason="4111 1111 1111 1111")


def test_a_correction_leaves_the_drawer_and_a_returned_check_does_not():
    wrong = taken("cash", "60.00")
    undone(wrong, "correction")
    old = taken("check", "75.00", "9", on=BEFORE)
    undone(old, "returned")
    same_day = taken("check", "20.00", "10")
    undone(same_day, "returned")
    assert lines() == [("Front 1", "cash", 10000, 0)]
    assert close_report.report(DAY).section("returned").cents == -9500
    assert close_report.report(DAY).section("corrected").cents == -6000
    assert close_report.report(DAY).ties


def test_a_manager_opens_the_day_again_and_both_versions_stay():
    day_of_work()
    counted(18500, 8450, 18042, reason="missing")
    close_day(on=DAY, second=MORGAN, **WHO)
    with pytest.raises(Refused, match="role"):
        reopen_day(on=DAY, reason="found it", **WHO)
    reopen_day(on=DAY, reason="The slip was under the drawer", by=MORGAN, at=AT)
    assert cash() == 28492
    assert posting_day(AT) == DAY
    counted(18500, 8450, 19042)
    assert close_day(on=DAY, **WHO) == 2
    assert [kept(v).cash_cents for v in (1, 2)] == [27492, 28492]
    assert kept(2).section("over_short").cents == 0
    assert [row.label for row in kept(2).section("over_short").rows] == [
        "Short, cards of Front 1"
    ] * 2
    found = close_report.closings(DAY)
    assert [(c.version, c.reopened_by) for c in found] == [(2, ""), (1, "morgan")]
    assert_proven()


def test_opening_again_posts_the_next_difference_anew():
    day_of_work()
    for version, amount in ((1, 18042), (2, 19043)):
        counted(18500, 8450, amount, reason="missing")
        close_day(on=DAY, second=MORGAN, **WHO)
        if version == 1:
            reopen_day(on=DAY, reason="again", by=MORGAN, at=AT)
    assert kept(2).section("over_short").cents == 1
    assert Transfer.objects.filter(source__startswith=f"close:{DAY}:").count() == 2
    assert_proven()


@pytest.mark.parametrize(
    ("on", "reason", "why"),
    [(BEFORE, "x", "is closed after it"), (AFTER, "x", "is not closed"), (DAY, " ", "Write why"),
     (DAY, "card 4111 1111 1111 1111", "card number")],
)  # fmt: skip
def test_what_is_not_opened_again(on, reason, why):
    day_of_work()
    counted(18500, 8450, 19042)
    close_day(on=DAY, **WHO)
    with pytest.raises(Refused, match=why):
        reopen_day(on=on, reason=reason, by=MORGAN, at=AT)


def test_locked_books_are_neither_closed_nor_opened():
    close_day(on=DAY, **WHO)
    PeriodLock.objects.create(until=DAY, reason="the accountant has it", at=AT, by="morgan")
    with pytest.raises(Refused, match="locked"):
        reopen_day(on=DAY, reason="x", by=MORGAN, at=AT)


def test_every_kind_of_cash_has_its_section_and_the_whole_ties(tmp_path):
    """A payment of the practice system, an insurer's check with interest taken, and receipts."""
    tell(
        "coverage NSTAR commercial 1\n2026-05-01 charge C1 200.00 claim_id=CL1\n"
        f"{DAY} patient_payment - 12.00\n{DAY} charge C2 50.00 patient\n"
        f"{DAY} charity C2 20.00"
    )
    paid = one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")
    brought_in(tmp_path, "e.835", remittance(check("T1", paid, plb=["WO 5"])))
    taken("cash", "85.00")
    figures = close_report.report(DAY)
    got = {each.key: each.cents for each in figures.sections if each.rows}
    # 80.00 less 5.00 taken back by the payer
    assert got == {"receipts": 8500, "era": 7500, "practice": 1200, "adjustments": 12000}
    assert [(r.label, r.cents) for r in figures.section("adjustments").rows] == [
        ("Assistance", 2000), ("Contractual CO 45", 10000)
    ]  # fmt: skip
    assert figures.section("era").rows[0].label == "NORTH STAR, check T1"
    assert "1 claim posted; not at the bank yet" in figures.section("era").rows[0].note
    assert figures.ties
    assert figures.cash_cents == cash() == 17200


def test_verify_finds_what_was_changed_behind_a_close():
    day_of_work()
    counted(18500, 8450, 19042)
    close_day(on=DAY, **WHO)
    taken("cash", "1.00")  # dated on the closed day, as no action would
    wrong = [p for p in prove() if not p.ok]
    assert [p.name for p in wrong] == ["after a day is closed nothing of the desk is dated on it"]
    assert wrong[0].failures[0].startswith("transfer ")


def test_verify_finds_figures_that_are_not_the_ledger_s():
    DayClose.objects.create(on=DAY, at=AT, by="x", figures={
        "on": DAY.isoformat(), "through": 0, "cash_cents": 5, "ledger": {}, "drawers": [],
        "sections": [{"key": "era", "rows": [{"label": "a", "cents": 5, "count": 1, "note": ""}]}],
    })  # fmt: skip
    (proof,) = [p for p in prove() if p.name.startswith("every closed day")]
    assert len(proof.failures) == 2


def test_what_the_practice_system_dates_on_a_closed_day_is_its_own():
    close_day(on=DAY, **WHO)
    tell(f"{DAY} patient_payment - 12.00")
    assert_proven()
