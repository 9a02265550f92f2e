"""Dates the law sets: worked by hand from the rules' own figures."""

from datetime import date

import pytest

from goodstanding.core.deadlines import deadlines
from goodstanding.core.estates import Death, claim_class
from goodstanding.core.facts import AccountFacts, ChargeFacts, HoldFacts, PersonFacts
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


@pytest.mark.parametrize(
    ("service", "marked", "number"),
    [("2026-05-01", True, 4), ("2026-05-01", False, 5), ("2025-09-01", False, 5),
     ("2025-05-10", False, 5), ("2025-05-09", False, 7), ("2024-11-01", False, 7)],
)  # fmt: skip
def test_scenario_17_the_classes_of_a_claim(service, marked, number):
    hold = HoldFacts("H1", HoldKind.ESTATE, date(2026, 5, 10),
                     detail={"last_illness": ["C1"] if marked else []})  # fmt: skip
    death = Death(None, date(2026, 5, 10), hold)
    on = date.fromisoformat(service)
    charge = ChargeFacts("C1", "P1", on, on, 10000)
    assert claim_class(charge, death, live_book().on(ON, "MN")) == number
    assert claim_class(charge, death, live_book().on(date(1980, 1, 1), "MN")) is None


def test_every_path_is_named_and_the_earliest_counts():
    hold = HoldFacts("H1", HoldKind.ESTATE, date(2026, 1, 1), detail={
        "died_on": "2026-05-10", "notice_published_on": "2026-08-03"})  # fmt: skip
    facts = AccountFacts("G1", ON, PersonFacts(), holds=(hold,))
    (one,) = deadlines(facts, live_book().on(ON, "MN"))
    assert [(path.kind, path.on.isoformat()) for path in one.paths] == [
        ("notice_published", "2026-12-03"), ("year_after_death", "2027-05-10")
    ]  # fmt: skip
    assert one.paths[0].text == "4 months from the first notice of 08/03/2026"


def test_days_that_cannot_be_read_give_no_deadline():
    assert found(HoldKind.ESTATE, died_on="2026-05-10", notice_served_on="soon") == []
    assert found(HoldKind.BANKRUPTCY, chapter="13", filed_on="2026-03-01", claim_by="soon") == []
