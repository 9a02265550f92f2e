"""Whose work an account is: given, handed over with a note, put away, all of it at once."""

from collections.abc import Sequence
from datetime import datetime

from goodstanding.actions.accounts import account_key, refuse_strangers
from goodstanding.actions.hold_parts import refuse_card_numbers
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import Assignment, Mention, Staff
from goodstanding.records.queries.team import OFFICE

MOST = 200


@action("work.assign")
def assign(*, account_id: str, owner: str, note: str = "", by: Actor, at: datetime) -> None:
    """The account is this colleague's work until somebody changes it; of NOBODY (queries/team.py):
    nobody's again.
    """
    key = account_key(account_id)
    refuse_card_numbers(note)
    if owner:
        refuse_strangers(owner)
    elif note.strip():
        raise Refused("A note goes to a colleague. Choose one, or leave the note empty.")
    bulk.alone_on(bulk.STEP, key)
    Assignment.objects.filter(guarantor_id=key, ended_at=None).update(ended_at=at)
    if owner:
        Assignment.objects.create(
            guarantor_id=key, owner=owner, by=by.name, at=at, note=note.strip()
        )
    about(account=account_id, to=_staff_id(owner), note=bool(note.strip()))


@action("work.assign_many")
def assign_many(
    *, accounts: Sequence[str], owner: str, note: str = "", by: Actor, at: datetime
) -> int:
    """All of them or none; how many."""
    if not accounts:
        raise Refused("Select the rows first.")
    if len(accounts) > MOST:
        raise Refused(f"Assign at most {MOST} accounts at once.")
    for account in sorted(set(accounts)):
        assign(account_id=account, owner=owner, note=note, by=by, at=at)
    about(accounts=len(set(accounts)), to=_staff_id(owner))
    return len(set(accounts))


@action("work.move_all")
def move_all(*, of: str, to: str, note: str = "", by: Actor, at: datetime) -> int:
    """Everything one colleague owns goes to another (leave, illness), or to nobody; how many."""
    if of == to:
        raise Refused("Choose another colleague to give the work to.")
    found = Assignment.objects.filter(owner=of, ended_at=None)
    accounts = sorted(found.values_list("guarantor__number", flat=True))
    if not accounts:
        raise Refused(f"{of} owns no account. Nothing was changed.")
    for account in accounts:
        assign(account_id=account, owner=to, note=note, by=by, at=at)
    about(accounts=len(accounts), of=_staff_id(of), to=_staff_id(to))
    return len(accounts)


@action("work.got_it")
def got_it(*, number: int, by: Actor, at: datetime) -> str:
    """The owner read the hand-over note; the account's number."""
    found = Assignment.objects.select_related("guarantor").filter(id=number, owner=by.name).first()
    if found is None:
        raise Refused("This was handed to somebody else. Reload the page.")
    Assignment.objects.filter(id=number, got_at=None).update(got_at=at)
    about(account=found.guarantor.number, assignment=number)
    return found.guarantor.number


@action("note.seen")
def seen(*, number: int, by: Actor, at: datetime) -> None:
    """The colleague who was named has read the note."""
    found = Mention.objects.select_related("note__guarantor").filter(id=number, whom=by.name)
    one = found.first()
    if one is None:
        raise Refused("This note names somebody else. Reload the page.")
    Mention.objects.filter(id=number, seen_at=None).update(seen_at=at)
    about(account=one.note.guarantor.number, mention=number)


@action("staff.show_owner")
def show_owner(*, owner: str, by: Actor, at: datetime) -> None:
    """Whose rows Today shows this person, until they choose again."""
    Staff.objects.filter(username=by.name).update(shown_owner=owner[:160])


def _staff_id(name: str) -> int:
    found = Staff.objects.filter(username=name, role__in=OFFICE).values_list("id", flat=True)
    return found.first() or 0
