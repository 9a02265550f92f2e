"""Which balances of an account may go on a plan, and why not the others."""

from dataclasses import dataclass
from datetime import date

from goodstanding.core.facts import AccountFacts
from goodstanding.core.money import Cents
from goodstanding.core.owed import owed
from goodstanding.core.refusals import Refused
from goodstanding.law import LawOn

_LOOSE = "Place the money that waits first, so that it counts where it should."
_ON_PLAN = "It is on a plan already."
_INSURED = "It is with the insurance."


@dataclass(frozen=True, slots=True)
class Balance:
    """One charge: `cents` may join a plan; with `why` none of it, and `cents` is what is open."""

    charge_id: str
    service_on: date
    cents: Cents
    why: str = ""


def balances(facts: AccountFacts, law: LawOn, *, beside: str = "") -> tuple[Balance, ...]:
    """Oldest service first. What a plan that runs covers stays there; `beside` leaves that plan out
    of account: what is on it is on it, and may be counted again."""
    on_plans = _on_plans(facts, beside)
    found = owed(facts, law)
    may = {**found.charges}
    gone = {one.charge_id: one for one in found.excluded if one.charge_id not in on_plans}
    stopped = found.stops[0].text if found.stops else ""
    rows = []
    for charge in facts.charges:
        name, cents = charge.charge_id, charge.patient_cents
        if cents <= 0:
            rows.append(Balance(name, charge.service_on, charge.insurer_cents, _INSURED))
            continue
        why = stopped or (_LOOSE if facts.unapplied_cents > 0 else "")
        if not why and name in on_plans:
            why = _ON_PLAN
        if not why and name not in may:
            why = gone[name].text if name in gone else "It may not be asked for now."
        rows.append(Balance(name, charge.service_on, cents if why else may[name], why))
    return tuple(rows)


def chosen(rows: tuple[Balance, ...], charges: tuple[str, ...]) -> tuple[Balance, ...]:
    """Those of `charges`, all of which may join; refused with the reason otherwise."""
    known = {row.charge_id: row for row in rows}
    picked = []
    for name in dict.fromkeys(charges):
        row = known.get(name)
        if row is None:
            raise Refused("One of these visits has nothing open any more. Look again.")
        if row.why:
            raise Refused(f"The visit of {row.service_on:%m/%d/%Y} cannot join a plan. {row.why}")
        picked.append(row)
    if not picked:
        raise Refused("Choose the balances of the plan first.")
    return tuple(picked)


def _on_plans(facts: AccountFacts, beside: str) -> set[str]:
    running = [p for p in facts.plans if p.status == "active" and p.plan_id != beside]
    if any(not plan.charges for plan in running):
        return {one.charge_id for one in facts.charges}
    return {name for plan in running for name in plan.charges}
