"""What the desk finds by itself, what a person decides about the rest, and where the money is
meanwhile.
"""

from dataclasses import fields
from datetime import date

import pytest

from goodstanding.actions import claims_desk
from goodstanding.actions.remittance_claims import unpacked
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import (
    AuditEvent,
    ClaimLink,
    ClaimStep,
    DenialCase,
    RemittanceClaim,
)
from goodstanding.records.queries.sent_claim import sent
from tests.ledger_text import AT, assert_proven, owed, tell
from tests.remittance_text import check, claim, line, one_line, taken_back

pytestmark = pytest.mark.django_db
TODAY = "2026-11-23"
BILL = Actor("bill", "biller")
WHO = {"by": BILL, "at": AT}
ONE = """
coverage NSTAR commercial 1 member_id=MEM1
2026-05-01 charge C1 200.00 claim_id=CL-0001
"""
PAID = ("CO-45 100", "PR-1 20")


def named(content, member="", last="LASTA", first="A1"):
    """The claim with its patient: after the CLP segment and its own adjustments."""
    place = next((n for n, segment in enumerate(content) if segment.startswith("SVC")), 1)
    return [*content[:place], f"NM1*QC*1*{last}*{first}****MI*{member}", *content[place:]]


def state():
    return RemittanceClaim.objects.get().state


def waiting():
    return RemittanceClaim.objects.get(state="waiting")


def balance(account):
    """Debits less credits of a ledger account."""
    ((cents,),) = bulk.select(
        "SELECT COALESCE(SUM(CASE WHEN debit = %s THEN cents WHEN credit = %s THEN -cents "
        "ELSE 0 END), 0) FROM records_transfer",
        [account, account],
    )
    return int(cents)


# ---- found by itself


@pytest.mark.parametrize("number", ["CL-0001", "cl-0001", "CL0001", "CL 0001", "00CL.0001"])
def test_our_number_in_other_letters_posts_and_says_how(era, number):
    tell(ONE)
    era(check("T1", one_line(number, 200, 80, *PAID)))
    assert (state(), owed(TODAY)) == ("posted", "0.00 20.00 0.00")
    how = RemittanceClaim.objects.get().why
    assert how == ("" if number == "CL-0001" else "Matched by our claim number, written otherwise.")
    assert_proven()


@pytest.mark.parametrize(
    ("number", "content", "posts"),
    [
        ("0", [line(200, 80, *PAID, charge="C1")], True),
        ("0", [line(199, 79, *PAID, charge="C1")], False),  # another amount
        ("0", [line(200, 80, *PAID, charge="C1", on="20260502")], False),  # another day
        ("0", [line(200, 80, *PAID, charge="C9")], False),
    ],
)
def test_our_charge_number_on_a_line(era, number, content, posts):
    tell(ONE)
    charged = content[0][0].split("*")[2]
    era(check("T1", claim(number, charged, int(float(charged)) - 120, pr=20, lines=content)))
    assert state() == ("posted" if posts else "waiting")
    assert_proven()


@pytest.mark.parametrize(
    ("member", "last", "day", "posts"),
    [
        ("MEM1", "LASTA", "2026-05-01", True),
        ("mem1", "LASTA", "2026-05-01", True),
        ("MEM2", "LASTA", "2026-05-01", False),
        ("MEM1", "OTHER", "2026-05-01", False),  # a family shares a number
        ("MEM1", "", "2026-05-01", False),  # by the number alone nobody knows whose it is
        ("MEM1", "LASTA", "2026-05-02", False),
    ],
)
def test_member_date_and_amount(era, member, last, day, posts):
    tell(ONE)
    on = day.replace("-", "")
    content = claim("X77", 200, 80, pr=20, lines=[line(200, 80, *PAID, on=on)])
    era(check("T1", named(content, member, last, "A1" if last else "")))
    assert state() == ("posted" if posts else "waiting")
    assert_proven()


def test_two_visits_alike_are_not_chosen_between(era):
    tell(ONE + "2026-05-01 charge C2 200.00 claim_id=CL-0002")
    era(check("T1", named(one_line("X77", 200, 80, *PAID), "MEM1")))
    assert state() == "waiting"


def test_a_charge_left_over_is_no_match(era):
    """The payer speaks of one line; our claim of that day has two."""
    tell(ONE + "2026-05-01 charge C2 50.00 claim_id=CL-0001 code=73030")
    era(check("T1", named(one_line("X77", 200, 80, *PAID), "MEM1")))
    assert state() == "waiting"


def test_the_payer_s_own_number_leads_to_the_claim_it_paid_before(era):
    tell(ONE + "coverage LAKES commercial 2")
    era(check("T1", one_line("CL-0001", 200, 80, *PAID)))
    later = one_line("0", 200, 20, "OA-23 180", status="2")
    known = later[0].split("*")
    known[7] = "ICNCL-000120080"
    era(check("T2", ["*".join(known), *later[1:]]))
    assert owed(TODAY) == "0.00 0.00 0.00"
    assert_proven()


