"""The help program: an application from the first word to its last day, and what it takes off.

While one is pending its account is paused (a hold of its own). A decision ends the pause, posts
what it takes off as charity, and makes its letter ready.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.actions import adjustments, holds, letter_queue
from goodstanding.actions import assistance_parts as parts
from goodstanding.actions.accounts import account_key, decide_now
from goodstanding.actions.hold_parts import day_of, refuse_card_numbers, said
from goodstanding.actions.unit import SYSTEM, Actor, about, action
from goodstanding.core import assistance as core
from goodstanding.core import occasions
from goodstanding.core.assistance import PENDING, Means, State
from goodstanding.core.assistance_terms import DOCUMENTS
from goodstanding.core.kinds import HoldKind, Role, TransactionKind
from goodstanding.core.money import Cents, show
from goodstanding.core.poverty import MOST_PEOPLE
from goodstanding.core.refusals import Refused
from goodstanding.core.stops import spoken
from goodstanding.records import bulk, clinic
from goodstanding.records.models import (
    Adjustment,
    Charge,
    HelpApplication,
    HelpDecision,
    HelpShare,
    Hold,
)
from goodstanding.records.queries.assistance import measured
from goodstanding.records.queries.assistance_cover import Cover, cover_of

K = HoldKind.ASSISTANCE_PENDING
RECEIVED, WAIVED, ASKED = "received", "waived", "asked"
MOST_A_YEAR = 100_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """`percent` None is what the table gives; another one needs its reason and a second person."""

    percent: int | None = None
    reason: str = ""


@action("assistance.begin")
def begin(*, account_id: str, how: str, words: str = "", by: Actor, at: datetime) -> int:
    """Someone asked for help: the account is paused and the form made ready. A pause that stands
    already is taken up. Returns the application's number, of the pending one when there is one.
    """
    key = account_key(account_id)
    if how not in core.HOW:
        raise Refused("Choose how they asked.")
    if (before := parts.pending_of(key)) is not None:
        about(account=account_id, application=before.number, again=True)
        return before.number
    held = Hold.objects.filter(guarantor_id=key, kind=K, lifted_by="", starts_on__lte=day_of(at))
    standing = held.exclude(ends_on__lt=day_of(at)).order_by("id").first()
    if standing is None:
        new = holds.NewHold(K, day_of(at), why=words, how=how)
        number = holds.place_hold(account_id=account_id, hold=new, by=by, at=at)
        standing = Hold.objects.get(number=number)
    else:
        refuse_card_numbers(words)
    made = parts.begun_with(standing, how, by=by, at=at)
    decide_now(key, by=Actor(by.name, SYSTEM), at=at)
    about(account=account_id, application=made.number)
    return made.number


@action("assistance.fill")
def fill(*, number: int, means: Means, by: Actor, at: datetime) -> None:
    """Who shares the money, and what comes in over a year; both can be corrected until it is
    decided.
    """
    found = parts.in_state(number, *PENDING)
    if not 1 <= means.people <= MOST_PEOPLE:
        raise Refused(f"A household has 1 to {MOST_PEOPLE} people. Write how many share the money.")
    if not 0 <= means.yearly_cents <= MOST_A_YEAR:
        raise Refused("Write what comes in over a year, 0 when nothing does.")
    _refuse_proposed(found)
    found.people, found.yearly_cents = means.people, means.yearly_cents
    found.save(update_fields=["people", "yearly_cents"])
    text = f"{means.people} in the home, {show(means.yearly_cents)} a year"
    parts.happened(found, "filled", text, on=day_of(at), by=by, at=at)
    _moved(found, by=by, at=at)


@action("assistance.paper")
def paper(*, number: int, kind: str, state: str, words: str = "", by: Actor, at: datetime) -> None:
    """A paper came, is not needed (with the reason), or is asked for (again)."""
    found = parts.in_state(number, *PENDING)
    if kind not in DOCUMENTS or state not in (RECEIVED, WAIVED, ASKED):
        raise Refused("Choose the paper, and what became of it.")
    if state == WAIVED:
        said(words, "Say why it is not needed.")
    refuse_card_numbers(words)
    _refuse_proposed(found)
    found.documents.update_or_create(
        kind=kind, defaults={"state": state, "on": day_of(at), "by": by.name, "at": at}
    )
    text = f"{DOCUMENTS[kind].partition(':')[0]}. {words.strip()}".strip()
    parts.happened(found, state, text, on=day_of(at), by=by, at=at)
    _moved(found, by=by, at=at)


@action("assistance.decide")
def decide(*, number: int, choice: Choice, by: Actor, at: datetime) -> bool:
    """Decides a complete application, or its appeal; False when a second person must agree first:
    above what one may give alone, or where it is not what the table gives.
    """
    bulk.alone(bulk.BOOKS)
    found, day = parts.in_state(number, State.COMPLETE, State.APPEALED), day_of(at)
    _refuse_proposed(found)
    _refuse_who(found, by, day)
    means, table, measure = measured(found, day)
    percent = table.percent if choice.percent is None else choice.percent
    if not 0 <= percent <= core.ALL:
        raise Refused("Write a percent from 0 to 100.")
    own = percent != table.percent
    if own:
        said(choice.reason, "Say why it is not what the table gives.")
    refuse_card_numbers(choice.reason)
    cap = None if own else table.cap_cents
    cover, terms = _cover(found, at), parts.terms_on(day)
    off = core.discount(cover.parts, percent, cap)
    decision = HelpDecision.objects.create(
        application=found, hold=found.hold, state="proposed", percent=percent, cap_cents=cap,
        on_appeal=found.state == State.APPEALED, table_percent=table.percent,
        reason=choice.reason.strip(), people=means.people, yearly_cents=means.yearly_cents,
        poverty=table.poverty, guideline_year=measure.year, guideline_cents=measure.cents,
        policy=clinic.policy_name(day), limit_cents=terms.alone_up_to, asked_by=by.name,
        asked_at=at, owed_cents=cover.owed_cents, off_cents=off,
    )  # fmt: skip
    if off > terms.alone_up_to or own:
        text = f"{percent} percent, {show(off)}. A manager agrees or not."
        parts.happened(found, "proposed", text, on=day, by=by, at=at)
        parts.say_what_waits(found, by=by, at=at)
        decide_now(found.guarantor_id, by=Actor(by.name, SYSTEM), at=at)
        about(account=found.guarantor.number, application=number, proposed=off)
        return False
    _settle(found, decision, by=by, at=at)
    return True


@action("assistance.agree")
def agree(*, number: int, by: Actor, at: datetime) -> None:
    """The second person: the decision stands and is posted, with what is owed now."""
    bulk.alone(bulk.BOOKS)
    found = parts.in_state(number, State.COMPLETE, State.APPEALED)
    decision = _proposed(found)
    if decision.asked_by == by.name:
        raise Refused("You proposed this. A manager who is someone else looks at it.")
    _refuse_same(found, by)
    _settle(found, decision, by=by, at=at)


@action("assistance.decline")
def decline(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    """The second person does not agree: it is to be decided anew, with the reason in sight."""
    found = parts.in_state(number, State.COMPLETE, State.APPEALED)
    decision = _proposed(found)
    said(reason, "Say why you do not agree.")
    decision.state, decision.decided_by, decision.decided_at = "declined", by.name, at
    decision.save(update_fields=["state", "decided_by", "decided_at"])
    parts.happened(found, "declined", reason, on=day_of(at), by=by, at=at)
    _moved(found, by=by, at=at)


@action("assistance.appeal")
def appeal(*, number: int, words: str, by: Actor, at: datetime) -> None:
    """They do not agree: the account is paused again until someone else has decided anew."""
    found, day = parts.in_state(number, State.DECIDED), day_of(at)
    last = _decided(found)
    said(words, "Say what they do not agree with, or what they sent.")
    assert last.decided_on is not None
    until = core.appeal_by(last.decided_on, parts.terms_on(day))
    if day > until:
        raise Refused(f"An appeal could be made until {spoken(until)}. Begin a new application.")
    if parts.pending_of(found.guarantor_id) is not None:
        raise Refused("Another application of this account is pending. Decide that one.")
    found.state, found.appealed_on, found.ended_on = State.APPEALED, day, None
    found.save(update_fields=["state", "appealed_on", "ended_on"])
    parts.happened(found, "appealed", words, on=day, by=by, at=at)
    new = holds.NewHold(K, day, why="Appeal to the help program", how=parts.APPEAL)
    hold = holds.place_hold(account_id=found.guarantor.number, hold=new, by=by, at=at)
    found.hold = Hold.objects.get(number=hold)
    found.save(update_fields=["hold"])
    _moved(found, by=by, at=at)


@action("assistance.withdraw")
def withdraw(*, number: int, reason: str, by: Actor, at: datetime) -> None:
    """They do not want it any more, or it was a mistake: the pause ends."""
    found = parts.in_state(number, *PENDING)
    said(reason, "Say who withdrew it, and why.")
    parts.ended(found, State.WITHDRAWN, reason, on=day_of(at), by=by, at=at)
    parts.lift(found, "The application for help was withdrawn.", on=day_of(at), by=by, at=at)
    about(account=found.guarantor.number, application=number)


@action("assistance.newer")
def help_newer(*, number: int, by: Actor, at: datetime) -> Cents:
    """A grant still good takes its percent off what became the patient's since; gives the sum."""
    bulk.alone(bulk.BOOKS)
    found, day = parts.in_state(number, State.DECIDED), day_of(at)
    decision = _decided(found)
    if not decision.percent or decision.good_until is None or day > decision.good_until:
        raise Refused("This decision does not help with newer visits.")
    cover = cover_of(found.guarantor.number, day, at=at, newer=True)
    off = core.discount(cover.parts, decision.percent)
    if not off:
        raise Refused("Nothing new is the patient's to pay.")
    if off > decision.limit_cents and (by.role != Role.MANAGER or by.name == decision.asked_by):
        raise Refused(
            f"{show(off)} is more than {show(decision.limit_cents)}. A manager who did not "
            "propose the decision does this."
        )
    last = decision.shares.order_by("-round").values_list("round", flat=True).first() or 0
    _taken_off(decision, cover, off=off, number=last + 1, by=by, at=at)
    parts.happened(found, "newer", f"{show(off)} taken off newer visits", on=day, by=by, at=at)
    about(account=found.guarantor.number, application=number, cents=off)
    return off


