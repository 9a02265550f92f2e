"""Odd lives about insurers: money that is not, not yet or never the patient's."""

from goodstanding.synthetic import telling as t
from goodstanding.synthetic.account import Account
from goodstanding.synthetic.payers import PAYERS


def qmb_wrongly_asked(a: Account) -> None:
    t.guarantor(a, "Ostby Karin", 74)
    who = t.patient(a, "Ostby Karin", 74)
    a.coverage(who, PAYERS["MCRB"], qmb="Y")
    a.coverage(who, PAYERS["MNMA"], rank=2)
    visit = t.seen(a, who, "20610 295.00 LT", ago=88)
    t.decided(a, visit, 60, paid=7200, left=1829)
    a.contact(a.ago(58), "mail", "statement")


def qmb_paid_at_the_desk(a: Account) -> None:
    t.guarantor(a, "Vossberg Roger", 71)
    who = t.patient(a, "Vossberg Roger", 71)
    a.coverage(who, PAYERS["RIVERMA"], qmb="Y")
    a.coverage(who, PAYERS["MNMA"], rank=2)
    visit = t.seen(a, who, "99213 215.00", ago=57)
    t.unapplied(a, who, 4000, ago=57, method="cash")
    t.decided(a, visit, 30, paid=6400)


def assistance_found_later(a: Account) -> None:
    t.guarantor(a, "Zamarripa Lucia", 31, language="es")
    who = t.patient(a, "Zamarripa Lucia", 31)
    a.coverage(who, PAYERS["MNMA"], effective_on=a.ago(150))
    visit = t.seen(
        a, who, "25600 890.00 LT", ago=120, expects="patient", insurer_known_on=a.ago(40)
    )
    t.paid(a, visit, 5000, ago=82)
    a.post(visit, "to_insurer", 89000, on=a.ago(40))
    t.decided(a, visit, 12, paid=15400)


def not_covered_unsigned(a: Account) -> None:
    who = t.alone(a, "Cabdalla Ifrah", 42, payer="PINEMA", language="so")
    brace = t.seen(a, who, "L0650 985.00", ago=70)
    a.post(
        brace, "denial", 98500, on=a.ago(45), payer_id="PINEMA", group_code="PR", reason_code="96"
    )
    a.post(
        brace,
        "to_patient",
        98500,
        on=a.ago(44),
        payer_id="PINEMA",
        group_code="PR",
        reason_code="96",
    )


def work_injury_contested(a: Account) -> None:
    who = t.alone(a, "Tuefel Dustin", 37, payer="GRANWC")
    first = t.seen(a, who, "99203 310.00", ago=140)
    t.decided(a, first, 96, paid=18600)
    second = t.seen(a, who, "73721 1680.00 RT", ago=118)
    a.post(
        second, "denial", 168000, on=a.ago(80), payer_id="GRANWC", group_code="CO", reason_code="P4"
    )
    third = t.seen(a, who, "20610 295.00 RT", ago=101)
    a.post(
        third,
        "to_patient",
        29500,
        on=a.ago(70),
        payer_id="GRANWC",
        group_code="PR",
        reason_code="P4",
    )
    a.hold("workers_comp", a.ago(140), detail={"note": "employer's insurer disputes the injury"})


def no_fault_used_up(a: Account) -> None:
    who = t.alone(a, "Quintanar Elena", 47, payer="ROADNF")
    a.coverage(who, PAYERS["NSTAR"], rank=2)
    early = t.seen(a, who, "73221 1620.00 LT", ago=135)
    t.decided(a, early, 92, paid=121500)
    late = t.seen(a, who, "29827 5890.00 LT", ago=83)
    a.post(
        late, "denial", 589000, on=a.ago(50), payer_id="ROADNF", group_code="PR", reason_code="119"
    )
    a.hold("no_fault", a.ago(135), detail={"charges": [late.charge_id]})


def car_and_a_lawsuit(a: Account) -> None:
    who = t.alone(a, "Hinnenkamp Jolene", 33, payer="GOPHLI")
    visit = t.seen(a, who, "22310 975.00", ago=230)
    a.hold("liability", a.ago(230), detail={"charges": [visit.charge_id]})
    detail: dict[str, object] = {
        "name": "Cedar Hill Law Office",
        "address": "2 Lake George Way, St. Cloud MN 56301",
    }
    a.hold("attorney", a.ago(200), detail=detail)


