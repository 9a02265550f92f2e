"""A letter for what happened joins those that wait, or is dropped when its cause has ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from goodstanding.core.days import local_day
from goodstanding.core.occasions import Cause, Occasion
from goodstanding.records import clinic
from goodstanding.records.models import Guarantor, Letter


def queue(
    key: int, kind: str, occasion: Occasion, *, at: datetime, said: Mapping[str, str] | None = None
) -> tuple[Letter, bool]:
    """The letter of this occasion, and whether it was made now. `key` is the guarantor's."""
    owner = Guarantor.objects.get(id=key)
    return Letter.objects.get_or_create(
        occasion=occasion.key,
        defaults={
            "guarantor": owner, "kind": kind, "language": owner.language,
            "made_on": local_day(at, clinic.current().timezone),
            "said": dict(said or {}),
        },
    )  # fmt: skip


def drop(cause: Cause, number: str, why: str, *, parts: Sequence[str] = ("",)) -> None:
    """Its cause has ended: what waits is dropped with a reason, what was printed is named for
    pulling when the batch is confirmed.
    """
    keys = [Occasion(cause, number, part).key for part in parts]
    Letter.objects.filter(occasion__in=keys, state__in=("ready", "held")).update(
        state="dropped", occasion=None, why=why
    )
