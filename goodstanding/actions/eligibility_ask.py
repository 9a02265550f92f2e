"""A 270 for who comes in the next days: written once, kept as it left."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.eligibility_settings import AskSettings
from goodstanding.core.refusals import Refused
from goodstanding.core.subscribers import LONGEST_FIRST, LONGEST_LAST, relation_code
from goodstanding.formats.x12.eligibility_values import (
    Dated,
    Exchange,
    Party,
    Person,
    Question,
    Trace,
)
from goodstanding.formats.x12.eligibility_writer import Sender, write
from goodstanding.records import bulk, clinic
from goodstanding.records.models import EligibilityAsked, EligibilityRequest
from goodstanding.records.queries.eligibility_due import Due, by_member, due

MOST_DAYS = 60
_SEXES = {"f": "F", "m": "M", "female": "F", "male": "M"}


@dataclass(frozen=True, slots=True)
class Written:
    """`number` is the request's, 0 when there was nobody to ask about; `without_member` are the
    patients who have no member number and were left out."""

    number: int
    asked: int
    without_member: tuple[str, ...] = ()
    content: bytes = b""


@action("eligibility.ask")
def ask(*, on: date, within: int, by: Actor, at: datetime) -> Written:
    """One file for all coverages that are due (queries/eligibility_due.py)."""
    if not 1 <= within <= MOST_DAYS:
        raise Refused(f"Ask for 1 to {MOST_DAYS} business days.")
    settings = clinic.current().eligibility
    if settings is None:
        raise Refused(
            "The clinic's numbers with the clearinghouse are not known. Write them in clinic.toml "
            "under [eligibility]: sender, receiver and npi (docs/install.md)."
        )
    bulk.alone(bulk.BOOKS)
    zone = clinic.current().timezone
    found = due(on, within=within, zone=zone)
    asked, without = by_member(found)
    if not asked:
        about(asked=0, without_member=len(without))
        return Written(0, 0, without)
    request = EligibilityRequest.objects.create(made_at=at, by=by.name, asked=len(asked))
    traces = [f"GS{request.id:07d}{number:05d}" for number in range(1, len(asked) + 1)]
    name = clinic.current().facts.name
    rows = [
        _exchange(one, trace, settings, name=name, on=on)
        for one, trace in zip(asked, traces, strict=True)
    ]  # fmt: skip
    sender = Sender(
        settings.sender, settings.receiver, settings.sender_kind, settings.receiver_kind,
        settings.trial,
    )  # fmt: skip
    content = write(rows, sender, control=request.id, at=at.astimezone(ZoneInfo(zone)))
    request.content, request.sha256 = content, hashlib.sha256(content).hexdigest()
    request.save(update_fields=["content", "sha256"])
    EligibilityAsked.objects.bulk_create(
        EligibilityAsked(request=request, coverage_id=one.coverage, trace=trace)
        for one, trace in zip(asked, traces, strict=True)
    )
    about(request=request.id, asked=len(asked), without_member=len(without))
    return Written(request.id, len(asked), without, content)


def _exchange(one: Due, trace: str, settings: AskSettings, *, name: str, on: date) -> Exchange:
    """The patient as the one who is insured, or below who is known to be: the member number, which
    our books keep with the patient, is the subscriber's then."""
    subscriber, dependent = _people(one)
    payer = settings.payers.get(one.payer_id, one.payer_id)
    return Exchange(
        kind="270", control="", reference=trace, purpose="13", made_on=on,
        payer=Party("PR", one.payer_name[:60], "PI", payer),
        provider=Party("1P", name[:60], "XX", settings.npi),
        subscriber=subscriber, dependent=dependent,
        traces=(Trace("1", trace, f"9{settings.npi[:9]}"),),
        questions=(Question(settings.services),),
    )  # fmt: skip


def _people(one: Due) -> tuple[Person, Person | None]:
    """(subscriber, dependant)"""
    patient = Person(
        one.last_name[:LONGEST_LAST], one.first_name[:LONGEST_FIRST], birth_on=one.birth_on,
        sex=_SEXES.get(one.sex.casefold(), ""), dates=(Dated("291", one.visit_on),),
    )  # fmt: skip
    holder = one.holder
    if holder is None:
        return replace(patient, member=one.member), None
    code = relation_code(holder.relation, one.birth_on, one.visit_on)
    subscriber = Person(
        holder.last_name, holder.first_name, member=one.member, birth_on=holder.birth_on
    )
    return subscriber, replace(patient, relation=code)
