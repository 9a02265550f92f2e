"""Letters that were made for something that happened: what became of each."""

from collections.abc import Mapping

from goodstanding.records import bulk

STATES: Mapping[str, str] = {
    "ready": "Letter ready to print",
    "held": "Letter held back",
    "printing": "Letter printed",
    "printed": "Letter printed",
    "mailed": "Letter mailed",
}


def letters_made(account: str) -> dict[str, str]:
    """In words, by the key of its occasion (core/occasions.py), oldest first, without those that
    were dropped."""
    rows = bulk.select(
        "SELECT l.occasion, l.state FROM records_letter l JOIN records_guarantor g ON "
        "g.id = l.guarantor_id WHERE g.number = %s AND l.occasion IS NOT NULL "
        "ORDER BY l.id",
        [account],
    )
    return {occasion: STATES.get(state, state) for occasion, state in rows}
