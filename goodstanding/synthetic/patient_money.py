"""How patients pay what became theirs: whether, when, which way, and what goes wrong.

Shares are assumptions (a paying share falling with the amount, as practices report it), not
measurements.
"""

from datetime import date, timedelta

from goodstanding.core.days import add_months
from goodstanding.core.money import split
from goodstanding.synthetic.account import Account, Charge, Posted, Spell
from goodstanding.synthetic.visits import Visit

PAYS = ((5000, 0.80), (15000, 0.75), (50000, 0.62), (150000, 0.45), (10**12, 0.30))
METHODS = ("check", "check", "card", "portal", "portal", "card", "cash", "ach")
PLAN_MONTHS = ((30000, 3), (60000, 6), (120000, 12), (10**12, 24))


def paying_share(cents: int) -> float:
    return next(share for limit, share in PAYS if cents <= limit)


def pay(
    account: Account, charges: list[Charge], cents: int, *, on: date, method: str = ""
) -> list[Posted]:
    """Places money on the charges in order; what is too much stays unapplied with the guarantor."""
    method = method or account.rng.choice(METHODS)
    reference = (
        f"{account.rng.randrange(1000, 9999)}"
        if method == "check"
        else f"R{account.rng.randrange(10**6)}"
    )
    received = account.known(on - timedelta(days=1 if method == "check" else 0))
    posted = []
    for charge in charges:
        part = min(cents, max(charge.patient, 0))
        cents -= part
        if part:
            posted.append(
                account.post(
                    charge,
                    "patient_payment",
                    part,
                    on=on,
                    method=method,
                    reference=reference,
                    received_on=received,
                )
            )
    if cents:
        first = charges[0].patient_id
        account.post_unapplied(
            first, "patient_payment", cents, on=on, method=method, reference=reference
        )
    return posted


def patient_turn(account: Account, visit: Visit) -> None:
    """From the day the visit's money is the patient's: a plan, payment, or none; remembered as a
    Spell.
    """
    due = sum(max(charge.patient, 0) for charge in visit.charges)
    if not due or visit.due_on is None:
        return
    spell = Spell(visit.due_on, due, [charge for charge in visit.charges if charge.patient > 0])
    account.spells.append(spell)
    if due >= 12000 and account.chance(0.13):
        _plan(account, spell)
    elif account.chance(paying_share(due)):
        _pays(account, spell)
    else:
        _does_not_pay(account, spell)
    if not spell.open_cents and spell.closed_on is None:
        spell.closed_on = account.on


def _pays(account: Account, spell: Spell) -> None:
    rng = account.rng
    wait = min(max(round(rng.lognormvariate(3.3, 0.7)), 4), 220)
    parts = 1 if spell.cents < 8000 or account.chance(0.8) else rng.choice((2, 2, 3))
    day = spell.opened_on
    for share in split(spell.cents, parts):
        day = account.open_day(day + timedelta(days=wait))
        wait = rng.randint(20, 40)
        if day > account.on:
            return
        method = rng.choice(METHODS)
        posted = pay(account, spell.charges, share, on=day, method=method)
        _mishaps(account, spell, posted, method=method)
    if account.chance(0.012):
        _pays_twice(account, spell, day)
    spell.closed_on = day if not spell.open_cents else None
    if day > spell.opened_on + timedelta(days=40) and account.chance(0.25):
        account.promise(
            day - timedelta(days=rng.randint(6, 14)),
            spell.cents,
            day + timedelta(days=2),
            kept_on=day,
        )


def _mishaps(account: Account, spell: Spell, posted: list[Posted], *, method: str) -> None:
    """A returned cheque, or money booked wrongly and booked anew a week later."""
    if not posted:
        return
    last = posted[-1]
    if method == "check" and account.chance(0.03):
        back = account.open_day(last.posted_on + timedelta(days=6))
        for payment in posted:
            account.reverse(payment, back, reason_code="NSF")
        if account.chance(0.6):
            again = account.open_day(back + timedelta(days=21))
            pay(account, spell.charges, sum(p.cents for p in posted), on=again, method="cash")
    elif account.chance(0.006) and last.charge is not None:
        on = account.open_day(last.posted_on + timedelta(days=8))
        account.reverse(last, on)
        account.post(
            last.charge, "patient_payment", last.cents, on=on, method=method, reference="moved"
        )


