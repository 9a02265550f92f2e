"""Made-up letters that tell, give or claim, or that speak of a plan: each with its own fields."""

from datetime import date
from typing import Any

from goodstanding.core.letters import Letter
from tests.outbound.letter_makers import letter, visit

# Four payments of 46.05 are 184.20.
PLAN = {
    "plan_made_on": "December 1, 2026", "plan_total": "$184.20", "plan_count": "4",
    "plan_each": "$46.05", "plan_first_on": "December 15, 2026",
    "plan_last_on": "March 15, 2027", "plan_day": "15",
    "pay_a_on": "December 15, 2026", "pay_a": "$46.05", "pay_b_on": "January 15, 2027",
    "pay_b": "$46.05", "pay_c_on": "February 15, 2027", "pay_c": "$46.05",
    "pay_d_on": "March 15, 2027", "pay_d": "$46.05",
}  # fmt: skip
# Five of 36.84 are 184.20 too.
LONG_PLAN = {
    **{name: text for name, text in PLAN.items() if not name.startswith("pay_")},
    "plan_count": "5", "plan_each": "$36.84", "plan_last_on": "April 15, 2027",
    "tila_payments": "5 payments of $36.84, the first due on December 15, 2026, then one on day "
    "15 of each month, the last on April 15, 2027",
}  # fmt: skip
ANSWER = {
    "raised_on": "November 2, 2026", "only_visit_on": "September 22, 2026",
    "finding": "Your insurance had paid more than we had written down.",
    "change_down": "$85.00", "part_before": "$184.20", "part_change": "\N{MINUS SIGN}$85.00",
    "part_now": "$99.20", "part_paid": "$184.20", "refund_amount": "$85.00",
    "refund_by": "December 21, 2026",
}  # fmt: skip
FIELDS: dict[str, dict[str, str]] = {
    "plan_agreement": LONG_PLAN,
    "plan_confirmation": PLAN,
    "promise_confirmation": {
        "promised_on": "November 23, 2026", "promise_amount": "$92.10",
        "promise_due_on": "December 11, 2026",
    },
    "help_form": {},
    "help_decision": {
        "asked_on": "November 2, 2026", "approved_on": "November 23, 2026", "help_off": "$100.00",
        "help_off_less": "\N{MINUS SIGN}$100.00", "help_before": "$184.20",
        "help_now": "$84.20",
    },
    "dispute_received": {"raised_on": "November 2, 2026", "only_visit_on": "September 22, 2026"},
    "dispute_resolved": ANSWER,
    "billing_error_done": ANSWER,
    "returned_check": {
        "check_number": "4471", "check_on": "November 9, 2026", "check_amount": "$184.20",
        "returned_on": "November 20, 2026", "open_again": "$184.20",
    },
    "good_bye": {"paid_on": "November 20, 2026", "paid_amount": "$184.20"},
}  # fmt: skip
TELLING_KINDS = tuple(sorted(FIELDS))


def telling(kind: str, **changes: Any) -> Letter:
    """`said` changes single fields."""
    said = {**FIELDS[kind], **changes.pop("said", {})}
    values = {"lines": (), "due_cents": 0, "reply_by": date(2026, 11, 23)}
    return letter(kind, said=tuple(said.items()), **{**values, **changes})


def missed(**changes: Any) -> Letter:
    """One payment of 46.05 of a plan with 138.15 left."""
    said = {"plan_each": "$46.05", "plan_left": "$138.15", "missed_on": "January 15, 2027"}
    said |= changes.pop("said", {})
    values = {
        "made_on": date(2027, 1, 16), "reply_by": date(2027, 1, 29), "lines": (),
        "due_cents": 4605, "plan_cents": 13815, "said": tuple(said.items()),
    }  # fmt: skip
    return letter("plan_missed", **{**values, **changes})


def estate(**changes: Any) -> Letter:
    """To Karin Nilsen for what Robert Nilsen left open."""
    values = {
        "addressee": ("Estate of Robert Nilsen", "c/o Karin Nilsen"),
        "address": ("77 Court Street", "St. Cloud MN 56301"), "greeting_name": "Karin Nilsen",
        "lines": (visit(),), "said": (("estate_of", "Robert Nilsen"),
        ("representative", "Karin Nilsen")),
    }  # fmt: skip
    return letter("estate_letter", **{**values, **changes})
