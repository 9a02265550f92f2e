"""What is open while the segments of an 835 go by: interchange, payment, and the end not yet given.

A payment's end waits for the next ST or the end of the file, so that a missing GE or IEA still
becomes a problem of the last payment.
"""

from collections.abc import Iterable, Iterator

from goodstanding.core.money import Cents, show
from goodstanding.formats.problems import Problem
from goodstanding.formats.x12.claim_loop import ClaimLoop
from goodstanding.formats.x12.envelope import Delimiters, Row, Unread, parts_of
from goodstanding.formats.x12.faults import amount_of, bad_amount, bad_date, day_of, place, quoted
from goodstanding.formats.x12.payment_header import header_of
from goodstanding.formats.x12.remitted import Claim, PaymentEnd, PaymentStart, ProviderAdjustment

Event = PaymentStart | Claim | ProviderAdjustment | PaymentEnd

_ENVELOPE = frozenset({"ISA", "GS", "GE", "IEA", "TA1"})
_ENDS_HEADER = frozenset({"LX", "TS2", "TS3", "SE"})
_LONGEST_HEADER = 1000
_LOOK = "Look at the file; ask the payer or the clearinghouse for it as it was sent."
_MISSING = "What came and balances counts; look whether a part is missing."
_PAD = ("",) * 4
_MONEY = frozenset({"SVC", "CAS"})


