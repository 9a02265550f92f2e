"""Where each plain table of the practice export goes."""

import json
from datetime import date
from typing import Any

from goodstanding.actions.practice_sync import Intake, Sync
from goodstanding.core.kinds import Channel
from goodstanding.core.kinship import address_mark, household_mark
from goodstanding.core.opt_out import OUTCOME, stops
from goodstanding.formats.problems import Problem
from goodstanding.law import live_book
from goodstanding.records.bulk import moment

REACHED_BY_CALL = frozenset({"reached", "promise", "refused", "dispute"})


def _guarantor(row: Any, intake: Intake) -> tuple[Any, ...]:
    return (
        row.guarantor_id, row.last_name, row.first_name, row.birth_date, row.street, row.street2,
        row.city,
        row.state, row.zip, row.phone_home, row.phone_mobile, row.email, row.language, row.timezone,
        row.preferred_channel, row.text_consent_on, row.text_revoked_on, row.email_consent_on,
        row.email_opted_out_on, _returned_on(row, intake), row.employer, row.household_size,
        row.annual_income_cents, row.signed_on, row.confidential_address, row.consented_alone,
        # Who asked for a confidential address is tied to nobody by it.
        "" if row.confidential_address else household_mark(row.street, row.street2, row.zip),
    )  # fmt: skip


def _returned_on(row: Any, intake: Intake) -> date | None:
    """The export's day, or ours where a letter came back from the very address it brings: the
    practice system does not know of it, and only another address ends it.
    """
    theirs: date | None = row.mail_returned_on
    address, ours = intake.came_back.get(row.guarantor_id, ("", None))
    now = address_mark((row.street, row.street2, row.city, row.state, row.zip))
    if ours is None or address != now:
        return theirs
    return max(theirs, ours) if theirs else ours


def _patient(row: Any, intake: Intake) -> tuple[Any, ...] | str:
    guarantor = intake.guarantors.get(row.guarantor_id)
    if guarantor is None:
        return (
            f"Guarantor {row.guarantor_id} is not known. Export guarantors.csv with this account "
            f"in it."
        )
    return (
        row.patient_id, guarantor, row.last_name, row.first_name, row.birth_date, row.sex,
        row.relation_to_guarantor, row.deceased_on,
    )  # fmt: skip


def _appointment(row: Any, intake: Intake) -> tuple[Any, ...] | str | None:
    """What a person changed stands until the export says something new of the visit."""
    patient = intake.patients.get(row.patient_id)
    if patient is None:
        return unknown_patient(row.patient_id)
    theirs = intake.visits_by_hand.get(row.appointment_id)
    now = {
        "starts_at": moment(row.starts_at), "provider": row.provider, "location": row.location,
        "kind": row.kind, "planned_codes": " ".join(row.planned_codes), "status": row.status,
    }  # fmt: skip
    if theirs is not None:
        if theirs == now:  # it has not heard of our change yet
            return None
        intake.visits_taken[row.appointment_id] = now
    return (
        row.appointment_id, patient[0], moment(row.starts_at), row.scheduled_on, row.provider,
        row.location,
        row.kind, " ".join(row.planned_codes), row.status,
    )  # fmt: skip


def was_delivered(row: Any) -> bool:
    """Mail, text and email that did not come back, and calls that reached the person."""
    if row.direction != "out" or row.outcome == "returned_mail":
        return False
    if row.channel == Channel.CALL:
        return row.outcome in REACHED_BY_CALL
    return row.outcome not in ("wrong_number", "left_message_third_party")


def _outcome(row: Any) -> str:
    """What the person answered to a text or an email may be a word to stop."""
    if row.direction != "in" or not row.note:
        return str(row.outcome)
    law = live_book().on(row.at.date(), "")
    stopped = stops(row.channel, row.direction, row.note, at=row.at, law=law)
    return OUTCOME if stopped else str(row.outcome)


def _contact(row: Any, intake: Intake) -> tuple[Any, ...] | str:
    guarantor = intake.guarantors.get(row.guarantor_id)
    if guarantor is None:
        return unknown_guarantor(row.guarantor_id)
    return (
        row.contact_id, guarantor, moment(row.at), row.channel, row.direction, row.kind,
        _outcome(row),
        row.note, was_delivered(row), "practice export",
    )  # fmt: skip


