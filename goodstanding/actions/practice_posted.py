"""What the books hold under a transaction's number: its latest version, and what it undid."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from goodstanding.actions.practice_money import VERSION, Posting, named
from goodstanding.actions.practice_twins import posted_twins
from goodstanding.core.kinds import TransactionKind
from goodstanding.records import bulk

DENIAL, REVERSAL = TransactionKind.DENIAL.value, TransactionKind.REVERSAL.value


class Posted(NamedTuple):
    """`more` is payer, group, reason, method, reference, received_on; `undone` the key of what
    reversed it (the day, for a denial); a `twin` is a transfer of ours, not the export's own: of a
    remittance, or of what people did at the `desk` (where it is undone), where one row of the
    export may stand for several, `whole_cents` together.
    """

    kind: str
    debit: str
    credit: str
    cents: int
    patient: int
    charge: int | None
    posted_on: str
    more: tuple[Any, ...]
    key: int
    undone: Any
    file: int | None
    twin: bool = False
    desk: str = ""
    whole_cents: int = 0


_COLUMNS = (
    "{0}.patient_id, {0}.charge_id, CAST({0}.posted_on AS TEXT), {0}.payer, {0}.group_code, "
    "{0}.reason_code, {0}.method, {0}.reference, CAST({0}.received_on AS TEXT), {0}.id, "
    "{0}.file_id"
)


def posted(sources: list[str]) -> dict[str, Posted]:
    """What is there under these sources, in its latest version."""
    marks, values = bulk.text_in(sources)
    found = {source: Posted(*row) for source, row in posted_twins(sources).items()}
    for source, kind, debit, credit, cents, *rest in bulk.select(
        f"SELECT t.source, t.kind, t.debit, t.credit, t.cents, {_COLUMNS.format('t')}, r.id, "
        "r.source FROM records_transfer t LEFT JOIN records_transfer r ON r.reverses_id = t.id "
        f"WHERE t.source IN ({marks})",
        values,
    ):
        patient, charge, posted_on, *more, key, file, undone, undone_source = rest
        here = Posted(
            kind, debit, credit, cents, patient, charge, posted_on, tuple(more), key, undone, file
        )
        replaced = undone_source == f"{source}~undone"
        found[source] = (_latest(source) if replaced else None) or here
    for source, cents, *rest in bulk.select(
        f"SELECT d.source, d.cents, {_COLUMNS.format('d')}, d.undone_on FROM records_denial d "
        f"WHERE d.source IN ({marks})",
        values,
    ):
        patient, charge, posted_on, *more, key, file, undone = rest
        found[source] = Posted(
            DENIAL, "", "", cents, patient, charge, posted_on, tuple(more), key, undone, file
        )
    # What undid a denial moved nothing, so it has no row of its own.
    undoing = "undone_by, cents, patient_id, charge_id, CAST(undone_on AS TEXT), id"
    for source, cents, patient, charge, undone_on, key in bulk.select(
        f"SELECT {undoing} FROM records_denial WHERE undone_by IN ({marks})", values
    ):
        found[source] = Posted(
            REVERSAL, "", "", cents, patient, charge, undone_on, (), key, None, None
        )
    return found


def _latest(source: str) -> Posted | None:
    version = 2
    found = None
    while newer := posted([f"{source}~{version}"]):
        found = newer[f"{source}~{version}"]
        version += 1
    return found


def same_posting(posting: Posting, before: Posted) -> bool:
    row = posting.row
    if before.desk:
        return bool(row.amount_cents == before.whole_cents)
    if before.twin:  # a day and its particulars are the remittance's own
        return (row.kind, row.amount_cents, posting.charge) == (
            before.kind, before.cents, before.charge,
        )  # fmt: skip
    debit, credit = (posting.moves.debit, posting.moves.credit) if posting.moves else ("", "")
    after = (
        row.kind, str(debit), str(credit), row.amount_cents, posting.patient, posting.charge,
        row.posted_on.isoformat(),
        (row.payer_id, row.group_code, row.reason_code, row.method, row.reference,
         row.received_on.isoformat() if row.received_on else None),
    )  # fmt: skip
    return after == before[:8]


def undone_by(sources: Iterable[str]) -> dict[str, set[str]]:
    """What the reversals under these sources undid: the sources it is known by."""
    marks, values = bulk.text_in(list(sources))
    found: dict[str, set[str]] = {}
    for query in (
        "SELECT t.source, o.source FROM records_transfer t "
        f"JOIN records_transfer o ON o.id = t.reverses_id WHERE t.source IN ({marks})",
        "SELECT t.source, w.source FROM records_transfer t "
        f"JOIN records_twin w ON w.transfer_id = t.reverses_id WHERE t.source IN ({marks})",
        f"SELECT undone_by, source FROM records_denial WHERE undone_by IN ({marks})",
    ):
        for source, original in bulk.select(query, values):
            found.setdefault(source, set()).add(original)
    return found


def is_of(source: str, number: str) -> bool:
    """Whether this source is the transaction of that number, in any version."""
    first = named("practice", number)
    return source.startswith(first) and VERSION.fullmatch(source, len(first)) is not None
