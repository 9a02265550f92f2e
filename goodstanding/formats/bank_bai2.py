"""Bank statements in BAI2: groups of accounts with their lines and the totals that prove them.

A file that does not add up is told; its lines go in all the same, since the money is at the bank
either way. Source: BAI Cash Management Balance Reporting Specifications, version 2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from goodstanding.core.money import cents_of, show
from goodstanding.formats.bank_lines import (
    LONGEST_NAME,
    MOST_CENTS,
    MOST_LINES,
    MOST_PROBLEMS,
    BankEntry,
    Lines,
    decoded,
    few,
    tidy,
    trace_in,
)
from goodstanding.formats.problems import NotReadable, Problem

_WHOLE = re.compile(r"([+-]?)(\d{1,13})", re.ASCII)
_KNOWN = ("01", "02", "03", "16", "49", "88", "98", "99")
_NOT_MONEY = ("890",)  # a message of the bank


@dataclass(slots=True)
class _Record:
    """A record with its continuations; `line` is where it begins, `lines` how many it takes."""

    line: int
    code: str
    fields: list[str]
    pieces: list[str] = field(default_factory=list)
    lines: int = 1


@dataclass(slots=True)
class _Sum:
    """What one trailer proves: money, inner parts, and the lines since its header."""

    cents: int = 0
    parts: int = 0
    lines: int = 0

    def add(self, inner: "_Sum") -> None:
        self.cents += inner.cents
        self.lines += inner.lines
        self.parts += 1


class _Reading:
    """One file under the reader's eye."""

    def __init__(self) -> None:
        self.entries: list[BankEntry] = []
        self.problems: list[Problem] = []
        self.file, self.group, self.inside = _Sum(), _Sum(), _Sum()
        self.as_of: date | None = None
        self.account = ""
        self.open: list[str] = []
        self.group_currency = self.currency = ""

    def fault(self, record: _Record, code: str, text: str, *, cents: int = 0) -> None:
        self.tell(record.line, code, text, cents=cents)

    def tell(self, line: int, code: str, text: str, *, cents: int = 0) -> None:
        # One more than is shown says that there are more; a broken file has one on every line.
        if len(self.problems) <= MOST_PROBLEMS:
            self.problems.append(Problem(f"line {line}", code, text, cents))

    def take(self, record: _Record) -> None:
        match record.code:
            case "01":  # several files in one are read one after another
                self._still_open(record, ("01", "02", "03"))
                self.open = ["01"]
                self.file = _Sum(lines=record.lines)
            case "02":
                self._group(record)
            case "03":
                self._account(record)
            case "16":
                self._detail(record)
            case "49":
                self._end(record, "03", self.inside, into=self.group)
                self.account = ""
            case "98":
                self._end(record, "02", self.group, into=self.file)
            case "99":
                self._end(record, "01", self.file, into=_Sum())

    def _group(self, record: _Record) -> None:
        self._still_open(record, ("02", "03"))
        self.group = _Sum(lines=record.lines)
        self.open = [*self.open[:1], "02"]
        self.as_of = _day(_at(record.fields, 4))
        self.group_currency = _at(record.fields, 6)
        if self.as_of is None:
            self.fault(record, "bad_day",
                f"The group's day {_at(record.fields, 4)[:12]!r} is not a day (yymmdd). Its lines "
                "without a day of their own are left out.")  # fmt: skip

    def _account(self, record: _Record) -> None:
        self._still_open(record, ("03",))
        self.inside = _Sum(lines=record.lines)
        self.open = [*self.open[:2], "03"]
        values = [*record.fields, *_continued(record)]
        self.account, self.currency = _at(values, 1)[:LONGEST_NAME], _at(values, 2)
        at = 3
        while at + 1 < len(values):
            cents = _cents(_at(values, at + 1))
            if cents is None and _at(values, at + 1):
                self._bad_amount(record, _at(values, at + 1))
            self.inside.cents += cents or 0
            _, at = _funds(values, at + 3)

    def _detail(self, record: _Record) -> None:
        self.inside.lines += record.lines
        if "03" not in self.open:
            self.fault(record, "no_account", "A line of no account: a 03 must come before it.")
            return
        while len(record.fields) < _needed(record.fields) and record.pieces:
            record.fields += record.pieces.pop(0).removesuffix("/").split(",")
        cents = _cents(_at(record.fields, 2))
        if cents is None:
            self._bad_amount(record, _at(record.fields, 2))
            return
        self.inside.cents += cents
        funds_on, at = _funds(record.fields, 3)
        entry = self._entry(record, cents, funds_on=funds_on, at=at)
        if entry is not None:
            self.entries.append(entry)

    def _entry(
        self, record: _Record, cents: int, *, funds_on: date | None, at: int
    ) -> BankEntry | None:
        code = _at(record.fields, 1)[:8]
        sign, on = _sign(code), funds_on or self.as_of
        if code in _NOT_MONEY or (cents == 0 and sign):
            return None  # a message, or a trial payment of nothing
        if sign == 0 or on is None or self._foreign():
            self.fault(record, "line_left_out",
                f"A line of type {code!r} was left out: "
                + ("its type is no money in or out" if sign == 0
                   else "it has no day" if on is None else "it is not in US dollars")
                + ". Look it up at the bank.", cents=cents)  # fmt: skip
            return None
        pieces = [",".join(record.fields[at + 2 :]), *record.pieces]
        references = (_at(record.fields, at), _at(record.fields, at + 1))
        reference = " ".join(filter(None, references))
        return BankEntry(
            f"line {record.line}", self.account, on, sign * cents, code,
            tidy(reference, LONGEST_NAME), trace_in(pieces), tidy(" ".join(pieces)),
        )  # fmt: skip

    def _foreign(self) -> bool:
        return (self.currency or self.group_currency or "USD").upper() != "USD"

    def _bad_amount(self, record: _Record, text: str) -> None:
        self.fault(record, "bad_amount",
            f"The amount {text[:20]!r} is not whole cents. The line was left out; ask the bank for "
            "the file again.")  # fmt: skip

    def _still_open(self, record: _Record, codes: tuple[str, ...]) -> None:
        for code in reversed(self.open):
            if code in codes:
                self.fault(record, "no_trailer",
                    f"The part that a {code} began has no total. Its lines are here, unproven.",
                )  # fmt: skip
                self.open.remove(code)

    def _end(self, record: _Record, began: str, found: _Sum, *, into: _Sum) -> None:
        """A trailer: its total, its count of parts (98, 99) and its count of lines."""
        found.lines += record.lines
        if began not in self.open:
            self.fault(record, "no_header", f"A {record.code} ends what no {began} began.")
            return
        self._still_open(record, _INSIDE[began])
        self.open = self.open[: self.open.index(began)]
        told = _cents(_at(record.fields, 1))
        if told != found.cents:
            said = show(told) if told is not None else repr(_at(record.fields, 1)[:20])
            self.fault(record, "does_not_add_up",
                f"The {_WORDS[began]}'s total is {said}, its amounts add up to {show(found.cents)}."
                " Its lines are here; ask the bank for the file again.",
                cents=abs((told or 0) - found.cents))  # fmt: skip
        counts = [("parts", found.parts), ("lines", found.lines)][began == "03" :]
        for place, (words, count) in enumerate(counts, 2):
            text = _at(record.fields, place)
            if text and text.lstrip("0") != str(count).lstrip("0"):
                self.fault(record, "wrong_count",
                    f"The {_WORDS[began]} says it has {text[:12]} {words}; it has {count}. "
                    "Something may be missing; compare with the bank.")  # fmt: skip
        into.add(found)


