"""What a letter says about money: one line a visit charge, each figure from the ledger at this
instant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from goodstanding.core.answers import Verdict
from goodstanding.core.days import add_business_days, local_day
from goodstanding.core.estates import deaths
from goodstanding.core.facts import AccountFacts, ChargeFacts
from goodstanding.core.happened import contact_kind
from goodstanding.core.kinds import Act
from goodstanding.core.kinship import address_lines
from goodstanding.core.letter_kinds import PLAN_BROKEN, PLAN_MISSED, REMINDER_2
from goodstanding.core.letters import Letter, LetterLine, Said, in_words
from goodstanding.core.plan_terms import missed_now
from goodstanding.core.plans import short_ways
from goodstanding.core.refund_words import Payee, payee_of
from goodstanding.core.refusals import Refused
from goodstanding.law import LawOn
from goodstanding.records import clinic
from goodstanding.records.queries import letter_rows

# The clinic's own habits, not law: days to answer a statement or a reminder, a missed payment.
REPLY_DAYS, PLAN_REPLY_DAYS = 25, 14
VALIDATION = "us-regf-validation-notice"
WHY = {
    "1": "Your plan's deductible",
    "2": "Your plan's coinsurance",
    "3": "Your plan's copay",
    "96": "Your plan does not cover this",
    "204": "Your plan does not cover this",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """What lowered a charge so far, by who did it."""

    discount: int = 0
    insurer: int = 0
    patient: int = 0
    other: int = 0


def letter_for(
    facts: AccountFacts, verdict: Verdict, *, kind: str, reference: str, law: LawOn
) -> Letter:
    """The letter as the ledger stands: it asks for exactly what the gate allows, charge by charge.
    Where nobody or nowhere to write to is known it has no address, and cannot be printed.
    """
    excluded: dict[str, int] = {}
    for one in verdict.excluded:
        excluded[one.charge_id] = excluded.get(one.charge_id, 0) + one.cents
    asked = [
        (charge, charge.patient_cents - excluded.get(charge.charge_id, 0))
        for charge in facts.charges
        if charge.patient_cents
    ]
    asked = [(charge, cents) for charge, cents in asked if cents > 0]
    sums, providers = _sums([charge.charge_id for charge, _ in asked], facts.on), _providers(facts)
    lines = tuple(_line(charge, cents, sums=sums, providers=providers) for charge, cents in asked)
    not_asked = sum(line.not_asked_cents for line in lines)
    in_question = sum(excluded.get(line.charge_id, 0) for line in lines)
    payee = _addressee(facts)
    first = kind == Act.FIRST_LETTER
    since = min((layer.since for charge, _ in asked for layer in charge.layers), default=facts.on)
    reply_by = (
        _dispute_by(facts.on, law) if first else date.fromordinal(facts.on.toordinal() + REPLY_DAYS)
    )
    return Letter(
        reference=reference, kind=kind, language=facts.person.language,
        account_id=facts.account_id, made_on=facts.on, reply_by=reply_by, addressee=(payee.name,),
        address=payee.address, greeting_name=payee.name, lines=lines,
        due_cents=sum(line.due_cents for line in lines), insurer_open_cents=facts.insurer_cents,
        credit_cents=max(facts.credit_cents, 0), unplaced_cents=max(not_asked - in_question, 0),
        itemised_on=since if first else None, earlier_letter_on=_earlier(facts),
        payments_since_cents=_paid_since(facts, since) if first else 0,
        dispute_by=reply_by if first else None,
        said=_said(kind, facts, sum(line.due_cents for line in lines)),
    )  # fmt: skip


def _said(kind: str, facts: AccountFacts, due_cents: int) -> tuple[tuple[str, Said], ...]:
    said: dict[str, Said] = {}
    if kind == REMINDER_2:
        least = clinic.policy_in_force(facts.on).plans.least_monthly
        ways = short_ways(due_cents, least_cents=least)
        for name, way in zip("ab", ways, strict=False):
            said[f"offer_{name}_times"] = str(len(way))
            said[f"offer_{name}_each"] = way[0]
            if way[-1] != way[0]:
                said[f"offer_{name}_last"] = way[-1]
    elif kind == PLAN_BROKEN:
        over = [plan for plan in facts.plans if plan.status == "broken"]
        if last := max(over, key=lambda plan: plan.started_on, default=None):
            said = {"plan_made_on": last.started_on, "plan_each": last.monthly_cents}
    return tuple(said.items())


def missed_letter(
    facts: AccountFacts, verdict: Verdict, *, reference: str, grace_days: int
) -> Letter:
    """About the instalment that did not come: it asks for what is short and never for more than may
    be asked. Refuses when nothing is short any more.
    """
    found = missed_now(facts, grace_days=grace_days)
    if found is None:
        raise Refused("No payment of the plan is missing any more.")
    said: dict[str, Said] = {
        "plan_each": found.each_cents, "plan_left": found.left_cents, "missed_on": found.due_on,
        "missed_paid": found.paid_cents or "",
    }  # fmt: skip
    return replace(
        bare_letter(facts, kind=PLAN_MISSED, reference=reference, said=said),
        reply_by=facts.on + timedelta(days=PLAN_REPLY_DAYS),
        due_cents=min(found.cents, verdict.cents), plan_cents=found.left_cents,
        earlier_letter_on=_earlier(facts),
    )  # fmt: skip


def bare_letter(
    facts: AccountFacts, *, kind: str, reference: str, said: Mapping[str, Said]
) -> Letter:
    """Of no visits, asking for nothing: to whom and where anything is mailed, and what it says."""
    payee = payee_for(facts)
    return Letter(
        reference=reference, kind=kind, language=facts.person.language,
        account_id=facts.account_id, made_on=facts.on, reply_by=facts.on,
        addressee=(payee.name,), address=payee.address, greeting_name=payee.name, lines=(),
        due_cents=0, said=tuple(said.items()),
    )  # fmt: skip


def estate_letter(facts: AccountFacts, verdict: Verdict, *, reference: str, law: LawOn) -> Letter:
    """The claim, to the representative that the estate's hold names; of the guarantor's own estate
    only.
    """
    if not any(death.patient_id is None for death in deaths(facts)):
        raise Refused("The guarantor is not known to have died: there is no estate to write to.")
    name, _ = _home(facts.account_id)
    claim = letter_for(facts, verdict, kind=Act.ESTATE_LETTER.value, reference=reference, law=law)
    representative = claim.greeting_name
    # Four lines show in the window: two are names.
    address = claim.address
    if len(address) > 2:
        address = (", ".join(address[:-1]), address[-1])
    return replace(
        claim, addressee=(f"Estate of {name}", f"c/o {representative}"), address=address,
        said=(("estate_of", name), ("representative", representative)),
    )  # fmt: skip


def _paid_since(facts: AccountFacts, since: date) -> int:
    return sum(payment.cents for payment in facts.payments if payment.posted_on >= since)


def _dispute_by(on: date, law: LawOn) -> date:
    """Assumed receipt some business days after sending, then the dispute window."""
    received = add_business_days(on, law.number(VALIDATION, "assumed_receipt_min"))
    return date.fromordinal(received.toordinal() + law.number(VALIDATION, "dispute_window"))


def _earlier(facts: AccountFacts) -> date | None:
    """A letter that asked; one that only told something is no letter about the balance."""
    written = [
        local_day(c.at, facts.clinic_timezone)
        for c in facts.contacts
        if c.delivered and c.channel == "mail" and contact_kind(c)
    ]
    return written[-1] if written else None


def _line(
    charge: ChargeFacts, cents: int, *, sums: dict[str, Sums], providers: dict[str, str]
) -> LetterLine:
    own = sums.get(charge.charge_id, Sums())
    reasons = [WHY[reason] for _, reason in charge.patient_reasons if reason in WHY]
    covered = (
        "Your insurance left this part to you"
        if charge.coverages
        else "No insurance covered this visit"
    )
    return LetterLine(
        charge_id=charge.charge_id, service_on=charge.service_on,
        what=f"Visit on {in_words(charge.service_on)}",
        provider=providers.get(charge.charge_id, ""), charged_cents=charge.cents, due_cents=cents,
        since=charge.layers[0].since, why=" and ".join(dict.fromkeys(reasons)) or covered,
        discount_cents=own.discount, insurer_paid_cents=own.insurer, patient_paid_cents=own.patient,
        other_cents=own.other, insurer_due_cents=charge.insurer_cents,
    )  # fmt: skip


_WHO = {
    "contractual": "discount",
    "insurer_payment": "insurer",
    "refund_insurer": "insurer",
    "patient_payment": "patient",
    "refund_patient": "patient",
    "apply_unapplied": "patient",
    "small_write_off": "other",
    "charity": "other",
    "bad_debt": "other",
}


def _sums(charges: list[str], on: date) -> dict[str, Sums]:
    """By charge, as of the end of the day."""
    found: dict[str, dict[str, int]] = {}
    for number, kinds in letter_rows.sums_by_kind(charges, on).items():
        for kind, cents in kinds.items():
            if kind in _WHO:
                own = found.setdefault(number, {})
                own[_WHO[kind]] = own.get(_WHO[kind], 0) + cents * (
                    -1 if kind.startswith("refund") else 1
                )
    return {number: Sums(**own) for number, own in found.items()}


def _providers(facts: AccountFacts) -> dict[str, str]:
    return letter_rows.providers([charge.charge_id for charge in facts.charges])


def payee_for(facts: AccountFacts) -> Payee:
    """To whom and where anything is mailed: to the confidential address when there is one, after a
    death to the representative. Refuses where nobody or nowhere is known.
    """
    return payee_of(facts, *_home(facts.account_id))


def _addressee(facts: AccountFacts) -> Payee:
    try:
        return payee_for(facts)
    except Refused:
        return Payee(_home(facts.account_id)[0], ())


def _home(account: str) -> tuple[str, tuple[str, ...]]:
    """The guarantor's name, and the address on file; () when it is not whole."""
    first, last, *address = letter_rows.person(account)
    street, _, city, *_ = address
    return f"{first} {last}", address_lines(address) if street and city else ()
