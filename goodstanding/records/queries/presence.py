"""Who has an account open, who works it, and what was saved on it since a page was shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from goodstanding.core.days import clock_words
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Lease

# The newest row of each kind of step on account g; two pages with the same one saw the same.
VERSION = (
    "(SELECT COALESCE(MAX(x.id), 0) FROM records_contact x WHERE x.guarantor_id = g.id), "
    "(SELECT COALESCE(MAX(x.id), 0) FROM records_override x WHERE x.guarantor_id = g.id), "
    "(SELECT COALESCE(MAX(x.id), 0) FROM records_holdevent x JOIN records_hold y ON "
    "y.id = x.hold_id WHERE y.guarantor_id = g.id)"
)


@dataclass(frozen=True, slots=True)
class There:
    """One colleague on an account. `holds`: works it; else looks. `taken_*`: who took it over."""

    by: str
    since: datetime
    holds: bool
    taken_by: str = ""
    taken_why: str = ""

    @property
    def words(self) -> str:
        if self.holds:
            return holder_words(self.by, self.since)
        return f"{self.by} has this open since {clock(self.since)}"


def clock(at: datetime) -> str:
    """At the clinic: "10:14 AM"."""
    return clock_words(at.astimezone(ZoneInfo(clinic.current().timezone)))


def holder_words(by: str, since: datetime) -> str:
    return f"{by} works on this since {clock(since)}"


def there(account_id: str, at: datetime) -> tuple[There, ...]:
    """Who works it first, then by how long they are there."""
    found = Lease.objects.filter(guarantor__number=account_id, until__gt=at)
    rows = found.order_by("-holds", "since", "id")
    return tuple(There(one.by, one.since, one.holds, one.taken_by, one.taken_why) for one in rows)


def there_on(keys: Iterable[int], at: datetime, *, but: str) -> dict[int, There]:
    """Of each account the colleague who works it, or who has it open longest; without `but`."""
    found: dict[int, There] = {}
    rows = Lease.objects.filter(guarantor_id__in=list(keys), until__gt=at).exclude(by=but)
    for one in rows.order_by("-holds", "since", "id"):
        found.setdefault(one.guarantor_id, There(one.by, one.since, one.holds))
    return found


def version_of(key: int) -> str:
    return version_text(
        bulk.select(f"SELECT {VERSION} FROM records_guarantor g WHERE g.id = %s", [key])[0]
    )


def version_text(numbers: Iterable[int]) -> str:
    return ".".join(str(number) for number in numbers)


def news_since(key: int, seen: str, *, but: str) -> list[str]:
    """What others than `but` saved on the account after the page of that version, in words; nothing
    for a page that has none.
    """
    parts = seen.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 16 for part in parts):
        return []
    if version_of(key) == seen:
        return []
    contacts, choices, holds = map(int, parts)
    rows = bulk.select(
        "SELECT CAST(c.at AS TEXT), c.\"by\", CASE WHEN c.outcome > '' THEN c.outcome WHEN c.kind "
        "> '' THEN c.kind ELSE c.channel END, c.note FROM records_contact c WHERE "
        'c.guarantor_id = %s AND c.id > %s AND c."by" <> %s UNION ALL '
        "SELECT CAST(o.at AS TEXT), o.\"by\", 'next step ' || o.act, o.words FROM records_override "
        'o WHERE o.guarantor_id = %s AND o.id > %s AND o."by" <> %s UNION ALL '
        "SELECT CAST(e.at AS TEXT), e.\"by\", 'hold ' || h.kind || ' ' || e.what, '' FROM "
        "records_holdevent e JOIN records_hold h ON h.id = e.hold_id WHERE h.guarantor_id = %s "
        'AND e.id > %s AND e."by" <> %s ORDER BY 1',
        [key, contacts, but, key, choices, but, key, holds, but],
    )
    return [
        f"{by or 'the practice system'}, {clock(bulk.aware(at))}: {what.replace('_', ' ')}"
        f"{f' ({note})' if note else ''}"
        for at, by, what, note in rows
    ]
