"""What a person at the desk met on a walk through the day with a real browser."""

import re
from datetime import timedelta

import pytest

from goodstanding.actions import appointments, huddle, prepayments
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.records.models import (
    Appointment,
    AppointmentChange,
    Coverage,
    DeskTask,
    Estimate,
    Guarantor,
    Patient,
)
from goodstanding.records.queries import before_visits
from goodstanding.records.queries.huddle import desk_rows, past_balance, worked
from tests.web.clinic import BERG, DAY, FISK, NOON, WARSAME
from tests.web.test_front_desk import FRAN, NEXT, SUE, book, publish, words_of

pytestmark = pytest.mark.usefixtures("clinic")


def asked(location: str | None = None) -> list[tuple[int, int, int]]:
    """(ask, ahead, tier) of each visit of the next day, in their order."""
    lines = [row.told.line for row in worked(NEXT, location)]
    return [(line.ask_cents, line.prepay_cents, line.tier) for line in lines]


# ---- two visits on a day


def test_a_balance_is_asked_for_at_the_first_visit_of_the_day_alone():
    first, later = book(FISK, 9), book(FISK, 14)
    assert asked() == [(96_10, 0, 1), (0, 0, 0)]
    assert "first visit of the day" in worked(NEXT, None)[1].told.why
    assert [row.booked.number for row in before_visits.coming(DAY)[0]] == [first]
    assert past_balance(FISK, NOON) == 96_10
    appointments.move(number=later, to=NOON.replace(day=24, hour=13), by=SUE, at=NOON)
    assert asked() == [(96_10, 0, 1), (0, 0, 0)]  # that one is at 7 in the morning now
    assert [row.booked.number for row in worked(NEXT, None)] == [later, first]
    appointments.cancel(number=later, by=SUE, at=NOON)
    assert asked() == [(0, 0, 0), (96_10, 0, 1)]  # the one that is left


def test_an_estimate_of_a_day_is_offered_at_its_first_visit_alone():
    book(BERG, 9)
    book(BERG, 14)
    patient = Patient.objects.get(number=f"P{BERG}")
    patient.coverages.all().delete()
    Estimate.objects.create(
        number="E1", patient=patient, given_on=DAY, kind="good_faith", code="27447",
        cents=300_00, service_on=NEXT,
    )  # fmt: skip
    assert asked() == [(0, 300_00, 0), (0, 0, 0)]


# ---- a wrong press is taken back


def stands(number: str) -> tuple[str, int]:
    row = Appointment.objects.get(number=number)
    return row.status, row.starts_at.hour


def test_a_wrong_press_on_a_visit_is_taken_back_by_who_may_press_it(desk):
    number, client = book(FISK, 9, DAY), desk("front_desk")  # 15 UTC
    came = f"/scheduling/visits/{number}/came"
    client.post(came, {"do": "arrive"})
    assert stands(number) == ("arrived", 15)
    client.post(came, {"do": "take_back", "seen": "arrived"})
    assert stands(number) == ("booked", 15)
    assert "Nothing here can be taken back" in refused(client, came, do="take_back")
    assert "Choose what happened" in refused(client, came, do="odd")
    assert stands(number) == ("booked", 15)
    to = NOON + timedelta(days=2)
    appointments.move(number=number, to=to, by=SUE, at=NOON)
    assert "Your role may not take this back" in refused(client, came, do="take_back")
    appointments.cancel(number=number, by=SUE, at=NOON)
    seen = desk("scheduler").get(f"/scheduling/visits/{number}").content.decode()
    assert "Take back: cancelled" in seen
    appointments.take_back(number=number, seen="cancelled", by=SUE, at=NOON)
    assert stands(number) == ("booked", to.hour)
    whats = AppointmentChange.objects.order_by("id").values_list("what", flat=True)
    assert list(whats) == ["booked", "arrived", "undone", "moved", "cancelled", "undone"]


def refused(client, where: str, **given: str) -> str:
    return client.post(where, given, follow=True).content.decode()


