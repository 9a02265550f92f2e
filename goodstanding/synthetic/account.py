"""One account as its life is told: rows of the export, and what each charge has open, in cents.

The books end on `on`: whatever a life posts after it has not happened yet and is not written.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from goodstanding.core.days import is_business_day
from goodstanding.core.money import plain
from goodstanding.synthetic.care import LOCATIONS, SURGEONS, Procedure
from goodstanding.synthetic.payers import Payer
from goodstanding.synthetic.tables import Rows, no_rows, row_of

CLINIC_ZONE = ZoneInfo("America/Chicago")

# What a live transaction does to the insurer's and the patient's part of its charge (CONTRACT.md
# section 3).
EFFECTS = {
    "insurer_payment": (-1, 0),
    "contractual": (-1, 0),
    "refund_insurer": (1, 0),
    "denial": (0, 0),
    "to_patient": (-1, 1),
    "to_insurer": (1, -1),
    "patient_payment": (0, -1),
    "small_write_off": (0, -1),
    "charity": (0, -1),
    "bad_debt": (0, -1),
    "refund_patient": (0, 1),
}

LOOKED_EVERY = timedelta(days=24)


@dataclass(slots=True)
class Charge:
    """`insurer` and `patient` are the open cents after everything told so far."""

    charge_id: str
    patient_id: str
    service_on: date
    posted_on: date
    cents: int
    insurer: int = 0
    patient: int = 0


class Posted(NamedTuple):
    """A transaction; `transaction_id` is "" when it lies after the end of the books."""

    transaction_id: str
    patient_id: str
    charge: Charge | None
    kind: str
    cents: int
    posted_on: date


@dataclass(slots=True)
class Spell:
    """A stretch of patient money: what became due when, and when it was gone (None: still open)."""

    opened_on: date
    cents: int
    charges: list[Charge]
    closed_on: date | None = None

    @property
    def open_cents(self) -> int:
        return sum(max(charge.patient, 0) for charge in self.charges)


@dataclass(slots=True)
class Account:
    number: int
    on: date
    rng: Random
    rows: Rows = field(default_factory=no_rows)
    spells: list[Spell] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    unapplied: int = 0

    @property
    def died(self) -> bool:
        return any(row[-1] for row in self.rows["patients"])

    def ago(self, days: int) -> date:
        return self.on - timedelta(days=days)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def open_day(self, day: date) -> date:
        """The day itself, or the clinic's next business day."""
        while not is_business_day(day):
            day += timedelta(days=1)
        return day

    def known(self, day: date | None) -> date | None:
        """None for a day after the end of the books."""
        return day if day and day <= self.on else None

    def add(self, table: str, **values: object) -> None:
        self.rows[table].append(row_of(table, values))

    def _next_id(self, letter: str, table: str) -> str:
        return f"{letter}{self.number}{len(self.rows[table]) + 1:03d}"

    def guarantor(self, **values: object) -> None:
        self.add("guarantors", guarantor_id=self.number, **values)

    def patient(self, **values: object) -> str:
        patient_id = self._next_id("P", "patients")
        self.add("patients", patient_id=patient_id, guarantor_id=self.number, **values)
        return patient_id

    def coverage(self, patient_id: str, payer: Payer, *, rank: int = 1, **values: object) -> None:
        member = f"{payer.payer_id[:3]}{self.rng.randrange(10**8, 10**9)}"
        group = f"G{self.rng.randrange(1000, 9999)}" if payer.type == "commercial" else ""
        given = {
            "member_id": member,
            "group_number": group,
            "effective_on": self.ago(1200),
            **values,
        }
        names = {"payer_id": payer.payer_id, "payer_name": payer.name, "payer_type": payer.type}
        self.add("coverages", patient_id=patient_id, rank=rank, **names, **given)

    def charge(self, patient_id: str, procedure: Procedure, on: date, **values: object) -> Charge:
        """`expects` says whose money it is; without it the insurer's. Days after the books' end are
        left empty.
        """
        posted = values.pop("posted_on", on)
        billed = values.pop("first_billed_on", None)
        assert isinstance(posted, date)
        done = Charge(self._next_id("C", "charges"), patient_id, on, posted, procedure.cents)
        if posted > self.on:
            return done
        if values.get("expects") == "patient":
            done.patient = procedure.cents
        else:
            done.insurer = procedure.cents
        self.charges.append(done)
        given = {
            "provider": SURGEONS[0],
            "location": LOCATIONS[0],
            "network": "in",
            "global_days": procedure.global_days,
            **values,
        }
        self.add(
            "charges",
            charge_id=done.charge_id,
            patient_id=patient_id,
            service_date=on,
            posted_on=posted,
            code=procedure.code,
            modifiers=procedure.modifiers,
            units=procedure.units,
            amount=plain(procedure.cents),
            first_billed_on=self.known(billed if isinstance(billed, date) else None),
            **given,
        )
        return done

    def post(self, charge: Charge, kind: str, cents: int, *, on: date, **values: object) -> Posted:
        return self._post(Posted("", charge.patient_id, charge, kind, cents, on), values)

    def post_unapplied(
        self, patient_id: str, kind: str, cents: int, *, on: date, **values: object
    ) -> Posted:
        return self._post(Posted("", patient_id, None, kind, cents, on), values)

    def reverse(self, posted: Posted, on: date, **values: object) -> None:
        """Undoes the whole transaction, if it and the reversal are within the books."""
        if posted.transaction_id and on <= self.on:
            given = {"reverses": posted.transaction_id, **values}
            self._post(posted._replace(kind="reversal", posted_on=on), given)
            self._move(posted, -1)

    def _post(self, draft: Posted, values: dict[str, object]) -> Posted:
        if draft.posted_on > self.on or draft.cents <= 0:
            return draft._replace(transaction_id="")
        posted = draft._replace(transaction_id=self._next_id("T", "transactions"))
        self.add(
            "transactions",
            transaction_id=posted.transaction_id,
            patient_id=posted.patient_id,
            charge_id=posted.charge.charge_id if posted.charge else None,
            posted_on=posted.posted_on,
            kind=posted.kind,
            amount=plain(posted.cents),
            **values,
        )
        self._move(posted, 1)
        return posted

    def _move(self, posted: Posted, sign: int) -> None:
        if posted.kind not in EFFECTS:
            return
        if posted.charge is None:
            self.unapplied -= sign * EFFECTS[posted.kind][1] * posted.cents
        else:
            insurer, patient = EFFECTS[posted.kind]
            posted.charge.insurer += sign * insurer * posted.cents
            posted.charge.patient += sign * patient * posted.cents

    def contact(
        self, on: date, channel: str, kind: str, *, outcome: str = "", **values: object
    ) -> None:
        """A contact in clinic hours of that day; `direction` out unless said."""
        if on > self.on:
            return
        clock = time(self.rng.randint(9, 16), self.rng.randrange(0, 60, 5))
        at = datetime.combine(on, clock, CLINIC_ZONE).isoformat()
        given = {"direction": "out", **values}
        self.add(
            "contacts",
            contact_id=self._next_id("K", "contacts"),
            guarantor_id=self.number,
            at=at,
            channel=channel,
            kind=kind,
            outcome=outcome,
            **given,
        )

    def promise(
        self, made_on: date, cents: int, due_on: date, *, kept_on: date | None = None
    ) -> None:
        if made_on <= self.on:
            self.add(
                "promises",
                promise_id=self._next_id("Z", "promises"),
                guarantor_id=self.number,
                made_on=made_on,
                amount=plain(cents),
                due_on=due_on,
                kept_on=self.known(kept_on),
            )

    def plan(
        self, started_on: date, monthly: int, months: int, *, status: str, due_day: int = 15
    ) -> None:
        self.add(
            "plans",
            plan_id=self._next_id("N", "plans"),
            guarantor_id=self.number,
            started_on=started_on,
            monthly=plain(monthly),
            due_day=due_day,
            months=months,
            status=status,
        )

    def estimate(
        self, patient_id: str, procedure: Procedure, given_on: date, **values: object
    ) -> None:
        given = {
            "provider": SURGEONS[0],
            "amount": plain(procedure.cents),
            "kind": "good_faith",
            **values,
        }
        if given_on <= self.on:
            self.add(
                "estimates",
                estimate_id=self._next_id("E", "estimates"),
                patient_id=patient_id,
                given_on=given_on,
                code=procedure.code,
                **given,
            )

    def hold(
        self,
        kind: str,
        starts_on: date,
        *,
        detail: dict[str, object] | None = None,
        **values: object,
    ) -> None:
        """`detail` with dates in it becomes the contract's JSON; days after the books' end are left
        out. The clinic looks at its holds every few weeks, but for one account in six.
        """
        looks = (self.on - starts_on) // LOOKED_EVERY
        if looks > 0 and int(self.number) % 6:
            detail = {**(detail or {}), "checked_on": starts_on + looks * LOOKED_EVERY}
        kept = {key: value for key, value in (detail or {}).items() if not _after(value, self.on)}
        text = json.dumps(kept, default=str, ensure_ascii=False) if kept else ""
        if starts_on <= self.on:
            self.add(
                "holds",
                hold_id=self._next_id("H", "holds"),
                guarantor_id=self.number,
                kind=kind,
                starts_on=starts_on,
                detail=text,
                **values,
            )

    def appointment(self, patient_id: str, on: date, clock: time, **values: object) -> None:
        starts = datetime.combine(on, clock, CLINIC_ZONE).isoformat()
        given = {"provider": SURGEONS[0], "location": LOCATIONS[0], **values}
        self.add(
            "appointments",
            appointment_id=self._next_id("A", "appointments"),
            patient_id=patient_id,
            starts_at=starts,
            **given,
        )


def _after(value: object, on: date) -> bool:
    return isinstance(value, date) and value > on
