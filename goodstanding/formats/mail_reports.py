"""An email that came back to us: a delivery report (RFC 3464), an automatic answer, or a person's
own words."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from goodstanding.formats.problems import NotReadable

MOST_BYTES = 10_000_000
_OURS = re.compile(r"<(message\.\d{1,15}\.[a-z0-9.]+)@[^<>\s]+>")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# Where the words that somebody answers to begin.
_QUOTED = re.compile(
    r"^\s*(?:>|On\b.{0,200}\bwrote:|El\b.{0,200}\bescribi.{1,3}:|-{2,} ?Original|_{5,}|From: )",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MailReport:
    """`kind`: bounced (it reached nobody), delayed, delivered, auto_reply or reply. `named`: how
    our email was named, "" when that is not told. `status` as RFC 3463 writes it. `words`: what a
    person wrote above what they answer to.
    """

    key: str
    kind: str
    named: str = ""
    sender: str = ""
    status: str = ""
    words: str = ""


def read(raw: bytes) -> MailReport:
    if len(raw) > MOST_BYTES:
        raise NotReadable("This email is larger than any report. Nothing was read.")
    mail = message_from_bytes(raw, policy=policy.default)
    try:
        return _read(mail, f"mail:{hashlib.sha256(raw).hexdigest()[:40]}")
    except (LookupError, ValueError, AttributeError, TypeError) as fault:
        raise NotReadable("This is not an email that can be read. Nothing was done.") from fault


def _read(mail: EmailMessage, key: str) -> MailReport:
    if not mail.keys() or not (mail["From"] or mail["Message-ID"]):
        raise NotReadable("This is not an email. Save the whole message as .eml and try again.")
    sender = parseaddr(str(mail["From"] or ""))[1].lower()
    parts = list(mail.walk())
    report = next((p for p in parts if p.get_content_type() == "message/delivery-status"), None)
    if report is not None:
        action, status, about = _delivery(report)
        kind = {"failed": "bounced", "delivered": "delivered"}.get(action, "delayed")
        return MailReport(key, kind, _named(parts), about or sender, status)
    named = _first_of(str(mail["In-Reply-To"] or "") + " " + str(mail["References"] or ""))
    by_itself = str(mail["Auto-Submitted"] or "no").lower() != "no" or mail["X-Autoreply"]
    if by_itself or str(mail["Precedence"] or "").lower() in ("bulk", "auto_reply", "junk"):
        return MailReport(key, "auto_reply", named, sender)
    return MailReport(key, "reply", named, sender, words=_own_words(mail))


def _delivery(report: EmailMessage) -> tuple[str, str, str]:
    """(action, status, the address): of the first recipient that failed, else of the first."""
    blocks = [part for part in report.walk() if part is not report and part["Action"]]
    if not blocks:
        raise NotReadable("This delivery report names nobody. Nothing was done.")
    actions = [str(block["Action"]).split(";")[0].strip().lower() for block in blocks]
    at = actions.index("failed") if "failed" in actions else 0
    found = _STATUS.search(str(blocks[at]["Status"] or ""))
    who = str(blocks[at]["Final-Recipient"] or blocks[at]["Original-Recipient"] or "")
    return actions[at], found[1] if found else "", who.rpartition(";")[2].strip().lower()


def _named(parts: list[EmailMessage]) -> str:
    """The Message-ID of ours that the report carries, whole or in its headers."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            body = part.get_payload(decode=True)
            text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
            if found := re.search(r"(?im)^message-id:\s*(<[^>]*>)", text):
                return _first_of(found[1])
        elif part.get_content_type() == "message/rfc822":
            for inner in part.iter_parts():
                return _first_of(str(inner["Message-ID"] or ""))
    return ""


def _first_of(text: str) -> str:
    found = _OURS.search(text)
    return found[1] if found else ""


def _own_words(mail: EmailMessage) -> str:
    """The subject counts when nothing is written: a button that unsubscribes writes only there."""
    body = mail.get_body(preferencelist=("plain", "html"))
    text = "" if body is None else str(body.get_content())
    if body is not None and body.get_content_type() == "text/html":
        text = re.sub(r"<[^>]*>", " ", re.sub(r"(?is)<blockquote.*", "", text))
    own = []
    for line in text.splitlines():
        if _QUOTED.match(line):
            break
        own.append(line.strip())
    words = "\n".join(own).strip()
    return words or str(mail["Subject"] or "").strip()
