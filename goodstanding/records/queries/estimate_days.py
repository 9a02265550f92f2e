"""Estimates with the day on which their care takes place: a visit may have been moved since."""

from datetime import date

from django.db import connection

from goodstanding.core.days import local_day
from goodstanding.records.models import CostEstimate

GONE = ("cancelled", "no_show")

# No plan is asked for a charge `c`: a bill to a plan is none beside a good faith estimate.
SELF_PAY = "(c.payer = '' OR c.self_pay_restriction)"
# A charge `c`, posted up to a day, is of the care of the good faith estimate `e`.
OF_IT = (
    f"{SELF_PAY} AND c.patient_id = e.patient_id AND c.posted_on <= %s AND (e.provider = '' OR "
    "c.provider = e.provider) AND (c.service_on = e.service_on OR (e.service_on IS NULL AND "
    "c.service_on >= e.given_on))"
)

# One given here was given for the visit's day of then. Care that comes again has no one day.
_GIVEN = (
    "(SELECT g.number, g.patient_id, g.provider, g.given_on, g.kind, g.cents, CASE WHEN "
    "g.service_on IS NULL THEN NULL ELSE COALESCE((SELECT {day} FROM records_costestimate k JOIN "
    "records_appointment a ON a.id = k.appointment_id JOIN records_estimateversion v ON "
    "v.estimate_id = k.id WHERE k.patient_id = g.patient_id AND a.status NOT IN ('cancelled', "
    "'no_show') AND g.number = k.number || '-' || v.number), g.service_on) END AS service_on FROM "
    "records_estimate g)"
)


def estimates_by_day(zone: str) -> tuple[str, list[str]]:
    """(a table of estimates for a FROM, its parameters); `service_on` is the day of the care."""
    day, more = connection.ops.datetime_cast_date_sql("a.starts_at", (), zone)
    return _GIVEN.format(day=day), [*map(str, more)]


def care_on(case: CostEstimate, zone: str, *, given: date | None = None) -> date:
    """The day of its visit while that stands; else the day that was written, in the version `given`
    or the newest.
    """
    visit = case.appointment
    if visit is None or visit.status in GONE:
        return given or case.service_on
    return local_day(visit.starts_at, zone)
