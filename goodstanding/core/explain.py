"""Why this next step and not another: every rule of the ladder asked in its order, and what each
had to say of the same facts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from goodstanding.core.case import Case
from goodstanding.core.episode import shown
from goodstanding.core.estates import deaths
from goodstanding.core.facts import AccountFacts
from goodstanding.core.followup import LADDER
from goodstanding.core.kinds import Act, HoldKind
from goodstanding.core.money import show
from goodstanding.core.policy import Policy
from goodstanding.law import LawOn


@dataclass(frozen=True, slots=True)
class Heard:
    """One rule of the ladder: the first thing it said, or why it said nothing."""

    rule: str
    label: str
    spoke: bool
    text: str


def explain(facts: AccountFacts, policy: Policy, law: LawOn) -> tuple[Heard, ...]:
    """The whole ladder, in its order; exactly one rule spoke, and those after it were not asked."""
    case = Case(facts, policy, law)
    heard: list[Heard] = []
    first = ""
    for rule in LADDER:
        name = rule.__name__
        label, silent = RULES[name]
        if first:
            heard.append(Heard(name, label, spoke=False, text=f"Not reached: {first} came first."))
            continue
        case.speaking = name
        if decision := rule(case):
            text = next((reason.text for reason in decision.reasons), f"{label}.")
            heard.append(Heard(name, label, spoke=True, text=text))
            first = label[0].lower() + label[1:]
        else:
            heard.append(Heard(name, label, spoke=False, text=silent(case)))
    return tuple(heard)


def _recall(case: Case) -> str:
    if not any(h.kind is HoldKind.AGENCY and case.in_force(h) for h in case.facts.holds):
        return "The account is not at an agency."
    return f"It is at the agency, {show(case.patient_cents)} is owed, and no other hold stands."


def _estate(case: Case) -> str:
    died = deaths(case.facts)
    if not died:
        return "Nobody on this account is known to have died."
    if any(death.patient_id is None for death in died):
        return f"The person died, and the patient owes {show(case.patient_cents)}."
    return "Someone they pay for died; that is counted visit by visit."


def _bankruptcy(case: Case) -> str:
    if not any(hold.kind is HoldKind.BANKRUPTCY for hold in case.facts.holds):
        return "No bankruptcy is on file."
    return (
        f"A bankruptcy is on file: no claim is to be filed now, and {show(case.cents)} may be "
        "asked for."
    )


def _holds(case: Case) -> str:
    standing = sum(case.in_force(hold) for hold in case.facts.holds)
    if not standing:
        return "No hold stands on this account."
    count = "One hold stands" if standing == 1 else f"{standing} holds stand"
    return f"{count}; not everything is stopped, or nothing is owed by the patient."


def _credit(case: Case) -> str:
    if owed := case.patient_cents + case.insurer_cents:
        return f"{show(owed)} is still owed."
    least = max(case.policy.credit.review_from, 1)
    return f"A credit of {show(max(case.facts.credit_cents, 0))} is below {show(least)}."


def _nothing_owed(case: Case) -> str:
    return f"The patient owes {show(case.patient_cents)}."


def _left_out(case: Case) -> str:
    left = sum(one.cents for one in case.excluded)
    but = f"; {show(left)} may not" if left else ""
    return f"{show(case.cents)} may be asked for{but}."


def _chosen(case: Case) -> str:
    choice = case.facts.override
    if choice is None:
        return "Nobody chose another step."
    if case.declined:
        return case.declined[0].text
    name = choice.act.replace("_", " ")
    if choice.act is Act.WAIT:
        return f"A wait until {shown(choice.until)} was chosen, and that day has come."
    return (
        f"A {name} was chosen on {shown(choice.starts_on)}; it was done, or a promise or plan "
        "comes first."
    )


def _open_promise(case: Case) -> str:
    promises = case.facts.promises
    if not promises:
        return "No promise was made."
    last = max(promises, key=lambda each: each.due_on)
    return f"No promise is open; the last was {show(last.cents)} for {shown(last.due_on)}."


def _plan(case: Case) -> str:
    plans = case.facts.plans
    if not plans:
        return "No payment plan was made."
    if any(one.status == "active" for one in plans):
        return "A payment plan runs, and nothing of it is to be waited for or asked for now."
    return f"No payment plan runs; the last began on {shown(plans[-1].started_on)}."


def _small(case: Case) -> str:
    return f"{show(case.cents)} is not below {show(case.policy.small.no_statement_below)}."


def _broken_pledge(case: Case) -> str:
    if not (case.facts.promises or case.facts.plans):
        return "There was no promise and no plan to break."
    return "No broken promise or plan asks for a call now."


def _returned_mail(case: Case) -> str:
    return "An address is on file and no mail came back."


def _assistance(case: Case) -> str:
    if not any(contact.outcome == "refused" for contact in case.facts.contacts):
        return "They have not refused to pay."
    return "They refused to pay, but before this was owed, or it was answered or is long ago."


def _next_step(case: Case) -> str:
    return f"{show(case.cents)} follows no step."


# The plain name of each rule, and why it said nothing.
RULES: dict[str, tuple[str, Callable[[Case], str]]] = {
    "recall": ("Recall from the agency", _recall),
    "estate": ("Death of the person who owes", _estate),
    "bankruptcy": ("Bankruptcy", _bankruptcy),
    "holds": ("Holds on the account", _holds),
    "credit": ("Credit to look at", _credit),
    "nothing_owed": ("Nothing owed by the patient", _nothing_owed),
    "left_out": ("Money that may not be asked for", _left_out),
    "chosen": ("A person's own choice", _chosen),
    "open_promise": ("An open promise", _open_promise),
    "plan": ("A payment plan", _plan),
    "small": ("A small balance", _small),
    "broken_pledge": ("A broken promise or plan", _broken_pledge),
    "returned_mail": ("Mail that came back", _returned_mail),
    "assistance": ("Help with the bill", _assistance),
    "next_step": ("The steps of the policy", _next_step),
}
