"""The help program as the command line tells it."""

from datetime import date
from typing import Any

from goodstanding.cli.spoken import money
from goodstanding.core.facts import AccountFacts
from goodstanding.records.queries import assistance as rows
from goodstanding.records.queries.assistance_signs import signs_of


def assistance_of(facts: AccountFacts) -> dict[str, Any]:
    """The "assistance" key of `account --json`: every application, newest first, and why someone
    should ask about help.
    """
    return {
        "applications": [
            _application(row, facts.on) for row in rows.of_account(facts.account_id, facts.on)
        ],
        "suggested": [
            {"code": sign.code, "text": sign.text} for sign in signs_of(facts)
        ],
    }  # fmt: skip


def _application(row: rows.ApplicationRow, on: date) -> dict[str, Any]:
    found = rows.whole(row.number, on)
    assert found is not None, "it was listed a moment ago"
    return {
        "application": row.number, "state": row.state.value, "how": row.how_key,
        "asked_on": row.asked_on.isoformat(), "ended_on": _day(row.ended_on),
        "hold": found.hold_id or None,
        "waits_for": None if row.waits is None else {
            "text": row.waits.text, "by": row.waits.by.isoformat(),
            "whose": "clinic" if row.waits.ours else "patient",
        },
        "household": found.means.people if found.means else None,
        "yearly_income": money(found.means.yearly_cents) if found.means else None,
        "documents": [
            {"document": one.kind, "state": one.state, "on": one.on.isoformat(), "by": one.by}
            for one in found.papers
        ],
        "decisions": [_decision(one) for one in found.decisions],
    }  # fmt: skip


def _decision(one: rows.DecisionRow) -> dict[str, Any]:
    return {
        "state": one.state, "on_appeal": one.on_appeal, "percent": one.percent,
        "table_percent": one.table_percent,
        "cap": None if one.cap_cents is None else money(one.cap_cents),
        "poverty_percent": one.poverty, "guideline_year": one.guideline_year,
        "policy": one.policy, "decided_on": _day(one.decided_on),
        "good_until": _day(one.good_until), "owed": money(one.owed_cents),
        "taken_off": money(one.all_off_cents), "asked_by": one.asked_by,
        "decided_by": one.decided_by,
        "charges": [
            {"charge": each.charge, "owed": money(each.owed_cents),
             "taken_off": money(each.off_cents), "undone": each.state == "undone"}
            for each in one.shares
        ],
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