def test_a_claim_that_came_first_is_found_when_its_charges_come(era):
    era(check("T1", named(one_line("X77", 200, 80, *PAID), "MEM1")))
    assert (state(), balance("insurer_unplaced")) == ("waiting", -8000)
    tell(ONE)
    assert (state(), balance("insurer_unplaced")) == ("posted", 0)
    assert owed(TODAY) == "0.00 20.00 0.00"
    assert_proven()


def test_a_claim_is_read_back_alike_by_pages_and_by_posting(era):
    tell(ONE)
    era(check("T1", named(one_line("X77", 200, 80, *PAID), "MEM9")))
    content = waiting().content
    for_pages, for_posting = sent(content), unpacked(content)
    for field in fields(for_pages):
        mine, theirs = getattr(for_pages, field.name), getattr(for_posting, field.name)
        if field.name not in ("lines", "adjustments"):
            assert mine == theirs, field.name
    (line_here,), (line_there,) = for_pages.lines, for_posting.lines
    for name in ("code", "modifiers", "charged_cents", "paid_cents", "service_on", "ref_6r"):
        assert getattr(line_here, name) == getattr(line_there, name)
    told = [(each.group, each.reason, each.cents) for each in line_here.adjustments]
    assert told == [(each.group, each.reason, each.cents) for each in line_there.adjustments]


# ---- what a person decides


def test_a_match_posts_and_is_remembered_for_the_payer(era):
    tell(ONE + "2026-06-01 charge C2 90.00 claim_id=CL-0002")
    era(check("T1", one_line("PCN9", 200, 80, *PAID)))
    assert balance("insurer_unplaced") == -8000
    assert claims_desk.match_claim(claim_id=waiting().id, ours="CL-0001", **WHO) == ""
    assert (state(), owed(TODAY), balance("insurer_unplaced")) == (
        "posted", "90.00 20.00 0.00", 0,
    )  # fmt: skip
    assert balance("cash") == 8000
    assert ClaimStep.objects.get().what == "matched"
    link = ClaimLink.objects.get()
    assert (link.theirs, link.ours, link.by) == ("PCN9", "CL-0001", "bill")
    event = AuditEvent.objects.filter(verb="claim.match").get()
    assert "PCN9" not in event.detail
    era(check("T2", taken_back("PCN9", 200, 80, *PAID)))  # the next file knows it
    assert owed(TODAY) == "290.00 0.00 0.00"
    assert_proven()


def test_zero_is_never_remembered(era):
    tell(ONE)
    era(check("T1", one_line("0", 200, 80, *PAID)))
    claims_desk.match_claim(claim_id=waiting().id, ours="C1", **WHO)
    assert (state(), ClaimLink.objects.count()) == ("posted", 0)


def test_a_match_that_does_not_fit_changes_nothing(era):
    tell(ONE)
    era(check("T1", one_line("PCN9", 150, 80, "CO-45 70", code="73030")))
    for ours in ("CL-0001", "C1", "nothing", ""):
        with pytest.raises(Refused):
            claims_desk.match_claim(claim_id=waiting().id, ours=ours, **WHO)
    assert (state(), ClaimStep.objects.count(), ClaimLink.objects.count()) == ("waiting", 0, 0)


def test_a_match_the_rules_doubt_stays_and_says_why(era):
    tell(ONE)
    era(check("T1", one_line("PCN9", 200, 0, "PR-204 200", status="4")))
    why = claims_desk.match_claim(claim_id=waiting().id, ours="CL-0001", **WHO)
    assert why.startswith("Denied, and says the patient owes")
    assert state() == "waiting"
    claims_desk.to_denials(claim_id=waiting().id, words="new denial", **WHO)
    assert (state(), owed(TODAY)) == ("posted", "200.00 0.00 0.00")
    case = DenialCase.objects.get()
    assert (case.group_code, case.reason_code, case.cents) == ("PR", "204", 20000)
    assert_proven()


def test_what_pays_is_no_denial(era):
    tell(ONE)
    era(check("T1", one_line("PCN9", 200, 80, *PAID)))
    with pytest.raises(Refused):
        claims_desk.to_denials(claim_id=waiting().id, words="", **WHO)


def test_put_off_comes_back_and_keeps_its_words(era):
    tell(ONE)
    era(check("T1", one_line("PCN9", 200, 80, *PAID)))
    for until in (date(2026, 11, 23), date(2027, 11, 23)):
        with pytest.raises(Refused):
            claims_desk.set_aside(claim_id=waiting().id, until=until, words="asked", **WHO)
    with pytest.raises(Refused):
        claims_desk.set_aside(claim_id=waiting().id, until=date(2026, 12, 1), words=" ", **WHO)
    claims_desk.set_aside(claim_id=waiting().id, until=date(2026, 12, 1), words="asked them", **WHO)
    assert waiting().later_on == date(2026, 12, 1)
    assert ClaimStep.objects.get().text == "Until 12/01/2026. asked them"
    assert balance("insurer_unplaced") == -8000


