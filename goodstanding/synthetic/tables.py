"""The practice export as files: its tables and columns, in CONTRACT.md's order, and the writer."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TextIO

_COLUMNS = {
    "guarantors": (
        "guarantor_id last_name first_name birth_date street street2 city state zip "
        "phone_home phone_mobile email language timezone preferred_channel text_consent_on "
        "text_revoked_on email_consent_on email_opted_out_on mail_returned_on employer "
        "household_size annual_income signed_on confidential_address consented_alone"
    ),
    "patients": (
        "patient_id guarantor_id last_name first_name birth_date sex relation_to_guarantor "
        "deceased_on"
    ),
    "coverages": (
        "patient_id rank payer_id payer_name payer_type member_id group_number effective_on "
        "ends_on qmb"
    ),
    "charges": (
        "charge_id patient_id claim_id service_date posted_on code modifiers units amount "
        "provider location diagnosis first_billed_on insurer_known_on abn_on "
        "noncovered_ack_on self_pay_restriction network global_days expects"
    ),
    "transactions": (
        "transaction_id patient_id charge_id posted_on received_on kind amount payer_id "
        "group_code reason_code method reference reverses"
    ),
    "appointments": (
        "appointment_id patient_id starts_at scheduled_on provider location kind "
        "planned_codes status"
    ),
    "contacts": "contact_id guarantor_id at channel direction kind outcome note",
    "promises": "promise_id guarantor_id made_on amount due_on kept_on",
    "plans": "plan_id guarantor_id started_on monthly due_day months status",
    "estimates": "estimate_id patient_id given_on kind code provider amount service_date",
    "holds": "hold_id guarantor_id patient_id kind starts_on ends_on detail",
}
COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(text.split()) for name, text in _COLUMNS.items()}

Row = tuple[str, ...]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class ClinicCounts:
    accounts: int
    patients: int
    charges: int
    transactions: int


def no_rows() -> Rows:
    return {name: [] for name in COLUMNS}


def row_of(table: str, values: Mapping[str, object]) -> Row:
    """The values in the table's column order; what is not given is empty. An unknown column is a
    bug.
    """
    columns = COLUMNS[table]
    assert values.keys() <= set(columns), f"{table} has no {values.keys() - set(columns)}"
    return tuple([_text(values.get(column)) for column in columns])


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


class ExportFolder:
    """The eleven CSV files of a folder, open for writing, headers written."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._stack = ExitStack()
        self.files: dict[str, TextIO] = {
            name: self._stack.enter_context(
                (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            )
            for name in COLUMNS
        }
        self._writers = {
            name: csv.writer(file, lineterminator="\n") for name, file in self.files.items()
        }
        self.written = dict.fromkeys(COLUMNS, 0)
        for name, columns in COLUMNS.items():
            self._writers[name].writerow(columns)

    def write(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for name, own in rows.items():
            if own:
                self._writers[name].writerows(own)
                self.written[name] += len(own)

    def write_lines(self, table: str, lines: Iterable[str]) -> None:
        """Whole lines without their ends, already in the form of the file."""
        kept = list(lines)
        if kept:
            self.files[table].write("\n".join(kept) + "\n")
            self.written[table] += len(kept)

    def counts(self) -> ClinicCounts:
        done = self.written
        return ClinicCounts(
            done["guarantors"], done["patients"], done["charges"], done["transactions"]
        )

    def __enter__(self) -> "ExportFolder":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()
