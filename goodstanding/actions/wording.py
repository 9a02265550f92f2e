"""The words of letters and of the call script: written as a draft, proposed, and approved by a
second person. A translation is approved only with the name of the qualified translator who made or
checked it. A version that was in use never changes.
"""

from datetime import date, datetime

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.days import local_day
from goodstanding.core.languages import ENGLISH
from goodstanding.core.refusals import Refused
from goodstanding.outbound.word_kinds import check_words, first_text, told, word_kind
from goodstanding.records import bulk, clinic
from goodstanding.records.models import Wording
from goodstanding.records.queries.wordings import OPEN

CHANGING = 7_210_041  # one change of the words at a time


@action("wording.draft")
def draft_words(
    *, kind: str, language: str, version: int | None = None, by: Actor, at: datetime
) -> int:
    """A draft from the words in use, or from an older version (0: as shipped), which it puts back.
    Returns its number in our table.
    """
    word_kind(kind, language)
    bulk.alone(CHANGING)
    ours = Wording.objects.filter(kind=kind, language=language)
    if ours.filter(state__in=OPEN).exists():
        raise Refused("There is a draft of these words already. Open it, or take it back first.")
    before = ours.filter(state__in=("active", "retired"))
    source = before.filter(version=version) if version else before.filter(state="active")
    old = source.first() if version != 0 else None
    if version and old is None:
        raise Refused(f"Version {version} was never in use. Choose one from the history.")
    last = ours.order_by("-version").values_list("version", flat=True).first() or 0
    made = Wording.objects.create(
        kind=kind, language=language, version=last + 1,
        text=old.text if old else first_text(kind, language),
        note="" if version is None else f"Puts version {version} back.",
        translator=old.translator if old else "", checked_on=old.checked_on if old else None,
        made_by=by.name, made_at=at,
    )  # fmt: skip
    _about(made)
    return int(made.id)


@action("wording.change")
def change_words(*, draft: int, text: str, note: str = "", by: Actor, at: datetime) -> None:
    """Whoever changes a draft is its maker too; a changed text must be proposed and vouched for
    anew. Refuses a text that names unknown fields or has lost what a letter must have.
    """
    found = _open(draft)
    check = check_words(found.kind, found.language, text, clinic=clinic.current().facts)
    if not check.may_be_kept:
        raise Refused(told(check, form_only=True))
    if text != found.text:
        found.text, found.translator, found.checked_on = text, "", None
        found.made_by = ", ".join(sorted({*found.made_by.split(", "), by.name}))
        found.state, found.proposed_by, found.proposed_at = "draft", "", None
    found.note = note
    found.save()
    _about(found)


@action("wording.propose")
def propose_words(*, draft: int, by: Actor, at: datetime) -> None:
    found = _open(draft)
    if found.state == "proposed":
        raise Refused("This draft waits for approval already.")
    _refuse_same(found)
    _refuse_faults(found)
    found.state, found.proposed_by, found.proposed_at = "proposed", by.name, at
    found.save()
    _about(found)


@action("wording.approve")
def approve_words(
    *, draft: int, translator: str = "", checked_on: date | None = None, by: Actor, at: datetime
) -> None:
    """In use from this moment on: never by whoever made or proposed it. `translator`: name and
    qualification of who made or checked a translation.
    """
    found = _open(draft)
    if found.state != "proposed":
        raise Refused("Nobody has asked for approval of this draft yet.")
    if by.name in (*found.made_by.split(", "), found.proposed_by):
        raise Refused(
            f"{by.name} cannot approve their own words. Ask another colleague who may approve."
        )
    _refuse_faults(found)
    if found.language != ENGLISH:
        _vouched_for(found, translator, checked_on, at=at)
    in_use = Wording.objects.filter(kind=found.kind, language=found.language, state="active")
    in_use.update(state="retired", ended_by=by.name, ended_at=at)
    found.state, found.approved_by, found.approved_at = "active", by.name, at
    found.save()
    _about(found)


@action("wording.withdraw")
def withdraw_words(*, draft: int, by: Actor, at: datetime) -> None:
    found = _open(draft)
    found.state, found.ended_by, found.ended_at = "withdrawn", by.name, at
    found.save()
    _about(found)


@action("wording.retire")
def retire_words(*, kind: str, language: str, by: Actor, at: datetime) -> None:
    """Stops printing a translation at once: its letters go out in English again."""
    bulk.alone(CHANGING)
    if language == ENGLISH:
        raise Refused("English words end only when others begin: put an older version back.")
    found = Wording.objects.filter(kind=kind, language=language, state="active").first()
    if found is None:
        raise Refused("No version of these words is in use.")
    found.state, found.ended_by, found.ended_at = "retired", by.name, at
    found.save()
    _about(found)


def _open(draft: int) -> Wording:
    bulk.alone(CHANGING)
    found = Wording.objects.select_for_update().filter(id=draft, state__in=OPEN).first()
    if found is None:
        raise Refused("This draft is not open any more. Reload the page of these words.")
    return found


def _refuse_same(draft: Wording) -> None:
    ours = Wording.objects.filter(kind=draft.kind, language=draft.language, state="active").first()
    if ours is not None and ours.text == draft.text:
        raise Refused("This draft says what the words in use say. Change something first.")
    if ours is None and draft.language == ENGLISH and draft.text == first_text(draft.kind, ENGLISH):
        raise Refused("This draft says what the words in use say. Change something first.")


def _refuse_faults(draft: Wording) -> None:
    check = check_words(draft.kind, draft.language, draft.text, clinic=clinic.current().facts)
    if not check.may_be_used:
        raise Refused(f"These words may not be used: {told(check)}")


def _vouched_for(draft: Wording, translator: str, checked_on: date | None, *, at: datetime) -> None:
    who = " ".join(translator.split()) or draft.translator
    day = checked_on or draft.checked_on
    name, _, qualification = who.partition(",")
    if not (name.strip() and qualification.strip() and day):
        raise Refused(
            "Write who translated or checked these words, with name and qualification, and on "
            "which day. Words nobody qualified has read are not printed."
        )
    if day > local_day(at, clinic.current().timezone):
        raise Refused("The day these words were checked on lies ahead. Write the day it was.")
    draft.translator, draft.checked_on = who[:200], day


def _about(words: Wording) -> None:
    about(kind=words.kind, language=words.language, version=words.version)
