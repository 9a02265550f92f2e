"""Bytes to X12 segments: delimiters are read anew for every interchange (ISA), block by block.

Blanks and line breaks around elements are gone. Memory does not grow with the file. Real files have
BOMs, padded or collapsed ISAs, several interchanges with different delimiters, or no ISA at all.
An interchange goes from its ISA (without one from its GS or ST) to its IEA or the next ISA; what
stands between them is not read and told of.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from goodstanding.formats.problems import NotReadable

Row = list[str]

BLOCK_BYTES = 1 << 16
# Delimiters and the first segment are looked for here and no further, so that the answer does not
# depend on how many bytes one read happens to give.
HEAD_BYTES = 8192
# Enough bytes after a terminator to tell whether an ISA begins there, or after an IEA what follows.
GUARD_BYTES = 128
LONGEST_SEGMENT = 1 << 20

_BOM = b"\xef\xbb\xbf"
# A zero byte and DOS's end of file say nothing.
_BLANK = b" \t\r\n\0\x1a"
_EMPTY = _BLANK + _BOM
_ISA = re.compile(rb"ISA([^A-Za-z0-9 \r\n])[ \d]{0,2}\1")
# Its first eight elements in columns: nothing else looks like this, wherever it stands.
_ISA_IN_COLUMNS = re.compile(
    rb"ISA([^A-Za-z0-9 \r\n])\d\d\1[^\r\n]{10}\1\d\d\1[^\r\n]{10}\1\w\w\1[^\r\n]{15}\1\w\w\1"
)
_START = re.compile(
    rb"ISA(?P<isa>[^A-Za-z0-9 \r\n])[ \d]{0,2}(?P=isa)"
    rb"|(?<![A-Za-z0-9])GS(?P<gs>[^A-Za-z0-9\s])[A-Z]{2}(?P=gs)"
    rb"|(?<![A-Za-z0-9])ST(?P<st>[^A-Za-z0-9\s])\d{3}(?P=st)"
)
# Segments that may still follow an IEA that came too early.
_KNOWN = re.compile(
    rb"(?:BPR|TRN|CUR|REF|DTM|N1|N3|N4|PER|RDM|LX|TS2|TS3|CLP|CAS|NM1|MIA|MOA|AMT|QTY|SVC|LQ|PLB"
    rb"|SE|GE|IEA|TA1)([^A-Za-z0-9\s])"
)
_IEA = re.compile(rb"IEA[^A-Za-z0-9]\d{1,5}[^A-Za-z0-9][ \w]{1,9}")
_IEA_WITHOUT_TERMINATOR = re.compile(_IEA.pattern + rb"\Z")
_OTHER_COMPOSITE = re.compile(r"[A-Z0-9]{2}[>:|^\\/]")


@dataclass(frozen=True, slots=True)
class Delimiters:
    element: str
    component: str
    segment: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Bytes that stand in no interchange; the file's first byte is 1."""

    first: int
    count: int


def texts(
    stream: BinaryIO | bytes,
    *,
    block_bytes: int = BLOCK_BYTES,
    unread: list[Unread] | None = None,
) -> Iterator[tuple[Delimiters, str]]:
    """The file's segments in order, some at a time, with their terminators between them.

    Every interchange has its own Delimiters object. No segment is cut; rare files have empty ones.
    What is not read is added to `unread`. Raises NotReadable when no ISA, GS or ST segment stands
    at the file's beginning.
    """
    tap = _Tap(stream, block_bytes)
    tap.fill(HEAD_BYTES)
    _refuse_other(tap.held[:HEAD_BYTES])
    while True:
        skipped = _to_start(tap)
        if skipped and unread is not None:
            unread.append(skipped)
        if not tap.held:
            return
        tap.fill(HEAD_BYTES)
        marks = delimiters_of(tap.held[:HEAD_BYTES])
        for raw in _interchange(tap, marks):
            if text := _tidied(raw, marks):
                yield marks, text


def rows(stream: BinaryIO | bytes) -> Iterator[tuple[Delimiters, Row]]:
    """One segment at a time as a list of its elements: for readers that need not be fast."""
    for marks, text in texts(stream):
        for segment in text.split(marks.segment):
            if segment:
                yield marks, segment.split(marks.element)


