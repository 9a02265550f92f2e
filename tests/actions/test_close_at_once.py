"""Two people at the same moment: a day closes once, money goes to the bank once, and nothing is
taken into a day while it closes.
"""

import pytest

from goodstanding.actions.bank import match_all
from goodstanding.actions.day_close import Count, close_day, count_day
from goodstanding.actions.deposits import make_deposit
from goodstanding.actions.posting import posting_day
from goodstanding.core.kinds import Tender
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import BankMatch, DayClose, Deposit, Receipt
from tests.actions.test_at_once import at_once
from tests.bank_text import bai2
from tests.cash_desk import AT, DANA, DAY, MORGAN, brought_in, taken
from tests.ledger_text import assert_proven
from tests.remittance_text import check, one_line, remittance

pytestmark = pytest.mark.django_db(transaction=True)
WHO = {"by": DANA, "at": AT}


def told(do, *given, **more):
    """What it returned, or the first word of its refusal."""
    try:
        return do(*given, **more)
    except Refused:
        return "refused"


def counted(cash):
    count_day(on=DAY, counts=[Count("Front 1", Tender.CASH, cash, "why")], **WHO)


def test_a_day_is_closed_once():
    taken("cash", "85.00")
    counted(18400)
    closes = [lambda: told(close_day, on=DAY, second=MORGAN, **WHO)] * 4
    assert sorted(map(str, at_once(*closes))) == ["1", "refused", "refused", "refused"]
    assert DayClose.objects.count() == 1
    assert_proven()


def test_money_taken_while_the_day_closes_is_in_it_or_on_the_next():
    from django.db import transaction

    taken("cash", "85.00")
    counted(18500)

    def take():
        with transaction.atomic():
            bulk.alone(bulk.BOOKS)  # as every act that takes money: first alone, then the day
            return taken("check", "60.00", "1", on=posting_day(AT)).on

    at_once(lambda: told(close_day, on=DAY, **WHO), take, take)
    closed = DayClose.objects.exists()
    days = set(Receipt.objects.filter(tender="check").values_list("on", flat=True))
    assert len(days) in (1, 2)
    assert closed is (DAY not in days)  # a check not counted keeps the day open
    assert_proven()


def test_a_deposit_is_made_once():
    taken("cash", "85.00")
    taken("check", "60.00", "4471")
    counted(18500)
    many = [lambda: told(make_deposit, on=DAY, tender="cash_checks", **WHO)] * 4
    assert sorted(map(str, at_once(*many))) == ["1", "refused", "refused", "refused"]
    assert Deposit.objects.get().cents == 14500


def test_a_line_is_matched_once(tmp_path):
    brought_in(tmp_path, "e", remittance(check("T1", one_line("X", 80, 80))))
    at_once(
        lambda: brought_in(tmp_path, "b", bai2("2026-06-02 165 80.00 X trace=T1")).status,
        lambda: match_all(**WHO),
        lambda: match_all(**WHO),
    )
    assert BankMatch.objects.filter(undone_at__isnull=True).count() == 1
    assert_proven()


def test_the_same_bank_file_at_once_goes_in_once(tmp_path):
    raw = bai2("2026-06-02 165 80.00 X", "2026-06-02 165 80.00 X")
    two = at_once(*[lambda name=name: brought_in(tmp_path, name, raw).status for name in "ab"])
    assert sorted(two) == ["duplicate", "posted"]
