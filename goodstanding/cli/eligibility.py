"""eligibility: whom to ask payers about, as a 270; and the benefits of an account as JSON."""

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import Any

from goodstanding.actions import eligibility_ask
from goodstanding.cli.spoken import (
    DONE,
    NEEDS_A_PERSON,
    Answer,
    WrongUse,
    actor,
    business_day,
    money,
    now,
    to_write,
)
from goodstanding.core.benefits import CareBenefit, CoverageBenefits
from goodstanding.core.money import Cents
from goodstanding.records import clinic
from goodstanding.records.queries import benefits_page
from goodstanding.records.queries.eligibility_due import by_member, due

WITHIN = 3


def arguments(one: ArgumentParser) -> None:
    one.add_argument("--write", metavar="FILE", help="write the request (270) and keep it")
    one.add_argument(
        "--within", type=int, default=WITHIN, metavar="DAYS",
        help=f"booked visits of so many business days (default: {WITHIN})",
    )  # fmt: skip


def eligibility(words: Namespace) -> Answer:
    """Without --write whom it would ask about. Status 1 when somebody has no member number."""
    on = business_day(words)
    if not 1 <= words.within <= eligibility_ask.MOST_DAYS:
        raise WrongUse(f"--within is a number from 1 to {eligibility_ask.MOST_DAYS}.")
    if words.write is None:
        found = due(on, within=words.within, zone=clinic.current().timezone)
        asked, without = by_member(found)
        document = _document(on, None, len(asked), without=without)
        document["due"] = [
            {"patient": one.patient, "account": one.account, "payer": one.payer_id,
             "visit": one.visit_on.isoformat()}
            for one in asked
        ]  # fmt: skip
        return Answer(document, _lines(document), NEEDS_A_PERSON if without else DONE)
    place = to_write(words.write)
    made = eligibility_ask.ask(on=on, within=words.within, by=actor(), at=now())
    if made.number:
        place.write_bytes(made.content)
    document = _document(on, made.number or None, made.asked, without=made.without_member)
    document["file"] = str(place) if made.number else None
    return Answer(document, _lines(document), NEEDS_A_PERSON if made.without_member else DONE)


def _document(
    on: date, number: int | None, asked: int, *, without: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "on": on.isoformat(), "request": number, "asked": asked,
        "without_member": list(without),
    }  # fmt: skip


def _lines(document: dict[str, Any]) -> list[str]:
    lines = [f"{document['asked']} coverages to ask about"]
    if document["request"]:
        lines = [f"request {document['request']}: {document['asked']} coverages in "
                 f"{document['file']}"]  # fmt: skip
    if document["without_member"]:
        lines.append("without a member number: " + ", ".join(document["without_member"]))
    return lines


# ---- of account --json


def benefits_of(account_id: str, on: date) -> dict[str, Any]:
    """The "benefits" key: what was told last of each coverage, null for what was not said."""
    return {
        "coverages": [
            {"patient": patient.patient_id, **_coverage(cover)}
            for patient in benefits_page.of_account(account_id, on)
            for cover in patient.coverages
        ],
        "changes": [
            {"kind": one.kind, "text": one.text, "on": one.on.isoformat()}
            for one in benefits_page.changes(account_id)
        ],
    }  # fmt: skip


def _coverage(one: CoverageBenefits) -> dict[str, Any]:
    return {
        "rank": one.rank, "payer_id": one.payer_id, "payer_name": one.payer_name,
        "payer_type": one.payer_type, "plan": one.plan_name,
        "checked_on": one.checked_on.isoformat(), "active": one.active,
        "begins_on": _day(one.begins_on), "ends_on": _day(one.ends_on),
        "copay": _money(one.copay_cents),
        "deductible": _money(one.deductible_cents),
        "deductible_remaining": _money(one.deductible_left_cents),
        "family_deductible": _money(one.family_deductible_cents),
        "family_deductible_remaining": _money(one.family_deductible_left_cents),
        "oop": _money(one.oop_cents), "oop_remaining": _money(one.oop_left_cents),
        "family_oop": _money(one.family_oop_cents),
        "family_oop_remaining": _money(one.family_oop_left_cents),
        "coinsurance": None if one.coinsurance is None else str(one.coinsurance),
        "services": [_care(each) for each in one.by_service],
        "qmb": one.qmb, "medicaid": one.medicaid, "medicare": one.medicare,
        "spend_down": _money(one.spend_down_cents),
        "other_payers": list(one.other_payers), "unclear": list(one.unclear),
    }  # fmt: skip


def _care(one: CareBenefit) -> dict[str, Any]:
    return {
        "type": one.code, "copay": _money(one.copay_cents),
        "coinsurance": None if one.coinsurance is None else str(one.coinsurance),
        "deductible_remaining": _money(one.deductible_left_cents), "covered": one.covered,
        "authorization": one.authorisation,
    }  # fmt: skip


def _money(cents: Cents | None) -> str | None:
    return None if cents is None else money(cents)


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
