"""check-words: the linter from the command line."""

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from goodstanding.cli.spoken import DONE, NEEDS_A_PERSON, Answer, WrongUse, business_day, now
from goodstanding.core.wording import WordsKind
from goodstanding.outbound.typed import Checked, CitedFault, check_account, check_alone


def check_words(arguments: Namespace) -> Answer:
    kind, text = WordsKind(arguments.kind), _read(arguments.file)
    on = business_day(arguments)
    if arguments.account:
        at = now().replace(year=on.year, month=on.month, day=on.day)
        checked = check_account(arguments.account, kind, text, at=at)
    else:
        checked = check_alone(kind, text, on=on)
    lines = [line for one in checked.faults for line in _spoken(one)]
    if checked.verdict is not None:
        lines += [f"not now: {no.text} ({no.citation})" for no in checked.verdict.refusals]
    status = NEEDS_A_PERSON if checked.faults else DONE
    return Answer(
        _document(checked, arguments.account), lines or ["The words are in order."], status
    )


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongUse(f"{name} cannot be read as text: {fault}") from fault


def _spoken(one: CitedFault) -> list[str]:
    said = [f"  {one.fault.sentence!r}"] if one.fault.sentence else []
    return [f"{one.fault.text} ({one.rule}; {one.citation})", *said]


def _document(checked: Checked, account: str | None) -> dict[str, Any]:
    refusals = checked.verdict.refusals if checked.verdict is not None else ()
    return {
        "kind": checked.kind.value,
        "account": account,
        "faults": [
            {**asdict(one.fault), "rule": one.rule, "citation": one.citation}
            for one in checked.faults
        ],
        "characters": len(checked.text),
        "grade": {
            "flesch_kincaid": checked.grade.flesch_kincaid,
            "smog": checked.grade.smog,
            "words": checked.grade.words,
        },
        "allowed_now": checked.verdict.allowed if checked.verdict is not None else None,
        "refusals": [
            {"rule": no.rule, "text": no.text, "citation": no.citation,
             "until": no.until.isoformat() if no.until else None}
            for no in refusals
        ],
    }  # fmt: skip
