"""A letter as plain frozen values: what it asks and why, and the same with its words filled in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# The clinic's envelopes and the Minnesota notice rule design the page: one size of type, and
# never a larger one than the notice's. The address block alone is smaller, for the window.
BODY_PT = 12
NOTICE_PT = 12
ADDRESS_PT = 10
ADDRESS_LINES = 4
# From so many pages on a letter has more than one sheet: another weight.
THICK_PAGES = 3

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

MONTHS_ES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip


# A further field of a letter: words, a day, or cents (below zero: what lowers). The letter's
# language says how a day or an amount is written.
Said = str | date | int


class Purpose(StrEnum):
    """What a letter is for: it asks a living person for money, claims it from an estate, gives
    money back, or tells something and asks for none.
    """

    ASK = "ask"
    CLAIM = "claim"
    GIVE = "give"
    TELL = "tell"


def in_words(day: date, language: str = "en") -> str:
    """in_words(date(2026, 9, 22)) -> 'September 22, 2026'; "es" -> '22 de septiembre de 2026'."""
    if language == "es":
        return f"{day.day} de {MONTHS_ES[day.month - 1]} de {day.year}"
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def reference(letter: int) -> str:
    """At the foot of each page: reference(123) -> 'L-000123'."""
    return f"L-{letter:06d}"


@dataclass(frozen=True, slots=True)
class ApprovedWords:
    """Words of a kind and language that were approved; `active` false: used before, and letters
    printed with them may be printed again.
    """

    kind: str
    language: str
    version: int
    text: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """The clinic's own facts, from its settings. `pay_site` and `policy_url` may be "": their lines
    are left out. `words` are those approved here; kinds without any have the words we ship.

    The Attorney General's numbers come from the law data (`mn-332c-prohibited-practices`).
    """

    name: str
    registered_name: str
    street: str
    city: str
    state: str
    zip: str
    phone: str
    hours: str  # "Monday to Friday, 8:00 a.m. to 4:30 p.m."
    coordinator_name: str
    ag_phone_metro: str = ""
    ag_phone_tollfree: str = ""
    pay_site: str = ""
    policy_url: str = ""
    words: tuple[ApprovedWords, ...] = ()
    # The post's number for who mails: with it letters get a mail barcode, without it none.
    mailer_id: str = ""
    mail_service: str = "300"
    # How far all of a page is moved, in 32nds of an inch: for a printer that feeds askew.
    nudge_right: int = 0
    nudge_down: int = 0

    @property
    def place(self) -> str:
        return f"{self.city}, {self.state} {self.zip}"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One charge of a letter. All amounts positive; `other_cents` is what the clinic took off by
    itself (small write-offs, charity); `due_cents` is what this letter asks for it. `provider` and
    `why` may be "".
    """

    charge_id: str
    service_on: date
    what: str  # "Visit on September 22, 2026": never a clinical word
    provider: str
    charged_cents: int
    due_cents: int
    since: date
    why: str = ""  # "Your plan's deductible"
    discount_cents: int = 0
    insurer_paid_cents: int = 0
    patient_paid_cents: int = 0
    other_cents: int = 0
    insurer_due_cents: int = 0

    @property
    def not_asked_cents(self) -> int:
        """Open but not asked for now: on a plan, in question, or met by money not yet placed."""
        lowered = (
            self.discount_cents
            + self.insurer_paid_cents
            + self.patient_paid_cents
            + self.other_cents
            + self.insurer_due_cents
        )
        return self.charged_cents - lowered - self.due_cents


@dataclass(frozen=True, slots=True)
class Letter:
    """`unplaced_cents` and `plan_cents` are the parts of the lines' open money met by payments
    nobody has placed yet, and on a payment plan. `insurer_open_cents` is the whole account's.
    `address` has no name in it. `itemised_on`, `payments_since_cents` and `dispute_by` speak in a
    first letter. `said` are the further fields its words name; what they say outranks the letter's
    own. A letter that gives money back has no lines: `credit_cents` is what it gives. Nor has one
    about a missed instalment: `plan_cents` is what is left on the plan. `written_with`: the (kind,
    language, version) of every words it is printed with, chosen when it passed the door; () while
    nobody has chosen.
    """

    reference: str
    kind: str
    language: str
    account_id: str
    made_on: date
    reply_by: date
    addressee: tuple[str, ...]
    address: tuple[str, ...]
    greeting_name: str
    lines: tuple[LetterLine, ...]
    due_cents: int
    insurer_open_cents: int = 0
    plan_cents: int = 0
    credit_cents: int = 0
    unplaced_cents: int = 0
    itemised_on: date | None = None
    payments_since_cents: int = 0
    earlier_letter_on: date | None = None
    dispute_by: date | None = None
    said: tuple[tuple[str, Said], ...] = ()
    written_with: tuple[tuple[str, str, int], ...] = ()

    @property
    def other_not_asked_cents(self) -> int:
        """What is left of the lines' open money after plan and unplaced money; below zero: it does
        not add up.
        """
        open_cents = sum(line.not_asked_cents for line in self.lines)
        return open_cents - self.plan_cents - self.unplaced_cents


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class SumRow:
    label: str
    amount: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class VisitRow:
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a filled page.

    `kind`: paragraph, heading, main (the one main sentence), item (`mark` is "1." or "-" or "box"),
    line (kept apart, as in an address; `mark` "first" begins a group), sum, visits (the first row
    is the heading), notice (`mark` is its id; it may have `sum_rows` of its own), courtesy (the
    notice of `mark` in another language, without weight in law).
    """

    kind: str
    runs: tuple[Run, ...] = ()
    mark: str = ""
    sum_rows: tuple[SumRow, ...] = ()
    visit_rows: tuple[VisitRow, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class FilledLetter:
    """A letter whose every word is there, region by region of the page.

    `own_words` are names and addresses, which the linter must not read as words of ours;
    `unverified` the notices whose wording counsel has not confirmed. Region "sheet" is a page in
    `sheet_language` behind the letter. `stamp` is printed across a page that is no letter yet.
    """

    reference: str
    kind: str
    language: str
    account_id: str
    made_on: date
    due_cents: int
    adds_up: bool
    subject: str
    address: tuple[str, ...]
    head: tuple[SumRow, ...]
    regions: tuple[
        tuple[str, tuple[Block, ...]], ...
    ]  # sender, front, left, right, below, back, tear, mail_to, slip, form, sheet
    own_words: tuple[str, ...] = ()
    exceptions: frozenset[str] = frozenset()
    must_say: tuple[str, ...] = ()  # ids of notices
    notice_rules: tuple[tuple[str, str], ...] = ()  # (notice, the rule that asks for it)
    must_quote: tuple[str, ...] = ()  # figures that a notice must give
    registered_name: str = ""
    unverified: tuple[str, ...] = ()
    gives_cents: int = 0  # of a letter that gives money back
    purpose: Purpose = Purpose.ASK
    written_with: tuple[tuple[str, str, int], ...] = ()
    sheet_language: str = ""
    stamp: str = ""
    barcode: str = ""  # 65 bars of the mail, or none
    nudge: tuple[int, int] = (0, 0)  # right and down, in 32nds of an inch
    type_pt: tuple[tuple[str, int], ...] = (
        ("body", BODY_PT),
        ("notice", NOTICE_PT),
        ("address", ADDRESS_PT),
    )

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Of the letter itself; the sheet in another language is not among them."""
        return tuple(block for name, blocks in self.regions if name != "sheet" for block in blocks)
