"""Signs that help may fit: each from a fact on file, and none while an application waits."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from goodstanding.core.assistance import Means, found
from goodstanding.core.assistance_signs import Beside, signs
from goodstanding.core.assistance_terms import Assistance
from goodstanding.core.facts import (
    AccountFacts,
    ChargeFacts,
    CoverageFacts,
    HoldFacts,
    KinFacts,
    Layer,
    PersonFacts,
    WriteOffFacts,
)
from goodstanding.core.kinds import HoldKind, PayerType
from goodstanding.core.poverty import Guideline

ON = date(2026, 11, 20)
GUIDELINE = Guideline(15_960_00, 5_680_00)
CHARGE = ChargeFacts("C1", "p", ON, ON, 100_00, layers=(Layer(ON, 100_00),))
PLAIN = AccountFacts("A", ON, PersonFacts(), charges=(CHARGE,))


def covered(kind: PayerType, **more: bool) -> AccountFacts:
    cover = CoverageFacts(1, "X", kind, **more)
    return replace(PLAIN, charges=(replace(CHARGE, coverages=(cover,)),))


def income(yearly: int) -> Beside:
    return Beside(on_file=found(Means(4, yearly), GUIDELINE, Assistance()))


SPENT = replace(PLAIN, charges=(replace(CHARGE, denial_reasons=(("PR", "178"),)),))
GIVEN = replace(PLAIN, write_offs=(WriteOffFacts(date(2026, 3, 2), "charity", 5000),))


@pytest.mark.parametrize(
    ("facts", "beside", "codes"),
    [
        (PLAIN, Beside(), []),
        (covered(PayerType.MEDICAID), Beside(), ["medicaid"]),
        (covered(PayerType.MEDICARE, qmb=True), Beside(), ["qmb"]),
        (covered(PayerType.COMMERCIAL), Beside(), []),
        (SPENT, Beside(), ["spend_down"]),
        (PLAIN, Beside(granted_on=date(2025, 11, 20)), ["granted"]),
        (PLAIN, Beside(granted_on=date(2025, 11, 19)), []),
        (GIVEN, Beside(), ["charity"]),
        (GIVEN, Beside(granted_on=date(2026, 3, 2)), ["granted"]),
        (replace(PLAIN, kin=(KinFacts("B", asked_for_help=True),)), Beside(), ["household"]),
        (PLAIN, Beside(general_delivery=True), ["no_street"]),
        (PLAIN, income(52_000_00), ["income"]),
        (PLAIN, income(300_000_00), []),
        (replace(PLAIN, charges=()), Beside(general_delivery=True), []),
    ],
)
def test_each_sign_is_a_fact_on_file(facts, beside, codes):
    assert [sign.code.removeprefix("signs.") for sign in signs(facts, beside)] == codes


def test_nobody_is_asked_while_their_application_waits():
    hold = HoldFacts("H", HoldKind.ASSISTANCE_PENDING, ON - timedelta(days=3))
    assert signs(replace(PLAIN, holds=(hold,)), Beside(general_delivery=True)) == ()
