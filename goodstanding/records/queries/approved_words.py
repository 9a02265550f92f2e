"""The words approved here, as letters and the call panel take them: one query, asked each time, so
that every process prints a new version from the moment it is approved.
"""

from collections.abc import Collection
from datetime import datetime

from goodstanding.core.languages import ENGLISH, base_language
from goodstanding.core.letters import ApprovedWords
from goodstanding.records import bulk
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


def words_by_language(languages: Collection[str], before: datetime) -> dict[str, tuple[str, ...]]:
    """The kinds of letters that had approved words in each of these languages at that moment, and
    cover_sheet where a page of it was printed; nobody is asked for where all read English.
    """
    others = {base_language(language) for language in languages} - {ENGLISH}
    if not others:
        return {}
    found: dict[str, set[str]] = {}
    for kind, language in bulk.select(
        "SELECT kind, language FROM records_wording WHERE language <> 'en' "
        "AND state IN ('active', 'retired') AND approved_at < %s "
        "AND (ended_at IS NULL OR ended_at >= %s) "
        "AND (kind <> 'cover_sheet' OR text LIKE %s)",
        [before, before, "%[sheet]%"],
    ):
        if language in others:
            found.setdefault(language, set()).add(kind)
    return {language: tuple(sorted(kinds)) for language, kinds in found.items()}
