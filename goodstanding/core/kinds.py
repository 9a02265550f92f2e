"""The clinic's closed lists. One home for each word that code, tables, pages and JSON share."""

from enum import StrEnum


class Act(StrEnum):
    """ACTION of the contract: what may happen next to an account."""

    STATEMENT = "statement"
    REMINDER = "reminder"
    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    FIRST_LETTER = "first_letter"
    FINAL_LETTER = "final_letter"
    ESTATE_LETTER = "estate_letter"
    PLAN_NOTICE = "plan_notice"
    SCREEN_ASSISTANCE = "screen_assistance"
    VERIFY_ADDRESS = "verify_address"
    VERIFY_COVERAGE = "verify_coverage"
    INSURER_FOLLOW_UP = "insurer_follow_up"
    REVIEW_CREDIT = "review_credit"
    REFUND = "refund"
    WRITE_OFF_SMALL = "write_off_small"
    AGENCY_REVIEW = "agency_review"
    AGENCY_PLACEMENT = "agency_placement"
    CREDIT_REPORT = "credit_report"
    LAWSUIT = "lawsuit"
    FILE_CLAIM_BANKRUPTCY = "file_claim_bankruptcy"
    FILE_CLAIM_ESTATE = "file_claim_estate"
    FRONT_DESK_NOTE = "front_desk_note"
    WAIT = "wait"
    NONE = "none"


# Acts that reach a patient and ask for money: the gate judges every one of these in full.
ASKING_ACTS = frozenset(
    {
        Act.STATEMENT, Act.REMINDER, Act.CALL, Act.TEXT, Act.EMAIL, Act.FIRST_LETTER,
        Act.FINAL_LETTER,
        Act.PLAN_NOTICE, Act.AGENCY_PLACEMENT, Act.CREDIT_REPORT, Act.LAWSUIT,
    }
)  # fmt: skip


class Channel(StrEnum):
    MAIL = "mail"
    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    IN_PERSON = "in_person"
    PORTAL = "portal"


class Recipient(StrEnum):
    """--to of the contract."""

    PATIENT = "patient"
    GUARANTOR = "guarantor"
    SPOUSE = "spouse"
    PARENT = "parent"
    REPRESENTATIVE = "representative"
    ATTORNEY = "attorney"
    AGENCY = "agency"
    OTHER = "other"


class HoldKind(StrEnum):
    BANKRUPTCY = "bankruptcy"
    ESTATE = "estate"
    DISPUTE = "dispute"
    GOOD_FAITH_DISPUTE = "good_faith_dispute"
    ASSISTANCE_PENDING = "assistance_pending"
    INSURER_PENDING = "insurer_pending"
    WORKERS_COMP = "workers_comp"
    NO_FAULT = "no_fault"
    LIABILITY = "liability"
    ATTORNEY = "attorney"
    CEASE_CONTACT = "cease_contact"
    CALL_RESTRICTION = "call_restriction"
    CONFIDENTIAL_ADDRESS = "confidential_address"
    POWER_OF_ATTORNEY = "power_of_attorney"
    BILLING_ERROR = "billing_error"
    PAYER_APPEAL = "payer_appeal"
    IDENTITY_THEFT = "identity_theft"
    MILITARY = "military"
    AGENCY = "agency"
    MANUAL = "manual"


class Tender(StrEnum):
    """method of transactions.csv: how money came or went."""

    CHECK = "check"
    CARD = "card"
    CASH = "cash"
    ACH = "ach"
    PORTAL = "portal"
    OTHER = "other"


class TransactionKind(StrEnum):
    """kind of transactions.csv, and what the ledger calls every posting (with `charge` for the
    charge itself).
    """

    CHARGE = "charge"
    INSURER_PAYMENT = "insurer_payment"
    PATIENT_PAYMENT = "patient_payment"
    CONTRACTUAL = "contractual"
    DENIAL = "denial"
    TO_PATIENT = "to_patient"
    TO_INSURER = "to_insurer"
    SMALL_WRITE_OFF = "small_write_off"
    BAD_DEBT = "bad_debt"
    CHARITY = "charity"
    REFUND_PATIENT = "refund_patient"
    REFUND_INSURER = "refund_insurer"
    REVERSAL = "reversal"
    # Ours alone, never of an export: provider-level money of an 835, insurer money whose claim
    # waits, unapplied money put on a charge, a drawer that was over or short, and an agency's fee.
    PROVIDER_ADJUSTMENT = "provider_adjustment"
    INSURER_UNPLACED = "insurer_unplaced"
    APPLY_UNAPPLIED = "apply_unapplied"
    OVER_SHORT = "over_short"
    AGENCY_FEE = "agency_fee"  # what an agency kept of the money it recovered


# What no export may bring: the charge is a table of its own, the others are ours alone.
OURS_ALONE = frozenset(
    {
        TransactionKind.CHARGE, TransactionKind.PROVIDER_ADJUSTMENT,
        TransactionKind.INSURER_UNPLACED, TransactionKind.APPLY_UNAPPLIED,
        TransactionKind.OVER_SHORT, TransactionKind.AGENCY_FEE,
    }
)  # fmt: skip


class PayerType(StrEnum):
    COMMERCIAL = "commercial"
    MEDICARE = "medicare"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID = "medicaid"
    TRICARE = "tricare"
    WORKERS_COMP = "workers_comp"
    NO_FAULT = "no_fault"
    LIABILITY = "liability"
    OTHER = "other"


class Party(StrEnum):
    """Who owes an open item."""

    INSURER = "insurer"
    PATIENT = "patient"


class Role(StrEnum):
    FRONT_DESK = "front_desk"
    COORDINATOR = "coordinator"
    BILLER = "biller"
    MANAGER = "manager"
    IT_ADMIN = "it_admin"
    SCHEDULER = "scheduler"