class PaymentWalk:
    """`ready`: a payment is open and its start was given. `seen`: segments gone by in the file;
    `before`: those before the payment's ST. `header`: of a payment whose start was not given yet.
    `ended`: a payment's end not given yet. `missing`: trailers that must still come. `outside`:
    segments and characters between payments that no one reads."""

    def __init__(self) -> None:
        self.loop = ClaimLoop()
        self.ready = False
        self.before = 0
        self.seen = 0
        self.payments = 0
        self.control = ""
        self.header: list[Row] = []
        self.other_kind = False
        self.amount_cents: Cents | None = None
        self.provider_cents: Cents = 0
        self.plb_readable = True
        self.problems: list[Problem] = []
        self.ended: PaymentEnd | None = None
        self.missing: list[str] = []
        self.sets_in_group = 0
        self.outside = [0, 0]

    def claims(self, claims: list[str], marks: Delimiters) -> Iterator[Event]:
        """Claims, each without its "CLP*"; an open payment is needed and made."""
        if not self.ready:
            yield from self._make_ready("CLP")
        if marks is not self.loop.marks:
            self.loop.marked(marks)
        read, segment, position = self.loop.claim, marks.segment, self.seen + 1 - self.before
        for segments in claims:
            yield read(segments, position)
            position += segments.count(segment) + 1
        self.seen = position - 1 + self.before

    def others(self, segments: str, marks: Delimiters) -> Iterator[Event]:
        """Segments outside claims."""
        for segment in segments.split(marks.segment):
            yield from self._take(segment.split(marks.element), marks)
            self.seen += 1

    def finish(self, unread: Iterable[Unread] = ()) -> Iterator[Event]:
        yield from self._interrupt("the file ends", cut=True)
        self._interchange_over()
        for some in unread:
            text = f"{some.count} bytes belong to no interchange and were not read. {_LOOK}"
            self._note(Problem(f"byte {some.first} of the file", "unread_text", text))
        segments, characters = self.outside
        if segments:
            text = f"{segments} segments ({characters} characters) between payments were not read."
            self._note(Problem("between payments", "unread_text", f"{text} {_LOOK}"))
        yield from self._flush()

    def _take(self, row: Row, marks: Delimiters) -> Iterator[Event]:
        tag = row[0]
        if tag == "ST":
            yield from self._open(row)
        elif tag in _ENVELOPE:
            yield from self._interrupt(f"{tag} follows", cut=tag == "ISA")
            self._envelope(row)
        elif tag == "PLB":
            yield from self._make_ready(tag)
            yield from self._provider_adjustments(row, marks.component)
        elif self.other_kind:
            self.other_kind = tag != "SE"
        elif tag == "BPR":
            yield from self._money(row)
        elif tag in _MONEY:
            self._note(self._stray(tag, "The segment stands outside any claim and was left out."))
        elif tag in _ENDS_HEADER and (self.header or self.ready):
            yield from self._make_ready(tag)
            if tag == "SE":
                self._check_trailer(row)
                self._end()
        elif self.header and len(self.header) < _LONGEST_HEADER:
            self.header.append(row)
        elif self.header or self.ready:
            self._note(self._stray(tag, "A segment that does not belong here was left out."))
        elif characters := len("".join(row).strip()):
            self.outside[0] += 1
            self.outside[1] += characters

    def _open(self, row: Row) -> Iterator[Event]:
        yield from self._interrupt("another ST follows")
        yield from self._flush()
        self.sets_in_group += 1
        kind, control = (*row[1:3], "", "")[:2]
        self.other_kind = kind != "835" and len(kind) == 3 and kind.isdigit()
        if self.other_kind:
            return
        self._begin(control, self.seen)
        self.header = [row]
        if kind != "835":
            self._note(self._stray("ST", "ST01 is not 835."))

    def _begin(self, control: str, before: int) -> None:
        self.control = control
        self.before = before
        self.other_kind = False
        self.payments += 1
        self.provider_cents = 0
        self.plb_readable = True
        self.loop.begin(control)

    def _open_without_st(self, tag: str) -> Iterator[Event]:
        yield from self._flush()
        # Counted as if its ST stood right before.
        self._begin("", self.seen - 1)
        self.header = [["ST", "835", ""]]
        self._note(self._stray(tag, "A payment begins here without its ST segment."))

    def _make_ready(self, tag: str) -> Iterator[Event]:
        if not self.header and not self.ready:
            yield from self._open_without_st(tag)
        if not self.ready:
            yield self._start()

    def _money(self, row: Row) -> Iterator[Event]:
        """BPR: a second one after claims have begun is a payment whose ST was lost."""
        if self.ready:
            yield from self._interrupt("another BPR follows")
        if not self.header:
            yield from self._open_without_st("BPR")
        elif any(each[0] == "BPR" for each in self.header):
            self._note(self._stray("BPR", "A second BPR in one payment; the first counts."))
        self.header.append(row)

    def _stray(self, tag: str, text: str) -> Problem:
        where = place(self.control, self.seen + 1 - self.before, tag)
        return Problem(where, "stray_segment", f"{text} Look at the file.")

    def _start(self) -> PaymentStart:
        start = header_of(self.header, self.control, self.before)
        self.amount_cents = None
        if not any(problem.code == "bad_amount" for problem in start.problems):
            self.amount_cents = start.amount_cents
        start.problems = self.problems + start.problems
        self.problems = []
        self.header = []
        self.ready = True
        return start

    def _provider_adjustments(self, row: Row, component: str) -> Iterator[ProviderAdjustment]:
        at = self.seen + 1 - self.before
        where = place(self.control, at, "PLB")
        row += _PAD
        fiscal_on = day_of(row[2])
        if fiscal_on is None:
            self._note(bad_date(where, "PLB02", row[2]))
        for element in range(3, len(row) - 1, 2):
            composite, text = row[element], row[element + 1]
            if not composite and not text:
                continue
            cents = amount_of(text)
            if cents is None:
                self.plb_readable = False
                self._note(bad_amount(where, f"PLB{element + 1:02d}", text))
            reason, *reference = parts_of(composite, component)
            self.provider_cents += cents or 0
            yield ProviderAdjustment(
                row[1], fiscal_on, reason, component.join(reference), cents or 0, at
            )

    def _check_trailer(self, row: Row) -> None:
        at = self.seen + 1 - self.before
        where = place(self.control, at, "SE")
        said, control = (*row[1:3], "", "")[:2]
        if said.lstrip("0") != str(at):
            text = f"SE says {quoted(said)} segments, {at} came. Look whether a part is missing."
            self._note(Problem(where, "segment_count", text))
        if control != self.control:
            self._note(
                Problem(where, "control_number", "SE and ST carry different control numbers.")
            )

    def _end(self, *, cut: bool = False) -> None:
        sums = self.loop.sums
        sums.adjustments = dict(self.loop.groups)
        sums.provider_cents = self.provider_cents
        amount = self.amount_cents
        apart = sums.paid_cents - sums.provider_cents - (amount or 0)
        if apart:
            text = (
                f"The payment is {show(amount or 0)}; claims paid {show(sums.paid_cents)} less "
                f"provider adjustments {show(sums.provider_cents)} are {show(apart)} apart. "
                "Compare with the bank before posting."
            )
            self._note(Problem(place(self.control, 2, "BPR"), "payment_imbalance", text, apart))
        balanced = not apart and amount is not None and self.plb_readable
        self.ended = PaymentEnd(amount or 0, sums, balanced, self.problems, cut)
        self.problems = []
        self.ready = False

    def _interrupt(self, why: str, *, cut: bool = False) -> Iterator[Event]:
        """Ends a payment that has no SE; `cut`: what else belongs to it cannot be known."""
        if self.header:
            yield self._start()
        if self.ready:
            todo = "None of it counts. Ask for the whole file." if cut else _MISSING
            text = f"The payment has no SE segment: {why}. {todo}"
            self._note(Problem(place(self.control, 1, "ST"), "truncated", text))
            self._end(cut=cut)

    def _flush(self) -> Iterator[PaymentEnd]:
        if self.ended:
            yield self.ended
        self.ended = None

    def _envelope(self, row: Row) -> None:
        tag = row[0]
        if tag == "ISA":
            self._interchange_over()
            self.missing = ["IEA"]
        elif tag == "GS":
            self._group_over()
            self.missing.append("GE")
            self.sets_in_group = 0
        elif tag == "GE":
            said = row[1] if len(row) > 1 else ""
            if said.lstrip("0") != str(self.sets_in_group).lstrip("0"):
                text = f"GE says {quoted(said)} payments, {self.sets_in_group} came. {_MISSING}"
                self._note(Problem("GE", "set_count", text))
            self._forget("GE")
        elif tag == "IEA":
            self._group_over()
            self._forget("IEA")

    def _interchange_over(self) -> None:
        self._group_over()
        if "IEA" in self.missing:
            text = f"The interchange has no IEA segment: the file may be cut short. {_MISSING}"
            self._note(Problem("IEA", "truncated", text))
        self.missing = []

    def _group_over(self) -> None:
        if "GE" in self.missing:
            text = f"The group has no GE segment: payments may be missing. {_MISSING}"
            self._note(Problem("GE", "truncated", text))
            self._forget("GE")

    def _forget(self, tag: str) -> None:
        self.missing = [each for each in self.missing if each != tag]

    def _note(self, problem: Problem) -> None:
        """To the open payment, else to the one that ended last, else to the next."""
        if self.ended and not self.ready and not self.header:
            self.ended.problems.append(problem)
        else:
            self.problems.append(problem)
