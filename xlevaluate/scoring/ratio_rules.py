"""How a profile has ratios scored: deductions by steps, looked-up scores, what is 不适用."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from xlevaluate.files.toml_part import TomlPart
from xlevaluate.scoring.profile_part import Number, Points, RuleSource, Share


class Step(TomlPart):
    """Up to and including ``to`` a ratio scores ``score``; without ``to``, above all others."""

    to: Number | None = None
    score: Points


class RatioScoring(TomlPart):
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
    step: Annotated[Number, Field(gt=0)] = Decimal("0.01")
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


class RatiosScoring(TomlPart):
    """The table of scored ratios; what a ratio that is 不适用 scores.

    A profile that scores no ratio need not say any of it.
    """

    source: RuleSource | None = None
    not_applicable: Literal["full", "rescale"] = "full"
    ratio: tuple[RatioScoring, ...] = ()

    @property
    def notice(self) -> str:
        """Return what is printed beside the scores."""
        return self.source.notice if self.source else ""

    @model_validator(mode="after")
    def _says_how(self) -> "RatiosScoring":
        missing = [key for key in ("source", "not_applicable") if key not in self.model_fields_set]
        if self.ratio and missing:
            raise ValueError(f"给比率评分的，还要写 {'、'.join(missing)}")
        return self

    @model_validator(mode="after")
    def _distinct(self) -> "RatiosScoring":
        names = [ratio.name for ratio in self.ratio]
        if len(names) != len(set(names)):
            raise ValueError("同一比率写了两次")
        return self
