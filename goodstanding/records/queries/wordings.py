"""The words and their versions, for the page that writes them."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.records.models import Wording

OPEN = ("draft", "proposed")


@dataclass(frozen=True, slots=True)
class WordingRow:
    id: int
    kind: str
    language: str
    version: int
    state: str
    note: str
    made_by: str
    made_at: datetime
    proposed_by: str
    proposed_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    translator: str
    checked_on: date | None
    text: str = ""

    @property
    def open(self) -> bool:
        return self.state in OPEN


def current() -> dict[tuple[str, str], list[WordingRow]]:
    """What is in use or on its way, by (kind, language), without the texts."""
    found: dict[tuple[str, str], list[WordingRow]] = {}
    for row in Wording.objects.defer("text").filter(state__in=("active", *OPEN)).order_by("-id"):
        found.setdefault((row.kind, row.language), []).append(_row(row, text=False))
    return found


def history(kind: str, language: str) -> tuple[WordingRow, ...]:
    """Newest first, without the texts."""
    rows = Wording.objects.defer("text").filter(kind=kind, language=language)
    return tuple(_row(row, text=False) for row in rows.order_by("-version"))


def wording(number: int) -> WordingRow | None:
    found = Wording.objects.filter(id=number).first()
    return None if found is None else _row(found)


def wording_of(kind: str, language: str, version: int) -> WordingRow | None:
    found = Wording.objects.filter(kind=kind, language=language, version=version).first()
    return None if found is None else _row(found)


def in_use(kind: str, language: str) -> WordingRow | None:
    found = Wording.objects.filter(kind=kind, language=language, state="active").first()
    return None if found is None else _row(found)


def _row(found: Wording, *, text: bool = True) -> WordingRow:
    return WordingRow(
        found.id, found.kind, found.language, found.version, found.state, found.note,
        found.made_by, found.made_at, found.proposed_by, found.proposed_at, found.approved_by,
        found.approved_at, found.ended_by, found.ended_at, found.translator, found.checked_on,
        found.text if text else "",
    )  # fmt: skip
