"""The day's instalments for the card processor: a file of tokens and amounts, each written once."""

import csv
from datetime import date, datetime
from io import StringIO

from django.db import IntegrityError

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.money import plain
from goodstanding.core.refusals import Refused
from goodstanding.records.models import PlanDraft
from goodstanding.records.queries.plan_drafts import drafts_due

HEADINGS = ("plan", "account", "reference", "due_on", "amount")


@action("plan.draft")
def draft_file(*, on: date, by: Actor, at: datetime) -> str:
    """The CSV, with what fell due since the last business day. Refuses when nothing is due: a file
    without rows would be sent for nothing."""
    rows = drafts_due(on)
    if not rows:
        raise Refused(f"No plan has a payment by card on {on:%m/%d/%Y} that is not drafted yet.")
    try:
        PlanDraft.objects.bulk_create(
            PlanDraft(plan_id=row.key, due_on=row.due_on, cents=row.cents, at=at, by=by.name)
            for row in rows
        )
    except IntegrityError as fault:
        raise Refused("A colleague made this file at the same moment. Use theirs.") from fault
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for row in rows:
        due = row.due_on.isoformat()
        writer.writerow([row.plan, row.account, row.reference, due, plain(row.cents)])
    about(on=on.isoformat(), drafts=len(rows), cents=sum(row.cents for row in rows))
    return text.getvalue()
