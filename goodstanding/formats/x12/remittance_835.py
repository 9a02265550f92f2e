"""X12 835, health care claim payment: a lazy walk over the file, one payment (ST) after another.

Faults become problems of the payment or the claim they touch; no money is dropped silently and none
is invented to make a payment balance.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import BinaryIO

from goodstanding.formats.problems import NotReadable, Problem
from goodstanding.formats.x12 import envelope
from goodstanding.formats.x12.envelope import Delimiters
from goodstanding.formats.x12.payment_walk import PaymentWalk
from goodstanding.formats.x12.remitted import (
    Adjustment,
    Claim,
    Payment,
    PaymentEnd,
    PaymentStart,
    ProviderAdjustment,
    ServiceLine,
    Sums,
    Totals,
    totals,
)

__all__ = [
    "Adjustment",
    "Claim",
    "Event",
    "NotReadable",
    "Payment",
    "PaymentEnd",
    "PaymentStart",
    "Problem",
    "ProviderAdjustment",
    "ServiceLine",
    "Sums",
    "Totals",
    "events",
    "read",
    "totals",
]

Event = PaymentStart | Claim | ProviderAdjustment | PaymentEnd

_HEADER = [each.name for each in fields(PaymentStart)]
# A claim has at most 999 lines; what is longer is damage, and memory must not grow with it.
_LONGEST_CLAIM = 1 << 20


def read(stream: BinaryIO | bytes) -> Iterator[Payment]:
    """Whole payments. For a payment too large for memory use `events`.

    Raises NotReadable, at the first step, when the file is no X12 at all or holds no 835.
    """
    payment = Payment("")
    add = payment.claims.append
    for event in events(stream):
        if isinstance(event, Claim):
            add(event)
        elif isinstance(event, ProviderAdjustment):
            payment.provider_adjustments.append(event)
        elif isinstance(event, PaymentEnd):
            payment.problems += event.problems
            payment.sums, payment.balanced, payment.cut = event.sums, event.balanced, event.cut
            yield payment
        else:
            payment = Payment(**{name: getattr(event, name) for name in _HEADER})
            add = payment.claims.append


def events(stream: BinaryIO | bytes, *, block_bytes: int = envelope.BLOCK_BYTES) -> Iterator[Event]:
    """For each ST: a PaymentStart, claims and provider adjustments as they come, a PaymentEnd."""
    walk = PaymentWalk()
    unread: list[envelope.Unread] = []
    texts = envelope.texts(stream, block_bytes=block_bytes, unread=unread)
    for marks, others, claims in _parts(texts):
        if others:
            yield from walk.others(others, marks)
        if claims:
            yield from walk.claims(claims, marks)
    yield from walk.finish(unread)
    if not walk.payments:
        raise NotReadable(
            "The file is X12 but holds no remittance (835). "
            "Choose the kind of file it is, or ask the payer."
        )


def _parts(
    texts: Iterable[tuple[Delimiters, str]],
) -> Iterator[tuple[Delimiters, str, list[str]]]:
    """The file in order: segments outside claims, then the claims after them, without "CLP*"."""
    owner: Delimiters | None = None
    held, ends, cut = "", _ends_claim("*", "~"), ""
    for marks, text in texts:
        if owner is not marks:
            if owner and held:
                yield owner, "", [held]
            owner, held = marks, ""
            ends = _ends_claim(marks.element, marks.segment)
            cut = f"{marks.segment}CLP{marks.element}"
        joined = f"{cut}{held}{marks.segment}{text}" if held else marks.segment + text
        *whole, last = _split(ends, joined, marks.segment)
        for part in whole:
            others, *claims = part.split(cut)
            yield marks, others.removeprefix(marks.segment), claims
        others, *claims = last.split(cut)
        # The last claim may go on in the next block.
        held = claims.pop() if claims and len(claims[-1]) < _LONGEST_CLAIM else ""
        yield marks, others.removeprefix(marks.segment), claims
    if owner and held:
        yield owner, "", [held]


def _ends_claim(element: str, segment: str) -> re.Pattern[str]:
    """The terminator before a segment that cannot stand in a claim, or before an empty one."""
    element, segment = re.escape(element), re.escape(segment)
    tags = "LX|TS2|TS3|PLB|SE|ST|BPR|GS|GE|ISA|IEA|TA1"
    # The first letter alone rules most segments out, quickly.
    return re.compile(f"{segment}(?=[BGILPST{segment}])(?=(?:{tags}){element}|{segment})")


def _split(ends: re.Pattern[str], text: str, segment: str) -> list[str]:
    parts = ends.split(text)
    if any(part[:1] in ("", segment) for part in parts[1:]):
        while segment * 2 in text:
            text = text.replace(segment * 2, segment)
        parts = ends.split(text)
    return parts
