"""What a health plan says of one benefit, as it was told (X12 271, EB and what stands below it)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goodstanding.core.money import Cents


@dataclass(frozen=True, slots=True)
class Dated:
    """Days with what they are of (DTP01: 291 plan, 346 plan begins, ...). One day alone has no
    `last_on`; `span` says that two were written.
    """

    kind: str
    first_on: date
    last_on: date | None = None

    @property
    def span(self) -> bool:
        return self.last_on is not None


@dataclass(frozen=True, slots=True)
class Party:
    """A payer, a provider, somebody a benefit names: `role` is NM101, `id_kind` NM108."""

    role: str
    name: str
    id_kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One EB: `information` EB01, `level` EB02, `services` EB03, `insurance` EB04, `period` EB06.
    What was not written is "" or None, never 0. `rate` is a share of one ("0.2"). `authorisation`
    and `network` are Y, N, U, W (both or neither) or "".
    """

    information: str
    level: str = ""
    services: tuple[str, ...] = ()
    insurance: str = ""
    plan: str = ""
    period: str = ""
    cents: Cents | None = None
    rate: Decimal | None = None
    quantity_kind: str = ""
    quantity: Decimal | None = None
    authorisation: str = ""
    network: str = ""
    procedure: str = ""
    dates: tuple[Dated, ...] = ()
    messages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    parties: tuple[Party, ...] = ()
