"""Importing a 271: each patient's benefits kept with the coverage they are of, once; who is not
found, or not answered for, is set aside for a person.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from goodstanding.actions.benefit_news import keep
from goodstanding.actions.import_told import tell
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.coverage_matching import Asked, Match, best_of, choose
from goodstanding.core.refusals import Refused
from goodstanding.formats.problems import Problem
from goodstanding.formats.x12.eligibility import read
from goodstanding.formats.x12.eligibility_json import exchange_as_json
from goodstanding.formats.x12.eligibility_values import SERIOUS, Exchange, Person, Rejection
from goodstanding.records import bulk
from goodstanding.records.models import EligibilityCheck, ImportFile, ImportProblem
from goodstanding.records.queries.coverage_candidates import candidates, of_patient

KIND = "271"


@dataclass(slots=True)
class _Intake:
    file: ImportFile
    on: date
    by: Actor
    at: datetime
    ended: Counter[str] = field(default_factory=Counter)
    notices: list[Problem] = field(default_factory=list)


@action("import.eligibility")
def import_eligibility(raw: bytes, *, name: str, on: date, by: Actor, at: datetime) -> ImportFile:
    """The same bytes a second time are a "duplicate" and change nothing."""
    digest = hashlib.sha256(raw).hexdigest()
    bulk.alone(bulk.BOOKS)
    file = ImportFile(
        kind=KIND, name=name, sha256=digest, size=len(raw), received_at=at, by=by.name
    )
    earlier = ImportFile.objects.filter(kind=KIND, sha256=digest).exclude(status="rejected").first()
    if earlier is not None:
        return _read_before(file, earlier)
    # A zero byte is no text and PostgreSQL takes none; `raw` keeps it.
    found = read(raw.replace(b"\0", b" "), KIND)
    file.status, file.raw = "reading", raw
    file.save()
    intake = _Intake(file, on, by, at)
    intake.notices += found.problems
    asked = [_asked_of(one, on) for one in found.exchanges]
    ours = candidates(asked)
    for index, (one, who) in enumerate(zip(found.exchanges, asked, strict=True)):
        _take(intake, index, one, match=choose(who, ours))
    ended = intake.ended
    file.totals = {"rows": len(found.exchanges), **{name: ended[name] for name in _ENDS}}
    kept, all_ = ended["kept"], len(found.exchanges)
    file.status = "posted" if kept == all_ else "partly_posted" if kept else "exceptions"
    file.save(update_fields=["totals", "status"])
    tell(file, intake.notices, level="notice")
    about(file=file.id, answers=all_, ended=dict(ended))
    return file


_ENDS = ("kept", "waiting", "rejected", "unreadable")


def _asked_of(one: Exchange, on: date) -> Asked:
    person = one.patient or Person()
    subscriber = one.subscriber or Person()
    payer_id, payer_name = (one.payer.id, one.payer.name) if one.payer else ("", "")
    return Asked(
        person.last_name, person.first_name, person.birth_on, person.member or subscriber.member,
        payer_id, payer_name, frozenset(each.number for each in one.traces if each.number),
        _day_of(one, on), dependent=one.dependent is not None, rejected=_told_nothing(one),
    )  # fmt: skip


def _day_of(one: Exchange, on: date) -> date:
    """The day the payer says it answered on, unless that is still to come."""
    made = one.made_on
    return made if made is not None and made <= on else on


def _take(intake: _Intake, index: int, one: Exchange, *, match: Match) -> None:
    intake.notices += [each for each in one.problems if each.code not in SERIOUS]
    if not one.usable:
        for problem in one.problems:
            if problem.code in SERIOUS:
                _aside(intake, problem)
        intake.ended["unreadable"] += 1
        return
    check = _check(intake, index, one)
    refused = _refused(one)
    intake.notices += [
        Problem(each.where, f"benefit_{each.code}"[:40], each.text)
        for each in one.rejections if each.level == "benefit"
    ]  # fmt: skip
    if match.coverage:
        _set_coverage(check, match.coverage)
    if _told_nothing(one):
        why = " ".join(dict.fromkeys(each.text for each in refused))
        check.state, check.why = "rejected", why or "The payer told nothing of this patient."
        check.problem = _aside(intake, Problem(one.where, "payer_rejects", _todo(check.why)))
        check.save()
    elif not match.coverage:
        check.state, check.why = "waiting", match.why
        text = f"{match.why} Match it on the page Benefits, or set it aside there."
        check.problem = _aside(intake, Problem(one.where, "not_found", text))
        check.save()
    else:
        check.why = match.why
        keep(check, one, at=intake.at)
    intake.ended[check.state] += 1


def _refused(one: Exchange) -> list[Rejection]:
    """Above the benefit level: no answer, whatever stands below."""
    return [each for each in one.rejections if each.level != "benefit"]


def _told_nothing(one: Exchange) -> bool:
    return bool(_refused(one)) or not one.lines


def _todo(why: str) -> str:
    return f"The payer does not answer. {why}"


def _check(intake: _Intake, index: int, one: Exchange) -> EligibilityCheck:
    trace = next((each.number for each in one.traces if each.kind == "2"), "")
    return EligibilityCheck(
        file=intake.file, index=index, checked_on=_day_of(one, intake.on), trace=trace[:50],
        payer_id=one.payer.id[:80] if one.payer else "",
        payer_name=one.payer.name[:200] if one.payer else "",
        told=exchange_as_json(one), at=intake.at, by=intake.by.name,
    )  # fmt: skip


def _set_coverage(check: EligibilityCheck, coverage: int) -> None:
    check.coverage_id = coverage
    assert check.coverage is not None
    check.patient_id = check.coverage.patient_id


def _aside(intake: _Intake, problem: Problem) -> ImportProblem:
    return ImportProblem.objects.create(
        file=intake.file, where=problem.where[:200], code=problem.code, text=problem.text,
        level="aside",
    )  # fmt: skip


def _read_before(file: ImportFile, earlier: ImportFile) -> ImportFile:
    file.status, file.totals = "duplicate", earlier.totals
    file.save()
    text = f"This file was read on {earlier.received_at:%Y-%m-%d}. Nothing was kept again."
    tell(file, [Problem("file", "duplicate_file", text)], level="notice")
    return file


# ---- by a person


@action("eligibility.match")
def match_check(*, check_id: int, patient_id: str, by: Actor, at: datetime) -> None:
    """A person says whose answer it is (`patient_id` is the patient's own number); the coverage is
    the one of that payer, else the first in force."""
    check = _open(check_id, "waiting")
    ours = of_patient(patient_id.strip())
    if not ours:
        raise Refused(
            "This patient is not known, or has no coverage on file. Check the patient's number; a "
            "new coverage comes with the practice system's next export."
        )
    one = _exchange_of(check)
    _set_coverage(check, best_of(_asked_of(one, check.checked_on), ours))
    check.why = f"Matched by {by.name}."
    keep(check, one, at=at)
    _solve(check, at)
    assert check.patient is not None
    about(account=check.patient.guarantor.number, check=check.id, patient=check.patient.number)


@action("eligibility.put_away")
def put_away(*, check_id: int, by: Actor, at: datetime) -> None:
    """It is of nobody here, or was dealt with; the answer itself stays."""
    check = _open(check_id, "waiting", "rejected")
    check.state = "aside"
    check.save(update_fields=["state"])
    _solve(check, at)
    about(check=check.id)


def _exchange_of(check: EligibilityCheck) -> Exchange:
    """The answer as it was read, from the bytes of its file."""
    raw = bytes(check.file.raw or b"")
    return read(raw.replace(b"\0", b" "), KIND).exchanges[check.index]


def _open(check_id: int, *states: str) -> EligibilityCheck:
    bulk.hold("records_eligibilitycheck", "id", [check_id])
    check = EligibilityCheck.objects.filter(id=check_id, state__in=states).first()
    if check is None:
        raise Refused("This answer was dealt with already. Reload the page.")
    return check


def _solve(check: EligibilityCheck, at: datetime) -> None:
    if check.problem_id is not None:
        ImportProblem.objects.filter(id=check.problem_id, solved_at=None).update(solved_at=at)
