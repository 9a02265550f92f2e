"""What a placement is judged by beside the books: the agency's papers, and what the office wrote
down."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from goodstanding.core.agency_points import HELPED_UNTIL
from goodstanding.core.facts import AgencyFacts, ContactFacts
from goodstanding.records import bulk
from goodstanding.records.queries.facts_rows import By, day_of


def beside(
    contacts: By, of_the_files: AgencyFacts, before: datetime, *, on: date
) -> tuple[AgencyFacts, dict[int, dict[str, date]]]:
    """The papers and, by account, what was written down. Before its first letter no account can be
    placed, so for a batch without one nobody is asked (agency_asked.py does)."""
    near = [key for key, said in contacts.items() if lettered(said)]
    if not near:
        return of_the_files, {}
    return agency_on_file(of_the_files, before), written(bulk.keys(near), on)


def lettered(contacts: Iterable[ContactFacts]) -> bool:
    return any(contact.kind == "first_letter" for contact in contacts)


def agency_on_file(of_the_files: AgencyFacts, before: datetime) -> AgencyFacts:
    """The papers as the page has them, newest first; those of clinic.toml while it has none. The
    published policy is always the clinic's own, of clinic.toml."""
    rows = bulk.select(
        "SELECT name, CAST(agreement_on AS TEXT), CAST(contract_on AS TEXT), CAST(licence_until AS "
        "TEXT), CAST(licence_checked_on AS TEXT), CAST(contract_until AS TEXT) FROM records_agency "
        "WHERE at < %s ORDER BY id DESC LIMIT 1",
        [bulk.moment(before)],
    )
    for name, *days in rows:
        agreed, contract, until, checked, ends = (day and date.fromisoformat(day) for day in days)
        return replace(
            of_the_files, name=name, agreement_on=agreed, contract_on=contract,
            licence_until=until, licence_checked_on=checked, contract_until=ends,
        )  # fmt: skip
    return of_the_files


def written(keys: str, on: date) -> dict[int, dict[str, date]]:
    """By account: each point with the last day it was written; the authority only while the
    placement it was given for is on its way or there. Beside them the last day of a help decision
    in force: of an application the one that was decided last."""
    rows = bulk.select(
        'SELECT w.guarantor_id, w.point, CAST(MAX(w."on") AS TEXT) FROM records_writtenpoint w '
        f"WHERE w.guarantor_id IN ({keys}) AND w.\"on\" <= %s AND (w.point <> 'authority' OR "
        "EXISTS (SELECT 1 FROM records_placement p WHERE p.guarantor_id = w.guarantor_id AND "
        "p.state IN ('approved', 'placed'))) GROUP BY w.guarantor_id, w.point UNION ALL SELECT "
        f"a.guarantor_id, '{HELPED_UNTIL}', CAST(MAX(d.good_until) AS TEXT) FROM "
        "records_helpdecision d JOIN records_helpapplication a ON a.id = d.application_id WHERE "
        f"a.guarantor_id IN ({keys}) AND d.state = 'decided' AND d.decided_on <= %s AND "
        "d.good_until >= %s AND NOT EXISTS (SELECT 1 FROM records_helpdecision n WHERE "
        "n.application_id = d.application_id AND n.id > d.id AND n.state = 'decided' AND "
        "n.decided_on <= %s) GROUP BY a.guarantor_id ORDER BY 1, 2",
        [on.isoformat()] * 4,
    )
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for account, point, day in rows:
        found[account][point] = day_of(day)
    return found
