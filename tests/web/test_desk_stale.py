"""A press on a page that was drawn before: what was seen counts, and what was typed stays."""

from datetime import timedelta

import pytest

from goodstanding.actions import appointments, huddle
from goodstanding.actions.appointments import NewVisit
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Appointment, DeskTask, Guarantor, Patient
from goodstanding.records.queries.huddle import flag_of, flags_of
from tests.web.clinic import DAY, FISK, NOON, WARSAME
from tests.web.test_desk_mended import CARD
from tests.web.test_desk_walked import refused, stands
from tests.web.test_front_desk import DANA, FRAN, SUE, book

pytestmark = pytest.mark.usefixtures("clinic")
LIST = f"/front-desk?on={DAY}&location=Main"


# ---- what is taken back


def test_not_here_after_all_undoes_no_move_that_came_after(desk):
    number, client = book(FISK, 9, DAY), desk("front_desk")
    appointments.arrive(number=number, by=FRAN, at=NOON)
    assert "Not here after all" in client.get(LIST).content.decode()
    appointments.move(number=number, to=NOON + timedelta(hours=1), by=DANA, at=NOON)
    assert "Not here after all" not in client.get(LIST).content.decode()
    came = f"/scheduling/visits/{number}/came"
    seen = refused(desk("biller"), came, do="take_back", seen="arrived")
    assert "The visit was changed since. Reload the page." in seen
    assert stands(number) == ("arrived", 19)


def test_what_the_practice_system_says_of_who_came_has_no_button(desk):
    patient = Patient.objects.get(number=f"P{FISK}")
    client = desk("front_desk")
    for status in ("arrived", "no_show"):
        Appointment.objects.update_or_create(number="A1", defaults={
            "patient": patient, "scheduled_on": DAY, "starts_at": NOON, "location": "Main",
            "status": status,
        })  # fmt: skip
        seen = client.get(LIST).content.decode()
        assert ("Fisk, Ole" in seen, "after all" in seen) == (True, False)


def test_a_visit_a_colleague_cancelled_is_not_revived_from_an_old_page(desk):
    number = book(FISK, 9, DAY)
    appointments.arrive(number=number, by=FRAN, at=NOON)
    client = desk("coordinator")
    page = client.get(f"/scheduling/visits/{number}").content.decode()
    assert 'name="seen" value="arrived"' in page
    appointments.cancel(number=number, by=SUE, at=NOON)
    where = f"/scheduling/visits/{number}/change"
    seen = refused(client, where, do="take_back", seen="arrived")
    assert ("changed since" in seen, stands(number)[0]) == (True, "cancelled")


def test_what_is_taken_back_too_late_says_what_to_do():
    number = book(FISK, 9, DAY)
    appointments.cancel(number=number, by=SUE, at=NOON)
    late = NOON + timedelta(days=1)
    with pytest.raises(Refused, match=r"cannot be taken back\. Book a new visit\."):
        appointments.take_back(number=number, seen="cancelled", by=SUE, at=late)


# ---- what came of it


@pytest.mark.parametrize("instead", ["not_today", "taken_back"])
def test_a_talk_that_is_no_longer_wanted_is_no_task(instead):
    number = book(FISK, 9, DAY)
    who = {"number": number, "by": FRAN, "at": NOON}
    huddle.record_result(came=huddle.CameOf("wants_us"), **who)
    assert DeskTask.objects.filter(done_at__isnull=True).count() == 1
    if instead == "taken_back":
        huddle.take_back(**who)
    else:
        huddle.record_result(came=huddle.CameOf(instead), **who)
    assert DeskTask.objects.get().done_by == "fran"
    huddle.record_result(came=huddle.CameOf("wants_us"), **who)
    assert DeskTask.objects.filter(done_at__isnull=True).count() == 1


# ---- what was typed on the visit's own page


@pytest.mark.parametrize(
    ("where", "typed"),
    [
        ("/scheduling/ask", {"text": f"They read out {CARD}"}),
        ("change", {"do": "move", "starts_at": "2026-11-26T09:00", "why": f"Paid by {CARD}"}),
        ("change", {"do": "cancel", "why": f"Paid by {CARD}"}),
    ],
)
def test_what_was_typed_of_a_visit_stays_on_its_page_where_it_is_refused(desk, where, typed):
    number = book(FISK)
    address = where if where.startswith("/") else f"/scheduling/visits/{number}/{where}"
    given = {"patient": f"P{FISK}", "visit": number, **typed}
    seen = refused(desk("scheduler"), address, **given)
    assert ("Not saved." in seen, "Visit of Fisk, Ole" in seen) == (True, True)
    for name, value in typed.items():
        assert name == "do" or seen.count(f'value="{value}"') == 1


