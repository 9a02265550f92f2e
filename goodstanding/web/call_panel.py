"""What the call panel shows beside its form: the way to reach them, the words, the keys."""

from typing import Any

from goodstanding.actions.calls import TAKE_BACK
from goodstanding.core.answers import Verdict
from goodstanding.core.kinds import Act
from goodstanding.outbound.call_script import Visit, call_script
from goodstanding.records import clinic
from goodstanding.records.queries.accounts import AccountPage
from goodstanding.records.queries.known_by import proofs_needed, taken_back_until
from goodstanding.web.call_form import HEARD, PROOFS, RESULTS
from goodstanding.web.gate_strip import STOP, GateLine, strip
from goodstanding.web.parts import moment


def call_panel(found: AccountPage, caller: str) -> dict[str, Any]:
    visits = [
        Visit(f"{item.service_on:%B} {item.service_on.day}", item.charged, item.discount,
              item.insurer_paid, item.patient_due)
        for item in sorted(found.items, key=lambda item: item.service_on) if item.patient_due > 0
    ]  # fmt: skip
    gate = call_gate(found)
    script = call_script(
        person=found.person.name, caller=caller, clinic=clinic.current().facts, visits=visits
    )
    return {
        "call_gate": gate, "calls_out": calls_out(found),
        "stopped": any(line.state == STOP for line in gate),
        "needed": proofs_needed(found.account_id, came_in=False),
        "proofs": PROOFS, "results": RESULTS, "script": script,
        "heard": [(value, words, script["heard"][value]) for value, words in HEARD],
    }  # fmt: skip


def call_gate(found: AccountPage) -> list[GateLine]:
    verdict: Verdict | None = found.verdicts.get(Act.CALL)
    return strip({Act.CALL: verdict}) if verdict is not None else []


def calls_out(found: AccountPage) -> bool:
    """May we call them at this moment? What came in is kept at any time."""
    verdict = found.verdicts.get(Act.CALL)
    return verdict is not None and verdict.allowed


def may_take_back(found: AccountPage, by: str) -> dict[str, Any] | None:
    """The call this person may still take back, and until when."""
    newest = taken_back_until(found.account_id, by, moment() - TAKE_BACK)
    return {"id": newest[0], "until": newest[1] + TAKE_BACK} if newest is not None else None
