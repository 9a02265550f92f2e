"""Is it really owed, and may it be asked for? Charge by charge, before any letter, call or step.

For each charge the first reason that speaks is given: a bankruptcy or a death, then what the law
says is not the patient's, then other holds, then the clinic's own reasons to wait. Unknown means
not asked. Rules are named as the checks know them; the gate gives a state's own name for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from goodstanding.core.agreements import agreed_cents, paid_on, plan_kept
from goodstanding.core.answers import Duty, Excluded, Reason
from goodstanding.core.estimate_compared import ELIGIBLE
from goodstanding.core.facts import AccountFacts, ChargeFacts
from goodstanding.core.holds import stops_on
from goodstanding.core.kinds import Act, Recipient
from goodstanding.core.money import Cents, show
from goodstanding.core.owed_checks import Found, not_owed, opened
from goodstanding.core.stops import Stop, spoken
from goodstanding.law import LawOn

UNAPPLIED = "owed.unapplied_money"
STALE = "owed.posting_stale"
SECOND = "owed.second_insurer"
PLAN = "followup.plan_in_good_standing"


NOTHING_NOW = "Nothing may be asked for on this account now."


@dataclass(frozen=True, slots=True)
class Owed:
    """`cents` may be asked for, `charges` says on which; `notes` are facts the asker must know;
    `stops` hold for the whole account and are the gate's to speak of; `duties` come with the
    holds."""

    cents: Cents
    charges: dict[str, Cents] = field(default_factory=dict)
    excluded: tuple[Excluded, ...] = ()
    notes: tuple[Reason, ...] = ()
    stops: tuple[Stop, ...] = ()
    duties: tuple[Duty, ...] = ()


def owed(
    facts: AccountFacts,
    law: LawOn,
    *,
    act: Act = Act.STATEMENT,
    to: Recipient = Recipient.GUARANTOR,
) -> Owed:
    """What may be asked for by this act of this recipient: holds may leave a statement and forbid a
    call."""
    held = [s for s in stops_on(facts, law) if isinstance(s, Duty) or _applies(s, act, to)]
    stops = [s for s in held if isinstance(s, Stop)]
    on_charges = [s for s in stops if s.charges is not None]
    duties = tuple(s for s in held if isinstance(s, Duty))
    on_account = tuple(s for s in stops if s.charges is None)
    open_ = [(charge, cents) for charge in facts.charges if (cents := charge.patient_cents) > 0]
    if not open_:
        return Owed(0, stops=on_account, duties=duties)
    account = opened(facts, law)
    charges: dict[str, Cents] = {}
    excluded: list[Excluded] = []
    for charge, cents in open_:
        found = not_owed(charge, account)
        until = None
        if on_charges and (stop := _stopped(charge, on_charges, found)):
            found, until = (stop.rule, stop.text, 0), stop.until
        if found is None:
            charges[charge.charge_id] = cents
            continue
        rule, text, left = found
        left = min(left, cents)
        if left:
            charges[charge.charge_id] = left
        if cents > left:
            citation = law.cite(rule)
            gone = Excluded(charge.charge_id, cents - left, rule, text, citation, until)
            excluded.append(gone)
    if charges and facts.plans and act is not Act.PLAN_NOTICE:
        excluded += _on_plans(charges, facts, law)
    if charges and facts.counted:
        astray = _counted_astray(facts, law, act=act, to=to)
        excluded += _taken_from(charges, astray, law)
    return Owed(
        cents=sum(charges.values()),
        charges=charges,
        excluded=tuple(excluded),
        notes=_notes(facts, charges, law),
        stops=on_account,
        duties=duties,
    )


_ASTRAY = (
    "Money the patient paid was counted on a charge that may not be asked for. Place it first."
)


def _on_plans(charges: dict[str, Cents], facts: AccountFacts, law: LawOn) -> list[Excluded]:
    """Lowers what may be asked for by what kept plans cover, and returns what was left out. Where
    nothing else is owed the amount stays, and the gate answers with the plan as a whole."""
    taken: dict[str, Cents] = {}
    grace = law.number(PLAN, "grace")
    for plan in facts.plans:
        if plan.charges and plan_kept(plan, facts.payments, on=facts.on, grace_days=grace):
            left = agreed_cents(plan) - paid_on(plan, facts.payments, facts.on)
            for name in plan.charges:
                part = min(left, charges.get(name, 0) - taken.get(name, 0))
                if part > 0:
                    left, taken[name] = left - part, taken.get(name, 0) + part
    if sum(taken.values()) >= sum(charges.values()):
        return []
    for name, cents in taken.items():
        charges[name] -= cents
        if not charges[name]:
            del charges[name]
    text, source = "It is on a payment plan that is kept.", law.cite(PLAN)
    return [Excluded(name, cents, PLAN, text, source) for name, cents in taken.items()]


def _counted_astray(facts: AccountFacts, law: LawOn, *, act: Act, to: Recipient) -> Cents:
    """Loose money goes to the oldest layers, whosever they are: what of it was counted on charges
    that may not be asked for is not asked for again on the others."""
    apart = replace(facts, charges=facts.counted, counted=(), unapplied_cents=0)
    return sum(each.cents for each in owed(apart, law, act=act, to=to).excluded)


def _taken_from(charges: dict[str, Cents], cents: Cents, law: LawOn) -> list[Excluded]:
    """Lowers what may be asked for, first charge first; returns what was left out."""
    gone: list[Excluded] = []
    for name in list(charges):
        taken = min(cents, charges[name])
        if taken:
            cents -= taken
            charges[name] -= taken
            gone.append(Excluded(name, taken, UNAPPLIED, _ASTRAY, law.cite(UNAPPLIED)))
            if not charges[name]:
                del charges[name]
    return gone


def _applies(stop: Stop, act: Act, to: Recipient) -> bool:
    return act in stop.acts and to not in stop.spares


def _stopped(charge: ChargeFacts, stops: Iterable[Stop], found: Found | None) -> Stop | None:
    """The stop that speaks for this charge, unless a law already says it is not owed; an estimate
    only says that someone looks."""
    touching = [s for s in stops if s.charges is not None and charge.charge_id in s.charges]
    first = next((s for s in touching if s.first), None)
    lasting = found is not None and found[2] == 0 and by_law(found[0])
    if first is not None or lasting:
        return first
    return touching[0] if touching else None


def by_law(rule: str) -> bool:
    """It says that the money is not the patient's, and not only that someone waits or looks."""
    return "." not in rule and rule != ELIGIBLE


