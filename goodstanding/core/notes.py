"""Notes of colleagues: what kind each is, and whom it names with @."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

FRONT_DESK = "front_desk"  # what the front desk wrote to us
HAND_OVER = "hand_over"
OTHER = "other"
KINDS = {
    "call": "Call",
    "billing": "Billing",
    "insurance": "Insurance",
    "address": "Address",
    FRONT_DESK: "Front desk",
    HAND_OVER: "Hand-over",
    OTHER: "Other",
}
_NAMED = re.compile(r"(?<![\w.@+-])@([\w.@+-]+)")


def named(text: str) -> list[str]:
    """Who is named, each once: named("Ask @dana-1, or @sam.") -> ['dana-1', 'sam']."""
    return list(dict.fromkeys(found.rstrip(".-+@") for found in _NAMED.findall(text)))


def nearest(name: str, names: Sequence[str]) -> list[str]:
    """At most three that were perhaps meant; all of a few when none is near."""
    near = get_close_matches(name, names, n=3, cutoff=0.4)
    return near or list(names[:3])
