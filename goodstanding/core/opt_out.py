"""Reading a reply to a text: is it a "stop", what ends with it, and by when may it be confirmed?

The law's own words act by themselves; any other reasonable wording counts as well. What is merely
unclear is left to a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from goodstanding.core.days import local_day
from goodstanding.core.facts import ContactFacts, PersonFacts
from goodstanding.core.kinds import Channel
from goodstanding.law import LawOn

REVOKED = "us-tcpa-revocation"
# The outcome of a contact whose words were such a reply.
OUTCOME = "opt_out"

# Said beside the word, these change nothing.
_POLITE = "please pls plz thanks thank you now ok okay hi hello no yes i want to just all por favor"
_ANY_WORDING = re.compile(
    r"\b(?:stop|quit|end|cease|no more|enough)\b[\w\s']{0,20}"
    r"\b(?:text|texts|texting|message|messages|messaging|sms|contact|contacting|sending|bothering"
    r"|these|this|it)\b"
    r"|\b(?:do not|dont|don't|never)\s+(?:\w+\s+)?"
    r"(?:text|message|contact|send|write|bother)\b"
    r"|\b(?:remove|delete|take|unsubscribe)\s+(?:me|my number|this number)\b"
    r"|\bopt(?:ing|ed)?\s*-?\s*out\b|\bunsubscrib\w*|\bleave me alone\b|\blose (?:my|this) number\b"
    r"|\b(?:revoke|withdraw|take back)\b[\w\s]{0,20}\bconsent\b"
    r"|\bno (?:me|nos) (?:mande|mandes|manden|env[ií]e|env[ií]es|env[ií]en|escriban?|escribas)\b"
)
# The plainest word of all, and the same in our patients' other languages.
_OURS = frozenset({"stop", "alto", "basta", "parar", "pare", "cancelar", "jooji"})
_VISIT = frozenset({"cancel", "cancelar"})


@dataclass(frozen=True, slots=True)
class OptOut:
    """`ends`: "billing", and "treatment" when the reply came on such a text. `confirm_by`: the one
    confirmation may leave until then, and asks for nothing. `ask_about_visit`: the person may have
    meant the visit; staff ask, and not by text.
    """

    ends: frozenset[str]
    confirm_by: datetime
    confirmations: int
    ask_about_visit: bool
    rule: str
    citation: str


def read_reply(words: str, *, at: datetime, on_treatment: bool, law: LawOn) -> OptOut | None:
    """None: not an opt-out. `on_treatment`: the text replied to was about a visit, not a bill."""
    said = _plain(words)
    keyword = _keyword(said, law)
    if keyword is None and not _ANY_WORDING.search(said):
        return None
    ends = {"billing", "treatment"} if on_treatment else {"billing"}
    minutes, most = (
        law.number(REVOKED, name) if law.in_force(REVOKED, name) else 0
        for name in ("confirmation_window", "confirmation_max")
    )
    return OptOut(
        ends=frozenset(ends),
        confirm_by=at + timedelta(minutes=minutes),
        confirmations=most,
        ask_about_visit=on_treatment and keyword in _VISIT,
        rule=REVOKED,
        citation=law.cite(REVOKED),
    )


def stops(channel: str, direction: str, words: str, *, at: datetime, law: LawOn) -> bool:
    """A person's answer to a text or an email that ends them: none about a bill goes out that way
    from then on."""
    if direction != "in" or channel not in (Channel.TEXT, Channel.EMAIL):
        return False
    return read_reply(words, at=at, on_treatment=False, law=law) is not None


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s'-]", " ", words.replace("\u2019", "'")).casefold().split())


def _keyword(said: str, law: LawOn) -> str | None:
    """The law's word, or ours, when nothing else of weight is said; "opt-out" is "optout" too."""
    polite = _POLITE.split()
    joined = " ".join(word for word in said.replace("-", " ").split() if word not in polite)
    words = law.words(REVOKED, "keywords") if law.in_force(REVOKED, "keywords") else ()
    for word in words:
        if joined in (word, word.replace(" ", "")):
            return word
    return joined if joined in _OURS else None


def stopped_by_word(
    person: PersonFacts, contacts: Iterable[ContactFacts], zone: str
) -> PersonFacts:
    """A reply that stopped texts, or emails, counts like the export's own day, which may not know
    of it yet."""
    for contact in contacts:
        if contact.outcome != OUTCOME or contact.direction != "in":
            continue
        stopped_on = local_day(contact.at, zone)
        if contact.channel is Channel.EMAIL:
            known = person.email_opted_out_on or stopped_on
            person = replace(person, email_opted_out_on=max(known, stopped_on))
        else:
            known = person.text_revoked_on or stopped_on
            person = replace(person, text_revoked_on=max(known, stopped_on))
    return person
