"""An account to the agency and back: two people, one checklist, the file, the recall."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from goodstanding.actions import agency, agency_files, followup_day, payments, receipts
from goodstanding.actions.holds import NewHold, place_hold, release_hold, take_back_hold
from goodstanding.actions.payments import Split
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import HoldKind, Tender
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.outbound.channels.by_agency import COLUMNS
from goodstanding.records.models import (
    Attempt,
    AuditEvent,
    Contact,
    Guarantor,
    Hold,
    Patient,
    Placement,
    PlacementEvent,
)
from goodstanding.records.queries.account_record import facts_of
from goodstanding.records.queries.accounts import account_page
from goodstanding.records.queries.agency_asked import asked_now
from goodstanding.records.queries.agency_money import left_cents
from tests.agency_made import (
    ANA,
    DANA,
    DAY,
    KIM,
    LAKES,
    OWES,
    approved,
    file_rows,
    placed,
    ready,
    state,
)
from tests.ledger_text import AT, assert_proven, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_var")]
LATER = AT + timedelta(hours=2)
RUN = Actor("daily run", "system")


def pay(cents, at=LATER, key="k1"):
    taken = Taken(key, cents, Tender.CASH, "Front 1")
    payments.take_payment(account_id="A", taken=taken, split=Split(), by=DANA, at=at)


def run(on):
    followup_day.run_day(on=on, by=RUN, at=AT + (on - DAY))


def test_from_the_proposal_to_the_file_the_account_is_the_agencys():
    ready()
    number = placed()
    row = Placement.objects.get(number=number)
    assert (row.state, row.cents, row.proposed_by, row.decided_by) == (
        "placed", 18420, "dana", "kim",
    )  # fmt: skip
    assert all(point["ok"] is True for point in row.checklist)
    assert len(row.checklist) == 20
    assert sorted(row.charges.values_list("charge__number", "cents")) == [
        ("C1", 10000), ("C2", 8420),
    ]  # fmt: skip
    (hold,) = facts_of("A", DAY).holds
    assert hold.kind is HoldKind.AGENCY
    sent = Attempt.objects.get(channel="agency")
    assert (sent.act, sent.state, sent.cents) == ("agency_placement", "sent", 18420)
    assert {e.verb for e in AuditEvent.objects.filter(account="A")} >= {
        "agency.propose", "agency.approve", "hold.place",
    }  # fmt: skip
    assert_proven()


def test_the_file_has_the_allowed_columns_and_nothing_else_of_the_person():
    ready()
    Guarantor.objects.filter(number="A").update(phone_home="320-555-0155", employer="Mill Works")
    number = placed()
    rows = file_rows(Placement.objects.get(number=number).file.number)
    assert tuple(rows[0]) == COLUMNS
    assert [(r["service_date"], r["amount"], r["account"]) for r in rows] == [
        ("2026-06-01", "100.00", "A"), ("2026-06-05", "84.20", "A"),
    ]  # fmt: skip
    assert {r["phone"] for r in rows} == {"320-555-0155"}
    everything = " ".join(value for row in rows for value in row.values())
    birth = Patient.objects.get(number="a1").birth_on.isoformat()
    for never in (birth, "1980", "99213", "Mill Works", "a1", "C1"):
        assert never not in everything.split(), never


def test_who_proposes_does_not_approve():
    ready()
    number = agency.propose(account_id="A", reason="Nothing came.", by=KIM, at=AT)
    with pytest.raises(Refused, match="Another manager"):
        agency.approve(number=number, reason="I agree.", by=KIM, at=AT)
    with pytest.raises(Refused, match="Your role"):
        agency.approve(number=number, reason="I agree.", by=DANA, at=AT)
    agency.approve(number=number, reason="I agree.", by=ANA, at=AT)
    assert state(number) == "approved"


def test_nothing_is_proposed_while_a_point_is_not_known():
    ready()
    tell("2026-11-20 charge C9 30.00 patient")
    with pytest.raises(Refused, match=r"No itemised bill.*"):
        agency.propose(account_id="A", reason="Nothing came.", by=DANA, at=AT)
    assert not Placement.objects.exists()


def test_what_came_between_approval_and_file_keeps_it_here():
    ready()
    number = approved()
    place_hold(account_id="A", hold=NewHold(HoldKind.DISPUTE, DAY), by=DANA, at=AT)
    done = agency.export(by=DANA, at=LATER)
    assert (done.file, done.placed, state(number)) == (None, (), "approved")
    assert "dispute" in done.blocked[0][1]
    assert Attempt.objects.get(channel="agency").state == "blocked"
    agency.refuse(number=number, reason="Disputed.", by=KIM, at=LATER)
    assert state(number) == "refused"


def test_a_refused_authority_is_not_there_for_the_next_time():
    ready()
    number = approved()
    assert "authority" in facts_of("A", DAY).written
    agency.refuse(number=number, reason="Not yet.", by=KIM, at=LATER)
    assert "authority" not in facts_of("A", DAY).written


def test_a_hold_recalls_the_account_in_the_same_run():
    ready()
    number = placed()
    run(DAY)
    # The hold is known today and begins tomorrow: the run of tomorrow recalls by itself.
    begins = DAY + timedelta(days=1)
    place_hold(account_id="A", hold=NewHold(HoldKind.ATTORNEY, begins), by=DANA, at=LATER)
    assert state(number) == "placed"
    run(begins)
    row = Placement.objects.get(number=number)
    assert (row.state, row.ended_on, row.ended_cents) == ("recalled", begins, 18420)
    event = AuditEvent.objects.get(verb="agency.recall_by_itself")
    assert (event.account, event.by) == ("A", "daily run")
    assert "us-regf-inconvenient-time-place" in event.detail
    assert Hold.objects.get(number=row.hold).ends_on == DAY
    run(begins)
    assert AuditEvent.objects.filter(verb="agency.recall_by_itself").count() == 1
    assert_proven()


def test_a_hold_of_today_recalls_at_once_when_today_was_run():
    ready()
    number = placed()
    run(DAY)
    place_hold(account_id="A", hold=NewHold(HoldKind.DISPUTE, DAY), by=DANA, at=LATER)
    assert state(number) == "recalled"


def test_what_is_paid_at_the_clinic_is_told_once_and_all_paid_recalls():
    ready()
    number = placed()
    run(DAY)
    pay(5000)
    assert (state(number), left_cents(Placement.objects.get().id)) == ("placed", 13420)
    first = file_rows(agency_files.tell(by=DANA, at=LATER))
    assert [(r["notice"], r["amount"], r["balance"]) for r in first] == [
        ("payment", "50.00", "134.20"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="knows of everything"):
        agency_files.tell(by=DANA, at=LATER)
    pay(13420, at=LATER + timedelta(minutes=5), key="k2")
    assert state(number) == "recalled"
    last = file_rows(agency_files.tell(by=DANA, at=LATER + timedelta(minutes=9)))
    assert [(r["notice"], r["amount"], r["balance"]) for r in last] == [
        ("payment", "50.00", "0.00"), ("payment", "84.20", "0.00"), ("recall", "0.00", "0.00"),
    ]  # fmt: skip
    assert_proven()


def test_all_that_was_placed_is_paid_while_a_later_visit_owes():
    ready()
    number = placed()
    tell(f"{OWES}2026-11-24 charge C9 50.00 patient")
    tomorrow = DAY + timedelta(days=1)
    run(tomorrow)
    assert state(number) == "placed"
    pay(18420, at=LATER + timedelta(days=1))
    row = Placement.objects.get(number=number)
    assert (row.state, row.ended_on, row.ended_cents) == ("recalled", tomorrow, 0)


def test_a_new_visit_whose_insurer_has_not_finished_recalls_nothing():
    ready()
    number = placed()
    tell(f"{OWES}2026-11-24 charge C9 200.00 insurer\n2026-11-24 to_patient C9 25.00")
    run(DAY + timedelta(days=1))
    facts = facts_of("A", DAY + timedelta(days=1))
    assert (facts.insurer_cents, facts.patient_cents) == (17500, 20920)
    assert state(number) == "placed"


def test_a_day_run_late_leaves_what_was_placed_after_it():
    ready(f"{OWES}2026-11-19 hold dispute ends_on=2026-11-21")
    run(date(2026, 11, 18))
    number = placed()
    run(DAY)
    assert (state(number), AuditEvent.objects.filter(verb="agency.recall_by_itself").count()) == (
        "placed", 0,
    )  # fmt: skip


def test_a_returned_account_comes_back_with_a_decision():
    ready()
    number = placed()
    run(DAY)
    agency.bring_back(number=number, state="returned", reason="Nothing found.", by=DANA, at=LATER)
    assert state(number) == "returned"
    guarantor = Guarantor.objects.select_related("standing").get(number="A")
    assert guarantor.standing.act == "reminder"  # the step it never had
    assert [e.what for e in PlacementEvent.objects.order_by("id")] == [
        "proposed", "approved", "placed", "returned",
    ]  # fmt: skip


def test_while_it_is_there_the_clinic_waits():
    ready()
    placed()
    run(DAY)
    standing = Guarantor.objects.select_related("standing").get(number="A").standing
    assert (standing.act, standing.rule) == ("wait", "holds.at_agency")


def test_an_agency_whose_contract_ended_gets_nothing():
    ready()
    number = approved()
    papers = replace(LAKES, contract_until=date(2026, 11, 22))
    agency.keep_papers(papers=papers, by=KIM, at=AT)
    done = agency.export(by=DANA, at=LATER)
    assert "contract ended on 11/22/2026" in done.blocked[0][1]
    assert state(number) == "approved"


def test_what_was_agreed_to_and_grew_leaves_a_blocked_attempt_with_its_reason():
    ready()
    number = approved()
    Placement.objects.update(cents=18419)
    done = agency.export(by=DANA, at=LATER)
    why = "$184.20 is owed now, and $184.19 was proposed. Refuse it and propose it anew."
    assert done.blocked == ((number, why),)
    attempt = Attempt.objects.get(channel="agency")
    assert (attempt.state, attempt.verdict["why"]) == ("blocked", why)


def test_what_was_agreed_to_for_one_agency_goes_to_no_other():
    ready()
    number = approved()
    agency.keep_papers(papers=replace(LAKES, name="Hills Recovery"), by=KIM, at=AT)
    done = agency.export(by=DANA, at=LATER)
    why = "for Lakes Recovery; the agency is Hills Recovery now. Refuse it and propose it anew."
    assert (done.file, done.blocked) == (None, ((number, f"It was proposed {why}"),))
    agency.refuse(number=number, reason="Another agency.", by=KIM, at=LATER)
    anew = agency.propose(account_id="A", reason="Nothing came.", by=DANA, at=LATER)
    agency.keep_papers(papers=LAKES, by=KIM, at=LATER)
    with pytest.raises(Refused, match="proposed for Hills Recovery; the agency is Lakes"):
        agency.approve(number=anew, reason="I agree.", by=KIM, at=LATER)
    assert state(anew) == "proposed"


def test_the_hold_of_a_placement_ends_only_with_it():
    ready()
    placed()
    hold = Placement.objects.get().hold
    with pytest.raises(Refused, match="Recall it on the page"):
        release_hold(hold_id=hold, reason="Paper seen.", by=KIM, at=LATER)
    with pytest.raises(Refused, match="Recall it on the page"):
        take_back_hold(hold_id=hold, by=DANA, at=LATER)


def test_a_payment_taken_back_is_told_as_one():
    ready()
    placed()
    pay(5000)
    receipts.correct_receipt(number=1, reason=next(iter(receipts.WAS_WRONG)), by=KIM, at=LATER)
    rows = file_rows(agency_files.tell(by=DANA, at=LATER))
    assert [r["amount"] for r in rows] == ["50.00", "-50.00"]
    assert {r["balance"] for r in rows} == {"184.20"}


def test_no_contact_is_written_for_a_file_to_the_agency():
    ready()
    before = Contact.objects.count()
    placed()
    assert Contact.objects.count() == before


def test_no_cell_of_the_file_runs_as_a_formula():
    ready()
    names = {"last_name": "=cmd", "first_name": "-1+cmd|x", "street": "\n@sum"}
    Guarantor.objects.filter(number="A").update(**names)
    number = placed()
    row = file_rows(Placement.objects.get(number=number).file.number)[0]
    assert [row[name] for name in names] == ["'=cmd", "'-1+cmd|x", "'\n@sum"]


def test_before_its_first_letter_the_checklist_knows_the_papers_and_what_was_written():
    ready()
    Contact.objects.filter(kind="first_letter").delete()
    facts, asked = asked_now(Guarantor.objects.get(number="A").id, DAY)
    assert (facts.agency.name, sorted(facts.written)) == ("Lakes Recovery", ["help", "plan"])
    assert {point.text for point in asked.missing} == {
        "The first letter with the notice was not delivered.",
        "No manager has authorised this placement in writing yet.",
    }  # fmt: skip


def test_the_account_page_has_the_same_checklist_before_a_first_letter():
    """Placed outside the program; a dispute recalls it."""
    ready()
    Contact.objects.filter(kind="first_letter").delete()
    for kind in (HoldKind.AGENCY, HoldKind.DISPUTE):
        place_hold(account_id="A", hold=NewHold(kind, DAY), by=DANA, at=AT)
    run(DAY)
    page = account_page("A", on=DAY, at=AT)
    assert page is not None
    assert page.agency == asked_now(Guarantor.objects.get(number="A").id, DAY)[1].points
