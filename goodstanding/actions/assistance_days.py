"""What the day itself does to applications for help: it ends what ran out, and says so."""

from datetime import date, datetime

from goodstanding.actions import assistance_parts as parts
from goodstanding.actions.unit import Actor, about, action
from goodstanding.core import assistance as core
from goodstanding.core.assistance import PENDING, State
from goodstanding.core.kinds import HoldKind
from goodstanding.core.stops import spoken
from goodstanding.records.models import HelpApplication, Hold

_NOT_BROUGHT = (State.BEGUN, State.WAITING)


def run_out(*, on: date, by: Actor, at: datetime) -> int:
    """Before the day is decided. Returns how many ended; a second time changes nothing."""
    adopted = Hold.objects.filter(
        kind=HoldKind.ASSISTANCE_PENDING, lifted_by="", number__startswith="desk-",
        starts_on__lte=on,
    ).exclude(ends_on__lt=on).exclude(
        guarantor__help_applications__state__in=PENDING
    )  # fmt: skip
    for hold in adopted.order_by("id"):
        take_up(hold=hold, by=by, at=at)
    terms, ended = parts.terms_on(on), 0
    rows = HelpApplication.objects.select_related("guarantor", "hold").order_by("number")
    for found in rows.filter(state__in=PENDING):
        last = core.bring_by(found.begun_on, terms)
        pause = found.hold
        if pause is None or (pause.ends_on is not None and pause.ends_on < on):
            why = "Its pause ended."
        elif found.state in _NOT_BROUGHT and last < on:
            why = f"What was missing did not come by {spoken(last)}."
        else:
            continue
        seen = State(found.state)
        ended += expire(number=found.number, seen=seen, why=why, on=on, by=by, at=at)
    good = HelpApplication.objects.filter(state=State.DECIDED, decisions__state="decided")
    for found in good.distinct().order_by("number"):
        decision = found.decisions.filter(state="decided").order_by("-id").first()
        if decision and decision.good_until is not None and decision.good_until < on:
            why = f"The decision was good until {spoken(decision.good_until)}."
            seen = State.DECIDED
            ended += expire(number=found.number, seen=seen, why=why, on=on, by=by, at=at)
    return ended


@action("assistance.take_up")
def take_up(*, hold: Hold, by: Actor, at: datetime) -> None:
    """A pause from before applications were kept gets its application."""
    made = parts.begun_with(hold, "other", by=by, at=at)
    about(account=hold.guarantor.number, application=made.number)


@action("assistance.expire")
def expire(*, number: int, seen: State, why: str, on: date, by: Actor, at: datetime) -> bool:
    """Its day is over: it ends as of `on`, and so does the pause. False, and nothing is done, when
    a person moved it on from the state that was `seen`.
    """
    found = parts.known(number)
    about(account=found.guarantor.number, application=number, on=on.isoformat())
    if found.state != seen:
        return False
    parts.ended(found, State.EXPIRED, why, on=on, by=by, at=at)
    if seen is not State.DECIDED:  # a grant has no pause; one that stands is a newer application's
        parts.lift(found, f"The application for help ended: {why}", on=on, by=by, at=at)
    return True
