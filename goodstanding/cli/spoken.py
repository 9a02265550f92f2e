"""What every command shares: the clock, who runs it, and how it answers."""

import getpass
import json
import os
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from goodstanding.actions.unit import SYSTEM, Actor
from goodstanding.core.days import EARLIEST, LATEST, in_reach
from goodstanding.core.money import plain

DONE, NEEDS_A_PERSON, WRONG_USE = 0, 1, 2


@dataclass
class Answer:
    """A command's result: the JSON document, its lines for people, and the exit status."""

    document: Mapping[str, Any]
    lines: list[str] = field(default_factory=list)
    status: int = DONE


class WrongUse(Exception):
    """Wrong use or unreadable input; nothing was changed."""


def now() -> datetime:
    return datetime.now(ZoneInfo(settings.CLINIC_TIMEZONE))


def business_day(arguments: Namespace) -> date:
    """--on, or today by the clinic's clock."""
    return arguments.on or now().date()


def actor() -> Actor:
    """The operating system's user: every command is audited under a name."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return Actor(f"cli:{user}", SYSTEM)


def a_day(text: str) -> date:
    try:
        return _sensible(date.fromisoformat(text))
    except ValueError:
        raise ArgumentTypeError(
            f"{text} is no day like 2026-03-31 from {EARLIEST} to {LATEST}"
        ) from None


def a_moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        _sensible(at.date())
    except ValueError:
        raise ArgumentTypeError(
            f"{text} is no time like 2026-03-31T09:30:00-05:00 from {EARLIEST} to {LATEST}"
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.CLINIC_TIMEZONE))


def _sensible(day: date) -> date:
    if not in_reach(day):
        raise ValueError(day)
    return day


def to_write(name: str) -> Path:
    """A file we may make; asked before anything is changed."""
    path = Path(name)
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise WrongUse(f"{path} cannot be written. Give a file in a folder of yours.")
    return path


def money(cents: int) -> str:
    return plain(cents)


def say(answer: Answer, *, as_json: bool) -> int:
    if as_json:
        json.dump(answer.document, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        for line in answer.lines:
            sys.stdout.write(f"{line}\n")
    return answer.status


def tell(text: str) -> None:
    """For people, beside the answer: logs and progress."""
    sys.stderr.write(f"{text}\n")
