"""The named odd lives: their figures by hand, whatever the seed and the day."""

from datetime import date

import pytest

from goodstanding.synthetic import ODD_LIVES, write_clinic
from tests import oracle
from tests.synthetic.conftest import ON

# insurer due, patient due, credit; from the amounts told in goodstanding/synthetic/odd_*.py.
FIGURES = {
    "100001": (0, 10000, 0),  # 60.00 before the petition and 40.00 after
    "100003": (0, 90000, 0),  # 860.00 discharged and never written off, 40.00 since
    "100005": (0, 21080, 0),  # 18.30 + 192.50
    "100007": (0, 0, 13000),  # 170.00 prepaid less 40.00 copay
    "100008": (0, 1829, 0),
    "100009": (0, 0, 4000),
    "100010": (0, 0, 5000),  # all moved back to the insurer, the patient's 50.00 is left over
    "100011": (168000, 29500, 0),
    "100019": (0, 0, 6800),
    "100020": (0, 0, 5000),  # 155.00 paid of 45.00, 60.00 refunded
    "100021": (0, 50000, 0),  # 1,200.00 less seven times 100.00
    "100022": (0, 32000, 0),  # 480.00 less two times 80.00
    "100023": (0, 5000, 0),  # 80.00, the cheque gone, 30.00 cash
    "100024": (0, 3000, 0),  # 40.00 paid after all, 30.00 of the other visit open
    "100025": (0, 0, 18000),  # 500.00 less 320.00
    "100030": (0, 74400, 0),  # 1,025.00 - 400.00 charity + 119.00
    "100034": (0, 29500, 0),
    "100037": (0, 14900, 0),
    "100039": (0, 340, 0),
    "100042": (0, 12000, 0),
    "100045": (615000, 0, 0),
    "100046": (0, 0, 5800),  # 98.00 twice less 40.00 given back
    "100049": (31000, 0, 0),  # 112.00 met by the 112.00 unapplied of the sibling
}


@pytest.mark.parametrize("guarantor", FIGURES)
def test_figures_of_an_odd_life(clinic, guarantor):
    found = clinic.standings[guarantor]
    assert (found.insurer_due, found.patient_due, found.credit) == FIGURES[guarantor]


def test_the_edges_fill_every_bucket_alike(clinic):
    rows = oracle.aging(clinic.books, ON, by="account", whose="patient")
    assert rows["100035"] == [2000, 2000, 2000, 2000, 2000]


def test_every_odd_life_is_there_and_owns_its_number(clinic):
    assert len(ODD_LIVES) >= 40
    assert clinic.books.guarantors[: len(ODD_LIVES)] == list(ODD_LIVES)


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 1, 1), date(2026, 3, 31)])
def test_figures_hold_on_any_day_and_seed(tmp_path, day):
    write_clinic(tmp_path, accounts=len(ODD_LIVES), seed=3, on=day)
    books = oracle.read(tmp_path)
    for guarantor, figures in FIGURES.items():
        found = oracle.standing(books, guarantor, day)
        assert (found.insurer_due, found.patient_due, found.credit) == figures
