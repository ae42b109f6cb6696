"""The scoring profile of a province and year: a file of the template's folder.

Shares and rates are fractions of 1 (0.8 is 80%), weights and deductions are points. Each part
may name the document it follows; a document that was not at hand says so in ``note``.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _exact(value: Any) -> Any:
    """Take the digits as written: 0.1 is a tenth."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else value


Points = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0)]
Share = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=1)]
Number = Annotated[Decimal, BeforeValidator(_exact)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Part):
    """Where a rule comes from."""

    document: str
    issuer: str
    year: int
    note: str = ""

    def __str__(self) -> str:
        note = f"；{self.note}" if self.note else ""
        return f"{self.issuer}《{self.document}》（{self.year}年）{note}"


class Frame(_Part):
    """How the points are split: budget execution, and each dimension by its key."""

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


class Band(_Part):
    """How far a qualitative indicator was reached, and the shares of its weight that go with it."""

    name: str
    from_: Share = Field(alias="from")
    to: Share


class IndicatorScoring(_Part):
    """Shares of a target beyond which one asks why."""

    over: Points
    under: Points


class ExecutionScoring(_Part):
    """The rate of budget execution below which an explanation is asked for."""

    explained_from: Share


class Step(_Part):
    """Up to and including ``to`` a ratio scores ``score``; without ``to``, above all others."""

    to: Number | None = None
    score: Points


class RatioScoring(_Part):
    """How a ratio is scored.

    ``over``, ``under`` and ``apart`` take off ``deduct`` points, or the ``share`` of the weight,
    for every ``step`` by which the ratio lies above ``limit``, below it, or on either side; with
    ``whole`` only full steps count. ``steps`` looks the score up;
    ``absolute`` takes a fall like a rise. ``zero`` is what x/0 scores; without it the unit has
    to say.
    """

    name: str
    weight: Points
    kind: Literal["over", "under", "apart", "steps"]
    limit: Number = Decimal(1)
    step: Annotated[Decimal, BeforeValidator(_exact), Field(gt=0)] = Decimal("0.01")
    deduct: Points | None = None
    share: Share | None = None
    whole: bool = False
    steps: tuple[Step, ...] = ()
    absolute: bool = False
    zero: Points | None = None

    @model_validator(mode="after")
    def _complete(self) -> "RatioScoring":
        if self.kind == "steps":
            bounds = [step.to for step in self.steps]
            inner = [bound for bound in bounds[:-1] if bound is not None]
            if not bounds or bounds[-1] is not None or inner != sorted(set(inner)):
                raise ValueError("steps 须按 to 从小到大排列，最后一档不写 to")
            if len(inner) != len(bounds) - 1:
                raise ValueError("steps 中只有最后一档不写 to")
            if any(step.score > self.weight for step in self.steps):
                raise ValueError("steps 的得分不能高于 weight")
        elif (self.deduct is None) == (self.share is None):
            raise ValueError("deduct（扣几分）和 share（扣分值的几成）须填且只填一个")
        if self.zero is not None and self.zero > self.weight:
            raise ValueError("zero 不能高于 weight")
        return self


class RatiosScoring(_Part):
    """The table of scored ratios; what a ratio that is 不适用 scores."""

    source: Source
    not_applicable: Literal["full", "rescale"]
    ratio: tuple[RatioScoring, ...]

    @model_validator(mode="after")
    def _distinct(self) -> "RatiosScoring":
        names = [ratio.name for ratio in self.ratio]
        if len(names) != len(set(names)):
            raise ValueError("同一比率写了两次")
        return self


class Profile(_Part):
    """All that scoring needs to know of a province and year."""

    name: str
    source: Source
    frame: Frame
    execution: ExecutionScoring
    indicators: IndicatorScoring
    band: tuple[Band, ...]
    grade: tuple[Grade, ...]
    ratios: RatiosScoring

    @model_validator(mode="after")
    def _covers(self) -> "Profile":
        bounds = [grade.from_ for grade in self.grade]
        if not bounds or bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
            raise ValueError("等次须从高到低排列，分数线不重复，最后一档为0")
        edges = [edge for band in self.band for edge in (band.to, band.from_)]
        joined = all(
            upper == lower for upper, lower in zip(edges[1:-1:2], edges[2::2], strict=True)
        )
        if not edges or edges[0] != 1 or edges[-1] != 0 or not joined:
            raise ValueError("档次须从1到0，首尾相接")
        if edges != sorted(edges, reverse=True):
            raise ValueError("档次须从高到低排列")
        return self

    def grade_of(self, total: Decimal) -> str:
        """Return the grade of a total score (0 or more)."""
        return next(grade.name for grade in self.grade if total >= grade.from_ or grade.from_ == 0)

    def band_named(self, name: str | None) -> Band | None:
        """Return a band by its name; ``None`` where there is none of that name."""
        return next((band for band in self.band if band.name == name), None)
