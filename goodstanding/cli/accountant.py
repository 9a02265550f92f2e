"""books: the trial balance on the screen, the journal and the adjustments in files."""

from argparse import Namespace
from pathlib import Path

from goodstanding.cli.spoken import Answer, WrongUse, actor, money, now, tell, to_write
from goodstanding.outbound import books_sheets
from goodstanding.records.queries import books
from goodstanding.records.queries.books import AccountSum


def books_(arguments: Namespace) -> Answer:
    """The trial balance at the end of `--to`; files only where they are asked for."""
    first, last = arguments.first, arguments.last
    if last < first:
        raise WrongUse("--to is before --from. Change one of them.")
    journal = _file(arguments.journal, (".csv", ".xlsx"))
    adjustments = _file(arguments.adjustments, (".xlsx",))
    rows = books.trial_balance(last)
    at, by = now(), actor().name
    if journal is not None:
        books_sheets.write_journal(journal, first, last, made_at=at, by=by)
        tell(f"The journal is in {journal}.")
    if adjustments is not None:
        books_sheets.write_adjustments(adjustments, first, last, made_at=at, by=by)
        tell(f"The adjustments are in {adjustments}.")
    sums = [*rows, books.total(rows)]
    document = {
        "from": first.isoformat(), "to": last.isoformat(),
        "trial_balance": [{"account": one.account, **_figures(one)} for one in rows],
        "total": _figures(sums[-1]),
    }  # fmt: skip
    lines = [f"{'':18}{'debits':>16}{'credits':>16}{'balance':>16}"]
    lines += [
        f"{one.account:18}{money(one.debit):>16}{money(one.credit):>16}{money(one.balance):>16}"
        for one in sums
        if one.debit or one.credit
    ]
    return Answer(document, lines)


def _file(name: str | None, endings: tuple[str, ...]) -> Path | None:
    if name is None:
        return None
    path = to_write(name)
    if path.suffix.lower() not in endings:
        raise WrongUse(f"{path.name}: give a file that ends in {' or '.join(endings)}.")
    return path


def _figures(one: AccountSum) -> dict[str, str]:
    return {
        "debit": money(one.debit), "credit": money(one.credit), "balance": money(one.balance)
    }  # fmt: skip
