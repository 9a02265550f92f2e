"""The way of one text or email: what may become of it, and when it is tried again."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from goodstanding.core.kinds import Act, Channel


class MessageState(StrEnum):
    """`sending` is left only by an answer: the provider's or a person's. `failed` was taken and not
    delivered, or a person said that it did not go; `given_up` was never taken; `bounced` has an
    address that is no good; `blocked` may not go any more.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    BOUNCED = "bounced"
    BLOCKED = "blocked"
    GIVEN_UP = "given_up"


# What did not arrive, and wants a look.
ENDED_BADLY = tuple(
    state.value
    for state in (
        MessageState.FAILED, MessageState.GIVEN_UP, MessageState.BOUNCED, MessageState.BLOCKED,
    )
)  # fmt: skip
CHANNEL_OF = {Act.TEXT: Channel.TEXT, Act.EMAIL: Channel.EMAIL}
# The one answer to a STOP that the law allows; it asks for nothing.
STOP_CONFIRMATION = "stop_confirmation"
# What was certainly not taken is offered again after these, then a person looks.
RETRY_AFTER = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 360))
# Longer than any provider takes to answer: after it, "sending" needs a person.
IN_FLIGHT = timedelta(minutes=5)


def next_try(tries: int, at: datetime) -> datetime | None:
    """After so many tries that were not taken, the last one at `at`; None: no more."""
    return at + RETRY_AFTER[tries - 1] if tries <= len(RETRY_AFTER) else None


def key_of(decision: int, channel: Channel) -> str:
    """One message at most for a decision and a channel."""
    return f"decision:{decision}:{channel.value}"


def mail_name(message: int, key: str) -> str:
    """The part of an email's Message-ID before the @: the same for every try, so that a copy is
    known as one. A report about it gives it back."""
    return f"message.{message}.{_plain(key)}"


def named_message(name: str) -> int:
    """Which message `mail_name` named so; 0: none. Its key is to be compared, too."""
    found = re.fullmatch(r"message\.(\d{1,15})\..+", name)
    return int(found[1]) if found else 0


def _plain(key: str) -> str:
    return re.sub(r"[^a-z0-9]+", ".", key.lower()).strip(".")
