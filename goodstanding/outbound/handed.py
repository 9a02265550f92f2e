"""What became of a message when it was handed over, in the words every channel shares, and what a
provider tells us later."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accepted:
    """Taken. `provider_id` is how their reports name it."""

    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Certainly not taken, and worth another try."""

    why: str


# Faults of what is never taken: it leads nowhere; the person told the provider to stop.
ADDRESS, STOPPED = "address", "stopped"


@dataclass(frozen=True, slots=True)
class Never:
    """Certainly not taken, and not worth another try. `fault`: ADDRESS, STOPPED, "" for anything
    else.
    """

    why: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have been taken: only a person, or a report, can tell."""

    why: str


Handed = Accepted | NotNow | Never | Unsure


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What leaves. `key` is ours and the same for every try."""

    key: str
    message: int
    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a provider tells. `kind`: sent, delivered, failed, bounced, opted_out, started,
    inbound, or "" for what changes nothing. `message` is ours when they give it back, 0 otherwise.
    `confirmed`: they answered a STOP themselves.
    """

    key: str
    kind: str
    provider_id: str = ""
    message: int = 0
    sender: str = ""
    words: str = ""
    why: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A provider's request as it came: the whole path with its query, the form, the signature."""

    path: str
    form: Mapping[str, str]
    signature: str
