"""Applications to the help program: the lists, one whole, and by what it is measured."""

from dataclasses import dataclass
from datetime import date, datetime

from goodstanding.core import assistance as core
from goodstanding.core.assistance import PENDING, Course, Found, Means, State, Waits
from goodstanding.core.assistance_terms import DOCUMENTS, Assistance
from goodstanding.core.money import Cents
from goodstanding.core.poverty import GUIDELINES, guideline_on
from goodstanding.core.refusals import Refused
from goodstanding.law import live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.models import HelpApplication, HelpDecision, HelpDocument

SHOWN = 300


@dataclass(frozen=True, slots=True)
class Measure:
    """The poverty guideline an income was measured by."""

    year: int
    cents: Cents


@dataclass(frozen=True, slots=True)
class PaperRow:
    kind: str
    label: str
    state: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """`state` is the adjustment's: posted, undone, or "" where nothing was left to take off."""

    charge: str
    round: int
    owed_cents: Cents
    off_cents: Cents
    state: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    key: int
    state: str
    on_appeal: bool
    percent: int
    table_percent: int
    cap_cents: Cents | None
    reason: str
    poverty: int
    guideline_year: int
    policy: str
    good_until: date | None
    owed_cents: Cents
    off_cents: Cents
    asked_by: str
    decided_by: str
    decided_on: date | None
    appeal_by: date | None
    shares: tuple[ShareRow, ...]

    @property
    def helps(self) -> bool:
        return self.percent > 0 or self.off_cents > 0

    @property
    def all_off_cents(self) -> Cents:
        """With what newer visits were helped with."""
        return sum(share.off_cents for share in self.shares)


