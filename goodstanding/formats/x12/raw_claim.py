"""The segments of one claim as the payer sent them, out of the whole file."""

from collections.abc import Iterator
from typing import BinaryIO

from goodstanding.formats.x12.envelope import rows

_NEXT = frozenset({"CLP", "LX", "PLB", "SE", "ST"})


def claim_segments(stream: BinaryIO | bytes, trace: str, position: int) -> tuple[str, ...]:
    """From the CLP at this position of the check with this trace (ST is 1) to what comes next, each
    segment with its own separators; () when it is not there.
    """
    found: list[str] = []
    for place, check, (separator, row) in _placed(stream):
        if found and row[0] in _NEXT:
            break
        if found or (place == position and row[0] == "CLP" and _is(check, trace)):
            found.append(separator.join(row))
    return tuple(found)


def _is(check: str, trace: str) -> bool:
    return check == trace or (not check and trace.startswith("no trace"))


def _placed(stream: BinaryIO | bytes) -> Iterator[tuple[int, str, tuple[str, list[str]]]]:
    """(position in its check, the check's trace so far, (separator, segment))"""
    place, check = 0, ""
    for marks, row in rows(stream):
        place += 1
        if row[0] == "ST":
            place, check = 1, ""
        elif row[0] == "TRN" and not check and len(row) > 2:
            check = row[2][:80]
        yield place, check, (marks.element, row)
