"""Odd lives about the patient's own money: disputes, plans, promises, credits, bucket edges."""

from datetime import time

from goodstanding.synthetic import telling as t
from goodstanding.synthetic.account import Account
from goodstanding.synthetic.care import SURGEONS, Procedure


def disputed(a: Account) -> None:
    who = t.alone(a, "Winterhalt Theresa", 39, payer="PRAIR")
    bracing = t.seen(a, who, "L4361 425.00 LT NU", ago=108)
    t.decided(a, bracing, 78, paid=11000, left=9500, reason="1")
    visit = t.seen(a, who, "99213 215.00", ago=108)
    t.decided(a, visit, 78, paid=6700, left=4000, reason="3")
    a.contact(
        a.ago(44),
        "call",
        "other",
        outcome="dispute",
        direction="in",
        note="says the boot was given back",
    )
    a.hold("dispute", a.ago(44), detail={"charges": [bracing.charge_id]})


def code_under_review(a: Account) -> None:
    who = t.alone(a, "Eickhoff Sherri", 48, payer="LAKES")
    visit = t.seen(a, who, "99214 295.00 25", ago=80)
    t.decided(a, visit, 52, paid=9400, left=6500, reason="1")
    a.hold(
        "billing_error", a.ago(12), detail={"raised_on": a.ago(12), "charges": [visit.charge_id]}
    )


def estimate_exceeded(a: Account) -> None:
    who = t.alone(a, "Guuleed Liban", 30)
    procedure = Procedure("26055", 150000)
    a.estimate(who, procedure, a.ago(75), service_date=a.ago(60))
    done = t.seen(
        a, who, "26055 1980.00 RT", ago=60, expects="patient", location="Sartell Surgery Center"
    )
    a.hold(
        "good_faith_dispute", a.ago(20), detail={"filed_on": a.ago(20), "charges": [done.charge_id]}
    )


def paid_twice(a: Account) -> None:
    who = t.alone(a, "Lindemeyer Carol", 56, payer="NSTAR")
    visit = t.seen(a, who, "20610 295.00 RT", ago=99)
    t.decided(a, visit, 70, paid=10300, left=6800, reason="1")
    t.paid(a, visit, 6800, ago=41, method="portal")
    t.paid(a, visit, 6800, ago=38)


def partly_refunded(a: Account) -> None:
    """110.00 too much was paid; 60.00 went back, 50.00 is still a credit."""
    who = t.alone(a, "Ambrosier Bernard", 67, payer="LOONMA")
    visit = t.seen(a, who, "99213 215.00", ago=150)
    t.decided(a, visit, 120, paid=2300, left=4500, reason="3")
    t.paid(a, visit, 15500, ago=100)
    a.post(visit, "refund_patient", 6000, on=a.ago(30), method="check")


def plan_kept(a: Account) -> None:
    who = t.alone(a, "Halvorsen Annika", 43, payer="NSTAR")
    visit = t.seen(a, who, "29881 4320.00 LT", ago=260, location="Sartell Surgery Center")
    t.decided(a, visit, 220, paid=130000, left=120000, reason="1")
    a.plan(a.ago(200), 10000, 12, status="active", due_day=a.ago(185).day)
    for ago in (185, 154, 124, 93, 63, 32, 2):
        t.paid(a, visit, 10000, ago=ago, method="card")


def plan_broken(a: Account) -> None:
    who = t.alone(a, "Kloeckner Wayne", 50, payer="PRAIR")
    visit = t.seen(a, who, "73221 1620.00 RT", ago=240)
    t.decided(a, visit, 205, paid=33000, left=48000, reason="1")
    a.plan(a.ago(190), 8000, 6, status="broken", due_day=15)
    t.paid(a, visit, 8000, ago=170, method="card")
    t.paid(a, visit, 8000, ago=140, method="card")
    a.contact(a.ago(80), "call", "call", outcome="reached", note="lost the job")


def cheque_came_back(a: Account) -> None:
    who = t.alone(a, "Rosvold Erik", 35, payer="LAKES")
    visit = t.seen(a, who, "99203 310.00", ago=125)
    t.decided(a, visit, 95, paid=8740, left=8000, reason="1")
    cheque = t.paid(a, visit, 8000, ago=66)
    a.reverse(cheque, a.ago(59), reason_code="NSF")
    t.paid(a, visit, 3000, ago=31, method="cash")


