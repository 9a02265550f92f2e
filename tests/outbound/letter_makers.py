"""Made-up letters and a made-up clinic."""

from datetime import date, timedelta
from typing import Any

from goodstanding.core.letters import ClinicFacts, Letter, LetterLine, Said, in_words

# They ask for what the visits of an account leave.
ASKING_KINDS = (
    "final_letter",
    "first_letter",
    "plan_broken",
    "reminder",
    "reminder_2",
    "statement",
)

CLINIC = ClinicFacts(
    name="St. Cloud Orthopedics",
    registered_name="St. Cloud Orthopedic Associates, Ltd.",
    street="1901 Maple Avenue South",
    city="Sartell",
    state="MN",
    zip="56377",
    phone="320-555-0142",
    hours="Monday to Friday, 8:00 a.m. to 4:30 p.m.",
    coordinator_name="Dana Olson",
    ag_phone_metro="651-555-0100",
    ag_phone_tollfree="800-555-0100",
    pay_site="pay.example.org",
    policy_url="example.org/billing-policy",
)

# 184.20 in three is 61.40 each, in four 46.05.
SAID: dict[str, dict[str, Said]] = {
    "reminder_2": {
        "offer_a_times": "3", "offer_a_each": 61_40, "offer_b_times": "4",
        "offer_b_each": 46_05,
    },
    "plan_broken": {"plan_made_on": date(2026, 12, 1), "plan_each": 46_05},
}  # fmt: skip


def visit(number: int = 0, **changes: Any) -> LetterLine:
    """412.00 less 151.30 less 76.50 is 184.20."""
    day = date(2026, 9, 22) - timedelta(days=9 * number)
    values = {
        "charge_id": f"C{number}",
        "service_on": day,
        "what": f"Visit on {in_words(day)}",
        "provider": "Dr. Hale",
        "charged_cents": 41200,
        "discount_cents": 15130,
        "insurer_paid_cents": 7650,
        "due_cents": 18420,
        "why": "your plan's deductible",
        "since": date(2026, 10, 8),
    }
    return LetterLine(**{**values, **changes})


def letter(kind: str = "statement", *, visits: int = 1, **changes: Any) -> Letter:
    lines = changes.pop("lines", tuple(visit(number) for number in range(visits)))
    values = {
        "reference": "L-000123",
        "kind": kind,
        "language": "en",
        "account_id": "104233",
        "made_on": date(2026, 11, 23),
        "reply_by": date(2026, 12, 18),
        "addressee": ("Maria Lopez",),
        "address": ("412 9th Avenue North", "Apartment 3", "St. Cloud MN 56303"),
        "greeting_name": "Maria Lopez",
        "lines": lines,
        "due_cents": sum(line.due_cents for line in lines),
        "itemised_on": date(2026, 10, 8),
        "earlier_letter_on": date(2026, 10, 24) if kind != "statement" else None,
        "dispute_by": date(2027, 1, 2),
        "said": tuple(SAID.get(kind, {}).items()),
    }
    return Letter(**{**values, **changes})


def crowded(kind: str = "statement", **changes: Any) -> Letter:
    """529.00 less 151.30, 76.50, 10.00, 50.00 leaves 241.20; 184.20 is asked for, 20.00 is on a
    plan, 7.00 is met by unplaced money and 30.00 is not asked for now."""
    line = visit(charged_cents=52900, other_cents=1000, insurer_due_cents=5000)
    money = {"plan_cents": 2000, "unplaced_cents": 700, "insurer_open_cents": 5000}
    return letter(kind, lines=(line,), **{**money, "credit_cents": 0, **changes})
