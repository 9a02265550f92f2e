"""`verify` notices what is wrong with letters that were printed or mailed, and nothing before."""

from datetime import UTC, date, datetime

import pytest

from goodstanding.actions import letters
from goodstanding.actions.followup_day import run_day
from goodstanding.records.queries.proofs import prove
from tests.guards_off import tamper
from tests.ledger_text import ANA, SYSTEM_ACTOR, tell

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
TEN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
TWO = "2026-11-17 charge C1 60.00 patient\n2026-11-17 charge C2 80.00 patient patient=b1\n"
PLACES = "a batch's letters stand at places 1 to n, as many as its rows"
SUMS = "a batch's pages and cents are those of its letters"
BATCH = "a letter that is printed or mailed is in the one batch that says so"
CONTACT = "a mailed letter has one contact"


@pytest.fixture
def mailed():
    tell(TWO)
    run_day(on=ON, by=SYSTEM_ACTOR, at=TEN)
    batch = letters.print_batch(on=ON, by=ANA, at=TEN)
    letters.confirm_mailed(batch_id=batch.id, pulled=[], by=ANA, at=TEN)


def wrong() -> set[str]:
    return {proof.name for proof in prove() if proof.failures}


@pytest.mark.parametrize(
    ("sql", "noticed"),
    [
        ("UPDATE records_letter SET place = 2 WHERE place = 1", {PLACES}),
        ("UPDATE records_letterbatch SET rows = 3", {PLACES}),
        ("UPDATE records_letter SET pages = pages + 1 WHERE place = 1", {SUMS}),
        ("UPDATE records_letterbatch SET cents = cents - 1", {SUMS}),
        ("UPDATE records_letter SET state = 'printed' WHERE place = 1", {BATCH}),
        ("UPDATE records_letter SET batch_id = NULL WHERE place = 2", {BATCH, PLACES, SUMS}),
        ("UPDATE records_contact SET number = 'x' || number", {CONTACT}),
    ],
)
def test_what_is_wrong_with_a_letter_is_noticed(mailed, sql, noticed):
    assert wrong() == set()
    tamper(sql)
    assert wrong() == noticed
