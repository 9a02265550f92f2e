"""Texts and emails come to be: one for each decision that chose them, where that is configured."""

from collections.abc import Sequence
from datetime import datetime

from goodstanding.core.kinds import Act
from goodstanding.core.messages import CHANNEL_OF, key_of
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Message

# Of what a person has not looked at yet, no second one is made by itself.
_OPEN = "('waiting', 'sending', 'failed', 'given_up')"


def acts_sent() -> list[Act]:
    """Those whose way is configured."""
    ways = clinic.current().channels
    return [act for act, channel in CHANNEL_OF.items() if ways.has(channel.value)]


def missing(accounts: Sequence[int] | None = None) -> list[tuple[int, int, str, int]]:
    """Decisions in force that chose such a way and have no message yet: (account, decision, act,
    cents). `accounts` None: all of them."""
    acts = acts_sent()
    if not acts:
        return []
    marks, values = bulk.text_in([act.value for act in acts])
    of = "" if accounts is None else f"AND s.guarantor_id IN ({bulk.keys(accounts)})"
    return bulk.select(
        "SELECT d.guarantor_id, d.id, d.act, d.cents FROM records_standing s JOIN records_decision "
        f"d ON d.id = s.decision_id WHERE s.act IN ({marks}) {of} AND NOT EXISTS (SELECT 1 FROM "
        "records_message m WHERE m.decision_id = d.id) AND NOT EXISTS (SELECT 1 FROM "
        "records_message o WHERE o.guarantor_id = d.guarantor_id AND o.channel = d.act AND "
        f"o.seen_at IS NULL AND o.decision_id IS NOT NULL AND o.state IN {_OPEN}) ORDER BY d.id",
        values,
    )


def make_messages(*, at: datetime, accounts: Sequence[int] | None = None) -> int:
    """Two at once make each once: the key is unique."""
    rows = missing(accounts)
    Message.objects.bulk_create(
        [
            Message(
                guarantor_id=account, decision_id=decision, act=act, cents=cents,
                channel=CHANNEL_OF[Act(act)].value, key=key_of(decision, CHANNEL_OF[Act(act)]),
                next_at=at, made_at=at,
            )
            for account, decision, act, cents in rows
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(rows)


def drop_messages(accounts: Sequence[int], *, at: datetime) -> None:
    """What waits for a decision that was replaced does not go."""
    if not accounts or not acts_sent():
        return
    bulk.execute(
        "UPDATE records_message SET state = 'blocked', ended_at = %s, seen_at = %s, why = %s "
        f"WHERE guarantor_id IN ({bulk.keys(accounts)}) AND state = 'waiting' AND decision_id IS "
        "NOT NULL AND decision_id NOT IN (SELECT s.decision_id FROM records_standing s WHERE "
        "s.guarantor_id = records_message.guarantor_id AND s.decision_id IS NOT NULL)",
        [at, at, "Something changed on the account, so this is no longer its next step."],
    )
