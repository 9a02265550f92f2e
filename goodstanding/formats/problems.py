"""A fault in what came in: a value, never an exception, so that the good part can go in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is the place ("charges.csv line 12", "segment 14 CLP"); `code` a stable word for
    programs; `text` what happened, why and what to do next, without patient names; `cents` the
    money it concerns; `number` what stands in the first column of the table for this row, "" when
    that cannot be told for certain.
    """

    where: str
    code: str
    text: str
    cents: int = 0
    number: str = ""


class NotReadable(ValueError):
    """The whole file is not of the kind it should be; the message is a plain sentence
    for a person.
    """
