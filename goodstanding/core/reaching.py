"""May this person be reached this way at this moment? Address, consent, hours where they are, and
how often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from goodstanding.core.answers import Duty, Refusal
from goodstanding.core.days import clock_words, local_day
from goodstanding.core.facts import AccountFacts, ContactFacts, PersonFacts
from goodstanding.core.holds import call_hours
from goodstanding.core.kinds import Channel
from goodstanding.core.stops import spoken
from goodstanding.core.zones import zones_of
from goodstanding.law import LawOn

CALLS = "us-regf-call-frequency-7-in-7"
HOURS = "us-regf-inconvenient-time-place"
TEXT_CONSENT = "us-tcpa-consent-wireless"
TEXT_REVOKED = "us-tcpa-revocation"
OPT_OUT = "us-regf-electronic-opt-out"
NO_PHONE = "gate.no_phone"
MESSAGES = "gate.message_frequency"
TEXT_FAILED = "gate.text_failed"
EMAIL_FAILED = "gate.email_failed"

_TALKED = frozenset({"reached", "promise", "refused", "dispute"})
_NOT_TALKED = frozenset({"no_answer", "voicemail", "wrong_number", "left_message_third_party"})
_WRITTEN = frozenset({Channel.TEXT, Channel.EMAIL})
_ONE_DAY = timedelta(days=1)
Findings = Iterator[Refusal | Duty]


def way_open(channel: Channel, facts: AccountFacts, law: LawOn) -> Findings:
    """An address for the channel, and the consent the channel needs."""
    person = facts.person
    if channel is Channel.MAIL:
        yield from _mail(person, facts, law)
    elif channel is Channel.CALL:
        if not (person.phone_home or person.phone_mobile):
            yield _no(NO_PHONE, "No telephone number is on file. Write instead.", law)
    elif channel is Channel.TEXT:
        yield from _text(person, facts, law)
    elif channel is Channel.EMAIL:
        yield from _email(person, facts, law)
    elif channel is not Channel.IN_PERSON:
        yield _no("gate.way_unknown", "Nothing is known of this way to them. Write instead.", law)


def _no(rule: str, text: str, law: LawOn) -> Refusal:
    return Refusal(rule, text, law.cite(rule))


def _mail(person: PersonFacts, facts: AccountFacts, law: LawOn) -> Findings:
    if not person.has_address:
        yield _no("gate.no_address", "No mailing address is on file. Find it first.", law)
    returned_on = person.mail_returned_on
    if returned_on is not None and returned_on <= facts.on:
        text = f"Mail came back on {spoken(returned_on)}. Find the address first."
        yield _no("gate.mail_returned", text, law)


def _text(person: PersonFacts, facts: AccountFacts, law: LawOn) -> Findings:
    if not person.phone_mobile:
        yield _no(NO_PHONE, "No mobile number is on file. Write instead.", law)
    if not _since(person.text_consent_on, facts):
        yield _no(TEXT_CONSENT, "The person has not agreed to billing texts. Write instead.", law)
    if _stopped(person.text_consent_on, person.text_revoked_on, facts):
        yield _no(TEXT_REVOKED, "The person stopped texts. Write instead.", law)
    if _since(person.texts_fail_on, facts):
        yield _no(TEXT_FAILED, "Texts to this number do not arrive. Write instead.", law)
    yield Duty(OPT_OUT, "Say in the text how to stop texts.", law.cite(OPT_OUT))


def _email(person: PersonFacts, facts: AccountFacts, law: LawOn) -> Findings:
    if not person.has_email:
        yield _no("gate.no_email", "No email address is on file. Write instead.", law)
    if not _since(person.email_consent_on, facts):
        yield _no(OPT_OUT, "The person has not agreed to billing emails. Write instead.", law)
    if _stopped(person.email_consent_on, person.email_opted_out_on, facts):
        yield _no(OPT_OUT, "The person stopped emails. Write instead.", law)
    if _since(person.emails_fail_on, facts):
        yield _no(EMAIL_FAILED, "Emails to this address come back. Write instead.", law)
    yield Duty(OPT_OUT, "Say in the email how to stop emails.", law.cite(OPT_OUT))


def _since(day: date | None, facts: AccountFacts) -> bool:
    return day is not None and day <= facts.on


def _stopped(agreed_on: date | None, stopped_on: date | None, facts: AccountFacts) -> bool:
    """Stopped by now and not agreed to again on a later day."""
    if stopped_on is None or stopped_on > facts.on:
        return False
    return agreed_on is None or not stopped_on < agreed_on <= facts.on


def hour_open(channel: Channel, at: datetime, facts: AccountFacts, *, law: LawOn) -> Findings:
    """Within the law's hours, and the person's own, in every zone the person may be in."""
    zones = zones_of(facts.person, _numbers(channel, facts.person))
    if not zones:
        text = "We cannot tell what time it is for this person. Find their address or number first."
        yield _no(HOURS, text, law)
        return
    earliest, latest = _window(facts, law)
    shut = [local for zone in zones if not _open(local := at.astimezone(zone), earliest, latest)]
    if not shut:
        return
    if earliest > latest:
        yield _no(HOURS, "The hours this person allows leave no time to call. Write instead.", law)
        return
    days = [local.date() + _ONE_DAY * (local.time() > latest) for local in shut]
    open_ = f"between {clock_words(earliest)} and {clock_words(latest)}"
    text = f"It is {clock_words(shut[0])} there. Reach them {open_}."
    yield Refusal(HOURS, text, law.cite(HOURS), max(days))


def _window(facts: AccountFacts, law: LawOn) -> tuple[time, time]:
    """The law's hours and the person's own together, on the person's clock."""
    own = [(before or time.min, after or time.max) for before, after in call_hours(facts)]
    lawful = law.clock(HOURS, "earliest_local_time"), law.clock(HOURS, "latest_local_time")
    windows = [lawful, *own]
    return max(first for first, _ in windows), min(last for _, last in windows)


