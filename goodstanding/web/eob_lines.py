"""The lines of an insurer's paper answer as they are typed, and read."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form

from goodstanding.core.eob import EobLine, line_faults
from goodstanding.core.matching import Pair
from goodstanding.core.money import Cents, plain
from goodstanding.core.remittance import GROUPS_TAKEN_OFF
from goodstanding.records.queries.desk_money import ChargeMoney, charge_money
from goodstanding.web.forms import amount_of

AT_LEAST, AT_MOST = 6, 60
REASONS = (("", "no code"), ("1", "deductible"), ("2", "coinsurance"), ("3", "copay"))
_MONEY = ("paid", "discount", "patient", "denied")


@dataclass
class LineTyped:
    """One row of the form as it stands; `of` is the charge it names, once it is known."""

    number: int
    charge: str = ""
    paid: str = ""
    discount: str = ""
    patient: str = ""
    reason: str = ""
    denied: str = ""
    why: str = ""
    beyond: bool = False
    of: ChargeMoney | None = None
    line: EobLine | None = None

    @property
    def is_empty(self) -> bool:
        return not any((self.charge, *(getattr(self, name) for name in _MONEY), self.why))

    @property
    def left_cents(self) -> Cents | None:
        """What stays open with the insurer after."""
        if self.of is None or self.line is None:
            return None
        return self.of.insurer_cents - self.line.moved


@dataclass
class Lines:
    rows: list[LineTyped]
    faults: list[str] = field(default_factory=list)

    @property
    def written(self) -> list[EobLine]:
        return [row.line for row in self.rows if row.line is not None]

    @property
    def paid_cents(self) -> Cents:
        return sum(line.paid for line in self.written)

    def look_up(self) -> None:
        """Finds the charge each row names."""
        found = charge_money([row.charge for row in self.rows if row.charge])
        for row in self.rows:
            row.of = found.get(row.charge)

    def wrong(self) -> list[str]:
        """What cannot be read, and what no line may say; looked up before."""
        known = {row.of.charge: max(row.of.insurer_cents, 0) for row in self.rows if row.of}
        return self.faults + line_faults(self.written, known)

    def mark(self, *head: Any) -> str:
        """Of what was looked at: with another `head`, or other lines, it is another."""
        return hashlib.sha256(repr([head, self.written]).encode()).hexdigest()[:32]


def looked_at(
    form: Form, lines: Lines, *, apart: Callable[[Lines], str], of: object = None,
    fields: Sequence[str] = (),
) -> str:  # fmt: skip
    """The mark of lines that may be posted, else "" and the form says why not. `apart` says what
    keeps them together from being what they are for; the mark is `of` that and of these fields too.
    """
    lines.look_up()
    if form.is_valid():
        for fault in [*lines.wrong(), apart(lines)]:
            if fault:
                form.add_error(None, fault)
    return "" if form.errors else lines.mark(of, *(form.cleaned_data[name] for name in fields))


def fresh(charges: Sequence[ChargeMoney] = ()) -> Lines:
    """Empty rows, or one for each charge on which the insurer owes something."""
    rows = [
        LineTyped(number, one.charge, of=one)
        for number, one in enumerate(charges[:AT_MOST], 1)
        if one.insurer_cents > 0
    ]
    return _filled(rows)


def as_sent(pairs: Sequence[Pair]) -> Lines:
    """What a remittance says of each charge; of a line without an answer only the charge."""
    rows = []
    for number, pair in enumerate(pairs[:AT_MOST], 1):
        row = LineTyped(number, pair.charge.number)
        sums = {"paid": pair.line.paid_cents if pair.line else 0, "discount": 0, "patient": 0}
        reasons = set()
        for each in pair.line.adjustments if pair.line else ():
            if each.group == "PR":
                sums["patient"] += each.cents
                reasons.add(each.reason)
            elif each.group in GROUPS_TAKEN_OFF:
                sums["discount"] += each.cents
        if sums["paid"] or sums["patient"]:
            for name, cents in sums.items():
                setattr(row, name, plain(cents) if cents > 0 else "")
        row.reason = reasons.pop() if len(reasons) == 1 and reasons <= set(dict(REASONS)) else ""
        row.line = _read(row, [])
        rows.append(row)
    return _filled(rows)


def typed(posted: Mapping[str, str]) -> Lines:
    """Reads every row; what is no amount is a fault with its line."""
    found = Lines([])
    for number in range(1, AT_MOST + 1):
        if f"charge-{number}" not in posted:
            break
        row = LineTyped(len(found.rows) + 1, beyond=bool(posted.get(f"beyond-{number}")))
        for name in ("charge", *_MONEY, "reason", "why"):
            setattr(row, name, posted.get(f"{name}-{number}", "").strip())
        if row.is_empty:
            continue
        row.line = _read(row, found.faults)
        found.rows.append(row)
    return _filled(found.rows, found.faults)


def _read(row: LineTyped, faults: list[str]) -> EobLine | None:
    cents: dict[str, Cents] = {}
    for name in _MONEY:
        text = getattr(row, name)
        try:
            cents[name] = amount_of(text) if text else 0
        except ValueError:
            faults.append(f"Line {row.number}: write the amount as 60, 60.00 or 1,250.50.")
            return None
        setattr(row, name, plain(cents[name]) if text else "")
    if not row.charge:
        faults.append(f"Line {row.number}: write the number of the charge.")
        return None
    reason = row.reason if row.reason in dict(REASONS) else ""
    return EobLine(
        row.charge, cents["paid"], cents["discount"], cents["patient"], reason, cents["denied"],
        row.why, row.beyond,
    )  # fmt: skip


def _filled(rows: list[LineTyped], faults: list[str] | None = None) -> Lines:
    """With two empty rows at the end at least, six rows in all at least."""
    while len(rows) < AT_LEAST or (len(rows) < AT_MOST and sum(r.is_empty for r in rows) < 2):
        rows.append(LineTyped(len(rows) + 1))
    return Lines(rows, faults or [])
