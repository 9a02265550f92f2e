"""A move to the patient by hand: the facts as they would be, asked whether the law lets the patient
owe it.
"""

from dataclasses import replace

from goodstanding.core.facts import AccountFacts, Layer
from goodstanding.core.money import Cents
from goodstanding.core.owed import owed
from goodstanding.core.owed_checks import DUPLICATE, PERSON_LOOKS
from goodstanding.core.refusals import Refused
from goodstanding.law import LawOn

_THEIRS = "PR"


def refuse_not_theirs(
    facts: AccountFacts, law: LawOn, charge: str, *, cents: Cents, reason: str
) -> None:
    """Refuses what a coverage forbids to ask of the patient (QMB, Medicaid, a work injury and the
    like). `reason` is the code of the move, "" when none is known.
    """
    for one in owed(after_move(facts, charge, cents=cents, reason=reason), law).excluded:
        if one.charge_id == charge and one.rule in PERSON_LOOKS - {DUPLICATE}:
            named = law.named(one.rule)
            raise Refused(f"{one.text} It stays with the insurer ({one.citation}).", named)


def after_move(facts: AccountFacts, charge: str, *, cents: Cents, reason: str) -> AccountFacts:
    """The account with this much of the charge moved from the insurer to the patient today."""
    changed = tuple(
        replace(
            each,
            insurer_cents=max(each.insurer_cents - cents, 0),
            layers=(*each.layers, Layer(facts.on, cents)),
            patient_reasons=(
                *each.patient_reasons, *([(_THEIRS, reason)] if reason else []),
            ),
        )
        if each.charge_id == charge
        else each
        for each in facts.charges
    )  # fmt: skip
    return replace(facts, charges=changed)
