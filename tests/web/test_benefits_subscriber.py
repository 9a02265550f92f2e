"""Benefits: who the subscriber of a patient's coverage is, written and taken back."""

import re

import pytest

from goodstanding.actions.imports import Setting, receive
from goodstanding.records.models import Coverage, Patient
from goodstanding.records.queries import subscribers
from tests.eligibility_text import answer, below, file_of
from tests.web.clinic import BY, DAY, LOPEZ, NOON

pytestmark = pytest.mark.usefixtures("clinic", "own_var")
ROBIN = {"relation": "child", "last_name": "Stark", "first_name": "Robin", "birth_on": "2/7/1958"}
QUESTION = "Is the patient the subscriber?"


def words(answered, status=200):
    assert answered.status_code == status
    return " ".join(answered.content.decode().split())


@pytest.fixture
def patient():
    found = Patient.objects.get(guarantor__number=LOPEZ)
    Coverage.objects.filter(patient=found).update(member="M9", payer="NSH")
    return found.number


@pytest.fixture
def save(desk, patient):
    clients = {}

    def post(role="coordinator", **told):
        client = clients.get(role) or clients.setdefault(role, desk(role))
        (cover,) = subscribers.coverages_of(patient)
        url = f"/benefits/coverages/{cover.coverage}/subscriber?patient={patient}"
        told = {"seen": cover.mark, **ROBIN, **told}
        return client.post(url, told, follow=True)

    return post


def brought_in(tmp_path, told):
    path = tmp_path / "a.271"
    path.write_bytes(file_of(told, on=DAY))
    list(receive(path, "auto", Setting(on=DAY, by=BY, at=NOON)))


def test_another_person_is_written_and_the_patient_chosen_again(save):
    text = words(save())
    assert "Subscriber: <b>Robin Stark</b>, born 02/07/1958" in text
    assert "written by" in text
    assert re.search(r'value="child"[^>]* checked', text)
    text = words(save(relation="self"))
    assert "Subscriber: the patient" in text
    assert "Robin" not in text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("last_name", "4111 1111 1111 1111", "Take the card number out."),
        ("first_name", "4111 1111 1111 1111", "Take the card number out."),
        ("last_name", "S" * 61, "60 letters of the last name or fewer"),
        ("first_name", "R" * 36, "35 letters of the first name or fewer"),
        ("birth_on", "soon", "Write the day"),
        ("last_name", "", "last and first name, as on the insurance card"),
        ("relation", "", "Choose who the patient is."),
        ("seen", "1|NSH|OTHER", "changed since you opened the page"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(save, patient, field, typed, said):
    assert said in words(save(**{field: typed}), 400)
    assert subscribers.coverages_of(patient)[0].kept is None


@pytest.mark.parametrize("role", ["front_desk", "scheduler", "it_admin"])
def test_only_the_office_may(save, role):
    assert save(role).status_code == 403


def test_a_patient_not_known_is_said(desk):
    text = words(desk("biller").get("/benefits?patient=nobody"))
    assert "No coverage of patient nobody is on file" in text


@pytest.mark.parametrize("code", ["72", "73", "75"])
def test_a_rejection_of_the_patient_asks_who_the_subscriber_is(desk, save, tmp_path, code):
    told = answer(f"AAA*N**{code}*C", name="LOPEZ*MARIA****MI*M9", born="19710314")
    brought_in(tmp_path, told)
    patient = Patient.objects.get(guarantor__number=LOPEZ).number
    client = desk("biller")
    text = words(client.get("/benefits"))
    assert f'{QUESTION} If a spouse or parent is, <a href="/benefits?patient={patient}#' in text
    save()
    assert QUESTION not in words(client.get("/benefits"))


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("rejected", ["answer 42", "below"])
def test_another_rejection_does_not(desk, tmp_path, rejected):
    told = {
        "answer 42": answer("AAA*N**42*R", name="LOPEZ*MARIA****MI*M9", born="19710314"),
        "below": below(
            "AAA*N**75*C", holder="STARK*ROBIN****MI*M9", name="LOPEZ*MARIA", born="19710314"
        ),
    }[rejected]
    brought_in(tmp_path, told)
    text = words(desk("biller").get("/benefits"))
    assert "Answers that need you 1" in text
    assert QUESTION not in text


def test_what_the_payer_names_otherwise_is_shown(desk, save, patient, tmp_path):
    save(first_name="Robyn", birth_on="")
    brought_in(tmp_path, below(
        "EB*1**30", holder="STARK*ROBIN****MI*M9", name="LOPEZ*MARIA", born="19710314"
    ))  # fmt: skip
    text = words(desk("biller").get(f"/benefits?patient={patient}"))
    assert "the payer names another subscriber than was written here" in text
    assert "The payer named ROBIN STARK, born 02/07/1958, as the subscriber" in text
    assert "Subscriber: <b>Robyn Stark</b>" in text
