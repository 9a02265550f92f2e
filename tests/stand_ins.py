"""A real SMTP server and a stand-in of the text provider's documented API, on sockets of this
machine. Each does what it is told to, in order, and keeps what it was given.
"""

import base64
import hashlib
import hmac
import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

ACCOUNT, TOKEN, OURS = "AC" + "0" * 32, "made-up-token", "+13205550100"


@dataclass
class Plan:
    """`next` says what happens to the next message, one word after another; then all is well."""

    next: list[str] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)
    asked: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self) -> str:
        with self.lock:
            self.asked += 1
            return self.next.pop(0) if self.next else "well"


# ---- SMTP (RFC 5321)


class _Smtp(socketserver.StreamRequestHandler):
    """Words of the plan: well, busy (451 at RCPT), full (452 after the dot), unknown (550 5.1.1),
    refused (554 5.7.1), greylist (421 at the greeting), slow, drop_before (closes at RCPT),
    drop_after (takes it and closes without an answer).
    """

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        plan: Plan = self.server.plan  # type: ignore[attr-defined]
        turn = plan.turn()
        if turn == "greylist":
            self.say("421 4.3.2 too busy")
            return
        self.say("220 stand-in ESMTP")
        who: list[str] = []
        while line := self.rfile.readline():
            word = line.decode().strip()
            verb = word[:4].upper()
            if verb == "EHLO":
                self.say("250-stand-in")
                self.say("250 AUTH PLAIN")
            elif verb == "AUTH":
                good = base64.b64encode(b"\0billing\0secret").decode()
                self.say("235 2.7.0 ok" if word.endswith(good) else "535 5.7.8 no")
            elif verb == "RCPT":
                who.append(word)
                if turn == "drop_before":
                    return
                said = {"busy": "451 4.3.0 later", "unknown": "550 5.1.1 no such user",
                        "refused": "554 5.7.1 not from you"}  # fmt: skip
                self.say(said.get(turn, "250 2.1.5 ok"))
            elif verb == "DATA":
                self.say("354 go on")
                body = self.body()
                time.sleep(1.5 if turn == "slow" else 0)
                if turn == "full":
                    self.say("452 4.2.2 mailbox full")
                    continue
                with plan.lock:
                    plan.taken.append((who, body))
                if turn == "drop_after":
                    return
                self.say("250 2.0.0 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


# ---- Twilio's Messages API of 2010-04-01


class _Text(BaseHTTPRequestHandler):
    """Words of the plan: well, busy (429), down (503 of theirs), gateway (502 without their words),
    no_such (21211), stopped (21610), wrong_key (401), cut (takes it; the answer is cut), slow.
    """

    _said = {
        "busy": (429, 20429), "down": (503, 20503), "no_such": (400, 21211),
        "stopped": (400, 21610), "wrong_key": (401, 20003),
    }  # fmt: skip

    def log_message(self, *_: Any) -> None:
        pass

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def signed_in(self) -> bool:
        key = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        return self.headers["Authorization"] == f"Basic {key}"

    def do_GET(self) -> None:
        well = self.path == f"/2010-04-01/Accounts/{ACCOUNT}.json" and self.signed_in()
        self.answer(200 if well else 401, b'{"code": 20003}' if not well else b'{"sid": "AC"}')

    def do_POST(self) -> None:
        plan: Plan = self.server.plan  # type: ignore[attr-defined]
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(raw, strict_parsing=True).items()}
        turn = plan.turn()
        if not self.signed_in() or self.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            turn = "wrong_key"
        if turn == "gateway":
            self.answer(502, b"<html>Bad gateway</html>")
            return
        if turn in self._said:
            status, code = self._said[turn]
            self.answer(
                status, json.dumps({"code": code, "message": "no", "status": status}).encode()
            )
            return
        time.sleep(1.5 if turn == "slow" else 0)
        with plan.lock:
            plan.taken.append(form)
            sid = f"SM{len(plan.taken):032d}"
        if turn == "cut":
            self.close_connection = True
            return
        made = {"sid": sid, "status": "queued", "error_code": None, "to": form["To"]}
        self.answer(201, json.dumps(made).encode())


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True

    def handle_error(self, *_: Any) -> None:
        """Whoever asked has gone: that is what is tried here."""


class _Http(_Tcp, ThreadingHTTPServer):
    pass


@contextmanager
def _served(server: socketserver.TCPServer, plan: Plan) -> Iterator[int]:
    server.plan = plan  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def mail_server(plan: Plan) -> Iterator[int]:
    with _served(_Tcp(("127.0.0.1", 0), _Smtp), plan) as port:
        yield port


@contextmanager
def text_provider(plan: Plan) -> Iterator[int]:
    with _served(_Http(("127.0.0.1", 0), _Text), plan) as port:
        yield port


def signature(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """As their documents say: HMAC-SHA1 over the address, then each name and value by name."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()
