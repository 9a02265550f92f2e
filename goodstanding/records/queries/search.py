"""Finding a person: account number, name (any order, any beginning), date of birth, a phone number
or its end, or what they owe.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from goodstanding.core.money import Cents, cents_of
from goodstanding.records.models import Guarantor, Patient
from goodstanding.records.queries.estimates import name_of

_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PHONE = re.compile(r"(?<![\w$.,])(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-]?(\d{3})[ .-]?(\d{4})(?![\w.,])")
# With cents, or with its sign: a bare number is an account's or a phone's.
_AMOUNT = re.compile(r"(?<![\w.,])(?:\$(\d[\d,]*(?:\.\d\d)?)|(\d[\d,]*\.\d\d))(?![\w.,])")
_ORDER = ("last_name", "first_name", "number")
PIVOT = 30  # two-digit years up to this are 20xx


@dataclass(frozen=True, slots=True)
class Hit:
    """`why` says what matched when it was not the name shown; `phone_end` the last four digits."""

    account_id: str
    person_name: str
    birth_on: date | None
    phone_end: str
    patient_cents: int
    why: str


def find(text: str, *, limit: int = 20, by_amount: bool = False) -> tuple[Hit, ...]:
    """`by_amount`: who asks may know what people owe."""
    days, rest = _days(text)
    phones, rest = _phones(rest)
    amounts, rest = _amounts(rest) if by_amount else ([], rest)
    words = rest.replace(",", " ").split()
    if not (words or days or phones or amounts):
        return ()
    asked = Q()
    for phone, written in phones:
        asked &= _of_phone(phone) | Q(number__iexact=written)
    for cents in amounts:
        asked &= Q(standing__patient_cents=cents) | Q(standing__ask_cents=cents)
    for day in days:
        asked &= Q(birth_on=day) | Q(patients__birth_on=day)
    for word in words:
        asked &= _word(word)
    found = (
        Guarantor.objects.filter(asked).distinct().select_related("standing").prefetch_related("patients")
        .order_by(*_ORDER)[:limit]
    )  # fmt: skip
    return tuple(_hit(one, words, days) for one in found)


@dataclass(frozen=True, slots=True)
class PatientHit:
    """What two things more than a name a scheduler knows a patient by."""

    patient: str
    name: str
    birth_on: date | None
    phone_end: str


def find_patients(text: str, *, limit: int) -> tuple[PatientHit, ...]:
    """By number, name, date of birth, or the guarantor's phone or its end; of no amount."""
    days, rest = _days(text)
    phones, rest = _phones(rest)
    words = rest.replace(",", " ").split()
    if not (words or days or phones):
        return ()
    asked = Q()
    for phone, written in phones:
        of_phone = Guarantor.objects.filter(_of_phone(phone))
        asked &= Q(guarantor__in=of_phone) | Q(number__iexact=written)
    for day in days:
        asked &= Q(birth_on=day)
    for word in words:
        named = Q(last_name__istartswith=word) | Q(first_name__istartswith=word)
        asked &= named | Q(number__iexact=word) | _end_of_phone(word)
    found = Patient.objects.filter(asked).select_related("guarantor")
    return tuple(_patient_hit(one) for one in found.order_by(*_ORDER)[:limit])


def _patient_hit(one: Patient) -> PatientHit:
    return PatientHit(one.number, name_of(one), one.birth_on, _phone_end(one.guarantor))


def _end_of_phone(word: str) -> Q:
    ends = _ends(word)
    return Q(guarantor__in=Guarantor.objects.filter(ends)) if ends else Q(pk__in=())


def _ends(word: str) -> Q:
    """Of a guarantor whose phone ends so; empty where it is no end of a phone."""
    if not (word.isdigit() and len(word) == 4):
        return Q()
    return Q(phone_mobile__endswith=word) | Q(phone_home__endswith=word)


def _phone_end(one: Guarantor) -> str:
    return re.sub(r"\D", "", one.phone_mobile or one.phone_home)[-4:]


def _word(word: str) -> Q:
    if word.isdigit():
        return Q(number=word) | Q(patients__number=word) | _ends(word)
    names = Q(last_name__istartswith=word) | Q(first_name__istartswith=word)
    of_patients = Q(patients__last_name__istartswith=word) | Q(
        patients__first_name__istartswith=word
    )
    return names | of_patients | Q(number__iexact=word)


def _of_phone(digits: str) -> Q:
    """Of ten digits, in whatever marks they are kept. The end is asked for first: it is cheap."""
    whole = f"{digits[:3]}[^0-9]*{digits[3:6]}[^0-9]*{digits[6:]}$"
    asked = Q(number=digits)
    for field in ("phone_mobile", "phone_home"):
        asked |= Q(**{f"{field}__endswith": digits[6:], f"{field}__regex": whole})
    return asked


def _phones(text: str) -> tuple[list[tuple[str, str]], str]:
    """Whole phone numbers as ten digits and as written, and the text without them."""
    found = [("".join(match.groups()), match[0]) for match in _PHONE.finditer(text)]
    return found, _PHONE.sub(" ", text)


def _amounts(text: str) -> tuple[list[Cents], str]:
    """Amounts of money, and the text without them."""
    found = [cents_of((m[1] or m[2]).replace(",", "")) for m in _AMOUNT.finditer(text)]
    return found, _AMOUNT.sub(" ", text)


def _days(text: str) -> tuple[list[date], str]:
    """Birth dates in any US form, and the text without them."""
    found: list[date] = []

    def take(match: re.Match[str]) -> str:
        first, second, third = match.groups()
        if len(first) == 4:
            year, month, day = int(first), int(second), int(third)
        else:
            year, month, day = int(third), int(first), int(second)
            if len(third) == 2:
                year += 2000 if year <= PIVOT else 1900
        try:
            found.append(date(year, month, day))
        except ValueError:
            return match[0]
        return " "

    return found, _DAY.sub(take, _ISO.sub(take, text))


def _hit(one: Guarantor, words: list[str], days: list[date]) -> Hit:
    standing: Any = getattr(one, "standing", None)
    own = f"{one.last_name} {one.first_name} {one.number}".lower()
    why = ""
    for patient in one.patients.all():
        theirs = f"{patient.last_name} {patient.first_name} {patient.number}".lower()
        by_name = any(word.lower() in theirs and word.lower() not in own for word in words)
        if by_name or (days and patient.birth_on in days and one.birth_on not in days):
            why = f"pays for patient {patient.number}"
            break
    return Hit(
        one.number, f"{one.last_name}, {one.first_name}", one.birth_on, _phone_end(one),
        standing.patient_cents if standing else 0, why,
    )  # fmt: skip
