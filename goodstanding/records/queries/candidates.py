"""Our charges that a remitted claim could mean: by our own numbers, and by whatever else may lead
to them; each way is one query for all the claims of a file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from goodstanding.core.matching import CLAIM_NUMBER_KEPT, Candidate
from goodstanding.core.matching_desk import Near, SentClaim, Way, days_of, plain_number
from goodstanding.records import bulk
from goodstanding.records.queries.coverage import in_force_sql

_CHARGES = (
    "SELECT c.id, c.number, c.claim, c.patient_id, c.service_on, c.code, c.modifiers, c.cents, "
    "c.expected "
    "FROM records_charge c WHERE "
)
# As the index charge_claim_loosely has it, letter for letter.
_LOOSELY = (
    "ltrim(upper(replace(replace(replace(replace(replace("
    "c.claim, '-', ''), ' ', ''), '.', ''), '/', ''), '_', '')), '0')"
)
_MOST = 5000
_LOOKED = 40
_LIKE = 5
_AROUND = timedelta(days=31)
Keys = dict[str, set[int]]


def candidates(claims: Iterable[str]) -> dict[str, list[Candidate]]:
    """Our charges by the payer's claim number, whole or as far as payers keep it (20
    characters).
    """
    wanted = {claim for claim in claims if claim}
    found: dict[str, list[Candidate]] = defaultdict(list)
    for chunk in bulk.chunks(sorted(wanted), _MOST):
        marks, values = bulk.text_in(chunk)
        for charge in charges_where(f"c.claim IN ({marks}) ORDER BY c.id", values):
            found[charge.claim].append(charge)
    cut = [claim for claim in wanted if len(claim) == CLAIM_NUMBER_KEPT and claim not in found]
    for chunk in bulk.chunks(sorted(cut), _MOST):
        marks, values = bulk.text_in(chunk)
        where = f"substr(c.claim, 1, {CLAIM_NUMBER_KEPT}) IN ({marks}) ORDER BY c.id"
        for charge in charges_where(where, values):
            found[charge.claim[:CLAIM_NUMBER_KEPT]].append(charge)
    return found


def charges_where(where: str, values: Sequence[Any] = ()) -> list[Candidate]:
    """Charges with what is open on them by the ledger."""
    rows = bulk.select(_CHARGES + where, values)
    keys = bulk.keys(row[0] for row in rows)
    money = open_on(row[0] for row in rows)
    covers = dict(
        bulk.select(
            "SELECT c.id, COUNT(*) FROM records_charge c JOIN records_coverage v ON v.patient_id = "
            f"c.patient_id AND {in_force_sql('c.service_on')} WHERE c.id IN ({keys}) GROUP BY c.id"
        )
    )
    return [Candidate(*(*row, *money.get(row[0], (0, 0)), covers.get(row[0], 0))) for row in rows]


def open_on(charges: Iterable[int]) -> dict[int, tuple[int, int]]:
    """(the insurer's, the patient's) open part of each charge as a claim sees it."""
    rows = bulk.select(
        "SELECT charge_id, "
        "SUM(CASE WHEN debit = 'insurer_due' THEN cents WHEN credit = 'insurer_due' THEN "
        "-cents ELSE 0 END), "
        "SUM(CASE WHEN debit = 'patient_due' THEN cents WHEN credit = 'patient_due' THEN "
        "-cents ELSE 0 END) "
        f"FROM records_transfer WHERE charge_id IN ({bulk.keys(charges)}) GROUP BY charge_id"
    )
    return {key: (int(insurer), max(int(patient), 0)) for key, insurer, patient in rows}


def remembered(payers: Iterable[str]) -> dict[tuple[str, str], str]:
    """(payer, their number) -> our claim or charge number, as people said."""
    marks, values = bulk.text_in(sorted(set(payers)))
    rows = bulk.select(
        f"SELECT payer, theirs, ours FROM records_claimlink WHERE payer IN ({marks})", values
    )
    return {(payer, theirs): ours for payer, theirs, ours in rows}


# ---- the ways: what the payer sent -> keys of our charges


def ways(claims: Sequence[SentClaim], payer: str) -> list[dict[Way, set[int]]]:
    """For each claim the keys of charges that its numbers, its member ID and days lead to."""
    loose = _loosely({plain_number(claim.claim_id) for claim in claims})
    named = _by_charge_number({line.ref_6r for claim in claims for line in claim.lines})
    payers = _by_payer_number({claim.payer_control for claim in claims}, payer)
    members = _by_member(claims)
    found = []
    for claim in claims:
        numbers = {line.ref_6r for line in claim.lines}
        found.append({
            Way.CHARGE_NUMBER: set().union(*(named.get(number, set()) for number in numbers)),
            Way.NUMBER: loose.get(plain_number(claim.claim_id), set()),
            Way.PAYER_NUMBER: payers.get(claim.payer_control, set()),
            Way.MEMBER: _of_member(claim, members),
        })  # fmt: skip
    return found


def _grouped(rows: Iterable[tuple[Any, ...]]) -> Keys:
    found: Keys = defaultdict(set)
    for said, key in rows:
        found[said].add(key)
    return found


def _loosely(numbers: set[str]) -> Keys:
    marks, values = bulk.text_in(sorted(numbers - {""}))
    return _grouped(
        bulk.select(
            f"SELECT {_LOOSELY}, c.id FROM records_charge c WHERE {_LOOSELY} IN ({marks}) "
            "AND NOT c.claim = ''",
            values,
        )
    )


def _by_charge_number(numbers: set[str]) -> Keys:
    marks, values = bulk.text_in(sorted(numbers - {""}))
    return _grouped(
        bulk.select(f"SELECT number, id FROM records_charge WHERE number IN ({marks})", values)
    )


def _by_payer_number(numbers: set[str], payer: str) -> Keys:
    """Charges that a posted claim with this number of the same payer moved or was denied on."""
    marks, values = bulk.text_in(sorted(numbers - {""}))
    before = bulk.select(
        "SELECT r.payer_control, r.remittance_id, r.place FROM records_remittanceclaim r JOIN "
        "records_remittance m ON m.id = r.remittance_id WHERE m.payer = %s AND r.state = 'posted' "
        f"AND NOT r.payer_control = '' AND r.payer_control IN ({marks}) ORDER BY r.id",
        [payer, *values],
    )
    found: Keys = defaultdict(set)
    for chunk in bulk.chunks(before, 200):
        begins = [bulk.begins("source", f"835:{check}:{place}:") for _, check, place in chunk]
        where = " OR ".join(condition for condition, _ in begins)
        starts = {f"{check}:{place}": number for number, check, place in chunk}
        for table in ("transfer", "denial"):
            for source, key in bulk.select(
                f"SELECT source, charge_id FROM records_{table} WHERE charge_id IS NOT NULL "
                f"AND ({where})",
                [value for _, values in begins for value in values],
            ):
                found[starts[source.split(":", 1)[1].rsplit(":", 1)[0]]].add(key)
    return found


def _by_member(claims: Sequence[SentClaim]) -> dict[str, list[tuple[int, date]]]:
    """Charges of everyone with these member IDs, on the days from the first claim's to the last's;
    by the ID as sent.
    """
    sent = {given for claim in claims for given in (claim.member_id, claim.insured_id)} - {""}
    days = [day for claim in claims for day in (days_of(claim) or ())]
    if not sent or not days:
        return {}
    marks, values = bulk.text_in(sorted(sent | {given.upper() for given in sent}))
    rows = bulk.select(
        "SELECT v.member, c.id, c.service_on FROM records_coverage v JOIN records_charge c "
        "ON c.patient_id = v.patient_id WHERE NOT v.member = '' AND "
        f"v.member IN ({marks}) AND c.service_on >= %s AND c.service_on <= %s",
        [*values, min(days).isoformat(), max(days).isoformat()],
    )
    found = defaultdict(list)
    for member, key, served in rows:
        found[plain_number(member)].append((key, served))
    return found


def _of_member(claim: SentClaim, members: Mapping[str, list[tuple[int, date]]]) -> set[int]:
    days = days_of(claim)
    if days is None:
        return set()
    return {
        key
        for given in {plain_number(claim.member_id), plain_number(claim.insured_id)} - {""}
        for key, served in members.get(given, ())
        if days[0] <= served <= days[1]
    }


def looked_for(claim: SentClaim) -> dict[Way, set[int]]:
    """What only brings charges to look at: numbers that hold a part of theirs or begin like it, the
    member's visits on any day, people of that name around these days, charges of that amount and
    day; at most forty each.
    """
    found = {Way.NUMBER: _of_like_number(claim.claim_id), Way.MEMBER: _of_member_ever(claim)}
    days = days_of(claim)
    if days is None:
        return found
    around = [(days[0] - _AROUND).isoformat(), (days[1] + _AROUND).isoformat()]
    if claim.patient_last:
        found[Way.NAME] = _keys(
            "SELECT c.id FROM records_patient p JOIN records_charge c ON c.patient_id = p.id "
            "WHERE p.last_name IN (%s, %s) AND c.service_on BETWEEN %s AND %s ORDER BY c.id "
            f"LIMIT {_LOOKED}",
            [claim.patient_last, claim.patient_last.title(), *around],
        )
    amounts = {abs(line.charged_cents) for line in claim.lines} | {abs(claim.charged_cents)}
    found[Way.DAY_AND_AMOUNT] = _keys(
        f"SELECT c.id FROM records_charge c WHERE c.cents IN ({bulk.keys(amounts)}) "
        f"AND c.service_on BETWEEN %s AND %s ORDER BY c.id LIMIT {_LOOKED}",
        [day.isoformat() for day in days],
    )
    return found


def _of_like_number(theirs: str) -> set[int]:
    """Ours that is within theirs (a mark before or behind it), or begins as theirs does."""
    if len(theirs) < _LIKE:
        return set()
    within = {theirs[at:] for at in range(len(theirs) - _LIKE + 1)}
    within |= {theirs[:end] for end in range(_LIKE, len(theirs) + 1)}
    marks, values = bulk.text_in(sorted(within))
    begins, starts = bulk.begins("c.claim", theirs[: max(len(theirs) - 2, _LIKE)])
    return _keys(
        f"SELECT c.id FROM records_charge c WHERE c.claim IN ({marks}) OR {begins} ORDER BY c.id "
        f"LIMIT {_LOOKED}",
        [*values, *starts],
    )


def _of_member_ever(claim: SentClaim) -> set[int]:
    sent = {claim.member_id, claim.insured_id} - {""}
    marks, values = bulk.text_in(sorted(sent | {given.upper() for given in sent}))
    return _keys(
        "SELECT c.id FROM records_coverage v JOIN records_charge c ON c.patient_id = v.patient_id "
        f"WHERE NOT v.member = '' AND v.member IN ({marks}) ORDER BY c.service_on DESC, c.id "
        f"LIMIT {_LOOKED}",
        values,
    )


def _keys(sql: str, values: Sequence[Any]) -> set[int]:
    return {key for (key,) in bulk.select(sql, values)}


# ---- charges that belong together


def groups_of(keys: Iterable[int]) -> dict[int, Near]:
    """The whole claim, or the whole visit where there is no claim number, of each charge; charges
    of one group give the same Near.
    """
    keys = set(keys)
    if not keys:
        return {}
    found = charges_where(
        "c.id IN (SELECT o.id FROM records_charge w JOIN records_charge o ON "
        "o.patient_id = w.patient_id AND o.claim = w.claim AND (NOT w.claim = '' OR "
        f"o.service_on = w.service_on) WHERE w.id IN ({bulk.keys(keys)})) ORDER BY c.id"
    )
    groups: dict[tuple[Any, ...], list[Candidate]] = defaultdict(list)
    for charge in found:
        day = None if charge.claim else charge.service_on
        groups[charge.patient, charge.claim, day].append(charge)
    people = _people({charge.patient for charge in found})
    nears = {}
    for (patient, claim, _), charges in groups.items():
        near = Near(claim or charges[0].number, patient, tuple(charges), *people[patient])
        nears.update({charge.key: near for charge in charges})
    return {key: near for key, near in nears.items() if key in keys}


def _people(patients: set[int]) -> dict[int, tuple[frozenset[str], str, str]]:
    members: dict[int, set[str]] = defaultdict(set)
    for patient, member in bulk.select(
        "SELECT patient_id, member FROM records_coverage WHERE patient_id IN "
        f"({bulk.keys(patients)}) AND NOT member = ''"
    ):
        members[patient].add(plain_number(member))
    rows = bulk.select(
        f"SELECT id, last_name, first_name FROM records_patient WHERE id IN ({bulk.keys(patients)})"
    )
    return {key: (frozenset(members[key]), last, first) for key, last, first in rows}


def named_here(ours: str) -> list[Candidate]:
    """Charges of a claim number or a charge number of ours, as a person types it; the whole claim
    or visit of that charge.
    """
    found = charges_where("c.claim = %s AND NOT c.claim = '' ORDER BY c.id", [ours])
    if found:
        return found
    keys = _keys("SELECT id FROM records_charge WHERE number = %s", [ours])
    return [charge for near in groups_of(keys).values() for charge in near.charges]


def near_of(claim: SentClaim, payer: str, named: set[int]) -> list[Near]:
    """Every group of charges that any way leads to, and those already named, each once: for a
    person to look at.
    """
    keys = set(named)
    for found in (ways([claim], payer)[0], looked_for(claim)):
        keys |= set().union(*found.values()) if found else set()
    return list({id(near): near for near in groups_of(keys).values()}.values())
