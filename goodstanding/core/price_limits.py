"""How the clinic prices what no fee schedule says: a table of the policy."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from goodstanding.core.policy_values import Strict


@dataclass(frozen=True, slots=True)
class Prices(Strict):
    """`medicare_percent`: of Medicare's amount, taken as what a payer allows whose fee schedule is
    not here; 0: not done. `medicare_locality`: as the list of cost indexes names it, "MN 00";
    "only": the one locality that list has.
    """

    medicare_percent: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0
    medicare_locality: Annotated[str, Field(min_length=1, max_length=20)] = "only"
