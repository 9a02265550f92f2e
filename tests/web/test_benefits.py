"""The page Benefits and the account's panel: what payers told, what waits, what changed."""

import pytest

from goodstanding.actions.imports import Setting, receive
from goodstanding.records.models import EligibilityCheck, EligibilityRequest, Patient
from tests.eligibility_text import answer, file_of
from tests.web.clinic import BY, DAY, LOPEZ, NOON

pytestmark = pytest.mark.usefixtures("clinic", "own_var")
LOPEZ_IS = {"name": "LOPEZ*MARIA****MI*M9", "born": "19710314"}


def words(answered):
    assert answered.status_code == 200
    return " ".join(answered.content.decode().split())


@pytest.fixture
def brought_in(tmp_path):
    def bring(*answers):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.271"
        path.write_bytes(file_of(*answers, on=DAY))
        return list(receive(path, "auto", Setting(on=DAY, by=BY, at=NOON)))

    return bring


def lopez_answers(brought_in, *benefits):
    cover = Patient.objects.get(guarantor__number=LOPEZ).coverages.first()
    payer = f"X*****PI*{cover.payer}"
    brought_in(answer(*benefits, **LOPEZ_IS, payer=payer))


def test_the_panel_says_what_is_known_and_what_was_not_said(desk, brought_in):
    lopez_answers(brought_in, "EB*1**30**GOLD", "EB*C*IND*30***29*650.25*****Y", "EB*A**30*****.2")
    text = words(desk("coordinator").get(f"/accounts/{LOPEZ}"))
    assert "Benefits checked 11/23/2026, today" in text
    assert "$650.25" in text
    assert "20 %" in text
    assert '<th scope="row">Out-of-pocket left</th><td class="num">not said</td>' in text


def test_a_spend_down_stands_in_the_panel(desk, brought_in):
    lopez_answers(brought_in, "EB*1**30*MC", "EB*Y**30*MC**34*350")
    text = words(desk("coordinator").get(f"/accounts/{LOPEZ}"))
    assert "Spend-down before Medicaid pays: $350.00" in text


def test_the_front_desk_sees_nothing_of_it(desk, brought_in):
    lopez_answers(brought_in, "EB*1**30**GOLD", "EB*1**30*QM")
    client = desk("front_desk")
    text = words(client.get(f"/accounts/{LOPEZ}"))
    assert "GOLD" not in text
    assert "QMB" not in text
    assert client.get("/benefits").status_code == 403


def test_a_change_is_on_the_page_until_it_is_done(desk, brought_in):
    lopez_answers(brought_in, "EB*1**30**GOLD", "EB*1**30*QM")
    client = desk("coordinator")
    text = words(client.get("/benefits"))
    assert "Changed 2" in text
    assert "Qualified Medicare Beneficiary" in text
    number = text.split("/benefits/changes/")[1].split("/")[0]
    assert "Changed 1" in words(client.post(f"/benefits/changes/{number}/done", follow=True))


def test_an_answer_of_nobody_is_matched_on_the_page(desk, brought_in):
    brought_in(answer("EB*1**30**GOLD", name="LOPES*M****MI*M9", born="19990101"))
    client, check = desk("biller"), EligibilityCheck.objects.get()
    text = words(client.get("/benefits"))
    assert "Answers that need you 1" in text
    assert "M LOPES" in text
    url = f"/benefits/answers/{check.id}/match"
    assert "Not saved" in words(client.post(url, {"patient": "nobody"}, follow=True))
    patient = Patient.objects.get(guarantor__number=LOPEZ).number
    text = words(client.post(url, {"patient": patient}, follow=True))
    assert "Answers that need you 0" in text


def test_a_request_is_written_and_kept(desk, brought_in):
    from goodstanding.records.models import Appointment, Coverage

    patient = Patient.objects.get(guarantor__number=LOPEZ)
    Coverage.objects.filter(patient=patient).update(member="M9")
    Appointment.objects.create(
        number="V1", patient=patient, starts_at=NOON, scheduled_on=DAY, status="booked"
    )
    client = desk("coordinator")
    text = words(client.post("/benefits/ask", {"within": "3"}, follow=True))
    request = EligibilityRequest.objects.get()
    assert f"request {request.id} with 1 coverages" in text
    got = client.get(f"/benefits/requests/{request.id}")
    assert got.content.startswith(b"ISA*00*")
    assert "nobody who comes" in words(client.post("/benefits/ask", {"within": "3"}, follow=True))
    assert "whole number" in client.post("/benefits/ask", {"within": "x"}).content.decode()
