"""All tables, by noun."""

from goodstanding.records.models.audit import AuditEvent
from goodstanding.records.models.contacts import Attempt, Contact, Letter, LetterBatch, Note
from goodstanding.records.models.followup import Decision, Estimate, Hold, Plan, Promise, Run
from goodstanding.records.models.imports import ImportFile, ImportProblem, Task
from goodstanding.records.models.ledger import Denial, OpenItem, Standing, Transfer, Twin
from goodstanding.records.models.people import Coverage, Guarantor, Patient
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
    "Guarantor",
    "Hold",
    "ImportFile",
    "ImportProblem",
    "Letter",
    "LetterBatch",
    "Note",
    "OpenItem",
    "Patient",
    "Plan",
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
    Guarantor, Hold,
    ImportFile, ImportProblem, Letter, LetterBatch, Note, OpenItem, Patient, Plan, Promise,
    ProviderAdjustment,
    Remittance, RemittanceClaim, Run, Staff, Standing, Task, Transfer, Twin,
)  # fmt: skip
