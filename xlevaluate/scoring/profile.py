"""The scoring profile of a province and year: a file of the template's folder.

Shares and rates are fractions of 1 (0.8 is 80%), weights and deductions are points. Each part
may name the document it follows; a document that was not at hand says so in ``note``.
"""

from decimal import Decimal
from itertools import pairwise
from typing import Literal

from pydantic import Field, field_validator

from xlevaluate.files.toml_part import TomlPart
from xlevaluate.scoring.frame import Frame
from xlevaluate.scoring.indicator_rules import Band, IndicatorScoring, check_bands, repeated
from xlevaluate.scoring.profile_part import Decimals, RuleSource, Share
from xlevaluate.scoring.ratio_rules import RatiosScoring
from xlevaluate.scoring.total_rules import Ceiling, Grade, Warnings
from xlevaluate.submission.amounts import round_half_up

FINE = 12
"""Decimals of a rate that a spreadsheet's binary numbers keep."""


class ExecutionScoring(TomlPart):
    """How budget execution is scored: weight × 执行数 ÷ 预算数.

    ``cap``: not more than the weight. A budget of 0 has no score (``not_applicable``), scores 0
    (``zero``), or counts as 1 (``one``). Below ``explained_from`` an explanation is asked for.
    """

    explained_from: Share | None = None
    cap: bool = True
    zero: Literal["not_applicable", "zero", "one"] = "not_applicable"
    decimals: Decimals = 2

    def rate(self, executed: Decimal, budget: Decimal) -> Decimal | None:
        """Return 执行数 ÷ 预算数 (both in one unit) to ``FINE`` places; ``None`` where 不适用."""
        if budget != 0:
            return round_half_up(executed / budget, FINE)
        return {"not_applicable": None, "zero": Decimal(0), "one": executed}[self.zero]


class Profile(TomlPart):
    """All that scoring needs to know of a province and year.

    Where ``explanations`` are ``required``, nothing is handed in while a query stands unexplained.
    """

    name: str
    source: RuleSource
    explanations: Literal["optional", "required"] = "optional"
    frame: Frame
    execution: ExecutionScoring = ExecutionScoring()
    indicators: IndicatorScoring = IndicatorScoring()
    band: tuple[Band, ...]
    grade: tuple[Grade, ...] = ()
    ceiling: tuple[Ceiling, ...] = ()
    warning: Warnings = Field(default=Warnings())
    ratios: RatiosScoring = RatiosScoring()

    @field_validator("grade")
    @classmethod
    def _sound_grades(cls, grades: tuple[Grade, ...]) -> tuple[Grade, ...]:
        bounds = [grade.from_ for grade in grades]
        if bounds and (bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0):
            raise ValueError("等次须从高到低排列，分数线不重复，最后一档为0")
        names = [name for grade in grades for name in (grade.name, *grade.also)]
        if twice := repeated(names):
            raise ValueError(f"等次的名称写了两次：{'、'.join(twice)}")
        return grades

    @field_validator("band")
    @classmethod
    def _sound_bands(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        check_bands(bands)
        return bands

    @field_validator("ceiling")
    @classmethod
    def _sound_ceilings(cls, ceilings: tuple[Ceiling, ...]) -> tuple[Ceiling, ...]:
        for upper, lower in pairwise(ceilings):
            if not (upper.below > lower.below and upper.total > lower.total):
                raise ValueError("总分上限须从高到低排列，执行率越低，上限越低")
        return ceilings

    def grade_of(self, total: Decimal) -> str | None:
        """Return the grade of a total score (0 or more); ``None`` where nothing is graded."""
        reached = (grade.name for grade in self.grade if total >= grade.from_)
        return next(reached, self.grade[-1].name if self.grade else None)

    def band_named(self, name: str | None) -> Band | None:
        """Return a band by its name; ``None`` where there is none of that name."""
        return next((band for band in self.band if band.name == name), None)
