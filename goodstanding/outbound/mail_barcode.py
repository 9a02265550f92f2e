"""The mail barcode of a letter: the clinic's Mailer ID, the letter's number, where it goes."""

import re

from goodstanding.core.intelligent_mail import encode
from goodstanding.core.letters import ClinicFacts, Letter
from goodstanding.core.refusals import Refused

BARCODE_ID = "00"
_ZIP = re.compile(r"(?<!\d)(\d{5})(?:-?(\d{4}))?$")
_NUMBER = re.compile(r"L-(\d+)")


def mail_barcode(letter: Letter, clinic: ClinicFacts) -> str:
    """65 bars, or "" when the clinic has no Mailer ID or the letter no number of a batch."""
    digits = tracking(letter, clinic)
    if not digits:
        return ""
    found = _ZIP.search(letter.address[-1]) if letter.address else None
    return encode(digits, "".join(part or "" for part in found.groups()) if found else "")


def tracking(letter: Letter, clinic: ClinicFacts) -> str:
    """Barcode ID, service, Mailer ID and a serial number: 20 digits. A Mailer ID of six digits has
    a serial of nine, one of nine digits a serial of six; the serial begins again when it is full.
    """
    number = _NUMBER.fullmatch(letter.reference)
    if not clinic.mailer_id or number is None:
        return ""
    if not re.fullmatch(r"\d{6}|\d{9}", clinic.mailer_id) or not re.fullmatch(
        r"\d{3}", clinic.mail_service
    ):
        raise Refused(
            "The clinic's mailer_id has 6 or 9 digits and its mail_service 3. Correct them in the "
            "clinic file; nothing was printed."
        )
    room = 15 - len(clinic.mailer_id)
    serial = f"{int(number[1]) % 10**room:0{room}d}"
    return f"{BARCODE_ID}{clinic.mail_service}{clinic.mailer_id}{serial}"
