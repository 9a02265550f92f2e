"""The practice export's tables as CONTRACT.md section 3 writes them: columns, choices, row types.

Money columns end in `_cents` in a row. An empty cell is "" for text, None for days, flags and
numbers, () for lists and {} for JSON.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from goodstanding.core.kinds import OURS_ALONE, HoldKind, PayerType, TransactionKind


class GuarantorRow(NamedTuple):
    guarantor_id: str
    last_name: str
    first_name: str
    birth_date: date | None
    street: str
    street2: str
    city: str
    state: str
    zip: str
    phone_home: str
    phone_mobile: str
    email: str
    language: str
    timezone: str
    preferred_channel: str
    text_consent_on: date | None
    text_revoked_on: date | None
    email_consent_on: date | None
    email_opted_out_on: date | None
    mail_returned_on: date | None
    employer: str
    household_size: int | None
    annual_income_cents: int | None
    signed_on: date | None
    confidential_address: bool | None
    consented_alone: bool | None


class PatientRow(NamedTuple):
    patient_id: str
    guarantor_id: str
    last_name: str
    first_name: str
    birth_date: date
    sex: str
    relation_to_guarantor: str
    deceased_on: date | None


class CoverageRow(NamedTuple):
    patient_id: str
    rank: int
    payer_id: str
    payer_name: str
    payer_type: str
    member_id: str
    group_number: str
    effective_on: date | None
    ends_on: date | None
    qmb: bool | None


class ChargeRow(NamedTuple):
    charge_id: str
    patient_id: str
    claim_id: str
    service_date: date
    posted_on: date
    code: str
    modifiers: tuple[str, ...]
    units: str
    amount_cents: int
    provider: str
    location: str
    diagnosis: tuple[str, ...]
    first_billed_on: date | None
    insurer_known_on: date | None
    abn_on: date | None
    noncovered_ack_on: date | None
    self_pay_restriction: bool | None
    network: str
    global_days: int | None
    expects: str


class TransactionRow(NamedTuple):
    transaction_id: str
    patient_id: str
    charge_id: str
    posted_on: date
    received_on: date | None
    kind: str
    amount_cents: int
    payer_id: str
    group_code: str
    reason_code: str
    method: str
    reference: str
    reverses: str


class AppointmentRow(NamedTuple):
    appointment_id: str
    patient_id: str
    starts_at: datetime
    scheduled_on: date
    provider: str
    location: str
    kind: str
    planned_codes: tuple[str, ...]
    status: str


class ContactRow(NamedTuple):
    contact_id: str
    guarantor_id: str
    at: datetime
    channel: str
    direction: str
    kind: str
    outcome: str
    note: str


class PromiseRow(NamedTuple):
    promise_id: str
    guarantor_id: str
    made_on: date
    amount_cents: int
    due_on: date
    kept_on: date | None


class PlanRow(NamedTuple):
    plan_id: str
    guarantor_id: str
    started_on: date
    monthly_cents: int
    due_day: int
    months: int
    status: str


class EstimateRow(NamedTuple):
    estimate_id: str
    patient_id: str
    given_on: date
    kind: str
    code: str
    provider: str
    amount_cents: int
    service_date: date | None


class HoldRow(NamedTuple):
    hold_id: str
    guarantor_id: str
    patient_id: str
    kind: str
    starts_on: date
    ends_on: date | None
    detail: dict[str, Any]


Row = (
    GuarantorRow
    | PatientRow
    | CoverageRow
    | ChargeRow
    | TransactionRow
    | AppointmentRow
    | ContactRow
    | PromiseRow
    | PlanRow
    | EstimateRow
    | HoldRow
)


class Kind(StrEnum):
    """What a column's cells hold."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"
    CHOICE = "choice"
    WHOLE = "whole"
    OWED = "owed"  # money above zero
    PRICE = "price"  # money, zero allowed
    UNITS = "units"  # a number above zero, kept as written
    WORDS = "words"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `lowest` and `highest` bound whole numbers."""

    name: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 0

    @property
    def field(self) -> str:
        """The column's name in a row: `amount` -> `amount_cents`."""
        return f"{self.name}_cents" if self.kind in (Kind.OWED, Kind.PRICE) else self.name


