"""How the clinic sends emails and texts. Without these a message is work for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar
from urllib.parse import urlsplit

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE = ("starttls", "tls")
_PROVIDERS = ("twilio",)
Settings = TypeVar("Settings", "EmailSettings", "TextSettings")


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """A mail server that takes our emails. `security`: starttls, tls, or none to this machine only.
    The password is no part of this: it comes from the environment or a file (docs/install.md).
    """

    host: str
    from_address: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    from_name: str = ""
    reply_to: str = ""
    timeout_seconds: int = 20


@dataclass(frozen=True, slots=True)
class TextSettings:
    """A provider that sends our texts. `public_url`: where its reports reach us ("": they do not).
    `confirms_stop`: who answers a STOP with the one confirmation, "provider" or "us".
    """

    account: str
    provider: str = "twilio"
    from_number: str = ""
    messaging_id: str = ""  # of a group of numbers, in place of one number
    api: str = "https://api.twilio.com"
    public_url: str = ""
    confirms_stop: str = "provider"
    timeout_seconds: int = 20


@dataclass(frozen=True, slots=True)
class Channels:
    email: EmailSettings | None = None
    text: TextSettings | None = None

    def has(self, channel: str) -> bool:
        return (channel == "email" and self.email is not None) or (
            channel == "text" and self.text is not None
        )


def channels(email: Mapping[str, Any], text: Mapping[str, Any]) -> Channels:
    """From [email] and [text] of clinic.toml; an empty one is not configured. Refuses (ValueError,
    TypeError) an unknown name, a missing one, and a way that others can read.
    """
    return Channels(_email(email) if email else None, _text(text) if text else None)


def _email(written: Mapping[str, Any]) -> EmailSettings:
    read = _read(EmailSettings, "email", written)
    if read.security not in _SAFE and not (read.security == "none" and read.host in _HERE):
        raise ValueError("[email] security is starttls or tls; none is for this machine only")
    if "@" not in read.from_address or any(c in read.from_address for c in "\r\n <>"):
        raise ValueError(f"[email] from_address {read.from_address!r} is no address")
    return read


def _text(written: Mapping[str, Any]) -> TextSettings:
    read = _read(TextSettings, "text", written)
    if read.provider not in _PROVIDERS:
        raise ValueError(f"[text] provider {read.provider!r} is not one of {', '.join(_PROVIDERS)}")
    if bool(read.from_number) is bool(read.messaging_id):
        raise ValueError("[text] needs from_number or messaging_id, and not both")
    if read.confirms_stop not in ("provider", "us"):
        raise ValueError('[text] confirms_stop is "provider" or "us"')
    for name, url in (("api", read.api), ("public_url", read.public_url)):
        at = urlsplit(url)
        if url and at.scheme != "https" and not (at.scheme == "http" and at.hostname in _HERE):
            raise ValueError(f"[text] {name} begins with https://")
    return read


def _read(kind: type[Settings], name: str, written: Mapping[str, Any]) -> Settings:
    known = {each.name: each.type for each in fields(kind)}
    for key, value in written.items():
        if key not in known:
            raise ValueError(f"[{name}] has no {key}")
        wanted = int if known[key] is int else str
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise ValueError(f"[{name}] {key} is {value!r}")
    return kind(**written)
