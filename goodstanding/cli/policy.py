"""whatif: the whole book under another policy, nothing changed."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from goodstanding.cli.spoken import Answer, WrongUse, business_day, money, tell
from goodstanding.core import policy
from goodstanding.core.whatif import RISKS
from goodstanding.records import clinic
from goodstanding.records.queries.whatif import trial


def whatif(arguments: Namespace) -> Answer:
    """A policy with faults is not tried: every fault is named."""
    on = business_day(arguments)
    then = _read(Path(arguments.policy))
    now = clinic.policy_chosen(on)
    if not 0 <= arguments.months <= 60:
        raise WrongUse("--months is a number from 0 to 60.")
    found = trial(
        now, then, on=on, months=arguments.months, moved=lambda rows: None, expect=lambda rows: None
    )
    day, past = found["day"], found["months"]
    document: dict[str, Any] = {
        "on": on.isoformat(),
        "policy_now": now.mark,
        "accounts": day["accounts"],
        "now": day["now"]["acts"],
        "then": day["then"]["acts"],
        "moved": day["moved"],
        "cost_now": money(day["now"]["cost"]),
        "cost_then": money(day["then"]["cost"]),
        "changed": [{**one, "amount": money(one["cents"])} for one in day["named"]],
        "steps_now": day["now"]["steps"],
        "steps_then": day["then"]["steps"],
        "refusals_now": day["now"]["refusals"],
        "refusals_then": day["then"]["refusals"],
        "risks_now": day["now"]["risks"],
        "risks_then": day["then"]["risks"],
        "months": past and _months(past),
    }
    for one in document["changed"]:
        del one["cents"]
    return Answer(document, _lines(document, day["changed"], past))


def _read(path: Path) -> policy.Policy:
    try:
        found, faults = policy.read(path.read_bytes())
    except OSError as why:
        raise WrongUse(f"{path} cannot be read: {why.strerror}.") from why
    if found is None:
        for fault in faults:
            tell(f"  {fault.where}: {fault.text}")
        raise WrongUse(f"{path} cannot be used: {len(faults)} to correct. Nothing was tried.")
    return found


def _months(past: dict[str, Any]) -> dict[str, Any]:
    """As the trial has it, money as the contract writes it."""
    sides = {
        name: {
            **past[name],
            "cost": money(past[name]["cost"]),
            "asked": {kind: money(cents) for kind, cents in past[name]["asked"].items()},
            "asked_untold": money(past[name]["asked_untold"]),
            "money": [money(cents) for cents in past[name]["money"]],
            "step_money": {
                step: [money(cents) for cents in each]
                for step, each in past[name]["step_money"].items()
            },
        }
        for name in ("now", "then")
    }
    return {**past, **sides, "change": [money(cents) for cents in past["change"]]}


def _lines(document: dict[str, Any], changed: int, past: dict[str, Any] | None) -> list[str]:
    acts = sorted({*document["now"], *document["then"]})
    lines = [f"{document['on']}: {document['accounts']} accounts, {changed} change"]
    lines += [_line(act, document["now"].get(act, 0), document["then"].get(act, 0)) for act in acts]
    lines.append(f"  {'cost':<24}{document['cost_now']:>12} -> {document['cost_then']:>12}")
    if past:
        lines.append(f"{past['first']} to {past['last']}, {past['accounts']} accounts:")
        sides = past["now"], past["then"]
        for what in ("contacts", "steps", "risks", "refusals"):
            for name in sorted({*sides[0][what], *sides[1][what]}):
                words = RISKS.get(name, name)
                lines.append(_line(words, sides[0][what].get(name, 0), sides[1][what].get(name, 0)))
        low, best, high = (money(cents) for cents in past["change"])
        lines.append(f"  money, by past responses: {best} ({low} to {high})")
    return lines


def _line(name: str, now: int, then: int) -> str:
    return f"  {name:<24}{now:>12} -> {then:>12}" + (f"  {then - now:+d}" if then != now else "")
