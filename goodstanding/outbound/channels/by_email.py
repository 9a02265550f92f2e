"""Email over SMTP: plain text, one message a connection, and never in doubt about what was taken
before the last dot."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from goodstanding.core.channel_settings import EmailSettings
from goodstanding.core.messages import mail_name
from goodstanding.outbound.handed import (
    ADDRESS,
    Accepted,
    Handed,
    Never,
    NotNow,
    Outgoing,
    Unsure,
)

# 5.1.x of RFC 3463 speaks of the address; 550, 551 and 553 without a code of that kind do too.
_ADDRESS = re.compile(r"\b5\.1\.\d+\b")
_OTHER = re.compile(r"\b5\.[02-7]\.\d+\b")
_ADDRESS_CODES = frozenset({550, 551, 553})

_ONE_ADDRESS = re.compile(r"[\x21-\x7e]+@[\x21-\x7e]+\.[\x21-\x7e]+")


def deliver(one: Outgoing, settings: EmailSettings, password: str, *, at: datetime) -> Handed:
    if not _ONE_ADDRESS.fullmatch(one.to):
        return Never("The email address on file is not one.", ADDRESS)
    try:
        with _session(settings, password) as server:
            return _hand_over(server, one, settings, at=at)
    except (smtplib.SMTPException, OSError) as fault:
        return NotNow(f"The mail server could not be used: {_said(fault)}")


def check(settings: EmailSettings, password: str) -> str:
    """Connects and signs in, and sends nothing; "" when that works, else why not."""
    try:
        with _session(settings, password) as server:
            server.noop()
    except (smtplib.SMTPException, OSError) as fault:
        return _said(fault)
    return ""


@contextmanager
def _session(settings: EmailSettings, password: str) -> Iterator[smtplib.SMTP]:
    """`with` of smtplib says QUIT, and would hide what was answered when that fails."""
    context, seconds = ssl.create_default_context(), settings.timeout_seconds
    server: smtplib.SMTP
    if settings.security == "tls":
        server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=seconds, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=seconds)
    try:
        if settings.security == "starttls":
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if settings.user:
            server.login(settings.user, password)
        yield server
    finally:
        server.close()


def _hand_over(
    server: smtplib.SMTP, one: Outgoing, settings: EmailSettings, *, at: datetime
) -> Handed:
    raw = written(one, settings, at=at)
    code, words = server.mail(settings.from_address)
    if code != 250:  # about us, not this message
        return NotNow(f"The mail server does not take our emails: {code} {_text(words)}"[:300])
    code, words = server.rcpt(one.to)
    if code in (250, 251):
        code, words = server.docmd("DATA")
    if code != 354:
        return _refused(code, words)
    try:
        # RFC 5321 4.5.2: a line that begins with a dot gets another.
        server.send(re.sub(rb"(?m)^\.", b"..", raw) + b".\r\n")
        code, words = server.getreply()
    except (smtplib.SMTPException, OSError) as fault:
        return Unsure(f"The mail server did not say whether it took it: {_said(fault)}")
    return Accepted(message_id(one, settings)) if code == 250 else _refused(code, words)


def _refused(code: int, words: bytes) -> Handed:
    text = f"The mail server answered {code} {_text(words)}"[:300]
    if 400 <= code < 500:
        return NotNow(text)
    about = bool(_ADDRESS.search(text)) or (code in _ADDRESS_CODES and not _OTHER.search(text))
    return Never(text, ADDRESS if about else "")


def written(one: Outgoing, settings: EmailSettings, *, at: datetime) -> bytes:
    """The whole email, each line ended as SMTP wants it. No amount is in any header."""
    made = EmailMessage(policy=SMTP.clone(max_line_length=76))
    made["From"] = formataddr((settings.from_name, settings.from_address))
    made["To"] = one.to
    made["Subject"] = one.subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message_id(one, settings)
    if settings.reply_to:
        made["Reply-To"] = settings.reply_to
    answers = settings.reply_to or settings.from_address
    made["List-Unsubscribe"] = f"<mailto:{answers}?subject=STOP>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(one.body, charset="utf-8", cte="quoted-printable")
    return bytes(made)


def message_id(one: Outgoing, settings: EmailSettings) -> str:
    return f"<{mail_name(one.message, one.key)}@{settings.from_address.rpartition('@')[2]}>"


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_text(fault.smtp_error)}"[:200]
    return f"{type(fault).__name__} {fault}".strip()[:200]


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
