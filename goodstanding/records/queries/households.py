"""Who lives together: what the others of a household may mean for an account."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from goodstanding.core.facts import KinFacts
from goodstanding.records import bulk
from goodstanding.records.queries.facts_rows import By

_MOST = 6


def kin(keys: str, on: date, before: datetime) -> By:
    """Other accounts of the same household; more than six together are a house, not a household."""
    day_ = on.isoformat()
    rows = bulk.select(
        "SELECT g.id, k.number, EXISTS (SELECT 1 FROM records_plan n WHERE n.guarantor_id = k.id "
        "AND n.status = 'active' AND n.started_on <= %s), EXISTS (SELECT 1 FROM records_hold h "
        "WHERE h.guarantor_id = k.id AND h.kind = 'assistance_pending' AND h.starts_on <= %s AND "
        "(h.ends_on IS NULL OR h.ends_on >= %s)), (SELECT MAX(c.at) FROM records_contact c WHERE "
        "c.guarantor_id = k.id AND c.undone_at IS NULL AND c.channel = 'call' AND c.at < %s AND "
        "(c.delivered OR c.direction = 'in')) FROM records_guarantor g JOIN records_guarantor k ON "
        f"k.household = g.household AND k.id <> g.id WHERE g.id IN ({keys}) AND g.household IN "
        f"({homes(keys)}) ORDER BY g.id, k.id",
        [day_, day_, day_, bulk.moment(before)],
    )
    zone = before.tzinfo
    found: By = defaultdict(list)
    for key, number, plan, helped, talked_at in rows:
        talked = None if talked_at is None else bulk.aware(talked_at).astimezone(zone).date()
        found[key].append(KinFacts(number, bool(plan), bool(helped), talked))
    return found


def homes(keys: str) -> str:
    """A query for the households of these accounts in which others live too."""
    return (
        "SELECT household FROM records_guarantor WHERE household IN (SELECT household FROM "
        f"records_guarantor WHERE household <> '' AND id IN ({keys})) GROUP BY household HAVING "
        f"COUNT(*) BETWEEN 2 AND {_MOST}"
    )


def households(keys: Iterable[int]) -> list[int]:
    """These accounts and all that share a household with one of them."""
    given = set(keys)
    rows = bulk.select(
        f"SELECT id FROM records_guarantor WHERE household IN ({homes(bulk.keys(given))})"
    )
    return sorted(given.union(key for (key,) in rows))
