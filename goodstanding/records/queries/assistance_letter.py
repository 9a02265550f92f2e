"""What the letter about a decision of the help program says, with its figures."""

from goodstanding.core import assistance as core
from goodstanding.core.facts import AccountFacts
from goodstanding.core.letters import Said
from goodstanding.records import clinic
from goodstanding.records.models import HelpDecision, Hold


def letter_of_decision(hold: Hold, facts: AccountFacts) -> dict[str, Said] | None:
    """None where no decision ended this pause. What was there before is told from what is owed
    now, so that the three figures of the letter always add up.
    """
    one = (
        HelpDecision.objects.filter(hold=hold, state="decided").select_related("application")
        .order_by("-id").first()
    )  # fmt: skip
    if one is None or one.decided_on is None:
        return None
    terms = clinic.policy_in_force(facts.on).assistance
    helps, now = bool(one.percent or one.off_cents), facts.patient_cents
    said: dict[str, Said] = {
        "asked_on": one.application.asked_on,
        "help_why": core.reason_in_letter(one.percent, helps=helps),
        "help_before": now + one.off_cents, "help_now": now,
        "help_nothing_left": "" if now else 0,
        "help_appeal_by": core.appeal_by(one.decided_on, terms),
    }  # fmt: skip
    if not helps:
        return {**said, "declined_on": one.decided_on}
    said |= {
        "approved_on": one.decided_on, "help_off": one.off_cents,
        "help_off_less": -one.off_cents,
    }  # fmt: skip
    return said if one.good_until is None else {**said, "help_until": one.good_until}
