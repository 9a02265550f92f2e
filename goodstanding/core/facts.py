"""AccountFacts: the one frozen picture of an account that a decision may see.

Everything here is as of the day `on`: rows posted, contacts made and holds known up to and
including that day. Money is in cents, open amounts after unapplied money has been counted against
the oldest patient layers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from goodstanding.core.kinds import Act, Channel, HoldKind, PayerType


@dataclass(frozen=True, slots=True)
class Layer:
    """Open patient money of one charge, and the day it became the patient's."""

    since: date
    cents: int


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """One coverage in force on a charge's service date."""

    rank: int
    payer_id: str
    payer_type: PayerType
    qmb: bool = False


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """A charge with something open. `layers` are oldest first; `network` is "in", "out" or ""."""

    charge_id: str
    patient_id: str
    service_on: date
    posted_on: date
    cents: int
    insurer_cents: int = 0
    layers: tuple[Layer, ...] = ()
    coverages: tuple[CoverageFacts, ...] = ()
    code: str = ""
    claim_id: str = ""
    network: str = ""
    self_pay_restriction: bool = False
    first_billed_on: date | None = None
    insurer_known_on: date | None = None
    abn_on: date | None = None
    noncovered_ack_on: date | None = None
    # (group code, reason code) of what the insurer denied or moved to the patient on this charge,
    # live on `on`.
    denial_reasons: tuple[tuple[str, str], ...] = ()
    patient_reasons: tuple[tuple[str, str], ...] = ()
    provider: str = ""
    # The same moves with their cents, where they are known: how much of it came by which reason.
    patient_moves: tuple[tuple[str, str, int], ...] = ()

    @property
    def patient_cents(self) -> int:
        layers = self.layers
        return layers[0].cents if len(layers) == 1 else sum(layer.cents for layer in layers)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The guarantor: who is asked. Empty strings and None mean not known."""

    birth_on: date | None = None
    language: str = "en"
    timezone: str = ""
    state: str = ""
    zip: str = ""
    phone_home: str = ""
    phone_mobile: str = ""
    has_email: bool = False
    has_address: bool = True
    preferred_channel: str = "mail"
    text_consent_on: date | None = None
    text_revoked_on: date | None = None
    email_consent_on: date | None = None
    email_opted_out_on: date | None = None
    mail_returned_on: date | None = None
    signed_on: date | None = None
    confidential_address: bool = False
    consented_alone: bool = False
    texts_fail_on: date | None = None  # the number on file takes no texts since then
    emails_fail_on: date | None = None  # the address on file sends emails back since then


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """`relation` is the patient's relation to the guarantor: self, spouse, child, ward, other."""

    patient_id: str
    birth_on: date | None
    relation: str = "self"
    deceased_on: date | None = None


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A hold in force or to come; `detail` keeps the contract's JSON keys. `charges` empty: the
    whole account (or the whole patient when `patient_id` is set).
    """

    hold_id: str
    kind: HoldKind
    starts_on: date
    ends_on: date | None = None
    patient_id: str | None = None
    charges: tuple[str, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)

    def in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One contact that happened. `delivered` is true when it reached the person: mail that was
    confirmed printed and did not come back, a call that was answered, a text or email that was
    sent. `retired`: the number called then is not among the person's any more.
    """

    at: datetime
    channel: Channel
    direction: str  # "out" or "in"
    kind: str = ""  # statement, reminder, first_letter, final_letter, call, voicemail, other
    outcome: str = ""
    delivered: bool = False
    retired: bool = False


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """Patient money, live on the facts' day."""

    posted_on: date
    cents: int


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """`kept_on` is the practice system's word. `beside`: it stands beside those before it, or takes
    their place; None when nobody said. `before_cents` were paid on the day it was made, before it.
    `held_on`: the first day of a hold on the account since it was made.
    """

    promise_id: str
    made_on: date
    cents: int
    due_on: date
    kept_on: date | None = None
    means: str = ""
    beside: bool | None = None
    before_cents: int = 0
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanPart:
    due_on: date
    cents: int


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """One that was made here names its `charges`, its `instalments` and its own `payments` (money
    placed on those charges since it was agreed); one from the practice's export covers the whole
    account, and its days follow from the first six fields. `laid_on`: when its days were last set
    anew; `paused_until`: the last day in peace.
    """

    plan_id: str
    started_on: date
    monthly_cents: int
    due_day: int
    months: int
    status: str  # active, completed, broken, cancelled
    instalments: tuple[PlanPart, ...] = ()
    charges: tuple[str, ...] = ()
    payments: tuple[PaymentFacts, ...] = ()
    laid_on: date | None = None
    paused_until: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit booked for a day from `on` on."""

    patient_id: str
    on: date


@dataclass(frozen=True, slots=True)
class WriteOffFacts:
    """Patient money given up, live on the facts' day: small_write_off, bad_debt, charity."""

    on: date
    kind: str
    cents: int


