"""By which way may this person be asked today? As the gate will judge it, but for the hour and how
often."""

from collections.abc import Callable
from datetime import date

from goodstanding.core.case import Case
from goodstanding.core.happened import numbers_on_file, wrong_numbers
from goodstanding.core.kinds import Act


def may(case: Case, act: Act) -> bool:
    """Money may be asked for by this act, and there is a way to the person; acts that ask nothing
    of the person are always open."""
    way = _WAYS.get(act)
    return way is None or bool(case.cents_by(act)) and way(case)


def may_mail(case: Case) -> bool:
    person = case.facts.person
    returned_on = person.mail_returned_on
    return person.has_address and (returned_on is None or not case.reached(returned_on))


def may_call(case: Case) -> bool:
    return numbers_on_file(case.facts) > wrong_numbers(case.facts)


def may_text(case: Case) -> bool:
    person = case.facts.person
    agreed = _agreed(case, person.text_consent_on, person.text_revoked_on)
    return bool(person.phone_mobile) and agreed and not _failed(case, person.texts_fail_on)


def may_email(case: Case) -> bool:
    person = case.facts.person
    agreed = _agreed(case, person.email_consent_on, person.email_opted_out_on)
    return person.has_email and agreed and not _failed(case, person.emails_fail_on)


def _failed(case: Case, since: date | None) -> bool:
    return since is not None and case.reached(since)


def _agreed(case: Case, consent: date | None, stopped: date | None) -> bool:
    if consent is None or not case.reached(consent):
        return False
    return stopped is None or stopped < consent or not case.reached(stopped)


_WAYS: dict[Act, Callable[[Case], bool]] = {
    Act.STATEMENT: may_mail,
    Act.REMINDER: may_mail,
    Act.FIRST_LETTER: may_mail,
    Act.FINAL_LETTER: may_mail,
    Act.PLAN_NOTICE: may_mail,
    Act.CALL: may_call,
    Act.TEXT: may_text,
    Act.EMAIL: may_email,
    Act.FRONT_DESK_NOTE: lambda case: True,
}