def second_never_billed(a: Account) -> None:
    who = t.alone(a, "Tollefson Greta", 77, payer="MCRB")
    a.coverage(who, PAYERS["SUPPL"], rank=2)
    visit = t.seen(a, who, "27447 6980.00 RT", ago=104, location="Sartell Surgery Center")
    t.decided(a, visit, 68, paid=170000, left=42500)


def insured_then_not(a: Account) -> None:
    who = t.alone(a, "Escamillo Ignacio", 52)
    a.coverage(who, PAYERS["LAKES"], effective_on=a.ago(900), ends_on=a.ago(95))
    visit = t.seen(a, who, "73502 149.00", ago=90, expects="patient", insurer_known_on=a.ago(65))
    a.post(visit, "to_insurer", 14900, on=a.ago(65))
    a.post(
        visit, "denial", 14900, on=a.ago(40), payer_id="LAKES", group_code="PR", reason_code="27"
    )
    a.post(
        visit,
        "to_patient",
        14900,
        on=a.ago(38),
        payer_id="LAKES",
        group_code="PR",
        reason_code="27",
    )


def filed_too_late(a: Account) -> None:
    who = t.alone(a, "Lundeen Sven", 49, payer="PRAIR")
    visit = t.seen(a, who, "99214 295.00", ago=260, first_billed_on=a.ago(60))
    a.post(
        visit, "denial", 29500, on=a.ago(36), payer_id="PRAIR", group_code="CO", reason_code="29"
    )
    a.post(
        visit,
        "to_patient",
        29500,
        on=a.ago(35),
        payer_id="PRAIR",
        group_code="PR",
        reason_code="29",
    )


def appeal_pending(a: Account) -> None:
    who = t.alone(a, "Thorvaldson Signe", 40, payer="NSTAR")
    visit = t.seen(a, who, "29888 6150.00 LT", ago=128, location="Sartell Surgery Center")
    a.post(
        visit, "denial", 615000, on=a.ago(92), payer_id="NSTAR", group_code="CO", reason_code="50"
    )
    a.hold("payer_appeal", a.ago(80), detail={"charges": [visit.charge_id]})


def no_notice_signed(a: Account) -> None:
    who = t.alone(a, "Scherping Marlys", 70, payer="MCRB")
    signed = t.seen(a, who, "J3301 36.00", ago=84, abn_on=a.ago(84))
    unsigned = t.seen(a, who, "E0143 118.00", ago=84)
    for charge in (signed, unsigned):
        a.post(
            charge,
            "denial",
            charge.cents,
            on=a.ago(56),
            payer_id="MCRB",
            group_code="CO",
            reason_code="50",
        )
        a.post(
            charge,
            "to_patient",
            charge.cents,
            on=a.ago(55),
            payer_id="MCRB",
            group_code="PR",
            reason_code="50",
        )


def paid_too_much_by_insurer(a: Account) -> None:
    """The insurer's part is below zero: 98.00 paid twice and 40.00 of it given back so far."""
    who = t.alone(a, "Stromberg Anders", 63, payer="LAKES")
    visit = t.seen(a, who, "99213 215.00", ago=115)
    t.decided(a, visit, 85, paid=9800, left=2000)
    t.paid(a, visit, 2000, ago=60)
    a.post(
        visit,
        "insurer_payment",
        9800,
        on=a.ago(50),
        payer_id="LAKES",
        method="check",
        reference="twice",
    )
    a.post(visit, "refund_insurer", 4000, on=a.ago(15), payer_id="LAKES", method="check")


def keep_it_from_the_plan(a: Account) -> None:
    who = t.alone(a, "Pfannenstein Heather", 36, payer="NSTAR")
    visit = t.seen(a, who, "99214 295.00", ago=41, expects="patient", self_pay_restriction="Y")
    back = t.paid(a, visit, 29500, ago=41, method="check")
    a.reverse(back, a.ago(33), reason_code="NSF")


def global_follow_ups(a: Account) -> None:
    """Fracture care covers 90 days of visits: they carry code 99024 at 0.00, and no copay."""
    who = t.alone(a, "Arrieta Paloma", 45, payer="NSTAR")
    care = t.seen(a, who, "25600 890.00 RT", ago=52, global_days=90)
    t.decided(a, care, 22, paid=30000, left=12000, reason="1")
    t.seen(a, who, "99024 0.00", ago=38, first_billed_on=None, claim_id="")
    t.seen(a, who, "99024 0.00", ago=10, first_billed_on=None, claim_id="")
