"""Ten thousand histories of consents, stops, calls and messages, each asked at one moment: the gate
and a plain reading of the law agree, both that it refuses and that it allows.

The reading below is written from the rules' own words (8 AM to 9 PM where the person is; seven
calls in seven days and seven quiet days after a talk; recorded consent; any word to stop; one
message a day and three a week unless they wrote since), with a written table of daylight saving and
without any code of the program.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from goodstanding.core.facts import AccountFacts, ContactFacts
from goodstanding.core.gate import Proposed, judge
from goodstanding.core.kinds import Act, Channel
from goodstanding.core.opt_out import read_reply, stopped_by_word
from goodstanding.core.reaching import next_opening
from goodstanding.law import LawOn, live_book
from tests.core.builders import account, charge, person
from tests.core.made_cases import ALL, CASES
from tests.core.test_hours_of_every_day import SUMMER, ZONES, wall_clock

pytestmark = pytest.mark.long
HISTORIES = 10_000 if CASES == ALL else CASES // 4
CLINIC = "America/Chicago"
FAMILY = {
    "us-regf-inconvenient-time-place": "hour",
    "us-regf-call-frequency-7-in-7": "often",
    "gate.message_frequency": "often",
    "us-tcpa-consent-wireless": "consent",
    "us-tcpa-revocation": "stopped",
    "us-regf-electronic-opt-out": "email",  # never agreed, or stopped
}
STOPS = (
    "stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe", "optout", "please stop",
    "stop texting me", "do not text me", "don't contact me again", "remove me", "no more messages",
    "leave me alone", "i revoke my consent", "alto", "basta", "cancelar", "jooji",
    "no me manden mensajes", "no me escriban",
)  # fmt: skip
OTHERS = (
    "thank you", "ok", "yes", "i will pay on friday", "can you call me", "who is this", "gracias",
    "haa", "my insurance paid this", "can i stop by tomorrow", "when does the office open", "start",
)  # fmt: skip
TALKED = ("reached", "promise", "refused")  # a dispute stops everything by another rule
NOT_TALKED = ("no_answer", "voicemail", "wrong_number", "left_message_third_party")


@dataclass
class History:
    """`said`: (moment, channel, whether it stops) of what came in; `out` and `talks`: what left and
    the calls that were conversations."""

    at: datetime
    act: str
    zones: tuple[str, ...]
    agreed: dict[str, date | None]
    stopped: dict[str, date | None]
    said: list[tuple[datetime, str, bool]]
    calls: list[datetime]
    talks: list[datetime]
    messages: list[datetime]
    facts: AccountFacts


# ---- the plain reading


def day(at: datetime) -> date:
    return wall_clock(at, CLINIC).date()


def awake(at: datetime, zones: tuple[str, ...]) -> bool:
    return all(time(8) <= wall_clock(at, zone).time() <= time(21) for zone in zones)


def against(one: History) -> set[str]:
    """Why it may not be done; empty when it may."""
    why = set() if awake(one.at, one.zones) else {"hour"}
    today = day(one.at)
    if one.act == "call":
        tried = [at for at in one.calls if 0 <= (today - day(at)).days < 7]
        quiet = [at for at in one.talks if 0 <= (today - day(at)).days < 7]
        return why | ({"often"} if len(tried) >= 7 or quiet else set())
    heard = max((at for at, channel, _ in one.said if channel != "call"), default=None)
    sent = [(today - day(at)).days for at in one.messages if heard is None or at > heard]
    if sum(ago == 0 for ago in sent) >= 1 or sum(ago < 7 for ago in sent) >= 3:
        why.add("often")
    agreed, stops = one.agreed[one.act], [one.stopped[one.act]]
    stops += [day(at) for at, channel, stop in one.said if stop and channel == one.act]
    known = [stop for stop in stops if stop is not None and stop <= today]
    if agreed is None or agreed > today:
        why.add("email" if one.act == "email" else "consent")
    if known and not (agreed is not None and max(known) < agreed <= today):
        why.add("email" if one.act == "email" else "stopped")
    return why


# ---- made-up histories


def moments(rng: Random) -> datetime:
    """Any minute of four years; often at the edges of the hours and on the days clocks change."""
    year = rng.choice(sorted(SUMMER))
    on = date(year, 1, 1) + timedelta(days=rng.randrange(365))
    if rng.random() < 0.25:
        on = rng.choice(SUMMER[year])
    clock = rng.choice(("7:59", "8:00", "20:59", "21:00", "21:01", "", "", "", ""))
    hour, minute = map(int, clock.split(":")) if clock else (rng.randrange(24), rng.randrange(60))
    if not clock and rng.random() < 0.5:
        hour = rng.randrange(9, 19)  # or hardly anything but the hour would ever be tried
    offset = rng.choice([zone[0] for zone in ZONES.values()])
    wall = datetime.combine(on, time(hour, minute), UTC)
    return wall - timedelta(hours=offset) - timedelta(hours=rng.random() < 0.6)


def spelt(words: str, rng: Random) -> str:
    words = rng.choice((str.upper, str.lower, str.title, str.swapcase, str))(words)
    return rng.choice(("", " ", "\n")) + words + rng.choice(("", "!", ".", "  ", " please"))


def before(at: datetime, rng: Random, most: int) -> list[datetime]:
    """Moments within the last days, some of them exactly days ago and some around midnight."""
    found = []
    for _ in range(rng.randrange(most + 1)):
        ago = timedelta(days=rng.randrange(10), minutes=rng.choice((0, 0, 1, rng.randrange(1440))))
        found.append(at - ago)
    return sorted(found)


def history(number: int, law: LawOn) -> History:
    rng = Random(number)
    at = moments(rng)
    home, mobile = rng.choice(sorted(ZONES)), rng.choice(sorted(ZONES))
    home = mobile if rng.random() < 0.6 else home
    busy = rng.random() < 0.5
    calls = before(at, rng, 9 if busy else 2)
    outcomes = [rng.choice(TALKED if rng.random() < 0.06 else NOT_TALKED) for _ in calls]
    messages = before(at, rng, 5 if busy else 1)
    said = [
        (when, rng.choice(("text", "email")), rng.random() < 0.5) for when in before(at, rng, 2)
    ]
    if rng.random() < 0.6:
        said = []
    contacts = [
        ContactFacts(when, Channel.CALL, "out", "call", outcome)
        for when, outcome in zip(calls, outcomes, strict=True)
    ]
    contacts += [
        ContactFacts(
            when, rng.choice((Channel.TEXT, Channel.EMAIL)), "out", "reminder", "sent", True
        )
        for when in messages
    ]
    contacts += [heard(one, rng, law) for one in said]
    agreed, stopped = consents(at, rng), consents(at, rng, rare=True)
    who = person(
        state=ZONES[home][2], phone_mobile=ZONES[mobile][3], has_email=True,
        text_consent_on=agreed["text"], email_consent_on=agreed["email"],
        text_revoked_on=stopped["text"], email_opted_out_on=stopped["email"],
    )  # fmt: skip
    contacts.sort(key=lambda one: one.at)
    who = stopped_by_word(who, contacts, CLINIC)
    facts = account(charge(service="2026-01-01"), on=day(at), person=who, contacts=tuple(contacts))
    talks = [when for when, outcome in zip(calls, outcomes, strict=True) if outcome in TALKED]
    act = rng.choice(("call", "text", "email"))
    return History(at, act, tuple({home, mobile}), agreed, stopped, said, calls, talks, messages,
                   facts)  # fmt: skip


def heard(one: tuple[datetime, str, bool], rng: Random, law: LawOn) -> ContactFacts:
    """As the program keeps an answer: what its words do is read by the program."""
    when, channel, stops = one
    words = spelt(rng.choice(STOPS if stops else OTHERS), rng)
    found = read_reply(words, at=when, on_treatment=False, law=law)
    assert (found is not None) is stops, words
    return ContactFacts(when, Channel(channel), "in", "", "opt_out" if found else "")


def consents(at: datetime, rng: Random, *, rare: bool = False) -> dict[str, date | None]:
    def one() -> date | None:
        if rng.random() < (0.75 if rare else 0.12):
            return None
        # A stop written for a day to come is not yet known to the facts of a day.
        return day(at) + timedelta(days=rng.choice((-400, -30, -9, -3, -1, 0, 0 if rare else 1)))

    return {"text": one(), "email": one()}


def answers() -> Iterator[tuple[History, set[str], bool]]:
    book = live_book()
    for number in range(HISTORIES):
        one = history(number, book.on(date(2026, 11, 23), "MN"))
        law = book.on(one.facts.on, "MN")
        verdict = judge(Proposed(Act(one.act), one.at), one.facts, law)
        yield one, {FAMILY[refusal.rule] for refusal in verdict.refusals}, verdict.allowed


def test_the_gate_and_the_plain_reading_agree_on_every_history():
    seen: Counter[tuple[str, str]] = Counter()
    for one, found, allowed in answers():
        wanted = against(one)
        assert found == wanted, (one.at, one.act, one)
        assert allowed is (not wanted)
        seen.update((one.act, why) for why in wanted or {"allowed"})
    # Every way of being refused, and of being allowed, was really tried.
    rare = [key for key, times in seen.items() if times < HISTORIES // 100]
    assert (rare, len(seen)) == ([], 12)


def test_what_waits_for_its_hour_waits_for_the_first_minute_of_it():
    book, tried = live_book(), 0
    for number in range(HISTORIES // 20):
        one = history(number, book.on(date(2026, 11, 23), "MN"))
        whole = one.at.replace(second=0)
        first = whole
        while not awake(first, one.zones):
            first += timedelta(minutes=1)
        law = book.on(one.facts.on, "MN")
        assert next_opening(Channel.TEXT, whole, one.facts, law=law) == first
        tried += first != whole
    assert tried > HISTORIES // 100


def test_a_reading_that_is_wrong_is_noticed():
    """The check itself: with one stop left out of the history, the two no longer agree."""
    for one, found, _ in answers():
        deaf = replace(one, said=[(at, channel, False) for at, channel, _ in one.said])
        if against(deaf) != found:
            return
    pytest.fail("no history depended on a stop")
