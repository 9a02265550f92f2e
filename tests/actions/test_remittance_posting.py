"""What an 835 does to the books, by hand. A charge of 200.00 on claim CL1 stands open with the
insurer.
"""

import pytest

from goodstanding.actions.imports import Received
from goodstanding.records import bulk
from goodstanding.records.models import RemittanceClaim
from tests.ledger_text import assert_proven, count, facts, owed, take_in, tell
from tests.remittance_text import check, claim, line, one_line, remittance, taken_back

pytestmark = pytest.mark.django_db
ONE = """
coverage NSTAR commercial 1
2026-05-01 charge C1 200.00 claim_id=CL1
"""
TWO_COVERS = ONE + "coverage LAKES commercial 2\n"
TODAY = "2026-11-23"  # the business day of take_in: an 835 posts on it
PAID = one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")


@pytest.fixture
def era(tmp_path):
    """Imports checks as one file."""

    def read(*checks: list[str], control: str = "000000001") -> Received:
        path = tmp_path / f"{count('importfile')}.835"
        path.write_bytes(remittance(*checks, control=control))
        return take_in(path)

    return read


def states() -> list[str]:
    return list(RemittanceClaim.objects.order_by("id").values_list("state", flat=True))


def test_a_primary_payment(era):
    tell(ONE)
    told = era(check("T1", PAID))
    assert (told.status, told.problems) == ("posted", ())
    assert owed("2026-11-22") == "200.00 0.00 0.00"
    assert owed(TODAY) == "0.00 20.00 0.00"  # 200 - 80 paid - 100 contractual; 20 is the patient's
    assert told.totals["payment_amount"] == 8000
    assert_proven()


@pytest.mark.parametrize("lines", [[], [line(200, 200)]])
def test_adjustments_of_the_claim_itself(era, lines):
    """They stand over the lines: 200 on the line less 120 of the claim is the 80 it was paid."""
    tell(ONE)
    era(
        check("T1", claim("CL1", 200, 80, pr=20, adjustments=["CO-45 100", "PR-2 20"], lines=lines))
    )
    assert owed(TODAY) == "0.00 20.00 0.00"
    assert_proven()


def test_a_denial_writes_nothing_off_and_is_recorded(era):
    tell(ONE)
    told = era(check("T1", one_line("CL1", 200, 0, "CO-50 200", status="4")))
    assert told.status == "posted"
    assert owed(TODAY) == "200.00 0.00 0.00"
    (charge,) = facts(TODAY).charges
    assert charge.denial_reasons == (("CO", "50"),)


def test_a_denial_that_names_the_patient_waits(era):
    tell(ONE)
    told = era(check("T1", one_line("CL1", 200, 0, "PR-204 200", status="4")))
    assert (told.status, states()) == ("exceptions", ["waiting"])
    assert owed(TODAY) == "200.00 0.00 0.00"


def test_with_a_second_insurance_the_patient_is_not_asked_yet(era):
    tell(TWO_COVERS)
    told = era(check("T1", PAID))
    assert told.status == "posted"
    assert owed(TODAY) == "20.00 0.00 0.00"  # the 20 waits for the second insurance
    era(check("T2", one_line("CL1", 200, 15, "OA-23 180", "PR-2 5", status="2")))
    assert owed(TODAY) == "0.00 5.00 0.00"
    assert count("transfer") == 5  # charge, 80, 100, 15, 5: OA-23 is what the first one did
    assert_proven()


def test_a_second_payer_answers_for_what_the_patient_already_owed(era):
    tell(ONE)
    era(check("T1", PAID))
    era(check("T2", one_line("CL1", 200, 20, "OA-23 180", status="2")))
    assert owed(TODAY) == "0.00 0.00 0.00"
    assert_proven()


def test_a_write_off_never_exceeds_what_is_open(era):
    tell(ONE + "2026-06-01 insurer_payment C1 90.00\n")
    told = era(check("T1", one_line("CL1", 200, 80, "CO-45 120")))
    # 110 was open: 80 paid, 30 of the 120 written off, 90 told of.
    assert owed(TODAY) == "0.00 0.00 0.00"
    assert "$90.00 is more than was open" in told.problems[0]["text"]


def test_more_paid_than_is_open_waits(era):
    tell(ONE + "2026-06-01 insurer_payment C1 150.00\n")
    told = era(check("T1", one_line("CL1", 200, 80, "CO-45 120")))
    assert (told.status, states()) == ("exceptions", ["waiting"])
    assert owed(TODAY) == "50.00 0.00 0.00"
    assert told.problems[0]["cents"] == 8000


