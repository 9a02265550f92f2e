"""prices: bring in a price list, or show what a code costs and which list says so."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from goodstanding.actions.prices import Imported, WantedList, import_prices
from goodstanding.cli.spoken import (
    DONE,
    NEEDS_A_PERSON,
    Answer,
    WrongUse,
    actor,
    business_day,
    money,
    now,
)
from goodstanding.core.medicare_amounts import PLACES
from goodstanding.core.price_kinds import KINDS, PriceKind
from goodstanding.records.queries.prices import PriceAsked, look_up, priced


def arguments(one: ArgumentParser) -> None:
    one.add_argument("file", nargs="?", metavar="FILE", help="CSV or .xlsx")
    one.add_argument("--kind", choices=[kind.value for kind in PriceKind])
    one.add_argument("--payer", default="", metavar="ID", help="whose fee schedule it is")
    one.add_argument("--plan", default="", metavar="NAME", help="with --show")
    one.add_argument("--show", metavar="CODE", help="what it costs; 27447-50 with its modifier")
    one.add_argument("--place", default="office", choices=PLACES)


def prices(words: Namespace) -> Answer:
    if bool(words.file) == bool(words.show):
        raise WrongUse("Give a FILE to bring in, or --show CODE.")
    return _shown(words) if words.show else _brought_in(words)


def _brought_in(words: Namespace) -> Answer:
    path = Path(words.file)
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise WrongUse(f"{path} cannot be read: {fault.strerror}.") from fault
    wanted = WantedList(
        path.name, content, business_day(words), kind=words.kind and PriceKind(words.kind),
        payer=words.payer, on_stands=words.on is not None,
    )  # fmt: skip
    done = import_prices(wanted=wanted, by=actor(), at=now())
    return Answer(_document(done), _lines(done), NEEDS_A_PERSON if done.problems else DONE)


def _document(done: Imported) -> dict[str, object]:
    return {
        "kind": done.kind.value,
        "sha256": done.sha256,
        "rows": done.rows,
        "lists": [
            {"payer": payer, "plan": plan, "effective_on": begins.isoformat(), "rows": rows}
            for payer, plan, begins, rows in done.lists
        ],
        "ignored_columns": list(done.ignored),
        "problems": [
            {"where": one.where, "code": one.code, "text": one.text} for one in done.problems
        ],
    }


def _lines(done: Imported) -> list[str]:
    lines = [f"{KINDS[done.kind]}: {done.rows} rows"]
    lines += [
        f"  {' '.join(filter(None, (payer, plan))) or 'all'} from {begins}: {rows} rows"
        for payer, plan, begins, rows in done.lists
    ]
    if done.ignored:
        lines.append(f"  columns not read: {', '.join(done.ignored)}")
    return lines + [f"  set aside, {one.where}: {one.text}" for one in done.problems]


def _shown(words: Namespace) -> Answer:
    """Status 1 when no list knows the code."""
    code, *modifiers = words.show.split("-")
    line, on = PriceAsked(code, tuple(modifiers)), business_day(words)
    whose: dict[str, Any] = {"payer_id": words.payer or None, "plan": words.plan or None}
    (found,) = priced([line], place=words.place, on=on, **whose)
    order = look_up(line, place=words.place, on=on, **whose)
    document = {
        "code": words.show,
        "on": on.isoformat(),
        "place": words.place,
        "charge": None if found.charge_cents is None else money(found.charge_cents),
        "allowed": None if found.allowed_cents is None else money(found.allowed_cents),
        "source": found.source,
        "answered": found.tier.value,
        "steps": list(found.steps),
        "certain": found.certain,
        "order": [
            {"tier": one.tier.value, "list": one.words, "why_not": one.why,
             "amount": None if one.shown_cents is None else money(one.shown_cents)}
            for one in order
        ],
    }  # fmt: skip
    lines = [f"{words.show}: {document['allowed'] or 'not known'} ({found.source})"]
    lines += [f"  {step}" for step in found.steps]
    for place, one in enumerate(order, start=1):
        said = one.why if one.shown_cents is None else money(one.shown_cents)
        lines.append(f"  {place}. {one.words}: {said}")
    return Answer(document, lines, DONE if found.allowed_cents is not None else NEEDS_A_PERSON)
