"""What may be written down about each kind of hold, and whether it can be right: the keys of the
contract's detail, some of our own, and the marks a step leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from goodstanding.core.bankruptcy import CHAPTERS
from goodstanding.core.kinds import HoldKind
from goodstanding.core.stops import detail_day, spoken


class Written(StrEnum):
    DAY = "day"
    TEXT = "text"
    HOUR = "hour"
    CHAPTER = "chapter"
    NO = "no"  # only "no" says something
    WORK = "work"
    CHARGES = "charges"


@dataclass(frozen=True, slots=True)
class Entry:
    """`ahead`: a day to come is allowed."""

    key: str
    label: str
    written: Written = Written.DAY
    ahead: bool = False
    hint: str = ""


_T, _H, _C = Written.TEXT, Written.HOUR, Written.CHAPTER
ENTRIES: dict[HoldKind, tuple[Entry, ...]] = {
    HoldKind.BANKRUPTCY: (
        Entry("case", "Case number", _T),
        Entry("chapter", "Chapter", _C),
        Entry("filed_on", "Filed on"),
        Entry("court", "Court", _T),
        Entry("attorney", "The debtor's lawyer", _T),
        Entry("claim_by", "Claim due by", ahead=True, hint="The day on the court's own notice."),
        Entry("assets", "Assets", Written.NO, hint='"no" when the notice says there are none.'),
        Entry("asset_notice_on", "Notice of assets came on"),
        Entry("converted_on", "Converted on"),
        Entry("to_chapter", "To chapter", _C),
        Entry("discharged_on", "Discharged on"),
        Entry("dismissed_on", "Dismissed on"),
        Entry("closed_on", "Closed on"),
    ),
    HoldKind.ESTATE: (
        Entry("died_on", "Died on"),
        Entry("representative", "Representative", _T),
        Entry("address", "Representative's address", _T),
        Entry("court", "Court and file number", _T),
        Entry("opened_on", "Estate opened on"),
        Entry("notice_published_on", "First notice published on"),
        Entry("notice_served_on", "Notice served on us on"),
        Entry("disallowed_on", "Claim disallowed on"),
        Entry("last_illness", "Charges of the last illness", Written.CHARGES,
              hint="Their numbers with commas between. They are class 4 of the claim."),
    ),
    HoldKind.DISPUTE: (Entry("raised_on", "Asked on"),),
    HoldKind.BILLING_ERROR: (
        Entry("raised_on", "Reported on"),
        Entry("possible_notice_on", "Notice of possible error sent on"),
        Entry("reviewed_on", "Review done on"),
        Entry("notice_on", "Notice of the result sent on", ahead=True),
    ),
    HoldKind.GOOD_FAITH_DISPUTE: (
        Entry("filed_on", "Filed on"),
        Entry("decided_on", "Decided on"),
    ),
    HoldKind.INSURER_PENDING: (
        Entry("insurer", "Insurance told of", _T),
        Entry("member", "Member number", _T),
        Entry("group", "Group number", _T),
        Entry("from_on", "In force from", ahead=True),
        Entry("holder", "Who holds the policy", _T),
        Entry("told_on", "Told us on"),
    ),
    HoldKind.ATTORNEY: (
        Entry("name", "Lawyer", _T),
        Entry("address", "Lawyer's address", _T),
    ),
    HoldKind.CALL_RESTRICTION: (
        Entry("not_before", "No calls before", _H, hint="As 10:00, the person's own time."),
        Entry("not_after", "No calls after", _H, hint="As 18:30, the person's own time."),
        Entry("not_at", "Not at", Written.WORK, hint='"work", when calls there are unwelcome.'),
    ),
    HoldKind.CONFIDENTIAL_ADDRESS: (
        Entry("address", "Confidential address", _T, hint="Nothing goes anywhere else."),
    ),
    HoldKind.POWER_OF_ATTORNEY: (
        Entry("name", "Agent", _T),
        Entry("document_on", "Document seen on"),
    ),
    HoldKind.MILITARY: (Entry("status_checked_on", "Status checked on"),),
}  # fmt: skip
CHARGES = Entry(
    "charges", "Only these charges", Written.CHARGES,
    hint="Their numbers with commas between. Empty: all.",
)  # fmt: skip
# Kinds that stop the whole account whatever they name have no list of charges.
_BY_CHARGE = frozenset(HoldKind) - {
    HoldKind.BANKRUPTCY, HoldKind.ESTATE, HoldKind.ATTORNEY, HoldKind.CEASE_CONTACT,
    HoldKind.CALL_RESTRICTION, HoldKind.CONFIDENTIAL_ADDRESS, HoldKind.POWER_OF_ATTORNEY,
    HoldKind.IDENTITY_THEFT, HoldKind.MILITARY, HoldKind.AGENCY,
}  # fmt: skip


def entries(kind: HoldKind) -> tuple[Entry, ...]:
    own = ENTRIES.get(kind, ())
    return (*own, CHARGES) if kind in _BY_CHARGE else own


# What a step may have done: the key that keeps its day, and the words on the form.
LOOKED, PAPER = "checked_on", "paper"
COVERED, NOT_COVERED = "covered_on", "not_covered_on"
MARKS: dict[HoldKind, tuple[tuple[str, str], ...]] = {
    HoldKind.BANKRUPTCY: (
        ("claim_filed_on", "Proof of claim filed"),
        ("claim_waived_on", "Decided not to file a claim"),
        ("counsel_on", "Counsel answered"),
        ("petition_day_decided_on", "Service on the filing day decided"),
    ),
    HoldKind.ESTATE: (("claim_filed_on", "Claim sent to the estate or the court"),),
    HoldKind.DISPUTE: (("answered_on", "Answer sent"),),
    HoldKind.BILLING_ERROR: (
        ("possible_notice_on", "Notice of possible error sent"),
        ("reviewed_on", "Review done"),
        ("notice_on", "Notice of the result sent"),
        ("refunded_on", "Refund paid"),
    ),
    HoldKind.GOOD_FAITH_DISPUTE: (
        ("responded_on", "Papers sent to the dispute entity"),
        ("decided_on", "The dispute was decided"),
    ),
    HoldKind.INSURER_PENDING: (
        (COVERED, "Covered: added in the practice system, and billed"),
        (NOT_COVERED, "Not covered: this hold ends"),
    ),
    HoldKind.CEASE_CONTACT: (("decided_on", "Decided about the one last message"),),
    HoldKind.POWER_OF_ATTORNEY: (("document_on", "Document seen"),),
    HoldKind.MILITARY: (("status_checked_on", "Military status checked"),),
}


def marks(kind: HoldKind) -> tuple[tuple[str, str], ...]:
    first = (LOOKED, "Looked at it; nothing has changed")
    return (first, *MARKS.get(kind, ()), (PAPER, "A paper came in"))


_IN_ORDER = (
    ("filed_on", "converted_on"), ("filed_on", "discharged_on"), ("filed_on", "dismissed_on"),
    ("filed_on", "closed_on"), ("filed_on", "asset_notice_on"), ("filed_on", "claim_by"),
    ("died_on", "opened_on"), ("died_on", "notice_published_on"),
    ("died_on", "notice_served_on"), ("died_on", "disallowed_on"),
    ("raised_on", "reviewed_on"), ("reviewed_on", "notice_on"), ("filed_on", "decided_on"),
)  # fmt: skip


def problems(
    kind: HoldKind, detail: Mapping[str, Any], *, on: date, charges: frozenset[str] | None = None
) -> dict[str, str]:
    """What is wrong, by key, in words. `charges`: those the account has, where that is known."""
    known = {entry.key: entry for entry in entries(kind)}
    found: dict[str, str] = {}
    for key, value in detail.items():
        if key in known and value not in ("", None) and value != []:
            words = _wrong(known[key], value, on=on, charges=charges)
            if words:
                found[key] = words
    if found:
        return found
    labels = {key: entry.label for key, entry in known.items()}
    for first, then in _IN_ORDER:
        if first in known and then in known:
            begun, ended = detail_day(detail, first), detail_day(detail, then)
            if begun and ended and ended < begun:
                found[then] = (
                    f'"{labels[then]}" cannot be before "{labels[first]}" ({spoken(begun)}).'
                )
    return found | _together(kind, detail)


def _together(kind: HoldKind, detail: Mapping[str, Any]) -> dict[str, str]:
    if kind is HoldKind.BANKRUPTCY:
        if detail.get("discharged_on") and detail.get("dismissed_on"):
            return {"dismissed_on": "A case is discharged or dismissed, not both. Read the docket."}
        if bool(detail.get("converted_on")) != bool(detail.get("to_chapter")):
            return {"to_chapter": "A conversion needs its day and the new chapter."}
    if kind is HoldKind.CALL_RESTRICTION:
        first, last = detail.get("not_before"), detail.get("not_after")
        if first and last and time.fromisoformat(first) >= time.fromisoformat(last):
            return {"not_after": "No hour would be left for calls. Turn the two hours round."}
    return {}


def _wrong(entry: Entry, value: Any, *, on: date, charges: frozenset[str] | None) -> str:
    if entry.written is Written.DAY:
        try:
            day = detail_day({entry.key: value}, entry.key)
        except ValueError:
            return "This is not a day. Write it as 12/4/2026."
        if day is not None and day > on and not entry.ahead:
            return f"This day is still to come. Today is {spoken(on)}."
        if day is not None and day.year < 1990:
            return "This day is too long ago. Check the year."
    elif entry.written is Written.CHAPTER:
        if str(value).strip() not in CHAPTERS:
            return "The chapter is 7, 11, 12 or 13."
    elif entry.written is Written.HOUR:
        try:
            time.fromisoformat(str(value))
        except ValueError:
            return "This is not a time of day. Write it as 10:00 or 18:30."
    elif entry.written is Written.WORK and value != "work":
        return 'Only "work" is understood here. Write anything else in the note.'
    elif entry.written is Written.NO and value not in ("no", "yes"):
        return 'Write "no" or "yes".'
    elif entry.written is Written.CHARGES and charges is not None:
        unknown = [one for one in value if one not in charges]
        if unknown:
            return f"No charge {', '.join(unknown)} is on this account."
    return ""