def _notes(facts: AccountFacts, charges: dict[str, Cents], law: LawOn) -> tuple[Reason, ...]:
    """What the books cannot vouch for. It lowers nothing: whoever asks looks first."""
    notes: list[Reason] = []
    if facts.unapplied_cents > 0:
        unapplied = show(facts.unapplied_cents)
        text = f"{unapplied} the patient paid is not applied yet; it has been counted."
        notes.append(_note(UNAPPLIED, text, law))
    if _second_insurer(facts, charges):
        text = "A second insurer was in force on a visit. Check that it has answered."
        notes.append(_note(SECOND, text, law))
    if text := stale_text(facts, law):
        notes.append(_note(STALE, text, law))
    return tuple(notes)


def _note(rule: str, text: str, law: LawOn) -> Reason:
    return Reason(rule, text, rule, law.cite(rule))


def _second_insurer(facts: AccountFacts, charges: dict[str, Cents]) -> bool:
    """Whether it ever answered is not in the facts."""
    asked = [c.coverages for c in facts.charges if len(c.coverages) > 1 and c.charge_id in charges]
    return any(len({coverage.payer_id for coverage in each}) > 1 for each in asked)


def stale_text(facts: AccountFacts, law: LawOn) -> str:
    """ "" while the books are fresh, and before anything was ever posted. A clinic that has read in
    no 835 at all gets its insurers' money another way, and is not told so daily."""
    books = facts.books
    if books.remittance_on is None and books.deposit_on is None:
        ever = facts.last_posted_on is not None
        return "No remittance and no payment is known to be posted. Check." if ever else ""
    fresh_from = facts.on - timedelta(days=law.number(STALE))
    remittance_on, deposit_on = (
        day if day is not None and day < fresh_from else None
        for day in (books.remittance_on, books.deposit_on)
    )
    if remittance_on is None and deposit_on is None:
        return ""
    return _stale(remittance_on, deposit_on)


@lru_cache(maxsize=1_000)
def _stale(remittance_on: date | None, deposit_on: date | None) -> str:
    said = []
    if remittance_on is not None:
        said.append(f"The last remittance was read in on {spoken(remittance_on)}.")
    if deposit_on is not None:
        said.append(f"The last payment was posted on {spoken(deposit_on)}.")
    said.append("Import what came since.")
    return " ".join(said)


def askable(facts: AccountFacts, law: LawOn) -> tuple[Cents, str]:
    """What may be agreed on with who talks to us; where it is 0, why nothing may be."""
    money = owed(facts, law, act=Act.CALL)
    if money.cents and not money.stops:
        return money.cents, ""
    closed = [stop.text for stop in money.stops] + [one.text for one in money.excluded]
    return 0, " ".join(dict.fromkeys(closed)) or NOTHING_NOW