def _settle(found: HelpApplication, decision: HelpDecision, *, by: Actor, at: datetime) -> None:
    day, account = day_of(at), found.guarantor.number
    terms = parts.terms_on(day)
    cover = _cover(found, at)
    off = core.discount(cover.parts, decision.percent, decision.cap_cents)
    helps = bool(decision.percent or off)  # a cap that is not reached helps nobody
    decision.owed_cents, decision.off_cents, decision.state = cover.owed_cents, off, "decided"
    decision.decided_by, decision.decided_at, decision.decided_on = by.name, at, day
    if helps:
        decision.good_from, decision.good_until = day, core.good_until(day, terms)
    decision.save()
    found.state, found.ended_on = State.DECIDED, day
    found.save(update_fields=["state", "ended_on"])
    text = f"{decision.percent} percent: {show(off)} of {show(cover.owed_cents)}"
    if rounded := core.rounding_words(cover.parts, decision.percent):
        text += f". {rounded}"
    for left in cover.left_out:
        text += f". Not {show(left.cents)} of charge {left.charge}: {left.why}"
    parts.happened(found, "granted" if helps else "refused", text, on=day, by=by, at=at)
    hold = parts.lift(found, "The application for help was decided.", on=day, by=by, at=at)
    _taken_off(decision, cover, off=off, number=1, by=by, at=at)
    if hold is not None:
        occasion = occasions.of_hold(hold.number, occasions.DECIDED)
        letter_queue.queue(found.guarantor_id, "help_decision", occasion, at=at)
    decide_now(found.guarantor_id, by=Actor(by.name, SYSTEM), at=at)
    about(account=account, application=found.number, percent=decision.percent, cents=off)


