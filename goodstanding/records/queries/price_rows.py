"""The price lists in force on a day, and their rows of some codes: three questions, however many
lines are asked for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from json import loads
from typing import Any

from goodstanding.core.medicare_amounts import FACILITY, Indexes, RelativeValues
from goodstanding.core.price_kinds import PriceKind, Tier, counting
from goodstanding.core.pricing import Indicators
from goodstanding.core.pricing_parts import parts_of
from goodstanding.records import bulk, clinic

_IN_FORCE = (
    f"SELECT id, kind, payer, plan, CAST(effective_on AS TEXT), sha256, {clinic.POLICY_MARK} "  # noqa: S608 - our own words
    "FROM records_pricelist "
    "WHERE effective_on <= %s AND (ends_on IS NULL OR ends_on >= %s) "
    "AND (kind <> 'payer' OR payer = %s) "
    "ORDER BY effective_on DESC, id DESC"
)


@dataclass(frozen=True, slots=True)
class ListInForce:
    id: int
    kind: PriceKind
    payer: str
    plan: str
    effective_on: date
    file: str

    @property
    def words(self) -> str:
        of = f"{self.effective_on:%m/%d/%Y}"
        if self.kind is PriceKind.PAYER:
            plan = f", plan {self.plan}," if self.plan else ""
            return f"Fee schedule of payer {self.payer}{plan} of {of}"
        if self.kind is PriceKind.CHARGE_MASTER:
            return f"Charge master of {of}"
        return f"Medicare's amount of {of}"


@dataclass(frozen=True, slots=True)
class KnownPrice:
    """One row of a list (`words`); `cms` "" keys are what CMS did not say."""

    words: str
    office_cents: int | None
    facility_cents: int | None
    cms: dict[str, str]

    def cents(self, place: str) -> Fraction | None:
        found = self.facility_cents if place == FACILITY else self.office_cents
        return None if found is None else Fraction(found)

    @property
    def values(self) -> RelativeValues:
        office, facility = self.cms["practice_office"], self.cms["practice_facility"]
        return RelativeValues(
            self.cms["status"].upper(), _number(self.cms["work"]),
            Decimal(office) if office else None, Decimal(facility) if facility else None,
            _number(self.cms["malpractice"]), Decimal(self.cms["factor"]),
        )  # fmt: skip

    @property
    def indicators(self) -> Indicators:
        said = self.cms.get
        return Indicators(
            said("multiple") or "0", said("bilateral") or "9", said("assistant") or "9",
            said("co_surgeon") or "9", said("global_days") or "", said("family") or "",
            parts_of(said(name) or "" for name in ("pre_op", "intra_op", "post_op")),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PriceBook:
    """`lists`: those that count, newest first. `rows`: by list, then by code and modifier.
    `indexes`: of the clinic's locality, or None."""

    lists: dict[Tier, tuple[ListInForce, ...]]
    rows: dict[int, dict[tuple[str, str], KnownPrice]]
    indexes: Indexes | None = None
    locality: str = ""
    percent: Fraction = field(default_factory=Fraction)

    def row(self, tier: Tier, code: str, modifier: str = "") -> KnownPrice | None:
        rows = (self.rows[one.id].get((code, modifier)) for one in self.lists.get(tier, ()))
        return next(filter(None, rows), None)


def price_book(
    codes: Iterable[str], *, payer: str, plan: str, on: date, of_medicare: bool = False
) -> PriceBook:
    """With the policy's percent of that day; Medicare itself pays the whole of its amount."""
    day = on.isoformat()
    wanted = {"", as_one(plan)}
    found = [row for row in bulk.select(_IN_FORCE, [day, day, day, payer])
             if row[1] != PriceKind.PAYER or as_one(row[3]) in wanted]  # fmt: skip
    if not found:
        return PriceBook({}, {})
    own = clinic.policy_marked(found[0][6]).prices
    lists, indexes = _in_force(found)
    every = [one for of_tier in lists.values() for one in of_tier]
    rows = _rows(every, set(codes))
    known = [each for one in lists.get(Tier.MEDICARE, ()) for each in rows[one.id].items()]
    families = {one.indicators.family for _, one in known} - {code for (code, _), _ in known}
    if families - {""}:
        for key, more in _rows(every, families - {""}).items():
            rows[key] |= more
    percent = Fraction(1) if of_medicare else Fraction(own.medicare_percent, 100)
    if indexes is None or not percent:
        return PriceBook(lists, rows, percent=percent)
    locality, known_indexes = _indexes(indexes, own.medicare_locality)
    return PriceBook(lists, rows, known_indexes, locality, percent)


def as_one(plan: str) -> str:
    """One for all spellings of a plan; a database's own LOWER may know ASCII only."""
    return plan.casefold()


def _in_force(
    rows: list[tuple[Any, ...]],
) -> tuple[dict[Tier, tuple[ListInForce, ...]], ListInForce | None]:
    """Those of each tier that count; the newest cost indexes apart."""
    lists: dict[Tier, dict[int, ListInForce]] = defaultdict(dict)
    indexes = None
    for key, kind, payer, plan, day, file, _ in rows:
        one = ListInForce(int(key), PriceKind(kind), payer, plan, date.fromisoformat(day), file)
        if one.kind is PriceKind.GPCI:
            indexes = indexes or one
            continue
        of_payer = Tier.PLAN if plan else Tier.PAYER
        tier = {PriceKind.RVU: Tier.MEDICARE, PriceKind.CHARGE_MASTER: Tier.CHARGE}.get(
            one.kind, of_payer
        )
        lists[tier][one.id] = one
    counted = {
        tier: tuple(of[number] for number in counting((one.id, one.file) for one in of.values()))
        for tier, of in lists.items()
    }
    return counted, indexes


def _rows(
    lists: Sequence[ListInForce], codes: set[str]
) -> dict[int, dict[tuple[str, str], KnownPrice]]:
    words = {one.id: one.words for one in lists}
    marks, values = bulk.text_in(sorted(codes))
    found: dict[int, dict[tuple[str, str], KnownPrice]] = defaultdict(dict)
    for key, code, modifier, office, facility, cms in bulk.select(
        "SELECT list_id, code, modifier, office_cents, facility_cents, cms FROM records_price "  # noqa: S608 - our own keys and marks
        f"WHERE list_id IN ({bulk.keys(list(words))}) AND code IN ({marks})",
        values,
    ):
        known = loads(cms) if isinstance(cms, str) else cms
        found[int(key)][code, modifier] = KnownPrice(words[int(key)], office, facility, known)
    return found


def _indexes(of: ListInForce, locality: str) -> tuple[str, Indexes | None]:
    """Several localities and none chosen: not known."""
    asked = "" if locality == "only" else "AND code = %s "
    rows = bulk.select(
        f"SELECT code, cms FROM records_price WHERE list_id = %s {asked}ORDER BY code LIMIT 2",  # noqa: S608 - our own words
        [of.id, *([locality] if asked else [])],
    )
    if len(rows) != 1:
        return "", None
    ((code, cms),) = rows
    known = loads(cms) if isinstance(cms, str) else cms
    numbers = (_number(known[name]) for name in ("work", "practice", "malpractice"))
    return code, Indexes(*numbers)


def _number(text: str) -> Decimal:
    return Decimal(text or 0)
