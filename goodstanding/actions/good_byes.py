"""Thanks to those who have paid everything: one letter for one end of owing."""

from collections.abc import Mapping
from datetime import date

from goodstanding.core import occasions
from goodstanding.core.facts import AccountFacts
from goodstanding.core.good_bye import GOOD_BYE, paid_off_on
from goodstanding.records import bulk


def thank(accounts: Mapping[int, AccountFacts], *, on: date) -> None:
    """Of these accounts (our keys) those that were asked by letter and are at zero by a payment."""
    ended = {
        occasions.zero(facts.account_id, paid_on).key: (key, facts)
        for key, facts in accounts.items()
        if (paid_on := paid_off_on(facts)) is not None
    }
    if not ended:
        return
    marks, values = bulk.text_in(list(ended))
    known = {
        row[0]
        for row in bulk.select(
            f"SELECT occasion FROM records_letter WHERE occasion IN ({marks})", values
        )
    }
    bulk.insert(
        "records_letter",
        ("guarantor_id", "occasion", "kind", "step", "language", "state", "made_on", "place",
         "cents", "pages", "content", "why"),
        [
            (key, occasion, GOOD_BYE, "", facts.person.language, "ready", on.isoformat(), 0, 0, 0,
             "{}", "")
            for occasion, (key, facts) in ended.items()
            if occasion not in known
        ],
    )  # fmt: skip
