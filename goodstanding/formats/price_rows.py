"""What a price list says, whichever kind it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from goodstanding.core.price_kinds import PriceKind


@dataclass(frozen=True, slots=True)
class PriceRow:
    """`office_cents` and `facility_cents` are of one unit; None: no price there. `values`: what
    CMS's files say besides, by name, as text. Of a locality's indexes `code` is the locality.
    `line`: where it stands in the file.
    """

    code: str
    modifier: str = ""
    office_cents: int | None = None
    facility_cents: int | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    payer: str = ""
    plan: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PriceFile:
    """`effective_on`: what the file says of itself as a whole; `ignored`: its unknown columns."""

    kind: PriceKind
    rows: tuple[PriceRow, ...]
    ignored: tuple[str, ...] = ()
    effective_on: date | None = None
