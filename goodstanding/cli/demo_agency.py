"""The demonstration's accounts with the collection agency, by the same steps as any: three placed
three weeks ago, a report of one's payment, a dispute that recalls another; a fourth waits for the
manager.
"""

from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from goodstanding.actions import agency, agency_reports
from goodstanding.actions.agency import Papers
from goodstanding.actions.agency_recall import recall_placed
from goodstanding.actions.holds import NewHold, place_hold
from goodstanding.actions.imports import Setting
from goodstanding.actions.unit import Actor
from goodstanding.core.agency_words import fee_due
from goodstanding.core.days import on_or_before
from goodstanding.core.kinds import HoldKind, Role
from goodstanding.core.money import plain
from goodstanding.records import bulk, clinic
from goodstanding.records.queries import agency_page
from goodstanding.records.queries.agency_asked import asked_of

KIM, DANA = Actor("kim", Role.MANAGER), Actor("dana", Role.COORDINATOR)
BILL = Actor("bill", Role.BILLER)
PLACED = 3
# What the steps below put in order themselves.
_OURS = {"published", "agency", "offered", "authority"}
_FEE = 2500
_PUBLISHED = """
# Written by the demonstration, whose accounts go to an agency only under a published policy.
[agency]
policy_url = "https://clinic.example/billing"
policy_published_on = {on}
"""


def demo_agency(setting: Setting) -> int:
    """How many accounts were placed: none where an agency is on file already, where the clinic has
    a clinic.toml of its own, or where too few accounts may go."""
    own = Path(settings.VAR) / "clinic.toml"
    if agency_page.papers() is not None or own.exists():
        return 0
    placed_on = on_or_before(setting.on - timedelta(days=21))
    chosen = _may_go(placed_on, PLACED)
    if len(chosen) < PLACED:
        return 0
    shipped = Path(clinic.__file__).with_name("clinic.toml").read_text("utf-8")
    began_on = setting.on - timedelta(days=300)
    own.write_text(shipped + _PUBLISHED.format(on=began_on.isoformat()), "utf-8")
    agency.keep_papers(papers=_papers(placed_on, began_on), by=KIM, at=_at(placed_on, 9))
    for account, _ in chosen:
        number = _proposed(account, placed_on)
        words = "I looked at the account and authorise this placement."
        agency.approve(number=number, reason=words, by=KIM, at=_at(placed_on, 13))
    agency.export(by=DANA, at=_at(placed_on, 15))
    _reported(chosen[0], on_or_before(setting.on - timedelta(days=9)))
    _disputed(chosen[1][0], on_or_before(setting.on - timedelta(days=5)), by=setting.by)
    today = on_or_before(setting.on)
    for account, _ in _may_go(today, 1):
        _proposed(account, today)
    return PLACED


def _may_go(on: date, most: int) -> list[tuple[str, int]]:
    """Accounts and what they owe, oldest first, that lack nothing but what we do here."""
    rows = bulk.select(
        "SELECT s.guarantor_id FROM records_standing s WHERE s.patient_cents > 0 AND EXISTS "
        "(SELECT 1 FROM records_contact c WHERE c.guarantor_id = s.guarantor_id AND "
        "c.kind = 'first_letter') ORDER BY s.guarantor_id"
    )
    found = (
        (facts.account_id, facts.patient_cents)
        for some in range(0, len(rows), 20)
        for facts, asked in asked_of([key for (key,) in rows[some : some + 20]], on)
        if {point.code for point in asked.missing} <= _OURS and facts.next_posted_on is None
    )
    return list(islice(found, most))


def _papers(on: date, began_on: date) -> Papers:
    return Papers(
        "Granite Lakes Recovery (made up)", "MN-DEMO-40021", "320-555-0142", _FEE,
        agreement_on=began_on, contract_on=began_on, licence_until=on + timedelta(days=365),
        licence_checked_on=on,
    )  # fmt: skip


def _at(on: date, hour: int) -> datetime:
    return datetime.combine(on, time(hour), ZoneInfo(clinic.current().timezone))


def _proposed(account: str, on: date) -> int:
    for point, text in (("help", "Told of the help program."), ("plan", "Offered a plan.")):
        agency.write_point(
            account_id=account, point=point, text=text + " No answer came.", by=DANA,
            at=_at(on, 10),
        )  # fmt: skip
    reason = "Letters and calls brought no answer."
    return agency.propose(account_id=account, reason=reason, by=DANA, at=_at(on, 11))


def _reported(chosen: tuple[str, int], on: date) -> None:
    """Half of the first account, with the fee of the contract; and a row that a person looks at."""
    account, cents = chosen
    half, day = cents // 2, (on - timedelta(days=2)).isoformat()
    rows = (
        "ref,account,paid_on,amount,fee",
        f"GL-1001,{account},{day},{plain(half)},{plain(fee_due(half, _FEE))}",
        f"GL-1002,{account}0,{day},40.00,10.00",
    )
    content = "\r\n".join(rows).encode()
    agency_reports.take_report(name="granite-lakes.csv", content=content, by=BILL, at=_at(on, 9))


def _disputed(account: str, on: date, *, by: Actor) -> None:
    why = "Called: says the insurer should have paid more"
    place_hold(
        account_id=account, hold=NewHold(HoldKind.DISPUTE, on, why=why), by=DANA, at=_at(on, 14)
    )
    rows = bulk.select("SELECT id FROM records_guarantor WHERE number = %s", [account])
    recall_placed([key for (key,) in rows], on=on, by=by, at=_at(on, 14))
