"""A self-pay bill far above its good faith estimate, and what the books cannot vouch for."""

from dataclasses import replace

import pytest

from goodstanding.core.facts import BooksFacts, CoverageFacts, EstimateFacts
from goodstanding.core.kinds import PayerType
from goodstanding.core.owed import Owed
from goodstanding.core.owed_estimates import let_go
from goodstanding.law import live_book
from tests.core.builders import account, at, call, charge, covered, day, hold, may
from tests.core.test_owed import asked, left

ESTIMATE = "us-nsa-ppdr-eligibility"


def estimated(cents: int = 200000, billed: int = 240000, **more) -> EstimateFacts:
    first = {"patient_id": "A1", "provider": "Hale", "given_on": day("2026-08-20")}
    first |= {"service_on": day("2026-09-01"), "cents": cents, "billed_cents": billed}
    return EstimateFacts(**(first | more))


BILL = charge(cents=240000, provider="Hale")


@pytest.mark.parametrize(
    ("billed", "asked_for"), [(239999, 240000), (240000, 0), (239900, 240000), (260000, 0)]
)
def test_scenario_35_four_hundred_over_goes_to_a_supervisor(billed, asked_for):
    found = asked(BILL, estimates=(estimated(billed=billed),))
    assert found.cents == asked_for
    assert left(found) == ({} if asked_for else {"C1": (ESTIMATE, 240000)})


@pytest.mark.parametrize(
    ("bill", "estimate", "touched"),
    [
        (BILL, estimated(), True),
        (BILL, estimated(patient_id="A2"), False),
        (BILL, estimated(provider="Reed"), False),
        (BILL, estimated(provider=""), True),
        (BILL, estimated(service_on=day("2026-09-02")), False),
        (BILL, estimated(service_on=None), True),
        (BILL, estimated(service_on=None, given_on=day("2026-09-01")), True),
        (BILL, estimated(service_on=None, given_on=day("2026-09-02")), False),
        (replace(BILL, coverages=covered()), estimated(), False),
        (replace(BILL, coverages=covered(), self_pay_restriction=True), estimated(), True),
    ],
)
def test_an_estimate_is_of_one_patient_provider_and_day(bill, estimate, touched):
    assert asked(bill, estimates=(estimate,)).cents == (0 if touched else 240000)


@pytest.mark.parametrize(
    ("statement", "on", "asked_for"),
    [
        ("2026-09-05", "2027-01-03", 0),  # 120 days after the first bill
        ("2026-09-05", "2027-01-04", 240000),
        ("2026-08-31", "2027-01-04", 0),  # an older statement was not of this bill
        (None, "2027-06-01", 0),
    ],
)
def test_the_time_to_dispute_ends(statement, on, asked_for):
    sent = (mail(statement),) if statement else ()
    found = asked(BILL, estimates=(estimated(),), contacts=sent, on=day(on))
    assert found.cents == asked_for
    never = tuple(replace(each, delivered=False) for each in sent)
    assert asked(BILL, estimates=(estimated(),), contacts=never, on=day(on)).cents == 0


def test_a_bill_in_two_parts_was_first_sent_after_its_first():
    early = replace(BILL, posted_on=day("2026-09-02"))
    late = replace(BILL, charge_id="C2", code="C2", posted_on=day("2026-09-20"))
    on_the_day = (mail("2026-09-02"),)
    for on, cents in (("2026-12-31", 0), ("2027-01-01", 480000)):
        facts = {"estimates": (estimated(),), "contacts": on_the_day, "on": day(on)}
        assert asked(early, late, **facts).cents == cents
    no_bill = (mail("2026-09-02", kind="reminder"),)
    assert asked(early, late, **(facts | {"contacts": no_bill})).cents == 0
    again = (mail("2026-09-02"), mail("2026-10-30"))
    assert asked(early, late, **(facts | {"contacts": again})).cents == 480000


def mail(on: str, **more):
    mailed = replace(call(at("12:00", day(on))), kind="statement", delivered=True)
    return replace(mailed, **more)


@pytest.mark.parametrize(
    ("detail", "asked_for"),
    [
        ({"decided_on": "2026-11-22"}, 240000),
        ({"decided_on": "2026-11-24"}, 0),
        ({"decided_on": "later"}, 0),
        ({}, 0),
        ({"decided_on": "2026-11-22", "charges": ("C9",)}, 0),
        ({"decided_on": "2026-11-22", "charges": ("C1",)}, 240000),
        ({"decided_on": "2026-11-22", "patient_id": "A2"}, 0),
        ({"decided_on": "2026-11-22", "patient_id": "A1"}, 240000),
    ],
)
def test_a_decision_about_the_estimate_lets_the_bill_go(detail, asked_for):
    decided = hold("good_faith_dispute", **detail)
    assert asked(BILL, estimates=(estimated(),), holds=(decided,)).cents == asked_for
    other = hold("dispute", **detail)
    assert asked(BILL, estimates=(estimated(),), holds=(other,)).cents == 0


