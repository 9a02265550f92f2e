"""The database itself refuses to change what the books and the log say."""

from datetime import date

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from goodstanding.actions.followup_day import run_day
from goodstanding.records import guards
from goodstanding.records.models import (
    Agency,
    AgencyFile,
    AgencyReport,
    Appointment,
    AppointmentChange,
    BankLine,
    BundleVersion,
    Charge,
    ClaimStep,
    CostEstimate,
    DayClose,
    DayReopened,
    Denial,
    DenialCase,
    DenialStep,
    Deposit,
    DepositItem,
    DrawerCount,
    DrawerStart,
    EstimateGiven,
    EstimateLine,
    EstimateReview,
    EstimateVersion,
    HelpApplication,
    HelpDecision,
    HelpEvent,
    HelpShare,
    Hold,
    HoldEvent,
    HuddleList,
    HuddleResult,
    ImportFile,
    LawConfirmation,
    PeriodLock,
    PlacedCharge,
    Placement,
    PlacementEvent,
    Plan,
    PlanDraft,
    PlanEvent,
    Prepayment,
    PrepaymentStep,
    Price,
    PriceList,
    ProviderSettled,
    Receipt,
    ReceiptUndone,
    Remittance,
    RemittanceClaim,
    Subscriber,
    WrittenPoint,
)
from tests.guards_off import drop_guards, guards_off
from tests.ledger_text import AT, SYSTEM_ACTOR, count, tell

pytestmark = pytest.mark.django_db
TOLD = "2026-05-01 charge C1 200.00 patient\n2026-05-01 hold dispute"
# A column of each table that someone might wish to say something else.
COLUMN = {
    "records_decision": "act", "records_factskept": "content", "records_lawedition": "mark",
    "records_holdevent": "what", "records_lawconfirmation": "name", "records_transfer": "cents",
    "records_auditevent": "verb", "records_receipt": "cents", "records_receiptundone": "kind",
    "records_drawerstart": "cents", "records_drawercount": "cents", "records_dayclose": "second",
    "records_dayreopened": "reason", "records_deposit": "cents",
    "records_deposititem": "deposit_id", "records_bankline": "cents",
    "records_periodlock": "reason", "records_claimstep": "text", "records_denialstep": "text",
    "records_providersettled": "reason", "records_planevent": "what",
    "records_plandraft": "cents",
    "records_helpevent": "text", "records_helpshare": "off_cents",
    "records_agency": "name", "records_agencyfile": "sha256",
    "records_agencyreport": "name", "records_placedcharge": "cents",
    "records_placementevent": "text", "records_writtenpoint": "text",
    "records_pricelist": "name", "records_price": "office_cents", "records_bundleversion": "text",
    "records_estimateversion": "why", "records_estimateline": "code",
    "records_estimategiven": "how", "records_estimatereview": "found",
    "records_appointmentchange": "what", "records_huddlelist": "\"by\"",
    "records_huddleresult": "cents", "records_prepayment": "why",
    "records_prepaymentstep": "cents", "records_subscriber": "relation",
}  # fmt: skip
CHANGES = [
    sql
    for table in guards.APPEND_ONLY
    for sql in (
        f"UPDATE {table} SET {COLUMN[table]} = {COLUMN[table]}",
        f"DELETE FROM {table}",
    )
]


@pytest.fixture(autouse=True)
def something_in_every_table():
    tell(TOLD)
    run_day(on=date(2026, 5, 2), by=SYSTEM_ACTOR, at=AT)
    HoldEvent.objects.create(hold=Hold.objects.get(), at=AT, by="Ana", what="placed")
    LawConfirmation.objects.create(
        rule="us-tcpa-revocation", mark="1", name="Ann Roe", on=date(2026, 5, 2), by="Ana", at=AT
    )
    plan_drafted()
    money_desk()
    help_program()
    the_agency()
    an_estimate()
    the_front_desk()
    Subscriber.objects.create(
        patient=Charge.objects.get().patient, payer="NSH", relation="self", source="hand", at=AT
    )
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # else its own "pending trigger events" answers first


