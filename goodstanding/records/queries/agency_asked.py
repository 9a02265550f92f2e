"""The one checklist of accounts as of a day: for the page, the command, the proposal, the approval
and the file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from goodstanding.core.agency_placing import Placing, placing
from goodstanding.core.facts import AccountFacts
from goodstanding.core.gate import Proposed
from goodstanding.core.places import law_for
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.queries.agency_facts import agency_on_file, lettered, written
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.facts_rows import end_of

Asked = tuple[AccountFacts, Placing]


def asked_now(key: int, on: date, *, asked: Proposed | None = None) -> Asked:
    """By our key. `asked`: see core/agency_placing.py."""
    (found,) = asked_of([key], on, asked=asked)
    return found


def asked_of(keys: Sequence[int], on: date, *, asked: Proposed | None = None) -> list[Asked]:
    """In the order of our keys."""
    policy, book = clinic.policy_in_force(on), live_book()
    return [
        (facts, placing(facts, policy, law_for(facts, book), asked=asked))
        for facts in whole(sorted(set(keys)), on)
    ]


def whole(
    keys: Sequence[int], on: date, *, known: list[AccountFacts] | None = None
) -> list[AccountFacts]:
    """Before a first letter the facts leave out the agency's papers and what was written down; the
    checklist names them all the same. `known`: the facts as they were read already."""
    found = known or facts_for(keys, on)
    early = {key for key, one in zip(keys, found, strict=True) if not lettered(one.contacts)}
    if not early:
        return found
    settings = clinic.current()
    agency = agency_on_file(settings.agency, end_of(on, settings.timezone))
    said = written(bulk.keys(early), on)
    return [
        replace(one, agency=agency, written=said.get(key, {})) if key in early else one
        for key, one in zip(keys, found, strict=True)
    ]