def test_who_arrived_and_is_moved_has_not_arrived_on_the_other_day():
    number = book(FISK, 9, DAY)
    appointments.arrive(number=number, by=FRAN, at=NOON)
    appointments.move(number=number, to=NOON + timedelta(hours=1), by=SUE, at=NOON)
    assert stands(number)[0] == "arrived"
    appointments.move(number=number, to=NOON + timedelta(days=2), by=SUE, at=NOON)
    assert stands(number)[0] == "booked"
    assert [row.booked.number for row in before_visits.coming(DAY)[0]] == [number]


def test_a_press_at_the_desk_comes_back_to_its_list_and_row(desk):
    number, client = book(FISK, 9, DAY), desk("front_desk")
    given = {"on": str(DAY), "location": "Main"}
    seen = client.get(f"/front-desk?on={DAY}&location=Main").content.decode()
    assert ("Arrived</button>" in seen, "Did not come</button>" in seen) == (True, True)
    where = client.post(f"/scheduling/visits/{number}/came", {"do": "no_show", **given})["Location"]
    assert where == f"/front-desk?on={DAY}&location=Main&visit={number}"
    assert "Came after all</button>" in client.get(where).content.decode()


def test_a_wrong_result_is_taken_back_and_its_talk_with_it(desk):
    number, client = book(FISK, 9, DAY), desk("front_desk")
    publish(DAY)
    given = {"visit": number, "on": str(DAY), "location": "Main"}
    client.post("/front-desk/result", {**given, "what": "wants_us"})
    assert DeskTask.objects.filter(done_at__isnull=True).count() == 1
    seen = refused(client, "/front-desk/result", what="taken_back", **given)
    assert ("taken back." in seen, "<b>Wants" in seen) == (True, False)
    assert not DeskTask.objects.filter(done_at__isnull=True).exists()
    assert "Nothing is written of this visit" in refused(
        client, "/front-desk/result", what="taken_back", **given
    )
    client.post("/front-desk/result", {**given, "what": "wants_us"})
    assert DeskTask.objects.filter(done_at__isnull=True).count() == 1


def test_money_that_was_taken_back_is_not_looked_for_in_the_books(desk):
    number = book(FISK, 9, DAY)
    came = huddle.CameOf("paid", 96_10)
    huddle.record_result(number=number, came=came, by=FRAN, at=NOON)
    assert worked(DAY, "Main")[0].unposted == "No receipt of this day in the books"
    huddle.take_back(number=number, by=FRAN, at=NOON)
    assert (worked(DAY, "Main")[0].unposted, worked(DAY, "Main")[0].result) == ("", None)


def test_what_came_of_a_visit_does_not_go_with_it_to_another_day():
    number = book(FISK, 9, DAY)
    huddle.record_result(number=number, came=huddle.CameOf("not_today"), by=FRAN, at=NOON)
    assert [row.result for row in desk_rows(DAY, "Main")] == ["not_today"]
    to, later = NOON + timedelta(days=1), NOON + timedelta(minutes=1)
    appointments.move(number=number, to=to, by=SUE, at=later)
    assert [row.result for row in desk_rows(NEXT, "Main")] == [""]


# ---- days, places, paper


def test_a_day_is_typed_as_people_write_it_and_an_odd_one_is_said(desk):
    where = desk("manager").get("/front-desk?day=12/4&location=Main")["Location"]
    assert where == "/front-desk?on=2026-12-04&location=Main"
    pages = {"coordinator": "front-desk", "front_desk": "front-desk", "scheduler": "scheduling"}
    for role, page in pages.items():
        client = desk(role)
        seen = client.get(f"/{page}?day=2/30")
        assert seen.status_code == 200
        assert "2/30 is not a day. Write the day as 12/4" in seen.content.decode()


def test_the_coordinators_list_goes_by_location_then_hour_and_prints_what_is_published(desk):
    for hour, account in enumerate((FISK, BERG, WARSAME)):
        book(account, 9 + hour)
    Appointment.objects.filter(patient__number=f"P{BERG}").update(location="East")
    client = desk("coordinator")
    seen = client.get(f"/front-desk?on={NEXT}").content.decode()
    heads = re.findall(r'rowgroup"[^>]*>([^<]+)<', seen)
    assert heads == ["10 AM, East", "9 AM, Main", "11 AM, Main"]
    assert "list.pdf" not in seen
    publish()
    papers = re.findall(r'list\.pdf[^"]*', client.get(f"/front-desk?on={NEXT}").content.decode())
    assert papers == [f"list.pdf?on={NEXT}&amp;location=Main"]


