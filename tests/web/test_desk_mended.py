"""The desk's list and its visits where the clinic's own data or a person's hand is odd."""

from datetime import timedelta

import pytest

from goodstanding.actions import appointments, huddle, prepayments
from goodstanding.actions.appointments import NewVisit
from goodstanding.core.kinds import Tender
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    Appointment,
    AppointmentChange,
    Estimate,
    Patient,
    Prepayment,
)
from goodstanding.records.queries import before_visits, coming_visits
from goodstanding.records.queries.coming_visits import Told
from goodstanding.records.queries.huddle import desk_rows, flag_of, flagged, past_balance, worked
from tests.web.clinic import BERG, DAY, EK, FISK, LOPEZ, NOON, WARSAME
from tests.web.test_front_desk import DANA, FRAN, NEXT, SUE, book, hold, publish

pytestmark = pytest.mark.usefixtures("clinic")
CARD = "4111 1111 1111 1111"
WHY = {"why": "They asked us to", "by": DANA, "at": NOON}


def nowhere(account: str) -> str:
    number = book(account)
    Appointment.objects.filter(number=number).update(location="")
    return number


# ---- the place of a visit that has none


def test_a_visit_without_a_location_has_a_list_of_its_own(desk):
    book(WARSAME)
    number = nowhere(FISK)
    huddle.publish(on=NEXT, locations=("", "Main"), by=DANA, at=NOON)
    assert [row.number for row in desk_rows(NEXT, "")] == [number]
    assert len(worked(NEXT, None)) == 2
    client = desk("coordinator")
    text = client.get(f"/front-desk?on={NEXT}&location=").content.decode()
    assert ("Fisk, Ole" in text, "Warsame, Ayaan" in text) == (True, False)
    both = client.get(f"/front-desk?on={NEXT}").content.decode()
    assert ("Fisk, Ole" in both, "Warsame, Ayaan" in both) == (True, True)
    assert client.get(f"/front-desk/list.pdf?on={NEXT}&location=").status_code == 200


@pytest.mark.parametrize(("posted", "lists"), [({"location": ""}, [""]), ({}, ["", "Main"])])
def test_published_are_all_places_or_the_one_that_was_looked_at(desk, posted, lists):
    from goodstanding.records.models import HuddleList

    book(WARSAME)
    nowhere(FISK)
    desk("coordinator").post("/front-desk/publish", {"on": str(NEXT), **posted})
    assert list(HuddleList.objects.order_by("location").values_list("location", flat=True)) == lists


# ---- the coordinator's own word


def test_nothing_that_was_chosen_is_taken_back(desk):
    number = book(FISK)
    huddle.choose_tier(number=number, tier=0, **WHY)
    page = desk("coordinator").get(f"/front-desk?on={NEXT}&location=Main").content.decode()
    assert "<summary>Change</summary>" in page
    huddle.choose_tier(number=number, tier=2, **WHY)
    (row,) = worked(NEXT, "Main")
    assert row.told.line.take == ("Ask $96.10",)


# ---- the prepayment


@pytest.fixture
def suggested():
    """Berg's visit, with no coverage and 300.00 estimated."""
    number, patient = book(BERG), Patient.objects.get(number=f"P{BERG}")
    patient.coverages.all().delete()
    Estimate.objects.create(
        number="E1", patient=patient, given_on=DAY, kind="good_faith", code="27447",
        cents=300_00, service_on=NEXT,
    )  # fmt: skip
    return number


def test_the_second_press_of_a_prepayment_is_told_as_done_already(suggested):
    taken = Taken("once", 300_00, Tender.CASH, "Front 1")
    given = {"account_id": BERG, "taken": taken, "by": FRAN, "at": NOON}
    first = prepayments.take(ahead=prepayments.Ahead(suggested), **given)
    assert prepayments.take(ahead=prepayments.Ahead(suggested), **given) == first
    assert Prepayment.objects.get().receipt.number == first


def test_a_prepayment_goes_into_the_drawer_of_who_takes_it(suggested, desk, monkeypatch):
    monkeypatch.setattr("goodstanding.web.pages.prepay.drawer_of", lambda request: "Front 2")
    form = {"key": "once", "amount": "300.00", "tender": "cash"}
    seen = desk("front_desk").post(f"/front-desk/prepay/{suggested}", form).content.decode()
    assert "There is no drawer Front 2." in seen  # the clinic has one


def test_the_same_amount_for_another_visit_is_taken_with_a_word(suggested, desk):
    client, other = desk("front_desk"), book(BERG, 15)
    form = {"amount": "300.00", "tender": "cash", "why": "They offered"}
    assert client.post(f"/front-desk/prepay/{suggested}", form | {"key": "1"}).status_code == 302
    seen = client.post(f"/front-desk/prepay/{other}", form | {"key": "2"}).content.decode()
    assert "Tick this if it is other money." in seen
    again = client.post(f"/front-desk/prepay/{other}", form | {"key": "2", "again": "on"})
    assert (again.status_code, Prepayment.objects.count()) == (302, 2)


