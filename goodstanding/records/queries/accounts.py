"""The account page: one truth page for "why do I owe this?" and "what should we do?"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goodstanding.core.agency_placing import placing
from goodstanding.core.agency_points import Point
from goodstanding.core.answers import Reason, Verdict
from goodstanding.core.assistance_signs import signs
from goodstanding.core.case import no_looser
from goodstanding.core.facts import AccountFacts, ChargeFacts
from goodstanding.core.gate import PLAN, Proposed, judge
from goodstanding.core.happened import promises_of
from goodstanding.core.hold_cases import HoldStep, next_step
from goodstanding.core.hold_conditions import Condition, conditions
from goodstanding.core.hold_words import in_brief, label_of
from goodstanding.core.holds import stops_of
from goodstanding.core.kept_rates import rates_of
from goodstanding.core.kinds import Act
from goodstanding.core.kinship import address_lines
from goodstanding.core.owed import askable, owed
from goodstanding.core.places import law_for
from goodstanding.core.policy import Policy
from goodstanding.core.promises import Kept, Standing
from goodstanding.core.reaching import CallsMade, calls_made, calls_until
from goodstanding.law import LawOn, live_book
from goodstanding.records import bulk, clinic
from goodstanding.records.queries.account_record import (
    DECISION,
    DecisionInForce,
    aging_of,
    decision_of,
)
from goodstanding.records.queries.agency_asked import whole
from goodstanding.records.queries.assistance_signs import BESIDE, beside_of
from goodstanding.records.queries.coverage import in_force_sql
from goodstanding.records.queries.facts import facts_for
from goodstanding.records.queries.plans_page import PlanShown, plans_shown
from goodstanding.records.queries.presence import VERSION, There, version_text
from goodstanding.records.queries.timeline import TimelineRow, timeline
from goodstanding.records.queries.truth import TruthCheck, checks

_TEAM = f'a.owner, a.id, a."by", a.at, a.note, a.got_at, l."by", l.since, {VERSION}'
_TOGETHER, _BESIDE = 11, 5  # columns of _TEAM, and of BESIDE
JUDGED = (Act.CALL, Act.STATEMENT, Act.REMINDER, Act.FIRST_LETTER, Act.TEXT, Act.EMAIL)


@dataclass(frozen=True, slots=True)
class Person:
    """`address` is empty where it is confidential: it is never shown, only used."""

    name: str
    birth_on: date | None
    language: str
    phones: tuple[str, ...]
    email: str
    address: tuple[str, ...]
    confidential: bool
    mail_returned_on: date | None
    preferred_channel: str


@dataclass(frozen=True, slots=True)
class PatientRow:
    name: str
    patient_id: str
    relation: str
    birth_on: date | None
    deceased_on: date | None
    coverage: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A charge with its four clocks: service, posting, since when the patient owes,
    last statement.
    """

    charge_id: str
    service_on: date
    provider: str
    charged: int
    discount: int
    insurer_paid: int
    patient_paid: int
    other: int
    insurer_due: int
    patient_due: int
    since: date | None
    posted_on: date
    last_statement_on: date | None