@pytest.mark.parametrize(
    ("charges", "more", "why"),
    [
        ((BILL,), {}, ""),
        ((), {}, "Nothing of it is open with the patient."),
        (
            (BILL,),
            {"holds": (hold("good_faith_dispute", decided_on="2026-11-22"),)},
            "The dispute about it was decided.",
        ),
        (
            (BILL,),
            {"contacts": ("2026-09-02",), "on": day("2027-01-01")},
            "The bill is $400.00 over; the time to dispute it ended on 12/31/2026.",
        ),
    ],
)
def test_why_the_gate_lets_a_bill_go(charges, more, why):
    contacts = tuple(map(mail, more.pop("contacts", ())))
    facts = account(*charges, estimates=(estimated(),), contacts=contacts, **more)
    assert let_go(estimated(), facts, live_book().on(facts.on, "MN")) == why


def test_an_open_dispute_says_more_than_the_estimate():
    open_ = hold("good_faith_dispute", charges=("C1",))
    found = asked(BILL, estimates=(estimated(),), holds=(open_,))
    assert left(found) == {"C1": ("us-nsa-ppdr-collection-freeze", 240000)}


def test_before_the_act_there_was_nothing_to_compare():
    old = charge(service="2021-09-01", cents=240000, provider="Hale")
    before = estimated(service_on=day("2021-09-01"), given_on=day("2021-08-01"))
    assert asked(old, estimates=(before,), on=day("2021-12-31")).cents == 240000
    assert asked(old, estimates=(before,), on=day("2022-01-01")).cents == 0


# ---- what the books cannot vouch for


def notes(*charges, **more) -> list[str]:
    return [note.rule for note in asked(*charges, **more).notes]


@pytest.mark.parametrize(
    ("remittance", "deposit", "posted", "stale"),
    [
        ("2026-11-16", "2026-11-16", "2026-11-16", False),  # seven days
        ("2026-11-15", "2026-11-16", "2026-11-16", True),
        ("2026-11-16", "2026-11-15", "2026-11-16", True),
        ("2026-11-16", None, "2026-11-16", False),
        (None, "2026-11-16", "2026-11-16", False),  # no 835 is ever read in here
        (None, "2026-11-15", "2026-11-15", True),
        ("2026-11-15", None, "2026-11-15", True),
        (None, None, "2026-11-20", True),
        (None, None, None, False),  # nothing was ever posted
    ],
)
def test_the_books_are_fresh_for_a_week(remittance, deposit, posted, stale):
    books = BooksFacts(remittance and day(remittance), deposit and day(deposit))
    found = notes(books=books, last_posted_on=posted and day(posted))
    assert found == (["owed.posting_stale"] if stale else [])


def test_the_stale_days_are_named_and_nothing_is_refused():
    books = BooksFacts(day("2026-11-02"), day("2026-11-03"))
    verdict = may(account(books=books))
    assert verdict.allowed
    (duty,) = verdict.duties
    assert duty.text == (
        "The last remittance was read in on 11/02/2026. The last payment was posted on 11/03/2026."
        " Import what came since."
    )
    fresh = BooksFacts(day("2026-11-20"), day("2026-11-03"))
    assert "remittance" not in may(account(books=fresh)).duties[0].text


@pytest.mark.parametrize(
    ("coverages", "noted"),
    [
        (("P1", "P2"), True),
        (("P1", "P1"), False),
        (("P1",), False),
        ((), False),
    ],
)
def test_a_second_insurer_is_looked_at(coverages, noted):
    both = tuple(
        CoverageFacts(rank, payer, PayerType.COMMERCIAL)
        for rank, payer in enumerate(coverages, start=1)
    )
    assert notes(charge(coverages=both)) == (["owed.second_insurer"] if noted else [])
    held = (hold("dispute", charges=("C1",)),)
    assert notes(charge(coverages=both), charge("C2"), holds=held) == []


def test_no_open_money_no_notes():
    stale = BooksFacts(day("2026-01-01"), day("2026-01-01"))
    assert asked(charge(layers=()), books=stale, unapplied_cents=5) == Owed(0)
