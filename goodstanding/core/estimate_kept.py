"""A version's inputs and figures as they are kept: JSON, read back to the same values."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from goodstanding.core.estimate_past import Past, with_past
from goodstanding.core.estimate_steps import steps, why_it_may_change
from goodstanding.core.estimate_terms import Planned
from goodstanding.core.estimates import Estimate

_PLANNED = TypeAdapter(Planned)
_TERMS = "Your plan has limits or terms of its own for this care, and they are not in this amount."


def written(planned: Planned) -> dict[str, Any]:
    found: dict[str, Any] = _PLANNED.dump_python(planned, mode="json")
    return found


def read(kept: Any) -> Planned:
    return _PLANNED.validate_python(kept)


def figures(
    planned: Planned, found: Estimate, known: Past | None = None, *, check: Sequence[str] = ()
) -> dict[str, Any]:
    """Cents throughout; a step nobody could tell us has None. `sure`: the plan leaves one share,
    whatever past bills came to. `check`: terms of the plan that no sum counts, for us to look at;
    with any of them the share is not sure.
    """
    asked = planned.asked
    of_past = [known.words] if known and not planned.nothing_owed else []
    return {
        "share": found.share, "at_most": with_past(found, asked, known).at_most,
        "sure": found.share == found.at_most and not check, "allowed": found.allowed,
        "unknown": found.unknown,
        "steps": _steps(planned, found),
        "reasons": [
            *why_it_may_change(asked, found), *([_TERMS] if check else []), *_of_course(planned),
            *of_past,
        ],
        "check": list(check),
        "assumptions": list(found.assumptions),
        "lines": [
            [line.code, line.charge, line.allowed, line.share] for line in found.lines
        ],
        "deliver_by": found.deliver_by.isoformat() if found.deliver_by else None,
        "valid_until": found.valid_until.isoformat(),
    }  # fmt: skip


def _steps(planned: Planned, found: Estimate) -> list[list[Any]]:
    """The last says of which visits it is."""
    *before, last = steps(planned.asked, found)
    said = (*before, replace(last, words=last.words + planned.of_visits))
    return [[step.words, step.cents, step.note] for step in said]


def _of_course(planned: Planned) -> list[str]:
    if not planned.insured or planned.times == 1:
        return []
    return ["A later visit may cost you more or less than the first, and is not in this amount."]