_WORDS = {"01": "file", "02": "group", "03": "account"}
_INSIDE = {"01": ("02", "03"), "02": ("03",), "03": ()}


def looks_like_bai2(raw: bytes) -> bool:
    start = decoded(raw[:4096]).lstrip()
    return start.startswith("01,") and bool(re.search(r"[\r\n]\s*02,", start))


def read(raw: bytes) -> Lines:
    """Every line of the file and what is wrong in it; NotReadable when it is no BAI2 file."""
    text = decoded(raw)
    if not text.lstrip().startswith("01,"):
        raise NotReadable("This is no BAI2 file: it does not begin with a 01 record.")
    reading = _Reading()
    for record in _records(text, reading):
        reading.take(record)
        if len(reading.entries) > MOST_LINES:
            raise NotReadable(f"The file has more than {MOST_LINES:,} lines. Send it in parts.")
    for code in reversed(reading.open):
        reading.problems.append(Problem("file", "no_trailer",
            f"The file breaks off: the {_WORDS[code]} has no total. Its lines are here, unproven; "
            "ask the bank for the whole file."))  # fmt: skip
    return reading.entries, few(reading.problems)


def _records(text: str, reading: _Reading) -> Iterator[_Record]:
    """Logical records: each with the 88 records that continue it."""
    now: _Record | None = None
    for number, written in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        line = written.strip()
        if not line:
            continue
        code, _, rest = line.partition(",")
        if code == "88" and now is not None:
            now.pieces.append(rest)
            now.lines += 1
            continue
        if now is not None:
            yield _closed(now)
            now = None
        if code in _KNOWN and code != "88":
            now = _Record(number, code, line.split(","))
        else:
            text = f"A record of type {code[:8]!r} is not known and was left out."
            reading.tell(number, "unknown_record", text)
    if now is not None:
        yield _closed(now)


