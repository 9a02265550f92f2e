"""What a day brings to the plans made here and that their life does not say yet."""

from collections.abc import Collection, Iterable
from datetime import date

from goodstanding.core.plan_life import AFRESH, MORE, SAID, news
from goodstanding.records import bulk, clinic
from goodstanding.records.queries.facts import facts_for

_BATCH = 1500


def brought(on: date, *, only: Collection[str] | None = None) -> list[tuple[str, str]]:
    """(plan, what) for each plan that runs and has news, its first. A day that is run late tells
    nothing of a plan that something happened to since: it would be undone. `only`: of these.
    """
    rows = bulk.select(
        "SELECT p.guarantor_id, p.number, p.id FROM records_plan p JOIN records_planmade m ON "
        "m.plan_id = p.id WHERE p.status = 'active' AND NOT EXISTS (SELECT 1 FROM "
        'records_planevent e WHERE e.plan_id = p.id AND e."on" > %s) ORDER BY p.id',
        [on.isoformat()],
    )
    rows = [row for row in rows if only is None or row[1] in only]
    waiting, told = {number for _, number, _ in rows}, _told(key for *_, key in rows)
    grace = clinic.policy_in_force(on).grace.plan_days
    found = []
    for batch in bulk.chunks(sorted({key for key, *_ in rows}), _BATCH):
        for facts in facts_for(batch, on):
            for plan in facts.plans:
                if plan.plan_id in waiting and plan.status == "active":
                    said, rise = told[plan.plan_id]
                    what = news(plan, facts, said=said, rise=rise, grace_days=grace)
                    if what:
                        found.append((plan.plan_id, what))
    return found


def _told(plans: Iterable[int]) -> dict[str, tuple[str, int]]:
    """Of these plans (our keys), by number: what is said of its payments since its days were set,
    and what is said to be owed beside it."""
    found: dict[str, tuple[str, int]] = {}
    for number, what, cents in bulk.select(
        "SELECT p.number, e.what, e.cents FROM records_planevent e JOIN records_plan p ON p.id = "
        f"e.plan_id WHERE e.plan_id IN ({bulk.keys(plans)}) ORDER BY e.id"
    ):
        said, rise = found.get(number, ("", 0))
        if what in SAID or what in AFRESH:
            said = what if what in SAID else ""
        found[number] = said, cents if what == MORE else rise
    return found
