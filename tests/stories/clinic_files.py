"""One account as a clinic's files, brought in as an export; then the command line is asked."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from goodstanding.cli.commands import run

ON = "2026-11-23"
Rows = list[dict[str, Any]]

PERSON = {
    "guarantor_id": "A", "last_name": "Roe", "first_name": "Ann", "birth_date": "1980-05-05",
    "street": "1 Elm", "city": "Duluth", "state": "MN", "zip": "55802",
    "phone_mobile": "218-555-0101", "email": "ann@mail.example", "signed_on": "2024-01-02",
    "text_consent_on": "2024-01-02", "email_consent_on": "2024-01-02",
}  # fmt: skip
PATIENT = {
    "patient_id": "a1", "guarantor_id": "A", "last_name": "Roe", "first_name": "Ann",
    "birth_date": "1980-05-05", "relation_to_guarantor": "self",
}  # fmt: skip


def charge(number: str = "C1", day: str = "2026-09-01", amount: str = "100.00", **more) -> dict:
    row = {"charge_id": number, "patient_id": "a1", "service_date": day, "posted_on": day}
    rest = {"code": f"99{number[1:]}13", "units": "1", "amount": amount, "expects": "patient"}
    return row | rest | more


def cover(kind: str, **more) -> dict:
    row = {"patient_id": "a1", "rank": "1", "payer_id": "PAY", "payer_name": "Pay",
           "payer_type": kind}  # fmt: skip
    return row | more


def hold(kind: str, starts: str = "2026-10-01", *, detail: str | dict = "", **more) -> dict:
    said = json.dumps(detail) if isinstance(detail, dict) else detail
    row = {"hold_id": f"H-{kind}", "guarantor_id": "A", "kind": kind, "starts_on": starts}
    return row | {"detail": said} | more


def moved(number: str, kind: str, on: str, amount: str, **more) -> dict:
    row = {"transaction_id": f"T-{number}-{kind}-{on}", "patient_id": "a1", "charge_id": number,
           "posted_on": on, "kind": kind, "amount": amount}  # fmt: skip
    return row | more


def paid(number: str, on: str, amount: str) -> dict:
    """A patient's payment; without a charge it is placed nowhere."""
    return moved(number, "patient_payment", on, amount)


def contact(at: str, channel: str, direction: str = "out", **more) -> dict:
    row = {"contact_id": f"K-{at}", "guarantor_id": "A", "at": at, "channel": channel}
    return row | {"direction": direction} | more


class Clinic:
    """One account's files, brought in; then questions."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys, self.folder = capsys, folder
        self.imports = 0

    def ask(self, *words: object) -> dict[str, Any]:
        self.capsys.readouterr()
        run([*map(str, words), "--json"])
        said = self.capsys.readouterr()
        return dict(json.loads(said.out))

    def bring_what_it_is(self, **tables: Rows) -> dict[str, Any]:
        """`person` and `patient` change the usual ones; a table not named is not sent."""
        person = [PERSON | each for each in tables.pop("person", [{}])]
        patients = [PATIENT | each for each in tables.pop("patient", [{}])]
        rows = {"charges": [charge()], **tables, "guarantors": person, "patients": patients}
        self.imports += 1
        folder = self.folder / f"export{self.imports}"
        folder.mkdir()
        for name, table in rows.items():
            columns = list(dict.fromkeys(column for row in table for column in row))
            with (folder / f"{name}.csv").open("w", newline="") as out:
                writer = csv.DictWriter(out, columns)
                writer.writeheader()
                writer.writerows(table)
        (file,) = self.ask("import", folder, "--on", ON)["files"]
        return dict(file)

    def bring(self, **tables: Rows) -> str:
        """The same, when nothing is wrong with it."""
        file = self.bring_what_it_is(**tables)
        assert file["problems"] == [], file["problems"]
        return str(file["status"])

    def may(self, act: str, at: str = f"{ON}T12:00:00-06:00", **to: str) -> dict[str, Any]:
        person = ("--to", to["to"]) if to else ()
        return self.ask("may", "A", "--do", act, "--at", at, *person)

    def refused(self, act: str, at: str = f"{ON}T12:00:00-06:00", **to: str) -> set[str]:
        """The rules named; empty when it is allowed."""
        answer = self.may(act, at, **to)
        assert answer["allowed"] is not bool(answer["refusals"])
        assert all(each["citation"] for each in answer["refusals"])
        return {each["rule"] for each in answer["refusals"]}

    def left_out(self, act: str = "statement") -> dict[str, str]:
        return {each["charge"]: each["rule"] for each in self.may(act)["excluded"]}

    def next(self, on: str = ON) -> dict[str, Any]:
        self.ask("day", "--on", on)
        return dict(self.ask("account", "A", "--on", on)["next_action"])

    def deadlines(self, on: str = ON) -> dict[str, str]:
        return {d["kind"]: d["on"] for d in self.ask("account", "A", "--on", on)["deadlines"]}
