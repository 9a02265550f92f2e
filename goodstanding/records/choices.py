"""Choices for model fields, taken from core's enums. Callables keep the members out of
migrations.
"""

from goodstanding.core import kinds
from goodstanding.core.assistance import State


def roles() -> list[tuple[str, str]]:
    return [(role.value, role.value.replace("_", " ")) for role in kinds.Role]


def transaction_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds.TransactionKind]


def hold_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds.HoldKind]


def channels() -> list[tuple[str, str]]:
    return [(channel.value, channel.value) for channel in kinds.Channel]


def acts() -> list[tuple[str, str]]:
    return [(act.value, act.value) for act in kinds.Act]


def parties() -> list[tuple[str, str]]:
    return [(party.value, party.value) for party in kinds.Party]


def tenders() -> list[tuple[str, str]]:
    return [(tender.value, tender.value) for tender in kinds.Tender]


def help_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in State]
