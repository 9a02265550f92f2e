"""Ready letters looked at: approved, or kept back with a reason until someone lets them go."""

from datetime import date, datetime

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.letter_looks import looks
from goodstanding.core.refusals import Refused
from goodstanding.records.models import Letter
from goodstanding.records.queries.approved_words import words_by_language
from goodstanding.records.queries.letters_page import printable


@action("letter.approve")
def approve(*, letter: int, by: Actor, at: datetime) -> None:
    """One letter was read and may be printed."""
    found = _one(letter, "ready")
    found.looked_by, found.looked_at = by.name, at
    found.save(update_fields=["looked_by", "looked_at"])
    about(letter=found.id)


@action("letter.approve_all")
def approve_all(*, on: date, by: Actor, at: datetime) -> int:
    """All ready letters that are not odd; the odd ones are read one by one. Returns how many were
    approved now.
    """
    found = printable(on).filter(looked_by="").values_list("id", "kind", "cents", "language")
    waiting = list(found)
    known = words_by_language({language for *_, language in waiting}, at)
    plain = [
        key
        for key, kind, cents, language in waiting
        if not looks(kind, cents, language=language, own_words=known)
    ]
    count = 0
    for start in range(0, len(plain), 500):
        some = Letter.objects.filter(id__in=plain[start : start + 500], state="ready")
        count += some.filter(looked_by="").update(looked_by=by.name, looked_at=at)
    about(letters=count)
    return count


@action("letter.hold")
def hold_back(*, letter: int, why: str, by: Actor, at: datetime) -> None:
    """Keeps a ready letter back, with a reason; the account's next step stays what it is."""
    if not why.strip():
        raise Refused("Say why the letter is kept back, so that the next person knows.")
    found = _one(letter, "ready")
    found.state, found.why = "held", why.strip()[:200]
    found.looked_by, found.looked_at = by.name, at
    found.save(update_fields=["state", "why", "looked_by", "looked_at"])
    about(letter=found.id)


@action("letter.let_go")
def let_go(*, letter: int, by: Actor, at: datetime) -> None:
    """A letter that was kept back is ready again, and to be looked at again."""
    found = _one(letter, "held")
    found.state, found.why, found.looked_by, found.looked_at = "ready", "", "", None
    found.save(update_fields=["state", "why", "looked_by", "looked_at"])
    about(letter=found.id)


def _one(letter: int, state: str) -> Letter:
    found = Letter.objects.select_for_update().filter(id=letter).first()
    if found is None or found.state != state:
        now = "is not known" if found is None else f"is {found.state} now"
        raise Refused(f"This letter {now}, no longer {state}. Look at the list again.")
    return found
