"""What the call panel shows beside its form: the way to reach them, the words, the keys."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest

from goodstanding.actions.calls import TAKE_BACK
from goodstanding.core.answers import Verdict
from goodstanding.core.call_openings import situation
from goodstanding.core.calls import CAME_IN, TALKED
from goodstanding.core.days import clock_words
from goodstanding.core.kinds import Act
from goodstanding.core.languages import ENGLISH, base_language
from goodstanding.core.reaching import NO_PHONE
from goodstanding.outbound.call_script import SCRIPT, About, Pause, Visit, call_script
from goodstanding.records import clinic
from goodstanding.records.queries.accounts import AccountPage
from goodstanding.records.queries.approved_words import approved_words
from goodstanding.records.queries.assistance import pending_of
from goodstanding.records.queries.known_by import proofs_needed
from goodstanding.records.queries.retired_numbers import retired_numbers
from goodstanding.web.call_form import HEARD, PROOFS, RESULTS
from goodstanding.web.call_language import own_words
from goodstanding.web.gate_strip import GateLine, strip
from goodstanding.web.parts import moment
from goodstanding.web.templatetags.desk import clock

_LAST = "last_call"


def call_panel(found: AccountPage, caller: str) -> dict[str, Any]:
    gate, needed = call_gate(found), proofs_needed(found.account_id)
    hardship = clinic.policy_in_force(found.on).hardship
    pause = Pause(hardship.pause_days, hardship.pause_until(found.on))
    language, script, own = _scripts(found, caller, pause)
    return {
        "own_language": own_words(script, own, language),
        "call_gate": gate, "calls_out": calls_out(found),
        "stopped": _stopped(found),
        "until": call_hours(found) if calls_out(found) else "",
        "retired": retired_numbers(found.account_id),
        "talked": " ".join(TALKED),
        "application": pending_of(found.account_id),
        "came_in": CAME_IN,
        "needed": needed["out"], "needed_in": needed["in"],
        "proofs": PROOFS, "script": script,
        "results": [
            (value, words.format(days=pause.days), letter) for value, words, letter in RESULTS
        ],
        "heard": [
            (value, words, f"Shift+{letter}", letter, script["heard"][value])
            for value, words, letter in HEARD
        ],
    }  # fmt: skip


def _scripts(
    found: AccountPage, caller: str, pause: Pause
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Their language, the English words and those in their language (empty: nobody checked any)."""
    visits = [
        Visit(item.service_on, item.charged, item.discount, item.insurer_paid, item.patient_due)
        for item in sorted(found.items, key=lambda item: item.service_on) if item.patient_due > 0
    ]  # fmt: skip
    reasons = found.decision.reasons if found.decision is not None else ()
    code = reasons[0]["code"] if reasons else ""
    said = partial(
        call_script, person=found.person.name, caller=caller, clinic=clinic.current().facts,
        about=About(
            visits, situation(code, frozenset(event.kind for event in found.timeline)), pause,
        ),
        approved=approved_words(SCRIPT),
    )  # fmt: skip
    language = base_language(found.person.language)
    return language, said(), said(language=language) if language != ENGLISH else {}


def _stopped(found: AccountPage) -> bool:
    """Nothing is said of the balance. Who has no number may still call us."""
    verdict = found.verdicts[Act.CALL]
    return any(one.until is None and one.rule != NO_PHONE for one in verdict.refusals)


def call_hours(found: AccountPage) -> str:
    """Until when today: "9:00 PM their time (10:00 PM here)"."""
    until = found.call_until
    if until is None:
        return ""
    here = clock(until)
    there = clock_words(until)
    return f"{there} their time" + ("" if here == there else f" ({here} here)")


def call_gate(found: AccountPage) -> list[GateLine]:
    verdict: Verdict | None = found.verdicts.get(Act.CALL)
    return strip({Act.CALL: verdict}) if verdict is not None else []


def calls_out(found: AccountPage) -> bool:
    """May we call them at this moment? What came in is kept at any time."""
    verdict = found.verdicts.get(Act.CALL)
    return verdict is not None and verdict.allowed


def remember(request: HttpRequest, account_id: str, call: int) -> None:
    """Which call this person just saved: asked of the session, so that no page asks for it."""
    request.session[_LAST] = {"account": account_id, "id": call, "at": moment().isoformat()}


def may_take_back(request: HttpRequest, account_id: str) -> dict[str, Any] | None:
    """The call just saved on this account, and until when it may be taken back."""
    last = request.session.get(_LAST)
    if not last or last["account"] != account_id:
        return None
    until = datetime.fromisoformat(last["at"]) + TAKE_BACK
    return {"id": last["id"], "until": until} if moment() <= until else None


def forget(request: HttpRequest) -> None:
    request.session.pop(_LAST, None)