def transaction_set(head: bytes) -> str | None:
    """ST01 of the first transaction ("835", "837", ...) in a file's head; None when not X12."""
    try:
        for _, row in rows(head):
            if row[0] == "ST" and len(row) > 1:
                return row[1]
    except NotReadable:
        return None
    return None


def parts_of(composite: str, component: str) -> list[str]:
    """A composite's parts. Some payers declare one mark in ISA16 and write another ("HC>99213")."""
    if component not in composite and (other := _OTHER_COMPOSITE.match(composite)):
        component = other[0][-1]
    return composite.split(component)


class _Tap:
    """What was read from the stream and not yet used."""

    __slots__ = ("block_bytes", "ended", "held", "stream", "taken")

    def __init__(self, stream: BinaryIO | bytes, block_bytes: int) -> None:
        self.stream = io.BytesIO(stream) if isinstance(stream, bytes) else stream
        self.block_bytes = block_bytes
        self.held = b""
        self.ended = False
        self.taken = 0

    def read(self) -> None:
        block = self.stream.read(self.block_bytes)
        self.ended = not block
        self.held += block

    def fill(self, count: int) -> None:
        while len(self.held) < count and not self.ended:
            self.read()

    def take(self, count: int) -> bytes:
        taken, self.held = self.held[:count], self.held[count:]
        self.taken += len(taken)
        return taken


def _refuse_other(head: bytes) -> None:
    if _START.search(head):
        return
    if not head.strip():
        raise NotReadable("The file is empty.")
    raise NotReadable(
        "The file is not X12: no ISA, GS or ST segment at its beginning. "
        "Ask the payer or the clearinghouse for the file as it was sent."
    )


def _to_start(tap: _Tap) -> Unread | None:
    """Leaves in the tap what begins with ISA, GS or ST, or nothing; tells what was in the way."""
    first = last = at = 0
    while True:
        found = _START.search(tap.held, at)
        # One byte more is kept: a start is none in the middle of a word.
        spare = 0 if tap.ended else GUARD_BYTES + 1
        before = tap.taken
        gone = tap.take(found.start() if found else max(0, len(tap.held) - spare))
        if inked := gone.lstrip(_EMPTY):
            first = first or before + len(gone) - len(inked) + 1
            last = before + len(gone.rstrip(_EMPTY))
        if found or not tap.held:
            return Unread(first, last - first + 1) if first else None
        at = 1 if tap.taken > before or at else 0
        tap.read()


def _interchange(tap: _Tap, marks: Delimiters) -> Iterator[bytes]:
    """Whole segments up to the IEA, the next ISA (which stays in the tap), or the end."""
    terminator = marks.segment.encode("latin-1")
    searched_from = 3
    while True:
        stop = _next_isa(tap.held, terminator, searched_from)
        iea = _next_iea(tap.held, terminator, searched_from)
        if iea is not None and (stop is None or iea < stop):
            if len(tap.held) < iea + GUARD_BYTES and not tap.ended:
                tap.read()
                continue
            stop = _after_iea(tap.held[:stop], terminator, iea)
            if _goes_on(tap.held[stop : iea + GUARD_BYTES], tap.held[iea + 3 : iea + 4]):
                searched_from = stop
                continue
        if stop is not None:
            yield tap.take(stop).rstrip(_EMPTY)
            return
        if tap.ended:
            yield tap.take(len(tap.held))
            return
        end = tap.held.rfind(terminator, 0, max(0, len(tap.held) - GUARD_BYTES)) + 1
        if not end and len(tap.held) > LONGEST_SEGMENT + GUARD_BYTES:
            end = LONGEST_SEGMENT
        if end:
            yield tap.take(end)
            searched_from = 0
        tap.read()


