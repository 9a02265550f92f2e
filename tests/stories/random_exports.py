"""Small random exports: any order of postings a practice system could write, sensible or not."""

from dataclasses import replace as with_changes
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.ledger_text import Row, Tables

FIRST = date(2026, 1, 1)
ON_CHARGE = (
    "insurer_payment",
    "contractual",
    "patient_payment",
    "to_patient",
    "to_insurer",
    "small_write_off",
    "bad_debt",
    "charity",
    "refund_patient",
    "refund_insurer",
    "denial",
)
UNPLACED = ("patient_payment", "refund_patient", "refund_insurer")
PATIENTS = {"a1": "A", "a2": "A", "b1": "B"}

days = st.integers(0, 200).map(lambda after: (FIRST + timedelta(days=after)).isoformat())
amounts = st.sampled_from([1, 999, 2500, 5000, 10000]) | st.integers(1, 20000)


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


@st.composite
def coverage(draw) -> Row:
    first = draw(st.none() | days)
    last = draw(st.none() | days)
    return {
        "patient_id": draw(st.sampled_from(list(PATIENTS))),
        "rank": draw(st.sampled_from("12")),
        "payer_id": draw(st.sampled_from(["NSTAR", "LAKES"])),
        "payer_name": "Payer",
        "payer_type": "commercial",
        "effective_on": first or "",
        "ends_on": last if last and (first or "") <= last else "",
    }


@st.composite
def charge(draw, number: int) -> Row:
    return {
        "charge_id": f"C{number}",
        "patient_id": draw(st.sampled_from(list(PATIENTS))),
        "service_date": draw(days),
        "posted_on": draw(days),
        "code": "99213",
        "units": "1",
        "amount": money(draw(amounts | st.just(0))),
        "expects": draw(st.sampled_from(["", "insurer", "patient"])),
        "provider": draw(st.sampled_from(["", "Dr. One"])),
        "location": draw(st.sampled_from(["", "North"])),
    }


@st.composite
def transaction(draw, number: int, charges: list[Row]) -> Row:
    row = {"transaction_id": f"T{number}", "posted_on": draw(days), "amount": money(draw(amounts))}
    if charges and draw(st.integers(0, 4)):
        on = draw(st.sampled_from(charges))
        kind = draw(st.sampled_from(ON_CHARGE))
        return row | {"patient_id": on["patient_id"], "charge_id": on["charge_id"], "kind": kind}
    patient = draw(st.sampled_from(list(PATIENTS)))
    return row | {"patient_id": patient, "charge_id": "", "kind": draw(st.sampled_from(UNPLACED))}


def reversal_of(undone: Row, number: int, day: str) -> Row:
    return {
        **undone,
        "transaction_id": f"R{number}",
        "kind": "reversal",
        "posted_on": day,
        "reverses": undone["transaction_id"],
    }


@st.composite
def exports(draw) -> Tables:
    charges = [draw(charge(n)) for n in range(draw(st.integers(1, 5)))]
    rows = [draw(transaction(n, charges)) for n in range(draw(st.integers(0, 12)))]
    for number in range(draw(st.integers(0, 4)) if rows else 0):
        reversed_already = {row.get("reverses") for row in rows}
        free = [row for row in rows if row["transaction_id"] not in reversed_already]
        # A denial's reversal moves nothing and has no reversal of its own in any practice system.
        free = [row for row in free if row["kind"] != "denial"]
        if free:
            undone = draw(st.sampled_from(free))
            rows.append(reversal_of(undone, number, draw(days)))
    return Tables(
        charges=charges,
        transactions=draw(st.permutations(rows)),
        coverages=draw(
            st.lists(coverage(), max_size=3, unique_by=lambda row: (row["patient_id"], row["rank"]))
        ),
        patients=PATIENTS,
        people={account: {} for account in "AB"},
    )


@st.composite
def changed(draw, before: Tables) -> Tables:
    """What the same export may say a month later: other amounts, days, parties and coverages."""
    after = with_changes(
        before,
        charges=[{**row} for row in before.charges],
        transactions=[{**row} for row in before.transactions],
        coverages=[{**row} for row in before.coverages],
    )
    undone = {row.get("reverses") for row in after.transactions}
    for row in after.charges:
        if draw(st.booleans()):
            row["amount"] = money(draw(amounts))
            row["expects"] = draw(st.sampled_from(["", "insurer", "patient"]))
            row["posted_on"] = draw(days)
    for row in after.transactions:
        if (
            row["transaction_id"] not in undone
            and row["kind"] not in ("reversal", "denial")
            and draw(st.booleans())
        ):
            row["amount"], row["posted_on"] = money(draw(amounts)), draw(days)
    for row in after.coverages:
        row["payer_id"] = draw(st.sampled_from(["NSTAR", "LAKES", "PLAINS"]))
        row["ends_on"] = draw(st.sampled_from(["", row["ends_on"]]))
    return after
