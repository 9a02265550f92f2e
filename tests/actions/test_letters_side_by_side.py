"""An account with its next step and a letter that only tells something, both ready."""

from datetime import UTC, date, datetime

import pytest

from goodstanding.actions import letter_review, letters
from goodstanding.actions.followup_day import run_day
from goodstanding.actions.holds import NewHold, place_hold, release_hold
from goodstanding.core.kinds import HoldKind
from goodstanding.records.models import Contact, Letter
from tests.ledger_text import ANA, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def answered() -> None:
    """A question about a bill was answered, and the bill goes on."""
    tell("2026-11-16 charge C1 184.20 patient\n2026-11-17 charge C2 60.00 patient")
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    question = NewHold(HoldKind.DISPUTE, starts_on=ON)
    hold = place_hold(account_id="A", hold=question, by=ANA, at=TEN)
    release_hold(hold_id=hold, reason="Shown the bill", by=ANA, at=TEN)


def test_both_go_together_also_at_the_edge_of_a_portion(monkeypatch):
    monkeypatch.setattr(letters, "PORTION", 1)
    batch = letters.print_batch(on=ON, by=ANA, at=NOON)
    kinds = batch.letters.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["dispute_resolved", "statement"]


def test_the_step_kept_back_stays_so_when_the_other_is_mailed():
    step = Letter.objects.get(decision__isnull=False, state="ready")
    letter_review.hold_back(letter=step.id, why="He calls", by=ANA, at=TEN)
    batch = letters.print_batch(on=ON, by=ANA, at=NOON)
    letters.confirm_mailed(batch_id=batch.id, pulled=[], by=ANA, at=NOON)
    assert Contact.objects.get().kind == "dispute_resolved"
    found = Letter.objects.filter(decision__isnull=False, state__in=("ready", "held"))
    assert [(one.id, one.state, one.why) for one in found] == [(step.id, "held", "He calls")]