def test_what_the_practice_already_settled_waits(era):
    tell(
        ONE + "2026-06-01 insurer_payment C1 80.00\n2026-06-01 contractual C1 100.00\n"
        "2026-06-01 to_patient C1 20.00"
    )
    era(check("T1", PAID))
    assert states() == ["waiting"]
    assert owed(TODAY) == "0.00 20.00 0.00"


def test_insurer_money_booked_on_a_patients_charge_is_not_booked_again(era):
    tell("2026-05-01 charge C1 200.00 patient claim_id=CL1\n2026-06-01 insurer_payment C1 80.00")
    era(check("T1", PAID))
    assert states() == ["waiting"]
    assert owed(TODAY) == "0.00 120.00 0.00"


def test_a_claim_that_fails_on_its_second_line_leaves_the_first_as_it_was(era):
    tell(
        ONE
        + "2026-05-01 charge C2 50.00 claim_id=CL1 code=73030\n2026-06-01 insurer_payment C2 45.00"
    )
    wrong = claim("CL1", 250, 130, lines=[line(200, 80, "CO-45 120"), line(50, 50, code="73030")])
    right = claim(
        "CL1", 250, 85, lines=[line(200, 80, "CO-45 120"), line(50, 5, "CO-45 45", code="73030")]
    )
    told = era(check("T1", wrong, right))  # in one check
    assert states() == ["waiting", "posted"], told.problems
    assert owed(TODAY) == "0.00 0.00 0.00"


def test_an_estimate_by_the_payer_moves_nothing(era):
    tell(ONE)
    told = era(check("T1", one_line("CL1", 200, 0, "OA-101 200", status="25")))
    assert (told.status, owed(TODAY)) == ("posted", "200.00 0.00 0.00")


BACK = taken_back("CL1", 200, 80, "CO-45 100", "PR-1 20")
CORRECTED = one_line("CL1", 200, 60, "CO-45 100", "PR-1 40")


@pytest.mark.parametrize(
    "files",
    [
        [[PAID, BACK, CORRECTED]],
        [[PAID], [BACK, CORRECTED]],
        [[PAID], [BACK], [CORRECTED]],
        [[BACK], [PAID], [CORRECTED]],
        [[BACK, PAID, CORRECTED]],
        [[PAID], [CORRECTED], [BACK]],
        [[CORRECTED, BACK, PAID]],
        [[PAID, CORRECTED, BACK]],
    ],
)
def test_a_reversal_and_its_correction_in_any_file(era, files):
    tell(ONE)
    for number, claims in enumerate(files):
        era(check(f"T{number}", *claims), control=f"{number + 1:09d}")
    assert owed(TODAY) == "0.00 40.00 0.00"
    assert_proven()


def test_what_a_file_sent_ends_somewhere(era):
    """Posted, waiting and aside together are the file, in claims and in cents."""
    tell(ONE)
    off = one_line("CL8", 90, 30, "CO-45 59")  # a dollar short
    told = era(
        check("T1", PAID, one_line("CL9", 70, 50, "CO-45 20"), off),
        check("T2", CORRECTED, amount=61),
    )
    ended = told.totals["ended"]
    assert (ended["posted"], ended["waiting"], ended["aside"]) == (1, 1, 2)
    assert (told.status, told.totals["claims"]) == ("partly_posted", 4)
    cents = dict(
        bulk.select("SELECT state, SUM(paid_cents) FROM records_remittanceclaim GROUP BY state")
    )
    assert {state: int(paid) for state, paid in cents.items()} == {
        "posted": 8000,
        "waiting": 5000,
        "aside": 9000,
    }
    assert sum(map(int, cents.values())) == told.totals["paid"]
    aside = [p for p in told.problems if p["code"] in ("claim_aside", "claim_waiting")]
    assert sum(p["cents"] for p in aside) == 14000
    assert_proven()


@pytest.mark.parametrize("plb", [["WO 25"], ["L6 -3"], ["WO 25", "L6 -3"]])
def test_provider_adjustments_are_posted_beside_the_claims(era, plb):
    tell(ONE)
    told = era(check("T1", PAID, plb=plb))
    wanted = sum(int(one.split()[1]) for one in plb) * 100
    assert told.totals["provider_adjustments"] == wanted
    assert told.totals["balanced"]
    assert owed(TODAY) == "0.00 20.00 0.00"
    # Cash is what the check brought: 80.00 less what was held back.
    cash = bulk.select(
        "SELECT SUM(CASE WHEN debit = 'cash' THEN cents WHEN credit = 'cash' THEN -cents "
        "ELSE 0 END) FROM records_transfer"
    )
    assert int(cash[0][0]) == told.totals["payment_amount"] == 8000 - wanted
    assert_proven()
