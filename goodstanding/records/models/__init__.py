"""All tables, by noun."""

from goodstanding.records.models.audit import AuditEvent
from goodstanding.records.models.contacts import Attempt, Contact, Letter, LetterBatch, Note
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
from goodstanding.records.models.people import Coverage, Guarantor, Patient
from goodstanding.records.models.policy import PolicyVersion
from goodstanding.records.models.remittances import ProviderAdjustment, Remittance, RemittanceClaim
from goodstanding.records.models.staff import Staff
from goodstanding.records.models.visits import Appointment, Charge

__all__ = [
    "ALL_TABLES",
    "Appointment",
    "Attempt",
    "AuditEvent",
    "Charge",
    "Contact",
    "Coverage",
    "Decision",
    "Denial",
    "Estimate",
    "FactsKept",
    "Guarantor",
    "Hold",
    "HoldEvent",
    "ImportFile",
    "ImportProblem",
    "LawConfirmation",
    "LawEdition",
    "Letter",
    "LetterBatch",
    "Note",
    "OpenItem",
    "Override",
    "Patient",
    "Plan",
    "PolicyVersion",
    "Promise",
    "ProviderAdjustment",
    "Remittance",
    "RemittanceClaim",
    "Run",
    "Staff",
    "Standing",
    "Task",
    "Transfer",
    "Twin",
]

ALL_TABLES = (
    Appointment, Attempt, AuditEvent, Charge, Contact, Coverage, Decision, Denial, Estimate,
    FactsKept, Guarantor, Hold, HoldEvent, ImportFile, ImportProblem, LawConfirmation, LawEdition,
    Letter, LetterBatch, Note, OpenItem, Override, Patient, Plan, PolicyVersion, Promise,
    ProviderAdjustment, Remittance, RemittanceClaim, Run, Staff, Standing, Task, Transfer, Twin,
)  # fmt: skip
