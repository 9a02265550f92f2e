"""What staff wrote to a patient by their own means: judged once more, then kept as a contact."""

from datetime import datetime

from goodstanding.actions.contacts import Said, log_contact
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.kinds import Channel
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import WordsKind
from goodstanding.outbound.typed import check_account

# How each kind leaves, what became of it, and which step it stands for ("" by its channel).
_LEFT = {
    WordsKind.TEXT: (Channel.TEXT, "sent", ""),
    WordsKind.EMAIL: (Channel.EMAIL, "sent", ""),
    WordsKind.VOICEMAIL: (Channel.CALL, "voicemail", ""),
    WordsKind.NOTE: (Channel.MAIL, "sent", "other"),
}


@action("words.log")
def log_words(*, account_id: str, kind: WordsKind, text: str, by: Actor, at: datetime) -> str:
    """The number of the contact. Refuses what the linter or the gate does not let through now."""
    checked = check_account(account_id, kind, text, at=at)
    if kind not in _LEFT:
        raise Refused("Only a text, an email, a voicemail or a note in a letter is logged here.")
    for one in checked.faults:
        raise Refused(f"{one.fault.text} ({one.citation}). Change it and check again.", one.rule)
    assert checked.verdict is not None
    for no in checked.verdict.refusals:
        raise Refused(f"{no.text} ({no.citation}). Nothing was logged.", no.rule)
    channel, outcome, step = _LEFT[kind]
    said = Said(channel, "out", outcome, note=text, kind=step)
    number = log_contact(account_id=account_id, said=said, by=by, at=at)
    about(account=account_id, kind=kind.value, signs=len(text))
    return number