def _taken_off(
    decision: HelpDecision, cover: Cover, *,
    off: Cents, number: int, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Every covered charge has its share, one of nothing too: what was covered is what they
    sum to.
    """
    found = decision.application
    charges = {
        one.number: one
        for one in Charge.objects.filter(number__in=[part.charge for part in cover.parts])
    }
    for part, cents in zip(cover.parts, core.shares(cover.parts, off), strict=True):
        posted = None
        if cents:
            change = adjustments.Change(
                secrets.token_hex(16), TransactionKind.CHARITY, part.charge, cents, "assistance",
                f"Application {found.number}",
            )  # fmt: skip
            made = adjustments.grant(
                account_id=found.guarantor.number, change=change, asked_by=decision.asked_by,
                by=by, at=at,
            )  # fmt: skip
            posted = Adjustment.objects.get(number=made)
        HelpShare.objects.create(
            decision=decision, round=number, charge=charges[part.charge],
            owed_cents=part.owed_cents, earlier_cents=part.earlier_cents, off_cents=cents,
            adjustment=posted,
        )  # fmt: skip


def _cover(found: HelpApplication, at: datetime) -> Cover:
    return cover_of(found.guarantor.number, day_of(at), at=at)


def _moved(found: HelpApplication, *, by: Actor, at: datetime) -> None:
    parts.moved(found, by=by, at=at)
    decide_now(found.guarantor_id, by=Actor(by.name, SYSTEM), at=at)
    about(account=found.guarantor.number, application=found.number, state=str(found.state))


def _refuse_who(found: HelpApplication, by: Actor, day: date) -> None:
    if by.role == SYSTEM:
        raise Refused("A person decides about help, never the program by itself.")
    if parts.terms_on(day).decide_by == "manager" and by.role != Role.MANAGER:
        raise Refused("By the clinic's policy a manager decides about help.")
    _refuse_same(found, by)


def _refuse_same(found: HelpApplication, by: Actor) -> None:
    """An appeal is answered by others than those whose decision it is against."""
    if found.state == State.APPEALED:
        before = _decided(found)
        if by.name in (before.asked_by, before.decided_by):
            raise Refused("You decided this before. Someone else answers the appeal.")


def _refuse_proposed(found: HelpApplication) -> None:
    if HelpDecision.objects.filter(application=found, state="proposed").exists():
        raise Refused("A decision is proposed. A manager agrees or not before anything changes.")


def _proposed(found: HelpApplication) -> HelpDecision:
    one = HelpDecision.objects.filter(application=found, state="proposed").first()
    if one is None:
        raise Refused("No decision waits for a second person here. Reload the page.")
    return one


def _decided(found: HelpApplication) -> HelpDecision:
    last = HelpDecision.objects.filter(application=found, state="decided").order_by("-id").first()
    assert last is not None, "its state says so"
    return last
