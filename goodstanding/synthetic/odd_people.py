"""Odd lives about people and holds: bankruptcy, death, households, and who may be asked."""

from goodstanding.synthetic import telling as t
from goodstanding.synthetic.account import Account
from goodstanding.synthetic.payers import PAYERS


def chapter_7_open(a: Account) -> None:
    who = t.alone(a, "Fossum Gunnar", 46, payer="NSTAR")
    before = t.seen(a, who, "99214 295.00", ago=130)
    t.decided(a, before, 100, paid=11800, left=6000)
    after = t.seen(a, who, "99213 215.00", ago=20)
    t.decided(a, after, 4, paid=8000, left=4000, reason="3")
    a.contact(a.ago(70), "mail", "statement")
    a.promise(a.ago(45), 6000, a.ago(33))  # the bankruptcy ended it
    a.hold(
        "bankruptcy", a.ago(38), detail={"chapter": 7, "case": "26-31907", "filed_on": a.ago(40)}
    )


def chapter_13_codebtor(a: Account) -> None:
    t.guarantor(a, "Terwey Denise", 51)
    wife = t.patient(a, "Terwey Denise", 51)
    husband = t.patient(a, "Terwey Duane", 53, relation="spouse")
    for who in (wife, husband):
        a.coverage(who, PAYERS["LAKES"])
    injury = t.seen(a, husband, "25600 890.00 RT", ago=150, global_days=None)
    t.decided(a, injury, 118, paid=28000, left=20000, reason="1")
    own = t.seen(a, wife, "99213 215.00", ago=90)
    t.decided(a, own, 60, paid=7600, left=4000, reason="3")
    detail = {"chapter": 13, "case": "26-40418", "filed_on": a.ago(75)}
    a.hold("bankruptcy", a.ago(72), patient_id=husband, detail=detail)


def chapter_7_discharged(a: Account) -> None:
    who = t.alone(a, "Rausch Cody", 34, payer="PRAIR")
    old = t.seen(a, who, "29881 4320.00 LT", ago=420)
    t.decided(a, old, 380, paid=130000, left=86000, reason="1")
    new = t.seen(a, who, "99213 215.00", ago=110)
    t.decided(a, new, 80, paid=6700, left=4000, reason="3")
    detail = {"chapter": 7, "case": "25-30266", "filed_on": a.ago(330), "discharged_on": a.ago(215)}
    a.hold("bankruptcy", a.ago(329), detail={**detail, "closed_on": a.ago(200)})


def chapter_13_dismissed(a: Account) -> None:
    who = t.alone(a, "Hedlund Leif", 58, payer="NSTAR")
    old = t.seen(a, who, "64721 2310.00 RT", ago=300)
    t.decided(a, old, 262, paid=91000, left=43000, reason="1")
    detail = {"chapter": 13, "case": "25-40933", "filed_on": a.ago(240), "dismissed_on": a.ago(25)}
    a.hold("bankruptcy", a.ago(238), detail=detail)


def died_without_estate(a: Account) -> None:
    t.guarantor(a, "Myhre Halvor", 84)
    who = t.patient(a, "Myhre Halvor", 84, deceased_on=a.ago(160))
    a.coverage(who, PAYERS["MCRB"], qmb="N")
    visit = t.seen(a, who, "20610 295.00 RT", ago=190)
    t.decided(a, visit, 165, paid=7300, left=1830)
    later = t.seen(a, who, "27236 3120.00", ago=168)
    t.decided(a, later, 130, paid=77000, left=19250)
    a.contact(a.ago(128), "mail", "statement")
    a.hold("estate", a.ago(120), patient_id=who, detail={"died_on": a.ago(160)})


def died_with_estate(a: Account) -> None:
    t.guarantor(a, "Brinkhaus Rita", 79)
    who = t.patient(a, "Brinkhaus Rita", 79, deceased_on=a.ago(110))
    a.coverage(who, PAYERS["LOONMA"], qmb="N")
    visit = t.seen(a, who, "27130 7150.00 LT", ago=170, location="Sartell Surgery Center")
    t.decided(a, visit, 131, paid=180000, left=32500, reason="3")
    a.hold(
        "estate",
        a.ago(100),
        patient_id=who,
        detail={
            "died_on": a.ago(110),
            "representative": "Personal representative Paige Brinkhaus",
            "address": "9 Cypress Road North, Sartell MN 56377",
            "opened_on": a.ago(70),
            "notice_published_on": a.ago(55),
            "notice_served_on": a.ago(40),
        },
    )


def owed_to_the_dead(a: Account) -> None:
    t.guarantor(a, "Skoglund Nels", 90)
    who = t.patient(a, "Skoglund Nels", 90, deceased_on=a.ago(21))
    a.coverage(who, PAYERS["RIVERMA"], qmb="N")
    visit = t.seen(a, who, "99214 295.00", ago=140)
    t.unapplied(a, who, 17000, ago=140)
    t.decided(a, visit, 100, paid=5100, left=4000, reason="3")
    a.hold("estate", a.ago(15), patient_id=who, detail={"died_on": a.ago(21)})


