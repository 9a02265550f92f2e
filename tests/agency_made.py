"""An account that may go to the agency: 184.20 of two visits, lettered, screened, all papers there.
AT is Monday 2026-11-23, 9:00 at the clinic."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from goodstanding.actions import agency
from goodstanding.actions.agency import Papers
from goodstanding.actions.unit import Actor
from goodstanding.records import clinic
from goodstanding.records.models import AgencyFile, Contact, Guarantor, Placement
from tests.ledger_text import AT, tell

DANA, KIM, ANA = Actor("dana", "coordinator"), Actor("kim", "manager"), Actor("ana", "manager")
BILL = Actor("bill", "biller")
DAY = date(2026, 11, 23)
OWES = """
2026-06-01 charge C1 100.00 patient
2026-06-05 charge C2 84.20 patient
"""
LAKES = Papers(
    "Lakes Recovery", "MN-40021", "320-555-0142, files@lakes.example", 2500,
    agreement_on=date(2026, 1, 2), contract_on=date(2026, 1, 2), licence_until=date(2027, 6, 30),
    licence_checked_on=date(2026, 11, 2),
)  # fmt: skip
_PUBLISHED = """
[agency]
policy_url = "https://clinic.example/billing"
policy_published_on = 2026-01-02
"""


def published() -> None:
    """The clinic's policy page is on file (needs a var folder of the test's own)."""
    shipped = (Path(clinic.__file__).with_name("clinic.toml")).read_text("utf-8")
    settings.VAR.mkdir(parents=True, exist_ok=True)
    (settings.VAR / "clinic.toml").write_text(shipped + _PUBLISHED, "utf-8")


def mailed(account: str, kind: str, on: date) -> None:
    Contact.objects.create(
        number=f"made-{account}-{kind}-{on}",
        guarantor=Guarantor.objects.get(number=account), at=datetime(on.year, on.month, on.day, 18,
        tzinfo=UTC), channel="mail", direction="out", kind=kind, delivered=True,
    )  # fmt: skip


def in_order(account: str = "A", by: Actor = DANA, at: datetime = AT) -> None:
    """What the account needs beside its money: bill, letter, screening, plan."""
    mailed(account, "statement", date(2026, 6, 10))
    mailed(account, "first_letter", date(2026, 8, 20))
    for point in ("help", "plan"):
        agency.write_point(
            account_id=account, point=point, text="Spoke of it on 09/01", by=by, at=at
        )


def ready(text: str = OWES, *accounts: str) -> None:
    published()
    tell(text)
    agency.keep_papers(papers=LAKES, by=KIM, at=AT - timedelta(hours=1))
    for account in accounts or ("A",):
        in_order(account)


def approved(account: str = "A") -> int:
    number = agency.propose(account_id=account, reason="Nothing came of letters.", by=DANA, at=AT)
    agency.approve(number=number, reason="I authorise this placement.", by=KIM, at=AT)
    return number


def placed(account: str = "A") -> int:
    number = approved(account)
    done = agency.export(by=DANA, at=AT)
    assert done.placed == (number,), done.blocked
    return number


def state(number: int) -> str:
    return Placement.objects.values_list("state", flat=True).get(number=number)


def file_rows(number: int) -> list[dict[str, str]]:
    content = bytes(AgencyFile.objects.get(number=number).content).decode()
    return list(csv.DictReader(io.StringIO(content)))


def report(*rows: str) -> bytes:
    return "\n".join(["ref,account,paid_on,amount,fee", *rows]).encode()
