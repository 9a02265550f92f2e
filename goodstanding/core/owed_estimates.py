"""Self-pay bills so far above their good faith estimate that a supervisor looks first."""

from collections.abc import Iterable, Sequence
from datetime import date

from goodstanding.core.days import local_day
from goodstanding.core.estimate_compared import ELIGIBLE, Compared, compare_estimate
from goodstanding.core.facts import AccountFacts, ChargeFacts, EstimateFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.core.money import Cents
from goodstanding.core.stops import detail_day
from goodstanding.law import LawOn

NOTHING_OPEN = "Nothing of it is open with the patient."


def over_estimates(facts: AccountFacts, law: LawOn) -> dict[str, tuple[str, str, Cents]]:
    """Charges of a self-pay bill so far above its good faith estimate that a supervisor looks
    first. That one has looked is kept with how high the bill was, or is a dispute about the
    estimate with the day it was decided."""
    over: dict[str, tuple[str, str, Cents]] = {}
    if not law.in_force(ELIGIBLE, "substantially_in_excess"):
        return over
    for estimate in facts.estimates:
        if (estimate.reviewed_cents or 0) >= estimate.billed_cents:
            continue
        of_it = [c for c in facts.charges if _is_of(c, estimate) and not _was_reviewed(c, facts)]
        if not of_it:
            continue
        compared = _compared(estimate, of_it, facts, law=law)
        if compared.supervisor:
            found = (ELIGIBLE, compared.text, 0)
            over.update((charge.charge_id, found) for charge in of_it)
    return over


def let_go(estimate: EstimateFacts, facts: AccountFacts, law: LawOn) -> str:
    """Why a bill nobody looked at may be asked for although it is far over; "" while it may not."""
    of_it = [c for c in facts.charges if _is_of(c, estimate)]
    if not of_it:
        return NOTHING_OPEN
    unsettled = [c for c in of_it if not _was_reviewed(c, facts)]
    if not unsettled:
        return "The dispute about it was decided."
    compared = _compared(estimate, unsettled, facts, law=law)
    return "" if compared.supervisor else compared.text


def _compared(
    estimate: EstimateFacts, of_it: Sequence[ChargeFacts], facts: AccountFacts, *, law: LawOn
) -> Compared:
    return compare_estimate(
        estimate.cents, estimate.billed_cents, first_bill_on=_first_bill_on(of_it, facts),
        on=facts.on, law=law,
    )  # fmt: skip


def _is_of(charge: ChargeFacts, estimate: EstimateFacts) -> bool:
    """A charge of the estimate's patient and provider, on its day or, without one, after it was
    given; and no plan is asked for it."""
    if charge.patient_id != estimate.patient_id:
        return False
    if charge.coverages and not charge.self_pay_restriction:
        return False
    if estimate.provider and charge.provider != estimate.provider:
        return False
    if estimate.service_on is None:
        return charge.service_on >= estimate.given_on
    return charge.service_on == estimate.service_on


def _was_reviewed(charge: ChargeFacts, facts: AccountFacts) -> bool:
    for hold in facts.holds:
        if hold.kind is not HoldKind.GOOD_FAITH_DISPUTE:
            continue
        if hold.patient_id not in (None, charge.patient_id):
            continue
        if hold.charges and charge.charge_id not in hold.charges:
            continue
        try:
            decided_on = detail_day(hold.detail, "decided_on")
        except ValueError:
            continue
        if decided_on is not None and decided_on <= facts.on:
            return True
    return False


def _first_bill_on(charges: Iterable[ChargeFacts], facts: AccountFacts) -> date | None:
    """The first delivered statement after the bill was posted."""
    posted_on = min(charge.posted_on for charge in charges)
    delivered = [c.at for c in facts.contacts if c.kind == "statement" and c.delivered]
    days = (local_day(moment, facts.clinic_timezone) for moment in delivered)
    return min((day for day in days if day >= posted_on), default=None)
