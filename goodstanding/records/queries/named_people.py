"""Other people's names and account numbers in typed words: people of our books who are not this
account's own.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from goodstanding.records import bulk

_WORD = re.compile(r"[^\W\d_][\w'\N{RIGHT SINGLE QUOTATION MARK}-]*")
_NUMBER = re.compile(r"[\w/-]*\d[\w/-]*")
SHORTEST_NUMBER = 5  # a year or a house number is nobody's account


def own_people(account_id: str) -> tuple[str, tuple[str, ...]]:
    """The guarantor's name, and the names of the account's patients who are someone else."""
    rows = bulk.select(
        "SELECT g.first_name, g.last_name, p.first_name, p.last_name FROM records_guarantor g "
        "LEFT JOIN records_patient p ON p.guarantor_id = g.id WHERE g.number = %s ORDER BY p.id",
        [account_id],
    )
    guarantor = " ".join(rows[0][:2])
    family = {" ".join(row[2:]) for row in rows if row[2] is not None} - {guarantor}
    return guarantor, tuple(sorted(family))


def strangers_in(text: str, account_id: str) -> tuple[str, ...]:
    """As typed. A name is a first and a last name side by side, in either order of capitals."""
    guarantor, family = own_people(account_id)
    own = {_folded(name) for name in (guarantor, *family)}
    pairs = {(first, last) for first, last in pairwise(_WORD.findall(text))}
    pairs = {pair for pair in pairs if _folded(" ".join(pair)) not in own}
    known = _known_names(pairs)
    names = {" ".join(pair) for pair in pairs if _folded(" ".join(pair)) in known}
    return (*sorted(names), *_numbers(text, account_id))


def _known_names(pairs: set[tuple[str, str]]) -> set[str]:
    if not pairs:
        return set()
    first_marks, firsts = bulk.text_in(_spellings(first for first, _ in pairs))
    last_marks, lasts = bulk.text_in(_spellings(last for _, last in pairs))
    found: set[str] = set()
    for table in ("records_guarantor", "records_patient"):
        rows = bulk.select(
            f"SELECT DISTINCT first_name, last_name FROM {table} WHERE last_name IN ({last_marks}) "
            f"AND first_name IN ({first_marks})",
            [*lasts, *firsts],
        )
        found |= {_folded(" ".join(row)) for row in rows}
    return found


def _spellings(words: Iterable[str]) -> list[str]:
    return sorted({form for word in words for form in (word, word.capitalize(), word.upper())})


def _numbers(text: str, account_id: str) -> tuple[str, ...]:
    typed = {n.strip("-/") for n in _NUMBER.findall(text) if len(n) >= SHORTEST_NUMBER}
    if not typed:
        return ()
    marks, values = bulk.text_in(sorted(typed))
    rows = bulk.select(
        f"SELECT number FROM records_guarantor WHERE number IN ({marks}) AND number <> %s "
        "UNION SELECT p.number FROM records_patient p JOIN records_guarantor g ON g.id = "
        f"p.guarantor_id WHERE p.number IN ({marks}) AND g.number <> %s",
        [*values, account_id, *values, account_id],
    )
    return tuple(sorted(row[0] for row in rows))


def _folded(name: str) -> str:
    return name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
