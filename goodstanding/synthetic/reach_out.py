"""How the clinic kept after open patient money, what people said, and what holds back."""

from collections.abc import Callable
from datetime import date, time, timedelta

from goodstanding.synthetic import care
from goodstanding.synthetic.account import Account, Spell

Place = Callable[[Account, Spell], None]

LADDER = (
    (2, "mail", "statement"),
    (14, "", "reminder"),
    (30, "mail", "statement"),
    (45, "call", "call"),
    (60, "mail", "reminder"),
    (75, "call", "call"),
    (90, "mail", "first_letter"),
)
CALL_OUTCOMES = (
    ("voicemail", 46),
    ("no_answer", 30),
    ("reached", 12),
    ("promise", 6),
    ("wrong_number", 3),
    ("left_message_third_party", 3),
)


def write_contacts(account: Account) -> None:
    """The steps of every spell while money was open; staff fell behind on one account in three."""
    last: date | None = None
    for spell in sorted(account.spells, key=lambda spell: spell.opened_on):
        until = min(spell.closed_on or account.on, account.on)
        steps = account.rng.randint(0, 6) if account.chance(0.35) else len(LADDER)
        for days, channel, kind in LADDER[:steps]:
            day = account.open_day(spell.opened_on + timedelta(days=days))
            if day >= until:
                break
            if last is None or day - last > timedelta(days=10):
                _step(account, day, channel, kind=kind)
                last = day


def _step(account: Account, day: date, channel: str, *, kind: str) -> None:
    channel = channel or account.rng.choice(("mail", "text", "email"))
    outcome = ""
    if channel == "call":
        outcomes, weights = zip(*CALL_OUTCOMES, strict=True)
        outcome = account.rng.choices(outcomes, weights)[0]
        kind = "voicemail" if outcome == "voicemail" else "call"
    elif channel == "mail" and account.chance(0.01):
        outcome = "returned_mail"
    account.contact(day, channel, kind, outcome=outcome)
    if account.chance(0.03):
        account.contact(
            account.open_day(day + timedelta(days=4)),
            "call",
            "other",
            outcome="reached",
            direction="in",
            note="asked what the bill is for",
        )


def write_holds(account: Account, payer_type: str) -> None:
    """Holds in their proportions among accounts with open patient money; injuries argued about
    besides.
    """
    if payer_type in ("workers_comp", "no_fault") and any(
        charge.insurer > 0 for charge in account.charges
    ):
        since = min(charge.service_on for charge in account.charges)
        account.hold(payer_type, since, detail={"note": "claim open with the insurer"})
    open_spells = [spell for spell in account.spells if spell.open_cents]
    if not open_spells:
        return
    draw, spell = account.rng.random(), open_spells[0]
    for share, place in HOLD_SHARES:
        if draw < share:
            place(account, spell)
            return
        draw -= share


def _since(account: Account, spell: Spell) -> date:
    return spell.opened_on + (account.on - spell.opened_on) * account.rng.randint(20, 95) // 100


def _bankruptcy(account: Account, spell: Spell) -> None:
    filed = _since(account, spell)
    chapter = account.rng.choice((7, 7, 13))
    discharged = filed + timedelta(days=115) if chapter == 7 else None
    account.hold(
        "bankruptcy",
        filed + timedelta(days=4),
        detail={
            "chapter": chapter,
            "case": f"{filed:%y}-{account.rng.randrange(30000, 39999)}",
            "filed_on": filed,
            **({"discharged_on": discharged} if discharged else {}),
        },
    )


def _estate(account: Account, spell: Spell) -> None:
    row = account.rows["patients"][0]
    seen = max(charge.service_on for charge in account.charges)
    if row[6] != "self" or seen == account.on:
        return
    died = max(_since(account, spell), seen)
    account.rows["patients"][0] = (*row[:-1], died.isoformat())
    detail: dict[str, object] = {"died_on": died}
    if account.chance(0.5):
        detail |= {
            "representative": "Personal representative of the estate",
            "opened_on": died + timedelta(days=30),
        }
    account.hold("estate", died, patient_id=row[0], detail=detail)


