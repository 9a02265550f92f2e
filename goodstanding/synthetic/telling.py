"""Words to tell an odd life with: days ago and whole cents, so that its figures can be read."""

from datetime import date

from goodstanding.synthetic.account import Account, Charge, Posted
from goodstanding.synthetic.care import Procedure
from goodstanding.synthetic.payers import PAYERS


def guarantor(account: Account, name: str, age: int, **values: object) -> None:
    """`name` is "Last First". A settled, reachable, English-speaking person unless `values` say
    otherwise.
    """
    last, first = name.split()
    given: dict[str, object] = {
        "last_name": last,
        "first_name": first,
        "birth_date": years_ago(account, age),
        "street": "44 Quarry Road",
        "city": "St. Cloud",
        "state": "MN",
        "zip": "56301",
        "phone_mobile": f"320-555-01{account.number % 100:02d}",
        "language": "en",
        "timezone": "America/Chicago",
        "preferred_channel": "mail",
        "signed_on": account.ago(700),
        "confidential_address": "N",
        **values,
    }
    account.guarantor(**given)


def years_ago(account: Account, age: int) -> date:
    """A birthday a quarter of a year back, so that the age holds near the books' end."""
    return account.on.replace(year=account.on.year - age, day=1) - (account.on - account.ago(90))


def patient(
    account: Account, name: str, age: int, *, relation: str = "self", **values: object
) -> str:
    last, first = name.split()
    given: dict[str, object] = {"sex": "F" if account.number % 2 else "M", **values}
    return account.patient(
        last_name=last,
        first_name=first,
        birth_date=years_ago(account, age),
        relation_to_guarantor=relation,
        **given,
    )


def alone(account: Account, name: str, age: int, *, payer: str = "", **values: object) -> str:
    """A guarantor who is the only patient; `payer` covers the first rank when given."""
    guarantor(account, name, age, **values)
    patient_id = patient(account, name, age)
    if payer:
        account.coverage(patient_id, PAYERS[payer])
    return patient_id


def seen(account: Account, patient_id: str, what: str, *, ago: int, **values: object) -> Charge:
    """One charge, posted that day: "99213 215.00" or "73562 138.00 RT"; billed two days later if
    insured.
    """
    code, amount, *modifiers = what.split()
    procedure = Procedure(code, int(amount.replace(".", "")), " ".join(modifiers))
    given: dict[str, object] = {
        "claim_id": f"{account.number}-{ago:03d}",
        "diagnosis": "M25.561",
        **values,
    }
    if given.get("expects") != "patient" and "first_billed_on" not in given:
        given["first_billed_on"] = account.ago(ago - 2)
    return account.charge(patient_id, procedure, account.ago(ago), **given)


def decided(
    account: Account, charge: Charge, ago: int, *, paid: int = 0, left: int = 0, reason: str = "2"
) -> None:
    """The first insurer's decision: `paid`, `left` to the patient, the rest contractual."""
    day = account.ago(ago)
    covers = account.rows["coverages"]
    payer = next((row[2] for row in covers if row[0] == charge.patient_id), "")
    given: dict[str, object] = {"payer_id": payer, "reference": f"EFT{account.number}{ago:03d}"}
    rest = charge.insurer - paid - left
    account.post(charge, "contractual", rest, on=day, group_code="CO", reason_code="45", **given)
    account.post(charge, "insurer_payment", paid, on=day, method="ach", received_on=day, **given)
    account.post(charge, "to_patient", left, on=day, group_code="PR", reason_code=reason, **given)


def paid(
    account: Account, charge: Charge, cents: int, *, ago: int, method: str = "check"
) -> Posted:
    return account.post(
        charge, "patient_payment", cents, on=account.ago(ago), method=method, reference=f"{ago:04d}"
    )


def unapplied(
    account: Account, patient_id: str, cents: int, *, ago: int, method: str = "card"
) -> Posted:
    day = account.ago(ago)
    return account.post_unapplied(
        patient_id, "patient_payment", cents, on=day, method=method, reference="desk"
    )
