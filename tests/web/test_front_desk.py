"""The front desk's list, what came of it, scheduling, money paid ahead; and nothing leaks."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodstanding.actions import appointments, huddle, prepayments
from goodstanding.actions.appointments import NewVisit
from goodstanding.actions.unit import Actor
from goodstanding.core.kinds import HoldKind, Tender
from goodstanding.core.placing import Taken
from goodstanding.core.refusals import Refused
from goodstanding.records.models import (
    Appointment,
    AuditEvent,
    DeskTask,
    Estimate,
    Guarantor,
    Hold,
    HuddleResult,
    Note,
    Patient,
    PrepaymentStep,
    Receipt,
)
from goodstanding.records.queries.huddle import desk_rows, worked
from goodstanding.records.queries.proofs import prove
from goodstanding.records.queries.timeline import timeline
from tests.web.clinic import BERG, DAY, EK, FISK, LOPEZ, NOON, OLSON, WARSAME

DANA = Actor("dana", "coordinator")
FRAN = Actor("fran", "front_desk")
SUE = Actor("sue", "scheduler")
NEXT = date(2026, 11, 24)
# Words of holds, insurers, notes, ledgers, families and reasons, in no answer to the desk.
SECRET = re.compile(
    r"bankrupt|chapter|26-555|estate|dispute|attorney|appeal|workers|no.fault|medicaid|qmb|"
    r"north star|promise|missed|agency|military|theft|a hold|holds|gives money to|owes nothing|"
    r"insurer|ledger|sister|decision|statement|1971|01/02/1960|320-555",
    re.IGNORECASE,
)


def book(account: str, hour: int = 9, on: date = NEXT, **more) -> str:
    starts = datetime(on.year, on.month, on.day, hour + 6, tzinfo=UTC)
    new = NewVisit(starts, "Dr. Hale", "Main", **more)
    return appointments.book(patient=f"P{account}", visit=new, by=SUE, at=NOON)


def another(place: int) -> int:
    """An hour at which the person of this place does not come yet."""
    return 8 + (place % 6 + 1 + place // 6) % 7


@pytest.fixture
def booked(clinic):
    """Everyone comes tomorrow, from 8 on."""
    people = (LOPEZ, OLSON, EK, BERG, FISK, WARSAME)
    return {account: book(account, 8 + hour) for hour, account in enumerate(people)}


def publish(on: date = NEXT) -> int:
    return huddle.publish(on=on, locations=("Main",), by=DANA, at=NOON)


def lines() -> dict[str, tuple[int, str]]:
    return {row.booked.account_id: (row.told.line.tier, " ".join(row.told.line.take))
            for row in worked(NEXT, "Main")}  # fmt: skip


def test_each_line_by_hand(booked):
    # Lopez missed a promise; Olson's 75.00 lies loose; Ek is bankrupt; Berg's insurer is not done;
    # Fisk owes 96.10; Warsame 640.00, more than 500.00.
    assert lines() == {
        LOPEZ: (3, "Nothing"), OLSON: (0, "Nothing"), EK: (0, "Nothing"), BERG: (0, "Nothing"),
        FISK: (1, "Ask $96.10"), WARSAME: (3, "Nothing"),
    }  # fmt: skip


def test_published_then_changed_says_when_and_nothing_is_asked_before(booked):
    assert {row.line.ask_cents for row in desk_rows(NEXT, "Main")} == {0}
    assert publish() == 6
    before = {row.number: row for row in desk_rows(NEXT, "Main")}
    assert before[booked[FISK]].line.ask_cents == 96_10
    hold("manual", FISK)
    after = {row.number: row for row in desk_rows(NEXT, "Main")}
    assert (after[booked[FISK]].line.ask_cents, after[booked[FISK]].changed_at is None) == (
        0,
        False,
    )


def hold(kind: str, account: str) -> None:
    guarantor = Guarantor.objects.get(number=account)
    Hold.objects.create(
        number=f"X{kind}{account}", guarantor=guarantor, kind=kind, starts_on=DAY, detail={}
    )


def told(client) -> str:
    """Everything the front desk can get of tomorrow: the page and the print's words."""
    page = client.get(f"/front-desk?on={NEXT}&location=Main").content.decode()
    paper = client.get(f"/front-desk/list.pdf?on={NEXT}&location=Main").content
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"<[^>]+>", " ", main) + words_of(paper)