def _pays_twice(account: Account, spell: Spell, day: date) -> None:
    """The cheque and the portal crossed: a credit on the charge."""
    charge = spell.charges[0]
    again = account.open_day(day + timedelta(days=3))
    extra = min(spell.cents, charge.cents)
    account.post(charge, "patient_payment", extra, on=again, method="portal", reference="twice")


def _does_not_pay(account: Account, spell: Spell) -> None:
    rng = account.rng
    if spell.cents < 500:
        _ends(
            account,
            spell,
            "small_write_off",
            on=spell.opened_on + timedelta(days=rng.randint(35, 120)),
        )
        return
    if account.chance(0.35):
        some = account.open_day(spell.opened_on + timedelta(days=rng.randint(25, 110)))
        pay(account, spell.charges, spell.cents * rng.randint(25, 70) // 100, on=some)
    if account.chance(0.12):
        made = spell.opened_on + timedelta(days=rng.randint(44, 60))
        account.promise(made, spell.open_cents, made + timedelta(days=14))
    end = rng.random()
    if end < 0.84:
        _ends(account, spell, "bad_debt", on=spell.opened_on + timedelta(days=rng.randint(95, 165)))
    elif end < 0.97:
        _ends(account, spell, "charity", on=spell.opened_on + timedelta(days=rng.randint(30, 110)))


def _ends(account: Account, spell: Spell, kind: str, *, on: date) -> None:
    """The rest is given up on that day, for that reason."""
    on = account.open_day(on)
    if on > account.on:
        return
    for charge in spell.charges:
        account.post(charge, kind, max(charge.patient, 0), on=on)
    spell.closed_on = on


def _plan(account: Account, spell: Spell) -> None:
    """Monthly payments from the next month on; three in ten stop after a few."""
    rng = account.rng
    months = next(count for limit, count in PLAN_MONTHS if spell.cents <= limit)
    started = account.open_day(spell.opened_on + timedelta(days=rng.randint(20, 70)))
    if started > account.on:
        return
    due_day = rng.choice((1, 5, 10, 15, 20, 25))
    stops = rng.randint(1, max(months // 2, 1)) if account.chance(0.3) else months
    monthly = -(-spell.cents // months)
    first = add_months(started.replace(day=due_day), 1)
    paid = 0
    for month in range(stops):
        on = account.open_day(add_months(first, month))
        if on <= account.on:
            pay(account, spell.charges, min(monthly, spell.open_cents), on=on, method="card")
            paid += 1
    broken = stops < months and add_months(first, stops + 1) < account.on
    status = "broken" if broken else "completed" if not spell.open_cents else "active"
    account.plan(started, monthly, months, status=status, due_day=due_day)
    if status == "completed":
        spell.closed_on = account.open_day(add_months(first, months - 1))
    if broken and account.chance(0.85):
        _ends(account, spell, "bad_debt", on=add_months(first, stops + 4))


def desk_copay(account: Account, visit: Visit, cents: int) -> None:
    """A copay taken at the desk before any insurer decided: unapplied, and mostly placed once the
    share is known.
    """
    if not cents or visit.on > account.on:
        return
    taken = account.post_unapplied(
        visit.patient_id,
        "patient_payment",
        cents,
        on=visit.on,
        method=account.rng.choice(("card", "cash", "check")),
        reference="desk",
    )
    owed = sum(max(charge.patient, 0) for charge in visit.charges)
    if visit.due_on is None or account.chance(0.04):
        return
    placed_on = account.open_day(visit.due_on + timedelta(days=account.rng.randint(0, 3)))
    if owed >= cents and placed_on <= account.on:
        account.reverse(taken, placed_on, reference="placed")
        pay(account, visit.charges, cents, on=placed_on, method="card")


def refund_credits(account: Account) -> None:
    """Most credits go back once nothing is open and nothing else moves, so no refund is above the
    credit.
    """
    postings = account.rows["transactions"]
    if not postings or any(charge.patient > 0 for charge in account.charges) or account.chance(0.3):
        return
    last = max(date.fromisoformat(row[3]) for row in postings)
    day = account.open_day(last + timedelta(days=account.rng.randint(7, 40)))
    for charge in account.charges:
        account.post(charge, "refund_patient", -charge.patient, on=day, method="check")
    if not any(charge.insurer for charge in account.charges):
        patient_id = postings[0][1]
        account.post_unapplied(
            patient_id, "refund_patient", account.unapplied, on=day, method="check"
        )
