"""Two people never hold the same account: who is on it now, who works it, and the one rule every
outgoing step asks.

A lease is no change to the books and is renewed by the open page, so only taking one over leaves
an audit event (that the account was opened is one already).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from goodstanding.actions.accounts import account_key
from goodstanding.actions.unit import SYSTEM, Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Lease
from goodstanding.records.queries.presence import holder_words, news_since

LENGTH = timedelta(minutes=10)
# A page asks every fifteen seconds; only one in four of these writes.
_RENEW_BELOW = LENGTH - timedelta(seconds=50)
WHY_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Page:
    """One open page of an account: its mark, and whether its person works the account or looks."""

    mark: str
    works: bool


def here(*, account_id: str, page: Page, by: Actor, at: datetime) -> None:
    """This person has the account open. Who works it takes the lease when nobody else has it."""
    key = account_key(account_id)
    own = Lease.objects.filter(guarantor_id=key, by=by.name, until__gt=at).first()
    fresh = own is not None and own.page == page.mark and own.until - at > _RENEW_BELOW
    if own is not None and fresh and (own.holds or own.taken_by or not page.works):
        return
    with transaction.atomic():
        _drop_old(key, at)
        _be_there(key, page, by=by, at=at)
    if page.works:
        _hold(key, by=by, at=at)


def leave(*, account_id: str, mark: str, by: Actor) -> None:
    """The page with this mark was left; a newer page of the same person keeps what it has."""
    Lease.objects.filter(guarantor__number=account_id, by=by.name, page=mark).delete()


@action("lease.take_over")
def take_over(*, account_id: str, why: str, by: Actor, at: datetime) -> None:
    """The work passes to this person; the other one's page says so, with the reason."""
    key = account_key(account_id)
    if not why.strip():
        raise Refused("Say why you take over: your colleague reads it.")
    bulk.alone_on(bulk.STEP, key)
    _drop_old(key, at)
    held = Lease.objects.filter(guarantor_id=key, holds=True).exclude(by=by.name).first()
    if held is not None:
        held.holds, held.taken_by, held.taken_why = False, by.name, why.strip()[:WHY_LONGEST]
        held.save(update_fields=["holds", "taken_by", "taken_why"])
    own = Lease.objects.filter(guarantor_id=key, by=by.name).first()
    _be_there(key, Page(own.page if own else "", True), by=by, at=at)
    Lease.objects.filter(guarantor_id=key, by=by.name).update(holds=True, taken_by="")
    about(account=account_id, lease=held.id if held else 0)


def only_one(key: int, *, seen: str = "", by: Actor, at: datetime) -> None:
    """Refuses an outgoing step while a colleague works the account, and one written on a page that
    is older than what a colleague saved since (`seen`: AccountPage.version; "" asks nothing).
    """
    if by.role == SYSTEM:
        return
    bulk.alone_on(bulk.STEP, key)
    others = Lease.objects.filter(guarantor_id=key, holds=True, until__gt=at)
    if held := others.exclude(by=by.name).first():
        raise Refused(
            f"{holder_words(held.by, held.since)}. Nothing was saved; your words are kept. Talk to "
            "them, or take over above with a reason, and save again."
        )
    if told := news_since(key, seen, but=by.name):
        raise Refused(
            f"Look first. Saved here after you opened this: {'; '.join(told)}. Yours is kept "
            "below, not saved. Change it or save it again."
        )


def _drop_old(key: int, at: datetime) -> None:
    Lease.objects.filter(guarantor_id=key, until__lte=at).delete()


def _be_there(key: int, page: Page, *, by: Actor, at: datetime) -> None:
    """A new page of the same person keeps since when, and has not been told of a taking over."""
    own, new = Lease.objects.get_or_create(
        guarantor_id=key, by=by.name,
        defaults={"page": page.mark, "since": at, "until": at + LENGTH},
    )  # fmt: skip
    if new:
        return
    if own.page != page.mark:
        own.page, own.taken_by = page.mark, ""
    own.until = at + LENGTH
    own.save(update_fields=["page", "taken_by", "until"])


def _hold(key: int, *, by: Actor, at: datetime) -> None:
    """Of two at once the index one_holds_an_account lets one through."""
    other = Lease.objects.filter(guarantor_id=OuterRef("guarantor_id"), holds=True, until__gt=at)
    own = Lease.objects.filter(guarantor_id=key, by=by.name, holds=False, taken_by="")
    try:
        with transaction.atomic():
            own.filter(~Exists(other)).update(holds=True, since=at)
    except IntegrityError:
        pass
