"""Who covers a patient on a day, as far as it says that the patient owes no share."""

from datetime import date

from django.db.models import F, Q

from goodstanding.core.kinds import PayerType
from goodstanding.records import bulk


def in_force_sql(on: str = "%s") -> str:
    """core/in_force.py as a condition on a coverage `v`; `on`, a column or a parameter, twice."""
    return (
        f"(v.effective_on IS NULL OR v.effective_on <= {on}) AND "
        f"(v.ends_on IS NULL OR v.ends_on >= {on})"
    )


def in_force_q(on: date | F, prefix: str = "") -> Q:
    """core/in_force.py as a condition; `prefix` ("coverage__") leads to the coverage."""
    begun = Q((f"{prefix}effective_on", None)) | Q((f"{prefix}effective_on__lte", on))
    going_on = Q((f"{prefix}ends_on", None)) | Q((f"{prefix}ends_on__gte", on))
    return begun & going_on


def covers(patient_id: str, on: date) -> list[tuple[PayerType, bool]] | None:
    """(payer type, QMB) of each coverage in force, by rank; None when the patient is not known."""
    rows = bulk.select(
        "SELECT v.payer_type, v.qmb FROM records_patient p LEFT JOIN records_coverage v ON "
        f"v.patient_id = p.id AND {in_force_sql()} WHERE p.number = %s ORDER BY v.rank, v.id",
        [on.isoformat(), on.isoformat(), patient_id],
    )
    if not rows:
        return None
    return [(PayerType(kind), bool(qmb)) for kind, qmb in rows if kind is not None]


def first_payer(patient_id: str, on: date) -> str | None:
    """The payer of the first coverage in force; None without one."""
    return (first_payer_and_type(patient_id, on) or (None, None))[0]


def first_payer_and_type(patient_id: str, on: date) -> tuple[str, PayerType] | None:
    """Of the first coverage in force; None without one."""
    rows = bulk.select(
        "SELECT v.payer, v.payer_type FROM records_patient p "
        "JOIN records_coverage v ON v.patient_id = p.id "
        f"AND {in_force_sql()} WHERE p.number = %s "
        "ORDER BY v.rank, v.id LIMIT 1",
        [on.isoformat(), on.isoformat(), patient_id],
    )
    return (str(rows[0][0]), PayerType(rows[0][1])) if rows else None
