"""What the parameters of a profile are called in a form, what they mean, where they stand."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from xlevaluate.form.form import Form
from xlevaluate.form.names_definition import NamesDef, ParameterDef, ParameterNamesDef
from xlevaluate.scoring.frame import DimensionGroup
from xlevaluate.scoring.indicator_rules import Band, Side
from xlevaluate.scoring.total_rules import Grade

RatioNumber = Literal["weight", "limit", "step", "deduct", "share"]
"""The numbers by which a ratio is scored."""


class ParameterName(NamedTuple):
    """A parameter's name, its meaning, and the defined name of its cell."""

    name: str
    words: str
    cell: str


class ParameterNames(Struct, frozen=True):
    """Knows what parameters are called; ``dimensions`` are the names of those of the form."""

    names: NamesDef
    dimensions: Mapping[str, str]

    @classmethod
    def of(cls, form: Form) -> "ParameterNames":
        """Take the names of a form."""
        return cls(form.names, {item.key: item.name for item in form.indicators.dimensions})

    @property
    def _given(self) -> ParameterNamesDef:
        return self.names.parameters

    def _called(self, given: ParameterDef, **parts: str) -> ParameterName:
        name, words = given.filled(**parts)
        return ParameterName(name, words, self.names.parameter_cell(name))

    @property
    def execution(self) -> ParameterName:
        """The points of budget execution."""
        return self._called(self._given.execution)

    def weight(self, group: DimensionGroup) -> ParameterName:
        """Return the points of a dimension, or of several."""
        is_joint = len(group.dimensions) > 1
        given = self._given.joint_weight if is_joint else self._given.weight
        return self._called(given, dimension=group.name(self.dimensions))

    def grade(self, grade: Grade) -> ParameterName:
        """Return the bound of a grade."""
        return self._called(self._given.grade, grade=grade.name)

    def ceiling_rate(self, index: int) -> ParameterName:
        """Return the rate below which a ceiling is in force."""
        number = str(index + 1)
        total, _ = self._given.ceiling_total.filled(number=number)
        return self._called(self._given.ceiling_rate, number=number, total=total)

    def ceiling_total(self, index: int) -> ParameterName:
        """Return the highest total under a ceiling."""
        number = str(index + 1)
        rate, _ = self._given.ceiling_rate.filled(number=number)
        return self._called(self._given.ceiling_total, number=number, rate=rate)

    def band(self, band: Band) -> ParameterName:
        """Return the lower edge of a band, or all it is worth."""
        given = self._given.exact_band if band.is_exact else self._given.band
        text = f"（{band.text}）" if band.text else ""
        return self._called(given, band=band.name, text=text)

    @property
    def explained_from(self) -> ParameterName:
        """The rate of budget execution below which a reason is wanted."""
        return self._called(self._given.explained_from)

    @property
    def pass_line(self) -> ParameterName:
        """The least share of a target that scores."""
        return self._called(self._given.pass_line)

    def limit(self, side: Side, consequence: str = "") -> ParameterName:
        """Return the rate beyond which an indicator is far off; ``consequence`` is put in words."""
        given = self._given.over if side == "over" else self._given.under
        return self._called(given, consequence=consequence)

    def deduct(self, side: Side) -> ParameterName:
        """Return the points that a rate beyond a threshold costs."""
        given = self._given.over_deduct if side == "over" else self._given.under_deduct
        return self._called(given)

    @property
    def ahead(self) -> ParameterName:
        """By how much indicators may score further than the money was spent."""
        return self._called(self._given.ahead)

    @property
    def unexecuted(self) -> ParameterName:
        """How much of the budget may be left."""
        return self._called(self._given.unexecuted)

    def ratio(self, ratio: str, number: RatioNumber) -> ParameterName:
        """Return a number by which a ratio is scored."""
        given: ParameterDef = getattr(self._given, f"ratio_{number}")
        return self._called(given, ratio=ratio)
