"""Insurers' refusals: what a reason code says in the office's words, what to do next, who does it
and within how many days.

The group code decides whose loss it may become, the reason (CARC) what is to be done. A code that
is not here is worked by its group.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Todo(StrEnum):
    CORRECT = "correct"
    SEND_PAPERS = "send_papers"
    APPEAL = "appeal"
    COVERAGE = "coverage"
    OTHER_PAYER = "other_payer"
    CALL = "call"
    ASK_PATIENT = "ask_patient"
    ENROLL = "enroll"
    LOOK = "look"
    FIND_OUT = "find_out"


TODO_WORDS = {
    Todo.CORRECT: "Correct the claim and send it again",
    Todo.SEND_PAPERS: "Send what is missing",
    Todo.APPEAL: "Appeal, with the record",
    Todo.COVERAGE: "Check who covered the visit",
    Todo.OTHER_PAYER: "Bill the payer who is first",
    Todo.CALL: "Call the payer",
    Todo.ASK_PATIENT: "Ask the patient for what the payer needs",
    Todo.ENROLL: "Put our enrollment in order, then send again",
    Todo.LOOK: "Look whether anything is wrong at all",
    Todo.FIND_OUT: "Find out what it means: call the payer",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """`days` until it is looked at again; `who` does it: biller, coder, front desk, coordinator."""

    says: str
    todo: Todo
    who: str
    days: int

    @property
    def action(self) -> str:
        return TODO_WORDS[self.todo]


_T, _B, _CODER, _DESK, _ASK = Todo, "biller", "coder", "front desk", "coordinator"
REFUSALS: dict[str, Refusal] = {
    code: Refusal(says, todo, who, days)
    for code, says, todo, who, days in (
        ("4", "The modifier does not go with the procedure", _T.CORRECT, _CODER, 3),
        ("5", "The place does not go with the procedure", _T.CORRECT, _CODER, 3),
        ("6", "The procedure does not go with the patient's age", _T.CORRECT, _CODER, 3),
        ("7", "The procedure does not go with the patient's sex", _T.CORRECT, _CODER, 3),
        ("8", "The procedure does not go with our specialty", _T.ENROLL, _B, 5),
        ("9", "The diagnosis does not go with the patient's age", _T.CORRECT, _CODER, 3),
        ("10", "The diagnosis does not go with the patient's sex", _T.CORRECT, _CODER, 3),
        ("11", "The diagnosis does not go with the procedure", _T.CORRECT, _CODER, 3),
        ("12", "The diagnosis does not go with our specialty", _T.CORRECT, _CODER, 3),
        ("13", "They have a day of death before the visit", _T.CALL, _ASK, 3),
        ("14", "They have a day of birth after the visit", _T.CORRECT, _DESK, 3),
        ("15", "The authorization number is wrong or missing", _T.CORRECT, _B, 3),
        ("16", "Something is missing or wrong on the claim", _T.CORRECT, _B, 3),
        ("18", "They have this claim already", _T.LOOK, _B, 5),
        ("19", "They say it is a work injury", _T.OTHER_PAYER, _ASK, 5),
        ("20", "They say a liable party pays", _T.OTHER_PAYER, _ASK, 5),
        ("21", "They say no-fault insurance pays", _T.OTHER_PAYER, _ASK, 5),
        ("22", "They say another insurer is first", _T.OTHER_PAYER, _ASK, 5),
        ("24", "A managed care plan pays for this patient", _T.OTHER_PAYER, _ASK, 5),
        ("26", "The visit was before the coverage began", _T.COVERAGE, _DESK, 3),
        ("27", "The visit was after the coverage ended", _T.COVERAGE, _DESK, 3),
        ("29", "The claim came too late", _T.APPEAL, _B, 5),
        ("31", "They do not know the patient", _T.COVERAGE, _DESK, 3),
        ("32", "The dependent is not covered", _T.COVERAGE, _DESK, 3),
        ("33", "The plan has no cover for dependents", _T.COVERAGE, _DESK, 3),
        ("34", "The plan has no cover for newborns", _T.COVERAGE, _DESK, 3),
        ("35", "The lifetime maximum is reached", _T.COVERAGE, _ASK, 5),
        ("39", "Authorization was asked for and refused", _T.APPEAL, _B, 10),
        ("40", "They do not see an emergency", _T.APPEAL, _B, 10),
        ("49", "They call it a routine examination", _T.CORRECT, _CODER, 5),
        ("50", "They do not see that it was needed", _T.APPEAL, _B, 10),
        ("51", "They say the condition was there before", _T.APPEAL, _B, 10),
        ("54", "They do not pay several physicians or an assistant", _T.APPEAL, _B, 10),
        ("55", "They call it experimental", _T.APPEAL, _B, 10),
        ("56", "They say it is not proven to work", _T.APPEAL, _B, 10),
        ("58", "They say the place was not right for it", _T.CORRECT, _CODER, 5),
        ("60", "It falls into a hospital stay", _T.CORRECT, _B, 5),
        ("95", "The plan's steps were not followed", _T.APPEAL, _B, 10),
        ("96", "The plan does not cover it", _T.LOOK, _B, 5),
        ("97", "It is part of another procedure that is paid", _T.LOOK, _CODER, 5),
        ("100", "They paid the patient", _T.ASK_PATIENT, _ASK, 5),
        ("107", "They do not find the claim this belongs to", _T.CORRECT, _B, 3),
        ("109", "This payer does not cover it; another does", _T.OTHER_PAYER, _B, 3),
        ("110", "The bill is dated before the visit", _T.CORRECT, _B, 3),
        ("112", "They do not see that it was done", _T.SEND_PAPERS, _B, 5),
        ("116", "The notice the patient signed is not enough", _T.LOOK, _B, 5),
        ("119", "The maximum of this period is reached", _T.LOOK, _B, 5),
        ("129", "What another payer decided is missing or wrong", _T.SEND_PAPERS, _B, 3),
        ("133", "They are still looking at it", _T.CALL, _B, 14),
        ("136", "The first payer's rules were not followed", _T.LOOK, _B, 5),
        ("140", "Name and member ID do not belong together", _T.COVERAGE, _DESK, 3),
        ("146", "The diagnosis code was not valid that day", _T.CORRECT, _CODER, 3),
        ("147", "They have no rate with us for it", _T.CALL, _B, 5),
        ("149", "The lifetime maximum for this is reached", _T.LOOK, _B, 5),
        ("150", "They see less than this level", _T.APPEAL, _CODER, 10),
        ("151", "They do not see that so many were needed", _T.APPEAL, _B, 10),
        ("152", "They do not see that it needed so long", _T.APPEAL, _B, 10),
        ("153", "They do not see that it needed this dose", _T.APPEAL, _B, 10),
        ("163", "The attachment did not come", _T.SEND_PAPERS, _B, 3),
        ("164", "The attachment came too late", _T.APPEAL, _B, 5),
        ("165", "The referral is missing", _T.SEND_PAPERS, _DESK, 3),
        ("166", "This payer no longer answered that day", _T.COVERAGE, _DESK, 3),
        ("167", "The plan does not cover this diagnosis", _T.LOOK, _CODER, 5),
        ("170", "They do not pay our kind of provider for it", _T.ENROLL, _B, 5),
        ("171", "They do not pay it at this kind of place", _T.CORRECT, _B, 5),
        ("172", "They do not pay our specialty for it", _T.ENROLL, _B, 5),
        ("173", "No physician ordered it, as they see it", _T.SEND_PAPERS, _B, 5),
        ("175", "The prescription is not complete", _T.SEND_PAPERS, _B, 5),
        ("177", "The patient was not eligible", _T.COVERAGE, _DESK, 3),
        ("178", "The patient's spend-down is not met", _T.COVERAGE, _ASK, 5),
        ("179", "The patient's waiting time is not over", _T.COVERAGE, _ASK, 5),
        ("181", "The procedure code was not valid that day", _T.CORRECT, _CODER, 3),
        ("182", "The modifier was not valid that day", _T.CORRECT, _CODER, 3),
        ("183", "The referring provider may not refer", _T.CORRECT, _B, 5),
        ("184", "The ordering provider may not order", _T.CORRECT, _B, 5),
        ("185", "The rendering provider may not do it", _T.ENROLL, _B, 5),
        ("186", "They change the level of care", _T.APPEAL, _B, 10),
        ("189", "An unlisted code where a listed one fits", _T.CORRECT, _CODER, 3),
        ("193", "They looked again and still refuse", _T.APPEAL, _B, 10),
        ("194", "Anesthesia by the one who operated", _T.LOOK, _CODER, 5),
        ("197", "It was not authorized before", _T.APPEAL, _B, 5),
        ("198", "More was done than was authorized", _T.APPEAL, _B, 5),
        ("199", "Revenue code and procedure do not go together", _T.CORRECT, _CODER, 3),
        ("200", "The coverage lapsed", _T.COVERAGE, _DESK, 3),
        ("202", "They call it comfort", _T.LOOK, _B, 5),
        ("204", "The patient's plan does not cover it", _T.LOOK, _B, 5),
        ("206", "Our NPI is missing", _T.CORRECT, _B, 3),
        ("207", "Our NPI is not valid", _T.CORRECT, _B, 3),
        ("208", "Our NPI is not the one they know", _T.ENROLL, _B, 5),
        ("210", "Authorization was asked for too late", _T.APPEAL, _B, 5),
        ("211", "The drug code is missing or not valid", _T.CORRECT, _CODER, 3),
        ("215", "They wait for a liable party", _T.OTHER_PAYER, _ASK, 5),
        ("216", "A reviewer refused it", _T.APPEAL, _B, 10),
        ("222", "More than the contract lets be done in a period", _T.LOOK, _B, 5),
        ("226", "They asked us for papers and did not get them", _T.SEND_PAPERS, _B, 3),
        ("227", "They asked the patient and got no answer", _T.ASK_PATIENT, _ASK, 3),
        ("228", "They asked someone else and got no answer", _T.CALL, _B, 5),
        ("231", "Two procedures that exclude each other", _T.CORRECT, _CODER, 3),
        ("234", "They do not pay it apart", _T.LOOK, _CODER, 5),
        ("236", "The two codes may not stand together that day", _T.CORRECT, _CODER, 3),
        ("242", "We are not in their network", _T.LOOK, _B, 5),
        ("243", "Their primary physician did not authorize it", _T.SEND_PAPERS, _DESK, 5),
        ("246", "This code only reports; nothing is paid for it", _T.LOOK, _CODER, 5),
        ("250", "The attachment is not the one they need", _T.SEND_PAPERS, _B, 3),
        ("251", "The attachment is not complete", _T.SEND_PAPERS, _B, 3),
        ("252", "They need an attachment", _T.SEND_PAPERS, _B, 3),
        ("256", "The contract does not pay it", _T.LOOK, _B, 5),
        ("267", "The claim runs over several months", _T.CORRECT, _B, 3),
        ("272", "Their guidelines for it are not met", _T.APPEAL, _B, 10),
        ("273", "Their guidelines for it are exceeded", _T.APPEAL, _B, 10),
        ("276", "The payer before refused it and so do they", _T.LOOK, _B, 5),
        ("279", "We are not in their preferred network", _T.LOOK, _B, 5),
        ("284", "The authorization does not fit what was done", _T.CORRECT, _B, 3),
        ("288", "The referral is missing", _T.SEND_PAPERS, _DESK, 3),
        ("296", "The authorization does not fit the provider", _T.CORRECT, _B, 3),
    )
}
_BY_GROUP = {
    "CO": "By contract it is ours, for a reason not in our list",
    "PR": "They say the patient owes it, for a reason not in our list",
    "OA": "Neither ours nor the patient's yet, for a reason not in our list",
    "PI": "The payer lowered it itself, for a reason not in our list",
}


def is_known(reason: str) -> bool:
    return reason in REFUSALS


def refusal(group: str, reason: str) -> Refusal:
    """What to do about a refusal; by its group, to be found out, where the reason is not listed.

    >>> refusal("CO", "197").todo.value, refusal("CO", "9999").todo.value
    ('appeal', 'find_out')
    """
    if reason in REFUSALS:
        return REFUSALS[reason]
    says = _BY_GROUP.get(group, "A reason that is not in our list")
    return Refusal(says, Todo.FIND_OUT, "biller", 3)


class CaseState(StrEnum):
    OPEN = "open"
    APPEALED = "appealed"
    RESENT = "resent"
    CLOSED = "closed"


class Outcome(StrEnum):
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    PATIENT = "patient"
    OTHER = "other"


OUTCOME_WORDS = {
    Outcome.PAID: "The insurer paid",
    Outcome.WRITTEN_OFF: "Written off: our loss",
    Outcome.PATIENT: "The patient owes it",
    Outcome.OTHER: "Other",
}


class Step(StrEnum):
    CALLED = "called"
    CORRECTED = "corrected"
    RESENT = "resent"
    APPEALED = "appealed"


STEP_WORDS = {
    Step.CALLED: "Called the payer",
    Step.CORRECTED: "Corrected the claim",
    Step.RESENT: "Sent the claim again",
    Step.APPEALED: "Appealed",
}
STATE_AFTER = {Step.RESENT: CaseState.RESENT, Step.APPEALED: CaseState.APPEALED}
# How long a payer is given after each step before somebody looks again.
DAYS_AFTER = {Step.CALLED: 7, Step.CORRECTED: 3, Step.RESENT: 21, Step.APPEALED: 30}


def appeal_by(denied_on: date, days: int) -> date:
    """The last day of an appeal, counted from the day of the denial."""
    return denied_on + timedelta(days=days)


def next_after(step: Step, on: date, by: date) -> date:
    """When somebody looks again; before the last day of the appeal while it was not appealed."""
    day = on + timedelta(days=DAYS_AFTER[step])
    return min(day, by) if step is not Step.APPEALED and on < by else day


def remarks_of(remarks: Iterable[str]) -> str:
    """Remark codes (RARC) as one text, each once, in their order: at most eighty letters."""
    found = ""
    for remark in dict.fromkeys(remarks):
        longer = f"{found} {remark}".strip()
        found = longer if len(longer) <= 80 else found
    return found
