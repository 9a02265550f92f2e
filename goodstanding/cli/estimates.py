"""estimate: what services will cost, before they are given."""

from argparse import Namespace
from pathlib import Path

from goodstanding.cli.spoken import DONE, NEEDS_A_PERSON, Answer, WrongUse, money
from goodstanding.core.estimates import Asked, Estimate, Priced, estimate, no_share_by
from goodstanding.core.money import Cents
from goodstanding.formats.estimate_request import Request, benefits_of, read
from goodstanding.law import live_book
from goodstanding.records import clinic
from goodstanding.records.queries.coverage import covers

_PARTS = ("copay", "deductible", "coinsurance", "not_covered")


def estimate_(arguments: Namespace) -> Answer:
    try:
        content = Path(arguments.file).read_bytes()
    except OSError as fault:
        raise WrongUse(f"{arguments.file} cannot be read: {fault.strerror}.") from fault
    request, problems = read(content)
    if request is None:
        raise WrongUse("; ".join(f"{each.where}: {each.text}" for each in problems))
    law = live_book().on(request.service_date, clinic.current().state)
    asked = Asked(
        insured=request.insured, service_on=request.service_date,
        scheduled_on=request.scheduled_on, lines=request.priced_lines,
        requested_on=request.requested_on, benefits=benefits_of(request.benefits),
        secondary=benefits_of(request.secondary),
        nothing_owed=no_share_by(_covers(request), law),
    )  # fmt: skip
    found = estimate(asked, law)
    return Answer(_document(found), _lines(found), NEEDS_A_PERSON if found.unknown else DONE)


def _covers(request: Request) -> list[tuple[str, bool]]:
    """What the request says of the payer, and what our records say of the patient."""
    known = [(str(request.payer_type), False)] if request.payer_type else []
    if request.patient is None:
        return known
    own = covers(request.patient, request.service_date)
    if own is None:
        raise WrongUse(f"Patient {request.patient} is not known. Correct it, or write null.")
    return known + [(kind.value, qmb) for kind, qmb in own]


def _document(found: Estimate) -> dict[str, object]:
    return {
        "kind": found.kind,
        "lines": [_line(line) for line in found.lines],
        "total_charge": money(sum(line.charge for line in found.lines)),
        "expected_allowed": money(found.allowed),
        "patient_share": money(found.share),
        "patient_share_at_most": money(found.at_most),
        "breakdown": {part: money(_sum(found, part)) for part in _PARTS},
        "deliver_by": found.deliver_by.isoformat() if found.deliver_by else None,
        "valid_until": found.valid_until.isoformat(),
        "assumptions": list(found.assumptions),
    }


def _line(line: Priced) -> dict[str, str]:
    parts = {part: money(getattr(line, part)) for part in _PARTS}
    own = {"code": line.code, "charge": money(line.charge), "allowed": money(line.allowed)}
    return own | {"patient_share": money(line.share)} | parts


def _sum(found: Estimate, part: str) -> Cents:
    return sum(getattr(line, part) for line in found.lines)


def _lines(found: Estimate) -> list[str]:
    lines = [f"{line.code:<12}{money(line.allowed):>12}{money(line.share):>12}"
             for line in found.lines]  # fmt: skip
    lines.append(f"{'patient':<12}{money(found.allowed):>12}{money(found.share):>12}")
    if found.at_most != found.share:
        lines.append(f"at most {money(found.at_most)}")
    if found.deliver_by:
        lines.append(f"give it by {found.deliver_by}")
    return lines + [f"  {text}" for text in found.assumptions]
