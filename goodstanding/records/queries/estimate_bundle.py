"""A bundle of the clinic as the first lines of an estimate, each with its price; who else bills;
and what our own past visits of it had.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from goodstanding.core.bundles import Apart, Bundle, BundleLine, Bundles, bills_apart
from goodstanding.core.estimate_terms import OTHERS, PlannedLine
from goodstanding.core.pricing import ASSISTANTS
from goodstanding.records.queries.bundles import Learnt, bundle_from_claims, bundles_in_use
from goodstanding.records.queries.estimate_start import line_of

FACILITY, OFFICE = "facility", "office"


@dataclass(frozen=True, slots=True)
class Filled:
    """`others`: who else bills, keys of OTHERS; `said`: bills of kinds that have no box."""

    bundle: Bundle
    lines: tuple[PlannedLine, ...]
    others: tuple[str, ...]
    said: tuple[str, ...]
    learnt: Learnt


def suggested(codes: Sequence[str], table: Bundles) -> str:
    """The bundle that one of the codes is a primary code of; "" when none or several are."""
    found = [one.name for one in table.bundle if set(one.primary).intersection(codes)]
    return found[0] if len(found) == 1 else ""


def filled(
    name: str | None, planned: Sequence[PlannedLine], on: date, *, provider: str = ""
) -> Filled | None:
    """The bundle of that name, or without a name (None) the one the planned codes belong to; its
    lines are `provider`'s where nothing was planned yet.
    """
    table = bundles_in_use().table
    codes = [line.code for line in planned]
    chosen = table.named(suggested(codes, table) if name is None else name)
    if chosen is None:
        return None
    lines = _lines(
        chosen, planned, table, on=on, provider=planned[0].provider if planned else provider
    )
    places = FACILITY if any(line.place == FACILITY for line in lines) else OFFICE
    apart = bills_apart([line.code for line in lines], table, place=places, bundle=chosen.name)
    kinds = [one.kind for one in apart]
    return Filled(
        chosen, lines, tuple(kind for kind in kinds if kind in OTHERS),
        tuple(one.say for one in apart if one.kind not in OTHERS),
        bundle_from_claims(chosen.primary, on),
    )  # fmt: skip


def with_diagnoses(
    lines: Sequence[PlannedLine], written: Sequence[PlannedLine]
) -> tuple[PlannedLine, ...]:
    """Each line with the diagnosis that was written for its code before."""
    known = {line.code: line.diagnosis for line in written}
    return tuple(replace(line, diagnosis=known.get(line.code, "")) for line in lines)


def _lines(
    chosen: Bundle, planned: Sequence[PlannedLine], table: Bundles, *, on: date, provider: str
) -> tuple[PlannedLine, ...]:
    """A planned code that is one of the primary ones stands in for the bundle's own; what else was
    planned with it follows.
    """
    main = next((line.code for line in planned if line.code in chosen.primary), "")
    facility = [one for one in table.apart if one.kind == FACILITY and FACILITY in chosen.apart]
    wanted = [
        replace(line, code=main) if main and line.code in chosen.primary else line
        for line in chosen.lines
    ]
    has = {line.code for line in wanted}
    more = [line for line in planned if main and line.code not in has]
    return (*(_one(line, provider, facility, on=on) for line in wanted), *more)


def _one(line: BundleLine, provider: str, facility: list[Apart], *, on: date) -> PlannedLine:
    """In the place where the facility bills for the code; else at the clinic."""
    assists = bool(ASSISTANTS.intersection(line.modifiers))
    place = FACILITY if any(one.covers(line.code) for one in facility) else OFFICE
    found = line_of(
        line.code, "" if assists else provider, on=on, place=place, modifiers=line.modifiers,
        units=line.units,
    )  # fmt: skip
    return replace(found, said=line.say)