def the_front_desk() -> None:
    patient = Charge.objects.get().patient
    visit = Appointment.objects.create(
        number="V1", patient=patient, starts_at=AT, scheduled_on=date(2026, 5, 1), status="booked"
    )
    AppointmentChange.objects.create(appointment=visit, at=AT, by="Ana", what="booked", ours={})
    HuddleList.objects.create(on=date(2026, 5, 2), at=AT, by="Ana", copy=1, lines={})
    HuddleResult.objects.create(
        appointment=visit, guarantor=patient.guarantor, at=AT, by="Ana", what="paid", cents=100
    )
    paid = Prepayment.objects.create(receipt=Receipt.objects.first(), appointment=visit)
    PrepaymentStep.objects.create(prepayment=paid, at=AT, what="excess", cents=100)


def plan_drafted() -> None:
    on = date(2026, 5, 2)
    plan = Plan.objects.create(
        number="desk-1", guarantor=Hold.objects.get().guarantor, started_on=on, monthly_cents=100,
        due_day=2, months=1, status="active",
    )  # fmt: skip
    PlanEvent.objects.create(
        plan=plan, on=on, at=AT, by="Ana", what="made", status="active", laid_on=on
    )
    PlanDraft.objects.create(plan=plan, due_on=on, cents=100, at=AT, by="Ana")


def money_desk() -> None:
    """One row of everything that people do with money."""
    on, who = date(2026, 5, 2), {"at": AT, "by": "Ana"}
    file = ImportFile.objects.create(kind="bank", name="b", sha256="0", received_at=AT, status="x")
    receipt = Receipt.objects.create(
        number=1, key="k", on=on, drawer="Front 1", tender="cash", cents=100, **who
    )
    ReceiptUndone.objects.create(receipt=receipt, on=on, kind="correction", reason="x", **who)
    DrawerStart.objects.create(on=on, drawer="Front 1", cents=100, **who)
    DrawerCount.objects.create(on=on, drawer="Front 1", tender="cash", cents=100, **who)
    close = DayClose.objects.create(on=on, figures={}, **who)
    DayReopened.objects.create(close=close, reason="x", **who)
    deposit = Deposit.objects.create(number=1, on=on, tender="cash", cents=100, **who)
    DepositItem.objects.create(deposit=deposit, receipt=receipt)
    BankLine.objects.create(key="k", file=file, on=on, cents=100)
    PeriodLock.objects.create(until=on, reason="x", **who)
    check = Remittance.objects.create(
        file=file, key="k", digest="d", trace="t", cents=0, balanced=True
    )
    claim = RemittanceClaim.objects.create(
        remittance=check, place=1, claim="1", status="1", charged_cents=0, paid_cents=0,
        patient_cents=0, state="waiting", content="[]",
    )  # fmt: skip
    ClaimStep.objects.create(claim=claim, what="aside", **who)
    ProviderSettled.objects.create(key="k", payer="p", cents=1, reason="x", on=on, **who)
    charge = Charge.objects.get()
    denial = Denial.objects.create(
        source="d", charge=charge, patient=charge.patient, posted_on=on, recorded_at=AT, cents=100
    )
    case = DenialCase.objects.create(
        charge=charge, denial=denial, cents=100, opened_on=on, appeal_by=on, next_on=on
    )
    DenialStep.objects.create(case=case, on=on, what="opened", **who)


def help_program() -> None:
    on, who = date(2026, 5, 2), {"at": AT, "by": "Ana"}
    asked = HelpApplication.objects.create(
        number=1, guarantor=Hold.objects.get().guarantor, state="decided", how="call", asked_on=on,
        begun_on=on,
    )  # fmt: skip
    HelpEvent.objects.create(application=asked, on=on, what="begun", **who)
    decision = HelpDecision.objects.create(
        application=asked, state="decided", percent=100, table_percent=100, people=1,
        yearly_cents=0, poverty=0, guideline_year=2026, guideline_cents=1, policy="v1",
        limit_cents=0, asked_by="Ana", asked_at=AT,
    )  # fmt: skip
    HelpShare.objects.create(
        decision=decision, round=1, charge=Charge.objects.get(), owed_cents=1, earlier_cents=0,
        off_cents=1,
    )  # fmt: skip