def words_of(pdf: bytes) -> str:
    import subprocess

    made = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return made.stdout.decode()


@pytest.mark.parametrize("kind", sorted(HoldKind))
def test_no_hold_note_or_family_leaks_to_the_desk_or_the_scheduler(booked, desk, kind):
    publish()
    for account in (FISK, WARSAME):
        hold(kind, account)
        own = Guarantor.objects.get(number=account)
        Note.objects.create(guarantor=own, at=NOON, by="dana", text="sister gives money to him")
    front = told(desk("front_desk"))
    books = desk("scheduler").get("/scheduling").content.decode()
    books = re.sub(r"<[^>]+>", " ", books[books.index("<main") : books.index("</main>")])
    for said in (front, books):
        assert SECRET.findall(said) == []
    assert "96.10" not in front
    assert "640" not in front
    assert "$" not in books


def test_a_line_of_every_hold_is_the_line_of_nothing_owed(booked):
    hold("estate", FISK)
    kept = {row.booked.account_id: row.told.line for row in worked(NEXT, "Main")}
    assert kept[FISK] == kept[EK] == kept[BERG]


def test_the_schedulers_json_says_one_flag_and_is_closed_until_configured(
    booked, client, monkeypatch
):
    assert client.get(f"/scheduling/flag?patient=P{FISK}").status_code == 404
    monkeypatch.setenv("GOODSTANDING_SCHEDULING_TOKEN", "a-long-token-of-the-clinic")
    assert client.get(f"/scheduling/flag?patient=P{FISK}").status_code == 401
    with_ = {"headers": {"Authorization": "Bearer a-long-token-of-the-clinic"}}
    seen = client.get(f"/scheduling/flag?patient=P{FISK}", **with_).json()
    assert seen == {"patient": f"P{FISK}", "money_note": True, "words": "Send to Patient Accounts"}
    # An unpaid bill with the insurer says nothing, and a bankruptcy says the same.
    for account in (BERG, EK):
        quiet = client.get(f"/scheduling/flag?patient=P{account}", **with_).json()
        assert quiet == {"patient": f"P{account}", "money_note": False, "words": ""}
    body = {"patient": f"P{FISK}", "text": "Patient asked about cost"}
    noted = client.post("/scheduling/flag", body, content_type="application/json", **with_)
    assert (noted.status_code, DeskTask.objects.get().kind) == (201, "asked_cost")


def test_a_result_is_kept_audited_and_in_the_timeline(booked):
    came = huddle.CameOf("part", 40_00)
    huddle.record_result(number=booked[FISK], came=came, by=FRAN, at=NOON)
    row = HuddleResult.objects.get()
    assert (row.what, row.cents, row.by) == ("part", 40_00, "fran")
    event = AuditEvent.objects.filter(verb="huddle.result").get()
    assert (event.account, event.role) == (FISK, "front_desk")
    titles = [line.title for line in timeline(row.guarantor_id, DAY)]
    assert "At the desk: part" in titles


@pytest.mark.parametrize(
    "came",
    [huddle.CameOf("paid"), huddle.CameOf("not_today", 5), huddle.CameOf("not_asked"),
     huddle.CameOf("paid", 5, "busy"), huddle.CameOf("seen")],
)  # fmt: skip
def test_a_result_that_does_not_hold_together_is_refused(booked, came):
    with pytest.raises(Refused):
        huddle.record_result(number=booked[FISK], came=came, by=FRAN, at=NOON)


def test_wanting_a_talk_is_one_task(booked):
    for _ in range(2):
        came = huddle.CameOf("wants_us")
        huddle.record_result(number=booked[FISK], came=came, by=FRAN, at=NOON)
    task = DeskTask.objects.get()
    huddle.task_done(number=task.id, by=DANA, at=NOON)
    with pytest.raises(Refused, match="did this already"):
        huddle.task_done(number=task.id, by=DANA, at=NOON)


