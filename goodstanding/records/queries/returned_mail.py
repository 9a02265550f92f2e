"""Letters by the reference at their foot, and mail that came back from an address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goodstanding.core.kinship import Address, address_lines, address_mark
from goodstanding.core.letters import reference
from goodstanding.records.models import Guarantor, Letter, LetterBatch, ReturnedMail

_LETTER = re.compile(r"(?:[^\s·]+\s*·\s*)?L-?0*(\d{1,9})(?:\s*·\s*\d+/\d+)?", re.IGNORECASE)
_BATCH = re.compile(r"(?:batch\s*|B-)0*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """`returned_on` None: it did not come back. `state` as the letter keeps it."""

    number: int
    reference: str
    account_id: str
    person_name: str
    kind: str
    state: str
    mailed_on: date | None
    batch: int | None
    returned_on: date | None
    elsewhere: bool  # what came back had gone to another address than the one on file
    place: str

    @property
    def kind_words(self) -> str:
        return self.kind.replace("_", " ").capitalize()


def letter_asked(text: str) -> FoundLetter | None:
    """The letter of "L-000123", "l123" or the whole foot "104233 · L-000123 · 1/2"; None for
    anything else.
    """
    asked = _LETTER.fullmatch(text.strip())
    found = Letter.objects.select_related("guarantor", "batch").filter(
        id=int(asked[1]) if asked else 0
    )
    one = found.first()
    if one is None:
        return None
    owner, batch = one.guarantor, one.batch
    back = ReturnedMail.objects.filter(letter=one, undone_at=None).first()
    mailed = batch.confirmed_at if batch is not None and one.state == "mailed" else None
    return FoundLetter(
        one.id, reference(one.id), owner.number, f"{owner.last_name}, {owner.first_name}",
        one.kind, one.state, mailed.date() if mailed else None, batch.id if batch else None,
        back.on if back else None, bool(back and not back.address), f"{owner.city}, {owner.state}",
    )  # fmt: skip


def batch_asked(text: str) -> int | None:
    """The number of the batch "batch 12" or "B-12" means, when there is one."""
    asked = _BATCH.fullmatch(text.strip())
    if asked is None or not LetterBatch.objects.filter(id=int(asked[1])).exists():
        return None
    return int(asked[1])


def mark_of(owner: Guarantor) -> str:
    return address_mark(_address(owner))


def went_there(letter: Letter) -> bool:
    """The address the letter was printed with is the guarantor's own as it is now: not one that
    changed since, and not somebody else's. True where the print was not kept.
    """
    printed = letter.content.get("address")
    now = address_lines(_address(letter.guarantor))
    return printed is None or _plain(printed) == _plain(now)


def _address(owner: Guarantor) -> Address:
    return owner.street, owner.street2, owner.city, owner.state, owner.zip


def _plain(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).casefold().split())


def came_back() -> dict[str, tuple[str, date]]:
    """By account: the address our letters came back from, and the last day one did."""
    rows = ReturnedMail.objects.filter(undone_at=None).exclude(address="").order_by("on", "id")
    return {
        number: (address, on)
        for number, address, on in rows.values_list("guarantor__number", "address", "on")
    }