def _dispute(account: Account, spell: Spell) -> None:
    since = _since(account, spell)
    account.contact(since, "call", "other", outcome="dispute", direction="in")
    account.hold("dispute", since, detail={"charges": [spell.charges[0].charge_id]})


def _assistance(account: Account, spell: Spell) -> None:
    account.hold(
        "assistance_pending", _since(account, spell), detail={"note": "application received"}
    )


def _attorney(account: Account, spell: Spell) -> None:
    detail: dict[str, object] = {
        "name": "Birchwood Law Office",
        "address": "10 Granite Drive, St. Cloud MN 56301",
    }
    account.hold("attorney", _since(account, spell), detail=detail)


def _plain(kind: str) -> Place:
    def place(account: Account, spell: Spell) -> None:
        account.hold(kind, _since(account, spell))

    return place


def _open_promise(account: Account, spell: Spell) -> None:
    made = account.open_day(account.ago(account.rng.randint(1, 8)))
    if made > account.on:
        made = account.on
    account.contact(made, "call", "call", outcome="promise")
    account.promise(made, spell.open_cents, account.on + timedelta(days=account.rng.randint(1, 13)))


HOLD_SHARES = (
    (0.004, _bankruptcy),
    (0.008, _estate),
    (0.025, _dispute),
    (0.015, _assistance),
    (0.002, _attorney),
    (0.002, _plain("military")),
    (0.003, _plain("insurer_pending")),
    (0.002, _plain("cease_contact")),
    (0.002, _plain("manual")),
    (0.020, _open_promise),
)


def write_appointments(account: Account, patient_id: str) -> None:
    """Visits of the next three weeks, and the missed and cancelled ones of the last month."""
    rng = account.rng
    draw = rng.random()
    if draw > 0.24:
        return
    booked = draw < 0.17
    day = account.open_day(
        account.on + timedelta(days=rng.randint(0, 21) if booked else -rng.randint(1, 31))
    )
    if not booked and day >= account.on:
        return
    kind = rng.choice(("office", "office", "injection", "image", "surgery", "post-op"))
    region = rng.choice(care.REGIONS)
    lines = care.visit_lines(rng, "office" if kind == "post-op" else kind, region)
    codes = "99024" if kind == "post-op" else " ".join(line.code for line in lines)
    account.appointment(
        patient_id,
        day,
        time(rng.randint(8, 15), rng.choice((0, 15, 30, 45))),
        planned_codes=codes,
        kind=kind,
        scheduled_on=min(day - timedelta(days=rng.randint(2, 30)), account.on),
        provider=rng.choice(care.PROVIDERS),
        location=rng.choice(care.LOCATIONS),
        status="booked" if booked else rng.choice(("cancelled", "no_show")),
    )
    if booked and kind in ("surgery", "image") and account.chance(0.7):
        insured = bool(account.rows["coverages"])
        account.estimate(
            patient_id,
            lines[0],
            account.on,
            service_date=day,
            kind="insured" if insured else "good_faith",
        )


def write_tomorrow(account: Account, patient_id: str) -> None:
    """Some who owe, promised or pay a plan come on the next open day: the desk's list says more
    than nothing. Drawn last, so that nothing else of the account changes."""
    recent = account.ago(120).isoformat()
    owing = any(row[5] == "to_patient" and row[3] >= recent for row in account.rows["transactions"])
    draw = account.rng.random()
    if draw < (0.5 if account.rows["plans"] else 0.05 if owing else 0):
        account.appointment(
            patient_id,
            account.open_day(account.on + timedelta(days=1)),
            time(account.rng.randint(8, 15), account.rng.choice((10, 25, 40, 55))),
            kind="office",
            scheduled_on=account.ago(account.rng.randint(3, 20)),
            provider=account.rng.choice(care.PROVIDERS),
            location=care.LOCATIONS[0],
            status="booked",
        )
