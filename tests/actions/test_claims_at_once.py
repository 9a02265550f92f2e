"""Two people decide about one claim, or one residue, at the same moment: one of them does."""

import pytest

from goodstanding.actions import claims_desk
from goodstanding.actions.denials import open_denials
from goodstanding.actions.provider_level import settle_residue
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.records.audit_chain import faults
from goodstanding.records.models import ClaimStep, DenialCase, RemittanceClaim
from tests.actions.test_at_once import ON, at_once
from tests.ledger_text import AT, SYSTEM_ACTOR, assert_proven, count, owed, take_in, tell
from tests.remittance_text import PAYER, check, one_line, remittance

pytestmark = pytest.mark.django_db(transaction=True)
WHO = {"by": Actor("bill", "biller"), "at": AT}
ONE = "coverage NSTAR commercial 1\n2026-05-01 charge C1 200.00 claim_id=CL-0001"


def or_refused(act):
    def tried():
        try:
            act()
        except Refused:
            return "refused"
        return "done"

    return tried


def bring_in(tmp_path, *checks):
    path = tmp_path / "a.835"
    path.write_bytes(remittance(*checks))
    return take_in(path)


def test_a_claim_is_matched_once(tmp_path):
    tell(ONE)
    bring_in(tmp_path, check("T1", one_line("PCN9", 200, 80, "CO-45 120")))
    key = RemittanceClaim.objects.get().id
    match = or_refused(lambda: claims_desk.match_claim(claim_id=key, ours="C1", **WHO))
    over = or_refused(lambda: claims_desk.post_over(claim_id=key, words="x", **WHO))
    told = at_once(match, match, match, over)
    assert sorted(told) == ["done", "refused", "refused", "refused"]
    assert (owed("2026-11-23"), ClaimStep.objects.count()) == ("0.00 0.00 0.00", 1)
    assert_proven()
    assert list(faults()) == []


def test_a_residue_is_settled_once(tmp_path):
    tell(ONE)
    bring_in(tmp_path, check("T1", plb=["WO -25"]))
    asked = {"payer": PAYER, "reference": "R1", "reason": "x", **WHO}
    settle = [or_refused(lambda k=k: settle_residue(key=k, **asked)) for k in ("a", "b", "c")]
    assert sorted(at_once(*settle)) == ["done", "refused", "refused"]
    assert count("providersettled") == 1
    assert_proven()


def test_a_denial_opens_one_case(tmp_path):
    tell(ONE)
    bring_in(tmp_path, check("T1", one_line("CL-0001", 200, 0, "CO-50 200", status="4")))
    DenialCase.objects.filter().update(state="open")
    at_once(*[lambda: open_denials(on=ON, by=SYSTEM_ACTOR, at=AT)] * 3)
    assert count("denialcase") == 1
