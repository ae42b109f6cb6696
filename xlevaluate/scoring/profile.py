"""The scoring profile of a province and year, read from ``profile.toml``."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Points = Annotated[Decimal, BeforeValidator(lambda value: Decimal(str(value))), Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Frame(_Part):
    """How 100 points are split: budget execution, and each dimension by its key."""

    execution: Points
    dimensions: dict[str, Points]

    @property
    def total(self) -> Decimal:
        """All points together."""
        return self.execution + sum(self.dimensions.values())


class Grade(_Part):
    """A grade and the lowest total that earns it."""

    name: str
    from_: Points = Field(alias="from")


class Profile(_Part):
    """Frame and grades, with their source."""

    source: str
    year: int
    frame: Frame
    grade: tuple[Grade, ...]

    @model_validator(mode="after")
    def _covers(self) -> "Profile":
        bounds = [grade.from_ for grade in self.grade]
        if not bounds or bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
            raise ValueError("等次须从高到低排列，分数线不重复，最后一档为0")
        return self

    def grade_of(self, total: Decimal) -> str:
        """Return the grade of a total score (0 or more)."""
        return next(grade.name for grade in self.grade if total >= grade.from_ or grade.from_ == 0)