def test_no_card_number_is_kept_with_a_visit_a_tier_or_a_prepayment(suggested):
    who = {"by": DANA, "at": NOON}
    taken = Taken("once", 300_00, Tender.CASH, "Front 1")
    for refused in (
        lambda: appointments.cancel(number=suggested, why=CARD, **who),
        lambda: appointments.move(number=suggested, to=NOON, why=CARD, **who),
        lambda: book(FISK, kind=CARD),
        lambda: huddle.choose_tier(number=suggested, tier=0, why=CARD, **who),
        lambda: prepayments.take(
            account_id=BERG, taken=taken, ahead=prepayments.Ahead(suggested, CARD), **who
        ),
    ):
        with pytest.raises(Refused, match="card number"):
            refused()
    assert not AppointmentChange.objects.exclude(what="booked").exists()


# ---- days and words that nobody means


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "1/1/9999"])
def test_a_day_no_clock_reaches_is_no_page(desk, on):
    assert desk("coordinator").get("/front-desk", {"on": on}).status_code == 404


@pytest.mark.parametrize("starts", ["9999-12-31T23:59", "0001-01-01T00:00", "soon"])
def test_a_visit_in_a_year_nobody_means_is_refused_in_words(desk, starts):
    client, before = desk("scheduler"), Appointment.objects.count()
    form = {"patient": f"P{FISK}", "starts_at": starts}
    text = client.post("/scheduling/book", form, follow=True).content.decode()
    assert "Write the day and the time of the visit." in text
    assert Appointment.objects.count() == before


@pytest.mark.parametrize(
    ("field", "most"), [("provider", 120), ("location", 120), ("kind", 80), ("planned_codes", 200)]
)
def test_a_field_that_is_too_long_says_how_much_room_there_is(field, most):
    fits = NewVisit(NOON + timedelta(days=1), **{field: "x" * most})
    appointments.book(patient=f"P{FISK}", visit=fits, by=SUE, at=NOON)
    over = NewVisit(NOON + timedelta(days=1), **{field: "x" * (most + 1)})
    with pytest.raises(Refused, match=f"room for {most} signs"):
        appointments.book(patient=f"P{FISK}", visit=over, by=SUE, at=NOON)


# ---- what is known of who has no visit, and of a visit that is days away


def test_qmb_as_an_insurer_told_silences_the_dot_with_and_without_a_visit(monkeypatch):
    assert flag_of(f"P{FISK}", NOON) is True
    told = {Patient.objects.get(number=f"P{FISK}").id: Told(qmb_or_medicaid=True)}
    monkeypatch.setattr(coming_visits, "benefits_of", lambda patients, on: told)
    assert flag_of(f"P{FISK}", NOON) is False
    book(FISK)
    assert flag_of(f"P{FISK}", NOON) is False


@pytest.mark.parametrize("days", [1, 6])
def test_queue_and_dots_judge_as_things_stand_today(days):
    """By the day of the visit what is known now would be too old to say anything."""
    book(FISK, on=DAY + timedelta(days=days))
    (found,), _ = before_visits.coming(DAY)
    assert found.what[0] == "A balance may be asked for"
    assert [row.dot for row in flagged(DAY)] == [True]
    assert flag_of(f"P{FISK}", NOON) is True


# ---- one number, by the same rule on every page of the front desk


def page_of(client, account: str) -> str:
    text = client.get(f"/accounts/{account}").content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_the_account_says_a_past_balance_only_where_the_visit_may(desk):
    client = desk("front_desk")
    assert "Past balance" in page_of(client, FISK)
    # A missed promise and 640.00 are the coordinator's; a hold and an open insurer are nothing.
    for account in (LOPEZ, WARSAME, EK, BERG):
        assert "$" not in page_of(client, account)
    assert [past_balance(each, NOON) for each in (FISK, LOPEZ, WARSAME, EK, BERG, "none")] == [
        96_10, None, None, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(("tier", "says"), [(3, None), (0, None), (2, 96_10)])
def test_the_account_follows_the_coordinators_choice_for_a_visit_of_the_week(tier, says):
    number = book(FISK, on=DAY + timedelta(days=4))
    book(FISK, on=NEXT)
    huddle.choose_tier(number=number, tier=tier, **WHY)
    assert past_balance(FISK, NOON) == says


def test_any_hold_reads_as_nothing_owed_on_the_account_as_well(desk):
    hold("dispute", FISK)
    assert "$" not in page_of(desk("front_desk"), FISK)


def test_changed_says_when_the_account_was_changed_not_another(desk):
    numbers = {account: book(account) for account in (FISK, WARSAME)}
    publish()
    at = NOON + timedelta(minutes=7)
    huddle.choose_tier(number=numbers[FISK], tier=0, why="They asked", by=DANA, at=at)
    late = NOON + timedelta(minutes=9)
    came = huddle.CameOf("not_today")
    huddle.record_result(number=numbers[WARSAME], came=came, by=FRAN, at=late)
    changed = {row.number: row.changed_at for row in desk_rows(NEXT, "Main")}
    assert changed == {numbers[FISK]: at, numbers[WARSAME]: None}
