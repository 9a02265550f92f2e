"""What a 270 asks and a 271 answers about one patient: frozen values."""

from dataclasses import dataclass, field
from datetime import date

from goodstanding.core.benefit_lines import BenefitLine, Dated, Party
from goodstanding.formats.problems import Problem

__all__ = ["BenefitLine", "Dated", "Exchange", "Party", "Person", "Question", "Rejection", "Trace"]

# Problems that make an answer unusable: whom or what it is about cannot be told for certain.
SERIOUS = frozenset(
    {"no_levels", "no_payer", "no_person", "bad_entity_type", "truncated", "level_order"}
)


@dataclass(frozen=True, slots=True)
class Person:
    """`relation` is INS02 ("18" self, "01" spouse, "19" child, ...); a subscriber's may be ""."""

    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    member: str = ""
    birth_on: date | None = None
    sex: str = ""
    group: str = ""
    relation: str = ""
    dates: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """`kind` "1" is the sender's own, "2" one that is sent back to who asked."""

    kind: str
    number: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """AAA: why the payer does not answer. `level`: payer, provider, subscriber, dependent or
    benefit; `text` the reason and what to do in words.
    """

    level: str
    code: str
    follow_up: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Question:
    """EQ: the service types asked for, or a procedure ("HC:97110:GP")."""

    services: tuple[str, ...] = ()
    procedure: str = ""
    insurance: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One patient of a transaction: the dependant where there is one, else the subscriber; neither
    where the payer rejects the whole. `kind` is ST01, `made_on` BHT04.
    """

    kind: str
    control: str
    reference: str = ""
    purpose: str = ""
    made_on: date | None = None
    payer: Party | None = None
    provider: Party | None = None
    subscriber: Person | None = None
    dependent: Person | None = None
    traces: tuple[Trace, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    lines: tuple[BenefitLine, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    where: str = ""

    @property
    def patient(self) -> Person | None:
        return self.dependent or self.subscriber

    @property
    def usable(self) -> bool:
        return not any(problem.code in SERIOUS for problem in self.problems)
