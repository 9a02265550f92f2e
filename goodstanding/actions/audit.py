"""Reading is audited too: who looked at which account."""

from datetime import datetime

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.records import audit_chain


@action("account.view")
def viewed(*, account_id: str, by: Actor, at: datetime) -> None:
    about(account=account_id)


@action("audit.begin")
def begin_anew(*, by: Actor, at: datetime) -> str:
    """A new, empty log where one was known before: its first event says so and names the event the
    other ended with, and the note of that one is kept beside. Returns the name of the kept note.
    """
    last = audit_chain.last_noted()
    if not last:
        raise Refused("No log was known here before; nothing was changed.")
    kept = audit_chain.set_head_aside(at)
    about(last_event_before=last, kept=kept)
    return kept


@action("staff.sign_in")
def signed_in(*, by: Actor, at: datetime) -> None:
    """Who came in, and when."""
