"""Twilio's Messages API of 2010-04-01, as documented: texts out, reports and answers in."""

import hashlib
import hmac
import http.client
import json
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from goodstanding.core.channel_settings import TextSettings
from goodstanding.core.phones import e164
from goodstanding.outbound.handed import (
    ADDRESS,
    STOPPED,
    Accepted,
    Handed,
    Never,
    NotNow,
    Outgoing,
    Request,
    Told,
    Unsure,
)

STATUS_PATH = "/hooks/text/status"
# Codes change (their own advice), so one that is not listed never ends a number.
_NO_SUCH_NUMBER = frozenset({21211, 21214, 21217, 21614, 30005, 30006})
_STOPPED = 21610
_AGAIN = frozenset({429, 500, 503})
_STATUS = {
    "delivered": "delivered", "read": "delivered", "failed": "failed", "undelivered": "failed",
    "sent": "sent",
}  # fmt: skip


class Twilio:
    def __init__(self, settings: TextSettings, token: str) -> None:
        self._settings, self._token = settings, token

    def send(self, one: Outgoing) -> Handed:
        to = e164(one.to)
        if not to:
            return Never("The mobile number on file is not a telephone number.", ADDRESS)
        ours = self._settings
        form = {"To": to, "Body": one.body}
        form |= {"From": ours.from_number} if ours.from_number else {
            "MessagingServiceSid": ours.messaging_id
        }  # fmt: skip
        if ours.public_url:
            callback = f"{ours.public_url.rstrip('/')}{STATUS_PATH}?message={one.message}"
            form["StatusCallback"] = callback
        answer = self._ask("POST", "/Messages.json", urlencode(form))
        return answer if not isinstance(answer, tuple) else _handed(*answer)

    def check(self) -> str:
        answer = self._ask("GET", ".json", "")
        if not isinstance(answer, tuple):
            return answer.why
        status, said = answer
        return "" if status == 200 else f"Twilio answered {status} {_words(said)}".strip()

    def _ask(self, method: str, path: str, body: str) -> tuple[int, Any] | NotNow | Unsure:
        """(status, what was said), None for an answer that is not theirs."""
        ours, at = self._settings, urlsplit(self._settings.api)
        kind = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
        server = kind(at.hostname or "", at.port, timeout=ours.timeout_seconds)
        key = b64encode(f"{ours.account}:{self._token}".encode()).decode()
        headers = {
            "Authorization": f"Basic {key}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            server.connect()
        except OSError as fault:
            return NotNow(f"Twilio could not be reached: {type(fault).__name__} {fault}"[:200])
        try:
            server.request(method, f"/2010-04-01/Accounts/{ours.account}{path}", body, headers)
            seen = server.getresponse()
            return seen.status, _json(seen.read(65_536))
        except (OSError, http.client.HTTPException) as fault:
            return Unsure(f"Twilio did not say whether it took it: {type(fault).__name__}")
        finally:
            server.close()

    def is_theirs(self, request: Request) -> bool:
        """HMAC-SHA1 over our own address for it, then each name and value by name."""
        url = self._settings.public_url.rstrip("/") + request.path
        signed = url + "".join(name + request.form[name] for name in sorted(request.form))
        made = hmac.new(self._token.encode(), signed.encode(), hashlib.sha1).digest()
        return hmac.compare_digest(b64encode(made), request.signature.encode("utf-8", "replace"))

    def tells(self, request: Request) -> Told:
        form = request.form
        sid = form.get("MessageSid") or form.get("SmsSid") or ""
        status = form.get("MessageStatus") or ""
        if status:
            return _report(request, sid, status)
        kind = {"STOP": "opted_out", "START": "started"}.get(form.get("OptOutType", ""), "inbound")
        return Told(
            f"twilio:{sid}:inbound", kind, sid, sender=form.get("From", ""),
            words=form.get("Body", ""), confirmed=kind == "opted_out",
        )  # fmt: skip


def _report(request: Request, sid: str, status: str) -> Told:
    named = parse_qs(urlsplit(request.path).query).get("message", [""])[0]
    code = _number(request.form.get("ErrorCode"))
    kind = _STATUS.get(status, "")
    if kind == "failed" and code in _NO_SUCH_NUMBER:
        kind = "bounced"
    elif kind == "failed" and code == _STOPPED:
        kind = "opted_out"
    why = f"Twilio: {status}" + (f", {code}" if code else "")
    message = int(named) if named.isascii() and named.isdecimal() and len(named) < 16 else 0
    return Told(f"twilio:{sid}:{status}", kind, sid, message, why=why)


def _handed(status: int, said: Any) -> Handed:
    """An error that is theirs says that nothing was taken; one from something in between does
    not."""
    if status in (200, 201) and isinstance(said, dict) and said.get("sid"):
        return Accepted(str(said["sid"]))
    why = f"Twilio answered {status} {_words(said)}".strip()[:300]
    code = _number(said.get("code")) if isinstance(said, dict) else 0
    if status == 429 or (code and status in _AGAIN):
        return NotNow(why)
    if not 400 <= status < 500:
        return Unsure(why)
    if not 21_000 <= code < 40_000:  # about us (a wrong key, a wrong account), not this message
        return NotNow(why)
    fault = ADDRESS if code in _NO_SUCH_NUMBER else STOPPED if code == _STOPPED else ""
    return Never(why, fault)


def _words(said: Any) -> str:
    """Their words may hold the number: only the code is kept."""
    code = _number(said.get("code")) if isinstance(said, dict) else 0
    return f"code {code}" if code else ""


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _number(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
