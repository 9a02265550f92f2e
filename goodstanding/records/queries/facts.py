"""AccountFacts from rows: the one frozen picture a decision sees, as of a day, in a fixed number of
queries.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from goodstanding.core.facts import AccountFacts, ChargeFacts, Layer, PaymentFacts, PlanFacts
from goodstanding.core.languages import base_language
from goodstanding.core.open_items import Open
from goodstanding.core.opt_out import stopped_by_word
from goodstanding.records import bulk, clinic
from goodstanding.records.derived import derive
from goodstanding.records.queries import facts_rows as rows
from goodstanding.records.queries.agency_facts import beside
from goodstanding.records.queries.approved_words import words_by_language
from goodstanding.records.queries.facts_agreed import agreed
from goodstanding.records.queries.facts_holds import holds as holds_of
from goodstanding.records.queries.facts_holds import named_charges, on_known_charges
from goodstanding.records.queries.households import kin as kin_of


def facts_for(guarantors: Sequence[int], on: date) -> list[AccountFacts]:
    """Facts of these accounts (our keys) at the end of the clinic's day `on`, in the order of the
    keys. One with postings after `on` is worked out from the ledger, any other from its open items.
    """
    ordered = sorted(set(guarantors))
    keys = bulk.keys(ordered)
    settings = clinic.current()
    people, books = rows.people(keys, on, settings.timezone)
    money = _money({key: people[key][2] for key in ordered}, on)
    before = rows.end_of(on, settings.timezone)
    patients, holds = rows.patients(keys, on), holds_of(keys, on, before)
    promises, plans = agreed(keys, on)
    asked = bulk.keys(key for key in ordered if money[key].open)
    contacts = rows.contacts(asked, before)
    # What became of a promise or a plan is asked also where nothing is owed any more.
    paying = bulk.keys(key for key in ordered if money[key].open or key in promises or key in plans)
    payments = rows.payments(paying, on)
    charges, counted = _charges(money, on)
    named = named_charges(holds)
    around = rows.around(keys, on, settings.timezone, asked=asked, named=named)
    holds = on_known_charges(holds, around.own_charges)
    kin = kin_of(asked, on, before)
    agency, written_by = beside(contacts, settings.agency, before, on=on)
    own_words = words_by_language({person.language for _, person, _ in people.values()}, before)
    found = []
    for key in ordered:
        number, person, _ = people[key]
        own, said = money[key], tuple(contacts.get(key, ()))
        person = stopped_by_word(person, said, settings.timezone)
        found.append(
            AccountFacts(
                account_id=number, on=on, person=person, clinic_state=settings.state,
                clinic_timezone=settings.timezone, patients=tuple(patients.get(key, ())),
                charges=tuple(charges[key]), unapplied_cents=own.unapplied, credit_cents=own.credit,
                contacts=said, payments=tuple(payments.get(key, ())),
                promises=tuple(promises.get(key, ())),
                plans=_with_loose(plans.get(key, ()), own.unapplied, on),
                holds=tuple(holds.get(key, ())), next_posted_on=own.next_posted_on,
                last_posted_on=own.last_posted_on, visits=tuple(around.visits.get(key, ())),
                write_offs=tuple(around.given_up.get(key, ())), kin=tuple(kin.get(key, ())),
                estimates=tuple(around.estimates.get(key, ())),
                override=around.choices.get(key), agency=agency, books=books,
                counted=tuple(counted[key]),
                kept_from_plan=tuple(around.kept_from_plan.get(key, ())),
                own_words=own_words.get(base_language(person.language), ()),
                written=written_by.get(key, {}),
            )
        )  # fmt: skip
    return found


def _with_loose(plans: Sequence[PlanFacts], unapplied: int, on: date) -> tuple[PlanFacts, ...]:
    """Money nobody has placed yet came since a plan made here was agreed (none is made before it is
    placed): it counts to the first that runs, so that nothing is missed that was paid."""
    first = next((p for p in plans if p.charges and p.status == "active"), None)
    if first is None or unapplied <= 0:
        return tuple(plans)
    paid = (*first.payments, PaymentFacts(on, unapplied))
    return tuple(replace(p, payments=paid) if p is first else p for p in plans)


class _Money:
    """An account's open items and loose money on the day; `counted`: on which layers."""

    __slots__ = (
        "counted", "credit", "insurer", "last_posted_on", "next_posted_on", "patient", "unapplied",
    )  # fmt: skip

    def __init__(self, unapplied: int = 0, credit: int = 0) -> None:
        self.unapplied, self.credit = unapplied, credit
        self.insurer: list[Open] = []
        self.patient: list[Open] = []
        self.counted: Sequence[Open] = ()
        self.last_posted_on: date | None = None
        self.next_posted_on: date | None = None

    @property
    def open(self) -> bool:
        return bool(self.patient or self.unapplied)


