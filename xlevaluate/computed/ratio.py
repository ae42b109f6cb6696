"""A ratio: numerator over denominator, on the first basis whose figures are filled in.

0/0 is 不适用; what x/0 means differs from ratio to ratio and is part of the record. A blank
figure leaves the ratio blank, a figure that is 不适用 makes it 不适用. Source: the common
framework 财预〔2013〕53号; the records themselves stand in the template's ``ratios.toml``.
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xlevaluate.computed.computation import NOT_APPLICABLE_MARK, Shown, Style
from xlevaluate.computed.terms import Terms
from xlevaluate.form.figures import Figures
from xlevaluate.form.labels import quoted
from xlevaluate.form.names_definition import NamesDef, RatioPartKind
from xlevaluate.form.roles import RatioRole
from xlevaluate.submission import NOT_APPLICABLE, NotApplicable
from xlevaluate.submission.amounts import round_half_up

DECIMALS = 4
"""A ratio is kept to 0.0001, that is percent to two decimals."""


class Basis(Struct, frozen=True):
    """One way to compute a ratio; ``label`` is printed beside the result."""

    numerator: Terms
    denominator: Terms
    label: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that must be filled in, each once."""
        return tuple(dict.fromkeys(self.numerator.names + self.denominator.names))


class ZeroCase(Struct, frozen=True):
    """What x/0 means: the words in the cell, and the level of the finding."""

    text: str
    level: Literal["error", "query", "none"]


class RatioResult(Struct, frozen=True):
    """A ratio worked out. ``value`` is ``None`` unless ``state`` is ``"value"``."""

    state: Literal["value", "blank", "not_applicable", "zero_denominator"]
    basis: Basis
    numerator: Decimal | NotApplicable | None = None
    denominator: Decimal | NotApplicable | None = None
    value: Decimal | None = None


class Ratio(Struct, frozen=True):
    """The record of a ratio; ``names`` are those of the form's cells."""

    name: str
    names: NamesDef
    bases: tuple[Basis, ...]
    zero: ZeroCase
    standard: str = ""
    whole_percent: bool = False
    words: str = ""
    """The formula in words, each basis in its turn."""
    parts_style: Style = "money"
    """How numerator and denominator are printed: money, or whole things (``points``)."""
    role: RatioRole | None = None

    @property
    def style(self) -> Style:
        """Percent with two decimals, or 100% where the form prints whole numbers so."""
        return "whole_percent" if self.whole_percent else "percent"

    def evaluate(self, figures: Figures) -> RatioResult:
        """Work the ratio out on the first basis that is filled in, else on the last."""
        for basis in self.bases:
            amounts = [figures.amount(name) for name in basis.names]
            if None not in amounts:
                break
        else:
            return RatioResult("blank", basis)
        if NOT_APPLICABLE in amounts:
            numerator, denominator = (
                NOT_APPLICABLE
                if NOT_APPLICABLE in map(figures.amount, terms.names)
                else terms.total(figures)
                for terms in (basis.numerator, basis.denominator)
            )
            return RatioResult("not_applicable", basis, numerator, denominator)
        return self.divided(basis.numerator.total(figures), basis.denominator.total(figures), basis)

    def divided(
        self, numerator: Decimal, denominator: Decimal, basis: Basis | None = None
    ) -> RatioResult:
        """Work the ratio out from two figures (of the first basis, if nothing else is said)."""
        basis = basis or self.bases[0]
        if denominator == 0:
            state: Literal["not_applicable", "zero_denominator"] = (
                "not_applicable" if numerator == 0 else "zero_denominator"
            )
            return RatioResult(state, basis, numerator, denominator)
        value = round_half_up(numerator / denominator, DECIMALS)
        return RatioResult("value", basis, numerator, denominator, value)

    def shown(self, figures: Figures) -> Shown:
        """Return the rounded ratio, “—”, the words for x/0, or ``None``."""
        return self.shown_of(self.evaluate(figures))

    def shown_of(self, result: RatioResult) -> Shown:
        """Return what a result shows."""
        match result.state:
            case "not_applicable":
                return NOT_APPLICABLE_MARK
            case "zero_denominator":
                return self.zero.text
            case _:
                return result.value

    def cell(self, part: RatioPartKind) -> str:
        """Return the defined name of a cell beside the result."""
        return self.names.ratio_part(self.name, part)

    def formula(self) -> str:
        """Compute from the cells that hold the numerator and the denominator."""
        return self.dividing(self.cell("numerator"), self.cell("denominator"))

    def dividing(self, top: str, bottom: str) -> str:
        """Return the formula that divides what two expressions give."""
        zero = f"IF({top}=0,{quoted(NOT_APPLICABLE_MARK)},{quoted(self.zero.text)})"
        no = quoted(NOT_APPLICABLE.value)
        return (
            f'=IF(OR({top}="",{bottom}=""),"",IF(OR({top}={no},{bottom}={no}),'
            f"{quoted(NOT_APPLICABLE_MARK)},"
            f"IF({bottom}=0,{zero},ROUND({top}/{bottom},{DECIMALS}))))"
        )

    @property
    def has_basis(self) -> bool:
        """Tell whether the basis is worth a word beside the result."""
        return any(basis.label for basis in self.bases)

    def parts(self) -> tuple["RatioPart", ...]:
        """Return the cells beside the result: numerator, denominator, and the basis if told."""
        told: tuple[RatioPartKind, ...] = ("numerator", "denominator")
        if self.has_basis:
            told = (*told, "basis")
        return tuple(RatioPart(self, part) for part in told)


