"""Money between payer and provider: where it is booked, what claim it is for, how it ends."""

import pytest

from goodstanding.actions.provider_level import settle_residue
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import ProviderAdjustment, ProviderSettled
from goodstanding.records.queries.provider_level import residues
from tests.ledger_text import AT, assert_proven, take_in, tell
from tests.remittance_text import PAYER, check, one_line, remittance, taken_back

pytestmark = pytest.mark.django_db
WHO = {"by": Actor("bill", "biller"), "at": AT}
ONE = "coverage NSTAR commercial 1\n2026-05-01 charge C1 200.00 claim_id=CL1"
PAID = one_line("CL1", 200, 80, "CO-45 100", "PR-1 20")


@pytest.fixture
def era(tmp_path):
    made = []

    def read(*checks, reference="R1"):
        made.append(1)
        path = tmp_path / f"{len(made)}.835"
        raw = remittance(*checks, control=f"{len(made):09d}")
        path.write_bytes(raw.replace(b":R1*", f":{reference}*".encode()))
        return take_in(path)

    return read


def balances():
    rows = bulk.select(
        "SELECT a, SUM(c) FROM (SELECT debit AS a, cents AS c FROM records_transfer UNION ALL "
        "SELECT credit, -cents FROM records_transfer) x GROUP BY a HAVING SUM(c) <> 0"
    )
    return {name: int(cents) for name, cents in rows}


@pytest.mark.parametrize(
    ("plb", "account", "cents"),
    [
        ("L6 -3", "interest", -300), ("51 -3", "interest", -300), ("L6 3", "interest", 300),
        ("CT -40", "capitation", -4000), ("WO 25", "provider_level", 2500),
        ("WO -25", "provider_level", -2500), ("FB -10", "provider_level", -1000),
        ("CS 4", "provider_level", 400), ("72 -25", "provider_level", -2500),
        ("ZZ 1", "provider_level", 100),
    ],
)  # fmt: skip
def test_each_reason_has_its_ledger_account(era, plb, account, cents):
    tell(ONE)
    era(check("T1", PAID, plb=[plb]))
    assert balances()[account] == cents
    assert balances()["cash"] == 8000 - cents
    assert_proven()


def test_a_check_of_capitation_alone_posts_whole(era):
    told = era(check("T1", plb=["CT -75"]))
    assert (told.status, balances()) == ("posted", {"cash": 7500, "capitation": -7500})
    assert_proven()


@pytest.mark.parametrize("reference", ["CL1", "ICNCL120080", "T1", "CL1 ICNCL120080"])
@pytest.mark.parametrize("first", ["claim", "adjustment"])
def test_an_adjustment_is_tied_to_the_claim_it_names(era, reference, first):
    tell(ONE)
    files = [check("T1", PAID), check("T2", plb=["WO -5"])]
    for each in files if first == "claim" else reversed(files):
        era(each, reference=reference)
    tied = ProviderAdjustment.objects.get().claim
    assert (tied.claim, tied.status) == ("CL1", "1")


def test_it_is_tied_to_the_reversal_it_was_held_back_for(era):
    tell(ONE)
    back = taken_back("CL1", 200, 80, "CO-45 100", "PR-1 20")
    era(check("T1", PAID), check("T2", back, plb=["WO -80"]), reference="CL1")
    assert ProviderAdjustment.objects.get().claim.status == "22"


def test_another_reference_is_tied_to_nothing(era):
    tell(ONE)
    era(check("T1", PAID, plb=["WO 5"]), reference="RCV-900")
    assert ProviderAdjustment.objects.get().claim is None


def test_what_evens_out_is_not_open(era):
    """A take-back announced, then taken; what is left over is open with its account."""
    tell(ONE)
    era(check("T1", PAID, plb=["WO -25"]), reference="CL1")
    (one,) = residues()
    assert (one.cents, one.payer, one.reference, one.reasons) == (-2500, PAYER, "CL1", ("WO",))
    assert [(tied.number, tied.account) for tied in one.tied] == [("CL1", "A")]
    era(check("T2", plb=["WO 25", "FB -25"]), reference="CL1")
    assert [one.cents for one in residues()] == [-2500]  # the 25 taken were carried forward
    era(check("T3", plb=["72 25", "FB -2"]), reference="CL1")
    assert [one.cents for one in residues()] == [-200]


@pytest.mark.parametrize(("plb", "cents"), [("WO 25", 2500), ("WO -25", -2500)])
def test_a_residue_is_settled_once_with_its_reason(era, plb, cents):
    tell(ONE)
    era(check("T1", PAID, plb=[plb]))
    asked = {"payer": PAYER, "reference": "R1", "reason": "payer says closed", "key": "k1"}
    with pytest.raises(Refused):
        settle_residue(**asked | {"reason": " "}, **WHO)
    assert settle_residue(**asked, **WHO) == cents
    assert settle_residue(**asked, **WHO) == cents  # the same form again
    with pytest.raises(Refused, match="Nothing is open"):
        settle_residue(**asked | {"key": "k2"}, **WHO)
    assert (residues(), ProviderSettled.objects.get().reason) == ((), "payer says closed")
    assert balances()["contractual"] == 10000 + cents
    assert_proven()


def test_only_billers_and_managers_settle(era):
    tell(ONE)
    era(check("T1", PAID, plb=["WO 25"]))
    with pytest.raises(Refused, match="role"):
        settle_residue(
            payer=PAYER, reference="R1", reason="x", key="k", by=Actor("c", "coordinator"), at=AT
        )
