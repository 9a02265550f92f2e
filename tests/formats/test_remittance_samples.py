"""Real 835 files beside the project, against facts computed from them independently (FACTS.tsv)."""

import csv
from decimal import Decimal

import pytest

from goodstanding.core.money import Cents
from goodstanding.formats.x12.remittance_835 import Adjustment, Claim, Payment, read, totals
from tests.shared import SHARED, needs_shared

FOLDER = SHARED / "samples" / "835"
FACTS: list[dict[str, str]] = []
if (FOLDER / "FACTS.tsv").is_file():
    with (FOLDER / "FACTS.tsv").open(encoding="utf-8", newline="") as file:
        FACTS = list(csv.DictReader(file, delimiter="\t"))

# The facts count what is missing as 0 and so in balance. For us a claim with an amount that cannot
# be read is not in balance: a second "CLP*090909*22" without amounts; an SVC whose charge is empty.
UNREADABLE = {"oopfactory__Example1.txt": 1, "keironstod-e835__blue_cross_nc_sample.txt": 1}

every_sample = pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts["file"])


def read_sample(facts: dict[str, str]) -> list[Payment]:
    return list(read((FOLDER / facts["file"]).read_bytes()))


def cents(text: str) -> Cents:
    return int(Decimal(text) * 100)


@needs_shared
def test_the_facts_are_there():
    assert len(FACTS) == 34


@needs_shared
@every_sample
def test_totals_equal_the_facts(facts):
    whole = totals(read_sample(facts))
    other = sum(each for group, each in whole.adjustments.items() if group not in "CO PR OA PI")
    assert {
        "n_st": whole.payments,
        "n_clp": whole.claims,
        "sum_clp03": whole.charged,
        "sum_clp04": whole.paid,
        "sum_clp05": whole.patient_responsibility,
        **{f"cas_{group}": whole.adjustments[group] for group in ("CO", "PR", "OA", "PI")},
        "cas_other": other,
        "plb_total": whole.provider_adjustments,
        "bpr02_sum": whole.payment_amount,
        "balanced": "yes" if whole.balanced else "no",
    } == {
        name: int(facts[name]) if name.startswith("n_") else cents(facts[name])
        for name in ("n_st", "n_clp", "sum_clp03", "sum_clp04", "sum_clp05")
        + ("cas_CO", "cas_PR", "cas_OA", "cas_PI", "cas_other", "plb_total", "bpr02_sum")
    } | {"balanced": facts["balanced"]}


@needs_shared
@every_sample
def test_claims_and_lines_balance_as_in_the_facts(facts):
    claims = [claim for payment in read_sample(facts) for claim in payment.claims]
    lines = [line.balanced for claim in claims for line in claim.lines]
    assert (sum(lines), len(lines)) == (int(facts["svcs_ok"]), int(facts["n_svc"]))
    assert sum(map(claim_level, claims)) == int(facts["claims_ok"])
    unreadable = [
        claim for claim in claims if any(each.code == "bad_amount" for each in claim.problems)
    ]
    assert len(unreadable) == UNREADABLE.get(facts["file"], 0)
    whole = [claim_level(claim) and all(line.balanced for line in claim.lines) for claim in claims]
    in_balance = sum(claim.balanced for claim in claims)
    assert in_balance == sum(whole) - len(unreadable)
    assert totals(read_sample(facts)).claims_off == len(claims) - in_balance


def claim_level(claim: Claim) -> bool:
    every: list[Adjustment] = [*claim.adjustments]
    for line in claim.lines:
        every += line.adjustments
    return claim.charged_cents - claim.paid_cents == sum(each.cents for each in every)


@needs_shared
@every_sample
def test_what_is_off_is_a_problem_and_nothing_else_is(facts):
    for payment in read_sample(facts):
        assert payment.balanced is not any(
            each.code in ("payment_imbalance", "bad_amount") for each in payment.problems
        )
        for claim in payment.claims:
            codes = {each.code for each in claim.problems}
            off = codes & {"line_imbalance", "claim_imbalance", "bad_amount"}
            assert claim.balanced is not bool(off)