def _closed(record: _Record) -> _Record:
    """Without the stroke that ends a record; a 16's text may do without one."""
    record.fields[-1] = record.fields[-1].removesuffix("/")
    if record.pieces:
        record.pieces[-1] = record.pieces[-1].removesuffix("/")
    return record


def _continued(record: _Record) -> Iterator[str]:
    for piece in record.pieces:
        yield from piece.removesuffix("/").split(",")


def _at(values: list[str], place: int) -> str:
    return values[place].strip() if place < len(values) else ""


def _needed(values: list[str]) -> int:
    """How many fields a 16 has before its text."""
    return _funds(values, 3)[1] + 2


def _funds(values: list[str], at: int) -> tuple[date | None, int]:
    """The day the money counts from, and where the fields after the funds type begin."""
    kind = _at(values, at).upper()
    if kind == "V":
        return _day(_at(values, at + 1)), at + 3
    if kind == "S":
        return None, at + 4
    if kind == "D":
        count = _at(values, at + 1)
        return None, at + 2 + 2 * (int(count) if count.isascii() and count.isdigit()
                                   and len(count) < 3 else 0)  # fmt: skip
    return None, at + 1


def _cents(text: str) -> int | None:
    """Two decimals are implied: "1500" -> 15.00. Some banks write a point all the same."""
    found = _WHOLE.fullmatch(text)
    if found is not None:
        cents = int(found[2])
    elif "." in text:
        try:
            return cents_of(text.removeprefix("+"))
        except ValueError:
            return None
    else:
        return None
    if cents > MOST_CENTS:
        return None
    return -cents if found[1] == "-" else cents


def _sign(code: str) -> int:
    """1 for money in, -1 for money out, 0 for what is neither (loans, status codes)."""
    if len(code) != 3 or not (code.isascii() and code.isdigit()):
        return 0
    number = int(code)
    if 101 <= number <= 399 or 920 <= number <= 959:
        return 1
    return -1 if 401 <= number <= 699 or 960 <= number <= 999 else 0


def _day(text: str) -> date | None:
    """yymmdd; a year of four digits is taken too."""
    if not (text.isascii() and text.isdigit()) or len(text) not in (6, 8):
        return None
    year, rest = (2000 + int(text[:2]), text[2:]) if len(text) == 6 else (int(text[:4]), text[4:])
    try:
        return date(year, int(rest[:2]), int(rest[2:]))
    except ValueError:
        return None