def _after_iea(held: bytes, terminator: bytes, iea: int) -> int:
    stop = min(iea + GUARD_BYTES // 2, len(held))
    if end := held.find(terminator, iea, stop) + 1:
        return end
    short = _IEA.match(held, iea, stop)
    return short.end() if short else stop


def _goes_on(after: bytes, element: bytes) -> bool:
    """The same interchange, though its IEA came: nothing of a claim may be lost to a stray IEA."""
    known = _KNOWN.match(after.lstrip(_EMPTY))
    return known is not None and known[1] == element


def _next_iea(held: bytes, terminator: bytes, searched_from: int) -> int | None:
    at = held.find(b"IEA", searched_from)
    while at >= 0:
        if _begins(held, at, terminator) and not held[at + 3 : at + 4].isalnum():
            return at
        at = held.find(b"IEA", at + 3)
    return None


def _begins(held: bytes, at: int, terminator: bytes) -> bool:
    """Whether a segment begins there."""
    before = held[max(0, at - 64) : at].rstrip(_EMPTY)
    if not before or before.endswith(terminator.strip() or b"\n"):
        return True
    return terminator.isspace() and held[at - 1 : at].isspace()


def _next_isa(held: bytes, terminator: bytes, searched_from: int) -> int | None:
    """Where the next interchange begins. "ISA" may be part of a name: the bytes before it count."""
    at = held.find(b"ISA", searched_from)
    while at >= 0:
        if _ISA_IN_COLUMNS.match(held, at):
            return at
        if _ISA.match(held, at) and (
            _begins(held, at, terminator)
            or _IEA_WITHOUT_TERMINATOR.search(held[max(0, at - 64) : at].rstrip(_EMPTY))
        ):
            return at
        at = held.find(b"ISA", at + 3)
    return None


def _tidied(raw: bytes, marks: Delimiters) -> str:
    """Without line breaks (unless they end segments) and blanks around elements."""
    element, terminator = marks.element, marks.segment
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        parts = raw.split(terminator.encode("latin-1"))
        text = terminator.join([_decoded(part) for part in parts])
    if terminator == "\n" and "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:  # a part from elsewhere: joined to its neighbour, a segment would be lost
            text = re.sub("\r+\n?", "\n", text)
    for line_break in "\r\n":
        if line_break != terminator and line_break in text:
            text = text.replace(line_break, "")
    if element != "\t":
        text = text.replace("\t", " ")
    either = f"[{re.escape(element + terminator)}]"
    blanks = f" (?:(?<={either} ) *| *(?={either}))"
    return re.sub(blanks, "", text).strip(" " + terminator)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def delimiters_of(head: bytes) -> Delimiters:
    """Of an interchange's first bytes, which begin with ISA, GS or ST.

    Element separators are counted, not columns: an ISA may be collapsed or padded.
    """
    isa = _ISA.match(head)
    separator = isa[1] if isa else head[2:3]
    if isa:
        component, terminator = _after_isa(head, separator)
    else:
        component, terminator = _guessed(head, separator)
    if not component or component.isalnum() or component.isspace() or component == separator:
        component = b":"
    if terminator.isalnum() or terminator == separator:
        terminator = b"~"
    return Delimiters(*(mark.decode("latin-1") for mark in (separator, component, terminator)))


def _after_isa(head: bytes, separator: bytes) -> tuple[bytes, bytes]:
    """ISA16 and the terminator behind it, which may be a line break, with or without padding."""
    parts = head.split(separator, 16)
    after = parts[16] if len(parts) == 17 else b""
    following = rb"\s*(?:GS|TA1|ST|IEA)" + re.escape(separator)
    found = re.match(rb"([^\r\n]{0,4}?)(" + following + rb")", after)
    if not found:
        # Too few or too many elements in the ISA: the bytes before the first GS tell.
        mark = rb"(?:(?!" + re.escape(separator) + rb")[^A-Za-z0-9\s])"
        found = re.search(rb"(" + mark + rb"{1,2})(" + following + rb")", head)
    if not found:
        tail = after[:2].strip()
        return tail[:1], tail[1:2] or b"~"
    tail = found[1].replace(b" ", b"")
    if len(tail) > 1:
        return tail[:1], tail[-1:]
    line_break = _line_break(found[2])
    if line_break and tail != b"~":
        return tail, line_break
    return b":", tail or b"~"


def _guessed(head: bytes, separator: bytes) -> tuple[bytes, bytes]:
    """No ISA: the terminator stands before the next known segment, the component mark in SVC01."""
    mark = re.escape(separator)
    known = rb"(\s*)(?:BPR|BHT|ST|AK1)" + mark
    found = re.compile(rb"(?:(?!" + mark + rb")([^A-Za-z0-9\s])|(?=\s))" + known).search(head, 3)
    terminator = b"~"
    if found:
        terminator = found[1] or _line_break(found[2]) or b"~"
    composite = re.search(rb"SVC" + mark + rb"[A-Z]{2}([^A-Za-z0-9\s])", head)
    return (composite[1] if composite else b":"), terminator


def _line_break(gap: bytes) -> bytes:
    return b"\n" if b"\n" in gap else b"\r" if b"\r" in gap else b""
