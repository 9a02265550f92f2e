"""Random visits and what the insurer makes of them: billed, paid, denied, appealed, moved."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from goodstanding.synthetic import care
from goodstanding.synthetic.account import Account, Charge, Posted
from goodstanding.synthetic.payers import Cover, Payer, patient_share

DENIED = 0.118  # of first decisions
DENIALS = (
    ("CO", "16"),
    ("CO", "197"),
    ("CO", "50"),
    ("PR", "27"),
    ("CO", "29"),
    ("OA", "22"),
    ("PR", "204"),
)


@dataclass(slots=True)
class Visit:
    """`due_on` is the last day on which money of this visit became the patient's; `found_on` the
    day the clinic learnt of the insurer, when the patient was asked first.
    """

    patient_id: str
    on: date
    kind: str
    claim_id: str
    charges: list[Charge]
    billed_on: date
    lines: list[care.Procedure]
    region: care.Region
    due_on: date | None = None
    found_on: date | None = None
    insurer_paid: list[Posted] = field(default_factory=list)


def make_visit(account: Account, patient_id: str, cover: Cover, *, on: date, kind: str) -> Visit:
    rng = account.rng
    region = rng.choice(care.REGIONS)
    place = care.PLACE.get(kind, 0 if rng.random() < 0.8 else 2)
    claim_id = f"{account.number}-{len({row[2] for row in account.rows['charges']}) + 1:02d}"
    late = cover.type == "commercial" and account.chance(0.015)
    found = account.open_day(on + timedelta(days=rng.randint(20, 60))) if late else None
    billed = account.open_day((found or on) + timedelta(days=rng.randint(1, 10)))
    posted = account.open_day(on + timedelta(days=rng.choice((0, 0, 1, 1, 2))))
    surgeon = rng.choice(care.SURGEONS)
    values: dict[str, object] = {
        "claim_id": claim_id,
        "posted_on": posted,
        "location": care.LOCATIONS[place],
        "diagnosis": region.diagnosis,
        "network": "out" if cover.type == "other" else "in",
    }
    values["first_billed_on"] = billed if cover.payer else None
    values["insurer_known_on"] = account.known(found)
    values["expects"] = "patient" if found or not cover.payer else None
    lines = care.visit_lines(rng, kind, region)
    visit = Visit(patient_id, on, kind, claim_id, [], billed, lines, region, found_on=found)
    for line in lines:
        assists = line.modifiers.endswith("AS")
        provider = rng.choice(care.ASSISTANTS) if assists else surgeon
        visit.charges.append(account.charge(patient_id, line, on, provider=provider, **values))
    if values["expects"]:
        visit.due_on = posted
    _note_appointment(account, visit, surgeon, place=place)
    return visit


def _note_appointment(account: Account, visit: Visit, surgeon: str, *, place: int) -> None:
    if visit.on >= account.ago(31):
        account.appointment(
            visit.patient_id,
            visit.on,
            time(account.rng.randint(8, 15), account.rng.choice((0, 15, 30, 45))),
            scheduled_on=visit.on - timedelta(days=account.rng.randint(1, 40)),
            provider=surgeon,
            location=care.LOCATIONS[place],
            kind=visit.kind,
            status="completed",
        )


def follow_ups(account: Account, visit: Visit, cover: Cover) -> list[Visit]:
    """The visits inside the global period: no charge for the visit itself, an x-ray at most is
    billed.
    """
    done = []
    for days in (14, 42, 84):
        on = account.open_day(visit.on + timedelta(days=days))
        if on > account.on:
            _book_follow_up(account, visit, on)
        if on > account.on or account.chance(0.2):
            continue
        values: dict[str, object] = {
            "claim_id": f"{visit.claim_id}-F{days}",
            "posted_on": on,
            "diagnosis": visit.region.diagnosis,
        }
        if not cover.payer:
            values["expects"] = "patient"
        lines = [care.FOLLOW_UP] + ([visit.region.xray] if account.chance(0.4) else [])
        billed = account.open_day(on + timedelta(days=4))
        charges = [
            account.charge(
                visit.patient_id, line, on, first_billed_on=billed if line.cents else None, **values
            )
            for line in lines
        ]
        done.append(
            Visit(
                visit.patient_id,
                on,
                "follow-up",
                str(values["claim_id"]),
                charges,
                billed,
                lines,
                visit.region,
            )
        )
        if not cover.payer:
            done[-1].due_on = on
    return done


def _book_follow_up(account: Account, visit: Visit, day: date) -> None:
    if day <= account.ago(-21):
        account.appointment(
            visit.patient_id,
            day,
            time(account.rng.randint(8, 15), 20),
            scheduled_on=visit.on,
            kind="post-op",
            planned_codes="99024",
            status="booked",
        )


def insurer_decides(account: Account, visit: Visit, cover: Cover) -> None:
    """The first decision 10 to 45 days after billing, later where a work injury or a car is argued
    about.
    """
    rng = account.rng
    slow = cover.type in ("workers_comp", "no_fault", "liability")
    wait = rng.randint(15, 70) if slow else min(rng.randint(10, 45), rng.randint(10, 45))
    day = account.open_day(visit.billed_on + timedelta(days=wait))
    if slow and account.chance(
        0.16
    ):  # contested: meanwhile the insurer's money stays open and a hold says so
        pays(account, visit, cover, on=account.open_day(day + timedelta(days=rng.randint(60, 330))))
    elif account.chance(DENIED):
        _denied(account, visit, cover, on=day)
    else:
        pays(account, visit, cover, on=day)


def _denied(account: Account, visit: Visit, cover: Cover, *, on: date) -> None:
    rng = account.rng
    group, reason = rng.choice(DENIALS)
    payer = cover.payer
    assert payer is not None
    for charge in visit.charges:
        account.post(
            charge,
            "denial",
            charge.cents,
            on=on,
            payer_id=payer.payer_id,
            group_code=group,
            reason_code=reason,
        )
    later = account.open_day(on + timedelta(days=rng.randint(18, 75)))
    end = rng.random()
    if end < 0.60:
        pays(account, visit, cover, on=later)
    elif end < 0.72:  # appealed; the payer is slow
        account.hold(
            "payer_appeal",
            on + timedelta(days=9),
            patient_id=visit.patient_id,
            detail=_about(visit),
            ends_on=account.known(later + timedelta(days=60)),
        )
        pays(account, visit, cover, on=account.open_day(later + timedelta(days=60)))
    elif end < 0.90 or cover.type not in ("commercial", "other"):
        _written_off(account, visit, payer, on=later + timedelta(days=rng.choice((0, 0, 30, 90))))
    else:
        _all_to_patient(account, visit, payer, on=later)


def _about(visit: Visit) -> dict[str, object]:
    return {"charges": [charge.charge_id for charge in visit.charges]}


def _written_off(account: Account, visit: Visit, payer: Payer, *, on: date) -> None:
    for charge in visit.charges:
        account.post(
            charge,
            "contractual",
            charge.insurer,
            on=on,
            payer_id=payer.payer_id,
            group_code="CO",
            reason_code="29",
        )


def _all_to_patient(account: Account, visit: Visit, payer: Payer, *, on: date) -> None:
    for charge in visit.charges:
        account.post(
            charge,
            "to_patient",
            charge.insurer,
            on=on,
            payer_id=payer.payer_id,
            group_code="PR",
            reason_code="27",
        )
    visit.due_on = account.known(on)


def pays(account: Account, visit: Visit, cover: Cover, *, on: date) -> None:
    """Contractual adjustment, payment and the patient's share of every line, all with one payment
    number.
    """
    payer = cover.payer
    assert payer is not None
    reference = f"EFT{account.rng.randrange(10**7, 10**8)}"
    given: dict[str, object] = {"payer_id": payer.payer_id, "reference": reference}
    received = on - timedelta(days=account.rng.choice((0, 1, 3)))
    for index, charge in enumerate(visit.charges):
        allowed = int(charge.insurer * payer.allows)
        shares = patient_share(cover, allowed, large=visit.kind in care.LARGE, first=index == 0)
        paid = allowed - sum(cents for _, cents in shares)
        withheld = paid * 2 // 100 if cover.type.startswith("medicare") else 0
        account.post(
            charge,
            "contractual",
            charge.insurer - allowed,
            on=on,
            group_code="CO",
            reason_code="45",
            **given,
        )
        account.post(
            charge, "contractual", withheld, on=on, group_code="CO", reason_code="253", **given
        )
        given_by = account.post(
            charge,
            "insurer_payment",
            paid - withheld,
            on=on,
            received_on=received,
            method="ach",
            **given,
        )
        visit.insurer_paid.append(given_by)
        if not cover.second:
            for code, cents in shares:
                account.post(
                    charge, "to_patient", cents, on=on, group_code="PR", reason_code=code, **given
                )
    visit.due_on = account.known(on)
    if cover.second:
        _second_pays(account, visit, cover, after=on)


def _second_pays(account: Account, visit: Visit, cover: Cover, *, after: date) -> None:
    """What the first payer left open: a supplement pays most of it, Medical Assistance behind a QMB
    some.
    """
    rng = account.rng
    day = account.open_day(after + timedelta(days=rng.randint(9, 30)))
    second = cover.second
    assert second is not None
    visit.due_on = account.known(day)
    if account.chance(0.05):  # did not cross over, and was noticed late
        day = account.open_day(day + timedelta(days=rng.randint(60, 240)))
        visit.due_on = account.known(day)
    given: dict[str, object] = {
        "payer_id": second.payer_id,
        "reference": f"EFT{rng.randrange(10**7, 10**8)}",
    }
    wrongly = cover.qmb and account.chance(0.05)
    leaves = not cover.qmb and account.chance(0.22)
    for charge in visit.charges:
        left = charge.insurer
        if wrongly:
            account.post(
                charge, "to_patient", left, on=day, group_code="PR", reason_code="2", **given
            )
            continue
        paid = left * 40 // 100 if cover.qmb else left * 45 // 100 if leaves else left
        account.post(charge, "insurer_payment", paid, on=day, method="check", **given)
        if cover.qmb:
            account.post(
                charge,
                "contractual",
                left - paid,
                on=day,
                group_code="CO",
                reason_code="45",
                **given,
            )
        else:
            account.post(
                charge, "to_patient", left - paid, on=day, group_code="PR", reason_code="1", **given
            )


def insurance_found(account: Account, visit: Visit) -> None:
    """The patient was asked first; then the card came, and the money went to the insurer."""
    assert visit.found_on is not None
    visit.due_on = None
    for charge in visit.charges:
        account.post(charge, "to_insurer", charge.patient, on=visit.found_on)


def takeback(account: Account, visit: Visit) -> None:
    """One visit in a hundred: the insurer takes its payments back and pays again later."""
    if not account.chance(0.01) or visit.due_on is None:
        return
    day = account.open_day(visit.due_on + timedelta(days=account.rng.randint(40, 120)))
    again = account.open_day(day + timedelta(days=account.rng.randint(15, 60)))
    for payment in visit.insurer_paid:
        account.reverse(payment, day)
        if payment.charge and day <= account.on:
            account.post(
                payment.charge,
                "insurer_payment",
                payment.cents,
                on=again,
                method="ach",
                reference="repaid",
            )
