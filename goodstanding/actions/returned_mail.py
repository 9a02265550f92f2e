"""A letter that came back: nothing is mailed there until the practice has another address."""

from datetime import datetime

from goodstanding.actions.accounts import decide_now, desk_number
from goodstanding.actions.contacts import add_note
from goodstanding.actions.hold_parts import day_of, refuse_card_numbers
from goodstanding.actions.holds import TAKE_BACK
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import Channel
from goodstanding.core.letters import reference
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Contact, Guarantor, Letter, ReturnedMail
from goodstanding.records.queries.returned_mail import mark_of, went_there

OUTCOME = "returned_mail"


@action("mail.returned")
def mail_returned(*, letter_id: int, new_address: str = "", by: Actor, at: datetime) -> int:
    """Keeps the contact, stops mail to the address and decides the account again; the key to take
    it back by. The letter counts as not delivered. One that went to an earlier address, or to
    somebody else's, says nothing of the address on file, which stays in use. `new_address`: what
    the yellow label says; it is written in a note for the practice system, where addresses are.
    """
    refuse_card_numbers(new_address)
    letter = Letter.objects.select_for_update(of=("self",)).select_related("guarantor").filter(
        id=letter_id
    ).first()  # fmt: skip
    if letter is None or letter.state != "mailed":
        raise Refused(
            f"{reference(letter_id)} was not mailed, so it cannot come back. Check the reference "
            "at the foot of the page."
        )
    if ReturnedMail.objects.filter(letter=letter, undone_at=None).exists():
        raise Refused(f"{reference(letter_id)} is written down as returned already.")
    owner, on, there = letter.guarantor, day_of(at), went_there(letter)
    contact = Contact.objects.create(
        number=desk_number(owner.id, at), guarantor=owner, at=at, channel=Channel.MAIL.value,
        direction="in", outcome=OUTCOME, note=f"{reference(letter.id)} came back", by=by.name,
    )  # fmt: skip
    note = None
    if new_address.strip():
        text = f"New address on the label, to enter in the practice system: {new_address.strip()}"
        note = add_note(account_id=owner.number, text=text, kind="address", by=by, at=at)
    row = ReturnedMail.objects.create(
        guarantor=owner, letter=letter, contact=contact, note_id=note, on=on,
        address=mark_of(owner) if there else "", before_on=owner.mail_returned_on,
        delivered=_delivered(letter.id, now=False),
    )  # fmt: skip
    if there:
        Guarantor.objects.filter(id=owner.id).update(mail_returned_on=on)
    decide_now(owner.id, by=by, at=at)
    about(account=owner.number, letter=letter.id, contact=contact.id)
    return row.id


@action("mail.take_back")
def take_back_returned(*, number: int, by: Actor, at: datetime) -> str:
    """It was another letter: everything as if it had not been written; the account's number. For
    ten minutes, by who wrote it.
    """
    row = ReturnedMail.objects.select_related("guarantor", "contact").filter(
        id=number, undone_at=None
    ).first()  # fmt: skip
    if row is None:
        raise Refused("This was taken back already.")
    if row.contact.by != by.name or at - row.contact.at > TAKE_BACK:
        raise Refused("Only who wrote it takes it back, within ten minutes. Ask your manager.")
    row.undone_at = row.contact.undone_at = at
    row.save(update_fields=["undone_at"])
    row.contact.save(update_fields=["undone_at"])
    _delivered(row.letter_id, now=row.delivered)
    _day_without(row)
    decide_now(row.guarantor_id, by=by, at=at)
    about(account=row.guarantor.number, returned=number)
    return row.guarantor.number


def _day_without(row: ReturnedMail) -> None:
    """The account's day as it would be had this letter not come back: another one that did since,
    or what the practice system brought meanwhile, stands.
    """
    if not row.address:
        return
    rows = ReturnedMail.objects.filter(guarantor_id=row.guarantor_id, address=row.address)
    if after := rows.filter(undone_at=None, id__gt=row.id).order_by("id").first():
        after.before_on = row.before_on
        after.save(update_fields=["before_on"])
    elif mark_of(row.guarantor) == row.address and row.guarantor.mail_returned_on == row.on:
        Guarantor.objects.filter(id=row.guarantor_id).update(mail_returned_on=row.before_on)


def _delivered(letter: int, *, now: bool) -> bool:
    """Says of the letter's own contact whether it reached the person; what it said before."""
    rows = bulk.select(
        "SELECT delivered FROM records_contact WHERE number = %s", [f"letter-{letter}"]
    )
    Contact.objects.filter(number=f"letter-{letter}").update(delivered=now)
    return bool(rows and rows[0][0])