def test_more_than_is_open_becomes_the_insurer_s_credit(era):
    tell(ONE + "2026-06-01 insurer_payment C1 150.00\n")
    era(check("T1", one_line("CL-0001", 200, 80, "CO-45 120")))
    assert state() == "waiting"
    # 50.00 was open: 80.00 is 30.00 too much, and nothing is left to write off.
    assert claims_desk.post_over(claim_id=waiting().id, words="both paid", **WHO) == 3000
    assert balance("insurer_due") == -3000
    assert balance("cash") == 23000
    assert_proven()


def test_a_take_back_of_what_is_not_here_goes_to_provider_level(era):
    tell(ONE)
    era(check("T1", one_line("CL-0001", 200, 80, *PAID), taken_back("OLD1", 90, 50, "CO-45 40")))
    assert balance("insurer_unplaced") == 5000
    claims_desk.take_back(claim_id=waiting().id, words="from before we began here", **WHO)
    assert (balance("insurer_unplaced"), balance("provider_level")) == (0, 5000)
    assert balance("cash") == 3000
    assert_proven()


def test_only_what_takes_back_is_taken_back(era):
    tell(ONE)
    era(check("T1", one_line("PCN9", 200, 80, *PAID)))
    with pytest.raises(Refused):
        claims_desk.take_back(claim_id=waiting().id, words="x", **WHO)


SETTLED = ONE + (
    "2026-06-01 insurer_payment C1 80.00\n2026-06-01 contractual C1 100.00\n"
    "2026-06-01 to_patient C1 20.00"
)
MORE = "\n2026-08-01 charge C9 1.00 patient patient=b1"  # so that it is another export


def test_what_the_practice_posted_is_taken_over_once(era):
    tell(SETTLED)
    era(check("T1", one_line("CL-0001", 200, 80, *PAID)))
    assert (state(), balance("cash")) == ("waiting", 16000)  # once in the export, once kept apart
    claims_desk.same_money(claim_id=waiting().id, **WHO)
    assert (state(), balance("cash")) == ("posted", 8000)
    assert owed(TODAY) == "0.00 20.00 0.00"
    tell(SETTLED + MORE)
    assert (owed(TODAY), balance("cash")) == ("0.00 20.00 0.00", 8000)
    assert_proven()


def test_a_cent_off_is_not_the_same_money(era):
    tell(SETTLED.replace("80.00", "79.00"))
    era(check("T1", one_line("CL-0001", 200, 80, *PAID)))
    with pytest.raises(Refused):
        claims_desk.same_money(claim_id=waiting().id, **WHO)
    assert state() == "waiting"


def test_a_decision_is_made_once(era):
    tell(ONE)
    era(check("T1", one_line("PCN9", 200, 80, *PAID)))
    key = waiting().id
    claims_desk.match_claim(claim_id=key, ours="CL-0001", **WHO)
    with pytest.raises(Refused, match="does not wait any more"):
        claims_desk.match_claim(claim_id=key, ours="CL-0001", **WHO)
    assert balance("cash") == 8000


@pytest.mark.parametrize("role", ["front_desk", "coordinator", "it_admin"])
def test_only_billers_and_managers_decide(era, role):
    tell(ONE)
    era(check("T1", one_line("PCN9", 200, 80, *PAID)))
    with pytest.raises(Refused, match="role"):
        claims_desk.match_claim(claim_id=waiting().id, ours="C1", by=Actor("x", role), at=AT)


# ---- taken back from the practice's own postings


@pytest.mark.parametrize(
    ("posted", "state_then", "open_then"),
    [
        (SETTLED, "posted", "200.00 0.00 0.00"),
        (SETTLED.replace("80.00", "79.99"), "waiting", "0.01 20.00 0.00"),
        (SETTLED.replace("to_patient C1 20.00", "to_patient C1 19.00"), "waiting",
         "1.00 19.00 0.00"),
    ],
)  # fmt: skip
def test_a_take_back_of_what_the_practice_posted(era, posted, state_then, open_then):
    tell(posted)
    era(check("T1", taken_back("CL-0001", 200, 80, *PAID)))
    assert (state(), owed(TODAY)) == (state_then, open_then)
    assert balance("cash") == (0 if state_then == "posted" else balance("cash"))
    tell(posted + MORE)  # the practice does not know of it yet: nothing moves
    assert owed(TODAY) == open_then
    assert_proven()


@pytest.mark.parametrize("first", ["original", "reversal"])
def test_the_original_that_comes_too_is_not_posted_a_second_time(era, first):
    tell(SETTLED)
    files = [
        check("T1", one_line("CL-0001", 200, 80, *PAID)),
        check("T2", taken_back("CL-0001", 200, 80, *PAID)),
    ]
    for each in files if first == "original" else reversed(files):
        era(each)
    assert owed(TODAY) == "200.00 0.00 0.00"
    assert_proven()