def _promise(row: Any, intake: Intake) -> tuple[Any, ...] | str:
    guarantor = intake.guarantors.get(row.guarantor_id)
    if guarantor is None:
        return unknown_guarantor(row.guarantor_id)
    return (row.promise_id, guarantor, row.made_on, row.amount_cents, row.due_on, row.kept_on)


def _plan(row: Any, intake: Intake) -> tuple[Any, ...] | str:
    guarantor = intake.guarantors.get(row.guarantor_id)
    if guarantor is None:
        return unknown_guarantor(row.guarantor_id)
    return (
        row.plan_id,
        guarantor,
        row.started_on,
        row.monthly_cents,
        row.due_day,
        row.months,
        row.status,
    )


def _hold(row: Any, intake: Intake) -> tuple[Any, ...] | str | None:
    if row.hold_id in intake.lifted_here:
        return None
    guarantor = intake.guarantors.get(row.guarantor_id)
    if guarantor is None:
        return unknown_guarantor(row.guarantor_id)
    patient = intake.patients.get(row.patient_id) if row.patient_id else None
    _tell_unknown(row, intake)
    return (
        row.hold_id, guarantor, patient[0] if patient else None, row.kind, row.starts_on,
        row.ends_on,
        json.dumps(row.detail, sort_keys=True), "practice export",
    )  # fmt: skip


def _tell_unknown(row: Any, intake: Intake) -> None:
    """A hold stops first: what it names and we do not know makes it wider, never void."""
    named = row.detail.get("charges", ())
    unknown = [f"charge {one}" for one in named if one not in intake.charges]
    if row.patient_id and row.patient_id not in intake.patients:
        unknown.append(f"patient {row.patient_id}")
    if unknown:
        text = (
            f"Hold {row.hold_id} names {', '.join(unknown)}, not known here. It stops the whole "
            "account until that is."
        )
        intake.notices.append(Problem("holds.csv", "unknown_reference", text))


def unknown_patient(number: str) -> str:
    return f"Patient {number} is not known. Export patients.csv with this patient in it."


def unknown_guarantor(number: str) -> str:
    return f"Guarantor {number} is not known. Export guarantors.csv with this account in it."


def _second(values: tuple[Any, ...], _: Intake) -> int:
    return int(values[1])


GUARANTORS = Sync(
    "guarantors",
    "records_guarantor",
    (
        "number", "last_name", "first_name", "birth_on", "street", "street2", "city", "state",
        "zip",
        "phone_home", "phone_mobile", "email", "language", "timezone", "preferred_channel",
        "text_consent_on",
        "text_revoked_on", "email_consent_on", "email_opted_out_on", "mail_returned_on", "employer",
        "household_size", "annual_income_cents", "signed_on", "confidential_address",
        "consented_alone", "household",
    ),
    _guarantor,
    lambda values, intake: intake.guarantors.get(values[0]),
)  # fmt: skip
PATIENTS = Sync(
    "patients",
    "records_patient",
    (
        "number",
        "guarantor_id",
        "last_name",
        "first_name",
        "birth_on",
        "sex",
        "relation",
        "deceased_on",
    ),
    _patient,
    _second,
)
APPOINTMENTS = Sync(
    "appointments",
    "records_appointment",
    ("number", "patient_id", "starts_at", "scheduled_on", "provider", "location", "kind",
    "planned_codes",
     "status"),
    _appointment,
)  # fmt: skip
CONTACTS = Sync(
    "contacts",
    "records_contact",
    (
        "number",
        "guarantor_id",
        "at",
        "channel",
        "direction",
        "kind",
        "outcome",
        "note",
        "delivered",
        "by",
    ),
    _contact,
    _second,
)
PROMISES = Sync(
    "promises",
    "records_promise",
    ("number", "guarantor_id", "made_on", "cents", "due_on", "kept_on"),
    _promise,
    _second,
)
PLANS = Sync(
    "plans",
    "records_plan",
    ("number", "guarantor_id", "started_on", "monthly_cents", "due_day", "months", "status"),
    _plan,
    _second,
)
HOLDS = Sync(
    "holds",
    "records_hold",
    ("number", "guarantor_id", "patient_id", "kind", "starts_on", "ends_on", "detail", "placed_by"),
    _hold,
    _second,
)  # fmt: skip
