"""A talk that is due: by telephone, at the desk when the person comes anyway, in writing where
nobody can be called, and never two in one household within days."""

from datetime import date, timedelta

from goodstanding.core.answers import Decision, Reason
from goodstanding.core.case import ONE_DAY, Case
from goodstanding.core.episode import shown
from goodstanding.core.happened import numbers_on_file
from goodstanding.core.kinds import Act
from goodstanding.core.languages import ENGLISH, NAMES, base_language
from goodstanding.core.money import show
from goodstanding.core.ways import may

# The language every letter has words in; which have others is a fact of the day (`own_words`).
LETTERS_IN = frozenset({ENGLISH})
SPOKEN_ACTS = frozenset({Act.CALL, Act.FRONT_DESK_NOTE, Act.SCREEN_ASSISTANCE})
# The kinds of letters an act may become (core/letter_kinds.py).
_MAILED_ACTS = {
    Act.STATEMENT: {"statement"}, Act.REMINDER: {"reminder", "reminder_2", "plan_broken"},
    Act.FIRST_LETTER: {"first_letter"}, Act.FINAL_LETTER: {"final_letter"},
    Act.PLAN_NOTICE: {"plan_missed", "plan_broken"},
}  # fmt: skip


def talk(
    case: Case, due_on: date, *reasons: Reason, step: str = "", rejected: tuple[Reason, ...] = ()
) -> Decision:
    """The answer when a person should speak with them on or after `due_on`, a day already
    reached."""
    if not may(case, Act.CALL):
        return _in_writing(case, due_on, *reasons, step=step, rejected=rejected)
    if coming := _visit_near(case):
        text = f"They come on {shown(coming)}: talk at the desk instead of calling."
        why = case.reason("visit.near", text)
        return ask(case, Act.FRONT_DESK_NOTE, coming, *reasons, why, step=step, rejected=rejected)
    if quiet := _household_quiet(case):
        until, why = quiet
        return case.answer(Act.WAIT, until, *reasons, why, step=step, rejected=rejected)
    around = (*_visit_later(case), *_household(case))
    return ask(case, Act.CALL, due_on, *reasons, *around, step=step, rejected=rejected)


def ask(
    case: Case, act: Act, due_on: date, *reasons: Reason, step: str = "",
    rejected: tuple[Reason, ...] = (),
) -> Decision:  # fmt: skip
    """An answer that reaches the person, with what their language asks for."""
    reasons = (*reasons, *language_reasons(case, act), *_number_reasons(case, act, reasons))
    return case.answer(act, due_on, *reasons, step=step, rejected=rejected)


def language_reasons(case: Case, act: Act) -> tuple[Reason, ...]:
    language = base_language(case.facts.person.language)
    if language in LETTERS_IN:
        return ()
    name = NAMES.get(language, language)
    if act in SPOKEN_ACTS:
        return (case.reason("language.interpreter", f"Interpreter: {name}."),)
    if act not in _MAILED_ACTS or _MAILED_ACTS[act] <= set(case.facts.own_words):
        return ()
    text = f"We have no letters in {name}: add the language sheet."
    if "cover_sheet" in case.facts.own_words:
        text = f"We have no letters in {name}: a page in it is printed with the letter."
    return (case.reason("language.sheet", text),)


def _number_reasons(case: Case, act: Act, said: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """While we write to who has no number any more, somebody looks for one."""
    if act not in _MAILED_ACTS or any(reason.code == _NO_NUMBER for reason in said):
        return ()
    if numbers_on_file(case.facts) or not any(c.retired for c in case.facts.contacts):
        return ()
    text = "The number we called is not theirs: find another before a call is due."
    return (case.reason(_NO_NUMBER, text),)


_NO_NUMBER = "call.no_number"


def _in_writing(
    case: Case, due_on: date, *reasons: Reason, step: str, rejected: tuple[Reason, ...]
) -> Decision:
    amount = show(case.cents)
    if case.cents_by(Act.CALL):
        had = numbers_on_file(case.facts) or any(c.retired for c in case.facts.contacts)
        number = "The number is wrong" if had else "No number is on file"
        text = f"{number}: write about {amount}, and find a number before the next call."
        why = case.reason(_NO_NUMBER, text)
    else:
        text = f"They may not be called: write to them about {amount}."
        why = case.reason("channel.mail", text)
    if may(case, Act.REMINDER):
        return ask(case, Act.REMINDER, due_on, *reasons, why, step=step, rejected=rejected)
    why = case.reason("mail.no_way", f"No way to reach them about {amount}: find an address.")
    return case.answer(Act.VERIFY_ADDRESS, due_on, *reasons, why, step=step, rejected=rejected)


def _own_visits(case: Case) -> list[date]:
    """Still to come, of the guarantor's own: at another's visit nothing is said of this debt."""
    facts = case.facts
    if not facts.visits:
        return []
    own = {p.patient_id for p in facts.patients if p.relation == "self"}
    days = [v.on for v in facts.visits if v.patient_id in own and not case.reached(v.on + ONE_DAY)]
    return sorted(days)


def _visit_near(case: Case) -> date | None:
    within = timedelta(days=case.policy.visits.within_days)
    for coming in _own_visits(case):
        if case.reached(coming - within) and may(case, Act.FRONT_DESK_NOTE):
            return coming
    return None


def _visit_later(case: Case) -> tuple[Reason, ...]:
    coming = next(iter(_own_visits(case)), None)
    if coming is None:
        return ()
    return (case.reason("visit.booked", f"A visit is booked for {shown(coming)}."),)


def _household_quiet(case: Case) -> tuple[date, Reason] | None:
    """Somebody at the same address was spoken with so lately that nobody there is called."""
    quiet = timedelta(days=case.policy.household.quiet_days)
    for one in case.facts.kin:
        if one.talked_on is not None and not case.reached(until := one.talked_on + quiet):
            text = (
                f"Account {one.account_id}, same household: talked {shown(one.talked_on)}; call"
                f" from {shown(until)}."
            )
            return until, case.reason("household.quiet", text[:90])
    return None


def _household(case: Case) -> tuple[Reason, ...]:
    if not case.facts.kin:
        return ()
    others = ", ".join(one.account_id for one in case.facts.kin)
    text = f"Same household: {others}. One call for all."
    if len(text) > 90:
        text = f"Same household: {len(case.facts.kin)} other accounts. One call for all."
    return (case.reason("household.one_call", text),)