def the_agency() -> None:
    """An account placed, and what is written down about it."""
    on, who = date(2026, 5, 2), {"at": AT, "by": "Ana"}
    charge = Charge.objects.get()
    account = charge.patient.guarantor
    agency = Agency.objects.create(
        name="a", registration="r", contact="c", fee_points=1, agreement_on=on, contract_on=on,
        licence_until=on, licence_checked_on=on, **who,
    )  # fmt: skip
    kept = {"agency": agency, "name": "f", "sha256": "0", "content": b"x", **who}
    AgencyFile.objects.create(number=1, kind="placements", lines=1, **kept)
    AgencyReport.objects.create(**kept)
    WrittenPoint.objects.create(guarantor=account, point="help", text="x", on=on, **who)
    placement = Placement.objects.create(
        number=1, guarantor=account, agency=agency, state="proposed", cents=1, reason="x",
        proposed_at=AT, proposed_by="Ana",
    )  # fmt: skip
    PlacedCharge.objects.create(placement=placement, charge=charge, cents=1)
    PlacementEvent.objects.create(placement=placement, what="proposed", **who)
    prices = PriceList.objects.create(
        kind="charge_master", effective_on=AT.date(), name="x", sha256="0" * 64, rows=1, **who
    )
    Price.objects.create(list=prices, code="X", office_cents=1)
    BundleVersion.objects.create(version=1, text="x", **who)


def an_estimate() -> None:
    on, who = date(2026, 5, 2), {"at": AT, "by": "Ana"}
    patient = Charge.objects.get().patient
    case = CostEstimate.objects.create(
        number="e", patient=patient, track="good_faith", booked_on=on, service_on=on, made_at=AT,
        made_by="Ana",
    )  # fmt: skip
    version = EstimateVersion.objects.create(
        estimate=case, number=1, inputs={}, figures={}, share_cents=1, at_most_cents=1, **who
    )
    EstimateLine.objects.create(
        version=version, place_in_order=1, provider="p", code="c", place="office", units=1, cents=1
    )
    EstimateGiven.objects.create(
        version=version, on=on, how="print", told_aloud=False, paper={}, keep_until=on, **who
    )
    EstimateReview.objects.create(
        patient=patient, number="e-1", estimated_cents=1, billed_cents=2, on=on, found="x", **who
    )


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", CHANGES)
def test_ledger_and_log_refuse_change(sql):
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)
    assert all(count(table.removeprefix("records_")) for table in guards.APPEND_ONLY)


@pytest.mark.parametrize("table", guards.APPEND_ONLY)
def test_they_refuse_to_be_emptied(table):
    sql = (
        f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"
    )
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


# Rows that other rows hold on to could not be deleted even without a guard.
HELD = {
    f"DELETE FROM records_{name}"
    for name in (
        "factskept",
        "receipt",
        "dayclose",
        "deposit",
        "agency",
        "pricelist",
        "estimateversion",
        "prepayment",
    )
}


@pytest.mark.parametrize("sql", [sql for sql in CHANGES if sql not in HELD])
def test_it_is_the_guard_that_refuses(sql):
    with guards_off():
        run(sql)


def test_a_replacing_insert_is_refused():
    """SQLite's REPLACE deletes the row it meets; PostgreSQL's upsert updates it."""
    columns = (
        "source, kind, debit, credit, cents, patient_id, charge_id, posted_on, recorded_at, payer, "
        "group_code, reason_code, method, reference"
    )
    read = columns.replace("cents", "cents + 1")
    verb, end = "INSERT OR REPLACE", ""
    if connection.vendor == "postgresql":
        verb, end = "INSERT", "ON CONFLICT (source) DO UPDATE SET cents = EXCLUDED.cents"
    sql = f"{verb} INTO records_transfer ({columns}) SELECT {read} FROM records_transfer {end}"
    with pytest.raises(DatabaseError):
        run(sql)


def test_missing_guards_are_reported_and_come_back_with_migrate():
    assert guards.missing() == []
    drop_guards()
    assert len(guards.missing()) == 2 * len(guards.APPEND_ONLY) == 86
    told = [message.id for message in run_checks(databases=["default"])]
    assert told.count("records.E001") == 86
    call_command("migrate", verbosity=0, interactive=False)
    assert guards.missing() == []


def test_the_ledger_takes_no_nothing_and_no_circle():
    drop_guards()
    for wrong in ("cents = 0", "cents = -1", "debit = credit"):
        with pytest.raises(DatabaseError):
            run(f"UPDATE records_transfer SET {wrong}")
