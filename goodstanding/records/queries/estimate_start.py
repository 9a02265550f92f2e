"""What an estimate begins with: the booked visit's lines, each with its price and provider, and the
benefits on file.
"""

from dataclasses import dataclass, replace
from datetime import date

from goodstanding.core.benefits import CoverageBenefits
from goodstanding.core.days import local_day
from goodstanding.core.estimate_terms import Planned, PlannedLine, Told
from goodstanding.core.estimates import no_share_by
from goodstanding.core.kinds import PayerType
from goodstanding.core.price_kinds import PLANS
from goodstanding.core.pricing import ASSISTANTS
from goodstanding.records import clinic
from goodstanding.records.models import Appointment, CostEstimate, EstimateLine, Patient
from goodstanding.records.queries.benefits import latest_benefits
from goodstanding.records.queries.coverage import covers, first_payer, first_payer_and_type
from goodstanding.records.queries.estimate_spared import codes_of
from goodstanding.records.queries.estimates import for_whom, law_on
from goodstanding.records.queries.our_charges import last_charge, price_of
from goodstanding.records.queries.prices import PriceAsked, priced

# Visits to talk and examine, of new and known patients (CPT's numbers).
OFFICE_VISITS = frozenset(
    ["99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215"]
)

# The patient reads what is planned: a practice's short words for kinds of visits say too little.
PLAIN = {
    "office": "Office visit", "follow-up": "Follow-up visit", "post-op": "Visit after surgery",
    "image": "Imaging", "injection": "Injection", "surgery": "Surgery",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Start:
    """`covered`: a plan is in force on the day. `appointment`, `provider` "" without a visit.
    `office_copay` None: not known.
    """

    patient_id: str
    account_id: str
    name: str
    birth_on: date | None
    email: str
    appointment: str
    service: str
    service_on: date | None
    booked_on: date
    covered: bool
    nothing_owed: str
    told: Told | None
    office_copay: int | None
    lines: tuple[PlannedLine, ...]
    provider: str = ""


def from_visit(number: str, on: date) -> Start | None:
    visit = Appointment.objects.select_related("patient__guarantor").filter(number=number).first()
    if visit is None or visit.status != "booked":
        return None
    service_on = local_day(visit.starts_at, clinic.current().timezone)
    lines = tuple(line_of(code, visit.provider, on=on) for code in codes_of(visit))
    words = PLAIN.get(visit.kind.casefold(), visit.kind)
    about = _Visit(visit.number, words, service_on, visit.scheduled_on, lines, visit.provider)
    return _start(visit.patient, about, on)


def begun(number: str) -> int | None:
    """The estimate of this visit, where there is one that was not withdrawn."""
    open_ones = CostEstimate.objects.filter(appointment__number=number, withdrawn_at=None)
    return open_ones.values_list("id", flat=True).first()


def from_patient(number: str, on: date) -> Start | None:
    """By the patient's number, or an account's with one patient on it."""
    patient = Patient.objects.select_related("guarantor").filter(number=number).first()
    if patient is None:
        own = Patient.objects.select_related("guarantor").filter(guarantor__number=number)
        patient = own.first() if own.count() == 1 else None
    return None if patient is None else _start(patient, _Visit("", "", None, on, ()), on)


@dataclass(frozen=True, slots=True)
class _Visit:
    number: str
    kind: str
    service_on: date | None
    booked_on: date
    lines: tuple[PlannedLine, ...]
    provider: str = ""


def _start(patient: Patient, visit: _Visit, on: date) -> Start:
    day = visit.service_on or on
    own = covers(patient.number, day)
    said, whom = _said(patient, day, first_payer(patient.number, day)), for_whom(patient.id)
    # As the desk reads it (coming_visits.py): a copay of another year, or beside a second plan, is
    # not known.
    sure = said and len(own or ()) == 1 and said.checked_on.year == day.year
    return Start(
        patient.number, patient.guarantor.number, whom.name, patient.birth_on, whom.email,
        visit.number, visit.kind, visit.service_on, visit.booked_on, bool(own),
        _no_share(own, day), _told(said), said.copay_cents if said and sure else None,
        visit.lines, visit.provider,
    )  # fmt: skip


def line_of(
    code: str, provider: str, *, on: date, place: str = "office",
    modifiers: tuple[str, ...] = (), units: int = 1,
) -> PlannedLine:  # fmt: skip
    """With the price of all its units and who bills it; an assistant nobody named is the last."""
    if not provider and ASSISTANTS.intersection(modifiers):
        last = last_charge(code, modifiers, on=on)
        provider = last.provider if last else ""
    npi, tin = bills_as(provider) if provider else ("", "")
    cents, source = price_of(code, on=on, place=place, modifiers=modifiers)
    return PlannedLine(
        provider, code, None if cents is None else cents * units, npi, tin, place=place,
        units=units, modifiers=modifiers, priced_by=source,
    )  # fmt: skip


def bills_as(provider: str) -> tuple[str, str]:
    """(NPI, TIN) as the clinic's settings say, else as last written for this provider."""
    billing = clinic.current().billing
    npi = dict(billing.npi).get(provider, "")
    if npi and billing.tin:
        return npi, billing.tin
    last = EstimateLine.objects.filter(provider=provider).exclude(npi="").order_by("-id").first()
    if last is None:
        return npi, billing.tin
    return npi or last.npi, billing.tin or last.tin


def with_plans_prices(planned: Planned, patient_id: str) -> Planned:
    """Lines a plan pays, where nobody typed the plan's price: from its lists of the day of the
    care, as the modifiers and the other lines of the visit change it; and the rule by which the
    patient owes no share on that day.
    """
    open_lines = [
        (at, line) for at, line in enumerate(planned.lines)
        if planned.insured and line.covered and line.allowed is None
    ]  # fmt: skip
    lines = list(planned.lines)
    first = first_payer_and_type(patient_id, planned.service_on) if open_lines else None
    payer, kind = first or (None, None)
    plan = _plan_of(patient_id, planned.service_on, payer) if open_lines else None
    for place in dict.fromkeys(line.place for _, line in open_lines):
        here = [(at, line) for at, line in open_lines if line.place == place]
        asked = [PriceAsked(line.code, line.modifiers, line.units) for _, line in here]
        found = priced(
            asked, payer_id=payer, plan=plan, place=place, on=planned.service_on,
            of_medicare=kind is PayerType.MEDICARE,
        )  # fmt: skip
        for (at, line), one in zip(here, found, strict=True):
            if one.certain and one.tier in PLANS:
                lines[at] = replace(line, allowed=one.allowed_cents, allowed_by=one.source)
    own = covers(patient_id, planned.service_on) if planned.insured else None
    free = _no_share(own, planned.service_on)
    payers = tuple(kind.value for kind, _ in own or ())
    return replace(planned, lines=tuple(lines), nothing_owed=free, payers=payers)


def _no_share(own: list[tuple[PayerType, bool]] | None, on: date) -> str:
    return no_share_by([(kind.value, qmb) for kind, qmb in own or ()], law_on(on))


def with_office_copay(lines: tuple[PlannedLine, ...], copay: int | None) -> tuple[PlannedLine, ...]:
    """Where the plan said what an office visit costs, its line owes that and goes through no
    deductible; a person sees it in the line and can take it out.
    """
    return tuple(
        replace(line, copay=copay)
        if line.code in OFFICE_VISITS and line.place == "office" and line.copay is None else line
        for line in lines
    )  # fmt: skip


def _said(patient: Patient, day: date, payer: str | None) -> CoverageBenefits | None:
    found = latest_benefits([patient.id], day).get(patient.id, ())
    said = next((one for one in found if one.payer_id == payer), None)
    return None if said is None or said.in_force(day) is False else said


def _plan_of(patient_id: str, day: date, payer: str | None) -> str | None:
    """As the payer names it: a list of its own goes before the payer's other one."""
    said = _said(Patient.objects.get(number=patient_id), day, payer)
    return said.plan_name if said is not None else None


def _told(said: CoverageBenefits | None) -> Told | None:
    """What the plan that pays first on the day of the care last said of this patient; None where
    it was not asked, ends before that day, or left out one of the three that every sum needs: then
    benefits are typed, or stay unknown.
    """
    if said is None:
        return None
    if said.deductible_left_cents is None or said.oop_left_cents is None:
        return None
    if said.coinsurance is None:
        return None
    return Told(
        said.deductible_left_cents, said.coinsurance, said.oop_left_cents,
        said.family_deductible_left_cents, said.family_oop_left_cents, said.checked_on,
    )  # fmt: skip
