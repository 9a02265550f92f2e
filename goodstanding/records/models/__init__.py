"""All tables, by noun."""

from goodstanding.records.models.assistance import (
    HelpApplication,
    HelpDecision,
    HelpDocument,
    HelpEvent,
    HelpShare,
)
from goodstanding.records.models.audit import AuditEvent
from goodstanding.records.models.contacts import (
    Attempt,
    Call,
    Contact,
    Letter,
    LetterBatch,
    Note,
    RetiredWay,
)
from goodstanding.records.models.denials import DenialCase, DenialStep
from goodstanding.records.models.followup import (
    Decision,
    Estimate,
    FactsKept,
    Hold,
    HoldEvent,
    Override,
    Plan,
    Promise,
    Run,
)
from goodstanding.records.models.imports import ImportFile, ImportProblem, Task
from goodstanding.records.models.law import LawConfirmation, LawEdition
from goodstanding.records.models.ledger import Denial, OpenItem, Standing, Transfer, Twin
from goodstanding.records.models.messages import Message, MessageEvent
from goodstanding.records.models.payments import (
    Adjustment,
    BankLine,
    BankMatch,
    CreditNotice,
    DayClose,
    DayReopened,
    Deposit,
    DepositItem,
    DrawerCount,
    DrawerStart,
    PeriodLock,
    Receipt,
    ReceiptUndone,
    Refund,
)
from goodstanding.records.models.people import Coverage, Guarantor, Patient
from goodstanding.records.models.plans import (
    PlanCover,
    PlanDisclosure,
    PlanDraft,
    PlanEvent,
    PlanMade,
)
from goodstanding.records.models.policy import PolicyVersion
from goodstanding.records.models.remittances import (
    ClaimLink,
    ClaimStep,
    ProviderAdjustment,
    ProviderSettled,
    Remittance,
    RemittanceClaim,
)
from goodstanding.records.models.staff import Staff
from goodstanding.records.models.team import Assignment, Cover, Lease, Mention, ReturnedMail
from goodstanding.records.models.visits import Appointment, Charge
from goodstanding.records.models.wording import Wording

__all__ = [
    "ALL_TABLES",
    "Adjustment",
    "Appointment",
    "Assignment",
    "Attempt",
    "AuditEvent",
    "BankLine",
    "BankMatch",
    "Call",
    "Charge",
    "ClaimLink",
    "ClaimStep",
    "Contact",
    "Cover",
    "Coverage",
    "CreditNotice",
    "DayClose",
    "DayReopened",
    "Decision",
    "Denial",
    "DenialCase",
    "DenialStep",
    "Deposit",
    "DepositItem",
    "DrawerCount",
    "DrawerStart",
    "Estimate",
    "FactsKept",
    "Guarantor",
    "HelpApplication",
    "HelpDecision",
    "HelpDocument",
    "HelpEvent",
    "HelpShare",
    "Hold",
    "HoldEvent",
    "ImportFile",
    "ImportProblem",
    "LawConfirmation",
    "LawEdition",
    "Lease",
    "Letter",
    "LetterBatch",
    "Message",
    "MessageEvent",
    "Mention",
    "Note",
    "OpenItem",
    "Override",
    "Patient",
    "PeriodLock",
    "Plan",
    "PlanCover",
    "PlanDisclosure",
    "PlanDraft",
    "PlanEvent",
    "PlanMade",
    "PolicyVersion",
    "Promise",
    "ProviderAdjustment",
    "ProviderSettled",
    "Receipt",
    "ReceiptUndone",
    "Refund",
    "Remittance",
    "RemittanceClaim",
    "RetiredWay",
    "ReturnedMail",
    "Run",
    "Staff",
    "Standing",
    "Task",
    "Transfer",
    "Twin",
    "Wording",
]

ALL_TABLES = (
    Adjustment, Appointment, Assignment, Attempt, AuditEvent, BankLine, BankMatch, Call, Charge,
    ClaimLink, ClaimStep, Contact, Cover, Coverage, CreditNotice, DayClose, DayReopened, Decision,
    Denial, DenialCase, DenialStep, Deposit, DepositItem, DrawerCount, DrawerStart, Estimate,
    FactsKept, Guarantor, HelpApplication, HelpDecision, HelpDocument, HelpEvent, HelpShare, Hold,
    HoldEvent, ImportFile, ImportProblem, LawConfirmation, LawEdition,
    Lease, Letter, LetterBatch, Mention, Message, MessageEvent, Note, OpenItem, Override, Patient,
    PeriodLock, Plan, PlanCover, PlanDisclosure, PlanDraft, PlanEvent, PlanMade, PolicyVersion,
    Promise, ProviderAdjustment, ProviderSettled, Receipt, ReceiptUndone, Refund, Remittance,
    RemittanceClaim, RetiredWay, ReturnedMail, Run, Staff, Standing, Task, Transfer, Twin, Wording,
)  # fmt: skip
