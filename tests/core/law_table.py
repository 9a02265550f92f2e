"""What must not be asked, written down a second time and plainly: from the contract and the law's
own README, sharing nothing with the rules it is held against.

It says only what certainly stops; that it is silent proves nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from goodstanding.core.facts import AccountFacts, ChargeFacts, HoldFacts, PatientFacts
from goodstanding.core.kinds import Act, Channel, HoldKind, PayerType, Recipient
from tests.core.made_cases import PLACES

MAIL = {"statement", "reminder", "first_letter", "final_letter", "plan_notice"}
SPOKEN = {"call", "text", "email"}
NEVER = {"credit_report", "lawsuit"}
ASKS = MAIL | SPOKEN | NEVER | {"agency_placement", "front_desk_note"}

# Kinds of hold that stop every ask on what they cover, for as long as they are in force.
ALL_ASKS = {
    "dispute", "assistance_pending", "insurer_pending", "workers_comp", "no_fault", "liability",
    "payer_appeal", "manual",
}  # fmt: skip
# The same on the whole account, whatever they name.
WHOLE = {"cease_contact", "identity_theft", "agency"}
# Until the day in their own detail, that day included.
UNTIL = {
    "billing_error": ("reviewed_on", "notice_on"),
    "good_faith_dispute": ("decided_on",),
}


def readable(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def in_force(hold: HoldFacts, on: date) -> bool:
    return hold.starts_on <= on and (hold.ends_on is None or on <= hold.ends_on)


def stopped(act: Act, to: Recipient, facts: AccountFacts, at: datetime) -> Iterator[str]:
    """Why this act may not be done at all."""
    if act in NEVER:
        yield "never by the program"
    if act not in ASKS:
        return
    for hold in facts.holds:
        if in_force(hold, facts.on):
            yield from _by_hold(hold, act, to, facts)
    yield from _said_wrong(facts)
    yield from _by_person(act, to, facts)
    if act in SPOKEN:
        yield from _by_clock(act, facts, at)
    if act == "agency_placement":
        yield from _by_paper(facts)
    if act != "front_desk_note" and act != "plan_notice":
        yield from _by_agreement(facts)


def _said_wrong(facts: AccountFacts) -> Iterator[str]:
    """Someone said the bill is wrong, and no question about it was open then or since."""
    questions = ("dispute", "billing_error", "good_faith_dispute")
    asked = [h for h in facts.holds if h.kind in questions]
    for contact in facts.contacts:
        day = contact.at.date()
        if contact.outcome == "dispute" and not any(
            h.ends_on is None or h.ends_on >= day - timedelta(days=2) for h in asked
        ):
            yield "said to be wrong"


def _by_hold(hold: HoldFacts, act: Act, to: Recipient, facts: AccountFacts) -> Iterator[str]:
    kind, detail = hold.kind.value, hold.detail
    whole = not hold.charges and (hold.patient_id is None or facts.patient(hold.patient_id) is None)
    if kind in WHOLE or (kind in ALL_ASKS and whole):
        yield kind
    if kind in UNTIL and whole and not _over(hold, facts.on):
        yield kind
    if kind == "attorney":
        known = detail.get("name") and detail.get("address")
        if to != "attorney" or not known:
            yield kind
    if kind == "military" and act in ("lawsuit", "agency_placement"):
        yield kind
    if kind == "confidential_address" and act in SPOKEN:
        yield kind
    if kind == "call_restriction" and act in SPOKEN and detail.get("not_before") == "early":
        yield "a restriction nobody can read"
    patient = None if hold.patient_id is None else facts.patient(hold.patient_id)
    if kind == "estate" and (patient is None or patient.relation == "self"):
        yield "the person who owes has died"


def _over(hold: HoldFacts, on: date) -> bool:
    """Answered, and the day of the answer is past; an answer nobody can read is none."""
    answered = [readable(hold.detail.get(key)) for key in UNTIL[hold.kind.value]]
    return all(day is not None and day < on for day in answered)


def _by_person(act: Act, to: Recipient, facts: AccountFacts) -> Iterator[str]:
    person = facts.person
    if any(p.relation == "self" and p.deceased_on and p.deceased_on <= facts.on
           for p in facts.patients):  # fmt: skip
        yield "died"
    if act == "agency_placement":
        return
    if to in ("other", "agency"):
        yield "nobody else is told"
    if to == "spouse" and any(p.relation != "spouse" for p in facts.patients):
        yield "not the spouse's debt"
    if to == "attorney" and not any(h.kind is HoldKind.ATTORNEY for h in facts.holds):
        yield "no lawyer known"
    if act in MAIL and to in ("guarantor", "patient"):
        if not person.has_address:
            yield "no address"
        if person.mail_returned_on and person.mail_returned_on <= facts.on:
            yield "mail came back"
    if act in SPOKEN and person.confidential_address:
        yield "confidential address"
    if to in ("guarantor", "patient"):
        yield from _by_consent(act, facts)


def _by_consent(act: Act, facts: AccountFacts) -> Iterator[str]:
    person, on = facts.person, facts.on
    if act == "call" and not person.phone_home and not person.phone_mobile:
        yield "no number"
    ways = {
        "text": (person.phone_mobile, person.text_consent_on, person.text_revoked_on),
        "email": (person.has_email, person.email_consent_on, person.email_opted_out_on),
    }
    if act.value in ways:
        known, agreed_on, stopped_on = ways[act.value]
        if not known or agreed_on is None or agreed_on > on:
            yield "no consent"
        elif stopped_on and agreed_on <= stopped_on <= on:
            yield "opted out"


def _by_clock(act: Act, facts: AccountFacts, at: datetime) -> Iterator[str]:
    person = facts.person
    zones = {person.timezone, PLACES[person.state][0] if person.state else ""}
    phones = [person.phone_mobile] + ([] if act == "text" else [person.phone_home])
    zones |= {zone for zone, phone in PLACES.values() if phone in phones}
    zones -= {""}
    if not zones:
        yield "no zone known"
    for zone in zones:
        clock = at.astimezone(ZoneInfo(zone)).time()
        if not time(8) <= clock <= time(21):
            yield f"{clock} in {zone}"
    if act == "call":
        yield from _by_frequency(facts, at)


def _by_frequency(facts: AccountFacts, at: datetime) -> Iterator[str]:
    zone = ZoneInfo(facts.clinic_timezone)
    week = [facts.on - timedelta(days=n) for n in range(7)]
    calls = [c for c in facts.contacts if c.channel is Channel.CALL and c.at <= at]
    calls = [c for c in calls if c.at.astimezone(zone).date() in week]
    if sum(c.direction == "out" for c in calls) >= 7:
        yield "seven calls in seven days"
    if any(c.outcome == "reached" for c in calls):
        yield "talked within seven days"


def _by_paper(facts: AccountFacts) -> Iterator[str]:
    """A collection agency needs every paper, a licence in force that was looked at this year, a
    letter that was delivered, and an account in peace."""
    papers, on = facts.agency, facts.on
    if any(in_force(hold, on) for hold in facts.holds):
        yield "a hold"
    if not any(c.kind == "first_letter" and c.delivered for c in facts.contacts):
        yield "no first letter"
    if any((on - layer.since).days > 2020 for c in facts.charges for layer in c.layers):
        yield "too old to place"
    if not (papers.agreement_on and papers.policy_url and papers.policy_published_on):
        yield "papers missing"
    if papers.licence_until is None or papers.licence_until < on:
        yield "no licence"
    if papers.licence_checked_on is None or (on - papers.licence_checked_on).days > 366:
        yield "licence not looked at"


def _by_agreement(facts: AccountFacts) -> Iterator[str]:
    for promise in facts.promises:
        if promise.made_on <= facts.on <= promise.due_on:
            yield "promised"
    for plan in facts.plans:
        # The first instalment of these is due on the 28th after they began, with grace after it.
        if plan.status == "active" and (facts.on - plan.started_on).days < 10:
            yield "on a plan"


# ---- charge by charge


def most_of(charge: ChargeFacts, act: Act, to: Recipient, facts: AccountFacts) -> int:
    """The most that may be asked for on this charge."""
    if any(True for _ in _not_owed(charge, facts)):
        return 0
    for hold in facts.holds:
        if _held(hold, charge, act, to=to, facts=facts):
            return 0
    patient = facts.patient(charge.patient_id)
    if patient and patient.deceased_on and patient.deceased_on <= facts.on:
        return 0
    kinds = {one.payer_type for one in charge.coverages}
    if PayerType.MEDICAID in kinds and charge.noncovered_ack_on is None:
        return 300 if charge.service_on < date(2024, 1, 1) else 0
    ours = sum(cents for group, _, cents in charge.patient_moves if group != "PR")
    return max(charge.patient_cents - ours, 0)


def most_of_all(act: Act, to: Recipient, facts: AccountFacts) -> int:
    """Over all charges, less what loose money was counted on elsewhere in vain."""
    asked = sum(most_of(charge, act, to, facts) for charge in facts.charges)
    astray = sum(c.patient_cents - most_of(c, act, to, facts) for c in facts.counted)
    return max(asked - astray, 0)


def _not_owed(charge: ChargeFacts, facts: AccountFacts) -> Iterator[str]:
    kinds = {one.payer_type for one in charge.coverages}
    reasons = set(charge.patient_reasons)
    if any(one.qmb for one in charge.coverages):
        yield "QMB"
    if kinds & {PayerType.WORKERS_COMP, PayerType.NO_FAULT}:
        yield "another insurance answers for it"
    if charge.insurer_cents > 0:
        yield "with the insurer"
    if charge.coverages and {("CO", "45"), ("PR", "45")} & reasons and not charge.patient_moves:
        yield "written off by contract"
    if charge.coverages and charge.self_pay_restriction and charge.first_billed_on:
        yield "kept from the plan and yet billed"
    if charge.network == "out" and PayerType.COMMERCIAL in kinds and ("PR", "1") not in reasons:
        yield "perhaps a surprise bill"
    if PayerType.MEDICARE in kinds and not charge.abn_on and ("CO", "50") in charge.denial_reasons:
        yield "no ABN"
    if charge.coverages and not charge.self_pay_restriction:
        if ("CO", "29") in charge.denial_reasons:
            yield "denied as late"
        days = 370 if charge.coverages[0].payer_type is PayerType.MEDICARE else 190
        if charge.first_billed_on and (charge.first_billed_on - charge.service_on).days > days:
            yield "billed late"
    silent = not (charge.patient_reasons or charge.denial_reasons or charge.self_pay_restriction)
    if silent and charge.patient_cents == charge.cents:
        if PayerType.MEDICARE in kinds and not (charge.abn_on or charge.noncovered_ack_on):
            yield "nothing says why Medicare left it"
        plans = kinds and kinds <= {PayerType.COMMERCIAL, PayerType.OTHER}
        if plans and not charge.first_billed_on and (facts.on - charge.service_on).days > 190:
            yield "never billed, and too late for it"
    for given in facts.estimates:
        same = (given.patient_id, given.service_on) == (charge.patient_id, charge.service_on)
        reviewed = any(h.kind is HoldKind.GOOD_FAITH_DISPUTE for h in facts.holds)
        over = given.billed_cents - given.cents >= 40000
        if same and over and not charge.coverages and not reviewed:
            yield "far over its estimate"
    yield from _not_theirs(charge, facts.patient(charge.patient_id), facts)


def _not_theirs(
    charge: ChargeFacts, patient: PatientFacts | None, facts: AccountFacts
) -> Iterator[str]:
    signed = facts.person.signed_on is not None and facts.person.signed_on <= facts.on
    if patient is None:
        yield "whose is not known"
    elif patient.relation in ("spouse", "ward", "other", "child") and not signed:
        yield "did not sign"
    elif patient.relation == "self" and patient.birth_on and not facts.person.consented_alone:
        days_old = (charge.service_on - patient.birth_on).days
        yield from ["a minor that day"] if days_old < 365 * 18 else []


def _held(
    hold: HoldFacts, charge: ChargeFacts, act: Act, *, to: Recipient, facts: AccountFacts
) -> bool:
    kind = hold.kind.value
    if kind == "bankruptcy":
        return hold.starts_on <= facts.on and _bankrupt(hold, charge, act, to=to, facts=facts)
    known = hold.patient_id is not None and facts.patient(hold.patient_id) is not None
    touches = charge.charge_id in hold.charges or (
        not hold.charges and (not known or charge.patient_id == hold.patient_id)
    )
    if not in_force(hold, facts.on) or not touches:
        return False
    if kind == "estate":
        return not known or charge.patient_id == hold.patient_id
    return kind in ALL_ASKS or (kind in UNTIL and not _over(hold, facts.on))


def _bankrupt(
    hold: HoldFacts, charge: ChargeFacts, act: Act, *, to: Recipient, facts: AccountFacts
) -> bool:
    """Asked of the patient or the guarantor; who else is liable is for other tests."""
    debtor = None if hold.patient_id is None else facts.patient(hold.patient_id)
    if debtor is not None and debtor.relation != "self":
        return False
    filed_on = readable(hold.detail.get("filed_on"))
    if filed_on is None or filed_on > facts.on or not hold.detail.get("chapter"):
        return in_force(hold, facts.on)
    keys = ("discharged_on", "dismissed_on", "closed_on")
    ends = {key: readable(hold.detail.get(key)) for key in keys}
    over = {key for key, day in ends.items() if day and day <= facts.on}
    discharged = "discharged_on" in over and "dismissed_on" not in over
    orderly = all(day is None or day >= filed_on for day in ends.values())
    legible = all(readable(value) for key, value in hold.detail.items() if key in ends)
    moved = bool(hold.detail.get("converted_on"))
    if charge.service_on <= filed_on:
        return in_force(hold, facts.on) or (discharged and orderly and legible and not moved)
    if not in_force(hold, facts.on) or moved:
        return False
    return "13" in str(hold.detail["chapter"]) and not over and act != "statement"
