"""Who the subscriber of a coverage is: written, learnt from answers, said in the next request."""

from datetime import date, datetime, timedelta

import pytest

from goodstanding.actions import eligibility_ask
from goodstanding.actions.subscribers import write_subscriber
from goodstanding.actions.unit import Actor
from goodstanding.core.refusals import Refused
from goodstanding.core.subscribers import PATIENT, Subscriber
from goodstanding.formats.x12.eligibility import read
from goodstanding.formats.x12.eligibility_writer import Sender, write
from goodstanding.records.models import (
    Appointment,
    AuditEvent,
    Coverage,
    EligibilityAsked,
    EligibilityCheck,
    ImportProblem,
    Patient,
)
from goodstanding.records.models import Subscriber as Row
from goodstanding.records.queries import subscribers
from tests.eligibility_text import answer, below, file_of
from tests.ledger_text import AT, take_in, tell

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("own_var"), pytest.mark.database,
]  # fmt: skip
DANA, DAY = Actor("dana", "coordinator"), date(2026, 11, 23)
BOOK = """
2026-11-02 charge C1 180.00 patient
coverage NSH commercial 1 member_id=M-100
"""
ROBIN = Subscriber("Stark", "Robin", date(1958, 2, 7), "child")
TOLD = Subscriber("STARK", "ROBIN", date(1958, 2, 7), "child")


@pytest.fixture
def answers(tmp_path):
    made = []

    def read_in(*sets, on="2026-11-23"):
        made.append(1)
        path = tmp_path / f"{len(made)}.271"
        path.write_bytes(file_of(*sets, on=date.fromisoformat(on)))
        return take_in(path, on="2026-11-23")

    return read_in


def cover() -> subscribers.CoverageHeld:
    (one,) = subscribers.coverages_of("a1")
    return one


def written(who: Subscriber, seen: str = "", by: Actor = DANA) -> None:
    one = cover()
    write_subscriber(coverage_id=one.coverage, seen=seen or one.mark, who=who, by=by, at=AT)


def asked_in():
    """The one request of who comes tomorrow, as it reads."""
    Appointment.objects.create(
        number="V1", patient=Patient.objects.get(number="a1"), status="booked",
        starts_at=AT + timedelta(days=1), scheduled_on=DAY,
    )  # fmt: skip
    made = eligibility_ask.ask(on=DAY, within=3, by=DANA, at=AT)
    (one,) = read(made.content, "270").exchanges
    return one, made.content


def test_the_request_names_the_subscriber_and_the_patient_below():
    tell(BOOK)
    written(ROBIN)
    one, content = asked_in()
    holder, patient = one.subscriber, one.dependent
    assert (holder.last_name, holder.first_name, holder.member) == ("Stark", "Robin", "M-100")
    assert (holder.birth_on, holder.dates) == (date(1958, 2, 7), ())
    assert (patient.last_name, patient.first_name, patient.member) == ("LastA", "a1", "")
    assert (patient.birth_on, patient.relation) == (date(1980, 1, 1), "19")
    assert [each.first_on for each in patient.dates] == [date(2026, 11, 24)]
    body = content.decode().split("~")
    assert body.index("INS*N*19") > body.index("HL*4*3*23*0") > body.index("HL*3*2*22*1")


def test_the_request_is_equal_after_read_write_read():
    tell(BOOK)
    written(ROBIN)
    one, content = asked_in()
    again = write([one], Sender("X", "Y"), control=7, at=datetime(2026, 11, 23, 8, 0))
    assert read(again, "270").exchanges == read(content, "270").exchanges


def test_the_answer_to_it_finds_its_coverage_by_the_trace(answers):
    tell(BOOK)
    written(ROBIN)
    asked_in()
    trace = EligibilityAsked.objects.get().trace
    answers(below("EB*1**30", name="MARRIED*A", trace=trace))
    check = EligibilityCheck.objects.get()
    assert (check.state, check.why) == ("kept", "Found by our request.")


