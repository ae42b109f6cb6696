"""The frame: how all points are split between budget execution and the dimensions.

A dimension has points of its own, or shares them with others and the unit divides them
(湖北：效益、满意度共 40 分). Points may have decimals, and the equal division of points over
indicators may be rounded (90 ÷ 7 = 12.86).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from xlevaluate.computed.terms import EXACT
from xlevaluate.files.toml_part import TomlPart
from xlevaluate.scoring.profile_part import Points
from xlevaluate.submission.amounts import round_half_up

DIVIDED = (1, 2)
"""Decimals to which an equal division may be rounded."""


class DimensionGroup(TomlPart):
    """Dimensions, by their keys, that together have a weight."""

    dimensions: tuple[str, ...] = Field(min_length=1)
    weight: Points

    def name(self, dimensions: Mapping[str, str]) -> str:
        """Return what the group is called; ``dimensions`` are the names of all of them."""
        return "和".join(dimensions.get(key, key) for key in self.dimensions)


class Frame(TomlPart):
    """How the points are split: budget execution, each dimension by its key, joint weights.

    ``not_applicable`` says what becomes of the points of a dimension that does not apply: they go
    to the others in ``proportion`` to theirs or in ``equal`` parts; ``within`` a dimension alone
    points may be moved, and one that does not apply at all is a mistake.
    """

    execution: Points
    dimensions: dict[str, Points] = Field(default_factory=dict)
    joint: tuple[DimensionGroup, ...] = ()
    not_applicable: Literal["proportion", "equal", "within"] = "proportion"

    @model_validator(mode="after")
    def _each_once(self) -> "Frame":
        keys = self.keys
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"一级指标的分值写了两次：{'、'.join(twice)}")
        return self

    @cached_property
    def groups(self) -> tuple[DimensionGroup, ...]:
        """Return every weight with its dimensions: those alone first, then the joint ones."""
        alone = (
            DimensionGroup(dimensions=(key,), weight=weight)
            for key, weight in self.dimensions.items()
        )
        return (*alone, *self.joint)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of all dimensions."""
        return tuple(key for group in self.groups for key in group.dimensions)

    def group_of(self, key: str) -> DimensionGroup:
        """Return the group of a dimension; ``KeyError`` where the frame has none."""
        for group in self.groups:
            if key in group.dimensions:
                return group
        raise KeyError(key)

    @property
    def spreads(self) -> bool:
        """Tell whether points of a dimension that does not apply go to others."""
        return self.not_applicable != "within" and len(self.groups) > 1

    def with_weights(self, weights: Sequence[Decimal]) -> "Frame":
        """Return the frame with other weights, in the order of ``groups``."""
        alone = dict(zip(self.dimensions, weights, strict=False))
        joint = tuple(
            group.model_copy(update={"weight": weight})
            for group, weight in zip(self.joint, weights[len(alone) :], strict=True)
        )
        # A copy would keep the groups of the old weights.
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return self.model_construct(**(own | {"dimensions": alone, "joint": joint}))

    @property
    def total(self) -> Decimal:
        """All points together."""
        return self.execution + sum(group.weight for group in self.groups)


def is_divided(weights: Sequence[Decimal], whole: Decimal) -> bool:
    """Tell whether weights add up to the whole, or would but for an equal division's rounding."""
    return sum(weights, Decimal(0)) == whole or is_equal_division(weights, whole)


def is_equal_division(weights: Sequence[Decimal], whole: Decimal) -> bool:
    """Tell whether points were divided equally, each share rounded to one or two decimals.

    >>> is_equal_division([Decimal("12.86")] * 7, Decimal(90))
    True
    >>> is_equal_division([Decimal("12.86")] * 6, Decimal(90))
    False
    """
    if not weights or any(weight != weights[0] for weight in weights):
        return False
    share = whole / len(weights)
    is_whole = weights[0] == weights[0].to_integral_value()
    return not is_whole and any(weights[0] == round_half_up(share, digits) for digits in DIVIDED)


def equal_division_formula(weights: str, whole: str) -> str:
    """Return ``is_equal_division`` as a native expression; ``weights`` are cells."""
    most, share = f"ROUND(MAX({weights}),{EXACT})", f"{whole}/MAX(1,COUNT({weights}))"
    rounded = ",".join(f"{most}=ROUND({share},{digits})" for digits in DIVIDED)
    return f"AND(MAX({weights})=MIN({weights}),{most}<>INT({most}),OR({rounded}))"
