"""The tabs above a worklist: their number is their key with Alt."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    count: int
    number: int
    here: bool


def tabs(labels: Mapping[str, str], counts: Mapping[str, int], here: str) -> list[Tab]:
    return [
        Tab(key, label, counts[key], number, key == here)
        for number, (key, label) in enumerate(labels.items(), 1)
    ]
