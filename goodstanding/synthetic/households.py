"""Who belongs to a random account: the guarantor, the patients, and how each is insured."""

from datetime import timedelta
from typing import NamedTuple

from goodstanding.synthetic import people
from goodstanding.synthetic.account import Account
from goodstanding.synthetic.payers import PAYERS, Cover, draw_cover


class Member(NamedTuple):
    patient_id: str
    cover: Cover


def settle_household(account: Account) -> list[Member]:
    """Writes the guarantor, one to three patients and their coverages; one kind of cover for the
    household.
    """
    rng = account.rng
    cover = draw_cover(rng)
    senior = cover.type in ("medicare", "medicare_advantage")
    head = people.person(rng, born=people.born(rng, account.on, (66, 93) if senior else (21, 64)))
    _write_guarantor(account, head, cover)
    relations = ["self"]
    if not senior and cover.type not in ("workers_comp", "no_fault") and account.chance(0.24):
        relations = ["child"] + ["child"] * (rng.random() < 0.3) + ["self"] * (rng.random() < 0.3)
    elif account.chance(0.07):
        relations = ["self", "spouse"] if account.chance(0.6) else ["spouse"]
    return [_member(account, head, relation, drawn=cover) for relation in relations]


def _write_guarantor(account: Account, head: people.Person, cover: Cover) -> None:
    rng = account.rng
    reach = people.reachability(rng, head, account.on)
    mailed = (
        people.email(rng, head, account.number)
        if reach["email_consent_on"] or account.chance(0.3)
        else ""
    )
    income = rng.randrange(18, 130) * 1000 if account.chance(0.18) else None
    account.guarantor(
        last_name=head.last_name,
        first_name=head.first_name,
        birth_date=head.birth_date,
        email=mailed,
        employer=rng.choice(people.EMPLOYERS) if cover.type not in ("medicare", "medicaid") else "",
        household_size=rng.randint(1, 5) if income else None,
        annual_income=income and f"{income}.00",
        signed_on=account.ago(rng.randint(30, 1400)) if account.chance(0.96) else None,
        mail_returned_on=account.ago(rng.randint(5, 200)) if account.chance(0.03) else None,
        confidential_address="N",
        **people.address(rng),
        **reach,
    )


def _member(account: Account, head: people.Person, relation: str, *, drawn: Cover) -> Member:
    rng = account.rng
    if relation == "child":
        who = people.person(rng, born=people.born(rng, account.on, (5, 17)), kin=head)
    elif relation == "spouse":
        age = timedelta(days=rng.randint(-2000, 2000))
        who = people.person(rng, born=head.birth_date + age, kin=head)
    else:
        who = head
    patient_id = account.patient(
        last_name=who.last_name,
        first_name=who.first_name,
        birth_date=who.birth_date,
        sex=who.sex,
        relation_to_guarantor=relation,
    )
    cover = Cover(drawn.payer, drawn.second, drawn.qmb, drawn.way, drawn.deductible, drawn.copay)
    _write_coverages(account, patient_id, cover)
    return Member(patient_id, cover)


def _write_coverages(account: Account, patient_id: str, cover: Cover) -> None:
    since = account.ago(account.rng.randint(1000, 3000))
    if cover.payer:
        medicare = cover.type.startswith("medicare")
        qmb = ("Y" if cover.qmb else "N") if medicare else ""
        account.coverage(patient_id, cover.payer, effective_on=since, qmb=qmb)
        if cover.type == "commercial" and account.chance(0.06):  # changed jobs
            first, last = since - timedelta(days=900), since - timedelta(days=1)
            account.coverage(patient_id, PAYERS["PRAIR"], effective_on=first, ends_on=last)
    if cover.second:
        account.coverage(patient_id, cover.second, rank=2, effective_on=since)
    if cover.type in ("workers_comp", "no_fault") and account.chance(0.6):
        account.coverage(patient_id, PAYERS["NSTAR"], rank=2, effective_on=since)
