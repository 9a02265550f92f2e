"""Two texts side by side, line by line, as a person compares them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 2


@dataclass(frozen=True, slots=True)
class DiffRow:
    """`mark`: same, changed, added (only right), removed (only left) or gap (lines left out, the
    same on both sides). Lines count from 1; 0 where a side has none.
    """

    mark: str
    left_line: int = 0
    left: str = ""
    right_line: int = 0
    right: str = ""


def side_by_side(before: str, after: str, around: int = AROUND) -> tuple[DiffRow, ...]:
    """What differs, with `around` lines of what does not on each side; () when nothing does."""
    left, right = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    rows = [row for code in matcher.get_opcodes() for row in _rows(code, left, right)]
    return tuple(_shortened(rows, around))


def _rows(
    code: tuple[str, int, int, int, int], left: Sequence[str], right: Sequence[str]
) -> Iterator[DiffRow]:
    tag, a, b, c, d = code
    for step in range(max(b - a, d - c)):
        at, to = a + step, c + step
        if at >= b:
            yield DiffRow("added", right_line=to + 1, right=right[to])
        elif to >= d:
            yield DiffRow("removed", at + 1, left[at])
        else:
            mark = "same" if tag == "equal" else "changed"
            yield DiffRow(mark, at + 1, left[at], to + 1, right[to])


def _shortened(rows: Sequence[DiffRow], around: int) -> Iterator[DiffRow]:
    different = [place for place, row in enumerate(rows) if row.mark != "same"]
    kept = {near for place in different for near in range(place - around, place + around + 1)}
    was_kept = True
    for place, row in enumerate(rows):
        if place in kept:
            yield row
        elif was_kept and different:
            yield DiffRow("gap")
        was_kept = place in kept
