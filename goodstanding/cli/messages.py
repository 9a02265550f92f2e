"""messages: what waits; send what is due; are the channels configured; mail that came back."""

from argparse import Namespace
from pathlib import Path

from goodstanding.actions import messages_in
from goodstanding.actions.messages import send_due, try_connections
from goodstanding.cli.spoken import DONE, NEEDS_A_PERSON, Answer, WrongUse, actor, now
from goodstanding.formats.problems import NotReadable
from goodstanding.records import clinic
from goodstanding.records.queries.messages_page import counts, need_a_person

DO = ("list", "send", "check", "bounce")


def messages(arguments: Namespace) -> Answer:
    """Exit status 1 when something needs a person, or a channel does not answer."""
    if arguments.do == "bounce":
        return _bounce(arguments.files)
    if arguments.files:
        raise WrongUse("only bounce takes files")
    return {"list": _listed, "send": _send, "check": _check}[arguments.do]()


def _listed() -> Answer:
    found, people = counts(), need_a_person(now())
    lines = [f"{state}: {count}" for state, count in found.items() if count]
    lines += [f"{people} need a person: the page Messages"] if people else []
    document = {"states": found, "need_a_person": people}
    return Answer(document, lines or ["no messages yet"], NEEDS_A_PERSON if people else DONE)


def _send() -> Answer:
    done = send_due(by=actor(), clock=now)
    people = need_a_person(now())
    lines = [f"{state}: {count}" for state, count in sorted(done.items())] or ["nothing was due"]
    document = {"done": dict(sorted(done.items())), "need_a_person": people}
    return Answer(document, lines, NEEDS_A_PERSON if people else DONE)


def _check() -> Answer:
    """Says what is configured and tries each; sends nothing. No secret is shown."""
    ways, tried = clinic.current().channels, try_connections()
    lines, document = [], {}
    for name, settings in (("email", ways.email), ("text", ways.text)):
        document[name] = {"configured": settings is not None, "fault": tried.get(name, "")}
        if settings is None:
            lines.append(f"{name}: not configured; a person sends them")
        else:
            lines.append(f"{name}: {tried[name] or 'configured, and it answers'}")
    if ways.text is not None and not clinic.hears_texts():
        lines.append("text: public_url is missing, so no report or answer reaches us")
    document["reports_of_texts"] = {"configured": clinic.hears_texts(), "fault": ""}
    return Answer(document, lines, NEEDS_A_PERSON if any(tried.values()) else DONE)


def _bounce(files: list[str]) -> Answer:
    """Reads emails that came back. The same one twice changes nothing."""
    if not files:
        raise WrongUse("which file? goodstanding messages bounce FILE.eml ...")
    lines, read, faults = [], [], 0
    for name in files:
        path = Path(name)
        try:
            found = messages_in.from_mail(path.read_bytes(), by=actor(), at=now())
        except OSError as fault:
            raise WrongUse(f"{name} cannot be read: {fault.strerror}") from fault
        except NotReadable as fault:
            faults += 1
            lines.append(f"{path.name}: {fault}")
            continue
        read.append({"file": path.name, "kind": found.kind, "status": found.status})
        lines.append(f"{path.name}: {found.kind.replace('_', ' ')} {found.status}".rstrip())
    return Answer({"read": read, "not_readable": faults}, lines, NEEDS_A_PERSON if faults else DONE)
