"""The truth panel: each check with its evidence, its rule and what cannot be told."""

from dataclasses import replace

import pytest

from goodstanding.core.facts import BooksFacts, CoverageFacts, EstimateFacts
from goodstanding.core.kinds import PayerType
from goodstanding.core.owed import owed
from goodstanding.law import live_book
from goodstanding.records.queries.truth import TruthCheck, checks
from tests.core.builders import TODAY, account, charge, covered, day, hold, patient, person

BOOKS = BooksFacts(day("2026-11-20"), day("2026-11-21"))


def panel(*charges, **more) -> dict[str, TruthCheck]:
    facts = account(*charges, **({"books": BOOKS} | more))
    law = live_book().on(TODAY, "MN")
    return {check.label: check for check in checks(facts, owed(facts, law), law)}


def wrong(*charges, **more) -> dict[str, bool | None]:
    found = panel(*charges, **more)
    return {label: check.ok for label, check in found.items() if check.ok is not True}


def test_a_plain_account_is_true_and_says_what_was_looked_at():
    found = panel(charge(coverages=covered()))
    assert len(found) == 14
    assert all(check.ok for check in found.values())
    assert found["Insurance finished"].text == "all of it theirs since 09/01/2026"
    assert found["Posting fresh"].text == "835 11/20/2026, payments 11/21/2026"
    assert found["Signed as responsible"].text == "the visits are their own"
    assert panel(charge(layers=()))["Insurance finished"].text == ""


MEDICARE = covered(PayerType.MEDICARE)
TWO = (*covered(), CoverageFacts(2, "P2", PayerType.COMMERCIAL))
FAILING = [
    ("Insurance finished", {"insurer_cents": 5}, "owed.insurer_pending"),
    ("Second insurer heard", {"coverages": TWO}, "owed.second_insurer"),
    (
        "Not QMB or Medical Assistance",
        {"coverages": covered(PayerType.MEDICARE, qmb=True)},
        "us-qmb-balance-billing-ban",
    ),
    (
        "Not QMB or Medical Assistance",
        {"coverages": covered(PayerType.MEDICAID)},
        "mn-ma-no-copay",
    ),
    (
        "First claim in time",
        {"coverages": covered(), "denial_reasons": (("PR", "29"),)},
        "mn-62q75-six-month-claim-rule",
    ),
    (
        "Only the plan's own share",
        {"coverages": covered(), "patient_reasons": (("CO", "45"),)},
        "mn-network-hold-harmless",
    ),
    (
        "Only the plan's own share",
        {"coverages": covered(PayerType.TRICARE)},
        "us-va-tricare-limits",
    ),
    (
        "Only the plan's own share",
        {"coverages": MEDICARE, "patient_reasons": (("PR", "50"),)},
        "us-medicare-abn",
    ),
    (
        "Not workers' comp or auto",
        {"coverages": covered(PayerType.WORKERS_COMP)},
        "mn-workers-comp-no-patient-billing",
    ),
    ("Not workers' comp or auto", {"coverages": covered(PayerType.NO_FAULT)}, "mn-no-fault-auto"),
]


@pytest.mark.parametrize(("label", "known", "rule"), FAILING)
def test_one_line_turns_and_names_its_rule(label, known, rule):
    bill = charge(**known)
    found = panel(bill)
    assert wrong(bill) == {label: None if label.startswith("Second") else False}
    assert found[label].rule == rule
    assert found[label].citation
    assert found[label].text.endswith(".")


def test_the_same_service_twice_and_a_far_exceeded_estimate():
    again = replace(charge(), charge_id="C2")
    assert wrong(charge(), again) == {"Not billed twice": False}
    over = EstimateFacts("A1", "", day("2026-08-01"), day("2026-09-01"), 10000, 60000)
    assert wrong(charge(), estimates=(over,)) == {"Near its estimate": False}
    # A stop that speaks for the charge does not make the estimate near.
    stopped = {"estimates": (over,), "holds": (hold("good_faith_dispute", charges=("C1",)),)}
    assert wrong(charge(), **stopped) == {"Near its estimate": False, "No open question": False}


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("dispute", "No open question"),
        ("billing_error", "No open question"),
        ("good_faith_dispute", "No open question"),
        ("payer_appeal", "No open question"),
        ("liability", "Not workers' comp or auto"),
        ("bankruptcy", "No stop"),
        ("manual", "No stop"),
    ],
)
def test_a_hold_turns_its_own_line(kind, label):
    assert wrong(holds=(hold(kind),)) == {label: False}
    assert wrong(holds=(hold(kind, "2026-11-24"),)) == {}


def test_a_hold_is_named():
    assert panel(holds=(hold("cease_contact"),))["No stop"].text == "In force: cease contact."


@pytest.mark.parametrize(
    ("remittance", "deposit", "ok", "text"),
    [
        (None, None, None, "Nothing has been posted yet."),
        (None, "2026-11-20", True, "835 never read in, payments 11/20/2026"),
        ("2026-11-16", "2026-11-16", True, "835 11/16/2026, payments 11/16/2026"),
        (
            "2026-11-15",
            "2026-11-16",
            False,
            "The last remittance was read in on 11/15/2026. Import what came since. "
            "(835 11/15/2026, payments 11/16/2026)",
        ),
    ],
)
def test_both_days_of_the_books_are_shown(remittance, deposit, ok, text):
    books = BooksFacts(remittance and day(remittance), deposit and day(deposit))
    found = panel(books=books)["Posting fresh"]
    assert (found.ok, found.text, found.rule) == (ok, text, "owed.posting_stale")


def test_loose_money_and_returned_mail():
    assert wrong(unapplied_cents=7500) == {"No loose money": False}
    assert panel(unapplied_cents=7500)["No loose money"].text == "$75.00 is not placed yet."
    back = person(mail_returned_on=day("2026-11-02"))
    assert wrong(person=back) == {"Mail not returned": False}
    assert "11/02/2026" in panel(person=back)["Mail not returned"].text


@pytest.mark.parametrize(
    ("relation", "signed", "ok"),
    [
        ("self", None, True),
        ("spouse", None, None),
        ("other", None, None),
        ("child", None, None),  # owed by a parent, and still nobody is known to have signed
        ("spouse", "2026-01-01", True),
    ],
)
def test_who_signed(relation, signed, ok):
    born = day("2015-01-01") if relation == "child" else day("1980-01-01")
    found = panel(
        person=person(signed_on=signed and day(signed)), patients=(patient("A1", relation, born),)
    )
    assert found["Signed as responsible"].ok is ok
