"""Signs that the help program may fit, with what is beside an account's own facts; of one account,
or of the rows of a list.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from goodstanding.core.answers import Reason
from goodstanding.core.assistance import Found, Means
from goodstanding.core.assistance_signs import Beside, signs
from goodstanding.core.facts import AccountFacts
from goodstanding.core.poverty import MOST_PEOPLE
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.queries.assistance import by_table
from goodstanding.records.queries.facts import facts_for

_GRANTS = (
    "records_helpapplication a ON a.guarantor_id = {who}.id JOIN records_helpdecision d ON "
    "d.application_id = a.id AND d.state = 'decided' AND (d.percent > 0 OR d.off_cents > 0)"
)
# What is beside the facts of account g, as `beside_of` takes it.
BESIDE = (
    "LOWER(g.street), g.household_size, g.annual_income_cents, "
    "(SELECT MAX(CAST(d.decided_on AS TEXT)) FROM records_guarantor me JOIN "
    f"{_GRANTS.format(who='me')} WHERE me.id = g.id), "
    "(SELECT MAX(CAST(d.decided_on AS TEXT)) FROM records_guarantor kin JOIN "
    f"{_GRANTS.format(who='kin')} WHERE g.household <> '' AND kin.household = g.household)"
)


def signs_of(facts: AccountFacts) -> tuple[Reason, ...]:
    """Why someone should ask about help, from what is on file. Where no guideline is known for the
    day, income is no sign.
    """
    return _of([facts])[facts.account_id]


def signs_of_rows(keys: Iterable[int], on: date) -> Mapping[str, tuple[Reason, ...]]:
    """By account number, in as many queries for one as for a page of them; none for no key."""
    rows = tuple(keys)
    return _of(facts_for(rows, on)) if rows else {}


def _of(accounts: Sequence[AccountFacts]) -> dict[str, tuple[Reason, ...]]:
    marks, numbers = bulk.text_in([facts.account_id for facts in accounts])
    asked = f"SELECT g.number, {BESIDE} FROM records_guarantor g WHERE g.number IN ({marks})"
    beside = {row[0]: row[1:] for row in bulk.select(asked, numbers)}
    return {
        facts.account_id: signs(facts, beside_of(beside[facts.account_id], facts.on))
        for facts in accounts
    }


def beside_of(row: Sequence[Any], on: date) -> Beside:
    """From the columns of BESIDE."""
    street, people, income, *granted = row
    last = max(filter(None, granted), default=None)
    table: Found | None = None
    if people and 0 < people <= MOST_PEOPLE and income is not None and income >= 0:
        with suppress(Refused):
            table = by_table(Means(int(people), int(income)), on)[0]
    granted_on = date.fromisoformat(last) if last else None
    return Beside(granted_on, street.strip().startswith("general delivery"), table)
