"""The facts a batch of decisions was made from, as they are kept: compressed JSON, one account a
line, read back exactly as they were.
"""

import zlib
from collections.abc import Iterable

from pydantic import TypeAdapter
from pydantic_core import to_json

from goodstanding.core.facts import AccountFacts

# Level 1: three times as fast as the default, and a third larger.
_LEVEL = 1
_SHAPE = TypeAdapter(AccountFacts)
# The account's number comes first in its line; no text of JSON can hold this between its quotes.
_AFTER_NUMBER = b',"on":'


class NotKept(ValueError):
    """Something a decision was made from is missing, or is not what it was."""


def packed(facts: Iterable[AccountFacts]) -> bytes:
    """Defaults are written out too: a default that changes later must not change what was known."""
    return zlib.compress(b"\n".join(map(_SHAPE.dump_json, facts)), _LEVEL)


class FactsOf:
    """What `packed` made, opened: each account's facts are read when asked for."""

    def __init__(self, content: bytes) -> None:
        try:
            lines = zlib.decompress(content).split(b"\n")
        except zlib.error as fault:
            raise NotKept("The kept facts are damaged.") from fault
        self._lines = {line.partition(_AFTER_NUMBER)[0]: line for line in lines}

    def account(self, number: str) -> AccountFacts:
        line = self._lines.get(b'{"account_id":' + to_json(number))
        if line is None:
            raise NotKept("The facts of this account are not among those kept.")
        try:
            return _SHAPE.validate_json(line)
        except ValueError as fault:
            raise NotKept("The kept facts of this account cannot be read.") from fault
