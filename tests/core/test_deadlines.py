"""Dates the law sets: worked by hand from the rules' own figures."""

from datetime import date

from goodstanding.core.deadlines import deadlines
from goodstanding.core.facts import AccountFacts, HoldFacts, PersonFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.law import live_book

ON = date(2026, 11, 23)


def found(kind: HoldKind, **detail: str) -> list[tuple[str, date, str]]:
    hold = HoldFacts("H1", kind, date(2026, 1, 1), detail=detail)
    facts = AccountFacts("G1", ON, PersonFacts(), holds=(hold,))
    return [(d.kind, d.on, d.rule) for d in deadlines(facts, live_book().on(ON, "MN"))]


def test_an_estate_claim_is_due_by_the_earliest_path():
    # Scenario 14: first published 08-03 (+4 months = 12-03), served 08-20 (+1 month), died 05-10
    # (+1 year).
    assert found(
        HoldKind.ESTATE,
        died_on="2026-05-10",
        notice_published_on="2026-08-03",
        notice_served_on="2026-08-20",
    ) == [("estate_claim", date(2026, 12, 3), "mn-estate-presentation-deadline")]


def test_a_disallowed_claim_leaves_two_months_to_petition():
    kinds = {
        kind: on
        for kind, on, _ in found(HoldKind.ESTATE, died_on="2026-05-10", disallowed_on="2026-10-01")
    }
    assert kinds["estate_petition"] == date(2026, 12, 1)


def test_a_proof_of_claim_is_due_seventy_days_after_the_petition():
    # Scenario 2: filed 2026-03-01; 30 days of March left + 30 of April + 10 of May = 70: May 10.
    assert found(HoldKind.BANKRUPTCY, chapter="13", case="26-1", filed_on="2026-03-01") == [
        ("bankruptcy_claim", date(2026, 5, 10), "us-bk-proof-of-claim")
    ]


def test_an_account_without_such_holds_has_no_dates():
    assert found(HoldKind.DISPUTE) == []
