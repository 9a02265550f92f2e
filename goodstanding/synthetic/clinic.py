"""The demonstration clinic: odd lives at fixed numbers, then random ones, as a practice export."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from goodstanding.core.days import add_months
from goodstanding.synthetic import care, odd_lives, patient_money, reach_out, visits
from goodstanding.synthetic.account import Account
from goodstanding.synthetic.households import Member, settle_household
from goodstanding.synthetic.tables import ClinicCounts, ExportFolder, Rows

FIRST_RANDOM = 100101


def write_clinic(
    folder: Path, *, accounts: int = 2000, months: int = 24, seed: int = 7, on: date
) -> ClinicCounts:
    """Same arguments, same bytes. Nothing is dated after `on` but what is planned: visits,
    promises, terms.
    """
    with ExportFolder(folder) as export:
        for rows in clinic_rows(accounts=accounts, months=months, seed=seed, on=on):
            export.write(rows)
        return export.counts()


def clinic_rows(*, accounts: int, months: int, seed: int, on: date) -> Iterator[Rows]:
    """One account after another, each from its own seed, so that an account does not depend on how
    many there are.
    """
    odd = list(odd_lives.LIVES.items())[:accounts]
    for guarantor_id, live in odd:
        account = open_account(int(guarantor_id), seed=seed, on=on)
        live(account)
        yield _in_order(account)
    since = add_months(on, -months)
    for number in range(FIRST_RANDOM, FIRST_RANDOM + accounts - len(odd)):
        account = open_account(number, seed=seed, on=on)
        _live(account, since)
        yield _in_order(account)


def open_account(number: int, *, seed: int, on: date) -> Account:
    return Account(number, on, Random(f"{seed}-{number}"))


def _in_order(account: Account) -> Rows:
    """Charges stay in the order of their numbers; postings and contacts go by day."""
    account.rows["transactions"].sort(key=lambda row: row[3])
    account.rows["contacts"].sort(key=lambda row: row[2])
    return account.rows


def _live(account: Account, since: date) -> None:
    """A random life: visits between `since` and the end of the books, money, contacts, holds,
    visits to come.
    """
    members = settle_household(account)
    span = (account.on - since).days
    for member in members:
        count = account.rng.choices((1, 2, 3, 4), (46, 30, 16, 8))[0]
        days = sorted(round(span * account.rng.random() ** 1.3) for _ in range(count))
        for back in reversed(days):
            day = account.on - timedelta(days=back)
            while day.weekday() > 4:
                day -= timedelta(days=1)
            _visit(account, member, day)
    patient_money.refund_credits(account)
    reach_out.write_contacts(account)
    reach_out.write_holds(account, members[0].cover.type)
    if not account.died:
        reach_out.write_appointments(account, members[0].patient_id)
        reach_out.write_tomorrow(account, members[0].patient_id)


def _visit(account: Account, member: Member, day: date) -> None:
    rng = account.rng
    kinds, weights = zip(*care.VISIT_KINDS.items(), strict=True)
    kind = rng.choices(kinds, weights)[0]
    if not member.cover.payer and kind == "surgery" and account.chance(0.7):
        kind = "office"  # few pay for surgery themselves
    visit = visits.make_visit(account, member.patient_id, member.cover, on=day, kind=kind)
    told = [visit]
    if kind in ("surgery", "fracture"):
        told += visits.follow_ups(account, visit, member.cover)
    if kind in ("surgery", "image") and account.chance(0.6):
        given_on = day - timedelta(days=rng.randint(3, 15))
        estimate_kind = rng.choice(("insured", "state")) if member.cover.payer else "good_faith"
        account.estimate(
            member.patient_id, visit.lines[0], given_on, service_date=day, kind=estimate_kind
        )
    for one in told:
        _money(account, member, one)


def _money(account: Account, member: Member, visit: visits.Visit) -> None:
    if not any(charge.cents for charge in visit.charges):
        return
    cover = member.cover
    if visit.found_on and visit.found_on <= account.on:
        visits.insurance_found(account, visit)
    if cover.payer and not any(charge.patient for charge in visit.charges):
        visits.insurer_decides(account, visit, cover)
        if (
            cover.copay
            and not cover.qmb
            and account.chance(0.5)
            and visit.kind in care.COPAY_AT_DESK
        ):
            patient_money.desk_copay(account, visit, cover.copay)
        visits.takeback(account, visit)
    patient_money.patient_turn(account, visit)