class RatioInOneCell(Struct, frozen=True):
    """A ratio with no cells for numerator and denominator, as on the form of a project."""

    ratio: Ratio

    @property
    def name(self) -> str:
        """The ratio's name, and that of its cell."""
        return self.ratio.name

    @property
    def style(self) -> Style:
        """As the ratio is printed."""
        return self.ratio.style

    def shown(self, figures: Figures) -> Shown:
        """Return what the ratio shows."""
        return self.ratio.shown(figures)

    def formula(self) -> str:
        """Compute from the figures themselves."""
        top, bottom = (RatioPart(self.ratio, part) for part in _DIVIDED)
        return self.ratio.dividing(*(part.formula().removeprefix("=") for part in (top, bottom)))


_DIVIDED: tuple[RatioPartKind, RatioPartKind] = ("numerator", "denominator")


class RatioPart(Struct, frozen=True):
    """A cell of 指标计算 from which, or beside which, a ratio is computed."""

    ratio: Ratio
    part: RatioPartKind

    @property
    def name(self) -> str:
        """``比率_分子`` and so on."""
        return self.ratio.cell(self.part)

    @property
    def style(self) -> Style:
        """Amounts, and the words of the basis."""
        return "text" if self.part == "basis" else self.ratio.parts_style

    def shown(self, figures: Figures) -> Shown:
        """Return the amount, 不适用 in words, the basis in words, or ``None``."""
        result = self.ratio.evaluate(figures)
        if result.state == "blank":
            return None
        if self.part == "basis":
            return result.basis.label or None
        amount = result.numerator if self.part == "numerator" else result.denominator
        return str(amount) if isinstance(amount, NotApplicable) else amount

    def formula(self) -> str:
        """Take the first basis whose cells all hold a number or 不适用."""
        text = '""'
        for basis in reversed(self.ratio.bases):
            no = quoted(NOT_APPLICABLE.value)
            filled = "+".join(
                [f"COUNT({','.join(basis.names)})", *(f"({name}={no})" for name in basis.names)]
            )
            text = f"IF({filled}={len(basis.names)},{self._of(basis)},{text})"
        return "=" + text

    def _of(self, basis: Basis) -> str:
        if self.part == "basis":
            return quoted(basis.label)
        terms = basis.numerator if self.part == "numerator" else basis.denominator
        count, all_ = f"COUNT({','.join(terms.names)})", len(terms.names)
        return f"IF({count}<{all_},{quoted(NOT_APPLICABLE.value)},{terms.formula()})"
