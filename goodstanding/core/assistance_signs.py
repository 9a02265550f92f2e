"""Signs that the help program may fit: each only from what is on file, with its reason. They
suggest that someone asks; nothing is decided by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from goodstanding.core.answers import Reason
from goodstanding.core.assistance import Found
from goodstanding.core.days import add_months, local_day
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import HoldKind, PayerType
from goodstanding.core.stops import spoken

# Claim adjustment reason 178: the patient has not met the required spend-down.
SPEND_DOWN = "178"
CANNOT_PAY = "signs.cannot_pay"
_LATELY_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """What an account's own facts do not hold: the last day on which the help program granted
    anything to someone of the same household, whether the street is general delivery, and what the
    table gives for the household and income on file.
    """

    granted_on: date | None = None
    general_delivery: bool = False
    on_file: Found | None = None


def signs(facts: AccountFacts, beside: Beside) -> tuple[Reason, ...]:
    """None while an application waits already, or when nothing is the patient's."""
    asked = any(
        hold.kind is HoldKind.ASSISTANCE_PENDING and hold.in_force(facts.on) for hold in facts.holds
    )
    if asked or not facts.patient_cents:
        return ()
    return tuple(Reason(code, text) for code, text in _signs(facts, beside))


def _signs(facts: AccountFacts, beside: Beside) -> Iterator[tuple[str, str]]:
    lately = add_months(facts.on, -_LATELY_MONTHS)
    covers = [cover for charge in facts.charges for cover in charge.coverages]
    if any(cover.payer_type is PayerType.MEDICAID for cover in covers):
        yield "signs.medicaid", "Medical Assistance is on file for one of these visits."
    elif any(cover.qmb for cover in covers):
        yield "signs.qmb", "A Medicare savings program is on file for one of these visits."
    spent = [
        charge.charge_id
        for charge in facts.charges
        if any(code == SPEND_DOWN for _, code in (*charge.denial_reasons, *charge.patient_reasons))
    ]
    if spent:
        yield "signs.spend_down", f"A spend-down was not met (reason 178), charge {spent[0]}."
    if beside.granted_on and beside.granted_on >= lately:
        text = f"The help program helped this household on {spoken(beside.granted_on)}."
        yield "signs.granted", text
    given = [one.on for one in facts.write_offs if one.kind == "charity" and one.on >= lately]
    if given and not beside.granted_on:
        yield "signs.charity", f"Something was let go here as help on {spoken(given[-1])}."
    if any(kin.asked_for_help for kin in facts.kin):
        yield "signs.household", "Someone else of this household asks for help now."
    refused = [one.at for one in facts.contacts if one.outcome == "refused"]
    if refused and local_day(refused[-1], facts.clinic_timezone) >= lately:
        day = local_day(refused[-1], facts.clinic_timezone)
        yield CANNOT_PAY, f"They said on {spoken(day)} that they cannot pay."
    if beside.on_file is not None and beside.on_file.helps:
        poverty = beside.on_file.poverty
        yield "signs.income", f"The income on file is {poverty} percent of the poverty guideline."
    if beside.general_delivery:
        yield "signs.no_street", "The address on file is general delivery."