@dataclass(frozen=True, slots=True)
class EstimateFacts:
    """The last good faith estimate for one provider and day of care, and what that provider billed
    for it since; "" and None mean any provider and any later day. `reviewed_cents`: how high the
    bill was when a supervisor last looked at it; None: nobody has.
    """

    patient_id: str
    provider: str
    given_on: date
    service_on: date | None
    cents: int
    billed_cents: int
    reviewed_cents: int | None = None


@dataclass(frozen=True, slots=True)
class KinFacts:
    """Another account of the same household (same street and ZIP). `talked_on`: the last day
    someone there was called or called us.
    """

    account_id: str
    on_plan: bool = False
    asked_for_help: bool = False
    talked_on: date | None = None


@dataclass(frozen=True, slots=True)
class OverrideFacts:
    """A person's own choice of the next step, in force on the facts' day; `role` is theirs."""

    act: Act
    starts_on: date
    until: date
    reason: str
    role: str


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What the clinic has on file about its collection agency and its published policy; None and ""
    mean nothing is on file.
    """

    name: str = ""
    agreement_on: date | None = None  # business associate agreement signed
    contract_on: date | None = None  # the contract with the recall clauses signed
    licence_until: date | None = None
    licence_checked_on: date | None = None
    policy_url: str = ""  # the clinic's published collection policy
    policy_published_on: date | None = None
    contract_until: date | None = None  # its last day; None: it has none


@dataclass(frozen=True, slots=True)
class BooksFacts:
    """How fresh the clinic's books are: the last day on which an 835, and on which patient money,
    was posted.
    """

    remittance_on: date | None = None
    deposit_on: date | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """`unapplied_cents` is guarantor money not placed by anyone yet, before it is counted against
    layers; `credit_cents` what is left after that; `counted` the charges it was counted on, with
    what was counted as their layers. `next_posted_on` is the first posting already known for a day
    after `on` (files may run ahead). `kept_from_plan` are settled charges that the patient paid and
    asked to keep from the plan. `own_words`: the kinds of letters with approved words in the
    person's own language, "cover_sheet" for a page in it behind an English letter.
    """

    account_id: str
    on: date
    person: PersonFacts
    clinic_state: str = "MN"
    clinic_timezone: str = "America/Chicago"
    patients: tuple[PatientFacts, ...] = ()
    charges: tuple[ChargeFacts, ...] = ()
    unapplied_cents: int = 0
    credit_cents: int = 0
    contacts: tuple[ContactFacts, ...] = ()  # oldest first
    payments: tuple[PaymentFacts, ...] = ()  # oldest first
    promises: tuple[PromiseFacts, ...] = ()  # oldest first
    plans: tuple[PlanFacts, ...] = ()
    holds: tuple[HoldFacts, ...] = ()
    next_posted_on: date | None = None
    last_posted_on: date | None = None  # the last posting up to and including `on`
    visits: tuple[VisitFacts, ...] = ()  # soonest first
    write_offs: tuple[WriteOffFacts, ...] = ()  # oldest first
    kin: tuple[KinFacts, ...] = ()
    estimates: tuple[EstimateFacts, ...] = ()
    override: OverrideFacts | None = None
    agency: AgencyFacts = AgencyFacts()
    books: BooksFacts = BooksFacts()
    counted: tuple[ChargeFacts, ...] = ()
    kept_from_plan: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    # What the office wrote down before a placement (agency_points.WRITTEN), and on which day.
    written: Mapping[str, date] = field(default_factory=dict)

    @property
    def patient_cents(self) -> int:
        return sum(charge.patient_cents for charge in self.charges)

    @property
    def insurer_cents(self) -> int:
        return sum(charge.insurer_cents for charge in self.charges)

    @property
    def balance_cents(self) -> int:
        return self.insurer_cents + self.patient_cents - self.credit_cents

    def patient(self, patient_id: str) -> PatientFacts | None:
        return next((p for p in self.patients if p.patient_id == patient_id), None)
