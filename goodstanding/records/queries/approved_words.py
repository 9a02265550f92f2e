"""The words approved here, as letters and the call panel take them: one query, asked each time, so
that every process prints a new version from the moment it is approved.
"""

from goodstanding.core.letters import ApprovedWords
from goodstanding.records.models import Wording


def approved_words(*kinds: str) -> tuple[ApprovedWords, ...]:
    """Of these kinds, or of all: those in use, and those used before, whose letters may be printed
    once more.
    """
    rows = Wording.objects.filter(state__in=("active", "retired"))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return tuple(
        ApprovedWords(kind, language, version, text, state == "active")
        for kind, language, version, text, state in rows.order_by(
            "kind", "language", "version"
        ).values_list("kind", "language", "version", "text", "state")
    )
