"""Letters to the owners of money we hold, and the report of what nobody claimed.

Each leaves an audit event; the PDF is made outside of any transaction. Mailing is a person's step.
"""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.facts import AccountFacts
from goodstanding.core.letters import Letter
from goodstanding.core.money import Cents
from goodstanding.core.refund_words import Payee, RefundState
from goodstanding.core.refusals import Refused
from goodstanding.outbound import giving_letters
from goodstanding.outbound.giving_letters import Given, page_of
from goodstanding.records import bulk
from goodstanding.records.models import CreditNotice, Guarantor, Refund
from goodstanding.records.queries.credits_page import CreditLine, credit_book, credits_of_account
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.letter_content import payee_for


@dataclass(frozen=True, slots=True)
class Owner:
    """A line of the report of unclaimed money: one account. `payee` None where nobody or nowhere
    is known.
    """

    account: str
    name: str
    cents: Cents
    last_on: date
    payee: Payee | None
    problem: str


def refund_letter(*, number: int, by: Actor, at: datetime) -> bytes:
    """The letter that goes with a refund, as a PDF."""
    return page_of(*_told(number=number, by=by, at=at))


@action("refund.letter")
def _told(*, number: int, by: Actor, at: datetime) -> tuple[Letter, AccountFacts]:
    refund = Refund.objects.select_related("guarantor", "charge").filter(number=number).first()
    if refund is None:
        raise Refused(f"Refund {number} is not known.")
    if refund.payer:
        raise Refused("This money goes back to an insurer. There is no letter to the patient.")
    if refund.state not in (RefundState.APPROVED, RefundState.ISSUED):
        raise Refused(f"Refund {number} is {refund.state}. Only what is approved is written of.")
    (facts,) = facts_for([refund.guarantor_id], day_of(at))
    given = Given(
        refund.number, refund.cents, refund.why, refund.tender,
        refund.charge.service_on if refund.charge else None, refund.issued_on,
        refund.check_number,
    )  # fmt: skip
    about(account=refund.guarantor.number, refund=number)
    return giving_letters.refund_letter(facts, given), facts


def unclaimed_letter(*, account_id: str, by: Actor, at: datetime) -> bytes:
    """The letter to the owner before a credit is reported to the state, as a PDF."""
    return page_of(*_written(account_id=account_id, by=by, at=at))


@action("credit.letter")
def _written(*, account_id: str, by: Actor, at: datetime) -> tuple[Letter, AccountFacts]:
    on = day_of(at)
    key = Guarantor.objects.filter(number=account_id).values_list("id", flat=True).first()
    lines = unclaimed_of(credits_of_account(account_id, on), on)
    if key is None or not lines:
        raise Refused("Nothing of this account is so old that its owner must be written to.")
    cents = _whole(lines)
    notice = CreditNotice.objects.create(
        guarantor_id=key, kind="letter", cents=cents, on=on, at=at, by=by.name
    )
    (facts,) = facts_for([key], on)
    days = [line.credit.unclaimed for line in lines if line.credit.unclaimed]
    about(account=account_id, cents=cents)
    letter = giving_letters.unclaimed_letter(
        facts, cents, since=min(line.credit.since for line in lines),
        answer_by=max(min(each.report_by for each in days), on), number=notice.id,
    )  # fmt: skip
    return letter, facts


@action("credit.report")
def report(*, by: Actor, at: datetime) -> tuple[Owner, ...]:
    """What goes into the report to the state now: dormant, its owner written to, not reported yet.
    Marks each as reported; the money itself leaves when the clinic pays it.
    """
    on = day_of(at)
    bulk.alone(bulk.BOOKS)
    lines = [
        line
        for line in unclaimed_of(credit_book(on).lines, on)
        if line.lettered_on is not None and line.reported_on is None
    ]
    if not lines:
        raise Refused(
            "Nobody's money is ready to be reported. It must be dormant, and its owner written to "
            "first."
        )
    keys = dict(
        Guarantor.objects.filter(number__in={line.credit.account for line in lines}).values_list(
            "number", "id"
        )
    )
    owners = _owners(_by_account(lines), keys, on)
    CreditNotice.objects.bulk_create(
        CreditNotice(
            guarantor_id=keys[one.account], kind="reported", cents=one.cents, on=on, at=at,
            by=by.name,
        )
        for one in owners
    )  # fmt: skip
    about(accounts=len(owners), cents=sum(one.cents for one in owners))
    return owners


def unclaimed_of(lines: tuple[CreditLine, ...], on: date) -> list[CreditLine]:
    """Those whose window for the letter is open, or past: their years are over this season."""
    return [
        line
        for line in lines
        if line.credit.unclaimed is not None
        and line.credit.unclaimed.write_from <= on
        and line.credit_cents > 0
    ]


def _by_account(lines: list[CreditLine]) -> dict[str, list[CreditLine]]:
    found: dict[str, list[CreditLine]] = {}
    for line in lines:
        found.setdefault(line.credit.account, []).append(line)
    return found


def _whole(lines: list[CreditLine]) -> Cents:
    """Never more than the account's credit: what counts against an open bill is not unclaimed."""
    return min(sum(line.credit.cents for line in lines), lines[0].credit_cents)


def _owners(
    lines: dict[str, list[CreditLine]], keys: dict[str, int], on: date
) -> tuple[Owner, ...]:
    facts = {one.account_id: one for one in facts_for(list(keys.values()), on)}
    found = []
    for account, own in lines.items():
        payee, problem = None, ""
        try:
            payee = payee_for(facts[account])
        except Refused as fault:
            problem = fault.why
        found.append(Owner(account, own[0].name, _whole(own), own[0].last_on, payee, problem))
    return tuple(found)