@dataclass(frozen=True, slots=True)
class Table:
    """`key`: the columns no two rows of a file may share; empty when the importer sees to it."""

    name: str
    row: type[Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


_RANGE = re.compile(r"(\d+)\.\.(\d+)")


def _column(written: str) -> Column:
    """As the contract writes it: "name" or "name*" (required), then ":" and a kind, a|b or 1..3."""
    head, _, kind = written.partition(":")
    name, required = head.rstrip("*"), head.endswith("*")
    if bounds := _RANGE.fullmatch(kind):
        low, high = int(bounds[1]), int(bounds[2])
        return Column(name, Kind.WHOLE, required, lowest=low, highest=high)
    if "|" in kind:
        choices = tuple(kind.split("|"))
        numbers = all(choice.isdigit() for choice in choices)
        return Column(name, Kind.WHOLE if numbers else Kind.CHOICE, required, choices=choices)
    return Column(name, Kind(kind or "text"), required)


def _table(name: str, row: type[Any], written: str, *, key: str = "") -> Table:
    return Table(name, row, tuple(map(_column, written.split())), tuple(key.split()))


# A charge posts itself and a provider adjustment is no patient's: neither is a transaction here.
_TRANSACTION_KINDS = "|".join(kind for kind in TransactionKind if kind not in OURS_ALONE)

_OUTCOMES = (
    "reached|no_answer|voicemail|wrong_number|promise|refused|dispute|left_message_third_party"
    "|returned_mail|other"
)

_ALL = (
    _table(
        "guarantors",
        GuarantorRow,
        """guarantor_id* last_name* first_name* birth_date:day street street2 city state zip
        phone_home phone_mobile email language timezone preferred_channel:mail|call|text|email
        text_consent_on:day text_revoked_on:day email_consent_on:day email_opted_out_on:day
        mail_returned_on:day employer household_size:1..99 annual_income:price signed_on:day
        confidential_address:flag consented_alone:flag""",
        key="guarantor_id",
    ),
    _table(
        "patients",
        PatientRow,
        """patient_id* guarantor_id* last_name* first_name* birth_date*:day sex
        relation_to_guarantor:self|spouse|child|ward|other deceased_on:day""",
        key="patient_id",
    ),
    _table(
        "coverages",
        CoverageRow,
        f"""patient_id* rank*:1..3 payer_id* payer_name* payer_type*:{"|".join(PayerType)} member_id
        group_number effective_on:day ends_on:day qmb:flag""",
        key="patient_id rank payer_id effective_on",
    ),
    _table(
        "charges",
        ChargeRow,
        """charge_id* patient_id* claim_id service_date*:day posted_on*:day code* modifiers:words
        units*:units amount*:price provider location diagnosis:words first_billed_on:day
        insurer_known_on:day abn_on:day noncovered_ack_on:day self_pay_restriction:flag
        network:in|out global_days:0|10|90 expects:insurer|patient""",
        key="charge_id",
    ),
    _table(
        "transactions",
        TransactionRow,
        f"""transaction_id* patient_id* charge_id posted_on*:day received_on:day
        kind*:{_TRANSACTION_KINDS} amount*:owed payer_id group_code reason_code
        method:check|card|cash|ach|portal|other reference reverses""",
    ),
    _table(
        "appointments",
        AppointmentRow,
        """appointment_id* patient_id* starts_at*:moment scheduled_on*:day provider location kind
        planned_codes:words status*:booked|arrived|completed|cancelled|no_show""",
        key="appointment_id",
    ),
    _table(
        "contacts",
        ContactRow,
        f"""contact_id* guarantor_id* at*:moment channel*:mail|call|text|email|in_person|portal
        direction*:out|in kind:statement|reminder|first_letter|final_letter|call|voicemail|other
        outcome:{_OUTCOMES} note""",
        key="contact_id",
    ),
    _table(
        "promises",
        PromiseRow,
        "promise_id* guarantor_id* made_on*:day amount*:owed due_on*:day kept_on:day",
        key="promise_id",
    ),
    _table(
        "plans",
        PlanRow,
        """plan_id* guarantor_id* started_on*:day monthly*:owed due_day*:1..31 months*:1..600
        status*:active|completed|broken|cancelled""",
        key="plan_id",
    ),
    _table(
        "estimates",
        EstimateRow,
        """estimate_id* patient_id* given_on*:day kind*:good_faith|state|insured code* provider
        amount*:price service_date:day""",
        key="estimate_id code provider service_date",
    ),
    _table(
        "holds",
        HoldRow,
        f"""hold_id* guarantor_id* patient_id kind*:{"|".join(HoldKind)} starts_on*:day ends_on:day
        detail:json""",
        key="hold_id",
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}
