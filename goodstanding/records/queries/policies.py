"""The policy and its versions: which is in force, who made and approved it, what differs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from goodstanding.core import policy
from goodstanding.core.days import clock_words
from goodstanding.core.policy import Policy
from goodstanding.core.policy_text import Change, changes
from goodstanding.law import LawOn, live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import PolicyVersion, Task

SHOWN = 50
_CALLS, _HOURS = "us-regf-call-frequency-7-in-7", "us-regf-inconvenient-time-place"
# Limits of law no policy can loosen: the rule, and its figures in words.
_LOCKED: tuple[tuple[str, Callable[[LawOn], str]], ...] = (
    (_CALLS, lambda law: (
        f"At most {law.number(_CALLS, 'max_call_attempts')} calls in "
        f"{law.number(_CALLS, 'attempt_window')} days, and none for "
        f"{law.number(_CALLS, 'post_conversation_pause')} days after a talk")),
    (_HOURS, lambda law: (
        f"Calls, texts and emails {_hour(law.clock(_HOURS, 'earliest_local_time'))} to "
        f"{_hour(law.clock(_HOURS, 'latest_local_time'))} in the person's own time")),
    ("mn-332c-credit-reporting-ban", lambda law: "Medical debt is never reported to a bureau"),
    ("mn-62j807-no-denial-of-care", lambda law: "Care is never refused over a debt"),
    ("mn-62j806-published-policy", lambda law: "Agency only as the published policy says"),
    ("us-qmb-balance-billing-ban", lambda law: "Nothing from those Medicare says owe nothing"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Locked:
    rule: str
    text: str
    citation: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    id: int
    mark: str
    version: int
    state: str
    note: str
    made_by: str
    made_at: datetime
    proposed_by: str
    proposed_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    starts_on: date | None
    trial_at: datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """`against` names what `changes` counts from: the policy in force for a draft, else the one
    before it. `trying` is true while a trial waits or runs.
    """

    row: VersionRow
    text: str
    policy: Policy | None
    against: str
    changes: tuple[Change, ...]
    trial: dict[str, Any]
    trying: bool
    failed: str


@dataclass(frozen=True, slots=True)
class OverrideRow:
    account_id: str
    at: datetime
    by: str
    step: str
    before: str
    act: str
    reason: str
    words: str


def versions() -> tuple[VersionRow, ...]:
    """Newest first; the files' policies that runs used are among them."""
    found = PolicyVersion.objects.defer("text", "trial").order_by("-made_at", "-id")[:SHOWN]
    return tuple(map(_row, found))


def version(number: int, on: date) -> Version | None:
    found = PolicyVersion.objects.filter(id=number).first()
    if found is None:
        return None
    against, before = _before(found, on)
    trial_key = f"trial {found.mark} "
    last = Task.objects.filter(kind="trial", key__startswith=trial_key).order_by("-id").first()
    return Version(
        _row(found), found.text, policy.read(found.text)[0], against,
        changes(before, found.text), found.trial,
        last is not None and last.state in ("waiting", "running"),
        last.error if last is not None and last.state == "failed" else "",
    )  # fmt: skip


def _before(found: PolicyVersion, on: date) -> tuple[str, str]:
    """(mark, text) of what a version is compared with."""
    if found.state in ("draft", "proposed") or found.starts_on is None:
        now = clinic.policy_chosen(on)
        return now.mark, now.text
    earlier = PolicyVersion.objects.filter(state="active", starts_on__lt=found.starts_on)
    before = earlier.order_by("-starts_on").first()
    if before is not None:
        return before.mark, before.text
    files = clinic.policy_of_files()
    return files.mark, files.text


def approved(mark: str) -> VersionRow | None:
    found = PolicyVersion.objects.defer("text", "trial").filter(mark=mark, state="active").first()
    return None if found is None else _row(found)


def _row(found: PolicyVersion) -> VersionRow:
    return VersionRow(
        found.id, found.mark, found.version, found.state, found.note, found.made_by, found.made_at,
        found.proposed_by, found.proposed_at, found.approved_by, found.approved_at,
        found.starts_on, found.trial_at,
    )  # fmt: skip


def _hour(clock: time) -> str:
    """8 AM, 8:30 AM."""
    return clock_words(clock).replace(":00", "")


def locked(on: date) -> tuple[Locked, ...]:
    law = live_book().on(on, clinic.current().state)
    return tuple(
        Locked(rule, words(law), law.cite(rule)) for rule, words in _LOCKED if law.in_force(rule)
    )


def overrides(since: datetime) -> tuple[OverrideRow, ...]:
    """Where people chose another step than the ladder: for the weekly review of the policy."""
    rows = bulk.select(
        "SELECT g.number, o.at, o.by, COALESCE(d.step, ''), COALESCE(d.act, ''), o.act, o.reason, "
        "o.words FROM records_override o JOIN records_guarantor g ON g.id = o.guarantor_id "
        "LEFT JOIN records_decision d ON d.id = o.decision_id WHERE o.at >= %s "
        f"ORDER BY o.at DESC, o.id DESC LIMIT {SHOWN}",
        [since],
    )
    return tuple(
        OverrideRow(account, bulk.aware(at), by, step, before, act, reason, words)
        for account, at, by, step, before, act, reason, words in rows
    )