def calls_until(at: datetime, facts: AccountFacts, law: LawOn) -> datetime | None:
    """The last moment of the day at which they may be called, on the clock of the zone that closes
    first; None where no zone is known.
    """
    _, latest = _window(facts, law)
    ends = []
    for zone in zones_of(facts.person, _numbers(Channel.CALL, facts.person)):
        ends.append(datetime.combine(at.astimezone(zone).date(), latest, zone))
    return min(ends, default=None)


def next_opening(
    channel: Channel, at: datetime, facts: AccountFacts, *, law: LawOn
) -> datetime | None:
    """The first moment from `at` on at which every zone allows it; None when there is none within
    three days, so that a person must look."""
    earliest, _ = _window(facts, law)
    zones = zones_of(facts.person, _numbers(channel, facts.person))
    days = [at.astimezone(zone).date() + n * _ONE_DAY for zone in zones for n in range(4)]
    openings = {
        datetime.combine(day, earliest, zone).astimezone(UTC) for day in days for zone in zones
    }
    for moment in sorted({at.astimezone(UTC), *openings}):
        if moment >= at and not any(hour_open(channel, moment, facts, law=law)):
            return moment
    return None


def _numbers(channel: Channel, person: PersonFacts) -> list[str]:
    """Which number will be dialled is not known: every one of them counts, and a text goes to the
    mobile."""
    numbers = [person.phone_mobile]
    if channel is not Channel.TEXT:
        numbers.append(person.phone_home)
    return [number for number in numbers if number]


def _open(local: datetime, earliest: time, latest: time) -> bool:
    return earliest <= local.time() <= latest


@dataclass(frozen=True, slots=True)
class CallsMade:
    """Of the law's window of days up to today: the days on which we tried, the most allowed, and
    the last day of a conversation within the time that is looked back on.
    """

    tries: tuple[date, ...]
    most: int
    window_days: int
    talked_on: date | None

    @property
    def left(self) -> int:
        return max(self.most - len(self.tries), 0)


def calls_made(at: datetime, facts: AccountFacts, law: LawOn) -> CallsMade:
    most = law.number(CALLS, "max_call_attempts")
    window = law.number(CALLS, "attempt_window")
    pause = law.number(CALLS, "post_conversation_pause")
    today = local_day(at, facts.clinic_timezone)
    oldest = at - timedelta(days=max(window, pause) + 1)
    recent = [c for c in facts.contacts if c.channel is Channel.CALL and oldest <= c.at <= at]
    zone = ZoneInfo(facts.clinic_timezone) if recent else None
    days = [(c.at.astimezone(zone).date(), c) for c in recent]
    tries = sorted(day for day, c in days if c.direction == "out")
    return CallsMade(
        tuple(day for day in tries if day > today - timedelta(days=window)),
        most,
        window,
        max((day for day, c in days if _talked(c)), default=None),
    )


def calls_open(at: datetime, facts: AccountFacts, law: LawOn) -> Findings:
    """Attempts in the days up to today, and quiet days from the day of a conversation, that day
    included."""
    made = calls_made(at, facts, law)
    if not made.left:
        until = made.tries[len(made.tries) - made.most] + timedelta(days=made.window_days)
        text = (
            f"{len(made.tries)} calls in {made.window_days} days; the limit is {made.most}. Next "
            f"from {spoken(until)}."
        )
        yield Refusal(CALLS, text, law.cite(CALLS), until)
    if made.talked_on is None:
        return
    until = made.talked_on + timedelta(days=law.number(CALLS, "post_conversation_pause"))
    if local_day(at, facts.clinic_timezone) < until:
        text = f"You talked on {spoken(made.talked_on)}. Next call from {spoken(until)}."
        yield Refusal(CALLS, text, law.cite(CALLS), until)


def _talked(contact: ContactFacts) -> bool:
    """A call that came in was a conversation unless its record says it was none."""
    if contact.direction == "in":
        return contact.outcome not in _NOT_TALKED
    return contact.outcome in _TALKED


def messages_open(at: datetime, facts: AccountFacts, law: LawOn) -> Findings:
    """Texts and emails about a bill, counted together, by the clinic's days; from the moment the
    person writes to us they may be answered."""
    ours = [c for c in facts.contacts if c.channel in _WRITTEN and c.at <= at]
    heard_at = max((c.at for c in ours if c.direction == "in"), default=None)
    sent = [
        local_day(c.at, facts.clinic_timezone)
        for c in ours
        if c.direction == "out" and c.kind != "other" and (heard_at is None or c.at > heard_at)
    ]
    today = local_day(at, facts.clinic_timezone)
    for most, days in ((law.number(MESSAGES, "per_day"), 1), (law.number(MESSAGES, "per_week"), 7)):
        recent = sorted(day for day in sent if day > today - timedelta(days=days))
        if len(recent) >= most:
            until = recent[len(recent) - most] + timedelta(days=days) if most else None
            times = "once" if len(recent) == 1 else f"{len(recent)} times"
            within = "today" if days == 1 else f"within {days} days"
            next_one = f" Next from {spoken(until)}." if until else ""
            text = f"We wrote {times} {within} by text or email.{next_one}"
            yield Refusal(MESSAGES, text, law.cite(MESSAGES), until)
