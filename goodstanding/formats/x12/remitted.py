"""What an 835 says, as plain values. Money is whole cents, signed as sent.

Positions count segments from 1: a payment's within the file, a claim's and a provider adjustment's
within its transaction (ST is 1, as SE01 counts them). A positive provider adjustment lowers the
cheque.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from goodstanding.core.money import Cents
from goodstanding.formats.problems import Problem
from goodstanding.formats.x12.codes import GROUPS
from goodstanding.formats.x12.envelope import Delimiters


@dataclass(slots=True)
class Adjustment:
    group: str
    reason: str
    cents: Cents


@dataclass(slots=True)
class ServiceLine:
    """`submitted_code` is SVC06's code when the payer changed or bundled ours, else empty;
    `service_to` is set only when the line covers more than one day."""

    code: str
    modifiers: tuple[str, ...]
    qualifier: str
    submitted_code: str
    charged_cents: Cents
    paid_cents: Cents
    units: str
    service_on: date | None = None
    ref_6r: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    service_to: date | None = None

    @property
    def balanced(self) -> bool:
        return self.charged_cents - self.paid_cents == _sum(self.adjustments)


# What reads the rest of a claim, its segments ("CLP*" left out), their delimiters, ST02.
Unread = tuple[Callable[["Claim"], None], str, Delimiters, str]


@dataclass(slots=True)
class Claim:
    """`member_id` is the patient's (NM1*QC) as sent, else the insured's (NM1*IL); `corrected_id` is
    NM1*74's. `service_from` and `service_to` come from the claim, else from its lines.

    The reader balances a claim as it goes by; what comes after `unread` is then read from the
    claim's own segments, all at once, when one of these fields is first asked for.
    """

    claim_id: str
    status: str
    charged_cents: Cents
    paid_cents: Cents
    patient_cents: Cents
    position: int = 0
    unread: Unread | None = field(default=None, repr=False, compare=False)
    filing_code: str = ""
    payer_control: str = ""
    forwarded: bool = False
    member_id: str = ""
    patient_last: str = ""
    patient_first: str = ""
    service_from: date | None = None
    service_to: date | None = None
    received_on: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    lines: tuple[ServiceLine, ...] = ()
    remarks: tuple[str, ...] = ()
    insured_id: str = ""
    corrected_id: str = ""
    problems: tuple[Problem, ...] = ()

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            """Called for a field that is not set yet."""
            if name == "unread" or self.unread is None:
                raise AttributeError(name)
            self.unread[0](self)
            return object.__getattribute__(self, name)

    @property
    def balanced(self) -> bool:
        """charged = paid + every CAS, every line likewise, and no amount that could not be read."""
        adjusted = _sum(self.adjustments) + sum(_sum(line.adjustments) for line in self.lines)
        return (
            self.charged_cents == self.paid_cents + adjusted
            and all(line.balanced for line in self.lines)
            and not any(problem.code == "bad_amount" for problem in self.problems)
        )


@dataclass(slots=True)
class ProviderAdjustment:
    provider_id: str
    fiscal_on: date | None
    reason: str
    reference: str
    cents: Cents
    position: int = 0


@dataclass(slots=True)
class Sums:
    """Over the claims and provider adjustments of one payment; `adjustments` by group, `claims_off`
    the claims that are not in balance themselves or in one of their lines."""

    claims: int = 0
    claims_off: int = 0
    charged_cents: Cents = 0
    paid_cents: Cents = 0
    patient_cents: Cents = 0
    provider_cents: Cents = 0
    adjustments: dict[str, Cents] = field(default_factory=dict)


@dataclass(slots=True)
class PaymentStart:
    """The header of one ST. `payer_id` is TRN03, else N1*PR's id, else REF*2U."""

    st_control: str
    payer_name: str = ""
    payer_id: str = ""
    trace: str = ""
    handling: str = ""
    method: str = ""
    amount_cents: Cents = 0
    paid_on: date | None = None
    production_on: date | None = None
    payee_name: str = ""
    payee_id: str = ""
    position: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class PaymentEnd:
    """`problems` are those found after the header; `balanced`: BPR02 = sum CLP04 - sum PLB; `cut`:
    the file, or its interchange, ended in the middle of it."""

    amount_cents: Cents
    sums: Sums
    balanced: bool
    problems: list[Problem] = field(default_factory=list)
    cut: bool = False


@dataclass(slots=True)
class Payment(PaymentStart):
    claims: list[Claim] = field(default_factory=list)
    provider_adjustments: list[ProviderAdjustment] = field(default_factory=list)
    sums: Sums = field(default_factory=Sums)
    balanced: bool = False
    cut: bool = False


@dataclass(slots=True)
class Totals:
    """Over a whole file, in cents; `add` takes a Payment or a PaymentEnd."""

    payments: int = 0
    claims: int = 0
    claims_off: int = 0
    charged: Cents = 0
    paid: Cents = 0
    patient_responsibility: Cents = 0
    adjustments: dict[str, Cents] = field(default_factory=lambda: dict.fromkeys(GROUPS, 0))
    provider_adjustments: Cents = 0
    payment_amount: Cents = 0
    balanced: bool = True

    def add(self, payment: Payment | PaymentEnd) -> None:
        sums = payment.sums
        self.payments += 1
        self.claims += sums.claims
        self.claims_off += sums.claims_off
        self.charged += sums.charged_cents
        self.paid += sums.paid_cents
        self.patient_responsibility += sums.patient_cents
        self.provider_adjustments += sums.provider_cents
        self.payment_amount += payment.amount_cents
        self.balanced = self.balanced and payment.balanced
        for group, cents in sums.adjustments.items():
            self.adjustments[group] = self.adjustments.get(group, 0) + cents


def totals(payments: Iterable[Payment]) -> Totals:
    whole = Totals()
    for payment in payments:
        whole.add(payment)
    return whole


def _sum(adjustments: tuple[Adjustment, ...]) -> Cents:
    return sum(adjustment.cents for adjustment in adjustments)
