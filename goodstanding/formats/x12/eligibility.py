"""X12 270 and 271 (005010X279A1): what is asked of a payer about a patient, and what it answers.

A transaction with a fault does not keep the others of its file out.
"""

from dataclasses import dataclass
from typing import BinaryIO

from goodstanding.formats.problems import NotReadable, Problem
from goodstanding.formats.x12 import envelope
from goodstanding.formats.x12.eligibility_loops import at
from goodstanding.formats.x12.eligibility_values import Exchange
from goodstanding.formats.x12.eligibility_walk import SetWalk
from goodstanding.formats.x12.envelope import Delimiters, Row

KINDS = ("270", "271")
# A transaction is about one patient, or in a batch about some thousands; what is longer is damage.
_LONGEST_SET = 500_000
_ASK = "Ask the sender for the file anew."
_ENVELOPE = frozenset({"ISA", "GS", "GE", "IEA", "TA1"})
_RECEIPTS = frozenset({"TA1", "997", "999"})


@dataclass(frozen=True, slots=True)
class EligibilityFile:
    """`problems` are the file's own; each exchange has its own besides."""

    exchanges: tuple[Exchange, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def every_problem(self) -> tuple[Problem, ...]:
        return (*self.problems, *(p for one in self.exchanges for p in one.problems))


def read(stream: BinaryIO | bytes, kind: str = "271") -> EligibilityFile:
    """Raises NotReadable when the file is no X12 at all or holds no transaction of this kind."""
    assert kind in KINDS
    reading = _Reading(kind)
    unread: list[envelope.Unread] = []
    for marks, text in envelope.texts(stream, unread=unread):
        for segment in text.split(marks.segment):
            if segment:
                reading.take(segment.split(marks.element), marks)
    reading.end(closed=False)
    reading.over()
    if not reading.sets:
        name = "eligibility answer (271)" if kind == "271" else "eligibility request (270)"
        if receipts := sorted(_RECEIPTS & reading.others):
            raise NotReadable(
                f"The file holds no {name} but a receipt ({', '.join(receipts)}): it says whether "
                "what was sent was taken. Read it at the clearinghouse, then ask the payer again."
            )
        raise NotReadable(
            f"The file is X12 but holds no {name}. Choose the kind of file it is, or ask the payer."
        )
    for gap in unread:
        text = f"{gap.count} bytes stand in no interchange and were not read."
        reading.problems.append(Problem(f"byte {gap.first}", "unread_text", text))
    return EligibilityFile(tuple(reading.exchanges), tuple(reading.problems))


class _Reading:
    """Segments in order to transactions; what stands outside of them is told of once."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.sets = self.in_group = self.groups = 0
        self.unclosed: list[str] = []
        self.rows: list[Row] = []
        self.marks = ("^", ":")
        self.other = False
        self.others: set[str] = set()
        self.outside = False
        self.exchanges: list[Exchange] = []
        self.problems: list[Problem] = []

    def take(self, row: Row, marks: Delimiters) -> None:
        tag = row[0]
        if tag == "ST":
            self.end(closed=False)
            self.in_group += 1
            self.other = at(row, 1) != self.kind
            self.others.add(at(row, 1))
            self.rows = [] if self.other else [row]
        elif tag in _ENVELOPE:
            self.end(closed=False)
            self._envelope(row, marks)
        elif self.rows:
            if len(self.rows) < _LONGEST_SET:
                self.rows.append(row)
            if tag == "SE":
                self.end(closed=True)
        elif self.other:
            self.other = tag != "SE"
        else:
            self._outside()

    def end(self, *, closed: bool) -> None:
        """The transaction that is open, if one is, is whole, or cut."""
        if not self.rows:
            return
        self.sets += 1
        walk = SetWalk(self.rows, self.marks, ended=closed)
        self.rows = []
        self.exchanges += walk.exchanges()

    def over(self) -> None:
        """The file ends here."""
        self._closed("IEA", "the file's end")
        self._closed("GE", "the file's end")

    def _envelope(self, row: Row, marks: Delimiters) -> None:
        self.others.add(row[0])
        if row[0] == "ISA":
            declared = at(row, 11)
            plain = len(declared) == 1 and not declared.isalnum() and declared != marks.element
            self.marks = (declared if plain else "^", marks.component)
            self._closed("IEA", "ISA")
            self.unclosed, self.groups = ["IEA"], 0
        elif row[0] == "GS":
            self._closed("GE", "GS")
            self.unclosed.append("GE")
            self.in_group = 0
            self.groups += 1
        elif row[0] == "GE":
            self.unclosed = [each for each in self.unclosed if each != "GE"]
            self._counted(row, self.in_group, what="transactions", code="set_count")
        elif row[0] == "IEA":
            self._closed("GE", "IEA")
            self.unclosed = []
            self._counted(row, self.groups, what="groups", code="group_count")

    def _closed(self, end: str, before: str) -> None:
        """What is open and was never closed may have held more."""
        if end in self.unclosed:
            text = f"No {end} stands before {before}: answers may be missing. {_ASK}"
            self.problems.append(Problem(before, "no_end", text))
            self.unclosed = self.unclosed[: self.unclosed.index(end)]

    def _counted(self, row: Row, count: int, *, what: str, code: str) -> None:
        said = at(row, 1)
        if not said or said.lstrip("0") != str(count).lstrip("0"):
            text = f"{row[0]}01 does not say the {count} {what} that were read."
            self.problems.append(Problem(row[0], code, text))

    def _outside(self) -> None:
        if not self.outside:
            text = "Segments stand outside any transaction (ST) and were left out."
            self.problems.append(Problem("before ST", "outside", text))
        self.outside = True
