"""The worklist: what people should see, in order, each account in one queue, each action with its
audience.

A priority is a group (what kind of thing it is) and a place within the group; larger comes first.
It depends on the decision's own days and amounts, never on the day of asking, so that a stored
priority stays true.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.episode import shown
from goodstanding.core.kinds import Act, Role
from goodstanding.core.money import Cents, show
from goodstanding.core.policy import Chance

_PLACES = 100_000_000

LEGAL, BROKEN, TRUTH, VISIT, CALL, LETTER, INSURER, BOOKS, NOTHING = 9, 8, 6, 5, 4, 3, 2, 1, 0

_GROUP_WORDS = {
    LEGAL: "A legal deadline runs",
    BROKEN: "A promise or plan was broken",
    TRUTH: "Something must be checked before anyone is asked",
    VISIT: "A visit is near",
    CALL: "A person calls or decides, larger expected amounts first",
    LETTER: "A letter or message is ready",
    INSURER: "The insurer owes, larger amounts first",
    BOOKS: "The books need a hand",
    NOTHING: "Nothing is to be done now",
}

_GROUP = {
    Act.FILE_CLAIM_BANKRUPTCY: LEGAL,
    Act.FILE_CLAIM_ESTATE: LEGAL,
    Act.ESTATE_LETTER: LEGAL,
    Act.VERIFY_ADDRESS: TRUTH,
    Act.VERIFY_COVERAGE: TRUTH,
    Act.FRONT_DESK_NOTE: VISIT,
    Act.CALL: CALL,
    Act.SCREEN_ASSISTANCE: CALL,
    Act.AGENCY_REVIEW: CALL,
    Act.AGENCY_PLACEMENT: CALL,
    Act.STATEMENT: LETTER,
    Act.REMINDER: LETTER,
    Act.TEXT: LETTER,
    Act.EMAIL: LETTER,
    Act.FIRST_LETTER: LETTER,
    Act.FINAL_LETTER: LETTER,
    Act.PLAN_NOTICE: LETTER,
    Act.INSURER_FOLLOW_UP: INSURER,
    Act.REVIEW_CREDIT: BOOKS,
    Act.REFUND: BOOKS,
    Act.WRITE_OFF_SMALL: BOOKS,
}

_QUEUE = {
    Act.VERIFY_ADDRESS: "mail_returned",
    Act.VERIFY_COVERAGE: "insurer",
    Act.INSURER_FOLLOW_UP: "insurer",
    Act.FRONT_DESK_NOTE: "before_visit",
    Act.CALL: "call_now",
    Act.SCREEN_ASSISTANCE: "review",
    Act.AGENCY_REVIEW: "review",
    Act.AGENCY_PLACEMENT: "review",
    Act.CREDIT_REPORT: "review",
    Act.LAWSUIT: "review",
    Act.STATEMENT: "letters",
    Act.REMINDER: "letters",
    Act.TEXT: "letters",
    Act.EMAIL: "letters",
    Act.FIRST_LETTER: "letters",
    Act.FINAL_LETTER: "letters",
    Act.PLAN_NOTICE: "plans",
    Act.REVIEW_CREDIT: "credits",
    Act.REFUND: "credits",
    Act.WRITE_OFF_SMALL: "credits",
    Act.FILE_CLAIM_BANKRUPTCY: "holds",
    Act.FILE_CLAIM_ESTATE: "holds",
    Act.ESTATE_LETTER: "holds",
    Act.WAIT: "waiting",
    Act.NONE: "",
}
QUEUES = (
    "call_now", "promises", "plans", "letters", "before_visit", "mail_returned", "holds",
    "review", "insurer", "credits", "waiting",
)  # fmt: skip

# What the first reason is about goes before the act: a call about a promise is a promise's row.
_TOPIC_QUEUE = {"promise": "promises", "plan": "plans", "hold": "holds"}
_BY_TOPIC = frozenset({Act.CALL, Act.PLAN_NOTICE, Act.WAIT})

_BILLER = frozenset({
    Act.INSURER_FOLLOW_UP, Act.VERIFY_COVERAGE, Act.REVIEW_CREDIT, Act.REFUND,
})  # fmt: skip
_MANAGER = frozenset({
    Act.AGENCY_REVIEW, Act.AGENCY_PLACEMENT, Act.WRITE_OFF_SMALL, Act.CREDIT_REPORT, Act.LAWSUIT,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    account_id: str
    decision: Decision


def priority(decision: Decision, cents: Cents, chances: tuple[Chance, ...]) -> int:
    """`cents` is the money the act is about. Legal and broken: the oldest day first; others: the
    most expected."""
    return place_of(decision.act, decision.due_on, decision.reasons, cents=cents, chances=chances)


def place_of(
    act: Act, due_on: date, reasons: tuple[Reason, ...], *,
    cents: Cents, chances: tuple[Chance, ...],
) -> int:  # fmt: skip
    """The priority of a decision that is still being made."""
    group = _group(act, reasons)
    if group == NOTHING:
        return 0
    if group in (LEGAL, BROKEN):
        place = _PLACES - 1 - due_on.toordinal() * 100
    elif group in (CALL, LETTER):
        place = min(cents * _percent(cents, chances) // 100, _PLACES - 1)
    else:
        place = min(cents, _PLACES - 1)
    return group * _PLACES + place


def _percent(cents: Cents, chances: tuple[Chance, ...]) -> int:
    return next((c.percent for c in chances if cents <= c.up_to), chances[-1].percent)


def _group(act: Act, reasons: tuple[Reason, ...]) -> int:
    if act is Act.WAIT:
        return TRUTH if _passed_up(reasons) else NOTHING
    if act is Act.CALL or act is Act.PLAN_NOTICE:
        return BROKEN if _topic(reasons) in ("promise", "plan") else _GROUP[act]
    if act is Act.AGENCY_REVIEW and _topic(reasons) == "recall":
        return LEGAL
    return _GROUP.get(act, NOTHING)


def topic(decision: Decision) -> str:
    """The first word of the first reason's code: "ladder", "promise", "plan", "hold", …"""
    return _topic(decision.reasons)


