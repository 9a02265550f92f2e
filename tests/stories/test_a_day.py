"""A coordinator's two days: the export, the day, the letters; next day a payment came."""

import json
from pathlib import Path

import pytest

from goodstanding.cli.commands import run
from tests.ledger_text import write_export
from tests.outbound.paper import text_of

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = "2026-11-20", "2026-11-21"

# Ana was just billed by her insurer's answer, Bo owes since the summer and heard from us three
# times, Cy is still with the insurer, Di disputes, Ed paid too much, Fay owes less than a stamp.
CLINIC = """
person account=A last_name=Alm first_name=Ana street=1_Elm
person account=B last_name=Berg first_name=Bo street=2_Elm phone_home=218-555-0101
coverage NSTAR commercial 1 patient=a1
coverage NSTAR commercial 1 patient=c1
2026-10-01 charge CA 300.00 insurer patient=a1
2026-11-18 contractual CA 90.00 patient=a1
2026-11-18 insurer_payment CA 150.00 patient=a1
2026-11-18 to_patient CA 60.00 patient=a1
2026-08-24 charge CB 220.00 patient patient=b1
2026-11-02 charge CC 410.00 insurer patient=c1
2026-11-02 charge CD 75.00 patient patient=d1
2026-11-03 hold dispute patient=d1
2026-11-02 charge CE 50.00 patient patient=e1
2026-11-04 patient_payment CE 65.00 patient=e1
2026-11-02 charge CF 3.10 patient patient=f1
"""
PAYMENT = "2026-11-21 patient_payment CA 60.00 patient=a1\n"
SENT_TO_BO = (
    ("K1", "2026-08-25T09:00:00-05:00", "mail", "statement", ""),
    ("K2", "2026-09-08T09:00:00-05:00", "mail", "reminder", ""),
    ("K3", "2026-09-24T09:00:00-05:00", "mail", "statement", ""),
    ("K4", "2026-10-08T10:00:00-05:00", "call", "call", "reached"),
)


class Desk:
    """The coordinator's screen: one command after another."""

    def __init__(self, capsys, folder: Path) -> None:
        self.capsys, self.folder = capsys, folder

    def ask(self, *words: object, status: int = 0) -> dict:
        self.capsys.readouterr()
        ended = run([*map(str, words), "--json"])
        said = self.capsys.readouterr()
        assert ended == status, said.err
        return json.loads(said.out)

    def bring_in(self, text: str) -> str:
        folder = write_export(text, self.folder / f"export-{len(text)}")
        rows = "".join(f"{','.join((row[0], 'B', *row[1:]))},out\n" for row in SENT_TO_BO)
        head = "contact_id,guarantor_id,at,channel,kind,outcome,direction\n"
        (folder / "contacts.csv").write_text(head + rows)
        (file,) = self.ask("import", folder, "--on", FRIDAY)["files"]
        return file["status"]

    def work(self, on: str) -> dict[str, str]:
        """Today's worklist: act by account."""
        items = self.ask("worklist", "--on", on)["items"]
        return {item["account"]: item["action"] for item in items}


@pytest.fixture
def desk(capsys, tmp_path) -> Desk:
    return Desk(capsys, tmp_path)


def test_friday_and_the_day_after(desk):
    assert desk.bring_in(CLINIC) == "posted"
    assert desk.ask("aging", "--on", FRIDAY)["total"]["total"] == "358.10"  # 60 + 220 + 75 + 3.10
    day = desk.ask("day", "--on", FRIDAY)
    assert (day["decided"], sum(day["actions"].values())) == (6, 6)
    assert desk.work(FRIDAY) == {"A": "statement", "B": "reminder", "E": "review_credit"}
    why = desk.ask("account", "D", "--on", FRIDAY)["next_action"]
    assert (why["action"], why["reasons"][0]["code"]) == ("wait", "hold.dispute")

    batch = print_and_read(desk)
    bring_the_payment(desk, batch)

    late = desk.ask("day", "--on", SATURDAY)
    assert late["days"] == [SATURDAY]
    assert desk.work(SATURDAY) == {"E": "review_credit"}
    assert desk.ask("account", "A", "--on", SATURDAY)["next_action"]["action"] == "none"
    proofs = desk.ask("verify")
    assert (proofs["ok"], [one for one in proofs["checks"] if one["failures"]]) == (True, [])


def print_and_read(desk: Desk) -> int:
    printed = desk.ask("letters", "--on", FRIDAY, "--print", desk.folder / "friday.pdf")
    rows = [(one["account"], one["kind"], one["amount"]) for one in printed["letters"]]
    assert rows == [("A", "statement", "60.00"), ("B", "reminder_2", "220.00")]
    text = text_of((desk.folder / "friday.pdf").read_bytes())
    for said in ("$60.00", "$300.00", "$90.00", "$150.00", "$220.00"):
        assert said in text
    return printed["batch"]


def bring_the_payment(desk: Desk, batch: int) -> None:
    """Friday's letters leave; on Saturday the system's new export has Ana's payment."""
    assert desk.ask("letters", "--on", FRIDAY, "--confirm", batch)["sent"] == 2
    assert desk.work(FRIDAY) == {"E": "review_credit"}
    next_for_bo = desk.ask("account", "B", "--on", FRIDAY)["next_action"]
    assert (next_for_bo["action"], next_for_bo["step"]) == ("wait", "call_2")
    assert desk.bring_in(CLINIC + PAYMENT) == "posted"


def test_a_payment_before_the_letters_leave_keeps_the_letter_in(desk):
    desk.bring_in(CLINIC)
    desk.ask("day", "--on", FRIDAY)
    desk.bring_in(CLINIC + PAYMENT.replace(SATURDAY, FRIDAY))
    out = desk.folder / "friday.pdf"
    printed = desk.ask("letters", "--on", FRIDAY, "--print", out, status=1)
    assert [one["account"] for one in printed["letters"]] == ["B"]
    assert [one["account"] for one in printed["dropped"]] == ["A"]
    assert "Alm" not in text_of(out.read_bytes())


def test_the_whole_story_twice_ends_in_the_same_books(desk):
    for _ in range(2):
        desk.bring_in(CLINIC + PAYMENT)
        day = desk.ask("day", "--on", SATURDAY)
    assert day["decided"] == 0
    assert desk.ask("aging", "--on", SATURDAY)["total"]["total"] == "298.10"
    assert desk.ask("verify")["ok"] is True