def test_a_rejection_of_it_is_with_the_patient(answers):
    tell(BOOK)
    written(ROBIN)
    asked_in()
    trace = EligibilityAsked.objects.get().trace
    name = {"name": "STARK*ROBIN****MI*M100", "born": "19580207", "trace": trace}
    answers(answer("AAA*N**72*C", **name), answer("EB*1**30", **name))
    rejected, told = EligibilityCheck.objects.order_by("index")
    assert (rejected.state, rejected.patient.number) == ("rejected", "a1")
    assert (told.state, told.coverage) == ("waiting", None)


def test_it_survives_an_import_and_another_member_number_does_not_have_it():
    tell(BOOK)
    written(ROBIN)
    tell(BOOK + "2026-11-03 charge C2 10.00 patient\n")
    assert cover().kept.who == ROBIN
    Coverage.objects.update(member="m100")
    assert cover().kept.who == ROBIN
    Coverage.objects.update(member="M-200")
    assert cover().kept is None


def test_an_answer_that_names_both_tells_it(answers):
    tell(BOOK)
    answers(below("EB*1**30"))
    kept = cover().kept
    assert (kept.other, kept.source, kept.told) == (TOLD, "answer", None)
    assert asked_in_later().dependent.first_name == "a1"
    answers(below("EB*1**30", trace="T2", relation=""), on="2026-11-22")
    assert Row.objects.get().check_of.state == "kept"


def asked_in_later():
    EligibilityCheck.objects.update(checked_on=date(2026, 11, 1))
    return asked_in()[0]


@pytest.mark.parametrize(
    "told",
    [
        below("EB*1**30", relation="18"),
        below("EB*1**30", holder="LASTA*A1****MI*M100", holder_born="19800101"),
        below("EB*1**30", holder="*****MI*M100"),
        below("AAA*N**75*C"),
        answer("EB*1**30", name="LASTA*A1****MI*M100", born="19800101"),
    ],
    ids=["self", "same person", "no name", "rejected", "no dependant"],
)
def test_what_names_no_other_person_tells_nothing(answers, told):
    tell(BOOK)
    answers(told)
    assert EligibilityCheck.objects.get().patient is not None
    assert not Row.objects.exists()


def test_what_a_person_wrote_stays_and_the_difference_is_shown(answers):
    tell(BOOK)
    written(Subscriber("Stark", "Robyn", None, "spouse"))
    answers(below("EB*1**30"))
    kept = cover().kept
    assert (kept.who.first_name, kept.source, kept.told) == ("Robyn", "hand", TOLD)
    assert [one.patient for one in subscribers.differing()] == ["a1"]
    answers(below("EB*1**30", trace="T2"))
    assert Row.objects.count() == 2  # the same is told once
    written(ROBIN)
    assert (cover().kept.who, cover().kept.told, subscribers.differing()) == (ROBIN, None, ())


def test_the_patient_again_takes_it_back(answers):
    tell(BOOK)
    written(ROBIN)
    written(PATIENT)
    assert cover().kept.other is None
    one, _ = asked_in()
    assert (one.subscriber.first_name, one.subscriber.member, one.dependent) == (
        "a1", "M-100", None,
    )  # fmt: skip
    answers(below("EB*1**30"))
    assert (cover().kept.other, cover().kept.told) == (None, TOLD)


def test_who_may_write_it_and_of_which_coverage():
    tell(BOOK)
    with pytest.raises(Refused):
        written(ROBIN, by=Actor("fran", "front_desk"))
    with pytest.raises(Refused, match="changed since"):
        written(ROBIN, seen="1|NSH|OTHER")
    with pytest.raises(Refused, match="card number"):
        written(Subscriber("4111 1111 1111 1111", "Robin", None, "child"))
    assert not Row.objects.exists()


def test_no_name_is_in_the_log_or_in_a_problem(answers):
    tell(BOOK)
    written(ROBIN)
    answers(below("EB*1**30"), below("EB*1**30", born="19990101", trace="T3"))
    event = AuditEvent.objects.get(verb="eligibility.subscriber")
    assert (event.account, "child" in str(vars(event))) == ("A", True)
    problems = " ".join(ImportProblem.objects.values_list("text", flat=True))
    said = problems + "".join(str(vars(each)) for each in AuditEvent.objects.all())
    assert "not_found" in ImportProblem.objects.values_list("code", flat=True)
    assert not {"STARK", "ROBIN"} & set(said.upper().replace("'", " ").split())
