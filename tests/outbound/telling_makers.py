"""Made-up letters that tell, give or claim, or that speak of a plan: each with its own fields."""

from datetime import date
from typing import Any

from goodstanding.core.letters import Letter, Said
from tests.outbound.letter_makers import letter, visit

# Four payments of 46.05 are 184.20.
PLAN: dict[str, Said] = {
    "plan_made_on": date(2026, 12, 1), "plan_total": 184_20, "plan_count": "4",
    "plan_each": 46_05, "plan_first_on": date(2026, 12, 15),
    "plan_last_on": date(2027, 3, 15), "plan_day": "15",
    "pay_a_on": date(2026, 12, 15), "pay_a": 46_05, "pay_b_on": date(2027, 1, 15),
    "pay_b": 46_05, "pay_c_on": date(2027, 2, 15), "pay_c": 46_05,
    "pay_d_on": date(2027, 3, 15), "pay_d": 46_05,
}  # fmt: skip
# Five of 36.84 are 184.20 too.
LONG_PLAN: dict[str, Said] = {
    **{name: text for name, text in PLAN.items() if not name.startswith("pay_")},
    "plan_count": "5", "plan_each": 36_84, "plan_last_on": date(2027, 4, 15),
    "tila_count": "5", "tila_last": 36_84,
}  # fmt: skip
ANSWER: dict[str, Said] = {
    "raised_on": date(2026, 11, 2), "only_visit_on": date(2026, 9, 22),
    "finding": "Your insurance had paid more than we had written down.",
    "change_down": 85_00, "part_before": 184_20, "part_change": -85_00,
    "part_now": 99_20, "part_paid": 184_20, "refund_amount": 85_00,
    "refund_by": date(2026, 12, 21),
}  # fmt: skip
FIELDS: dict[str, dict[str, Said]] = {
    "plan_agreement": LONG_PLAN,
    "plan_confirmation": PLAN,
    "promise_confirmation": {
        "promised_on": date(2026, 11, 23), "promise_amount": 92_10,
        "promise_due_on": date(2026, 12, 11),
    },
    "help_form": {},
    "help_decision": {
        "asked_on": date(2026, 11, 2), "approved_on": date(2026, 11, 23), "help_off": 100_00,
        "help_off_less": -100_00, "help_before": 184_20,
        "help_now": 84_20,
    },
    "dispute_received": {"raised_on": date(2026, 11, 2), "only_visit_on": date(2026, 9, 22)},
    "dispute_resolved": ANSWER,
    "billing_error_done": ANSWER,
    "returned_check": {
        "check_number": "4471", "check_on": date(2026, 11, 9), "check_amount": 184_20,
        "returned_on": date(2026, 11, 20), "open_again": 184_20,
    },
    "good_bye": {"paid_on": date(2026, 11, 20), "paid_amount": 184_20},
}  # fmt: skip
TELLING_KINDS = tuple(sorted(FIELDS))


def telling(kind: str, **changes: Any) -> Letter:
    """`said` changes single fields."""
    said = {**FIELDS[kind], **changes.pop("said", {})}
    values = {"lines": (), "due_cents": 0, "reply_by": date(2026, 11, 23)}
    return letter(kind, said=tuple(said.items()), **{**values, **changes})


def missed(**changes: Any) -> Letter:
    """One payment of 46.05 of a plan with 138.15 left."""
    said = {"plan_each": 46_05, "plan_left": 138_15, "missed_on": date(2027, 1, 15)}
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