def test_the_coordinators_tier_never_lifts_a_line_that_says_nothing(booked):
    why = {"why": "They asked us to", "by": DANA, "at": NOON}
    huddle.choose_tier(number=booked[FISK], tier=0, **why)
    assert lines()[FISK] == (0, "Nothing")
    with pytest.raises(Refused, match="stays at nothing"):
        huddle.choose_tier(number=booked[EK], tier=2, **why)


# ---- visits by hand


def test_a_visit_is_moved_arrived_and_its_history_kept(booked):
    number = booked[FISK]
    appointments.move(number=number, to=NOON, why="earlier", by=SUE, at=NOON)
    appointments.arrive(number=number, by=FRAN, at=NOON)
    row = Appointment.objects.get(number=number)
    assert row.status == "arrived"
    whats = list(row.changes.order_by("id").values_list("what", flat=True))
    assert whats == ["booked", "moved", "arrived"]
    appointments.cancel(number=number, by=SUE, at=NOON)
    with pytest.raises(Refused, match="cancelled already"):
        appointments.cancel(number=number, by=SUE, at=NOON)


def test_money_paid_ahead_is_placed_when_the_part_is_known_and_the_rest_is_a_task(booked):
    # 100.00 ahead of Fisk's visit; the visit's charge is 60.00: 60.00 placed, 40.00 over.
    taken = Taken("k1", 100_00, Tender.CASH, "Front 1")
    ahead = prepayments.Ahead(booked[FISK], "They offered")
    prepayments.take(account_id=FISK, taken=taken, ahead=ahead, by=FRAN, at=NOON)
    assert prepayments.settle_all(by=Actor("day", "system"), at=NOON) == 0
    charge_of(FISK, "C9", NEXT, 60_00)
    at = NOON + timedelta(days=2)
    assert prepayments.settle_all(by=Actor("day", "system"), at=at) == 1
    steps = [(step.what, step.cents) for step in PrepaymentStep.objects.order_by("id")]
    assert steps == [("applied", 60_00), ("excess", 40_00)]
    assert DeskTask.objects.get().cents == 40_00
    assert prepayments.settle_all(by=Actor("day", "system"), at=at) == 0
    assert [proof.name for proof in prove() if not proof.ok] == []


@pytest.mark.parametrize("off", [appointments.cancel, appointments.not_come])
def test_money_paid_ahead_of_a_visit_that_was_not_is_a_task(booked, off):
    taken = Taken("k3", 50_00, Tender.CASH, "Front 1")
    ahead = prepayments.Ahead(booked[BERG], "They asked to")
    prepayments.take(account_id=BERG, taken=taken, ahead=ahead, by=FRAN, at=NOON)
    after = NOON + timedelta(days=2)
    day = {"by": Actor("day", "system"), "at": after}
    assert prepayments.settle_all(**day) == 0
    off(number=booked[BERG], by=DANA, at=after)
    assert prepayments.settle_all(**day) == 1
    assert DeskTask.objects.get().cents == 50_00
    assert prepayments.settle_all(**day) == 0
    assert [proof.name for proof in prove() if not proof.ok] == []


def charge_of(account: str, name: str, on: date, cents: int) -> None:
    from goodstanding.actions.posting import Posting, brought_up, post
    from goodstanding.core.kinds import TransactionKind
    from goodstanding.core.ledger import LedgerAccount, Sides
    from goodstanding.records.models import Charge

    patient = Patient.objects.get(number=f"P{account}")
    made = Charge.objects.create(
        number=name, patient=patient, service_on=on, posted_on=on, code="99213", units="1",
        cents=cents, expected="patient", expects="patient",
    )  # fmt: skip
    moves = Sides(LedgerAccount.PATIENT_DUE.value, LedgerAccount.FEES.value)
    one = Posting(TransactionKind.CHARGE, cents, patient.id, made.id, moves=moves)
    brought_up(post(f"charge:{name}", [one], on=on, at=NOON), by=DANA, at=NOON)


