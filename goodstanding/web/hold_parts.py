"""What a hold's page shows of its effects and its history."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from goodstanding.core.hold_effects import ActEffect, State
from goodstanding.core.hold_words import said
from goodstanding.core.kinds import Act
from goodstanding.records.queries.holds_page import EventRow
from goodstanding.records.queries.worklist import ACT_LABELS

ALL_ACTS = ACT_LABELS | {
    "agency_placement": "Place with an agency",
    "credit_report": "Report to a credit bureau",
    "lawsuit": "Lawsuit",
}
EVENTS = {
    "placed": "Placed", "corrected": "Details", "evidence": "Paper", "step": "Step",
    "extended": "Goes on", "release_asked": "Release asked for", "released": "Released",
    "taken_back": "Taken back",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EffectGroup:
    """Acts that one reason treats alike."""

    acts: tuple[str, ...]
    effect: ActEffect


def effect_groups(found: Iterable[ActEffect]) -> list[EffectGroup]:
    """Every act once, those that are stopped first."""
    alike: dict[ActEffect, list[str]] = defaultdict(list)
    for each in found:
        alike[replace(each, act=Act.NONE)].append(ALL_ACTS[each.act])
    order = list(State)
    return [
        EffectGroup(tuple(acts), effect)
        for effect, acts in sorted(alike.items(), key=lambda one: order.index(one[0].state))
    ]


@dataclass(frozen=True, slots=True)
class EventWords:
    event: EventRow
    what: str
    changed: str


def event_words(event: EventRow) -> EventWords:
    changed = "" if event.what not in ("corrected", "step", "evidence") else "; ".join(
        f"{key.removesuffix('_on').replace('_', ' ')}: {said(value) or 'taken out'}"
        for key, value in event.detail.items() if key != "checked_on"
    )  # fmt: skip
    return EventWords(event, EVENTS.get(event.what, event.what), changed)
