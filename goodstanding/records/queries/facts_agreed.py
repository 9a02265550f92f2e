"""What was agreed with the person, as of a day: promises, imported plans and those made here."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from goodstanding.core.facts import PaymentFacts, PlanFacts, PlanPart, PromiseFacts
from goodstanding.records import bulk
from goodstanding.records.queries.facts_rows import By, day, day_of

_OVER = ("broken", "cancelled", "completed")
_AGREED = ("active", *_OVER)


# With the first hold on the account since: on all of it, or of a kind that ends every promise. One
# that was taken back ends before it starts.
_PROMISES = (
    "SELECT 'promise', guarantor_id, number, made_on, cents, due_on, kept_on, before_cents, 0, "
    "means, id, beside, (SELECT MIN(h.starts_on) FROM records_hold h WHERE h.guarantor_id = "
    "m.guarantor_id AND h.starts_on >= m.made_on AND h.starts_on <= %s AND (h.ends_on IS NULL OR "
    "h.ends_on >= h.starts_on) AND (h.kind IN ('bankruptcy', 'estate', 'identity_theft', "
    "'attorney', 'cease_contact') OR (h.kind NOT IN ('call_restriction', 'confidential_address', "
    "'power_of_attorney', 'military', 'agency') AND h.patient_id IS NULL AND CAST(h.detail AS "
    'TEXT) NOT LIKE \'%%"charges": ["%%\'))), 0 FROM records_promise m WHERE guarantor_id IN '
    "({keys}) AND made_on <= %s AND undone_at IS NULL"
)
_PLANS = (
    "SELECT 'plan', guarantor_id, number, started_on, monthly_cents, started_on, NULL, due_day, "
    "months, status, id, NULL, NULL, (SELECT COUNT(*) FROM records_planmade m WHERE m.plan_id = "
    "records_plan.id) FROM records_plan WHERE guarantor_id IN ({keys}) AND started_on <= %s"
)


def agreed(keys: str, on: date) -> tuple[By, By]:
    """(promises, plans) by account, oldest first."""
    both = f"{_PROMISES} UNION ALL {_PLANS} ORDER BY 4, 11".format(keys=keys)
    rows = bulk.select(both, [on.isoformat()] * 3)
    promises: By = defaultdict(list)
    plans: By = defaultdict(list)
    here = made_here([row[10] for row in rows if row[13]], on)
    for what, account, number, first, cents, due, kept, *more in rows:
        due_day, months, words, key, beside, held, made = more
        if what == "plan":
            one = PlanFacts(number, day_of(first), cents, due_day, months, words)
            if not made:
                plans[account].append(one)
            elif key in here:
                plans[account].append(replace(one, **here[key]))
            continue
        kept_on, held_on = (day_of(each) if each else None for each in (kept, held))
        if kept_on is not None and kept_on > on:
            kept_on = None
        promises[account].append(
            PromiseFacts(
                number, day_of(first), cents, day_of(due), kept_on, words,
                None if beside is None else bool(beside), due_day, held_on,
            )
        )  # fmt: skip
    return promises, plans


def made_here(keys: Sequence[int], on: date) -> dict[int, dict[str, Any]]:
    """What plans made here were on the day, beyond what an imported one has; those that were never
    agreed to, or later, are left out."""
    if not keys:
        return {}
    marks = bulk.keys(keys)
    found: dict[int, dict[str, Any]] = {}
    for key, at, status, parts, laid, until in bulk.select(
        'SELECT plan_id, CAST("on" AS TEXT), status, CAST(parts AS TEXT), CAST(laid_on AS TEXT), '
        f"CAST(until AS TEXT) FROM records_planevent WHERE id IN (SELECT MAX(id) FROM "
        f'records_planevent WHERE plan_id IN ({marks}) AND "on" <= %s GROUP BY plan_id)',
        [on.isoformat()],
    ):
        rows = tuple(PlanPart(day_of(due), cents) for due, cents in json.loads(parts))
        over = at if status in _OVER else None
        found[key] = {
            "status": status, "instalments": rows, "laid_on": day(laid), "months": len(rows),
            "paused_until": day(until), "ended_on": day(over), "charges": (), "payments": (),
        }  # fmt: skip
    for key, number, posted, cents in bulk.select(
        "SELECT v.plan_id, c.number, CAST(t.posted_on AS TEXT), t.cents FROM records_plancover v "
        "JOIN records_charge c ON c.id = v.charge_id LEFT JOIN records_transfer t ON t.charge_id = "
        "v.charge_id AND t.id > v.after AND t.debit IN ('cash', 'unapplied') AND t.credit = "
        "'patient_due' AND t.reverses_id IS NULL AND t.posted_on <= %s AND NOT EXISTS (SELECT 1 "
        "FROM records_transfer x WHERE x.reverses_id = t.id AND x.posted_on <= %s AND NOT EXISTS "
        "(SELECT 1 FROM records_transfer y WHERE y.reverses_id = x.id AND y.posted_on <= %s)) "
        f"WHERE v.plan_id IN ({marks}) AND v.joined_on <= %s ORDER BY t.posted_on, t.id, v.id",
        [on.isoformat()] * 4,
    ):
        if (one := found.get(key)) is not None:
            one["charges"] = tuple(dict.fromkeys((*one["charges"], number)))
            if posted:
                one["payments"] = (*one["payments"], PaymentFacts(day_of(posted), int(cents)))
    return {key: one for key, one in found.items() if one["status"] in _AGREED and one["charges"]}
