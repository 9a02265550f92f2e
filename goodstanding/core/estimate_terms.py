"""What is written down for an estimate: the care, its lines and who bills them, the benefits told;
and what is missing before it may be given.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goodstanding.core.days import add_months, business_day_before
from goodstanding.core.estimates import FEDERAL, Asked, Benefits, Line
from goodstanding.core.money import Cents
from goodstanding.law import LawOn

CONTENT = "us-nsa-gfe-content"
PLACES = {"office": "Clinic", "facility": "Surgery center or hospital"}
OTHERS = {
    "facility": "The surgery center or hospital", "anesthesia": "Anesthesia",
    "implant": "The implant", "therapy": "Physical therapy", "imaging": "Imaging",
    "equipment": "Equipment, such as a brace or a walker",
}  # fmt: skip
WHO_PRICES = "Ask the biller or the manager, who can price it."


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """`cents`: the charge of the whole line, None: no price yet; `priced_by` says whence it is, and
    `allowed_by` from which of the plan's lists `allowed` was taken ("": it was typed). `said`: what
    it is in the clinic's own plain words.
    """

    provider: str
    code: str
    cents: Cents | None
    npi: str = ""
    tin: str = ""
    diagnosis: str = ""
    place: str = "office"
    units: int = 1
    modifiers: tuple[str, ...] = ()
    allowed: Cents | None = None
    copay: Cents | None = None
    covered: bool = True
    priced_by: str = "typed"
    allowed_by: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the plan said is left, and on which day."""

    deductible_left: Cents
    coinsurance: Decimal
    oop_left: Cents
    family_deductible_left: Cents | None = None
    family_oop_left: Cents | None = None
    on: date | None = None

    @property
    def benefits(self) -> Benefits:
        return Benefits(
            self.deductible_left, self.coinsurance, self.oop_left,
            self.family_deductible_left, self.family_oop_left,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """One version's whole. `service` in plain words; `others`: who else will bill, keys of OTHERS;
    `has_coverage` and `bill_it` are the two questions the track is chosen by. `facility`: the name
    and address of where the lines that are not at the clinic take place.
    """

    service: str
    lines: tuple[PlannedLine, ...]
    service_on: date
    booked_on: date
    has_coverage: bool
    bill_it: bool
    asked_on: date | None = None
    diagnosis: str = ""
    others: tuple[str, ...] = ()
    recurs_until: date | None = None
    times: int = 1
    told: Told | None = None
    second: Told | None = None
    nothing_owed: str = ""
    facility: str = ""
    payers: tuple[str, ...] = ()

    @property
    def insured(self) -> bool:
        return self.has_coverage and self.bill_it

    @property
    def track(self) -> str:
        return "insured" if self.insured else "good_faith"

    @property
    def of_visits(self) -> str:
        """Which visits of care that comes again the figures are of; "" for one visit."""
        if self.times == 1:
            return ""
        return f" for {'the first of ' if self.insured else ''}{self.times} visits"

    @property
    def asked(self) -> Asked:
        """Self-pay: of all visits. Of an insured course the first visit: what is left of the
        plan's limits at a later one nobody knows.
        """
        times = 1 if self.insured else self.times
        lines = tuple(
            Line(one.code, times * (one.cents or 0), one.modifiers, one.units, one.allowed,
                 one.copay, one.covered)
            for one in self.lines
        )  # fmt: skip
        return Asked(
            self.insured, self.service_on, self.booked_on, lines, self.asked_on,
            self.told.benefits if self.told else None,
            self.second.benefits if self.second else None,
            self.nothing_owed, self.told.on if self.told else None, self.payers,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForWhom:
    """The patient as the paper names them; `contact` is how they want to hear from us."""

    name: str
    patient_id: str
    birth_on: date | None
    address: tuple[str, ...]
    phone: str
    email: str
    contact: str


def missing(planned: Planned) -> Iterator[str]:
    """What keeps it from being given, in words; a draft may be short of any of it."""
    if not planned.lines:
        yield "Write at least one line."
    for number, line in enumerate(planned.lines, 1):
        if line.cents is None:
            yield f"Line {number} ({line.code}) has no price. {WHO_PRICES}"
        if planned.insured:
            continue
        if not line.provider:
            yield f"Line {number} ({line.code}) needs the provider's name."
        if not line.npi:
            yield f"Line {number} ({line.code}) needs the provider's NPI."
        if not line.tin:
            yield f"Line {number} ({line.code}) needs the provider's tax number."
        if not line.diagnosis:
            yield f"Line {number} ({line.code}) needs a diagnosis code."
    elsewhere = any(line.place != "office" for line in planned.lines)
    if elsewhere and not planned.insured and not planned.facility:
        # 45 CFR 149.610(c)(1)(iv): the location where each is expected to be furnished
        yield "Write where the surgery takes place: name and address of the center or hospital."
    if not planned.service.strip():
        yield "Say in plain words what is planned."


def faults(planned: Planned, law: LawOn) -> Iterator[str]:
    """What cannot be written down at all."""
    if planned.service_on < planned.booked_on:
        yield "The service is before the day it was booked. Correct one of the two days."
    if planned.asked_on is not None and planned.asked_on > planned.service_on:
        yield "The request is after the service. Correct one of the two days."
    if planned.recurs_until is not None:
        months = law.number(FEDERAL, "recurring_services_max_span")
        last = add_months(planned.service_on, months)
        if not planned.service_on < planned.recurs_until <= last:
            until = f"{months} months, to {last:%m/%d/%Y}"
            yield f"Care that comes again is estimated for at most {until}."
        if planned.times < 2:
            yield "Say how many times the care comes: 2 or more."
    elif planned.times != 1:
        yield "Say until when the care comes again."
    for number, line in enumerate(planned.lines, 1):
        if line.npi and not npi_is_sound(line.npi):
            yield f"Line {number}: {line.npi} is no NPI. Its last digit does not fit the others."
        if line.units < 1:
            yield f"Line {number}: write a quantity of 1 or more."


def npi_is_sound(npi: str) -> bool:
    """Ten digits whose last is the Luhn check digit over 80840 and the rest (the standard's own
    example): npi_is_sound("1234567893") -> True
    """
    if len(npi) != 10 or not (npi.isascii() and npi.isdecimal()):
        return False
    digits = [int(sign) for sign in reversed("80840" + npi)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def moved_to(day: date) -> str:
    return f"The visit is on {day:%m/%d/%Y} now. Write the estimate anew for that day."


def too_late_to_change(service_on: date, on: date, law: LawOn) -> bool:
    """A changed estimate comes at least one business day before the care: for a Monday's by the
    Friday, not at the weekend.
    """
    last = service_on
    for _ in range(law.number(FEDERAL, "reissue_before_service_min")):
        last = business_day_before(last)
    return on > last


def kept_until(given_on: date, law: LawOn) -> date:
    return add_months(given_on, 12 * law.number(CONTENT, "record_retention"))