@pytest.mark.parametrize("visit", ["a\nb", "none", "a/b"])
def test_a_note_that_names_an_odd_visit_goes_back_to_scheduling(desk, visit):
    given = {"patient": f"P{FISK}", "visit": visit, "text": "How much?"}
    assert desk("scheduler").post("/scheduling/ask", given)["Location"] == "/scheduling"


def test_a_change_of_a_visit_nobody_knows_is_no_page(desk):
    given = {"do": "cancel"}
    assert desk("scheduler").post("/scheduling/visits/none/change", given).status_code == 404


# ---- a day that is typed


def test_the_desk_keeps_its_place_and_its_day_over_a_day_that_is_typed(desk):
    book(FISK)
    client = desk("front_desk")
    seen = client.get("/front-desk?day=12/4&location=Main", follow=True).content.decode()
    assert "Nobody is booked on this day" in seen
    for hidden in ('name="location" value="Main"', 'name="on" value="2026-12-04"'):
        assert hidden in seen
    odd = {"day": "2/30", "on": "2026-12-04", "location": "Main"}
    for role in (client, desk("coordinator")):
        seen = role.get("/front-desk", odd).content.decode()
        assert ("2/30 is not a day" in seen, "Dec 4, 2026" in seen) == (True, True)
        assert 'name="on" value="2026-12-04"' in seen


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("1/4", "01/04/2026 is over. Write the year, as 1/4/27."),
        ("12/4/25", "12/04/2025 is over. Write the year, as 12/4/26."),
    ],
)
def test_a_week_that_is_over_is_said_and_how_to_write_the_next(desk, day, says):
    seen = desk("scheduler").get("/scheduling", {"day": day}).content.decode()
    assert (says in seen, "The next week" in seen) == (True, True)


# ---- whom a scheduler looks for


@pytest.mark.parametrize("page", ["/scheduling", "/search"])
def test_one_letter_is_said_to_be_too_few(desk, page):
    role = "scheduler" if page == "/scheduling" else "biller"
    seen = desk(role).get(page, {"q": " F "}).content.decode()
    assert "Write at least two letters or digits." in seen
    assert ("No patient found" in seen, "No one found" in seen) == (False, False)


def test_ten_that_are_found_ask_no_more_than_two(desk, django_assert_max_num_queries):
    family = Guarantor.objects.get(number=FISK)
    own = Patient.objects.get(number=f"P{FISK}")
    for place in range(9):
        payer = family if place % 2 else Guarantor.objects.get(number=WARSAME)
        Patient.objects.create(
            number=f"P{place}", guarantor=payer, last_name="Fisk", first_name=f"Kid {place}",
            birth_on=own.birth_on, relation="child",
        )  # fmt: skip
    for number in (own.number, "P1", "P2", "P3", "P4"):
        new = NewVisit(NOON + timedelta(days=1), "Dr. Hale", "Main")
        appointments.book(patient=number, visit=new, by=SUE, at=NOON)
    client = desk("scheduler")
    client.get("/scheduling", {"q": "fisk"})
    with django_assert_max_num_queries(75):
        seen = client.get("/scheduling", {"q": "fisk"}).content.decode()
    assert "The first 10." in seen
    numbers = [own.number, *(f"P{place}" for place in range(9))]
    flags = flags_of(numbers, NOON)
    assert {number: flag_of(number, NOON) for number in numbers} == flags
    assert True in flags.values()


# ---- booked twice


def test_two_presses_that_both_saw_no_visit_book_one():
    book(FISK)
    with pytest.raises(Refused, match="booked for that moment already"):
        book(FISK)
    assert Appointment.objects.count() == 1


# ---- a sign no database keeps


@pytest.mark.database
def test_a_nul_in_an_address_a_form_or_a_note_is_left_out(desk, client, monkeypatch):
    monkeypatch.setenv("GOODSTANDING_SCHEDULING_TOKEN", "a-long-token-of-the-clinic")
    with_ = {"headers": {"Authorization": "Bearer a-long-token-of-the-clinic"}}
    scheduler, patient = desk("scheduler"), f"P\0{FISK}"
    assert "Patients found" in scheduler.get("/scheduling", {"q": "fi\0sk"}).content.decode()
    assert (
        scheduler.post("/scheduling/ask", {"patient": patient, "text": "a\0b"}).status_code == 302
    )
    assert scheduler.get("/scheduling/visits/a%00b").status_code == 404
    assert client.get("/scheduling/flag", {"patient": patient}, **with_).status_code == 200
    body = {"patient": patient, "text": "a\0b"}
    noted = client.post("/scheduling/flag", body, content_type="application/json", **with_)
    assert noted.status_code == 201
    assert [task.text for task in DeskTask.objects.all()] == ["ab", "ab"]