def test_who_is_cancelled_is_so_on_paper_too(desk):
    number = book(FISK)
    book(WARSAME, 10)
    publish()
    appointments.cancel(number=number, by=SUE, at=NOON)
    paper = desk("front_desk").get(f"/front-desk/list.pdf?on={NEXT}&location=Main").content
    assert words_of(paper).count("Cancelled") == 1


# ---- booking


def test_what_was_typed_of_a_visit_stays_where_it_is_refused(desk):
    client = desk("scheduler")
    form = {"patient": "P1", "starts_at": "2026-11-24T09:00", "provider": "Dr. Hale", "kind": "x"}
    seen = client.post("/scheduling/book", form).content.decode()
    assert "Patient P1 is not known" in seen
    for value in form.values():
        assert f'value="{value}"' in seen
    asked = {"patient": "P1", "text": "How much is it?"}
    assert 'value="How much is it?"' in client.post("/scheduling/ask", asked).content.decode()


def test_a_visit_without_a_time_or_twice_at_a_moment_is_refused(desk):
    client, form = desk("scheduler"), {"patient": f"P{FISK}", "starts_at": "2026-11-24"}
    assert "the day and the time" in client.post("/scheduling/book", form).content.decode()
    form["starts_at"] += "T09:00"
    assert client.post("/scheduling/book", form).status_code == 302
    seen = client.post("/scheduling/book", form).content.decode()
    assert "booked for that moment already" in seen
    assert Appointment.objects.count() == 1


def test_the_scheduler_sees_any_week_and_the_dot_where_the_visit_was_booked(desk):
    client, number = desk("scheduler"), book(FISK, on=DAY + timedelta(days=30))
    assert "Fisk, Ole" not in client.get("/scheduling").content.decode()
    assert "Fisk, Ole" in client.get("/scheduling?day=12/20").content.decode()
    seen = client.get(f"/scheduling/visits/{number}").content.decode()
    assert ("●" in seen, "$" in seen) == (True, False)
    given = {"patient": f"P{FISK}", "visit": number, "text": "How much?"}
    where = client.post("/scheduling/ask", given)["Location"]
    assert (where, DeskTask.objects.get().text) == (f"/scheduling/visits/{number}", "How much?")


@pytest.mark.parametrize("asked", ["fisk", "Ole, FISK", f"p{FISK}", "1/1/1980 fisk"])
def test_the_scheduler_finds_a_patient_and_books_from_there(desk, asked):
    Patient.objects.filter(number=f"P{FISK}").update(birth_on="1980-01-01")
    client = desk("scheduler")
    seen = client.get("/scheduling", {"q": asked}).content.decode()
    found = seen[seen.index("Patients found") : seen.index("Book a visit")]
    for words in ("Fisk, Ole", f"P{FISK}", "01/01/1980", "●", f"?patient=P{FISK}"):
        assert words in found
    assert ("$" in seen, "Lopez" in found) == (False, False)
    assert client.get("/scheduling", {"patient": f"P{FISK}"}).content.decode().count(
        f'name="patient" autocomplete="off" required value="P{FISK}"'
    ) == 2  # fmt: skip


@pytest.mark.parametrize("asked", ["nobody", "96.10", "2/2/1902"])
def test_whom_a_scheduler_looks_for_in_vain_is_said(desk, asked):
    seen = desk("scheduler").get("/scheduling", {"q": asked}).content.decode()
    assert "No patient found" in seen


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"patient": null}', '{"patient": "x", "text": 1}']
)
def test_an_odd_note_of_the_scheduling_system_is_refused_in_words(client, monkeypatch, body):
    monkeypatch.setenv("GOODSTANDING_SCHEDULING_TOKEN", "a-long-token-of-the-clinic")
    with_ = {"headers": {"Authorization": "Bearer a-long-token-of-the-clinic"}}
    seen = client.post("/scheduling/flag", body, content_type="application/json", **with_)
    assert (seen.status_code, "patient" in seen.json()["error"]) == (400, True)
    assert client.get(f"/scheduling/flag?patient=%20P{FISK}%20", **with_).status_code == 200


