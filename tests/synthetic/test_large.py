"""The large practice: as many rows as asked, and books as sound as the small one's."""

from datetime import date

import pytest

from goodstanding.synthetic import write_large
from tests import oracle

ON = date(2026, 11, 20)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    counts = write_large(folder, accounts=1200, transactions=18000, seed=5, on=ON)
    return counts, oracle.read(folder), folder


def test_about_as_many_rows_as_asked(large):
    counts, books, folder = large
    assert (counts.accounts, counts.patients, counts.charges) == (1200, 1200, 4200)
    assert counts.transactions == pytest.approx(18000, rel=0.02)
    assert len(oracle.rows_of(folder, "transactions")) == counts.transactions
    assert len(books.guarantors) == 1200


def test_numbers_are_unique_and_amounts_positive(large):
    rows = oracle.rows_of(large[2], "transactions")
    assert len({row["transaction_id"] for row in rows}) == len(rows)
    assert all(oracle.cents(row["amount"]) > 0 for row in rows)
    assert max(row["posted_on"] for row in rows) <= ON.isoformat()


def test_no_part_is_below_zero(large):
    _, books, _ = large
    standings = [oracle.standing(books, who, ON) for who in books.guarantors]
    assert all(standing.credit == 0 for standing in standings)
    assert sum(standing.patient_due > 0 for standing in standings) > 100


def test_every_bucket_of_both_parties_is_filled(large):
    _, books, _ = large
    [patient] = oracle.aging(books, ON, whose="patient").values()
    [insurer] = oracle.aging(books, ON, whose="insurer").values()
    assert all(patient)
    assert insurer[0] > 0


def test_same_seed_same_bytes(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_large(tmp_path / name, accounts=50, transactions=700, seed=seed, on=ON)
    one, same, other = (
        (tmp_path / name / "transactions.csv").read_bytes() for name in ("a", "b", "c")
    )
    assert one == same != other