@dataclass(frozen=True, slots=True)
class HoldRow:
    hold_id: str
    kind: str
    label: str
    text: str
    starts_on: date
    ends_on: date | None
    step: HoldStep
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """Whose work it is ("" nobody's), with the hand-over note until they put it away (`number` to
    do so); who works it at this moment; and the page's version, for leases.only_one.
    """

    owner: str
    number: int
    given_by: str
    given_at: datetime | None
    note: str
    holder: There | None
    version: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Five numbers that never mix: what the patient owes, the insurer owes, is on hold, on a plan,
    and credit. `hold_cents` and `plan_cents` are parts of what the patient owes that may not be
    asked for now.
    """

    account_id: str
    on: date
    person: Person
    patients: tuple[PatientRow, ...]
    patient_cents: int
    insurer_cents: int
    hold_cents: int
    plan_cents: int
    credit_cents: int
    unapplied_cents: int
    aging: tuple[int, ...]
    checks: tuple[TruthCheck, ...]
    decision: DecisionInForce | None
    kept: bytes | None  # the facts it was decided from, as records/kept_facts.py packs them
    verdicts: Mapping[Act, Verdict]
    items: tuple[ItemRow, ...]
    timeline: tuple[TimelineRow, ...]
    holds: tuple[HoldRow, ...]
    conditions: tuple[Condition, ...]
    overridden: bool  # a person's own choice of the next step is in force
    promises: tuple[Standing, ...]
    rates: tuple[Kept, Kept]  # of its promises, and of its plans' instalments
    promise_cents: int  # what may be promised now; where it is 0, `no_promise` says why
    no_promise: str
    plans: tuple[PlanShown, ...]
    calls: CallsMade
    call_until: datetime | None  # the last moment of the day they may be called, on their own clock
    team: Team
    agency: tuple[Point, ...] = ()  # the manager's checklist; empty off the agency review
    help_signs: tuple[Reason, ...] = ()  # why the help program may fit

    @property
    def checked(self) -> int:
        """How many of the checks found nothing."""
        return sum(check.ok is True for check in self.checks)


def account_page(account_id: str, *, on: date, at: datetime) -> AccountPage | None:
    """None when there is no such account. A fixed number of queries, whatever the
    account's size.
    """
    found = bulk.select(
        "SELECT g.id, g.first_name, g.last_name, g.street, g.street2, g.city, g.state, g.zip, "
        "g.email, (SELECT k.content FROM records_factskept k WHERE k.id = d.facts_id), "
        f"{clinic.POLICY_MARK}, {DECISION}, {_TEAM}, {BESIDE} FROM records_guarantor g LEFT JOIN "
        "records_decision d ON d.id = "
        '(SELECT x.id FROM records_decision x WHERE x.guarantor_id = g.id AND x."on" <= %s '
        'ORDER BY x."on" DESC, x.id DESC LIMIT 1) '
        "LEFT JOIN records_assignment a ON a.guarantor_id = g.id AND a.ended_at IS NULL "
        "LEFT JOIN records_lease l ON l.guarantor_id = g.id AND l.holds AND l.until > %s "
        "WHERE g.number = %s",
        [on.isoformat(), on.isoformat(), at, account_id],
    )
    if not found:
        return None
    key, names, kept, mark = found[0][0], found[0][1:9], *found[0][9:11]
    own, beside = found[0][:-_BESIDE], found[0][-_BESIDE:]
    decided, together = own[11:-_TOGETHER], own[-_TOGETHER:]
    facts = facts_for([key], on)[0]
    law = law_for(facts, live_book())
    money = owed(facts, law)
    on_hold = sum(one.cents for one in money.excluded if one.rule != PLAN)
    verdicts = {act: judge(Proposed(act, at), facts, law) for act in JUDGED}
    own_policy, (may_promise, no_promise) = clinic.policy_marked(mark), askable(facts, law)
    policy = no_looser(own_policy, law)
    promised, decision = promises_of(facts, policy), decision_of(decided)
    events = timeline(key, on, promised)
    reviewed = decision is not None and decision.act == Act.AGENCY_REVIEW
    return AccountPage(
        account_id=account_id, on=on, person=_person(names, facts), patients=_patients(key, on),
        patient_cents=facts.patient_cents, insurer_cents=facts.insurer_cents, hold_cents=on_hold,
        plan_cents=_on_plan(facts, verdicts[Act.STATEMENT], on_hold),
        credit_cents=max(facts.credit_cents, 0),
        unapplied_cents=facts.unapplied_cents, aging=tuple(aging_of(facts, whose="patient")),
        checks=checks(facts, money, law),
        decision=decision, kept=None if kept is None else bytes(kept), verdicts=verdicts,
        items=_items(key, facts, events), timeline=events,
        holds=_holds(facts, law), conditions=conditions(facts, law),
        overridden=facts.override is not None,
        promises=tuple(reversed(promised)), rates=rates_of(promised, facts, policy),
        promise_cents=may_promise, no_promise=no_promise, plans=plans_shown(facts),
        calls=calls_made(at, facts, law), call_until=calls_until(at, facts, law),
        team=_team(together),
        agency=_checklist(key, facts, own_policy, law=law) if reviewed else (),
        help_signs=signs(facts, beside_of(beside, on)),
    )  # fmt: skip


def _checklist(key: int, facts: AccountFacts, policy: Policy, *, law: LawOn) -> tuple[Point, ...]:
    (everything,) = whole([key], facts.on, known=[facts])
    return placing(everything, policy, law).points


def _team(row: tuple[Any, ...]) -> Team:
    owner, number, by, at, note, got_at, worker, since, *version = row
    holder = There(worker, bulk.aware(since), holds=True) if worker else None
    return Team(
        owner or "", number or 0, by or "", bulk.aware(at) if at else None,
        note if note and got_at is None else "", holder, version_text(version),
    )  # fmt: skip


def _on_plan(facts: AccountFacts, verdict: Verdict, on_hold: int) -> int:
    """What a plan in good standing covers: all the patient's open money that is not on hold, or
    what is left out for it."""
    if any(refusal.rule == PLAN for refusal in verdict.refusals):
        return max(facts.patient_cents - on_hold, 0)
    return sum(one.cents for one in verdict.excluded if one.rule == PLAN)


def _person(names: tuple[str, ...], facts: AccountFacts) -> Person:
    first, last, *address, email = names
    own = facts.person
    phones = tuple(dict.fromkeys(one for one in (own.phone_mobile, own.phone_home) if one))
    return Person(
        f"{first} {last}", own.birth_on, own.language, phones, email,
        () if own.confidential_address else address_lines(address), own.confidential_address,
        own.mail_returned_on, own.preferred_channel,
    )  # fmt: skip


def _patients(key: int, on: date) -> tuple[PatientRow, ...]:
    """With the coverages in force on the day, in their order."""
    rows = bulk.select(
        "SELECT p.id, p.first_name, p.last_name, p.number, p.relation, p.birth_on, p.deceased_on, "
        "v.rank, "
        "v.payer_name, v.qmb FROM records_patient p LEFT JOIN records_coverage v ON v.patient_id = "
        f"p.id AND {in_force_sql()} "
        "WHERE p.guarantor_id = %s ORDER BY p.id, v.rank, v.id",
        [on.isoformat(), on.isoformat(), key],
    )
    own: dict[int, tuple[Any, ...]] = {}
    covers: dict[int, list[str]] = {}
    for patient, *about, rank, payer, qmb in rows:
        own[patient] = tuple(about)
        covers.setdefault(patient, [])
        if rank is not None:
            covers[patient].append(f"{rank}. {payer}{' (QMB)' if qmb else ''}")
    return tuple(
        PatientRow(
            f"{first} {last}", number, relation or "self", birth, died, ", ".join(covers[patient])
        )
        for patient, (first, last, number, relation, birth, died) in own.items()
    )


_SUMS = ", ".join(
    f"COALESCE(SUM(CASE WHEN t.kind IN ({kinds}) THEN CASE WHEN t.kind LIKE 'refund%%' THEN "
    f"-t.cents ELSE t.cents END "
    "ELSE 0 END), 0)"
    for kinds in (
        "'contractual'",
        "'insurer_payment', 'refund_insurer'",
        "'patient_payment', 'refund_patient', 'apply_unapplied'",
        "'small_write_off', 'charity', 'bad_debt'",
    )
)


def _items(key: int, facts: AccountFacts, events: tuple[TimelineRow, ...]) -> tuple[ItemRow, ...]:
    """Every charge of the account posted by the day, newest service first."""
    on = facts.on.isoformat()
    is_open = {charge.charge_id: charge for charge in facts.charges}
    statements = [event.on for event in events if event.kind == "statement"]
    rows: list[tuple[Any, ...]] = bulk.select(
        f"SELECT c.number, c.service_on, c.provider, c.cents, c.posted_on, {_SUMS} FROM "
        f"records_charge c "
        "JOIN records_patient p ON p.id = c.patient_id LEFT JOIN records_transfer t ON t.charge_id "
        "= c.id "
        "AND t.posted_on <= %s AND t.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM "
        "records_transfer r "
        "WHERE r.reverses_id = t.id AND r.posted_on <= %s) WHERE p.guarantor_id = %s AND "
        "c.posted_on <= %s "
        "GROUP BY c.id, c.number, c.service_on, c.provider, c.cents, c.posted_on ORDER BY "
        "c.service_on DESC, c.number",
        [on, on, key, on],
    )
    return tuple(
        ItemRow(
            number, service_on, provider, cents, int(discount), int(insurer), int(patient),
            int(other),
            insurer_due=is_open[number].insurer_cents if number in is_open else 0,
            patient_due=is_open[number].patient_cents if number in is_open else 0,
            since=_owed_since(is_open.get(number)),
            posted_on=posted_on, last_statement_on=max((d for d in statements if d >= posted_on),
            default=None),
        )
        for number, service_on, provider, cents, posted_on, discount, insurer, patient,
        other in rows
    )  # fmt: skip


def _owed_since(charge: ChargeFacts | None) -> date | None:
    return charge.layers[0].since if charge is not None and charge.layers else None


def _holds(facts: AccountFacts, law: LawOn) -> tuple[HoldRow, ...]:
    """Those in force, and what was discharged, for ever."""
    return tuple(
        HoldRow(
            hold.hold_id, hold.kind.value, label_of(hold), in_brief(hold), hold.starts_on,
            hold.ends_on,
            next_step(hold, facts, law),
            bool(hold.detail.get("discharged_on")),
        )
        for hold in facts.holds
        if hold.in_force(facts.on)
        or (hold.starts_on <= facts.on and stops_of(hold, facts, law))
    )  # fmt: skip