def _topic(reasons: tuple[Reason, ...]) -> str:
    return reasons[0].code.partition(".")[0] if reasons else ""


def _passed_up(reasons: tuple[Reason, ...]) -> bool:
    """A wait that nobody but the manager ends: a hold's step is overdue, or every step was
    taken."""
    return any(reason.code in _PASSED_UP for reason in reasons)


_PASSED_UP = frozenset({"hold.escalated", "ladder.done"})


def order_reason(decision: Decision) -> tuple[str, ...]:
    """Why it stands where it stands: group, day, amount."""
    words = [_GROUP_WORDS[decision.priority // _PLACES], f"Due {shown(decision.due_on)}"]
    if decision.cents:
        words.append(f"{show(decision.cents)} may be asked for")
    return tuple(words)


def is_work(decision: Decision) -> bool:
    return decision.act not in (Act.WAIT, Act.NONE)


def rank(items: Iterable[Item]) -> list[Item]:
    """Highest priority first, then the oldest day, then the account's number: the same order every
    time."""
    return sorted(items, key=lambda i: (-i.decision.priority, i.decision.due_on, i.account_id))


def queue_of(decision: Decision) -> str:
    """The one tab an account is in; "" when there is nothing to do or wait for."""
    if decision.act is Act.WAIT and _passed_up(decision.reasons):
        return "review"
    if decision.act in _BY_TOPIC and (queue := _TOPIC_QUEUE.get(topic(decision))):
        return queue
    return _QUEUE[decision.act]


def audience(act: Act) -> frozenset[Role]:
    """Who works it. The front desk gets an instruction for a visit and nothing else."""
    if act is Act.FRONT_DESK_NOTE:
        return frozenset({Role.FRONT_DESK})
    if act in _BILLER:
        return frozenset({Role.BILLER})
    if act in _MANAGER:
        return frozenset({Role.MANAGER})
    return frozenset({Role.COORDINATOR})
