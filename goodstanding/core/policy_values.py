"""What the values of a policy's tables may be: amounts, days, counts, names."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field

from goodstanding.core.money import Cents, cents_of


def _money(value: object) -> Cents:
    if not isinstance(value, str):
        raise ValueError('write the amount in quotes, as "5.00"')
    return cents_of(value)


Money = Annotated[int, BeforeValidator(_money), Field(ge=0)]
# The longest a person's choice stands, a pause among them: for longer it is chosen again then.
LONGEST_CHOICE_DAYS = 90
Days = Annotated[int, Field(strict=True, ge=0, le=1000)]
Count = Annotated[int, Field(strict=True, ge=1, le=100)]
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Title = Annotated[str, Field(min_length=1, max_length=30)]
Codes = Annotated[frozenset[str], Field(max_length=200)]


class Strict:
    """A key the policy does not know is a fault: a misspelt limit must not fall back in silence."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
