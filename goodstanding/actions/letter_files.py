"""Letters that leave as files: for a mail house, and as Word for the office's own edits."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions.letter_look import filled_letter
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.letters import reference
from goodstanding.core.refusals import Refused
from goodstanding.outbound.fill import address_block
from goodstanding.outbound.kept_letter import facts_of
from goodstanding.outbound.mail_barcode import mail_barcode
from goodstanding.outbound.mail_house import Piece, mail_house_file, seal
from goodstanding.outbound.word_copy import word_copy
from goodstanding.records import clinic
from goodstanding.records.models import Letter
from goodstanding.records.queries import letters_page
from goodstanding.records.queries.letters_page import first_pages


@dataclass(frozen=True, slots=True)
class MailHouseFile:
    """The zip, and its own seal as the log has it."""

    content: bytes
    sha256: str


@action("letter.mail_house")
def for_mail_house(*, batch_id: int, by: Actor, at: datetime) -> MailHouseFile:
    """The PDF, its list and their seals. Handing it over sends nothing: the mail house reports what
    it mailed, and a person confirms that.
    """
    batch = letters_page.batch_row(batch_id)
    if batch is None or not batch.has_pdf or batch.way != "mail_house":
        raise Refused(f"Batch {batch_id} was not printed for a mail house.")
    if batch.state != "printed":
        raise Refused(f"Batch {batch_id} is {batch.state}: no file of it goes out any more.")
    content = mail_house_file(letters_page.batch_pdf(batch_id), _pieces(batch_id))
    sealed = seal(content)
    about(batch=batch.id, letters=batch.rows, pages=batch.pages, sha256=sealed)
    return MailHouseFile(content, sealed)


@action("letter.word")
def as_word(*, letter: int, on: date, by: Actor, at: datetime) -> bytes:
    """One letter as a Word document. It is the office's own from then on: not in a batch, not
    checked, not counted as sent.
    """
    filled = filled_letter(letter, on=on, at=at)
    about(account=filled.account_id, letter=letter)
    return word_copy(filled)


def _pieces(batch: int) -> list[Piece]:
    paper = clinic.current().facts
    rows = list(Letter.objects.filter(batch_id=batch, state="printed").order_by("place"))
    pieces = []
    for row, first in zip(rows, first_pages(row.pages for row in rows), strict=True):
        facts = facts_of(row.content)
        where, bars = address_block(facts), mail_barcode(facts, paper)
        name = reference(row.id)
        pieces.append(Piece(row.place, name, row.kind, first, row.pages, where, bars))
    return pieces
