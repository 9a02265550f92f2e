"""What is proposed, and all that a check of the gate may look at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core.answers import Duty, Refusal
from goodstanding.core.facts import AccountFacts
from goodstanding.core.kinds import Act, Channel, Recipient
from goodstanding.core.money import Cents
from goodstanding.core.owed import Owed
from goodstanding.law import LawOn

Findings = Iterator[Refusal | Duty]

_CHANNELS = {
    Act.CALL: Channel.CALL,
    Act.TEXT: Channel.TEXT,
    Act.EMAIL: Channel.EMAIL,
    Act.STATEMENT: Channel.MAIL,
    Act.REMINDER: Channel.MAIL,
    Act.FIRST_LETTER: Channel.MAIL,
    Act.FINAL_LETTER: Channel.MAIL,
    Act.ESTATE_LETTER: Channel.MAIL,
    Act.PLAN_NOTICE: Channel.MAIL,
    Act.FRONT_DESK_NOTE: Channel.IN_PERSON,
}
_RECIPIENTS = {
    Act.ESTATE_LETTER: Recipient.REPRESENTATIVE,
    Act.FILE_CLAIM_ESTATE: Recipient.REPRESENTATIVE,
    Act.AGENCY_PLACEMENT: Recipient.AGENCY,
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """`at` carries its own offset. `to` None: whom the act is meant for; `channel` None: the act's
    own way."""

    act: Act
    at: datetime
    to: Recipient | None = None
    channel: Channel | None = None

    def __post_init__(self) -> None:
        assert self.at.tzinfo is not None, "a moment without an offset is no moment"

    @property
    def recipient(self) -> Recipient:
        return self.to or _RECIPIENTS.get(self.act, Recipient.GUARANTOR)

    @property
    def way(self) -> Channel | None:
        return self.channel or _CHANNELS.get(self.act)


@dataclass(frozen=True, slots=True)
class Case:
    """`owed` is empty for an act that asks for nothing; `open` is what may be asked for all the
    same, charge by charge."""

    act: Act
    at: datetime
    to: Recipient
    way: Channel | None
    facts: AccountFacts
    law: LawOn
    owed: Owed
    open: Mapping[str, Cents]

    def no(self, rule: str, text: str, until: date | None = None) -> Refusal:
        return Refusal(rule, text, self.law.cite(rule), until)

    def duty(self, rule: str, text: str) -> Duty:
        return Duty(rule, text, self.law.cite(rule))