def moved_and_moved_back(a: Account) -> None:
    """A payment was reversed, then the reversal itself was: the payment stands."""
    who = t.alone(a, "Schreifels Diane", 60, payer="NSTAR")
    first = t.seen(a, who, "99213 215.00", ago=135)
    t.decided(a, first, 104, paid=8000, left=4000, reason="3")
    second = t.seen(a, who, "73030 119.00 LT", ago=100)
    t.decided(a, second, 72, paid=3900, left=3000, reason="1")
    payment = t.paid(a, first, 4000, ago=55)
    a.reverse(payment, a.ago(50))
    reversal = a.rows["transactions"][-1][0]
    a.add(
        "transactions",
        transaction_id=f"{reversal}B",
        patient_id=who,
        charge_id=first.charge_id,
        posted_on=a.ago(49),
        kind="reversal",
        amount="40.00",
        reverses=reversal,
    )
    first.patient -= 4000


def prepaid_more_than_due(a: Account) -> None:
    """500.00 before surgery, 320.00 due of it: 180.00 is a credit until it is applied."""
    who = t.alone(a, "Engebretson Linnea", 57, payer="NSTAR")
    t.unapplied(a, who, 50000, ago=64)
    visit = t.seen(a, who, "64721 2310.00 LT", ago=50, location="Sartell Surgery Center")
    t.decided(a, visit, 20, paid=102000, left=32000, reason="2")
    a.appointment(
        who,
        a.open_day(a.ago(-7)),
        time(10, 15),
        scheduled_on=a.ago(6),
        kind="post-op",
        planned_codes="99024",
        status="booked",
        provider=SURGEONS[1],
    )


def help_asked_for(a: Account) -> None:
    who = t.alone(
        a, "Barrientos Esteban", 44, language="es", household_size=5, annual_income="31000.00"
    )
    visit = t.seen(a, who, "23600 1025.00 RT", ago=132, expects="patient")
    a.post(visit, "charity", 40000, on=a.ago(70))
    again = t.seen(a, who, "73030 119.00 RT", ago=60, expects="patient")
    a.hold("assistance_pending", a.ago(18), detail={"charges": [visit.charge_id, again.charge_id]})


def every_edge(a: Account) -> None:
    """Ten dollars became due 0, 30, 31, 60, 61, 90, 91, 120, 121 and 400 days ago: 20 in each
    bucket.
    """
    who = t.alone(a, "Bakken Ingrid", 41)
    for ago in (400, 121, 120, 91, 90, 61, 60, 31, 30, 0):
        t.seen(a, who, "A4570 10.00", ago=ago, expects="patient", claim_id="")


def with_the_agency(a: Account) -> None:
    who = t.alone(a, "Ostendorf Ralph", 53, payer="LAKES")
    visit = t.seen(a, who, "28296 3420.00 RT", ago=330)
    t.decided(a, visit, 290, paid=120000, left=64600, reason="1")
    for ago, kind in (
        (288, "statement"),
        (258, "statement"),
        (198, "first_letter"),
        (160, "final_letter"),
    ):
        a.contact(a.ago(ago), "mail", kind)
    a.post(visit, "bad_debt", 64600, on=a.ago(120))
    a.hold("agency", a.ago(120), detail={"note": "placed"})
    new = t.seen(a, who, "99213 215.00", ago=62)
    t.decided(a, new, 33, paid=8700, left=2900, reason="2")


def pocket_money(a: Account) -> None:
    who = t.alone(a, "Kjelstad Elsa", 47, payer="PRAIR")
    visit = t.seen(a, who, "73130 112.00 RT", ago=58)
    t.decided(a, visit, 28, paid=5260, left=340, reason="2")


def promises(a: Account) -> None:
    who = t.alone(a, "Dahlberg Kirsten", 32, payer="NSTAR")
    visit = t.seen(a, who, "72148 1740.00", ago=142)
    t.decided(a, visit, 112, paid=60000, left=41000, reason="1")
    a.promise(a.ago(70), 20000, a.ago(58))  # four days later she promised it all instead
    for made, due in ((66, 52), (40, 26)):
        a.contact(a.ago(made), "call", "call", outcome="promise")
        a.promise(a.ago(made), 41000, a.ago(due))
    a.contact(a.ago(3), "call", "call", outcome="promise")
    a.promise(a.ago(3), 20000, a.ago(-7))


def insurer_still_thinking(a: Account) -> None:
    """Old patient money is met by unapplied money on a sibling: nothing is owed now."""
    t.guarantor(a, "Xiongleng Mai", 37, language="hmn")
    first = t.patient(a, "Xiongleng Tou", 8, relation="child")
    second = t.patient(a, "Xiongleng Bao", 14, relation="child")
    visit = t.seen(a, first, "73130 112.00 LT", ago=93, expects="patient")
    t.unapplied(a, second, 11200, ago=20)
    pending = t.seen(a, second, "99203 310.00", ago=16, expects="insurer")
    a.hold("insurer_pending", a.ago(16), detail={"charges": [pending.charge_id]})
    a.contact(a.ago(88), "mail", "statement", note=f"for {visit.charge_id}")
