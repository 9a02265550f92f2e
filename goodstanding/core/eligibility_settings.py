"""How this clinic asks payers about coverages: its numbers with the clearinghouse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NPI_DIGITS = 10
_NPI_PREFIX_SUM = 24  # of 80840, which the check digit counts before the number itself


@dataclass(frozen=True, slots=True)
class AskSettings:
    """`sender` and `receiver` as the clearinghouse gave them; `payers` its numbers for our payers
    where they differ from ours; `services` the service types asked for; `trial` marks test files.
    """

    sender: str
    receiver: str
    npi: str
    sender_kind: str = "ZZ"
    receiver_kind: str = "ZZ"
    services: tuple[str, ...] = ("30",)
    trial: bool = False
    payers: Mapping[str, str] = field(default_factory=dict)


def ask_settings(written: Mapping[str, Any]) -> AskSettings | None:
    """None without any; raises ValueError for what cannot be right."""
    if not written:
        return None
    known = {**written, "services": tuple(written.get("services", ("30",)))}
    found = AskSettings(**known)
    if not (found.sender and found.receiver and found.services):
        raise ValueError("[eligibility] needs sender, receiver, npi and services")
    if not npi_is_right(found.npi):
        raise ValueError("npi of [eligibility] is no NPI: its check digit is another")
    return found


def npi_is_right(npi: str) -> bool:
    """Ten digits, the last one the Luhn check digit: npi_is_right("1234567893") -> True"""
    if len(npi) != _NPI_DIGITS or not (npi.isascii() and npi.isdigit()):
        return False
    doubled = [int(digit) * 2 for digit in npi[-2::-2]]
    total = sum(digit // 10 + digit % 10 for digit in doubled)
    total += sum(int(digit) for digit in npi[-1::-2])
    return (total + _NPI_PREFIX_SUM) % 10 == 0
