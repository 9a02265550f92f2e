"""eligibility, and the benefits of account --json."""

import json

import pytest

from goodstanding.cli.commands import run
from goodstanding.formats.x12.eligibility import read
from goodstanding.records.models import Appointment, Patient
from tests.eligibility_text import answer, file_of
from tests.ledger_text import AT, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_var")]
BOOK = """
2026-11-02 charge C1 180.00 patient
coverage NSH commercial 1 member_id=M100
"""


def said(capsys, *words):
    status = run([*words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_request_is_written_and_its_answer_told(tmp_path, capsys):
    tell(BOOK)
    Appointment.objects.create(
        number="V1", patient=Patient.objects.get(number="a1"), status="booked",
        starts_at=AT, scheduled_on=AT.date(),
    )  # fmt: skip
    asked, answered = tmp_path / "out.270", tmp_path / "in.271"
    words = ("eligibility", "--on", "2026-11-23")
    _, plan = said(capsys, *words)
    assert plan["due"] == [{"patient": "a1", "account": "A", "payer": "NSH", "visit": "2026-11-23"}]
    status, document = said(capsys, *words, "--write", str(asked), "--within", "2")
    assert (status, document["asked"]) == (0, 1)
    (sent,) = read(asked.read_bytes(), "270").exchanges
    trace = sent.traces[0].number
    benefits = ("EB*1**30**GOLD", "EB*C*IND*30***29*650.25*****Y")
    body = answer(*benefits, name="LASTA*A1****MI*M100", born="19800101", trace=trace)
    answered.write_bytes(file_of(body, on=AT.date()))
    _, files = said(capsys, "import", str(answered), "--kind", "271", "--on", "2026-11-23")
    assert files["files"][0]["totals"] == {
        "rows": 1, "kept": 1, "waiting": 0, "rejected": 0, "unreadable": 0,
    }  # fmt: skip
    _, account = said(capsys, "account", "A", "--on", "2026-11-23")
    (one,) = account["benefits"]["coverages"]
    assert (one["deductible_remaining"], one["copay"], one["active"]) == ("650.25", None, True)


def test_a_wrong_number_of_days_is_wrong_use(capsys):
    tell(BOOK)
    assert run(["eligibility", "--within", "0"]) == 2
