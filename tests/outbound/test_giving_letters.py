"""Letters that give money back: plain, without a minus, to the right address; they ask nothing."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from goodstanding.core.facts import AccountFacts, HoldFacts, PersonFacts
from goodstanding.core.kinds import HoldKind
from goodstanding.core.letters import Letter, Purpose
from goodstanding.core.refund_words import LETTER_WHY, REASONS, TO_INSURERS, lines_of, payee_of
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import HIGHEST_GRADE, grade_of, lint, prose
from goodstanding.outbound.fill import words
from goodstanding.outbound.print_batch import print_letters, record_copy
from goodstanding.outbound.word_files import letter_kind
from tests.outbound.letter_makers import CLINIC
from tests.outbound.paper import pages_of, pieces, text_of

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
KINDS = ("refund", "unclaimed_credit")
SAID = {
    "refund": {
        "refund_number": "12", "refund_why": LETTER_WHY["overpaid"],
        "visit_on": "September 22, 2026", "issued_on": "November 23, 2026",
        "check_number": "4471", "to_send": "",
        "how": "We mail you a check to the address on this letter.",
    },
    "unclaimed_credit": {
        "since_on": "May 4, 2023", "answer_by": "October 31, 2026", "state_name": "Minnesota",
    },
}  # fmt: skip


def giving(kind: str, **changes) -> Letter:
    said = {**SAID[kind], **changes.pop("said", {})}
    made = Letter(
        "R-000012", kind, "en", "104233", date(2026, 11, 23), date(2026, 11, 23),
        ("Maria Lopez",), ("412 9th Avenue North", "Apartment 3", "St. Cloud MN 56303"),
        "Maria Lopez", (), 0, credit_cents=4500, said=tuple(said.items()),
    )  # fmt: skip
    return replace(made, **changes)


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_as_agreed(kind):
    """GOLDEN=write writes the texts anew; read the difference before you keep it."""
    text = text_of(print_letters([giving(kind)], CLINIC, sides=1).pdf)
    path = GOLDEN / f"{kind}.en.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text()
    assert text_of(record_copy(giving(kind), CLINIC)) == text


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_plain_and_asks_for_nothing(kind):
    filled = words(giving(kind), CLINIC)
    assert lint(filled) == ()
    assert letter_kind(kind).purpose is Purpose.GIVE
    assert grade_of(prose(filled), filled.own_words).worst <= HIGHEST_GRADE
    text = text_of(record_copy(giving(kind), CLINIC))
    assert "We owe you $45.00. This money is yours." in text
    assert "\N{MINUS SIGN}" not in text
    assert "attorney" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_one_page_with_the_address_alone_in_the_window(kind):
    batch = print_letters([giving(kind)], CLINIC, sides=1)
    assert batch.pages == (1,)
    (front,) = [pieces(page) for page in pages_of(batch.pdf)]
    inside = [it for it in front if it.bottom > 2.04 and it.top < 3.63 and it.left < 5.38]
    assert [it.text for it in inside if it.text.strip()][0].startswith("MARIA")
    assert max(it.bottom for it in inside) <= 3.17


@pytest.mark.parametrize("why", sorted(set(REASONS) - TO_INSURERS))
def test_every_reason_has_its_words(why):
    assert lint(words(giving("refund", said={"refund_why": LETTER_WHY[why]}), CLINIC)) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"credit_cents": 0}, "nothing_given"),
        ({"due_cents": 100}, "nothing_given"),
        ({"said": {"refund_why": "You owe us too."}}, "asks"),
        ({"said": {"refund_why": "Please pay the rest."}}, "asks"),
        ({"said": {"refund_why": "Your balance is -$45.00."}}, "minus"),
    ],
)
def test_the_linter_stops_one_that_gives_nothing_or_asks(changes, code):
    faults = lint(words(giving("refund", **changes), CLINIC))
    assert code in [fault.code for fault in faults]
    with pytest.raises(Refused, match="may not be printed"):
        record_copy(giving("refund", **changes), CLINIC)


# ---- whom and where

HOME = ("412 9th Avenue North", "St. Cloud, MN 56303")


def account(*holds: HoldFacts, **person) -> AccountFacts:
    return AccountFacts("A", date(2026, 11, 23), PersonFacts(**person), holds=holds)


def held(kind: HoldKind, **detail) -> HoldFacts:
    return HoldFacts("H1", kind, date(2026, 1, 1), detail=detail)


SECRET = held(HoldKind.CONFIDENTIAL_ADDRESS, address="PO Box 7, Duluth, MN 55802")
DIED = {"died_on": "2026-09-01", "representative": "Ann Roe", "address": "1 Court St, Duluth"}


@pytest.mark.parametrize(
    ("facts", "name", "address"),
    [
        (account(), "Maria Lopez", HOME),
        (account(SECRET), "Maria Lopez", ("PO Box 7", "Duluth, MN 55802")),
        (account(held(HoldKind.CONFIDENTIAL_ADDRESS), confidential_address=True), "Maria Lopez",
         HOME),
        (account(held(HoldKind.ESTATE, **DIED)), "Ann Roe", ("1 Court St", "Duluth")),
    ],
)  # fmt: skip
def test_money_goes_where_it_may(facts, name, address):
    found = payee_of(facts, "Maria Lopez", HOME)
    assert (found.name, found.address) == (name, address)


@pytest.mark.parametrize(
    ("facts", "address", "why"),
    [
        (account(held(HoldKind.CONFIDENTIAL_ADDRESS)), HOME, "confidential address"),
        (account(), (), "No address is known"),
        (account(held(HoldKind.ESTATE, died_on="2026-09-01")), HOME, "representative"),
    ],
)
def test_and_nowhere_else(facts, address, why):
    with pytest.raises(Refused, match=why):
        payee_of(facts, "Maria Lopez", address)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("1 A St, Duluth, MN 55802", ("1 A St", "Duluth, MN 55802")),
        ("1 A St\nApt 3\nDuluth MN 55802", ("1 A St", "Apt 3", "Duluth MN 55802")),
        ("c/o B, 1 A St, Apt 3, Duluth, MN 55802", ("c/o B", "1 A St, Apt 3", "Duluth, MN 55802")),
    ],
)
def test_an_address_typed_in_one_line(typed, lines):
    assert lines_of(typed) == lines
