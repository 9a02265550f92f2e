"""Benefits kept with their coverage, and what they change: told to a person, who decides."""

from datetime import date, datetime, timedelta

from goodstanding.actions.hold_parts import day_of
from goodstanding.actions.overrides import Choice, override_next_step
from goodstanding.actions.subscribers import learn
from goodstanding.actions.unit import SYSTEM, Actor, about, action
from goodstanding.core.benefit_changes import WHO_PAYS, Change, OnFile, changes
from goodstanding.core.benefit_record import as_json, from_json
from goodstanding.core.benefits import Whose, benefits_of
from goodstanding.core.kinds import Act, PayerType
from goodstanding.core.refusals import Refused
from goodstanding.formats.x12.eligibility_values import Exchange, Person
from goodstanding.records.models import (
    Coverage,
    EligibilityChange,
    EligibilityCheck,
    Guarantor,
    Override,
)

# How long an account's next step is the check of its insurance, unless it was done before.
_TASK_DAYS = 14
_BY = Actor("eligibility", SYSTEM)


def keep(check: EligibilityCheck, one: Exchange, *, at: datetime) -> None:
    """Saves the check with what it comes to for its coverage. An answer older than one we have is
    kept and changes nothing."""
    coverage = check.coverage
    assert coverage is not None
    payer = (one.payer.name, one.payer.id) if one.payer else ()
    whose = Whose(
        coverage.rank, coverage.payer, coverage.payer_name, coverage.payer_type, answers=payer
    )
    person = one.patient or Person()
    benefits = benefits_of(one.lines, whose, on=check.checked_on, dates=person.dates)
    before = _before(check)
    check.state, check.benefits = "kept", as_json(benefits)
    check.save()
    if before is not None and before.checked_on > check.checked_on:
        return
    learn(check, one, at=at)
    old = from_json(before.benefits) if before is not None else None
    found = changes(benefits, old, _on_file(coverage, check.checked_on))
    if found:
        _tell(check, found, at=at)


def _before(check: EligibilityCheck) -> EligibilityCheck | None:
    kept = EligibilityCheck.objects.filter(coverage=check.coverage, state="kept")
    return kept.exclude(id=check.id).order_by("-checked_on", "-id").first()


def _on_file(coverage: Coverage, on: date) -> OnFile:
    rows = Coverage.objects.filter(patient_id=coverage.patient_id)
    going_on = [row for row in rows if row.ends_on is None or row.ends_on >= on]
    return OnFile(
        qmb=any(bool(row.qmb) for row in going_on),
        medicaid=any(row.payer_type == PayerType.MEDICAID for row in going_on),
        payers=frozenset(name.upper() for row in going_on for name in (row.payer, row.payer_name)),
        ends_on=coverage.ends_on,
    )


def _tell(check: EligibilityCheck, found: tuple[Change, ...], *, at: datetime) -> None:
    assert check.patient is not None
    guarantor = check.patient.guarantor
    EligibilityChange.objects.bulk_create(
        EligibilityChange(
            check_of=check, guarantor=guarantor, kind=each.kind, text=each.text[:300],
            on=day_of(at),
        )
        for each in found
    )  # fmt: skip
    if any(each.kind in WHO_PAYS for each in found):
        _next_step(guarantor, found, at=at)


def _next_step(guarantor: Guarantor, found: tuple[Change, ...], *, at: datetime) -> None:
    """The account's next step is to check the insurance, where nothing forbids it and no person
    chose another one."""
    on = day_of(at)
    standing = Override.objects.filter(guarantor=guarantor, until__gte=on, ended_on=None)
    if standing.exists():
        return
    words = " ".join(each.text for each in found)
    choice = Choice(
        Act.VERIFY_COVERAGE, on + timedelta(days=_TASK_DAYS), "insurer news", words[:1000]
    )
    try:
        override_next_step(account_id=guarantor.number, choice=choice, came_in=True, by=_BY, at=at)
    except Refused:
        # A stop, or nothing is owed: what changed stays on the page Benefits until it is done.
        return


@action("eligibility.change_done")
def change_done(*, change_id: int, by: Actor, at: datetime) -> None:
    """A person has dealt with what changed."""
    change = EligibilityChange.objects.filter(id=change_id, done_at=None).first()
    if change is None:
        raise Refused("This is done already. Reload the page.")
    change.done_at, change.done_by = at, by.name
    change.save(update_fields=["done_at", "done_by"])
    about(account=change.guarantor.number, change=change.id, kind=change.kind)