# ---- money ahead at the desk


@pytest.fixture
def ahead():
    """Berg's visit of today with no coverage, 300.00 estimated and 100.00 of it paid."""
    number, patient = book(BERG, 9, DAY), Patient.objects.get(number=f"P{BERG}")
    patient.coverages.all().delete()
    Estimate.objects.create(
        number="E1", patient=patient, given_on=DAY, kind="good_faith", code="27447",
        cents=300_00, service_on=DAY,
    )  # fmt: skip
    taken = Taken("once", 100_00, Tender.CASH, "Front 1")
    prepayments.take(
        account_id=BERG, taken=taken, ahead=prepayments.Ahead(number, "They wished"), by=FRAN,
        at=NOON,
    )  # fmt: skip
    return number


def test_what_was_paid_ahead_is_said_and_the_rest_is_no_nothing(ahead, desk):
    publish(DAY)
    (row,) = desk_rows(DAY, "Main")
    assert row.line.take == ("May pay ahead $200.00",)  # 300 less 100
    assert row.line.say.startswith(
        "“The estimate for today is $300.00. You have paid $100.00. You may pay some"
    )
    seen = desk("front_desk").get(f"/front-desk?on={DAY}&location=Main").content.decode()
    assert "No one has anything to ask" not in seen
    assert ("Not today</button>" in seen, "Paid</button>" in seen) == (True, False)
    paper = desk("biller").get(f"/front-desk/list.pdf?on={DAY}&location=Main").content
    assert "Nothing" not in words_of(paper)


def test_money_ahead_is_not_what_the_desk_took_for_the_old_balance(ahead):
    huddle.record_result(number=ahead, came=huddle.CameOf("part", 40_00), by=FRAN, at=NOON)
    assert worked(DAY, "Main")[0].unposted == "No receipt of this day in the books"


# ---- the queue


def test_the_queue_has_a_person_once_and_calls_nobody_without_a_number():
    for days in (1, 2, 3):
        book(FISK, on=DAY + timedelta(days=days))
    (found,), _ = before_visits.coming(DAY)
    assert (found.booked.visit.on, found.more, found.can) == (NEXT, 2, "Call today")
    Guarantor.objects.filter(number=FISK).update(phone_home="", phone_mobile="")
    book(WARSAME, 15)
    (call, found), _ = before_visits.coming(DAY)  # who can be called stands first
    assert (call.can, call.booked.account_id) == ("Call today", WARSAME)
    assert (found.what[-1], found.can) == ("No phone number", "At the desk only")


def test_a_surgery_whose_share_nobody_knows_is_not_settled():
    book(BERG, on=DAY + timedelta(days=9), kind="surgery")
    _, (found,) = before_visits.coming(DAY)
    assert (found.estimate, found.arrangement) == ("No estimate", "Their share is not known")


def test_a_surgery_of_who_owes_no_share_needs_no_arrangement():
    Coverage.objects.filter(patient__guarantor__number=BERG).update(payer_type="medicaid")
    book(BERG, on=DAY + timedelta(days=9), kind="surgery")
    _, (found,) = before_visits.coming(DAY)
    assert (found.estimate, found.arrangement) == ("No estimate", "Nothing to settle")


def test_from_a_line_that_asks_the_desk_goes_to_cash_with_the_account(desk):
    number, client = book(FISK, 9, DAY), desk("front_desk")
    publish(DAY)
    seen = client.get(f"/front-desk?on={DAY}&location=Main").content.decode()
    assert f'href="/front-desk/take/{number}"' in seen
    assert FISK not in re.sub(r"<[^>]+>", " ", seen)
    where = client.get(f"/front-desk/take/{number}")["Location"]
    assert where == f"/cash?account={FISK}"
    assert client.get("/front-desk/take/none").status_code == 404
