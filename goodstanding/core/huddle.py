"""The huddle: what the front desk may see, say and take at one visit. Tier 0 says nothing of an old
balance, 1 asks once, 2 offers to talk, plan or pay, 3 brings the person to the coordinator.

The amount is the gate's own for a note at the desk. What is not known is tier 0, and a line looks
the same whatever the reason for it. No line makes a visit wait for money.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from goodstanding.core.agreements import paid_on as plan_paid
from goodstanding.core.agreements import plan_kept, unpaid_of
from goodstanding.core.answers import Verdict
from goodstanding.core.facts import AccountFacts, CoverageFacts
from goodstanding.core.gate import PLAN, Proposed, judge
from goodstanding.core.kinds import Act, HoldKind, PayerType
from goodstanding.core.money import Cents, show
from goodstanding.core.owed import SECOND, STALE, UNAPPLIED
from goodstanding.core.promises import BROKEN, house_grace, standings
from goodstanding.law import LawOn

NOTHING, ASK, OFFER, BRING = range(4)
TIERS = ("Nothing", "Ask once", "Offer a plan", "See us")
POST_OP = frozenset({"post-op", "postop", "post op", "follow-up after surgery", "global"})
POST_OP_CODE = "99024"
EVERY_PATIENT = "Every patient is seen. Money never decides that."
QUIETLY = "Say amounts quietly; point to them on paper."
UNSURE = "Newer data is not available. When unsure, ask nothing."
MAY_PREPAY = "You may pay some of this before your visit. You do not have to."

# What the desk asks about besides money; the words are all it is told.
FORMS = {
    "coverage": "Insurance card: the one on file has ended",
    "address": "Address: ask where mail reaches you",
    "phone": "Phone: ask for a number",
    "estimate": "Cost estimate: tell Patient Accounts before the visit",
}

_UNSURE_NOTES = frozenset({UNAPPLIED, SECOND, STALE})
_NOT_THE_PATIENTS = frozenset(
    {PayerType.MEDICAID, PayerType.WORKERS_COMP, PayerType.NO_FAULT, PayerType.LIABILITY,
     PayerType.TRICARE}
)  # fmt: skip
_ANOTHER_PAYS = frozenset({HoldKind.WORKERS_COMP, HoldKind.NO_FAULT, HoldKind.LIABILITY})
_EARLIER = "Asked at the first visit of the day, not again here."
_FACTLESS = "A hold is in force, so nothing is said of the balance."


@dataclass(frozen=True, slots=True)
class HuddleLimits:
    """Below `plan_from` a balance is asked for once, from it a plan is offered, from `talk_from`
    the coordinator talks. `who`: whose name the desk says."""

    who: str = "Patient Accounts"
    plan_from: Cents = 15_000
    talk_from: Cents = 50_000


@dataclass(frozen=True, slots=True)
class ComingVisit:
    """A booked visit with what is known of its cost; None is not known and is not asked for.
    `coverages` are in force that day; `covered_before`: there was one, and it has ended.
    `global_until`: the last day that an earlier surgery's price takes in. `later`: another visit of
    the day comes first, and what is asked but once is asked there.
    """

    patient_id: str
    on: date
    kind: str = ""
    codes: tuple[str, ...] = ()
    coverages: tuple[CoverageFacts, ...] = ()
    covered_before: bool = False
    qmb_or_medicaid: bool = False  # as the insurer last answered
    global_until: date | None = None
    copay_cents: Cents | None = None
    share_cents: Cents | None = None  # the patient's part of its estimate
    share_source: str = ""
    estimate_due: bool = False
    prepaid_cents: Cents = 0
    later: bool = False

    @property
    def post_op(self) -> bool:
        return self.kind.strip().lower() in POST_OP or POST_OP_CODE in self.codes

    @property
    def in_global(self) -> bool:
        return self.global_until is not None and self.on <= self.global_until


@dataclass(frozen=True, slots=True)
class DeskLine:
    """All that the front desk sees of one visit's money. `take` are the words of the column;
    `forms` keys of FORMS. No field says why."""

    tier: int
    take: tuple[str, ...]
    say: str
    copay_cents: Cents = 0
    ask_cents: Cents = 0
    plan_cents: Cents = 0
    prepay_cents: Cents = 0
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instruction:
    """The desk's line, and beside it what only the coordinator sees. `tier`: by the rules, whatever
    was chosen."""

    line: DeskLine
    tier: int
    why: str
    cents: Cents = 0  # by the gate
    oldest_on: date | None = None
    prepay_source: str = ""
    refusals: tuple[str, ...] = field(default=())


class _Sums(NamedTuple):
    copay: Cents
    ask: Cents
    plan: Cents
    prepay: Cents


EMPTY = DeskLine(NOTHING, ("Nothing",), "Nothing to ask.")


def instruct(
    visit: ComingVisit, facts: AccountFacts, law: LawOn, *,
    at: datetime, limits: HuddleLimits, chosen: int | None = None,
) -> Instruction:  # fmt: skip
    """`facts` are those of the visit's day, `at` the visit's moment. `chosen`: the coordinator's
    own tier, which never lifts a line that says nothing; Nothing opens no other ask.
    """
    verdict = judge(Proposed(Act.FRONT_DESK_NOTE, at), facts, law)
    by_rule, why = _tier(visit, facts, law, verdict=verdict, limits=limits)
    plan = _plan(visit, facts, law) if by_rule == NOTHING else 0
    copay = _copay(visit, facts) or 0
    prepay = _prepay(visit, facts, copay) if by_rule == NOTHING and not plan else 0
    if visit.later and (by_rule or plan):
        by_rule, plan, why = NOTHING, 0, f"{_EARLIER} {why}"
    tier = chosen if chosen is not None and by_rule > NOTHING else by_rule
    ask = verdict.cents if tier in (ASK, OFFER) else 0
    sums = _Sums(copay, ask, plan, prepay)
    said = _say(visit, sums, tier=tier, who=limits.who)
    forms = tuple(_forms(visit, facts))
    line = DeskLine(tier, tuple(_take(visit, sums)), said, *sums, forms)
    layers = [layer.since for charge in facts.charges for layer in charge.layers]
    return Instruction(
        line, by_rule, why, verdict.cents, min(layers, default=None),
        visit.share_source if prepay else "", tuple(each.rule for each in verdict.refusals),
    )  # fmt: skip


def _tier(
    visit: ComingVisit, facts: AccountFacts, law: LawOn, *, verdict: Verdict, limits: HuddleLimits
) -> tuple[int, str]:
    """The first reason that speaks; what follows is for the coordinator alone."""
    patient = facts.patient(visit.patient_id)
    if patient is None or patient.relation != "self":
        return NOTHING, "Another person pays for this patient: nothing is said of it at the visit."
    if _held(visit, facts):
        return NOTHING, f"{_FACTLESS} {verdict.why}".strip()
    if takes_nothing(visit):
        return NOTHING, "Medical Assistance or QMB: take nothing today."
    if not facts.patient_cents:
        return NOTHING, "The patient owes nothing now."
    if not verdict.allowed or not verdict.cents:
        return NOTHING, verdict.why
    unsure = [each.text for each in verdict.duties if each.rule in _UNSURE_NOTES]
    if unsure:
        return NOTHING, unsure[0]
    if _active_plan(facts, law):
        return NOTHING, "A plan is being kept: only its payment is taken, if offered."
    if _broken(facts, law):
        return BRING, "A plan or promise was missed: a private talk, not a question at the window."
    if verdict.cents >= limits.talk_from:
        return BRING, f"{show(verdict.cents)} is too much for the window: talk in private."
    if verdict.cents >= limits.plan_from:
        return OFFER, f"{show(verdict.cents)} may be asked for; a plan is offered with it."
    return ASK, f"{show(verdict.cents)} may be asked for, once."


def _held(visit: ComingVisit, facts: AccountFacts) -> bool:
    """Whatever the hold stops otherwise, and a death that no hold tells of yet."""
    died = any(each.deceased_on is not None for each in facts.patients)
    return died or any(hold.in_force(visit.on) for hold in facts.holds)


def _died(visit: ComingVisit, facts: AccountFacts) -> bool:
    """Who is still booked and has died: nobody is asked for anything."""
    patient = facts.patient(visit.patient_id)
    return patient is not None and patient.deceased_on is not None


def takes_nothing(visit: ComingVisit) -> bool:
    """Medical Assistance or a Qualified Medicare Beneficiary, by any word of it."""
    said = any(each.qmb or each.payer_type is PayerType.MEDICAID for each in visit.coverages)
    return visit.qmb_or_medicaid or said


def _active_plan(facts: AccountFacts, law: LawOn) -> bool:
    grace = law.number(PLAN, "grace")
    return any(plan_kept(p, facts.payments, on=facts.on, grace_days=grace) for p in facts.plans)


def _broken(facts: AccountFacts, law: LawOn) -> bool:
    """A plan that runs and is not kept, or one that broke; or a promise that did not come whole."""
    if any(plan.status in ("active", "broken") for plan in facts.plans):
        return True
    grace = house_grace(law)
    known = standings(facts.promises, facts.payments, on=facts.on, grace=grace)
    return any(one.state in BROKEN for one in known)


def _copay(visit: ComingVisit, facts: AccountFacts) -> Cents | None:
    """0: none is due; None: not known, so not asked for."""
    if _died(visit, facts):
        return None
    if takes_nothing(visit) or visit.in_global:
        return 0
    if visit.post_op or not visit.coverages:
        return None
    held = {hold.kind for hold in facts.holds if hold.in_force(visit.on)}
    kinds = {coverage.payer_type for coverage in visit.coverages}
    if held & _ANOTHER_PAYS or kinds & _NOT_THE_PATIENTS:
        return None
    return None if visit.copay_cents is None else max(visit.copay_cents - visit.prepaid_cents, 0)


def _plan(visit: ComingVisit, facts: AccountFacts, law: LawOn) -> Cents:
    """The next payment of a plan that is kept, of who comes and with no hold."""
    patient = facts.patient(visit.patient_id)
    if _held(visit, facts) or patient is None or patient.relation != "self" or takes_nothing(visit):
        return 0
    grace = law.number(PLAN, "grace")
    for plan in facts.plans:
        if plan_kept(plan, facts.payments, on=facts.on, grace_days=grace):
            left = unpaid_of(plan, plan_paid(plan, facts.payments, facts.on))
            return min(left[0].cents, facts.patient_cents) if left else 0
    return 0


def _prepay(visit: ComingVisit, facts: AccountFacts, copay: Cents) -> Cents:
    """What may be offered towards this visit's own cost; nothing with any hold in force. The share
    has the copay in it, which is asked for by itself. What we hold for them already, of whatever
    visit, is not offered to be paid again."""
    if _held(visit, facts) or takes_nothing(visit) or visit.in_global or visit.share_cents is None:
        return 0
    held = max(visit.prepaid_cents, facts.credit_cents)
    return max(visit.share_cents - held - copay, 0)


def _take(visit: ComingVisit, sums: _Sums) -> Iterator[str]:
    if visit.in_global and not takes_nothing(visit):
        yield "No copay"
    elif sums.copay:
        yield f"Copay {show(sums.copay)}"
    if sums.ask:
        yield f"Ask {show(sums.ask)}"
    if sums.plan:
        yield f"Plan {show(sums.plan)}"
    if sums.prepay:
        yield f"May pay ahead {show(sums.prepay)}"
    if not (visit.in_global and not takes_nothing(visit)) and not any(sums):
        yield "Nothing"


def _say(visit: ComingVisit, sums: _Sums, *, tier: int, who: str) -> str:
    said = [f"“Your copay is {show(sums.copay)}.”"] if sums.copay else []
    owed = f"You {'also ' if sums.copay else ''}have a balance of {show(sums.ask)}."
    if tier == ASK:
        said.append(f"“{owed} Would you like to pay it today?”")
    elif tier == OFFER:
        said.append(
            f"“{owed} Would you like to pay some of it today, make a plan, or talk with {who} "
            "about it?”"
        )
    elif tier == BRING:
        said.append(f"“{who} would like a minute with you. Is that ok?” Use the side room.")
    if sums.plan:
        said.append(f"Has a plan. Take {show(sums.plan)} if offered.")
    if sums.prepay:
        paid = f" You have paid {show(visit.prepaid_cents)}." if visit.prepaid_cents else ""
        estimate = f"The estimate for today is {show(visit.share_cents or 0)}."
        said.append(f"“{estimate}{paid} {MAY_PREPAY}”")
    if not said:
        after = " (After-surgery visit)" if visit.in_global and visit.post_op else ""
        said.append(f"Nothing to ask.{after}")
    return " ".join(said)


def _forms(visit: ComingVisit, facts: AccountFacts) -> Iterator[str]:
    person = facts.person
    if _died(visit, facts):
        return
    if visit.covered_before and not visit.coverages:
        yield "coverage"
    if person.mail_returned_on is not None:
        yield "address"
    if not person.phone_home and not person.phone_mobile:
        yield "phone"
    if visit.estimate_due:
        yield "estimate"


def scripts(who: str) -> dict[str, str]:
    """The words by letter, for a sheet whose rows have no room for them."""
    return {
        "C": "“Your copay is …”",
        "A": "“You have a balance of …. Would you like to pay it today?” Ask once.",
        "B": f"“You have a balance of …. Would you like to pay some of it today, make a plan, or "
             f"talk with {who} about it?”",
        "D": f"“{who} would like a minute with you. Is that ok?” Use the side room.",
        "P": "Has a plan. Take the amount if offered.",
        "E": "“You may pay up to … of today's estimate before your visit. You do not have to.”",
    }  # fmt: skip


def letters_of(line: DeskLine) -> str:
    """Which of `scripts` a line says, in their order: "C B"; "" for nothing to ask."""
    said = {
        "C": line.copay_cents > 0, "A": line.tier == ASK, "B": line.tier == OFFER,
        "D": line.tier == BRING, "P": line.plan_cents > 0, "E": line.prepay_cents > 0,
    }  # fmt: skip
    return " ".join(letter for letter, says in said.items() if says)
