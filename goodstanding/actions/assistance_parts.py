"""Steps of acts on an application for help: its rows, its pause, what it waits for."""

from datetime import date, datetime, timedelta

from goodstanding.actions import letter_queue, posting
from goodstanding.actions.hold_parts import DESK, day_of, end, leave
from goodstanding.actions.unit import Actor
from goodstanding.core import assistance as core
from goodstanding.core import occasions
from goodstanding.core.assistance import PENDING, Course, State
from goodstanding.core.assistance_terms import Assistance
from goodstanding.core.kinds import HoldKind
from goodstanding.core.occasions import Cause
from goodstanding.core.refusals import Refused
from goodstanding.records import clinic
from goodstanding.records.models import (
    HelpApplication,
    HelpDecision,
    HelpDocument,
    HelpEvent,
    Hold,
)

# In the hold's detail: what a person does next, by when, and whether it is ours to do.
NEXT, BY, OURS = "help_next", "help_by", "help_ours"
APPEAL = "appeal"
_FORM_TOO_LATE = "The question of help was closed before this form went."


def terms_on(on: date) -> Assistance:
    return clinic.policy_in_force(on).assistance


def known(number: int) -> HelpApplication:
    rows = HelpApplication.objects.select_related("guarantor", "hold")
    found = rows.select_for_update(of=("self",)).filter(number=number).first()
    if found is None:
        raise Refused(f"Application {number} is not known. Reload the page.")
    return found


def in_state(number: int, *states: State) -> HelpApplication:
    found = known(number)
    if found.state not in states:
        words = core.STATE_WORDS[State(found.state)].lower()
        raise Refused(f"Application {number} is in another state now: {words}. Reload the page.")
    return found


def pending_of(guarantor: int) -> HelpApplication | None:
    return HelpApplication.objects.filter(guarantor_id=guarantor, state__in=PENDING).first()


def begun_with(hold: Hold, how: str, *, by: Actor, at: datetime) -> HelpApplication:
    """The application this pause is for: the one that is pending, or a new one with the papers that
    the policy asks for.
    """
    day = day_of(at)
    before = pending_of(hold.guarantor_id)
    if before is not None:
        return before
    made = HelpApplication.objects.create(
        number=posting.next_number("records_helpapplication"), guarantor_id=hold.guarantor_id,
        state=State.BEGUN, how=how, asked_on=min(hold.starts_on, day), begun_on=day, hold=hold,
    )  # fmt: skip
    for kind in sorted(terms_on(day).documents):
        HelpDocument.objects.create(
            application=made, kind=kind, state="asked", on=day, by=by.name, at=at
        )
    happened(made, "begun", core.HOW.get(how, ""), on=day, by=by, at=at)
    say_what_waits(made, by=by, at=at)
    return made


def happened(
    application: HelpApplication, what: str, text: str, *, on: date, by: Actor, at: datetime
) -> None:
    HelpEvent.objects.create(
        application=application, at=at, on=on, by=by.name, what=what, text=text.strip()
    )


def course_of(application: HelpApplication) -> Course:
    asked = application.documents.filter(state="asked").order_by("kind")
    return Course(
        State(application.state), application.begun_on,
        tuple(asked.values_list("kind", flat=True)),
        application.people is not None and application.yearly_cents is not None,
        application.complete_on, application.appealed_on,
        HelpDecision.objects.filter(application=application, state="proposed").exists(),
    )  # fmt: skip


def say_what_waits(application: HelpApplication, *, by: Actor, at: datetime) -> None:
    """The pause carries what is next, so that Holds and Today have it on its day."""
    hold = application.hold
    waits = core.waits_for(course_of(application), terms_on(day_of(at)))
    if hold is not None and not hold.lifted_by and waits is not None:
        ours = "yes" if waits.ours else ""
        detail = {NEXT: waits.text, BY: waits.by.isoformat(), OURS: ours}
        leave(hold, "step", waits.text, detail=detail, by=by, at=at)


def moved(application: HelpApplication, *, by: Actor, at: datetime) -> None:
    """After a paper or the means were written down."""
    now = core.state_now(course_of(application))
    if now is not application.state and application.state != State.APPEALED:
        application.state = now
        application.complete_on = day_of(at) if now is State.COMPLETE else None
        application.save(update_fields=["state", "complete_on"])
    say_what_waits(application, by=by, at=at)


def lift(
    application: HelpApplication, reason: str, *, on: date, by: Actor, at: datetime
) -> Hold | None:
    """Ends the pause the day before, a second one from the desk too that had begun by `on`, and
    drops their forms; gives back the application's own.
    """
    hold = application.hold
    desk = Hold.objects.filter(
        guarantor_id=application.guarantor_id, kind=HoldKind.ASSISTANCE_PENDING,
        number__startswith=DESK, lifted_by="", starts_on__lte=on,
    )  # fmt: skip
    others = [one for one in desk.order_by("id") if hold is None or one.id != hold.id]
    for one in others if hold is None or hold.lifted_by else (hold, *others):
        last = on - timedelta(days=1)
        one.ends_on = min(one.ends_on or last, last)
        end(one, "released", reason, by=by, at=at, mark={"released_on": on.isoformat()})
        letter_queue.drop(Cause.HOLD, one.number, _FORM_TOO_LATE, parts=[occasions.FORM])
    return hold


def ended(
    application: HelpApplication, state: State, text: str, *, on: date, by: Actor, at: datetime
) -> None:
    """Of an appeal it alone ends: what it was against stands, and the event keeps what happened."""
    appealed = application.state == State.APPEALED
    application.state, application.ended_on = State.DECIDED if appealed else state, on
    application.save(update_fields=["state", "ended_on"])
    HelpDecision.objects.filter(application=application, state="proposed").update(state="declined")
    happened(application, state.value, text, on=on, by=by, at=at)


def hold_gone(hold: Hold, text: str, *, by: Actor, at: datetime) -> None:
    """A person ended the pause by hand: the application it was for ends with it."""
    if hold.kind != HoldKind.ASSISTANCE_PENDING:
        return
    found = HelpApplication.objects.filter(hold=hold, state__in=PENDING).first()
    if found is not None:
        ended(found, State.WITHDRAWN, text, on=day_of(at), by=by, at=at)
