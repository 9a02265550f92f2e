"""@action: what makes a change a change. One transaction, one audit event, one permission."""

import json
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused
from goodstanding.records.audit_chain import record

SYSTEM = "system"
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person with a role, or a named service ("cli:dana", "daily run") with the role
    "system". `covering`: the colleague whose list this person works now, "" for their own; every
    audit event says so.
    """

    name: str
    role: str
    covering: str = ""


_office = {Role.COORDINATOR, Role.BILLER, Role.MANAGER}
PERMITTED: dict[str, set[Role]] = {
    "account.view": {*_office, Role.FRONT_DESK},
    "adjustment.agree": {Role.MANAGER},
    "adjustment.ask": set(_office),
    "adjustment.decline": {Role.MANAGER},
    "adjustment.grant": {Role.COORDINATOR, Role.MANAGER},
    "adjustment.undo": {Role.COORDINATOR, Role.MANAGER},
    "agency.approve": {Role.MANAGER},
    "agency.bring_back": {Role.COORDINATOR, Role.MANAGER},
    "agency.export": {Role.COORDINATOR, Role.MANAGER},
    "agency.papers": {Role.MANAGER},
    "agency.propose": {Role.COORDINATOR, Role.MANAGER},
    "agency.recall": set(_office),
    "agency.recall_by_itself": set(),
    "agency.refuse": {Role.MANAGER},
    "agency.report": {Role.BILLER, Role.MANAGER},
    "agency.settle_line": {Role.BILLER, Role.MANAGER},
    "agency.tell": {Role.COORDINATOR, Role.MANAGER},
    "agency.write_point": set(_office),
    "appointment.arrive": {*_office, Role.FRONT_DESK},
    "appointment.book": {*_office, Role.SCHEDULER},
    "appointment.cancel": {*_office, Role.SCHEDULER},
    "appointment.move": {*_office, Role.SCHEDULER},
    "appointment.no_show": {*_office, Role.FRONT_DESK},
    "appointment.take_back": {*_office, Role.FRONT_DESK, Role.SCHEDULER},
    "assistance.agree": {Role.MANAGER},
    "assistance.appeal": set(_office),
    "assistance.begin": set(_office),
    "assistance.decide": {Role.COORDINATOR, Role.MANAGER},
    "assistance.decline": {Role.MANAGER},
    "assistance.expire": {Role.COORDINATOR, Role.MANAGER},
    "assistance.fill": set(_office),
    "assistance.newer": {Role.COORDINATOR, Role.MANAGER},
    "assistance.paper": set(_office),
    "assistance.take_up": {Role.COORDINATOR, Role.MANAGER},
    "assistance.withdraw": {Role.COORDINATOR, Role.MANAGER},
    "audit.begin": set(),
    "bank.match": set(_office),
    "bank.match_all": set(_office),
    "bank.other": set(_office),
    "bank.unmatch": set(_office),
    "bundle.change": {Role.MANAGER},
    "call.log": set(_office),
    "call.take_back": set(_office),
    "check.by_receipt": {Role.BILLER, Role.MANAGER},
    "check.not_to_post": {Role.BILLER, Role.MANAGER},
    "claim.by_hand": {Role.BILLER, Role.MANAGER},
    "claim.match": {Role.BILLER, Role.MANAGER},
    "claim.post_over": {Role.BILLER, Role.MANAGER},
    "claim.same": {Role.BILLER, Role.MANAGER},
    "claim.set_aside": {Role.BILLER, Role.MANAGER},
    "claim.take_back": {Role.BILLER, Role.MANAGER},
    "claim.to_denials": {Role.BILLER, Role.MANAGER},
    "contact.log": set(_office),
    "cover.begin": set(_office),
    "cover.end": set(_office),
    "cover.plan": set(_office),
    "credit.letter": {Role.BILLER, Role.MANAGER},
    "credit.report": {Role.BILLER, Role.MANAGER},
    "day.close": set(_office),
    "day.count": {*_office, Role.FRONT_DESK},
    "day.reopen": {Role.MANAGER},
    "day.start_drawer": {*_office, Role.FRONT_DESK},
    "denial.close": {Role.BILLER, Role.MANAGER},
    "denial.open": set(_office),
    "denial.step": {Role.BILLER, Role.MANAGER},
    "deposit.make": set(_office),
    "desk_task.add": {*_office, Role.FRONT_DESK, Role.SCHEDULER},
    "desk_task.done": set(_office),
    "drop.take": set(),
    "eligibility.ask": set(_office),
    "eligibility.change_done": set(_office),
    "eligibility.match": set(_office),
    "eligibility.put_away": set(_office),
    "eligibility.subscriber": set(_office),
    "estimate.draft": set(_office),
    "estimate.give": set(_office),
    "estimate.review": {Role.MANAGER},
    "estimate.version": set(_office),
    "estimate.withdraw": set(_office),
    "followup.batch": set(_office),
    "followup.close": {Role.COORDINATOR, Role.MANAGER},
    "followup.end_override": {Role.COORDINATOR, Role.MANAGER},
    "followup.override": {Role.COORDINATOR, Role.MANAGER},
    "followup.run": {Role.COORDINATOR, Role.MANAGER},
    "hold.ask_release": {Role.COORDINATOR, Role.MANAGER},
    "hold.correct": set(_office),
    "hold.extend": {Role.COORDINATOR, Role.MANAGER},
    "hold.place": set(_office),
    "hold.release": {Role.COORDINATOR, Role.MANAGER},
    "hold.step": set(_office),
    "hold.take_back": set(_office),
    "huddle.publish": {Role.COORDINATOR, Role.MANAGER},
    "huddle.result": {*_office, Role.FRONT_DESK},
    "huddle.take_back": {*_office, Role.FRONT_DESK},
    "huddle.tier": {Role.COORDINATOR, Role.MANAGER},
    "import.bank": set(_office),
    "import.eligibility": {Role.BILLER, Role.MANAGER, Role.COORDINATOR},
    "import.practice": {Role.BILLER, Role.MANAGER, Role.COORDINATOR},
    "import.receive": set(_office),
    "import.reject": set(_office),
    "import.remittance": {Role.BILLER, Role.MANAGER, Role.COORDINATOR},
    "import.solve": set(_office),
    "law.confirm": {Role.MANAGER},
    "law.take_back": {Role.MANAGER},
    "lease.take_over": set(_office),
    "letter.approve": {Role.COORDINATOR, Role.MANAGER},
    "letter.approve_all": {Role.COORDINATOR, Role.MANAGER},
    "letter.cancel": {Role.COORDINATOR, Role.MANAGER},
    "letter.choose": {Role.COORDINATOR, Role.MANAGER},
    "letter.confirm": {Role.COORDINATOR, Role.MANAGER},
    "letter.decide": {Role.COORDINATOR, Role.MANAGER},
    "letter.for_hold": set(_office),
    "letter.for_plan": set(_office),
    "letter.for_promise": set(_office),
    "letter.give_back": {Role.COORDINATOR, Role.MANAGER},
    "letter.hold": {Role.COORDINATOR, Role.MANAGER},
    "letter.let_go": {Role.COORDINATOR, Role.MANAGER},
    "letter.mail_house": {Role.COORDINATOR, Role.MANAGER},
    "letter.print": {Role.COORDINATOR, Role.MANAGER},
    "letter.start": {Role.COORDINATOR, Role.MANAGER},
    "letter.start_again": {Role.COORDINATOR, Role.MANAGER},
    "letter.stop": {Role.COORDINATOR, Role.MANAGER},
    "letter.word": {Role.COORDINATOR, Role.MANAGER},
    "mail.returned": set(_office),
    "mail.take_back": set(_office),
    "message.again": set(_office),
    "message.answered": set(_office),
    "message.claim": set(),
    "message.did_not_go": set(_office),
    "message.mail": set(_office),
    "message.make": set(),
    "message.record": set(),
    "message.seen": set(_office),
    "message.told": set(),
    "message.went": set(_office),
    "note.add": {*_office, Role.FRONT_DESK},
    "note.seen": set(_office),
    "number.use_again": set(_office),
    "payment.apply": set(_office),
    "payment.correct": set(_office),
    "payment.move": set(_office),
    "payment.place_insurer": set(_office),
    "payment.return": set(_office),
    "payment.take": {*_office, Role.FRONT_DESK},
    "payment.take_insurer": set(_office),
    "period.lock": {Role.MANAGER},
    "period.unlock": {Role.MANAGER},
    "plan.acknowledge": set(_office),
    "plan.add": {Role.COORDINATOR, Role.MANAGER},
    "plan.approve": {Role.MANAGER},
    "plan.change": {Role.COORDINATOR, Role.MANAGER},
    "plan.decline": {Role.MANAGER},
    "plan.draft": {Role.MANAGER},
    "plan.end": {Role.COORDINATOR, Role.MANAGER},
    "plan.follow": set(),
    "plan.forgive": {Role.MANAGER},
    "plan.make": {Role.COORDINATOR, Role.MANAGER},
    "plan.pause": {Role.COORDINATOR, Role.MANAGER},
    "plan.reinstate": {Role.COORDINATOR, Role.MANAGER},
    "plan.resume": {Role.COORDINATOR, Role.MANAGER},
    "plan.take_back": {Role.COORDINATOR, Role.MANAGER},
    "policy.approve": {Role.MANAGER},
    "policy.change": {Role.COORDINATOR, Role.MANAGER},
    "policy.draft": {Role.COORDINATOR, Role.MANAGER},
    "policy.propose": {Role.COORDINATOR, Role.MANAGER},
    "policy.trial": {Role.COORDINATOR, Role.MANAGER},
    "policy.withdraw": {Role.COORDINATOR, Role.MANAGER},
    "prepayment.settle": set(),
    "prepayment.take": {*_office, Role.FRONT_DESK},
    "price.import": {Role.MANAGER},
    "promise.make": set(_office),
    "promise.take_back": set(_office),
    "provider_level.settle": {Role.BILLER, Role.MANAGER},
    "refund.approve": {Role.MANAGER},
    "refund.ask": set(_office),
    "refund.decline": {Role.MANAGER},
    "refund.export": {Role.BILLER, Role.MANAGER},
    "refund.issue": {Role.BILLER, Role.MANAGER},
    "refund.letter": {Role.BILLER, Role.MANAGER},
    "refund.stop": {Role.BILLER, Role.MANAGER},
    "remittance.rematch": {Role.BILLER, Role.MANAGER, Role.COORDINATOR},
    "staff.keys": set(Role),
    "staff.make": {Role.IT_ADMIN, Role.MANAGER},
    "staff.password": set(Role),
    "staff.show_owner": set(_office),
    "staff.sign_in": set(Role),
    "task.add": {*_office, Role.IT_ADMIN},
    "task.claim": set(),
    "task.end": set(),
    "way.restore": set(_office),
    "wording.approve": {Role.MANAGER},
    "wording.change": {Role.COORDINATOR, Role.MANAGER},
    "wording.draft": {Role.COORDINATOR, Role.MANAGER},
    "wording.propose": {Role.COORDINATOR, Role.MANAGER},
    "wording.retire": {Role.MANAGER},
    "wording.withdraw": {Role.COORDINATOR, Role.MANAGER},
    "words.log": set(_office),
    "work.assign": set(_office),
    "work.assign_many": set(_office),
    "work.got_it": set(_office),
    "work.move_all": {Role.MANAGER},
    "work.wait_many": {Role.COORDINATOR, Role.MANAGER},
}

_facts: ContextVar[dict[str, Any] | None] = ContextVar("facts_of_the_running_action", default=None)


def about(account: str = "", **facts: Any) -> None:
    """Adds to the running action's audit event: the account it touches and plain facts, never
    names.
    """
    known = _facts.get()
    assert known is not None, "about() belongs inside an action"
    if account:
        known["account"] = account
    known.update(facts)


def may_do(actor: Actor, verb: str) -> bool:
    return actor.role == SYSTEM or actor.role in PERMITTED[verb]


def action(verb: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Wraps a change: refuses who may not, opens the transaction, and writes its audit event in it.

    The function takes `by: Actor` and `at: datetime` by keyword. Inside another action it joins
    that transaction and still leaves its own event.
    """
    assert verb in PERMITTED, f"{verb} has no row in PERMITTED"

    def wrap(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def changed(*args: P.args, **kwargs: P.kwargs) -> T:
            by, at = kwargs["by"], kwargs["at"]
            assert isinstance(by, Actor) and isinstance(at, datetime)
            if not may_do(by, verb):
                raise Refused(
                    "Your role may not do this. Ask a colleague who may, or your manager."
                )
            token = _facts.set({})
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    facts = _facts.get() or {}
                    account = facts.pop("account", "")
                    if by.covering:
                        facts["for"] = by.covering
                    record(
                        verb,
                        account=account,
                        detail=json.dumps(facts, sort_keys=True),
                        by=by,
                        at=at,
                    )
                    return result
            finally:
                _facts.reset(token)

        changed.verb = verb  # type: ignore[attr-defined]
        return changed

    return wrap


def nobody(*_: object) -> None:
    """Progress that nobody follows."""
