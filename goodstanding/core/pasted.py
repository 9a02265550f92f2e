"""A column of account numbers, as people paste it: matched, not matched, more than once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST = 500


@dataclass(frozen=True, slots=True)
class Pasted:
    """`matched` as we write them, in the order pasted; `twice`: matched more than once."""

    matched: tuple[str, ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]
    left_out: int


def read(text: str, known: Callable[[Sequence[str]], dict[str, str]]) -> Pasted:
    """`known` gives ours by what was written, for those that are accounts. A line's first cell
    counts; a heading is simply not matched.
    """
    cells = [line.split("\t")[0].strip().strip('"').strip(",; ") for line in text.splitlines()]
    written = [cell for cell in cells if cell]
    taken = written[:MOST]
    ours = known(list(dict.fromkeys(taken)))
    found = [ours[each] for each in taken if each in ours]
    return Pasted(
        tuple(dict.fromkeys(found)),
        tuple(dict.fromkeys(each for each in taken if each not in ours)),
        tuple(each for each in dict.fromkeys(found) if found.count(each) > 1),
        len(written) - len(taken),
    )