def test_the_suggested_ask_names_its_estimate_and_another_amount_its_reason(booked):
    patient = Patient.objects.get(number=f"P{BERG}")
    patient.coverages.all().delete()
    Estimate.objects.create(
        number="E1", patient=patient, given_on=DAY, kind="good_faith", code="27447",
        cents=300_00, service_on=NEXT,
    )  # fmt: skip
    row = next(row for row in worked(NEXT, "Main") if row.booked.account_id == BERG)
    assert (row.told.line.prepay_cents, row.told.prepay_source) == (
        300_00, "Good faith estimate of 11/23/2026",
    )  # fmt: skip
    taken = Taken("k2", 50_00, Tender.CASH, "Front 1")
    ahead = prepayments.Ahead(booked[BERG])
    with pytest.raises(Refused, match="Say why another amount"):
        prepayments.take(account_id=BERG, taken=taken, ahead=ahead, by=FRAN, at=NOON)


# ---- pages


@pytest.mark.parametrize("role", ["coordinator", "front_desk"])
def test_the_pages_ask_a_fixed_number_of_questions(
    booked, desk, role, django_assert_max_num_queries
):
    client = desk(role)
    publish()
    with django_assert_max_num_queries(60):
        assert client.get(f"/front-desk?on={NEXT}&location=Main").status_code == 200


def test_the_queue_is_by_day_and_asks_no_more_with_more_rows(booked, desk):
    text = desk("coordinator").get("/front-desk/coming").content.decode()
    assert "A balance may be asked for" in text
    assert "Call today" in text


def test_the_queue_asks_no_more_questions_of_forty_visits_than_of_twelve(booked, desk):
    client = desk("coordinator")
    for account in booked:
        book(account, 15, kind="surgery")
    client.get("/front-desk/coming")
    few = asked_by(client)
    for place in range(34):
        book((LOPEZ, OLSON, EK, BERG, FISK, WARSAME)[place % 6], another(place), kind="surgery")
    assert asked_by(client) == few


def asked_by(client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/front-desk/coming").status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("posted", "says"),
    [(0, "No receipt of this day in the books"), (30_00, "The books have $30.00 of this day"),
     (40_00, "")],
)  # fmt: skip
def test_the_list_says_where_the_desks_amount_is_not_in_the_books(booked, desk, posted, says):
    came = huddle.CameOf("part", 40_00)
    huddle.record_result(number=booked[FISK], came=came, by=FRAN, at=NOON)
    if posted:
        own = Guarantor.objects.get(number=FISK)
        Receipt.objects.create(
            number=1, key="k", on=NEXT, at=NOON, by="fran", drawer="1", tender="cash",
            cents=posted, guarantor=own,
        )  # fmt: skip
    kept = {row.booked.account_id: row.unposted for row in worked(NEXT, "Main")}
    assert (kept[FISK], kept[OLSON]) == (says, "")
    page = desk("coordinator").get(f"/front-desk?on={NEXT}").content.decode()
    assert ("in the books" in page or "The books have" in page) == bool(says)


def test_every_patient_is_seen_is_on_the_screen_and_on_paper(booked, desk):
    publish()
    said = told(desk("front_desk"))
    assert said.count("Every patient is seen. Money never decides that.") == 2
    assert "Return to the shred bin by 5 PM" in said
    assert "Copy 1" in said


def test_forty_visits_are_on_one_landscape_page(booked, desk):
    for place in range(34):
        book((LOPEZ, OLSON, EK, BERG, FISK, WARSAME)[place % 6], another(place))
    publish()
    paper = desk("front_desk").get(f"/front-desk/list.pdf?on={NEXT}&location=Main").content
    with pikepdf.open(io.BytesIO(paper)) as made:
        assert [list(page.mediabox)[2:] for page in made.pages] == [[792, 612]]


def test_newer_is_not_available_keeps_the_published_list(booked, desk, monkeypatch):
    publish()

    def broken(rows):
        raise Refused("no facts")

    monkeypatch.setattr("goodstanding.records.queries.huddle.instructed", broken)
    text = desk("front_desk").get(f"/front-desk?on={NEXT}&location=Main").content.decode()
    assert "Newer data is not available. When unsure, ask nothing." in text
    assert "$96.10" in text
