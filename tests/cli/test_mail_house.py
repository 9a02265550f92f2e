"""A batch printed for a mail house, confirmed from the command line."""

from datetime import date

import pytest
from django.utils import timezone

from goodstanding.actions import letters
from goodstanding.actions.followup_day import run_day
from goodstanding.cli.commands import run
from goodstanding.records.models import Contact
from tests.ledger_text import SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
TWO = "2026-11-01 charge C1 80.00 patient\n2026-11-01 charge C2 60.00 patient patient=b1"


def test_it_is_confirmed_with_the_count_that_the_mail_house_reports(capsys):
    tell(TWO)
    by, at = SYSTEM_ACTOR, timezone.now()
    run_day(on=ON, by=by, at=at)
    wanted = letters.Wanted(ON, way="mail_house")
    batch = letters.print_batch(on=ON, wanted=wanted, by=by, at=at)
    confirm = ["letters", "--on", ON.isoformat(), "--confirm", str(batch.id)]
    for reported, why in (([], "how many letters the mail house"), (["1"], "house reports 1")):
        assert run([*confirm, *(["--reported", *reported] if reported else [])]) == 2
        assert why in capsys.readouterr().err
        assert Contact.objects.count() == 0
    assert run([*confirm, "--reported", "2"]) == 0
    assert Contact.objects.count() == 2