@dataclass(frozen=True, slots=True)
class EventRow:
    at: datetime
    by: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One of a list; `waits` None when nothing is waited for."""

    number: int
    account_id: str
    name: str
    state: State
    how: str
    how_key: str
    asked_on: date
    waits: Waits | None
    percent: int | None
    good_until: date | None
    ended_on: date | None

    @property
    def state_words(self) -> str:
        return core.STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Whole:
    row: ApplicationRow
    means: Means | None
    hold_id: str
    papers: tuple[PaperRow, ...]
    decisions: tuple[DecisionRow, ...]
    events: tuple[EventRow, ...]

    @property
    def pending(self) -> bool:
        return self.row.state in PENDING

    @property
    def proposed(self) -> DecisionRow | None:
        return next((one for one in self.decisions if one.state == "proposed"), None)

    @property
    def decided(self) -> DecisionRow | None:
        """The last one that stands."""
        return next((one for one in self.decisions if one.state == "decided"), None)


def measured(found: HelpApplication, on: date) -> tuple[Means, Found, Measure]:
    """What the table gives an application whose household and income are known."""
    assert found.people is not None and found.yearly_cents is not None, "it is complete"
    means = Means(found.people, found.yearly_cents)
    return (means, *by_table(means, on))


def by_table(means: Means, on: date) -> tuple[Found, Measure]:
    law = live_book().on(on, clinic.current().state)
    guideline = guideline_on(law)
    if guideline is None:
        raise Refused("No poverty guideline is known for that day, so nobody can be measured.")
    year = law.version(GUIDELINES, "first_person").from_on.year
    terms = clinic.policy_in_force(on).assistance
    return core.found(means, guideline, terms), Measure(year, guideline.of(means.people))


def applications(on: date) -> tuple[ApplicationRow, ...]:
    """All that is pending by its day, then what was decided or ended, the newest of it."""
    rows = (
        HelpApplication.objects.select_related("guarantor")
        .prefetch_related("documents", "decisions").order_by("-number")
    )  # fmt: skip
    terms = clinic.policy_in_force(on).assistance
    waiting = [_row(one, terms) for one in rows.filter(state__in=PENDING)]
    waiting.sort(key=lambda row: (row.waits.by if row.waits else on, row.number))
    over = rows.exclude(state__in=PENDING)[:SHOWN]
    return (*waiting, *(_row(one, terms) for one in over))


def of_account(account_id: str, on: date) -> tuple[ApplicationRow, ...]:
    """Newest first."""
    rows = (
        HelpApplication.objects.filter(guarantor__number=account_id).select_related("guarantor")
        .prefetch_related("documents", "decisions").order_by("-number")
    )  # fmt: skip
    terms = clinic.policy_in_force(on).assistance
    return tuple(_row(one, terms) for one in rows)


def pending_of(account_id: str) -> int | None:
    """The number of the one that is pending."""
    rows = HelpApplication.objects.filter(guarantor__number=account_id, state__in=PENDING)
    return rows.values_list("number", flat=True).first()


def whole(number: int, on: date) -> Whole | None:
    one = (
        HelpApplication.objects.filter(number=number).select_related("guarantor", "hold")
        .prefetch_related("documents", "decisions__shares__charge", "decisions__shares__adjustment")
        .first()
    )  # fmt: skip
    if one is None:
        return None
    terms = clinic.policy_in_force(on).assistance
    means = None
    if one.people is not None and one.yearly_cents is not None:
        means = Means(one.people, one.yearly_cents)
    decisions = sorted(one.decisions.all(), key=lambda each: -each.id)
    return Whole(
        _row(one, terms), means, one.hold.number if one.hold else "",
        tuple(map(_paper, sorted(one.documents.all(), key=lambda each: each.kind))),
        tuple(_decision(each, terms) for each in decisions),
        tuple(
            EventRow(event.at, event.by, event.what, event.text)
            for event in one.events.order_by("-id")
        ),
    )  # fmt: skip


def _row(one: HelpApplication, terms: Assistance) -> ApplicationRow:
    decisions = sorted(one.decisions.all(), key=lambda each: each.id)
    decided = [each for each in decisions if each.state == "decided"]
    last = decided[-1] if decided else None
    course = Course(
        State(one.state), one.begun_on,
        tuple(sorted(each.kind for each in one.documents.all() if each.state == "asked")),
        one.people is not None and one.yearly_cents is not None,
        one.complete_on, one.appealed_on,
        any(each.state == "proposed" for each in decisions),
    )  # fmt: skip
    person = one.guarantor
    return ApplicationRow(
        one.number, person.number, f"{person.last_name}, {person.first_name}", State(one.state),
        core.HOW.get(one.how, ""), one.how, one.asked_on, core.waits_for(course, terms),
        last.percent if last else None, last.good_until if last else None, one.ended_on,
    )  # fmt: skip


def _paper(one: HelpDocument) -> PaperRow:
    return PaperRow(one.kind, DOCUMENTS.get(one.kind, one.kind), one.state, one.on, one.by)


def _decision(one: HelpDecision, terms: Assistance) -> DecisionRow:
    shares = sorted(one.shares.all(), key=lambda share: (share.round, share.id))
    return DecisionRow(
        one.id, one.state, one.on_appeal, one.percent, one.table_percent, one.cap_cents,
        one.reason, one.poverty, one.guideline_year, one.policy, one.good_until, one.owed_cents,
        one.off_cents, one.asked_by, one.decided_by, one.decided_on,
        core.appeal_by(one.decided_on, terms) if one.decided_on else None,
        tuple(
            ShareRow(
                each.charge.number, each.round, each.owed_cents, each.off_cents,
                each.adjustment.state if each.adjustment else "",
            )
            for each in shares
        ),
    )  # fmt: skip


def means_on_file(account_id: str) -> tuple[int | None, Cents | None]:
    """Household and yearly income as the practice system has them."""
    rows = bulk.select(
        "SELECT household_size, annual_income_cents FROM records_guarantor WHERE number = %s",
        [account_id],
    )
    return rows[0] if rows else (None, None)
