"""A 270 (005010X279A1) for some patients: what eligibility.read gives of it is what was written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.unaccented import unaccented
from goodstanding.formats.x12.eligibility_values import Dated, Exchange, Party, Person

VERSION = "005010X279A1"
_MARKS = re.compile(r"[~*^:\x00-\x1f\x7f]+")
_LONGEST_CONTROL = 10**9


@dataclass(frozen=True, slots=True)
class Sender:
    """`sender` and `receiver` are as the clearinghouse wants them in the ISA, with their kinds
    (ISA05, ISA07; "ZZ" when agreed between the two). `trial` marks a file of a test.
    """

    sender: str
    receiver: str
    sender_kind: str = "ZZ"
    receiver_kind: str = "ZZ"
    trial: bool = False


def write(asked: Sequence[Exchange], of: Sender, *, control: int, at: datetime) -> bytes:
    """One interchange, a transaction for each patient; `control` is its number, `at` its moment in
    the clinic's time.
    """
    assert asked, "nobody is asked about"
    assert 0 < control < _LONGEST_CONTROL
    rows = [_isa(of, control, at), _gs(of, control, at)]
    for number, one in enumerate(asked, start=1):
        body = list(_transaction(one, f"{number:04d}", at))
        rows += [*body, ["SE", str(len(body) + 1), f"{number:04d}"]]
    rows += [["GE", str(len(asked)), str(control)], ["IEA", "1", f"{control:09d}"]]
    return "".join(_segment(row) for row in rows).encode("ascii")


def plain(text: str) -> str:
    """What every receiver takes: letters without accents, none of the file's own marks."""
    return " ".join(_MARKS.sub(" ", unaccented(text)).split())


def _isa(of: Sender, control: int, at: datetime) -> list[str]:
    return [
        "ISA", "00", " " * 10, "00", " " * 10, of.sender_kind, f"{of.sender:<15.15}",
        of.receiver_kind, f"{of.receiver:<15.15}", f"{at:%y%m%d}", f"{at:%H%M}", "^", "00501",
        f"{control:09d}", "0", "T" if of.trial else "P", ":",
    ]  # fmt: skip


def _gs(of: Sender, control: int, at: datetime) -> list[str]:
    return ["GS", "HS", plain(of.sender), plain(of.receiver), f"{at:%Y%m%d}", f"{at:%H%M}",
            str(control), "X", VERSION]  # fmt: skip


def _segment(row: Sequence[str]) -> str:
    return "*".join(row).rstrip("*") + "~" if row[0] != "ISA" else "*".join(row) + "~"


def _transaction(one: Exchange, control: str, at: datetime) -> Iterator[list[str]]:
    assert one.payer is not None and one.provider is not None and one.subscriber is not None
    yield ["ST", "270", control, VERSION]
    made_on = one.made_on or at.date()
    yield ["BHT", "0022", one.purpose or "13", plain(one.reference), _day(made_on), f"{at:%H%M}"]
    yield ["HL", "1", "", "20", "1"]
    yield _party(one.payer)
    yield ["HL", "2", "1", "21", "1"]
    yield _party(one.provider)
    yield ["HL", "3", "2", "22", "1" if one.dependent else "0"]
    if one.dependent is None:
        yield from _asked(one, one.subscriber, "IL")
    else:
        yield from _person(one.subscriber, "IL")
        yield ["HL", "4", "3", "23", "0"]
        yield from _asked(one, one.dependent, "03")


def _party(party: Party) -> list[str]:
    return ["NM1", party.role, "2", plain(party.name), "", "", "", "", party.id_kind,
            plain(party.id)]  # fmt: skip


def _asked(one: Exchange, person: Person, role: str) -> Iterator[list[str]]:
    for trace in one.traces:
        yield ["TRN", trace.kind, plain(trace.number), plain(trace.origin)]
    yield from _person(person, role)
    for dated in person.dates:
        yield ["DTP", dated.kind, "RD8" if dated.span else "D8", _days(dated)]
    for question in one.questions:
        procedure = ":".join(plain(part) for part in question.procedure.split(":"))
        yield ["EQ", "^".join(question.services), procedure, question.level, question.insurance]


def _person(person: Person, role: str) -> Iterator[list[str]]:
    member = plain(person.member)
    yield [
        "NM1", role, "1", plain(person.last_name), plain(person.first_name),
        plain(person.middle_name), "", "", "MI" if member else "", member,
    ]  # fmt: skip
    if person.group:
        yield ["REF", "6P", plain(person.group)]
    if person.birth_on is not None or person.sex:
        birth = _day(person.birth_on) if person.birth_on else ""
        yield ["DMG", "D8" if birth else "", birth, person.sex]
    if person.relation:
        yield ["INS", "Y" if person.relation == "18" else "N", person.relation]


def _days(dated: Dated) -> str:
    return "-".join(_day(day) for day in (dated.first_on, dated.last_on) if day is not None)


def _day(day: date) -> str:
    return f"{day.year:04d}{day:%m%d}"
