"""verify, the letters' part: what was printed is counted once, and what was mailed is known."""

from collections.abc import Callable, Iterator

from goodstanding.records import bulk

# A letter taken out before mailing stays in its batch: it was printed there.
_IN_A_BATCH = "('printed', 'mailed', 'pulled')"


def _places() -> Iterator[str]:
    """Places run from 1 to the number of rows. Batches of before the rows were kept have 0."""
    for batch, rows, letters, places, first, last in bulk.select(
        "SELECT b.id, b.rows, COUNT(l.id), COUNT(DISTINCT l.place), MIN(l.place), MAX(l.place) "
        "FROM records_letterbatch b LEFT JOIN records_letter l ON l.batch_id = b.id AND l.state IN "
        f"{_IN_A_BATCH} WHERE b.state IN ('printed', 'mailed') GROUP BY b.id, b.rows ORDER BY b.id"
    ):
        if letters != (rows or letters):
            yield f"batch {batch} has {letters} letters for {rows} rows"
        if letters and (places, first, last) != (letters, 1, letters):
            yield f"batch {batch}: the places of its letters are not 1 to {letters}"


def _sums() -> Iterator[str]:
    for batch, own, pages, asked, cents in bulk.select(
        "SELECT b.id, b.pages, COALESCE(SUM(l.pages), 0), b.cents, COALESCE(SUM(l.cents), 0) "
        "FROM records_letterbatch b LEFT JOIN records_letter l ON l.batch_id = b.id AND l.state IN "
        f"{_IN_A_BATCH} WHERE b.state IN ('printed', 'mailed') GROUP BY b.id, b.pages, b.cents "
        "ORDER BY b.id"
    ):
        if own != pages:
            yield f"batch {batch} has {own} pages, its letters {pages}"
        if asked != cents:
            yield f"batch {batch} asks for {asked} cents, its letters for {cents}"


def _in_no_batch() -> Iterator[str]:
    for letter, state in bulk.select(
        "SELECT l.id, l.state FROM records_letter l LEFT JOIN records_letterbatch b ON "
        "b.id = l.batch_id WHERE l.state IN ('printing', 'printed', 'mailed') AND (b.id IS NULL OR "
        "(l.state = 'printed' AND b.state <> 'printed') OR "
        "(l.state = 'mailed' AND b.state <> 'mailed') OR "
        "(l.state = 'printing' AND b.state <> 'printing')) ORDER BY l.id"
    ):
        yield f"letter {letter} is {state}, and its batch does not say so"


def _contacts() -> Iterator[str]:
    for letter, contacts in bulk.select(
        "SELECT l.id, COUNT(c.id) FROM records_letter l LEFT JOIN records_contact c ON "
        "c.number = 'letter-' || CAST(l.id AS TEXT) AND c.guarantor_id = l.guarantor_id "
        "WHERE l.state = 'mailed' GROUP BY l.id HAVING COUNT(c.id) <> 1 ORDER BY l.id"
    ):
        yield f"letter {letter} was mailed and has {contacts} contacts"


_BATCHES = "SELECT COUNT(*) FROM records_letterbatch WHERE state IN ('printed', 'mailed')"
LETTER_CHECKS: tuple[tuple[str, str, Callable[[], Iterator[str]]], ...] = (
    ("a batch's letters stand at places 1 to n, as many as its rows", _BATCHES, _places),
    ("a batch's pages and cents are those of its letters", _BATCHES, _sums),
    (
        "a letter that is printed or mailed is in the one batch that says so",
        "SELECT COUNT(*) FROM records_letter WHERE state IN ('printing', 'printed', 'mailed')",
        _in_no_batch,
    ),
    (
        "a mailed letter has one contact",
        "SELECT COUNT(*) FROM records_letter WHERE state = 'mailed'",
        _contacts,
    ),
)