def _money(standings: dict[int, tuple[int, int, str | None]], on: date) -> dict[int, _Money]:
    money = {key: _Money() for key in standings}
    loose, ahead = [], []
    for key, (unapplied, credit, last) in standings.items():
        if last is not None and last > on.isoformat():
            ahead.append(key)
        elif unapplied > 0:  # where it was counted is not kept
            loose.append(key)
        else:
            money[key].unapplied, money[key].credit = unapplied, credit
            money[key].last_posted_on = rows.day(last)
    for one in derive([*ahead, *loose], on):
        where = one.position
        money[one.guarantor] = own = _Money(where.unapplied, where.credit)
        own.insurer, own.patient, own.counted = where.insurer, where.patient, where.counted
        own.last_posted_on = rows.day(one.last_posted_on)
    for key, first in _next_posted(ahead, on).items():
        money[key].next_posted_on = rows.day(first)
    kept = set(standings) - {*ahead, *loose}
    for key, charge, party, since, cents in _open_items(kept) if kept else ():
        items = money[key].insurer if party == "insurer" else money[key].patient
        items.append(Open(charge, since, cents))
    return money


def _open_items(keys: set[int]) -> list[tuple[Any, ...]]:
    return bulk.select(
        "SELECT guarantor_id, charge_id, party, CAST(since AS TEXT), cents FROM records_openitem "
        f"WHERE guarantor_id IN ({bulk.keys(keys)}) ORDER BY since, id"
    )


def _next_posted(keys: list[int], on: date) -> dict[int, str]:
    if not keys:
        return {}
    return dict(
        bulk.select(
            "SELECT p.guarantor_id, CAST(MIN(t.posted_on) AS TEXT) FROM records_transfer t "
            f"JOIN records_patient p ON p.id = t.patient_id WHERE p.guarantor_id IN "
            f"({bulk.keys(keys)}) "
            "AND t.posted_on > %s GROUP BY p.guarantor_id",
            [on.isoformat()],
        )
    )


def _charges(
    money: dict[int, _Money], on: date
) -> tuple[dict[int, list[ChargeFacts]], dict[int, list[ChargeFacts]]]:
    """By account, oldest service first: charges with something open; those on which loose money was
    counted, with only that as their layers."""
    open_keys = {
        item.charge for own in money.values() for item in (*own.insurer, *own.patient, *own.counted)
    }
    keys = bulk.keys(open_keys)
    charge_rows, covers = rows.charges(keys)
    denied, moved = rows.reasons(keys, on)

    def made(insurer: Sequence[Open], patient: Sequence[Open]) -> list[ChargeFacts]:
        insured = {item.charge: item.cents for item in insurer}
        layers: dict[int, list[Layer]] = defaultdict(list)
        for item in patient:
            layers[item.charge].append(Layer(rows.day(item.since), item.cents))  # type: ignore[arg-type]
        found = [
            _charge(
                charge_rows[charge], insured.get(charge, 0), tuple(layers.get(charge, ())),
                covers=covers.get(charge, ()),
                reasons=(denied.get(charge, ()), moved.get(charge, ())),
            )
            for charge in {**insured, **layers}
        ]  # fmt: skip
        return sorted(found, key=lambda one: (one.service_on, one.charge_id))

    return (
        {key: made(own.insurer, own.patient) for key, own in money.items()},
        {key: made((), own.counted) if own.counted else [] for key, own in money.items()},
    )


def _charge(
    row: tuple[Any, ...],
    insurer: int,
    layers: tuple[Layer, ...],
    *,
    covers: Any,
    reasons: tuple[Any, Any],
) -> ChargeFacts:
    (_, number, patient, service_on, posted_on, cents, code, claim, network, restricted, billed,
        known, abn, ack,
     modifiers, provider) = row  # fmt: skip
    return ChargeFacts(
        charge_id=number, patient_id=patient, service_on=service_on, posted_on=posted_on,
        cents=cents,
        insurer_cents=insurer, layers=layers,
        coverages=tuple(covers),
        code=f"{code} {modifiers}".strip(), claim_id=claim, network=network,
        self_pay_restriction=bool(restricted),
        first_billed_on=billed, insurer_known_on=known, abn_on=abn, noncovered_ack_on=ack,
        denial_reasons=tuple(reasons[0]),
        patient_reasons=tuple((group, code) for group, code, _ in reasons[1]),
        patient_moves=tuple(reasons[1]), provider=provider,
    )  # fmt: skip