def mother_of_the_first(a: Account) -> None:
    t.guarantor(a, "Villaseca Marisol", 38, language="es", street="17 Roosevelt Road")
    child = t.patient(a, "Montellano Ximena", 12, relation="child")
    a.coverage(child, PAYERS["NSTAR"])
    visit = t.seen(a, child, "28470 785.00 LT", ago=96)
    t.decided(a, visit, 66, paid=22000, left=18000, reason="1")
    a.hold(
        "manual",
        a.ago(50),
        patient_id=child,
        detail={"note": "decree says the other parent pays half"},
    )


def father_of_the_second(a: Account) -> None:
    t.guarantor(
        a, "Montellano Rogelio", 40, street="808 Benton Drive", city="Sauk Rapids", zip="56379"
    )
    child = t.patient(a, "Montellano Mateo", 9, relation="child")
    a.coverage(child, PAYERS["LAKES"])
    visit = t.seen(a, child, "73610 115.00 RT", ago=74)
    t.decided(a, visit, 45, paid=4100, left=2000)


def returned_mail(a: Account) -> None:
    who = t.alone(
        a,
        "Aaberg Astrid",
        29,
        mail_returned_on=a.ago(33),
        phone_mobile="",
        phone_home="320-555-0110",
        street="12 Cooper Avenue South",
        street2="Apt 3B",
    )
    t.seen(a, who, "99203 310.00", ago=77, expects="patient")
    a.contact(a.ago(75), "mail", "statement")
    a.contact(a.ago(45), "mail", "statement", outcome="returned_mail")
    a.contact(a.ago(30), "call", "call", outcome="wrong_number")


def spouse_did_not_sign(a: Account) -> None:
    t.guarantor(a, "Wolters Alvin", 61, signed_on=None)
    wife = t.patient(a, "Wolters Bonnie", 60, relation="spouse")
    a.coverage(wife, PAYERS["PRAIR"])
    visit = t.seen(a, wife, "73721 1680.00 RT", ago=85)
    t.decided(a, visit, 55, paid=54000, left=30000, reason="1")


def minor_alone(a: Account) -> None:
    who = t.alone(
        a,
        "Lorpao Kaoly",
        16,
        payer="NSTAR",
        consented_alone="Y",
        confidential_address="Y",
        street="PO Box 44",
        phone_mobile="",
    )
    visit = t.seen(a, who, "99213 215.00", ago=61)
    t.decided(a, visit, 31, paid=8000, left=4000, reason="3")
    a.hold("confidential_address", a.ago(61), detail={"note": "no mail to the family home"})


def in_arizona_with_limits(a: Account) -> None:
    who = t.alone(
        a,
        "Dettmering Gerald",
        68,
        payer="LOONMA",
        timezone="America/Phoenix",
        state="AZ",
        city="Mesa",
        zip="85201",
        street="5 Palo Verde Lane",
        phone_mobile="612-555-0114",
        preferred_channel="text",
        text_consent_on=a.ago(400),
        text_revoked_on=a.ago(60),
    )
    visit = t.seen(a, who, "20610 295.00 LT", ago=78)
    t.decided(a, visit, 47, paid=4600, left=4500, reason="3")
    detail: dict[str, object] = {"not_before": "10:00", "not_after": "17:00", "not_at": "work"}
    a.hold("call_restriction", a.ago(50), detail=detail)


def power_of_attorney(a: Account) -> None:
    who = t.alone(a, "Warfaale Sahra", 82, payer="MCRB", language="so")
    visit = t.seen(a, who, "20610 295.00 RT", ago=65)
    t.decided(a, visit, 38, paid=7200, left=1800)
    detail: dict[str, object] = {"name": "Abdi Warfaale", "document_on": a.ago(500)}
    a.hold("power_of_attorney", a.ago(480), detail=detail)


def identity_theft(a: Account) -> None:
    who = t.alone(a, "Kerzman Molly", 27)
    t.seen(a, who, "99203 310.00", ago=92, expects="patient")
    a.contact(
        a.ago(60),
        "call",
        "other",
        outcome="dispute",
        direction="in",
        note="never was a patient here",
    )
    a.hold("identity_theft", a.ago(60), detail={"note": "police report received"})


def called_to_service(a: Account) -> None:
    who = t.alone(a, "Nygaard Torsten", 24, payer="TRIW")
    visit = t.seen(a, who, "29881 4320.00 RT", ago=210)
    t.decided(a, visit, 170, paid=121000, left=21400)
    a.hold("military", a.ago(90), detail={"note": "active duty orders, one year"})


def has_a_lawyer(a: Account) -> None:
    who = t.alone(a, "Imholter Travis", 44, payer="PRAIR")
    visit = t.seen(a, who, "63030 6540.00", ago=160)
    t.decided(a, visit, 121, paid=212000, left=115000, reason="1")
    detail: dict[str, object] = {
        "name": "Birchwood Law Office",
        "address": "10 Granite Drive, St. Cloud MN 56301",
    }
    a.hold("attorney", a.ago(48), detail=detail)


def leave_me_alone(a: Account) -> None:
    who = t.alone(a, "Haugland Britta", 55, payer="LAKES")
    visit = t.seen(a, who, "L1833 865.00 RT NU", ago=125)
    t.decided(a, visit, 94, paid=31000, left=16700, reason="1")
    a.contact(
        a.ago(20),
        "mail",
        "other",
        outcome="refused",
        direction="in",
        note="asks in writing for no more calls",
    )
    a.hold("cease_contact", a.ago(20))
