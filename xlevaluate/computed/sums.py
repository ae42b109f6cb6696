"""Identities: a total and its parts. The check and the sum formula both come from here.

A part is a field, every row of a list, or a computed cell; it may be subtracted.
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from xlevaluate.computed.computation import Computation, Shown, Style
from xlevaluate.computed.terms import EXACT
from xlevaluate.form.fields import Listing
from xlevaluate.form.figures import Figures
from xlevaluate.submission import Entry
from xlevaluate.submission.amounts import canonical, number_or_none

COMPUTED = "="
"""Begins the path of an entry that is computed and not filled in."""


class Part(Struct, frozen=True):
    """A signed part of a total: a field by its name, or the rows of ``listing``."""

    name: str
    sign: int = 1
    listing: Listing | None = None
    computation: Computation | None = None
    may_be_blank: bool = False
    """It counts for nothing while it is blank."""

    def entries(self, figures: Figures) -> tuple[Entry, ...]:
        """Return what stands in the part's cells."""
        if self.computation is None:
            return figures[self.name]
        return (Entry(COMPUTED + self.name, self.computation.shown(figures)),)

    def operand(self, column: str = "COLUMN()") -> str:
        """Return the part as an argument of SUM and COUNT, without its sign.

        A list lies between the row of its heads and the row after it, so that rows inserted
        at either end count; its ``column`` is that of the cell the formula stands in.
        """
        if self.listing is None:
            return self.name
        top, end = self.listing.fields[0].name, self.listing.end
        rows = f"ROW({end})-ROW({top})-1"
        # Without any row it is the label in the row of heads, which is a text and counts for 0.
        across = f"({rows}>0)*({column}-COLUMN({top}))"
        return f"OFFSET({top},({rows}>0)*1,{across},MAX(1,{rows}),1)"


class Identity(Struct, frozen=True):
    """``total = Σ parts``, or ``Σ parts ≤ total``, in one column of a form."""

    total: str
    parts: tuple[Part, ...]
    relation: Literal["equal", "at_most"] = "equal"
    blank_total: Literal["unknown", "zero"] = "unknown"
    ceiling: Computation | None = None
    """The cell with the most that the total may be, however much its parts are."""
    level: Literal["error", "query"] = "error"
    """Of figures that differ; a blank total is an error."""
    unless: tuple[str, ...] = ()
    """Fields that make it untrue where there is anything but 0 in one of them."""
    while_blank: tuple[str, ...] = ()
    """Fields that must be blank for it to be looked at."""

    twin: "Identity | None" = None
    """Another, which tells of an amount that stands in the wrong one of two rows."""

    def applies(self, figures: Figures) -> bool:
        """Tell whether what the identity says can be expected of these figures."""
        return all(figures.value(name) is None for name in self.while_blank) and not any(
            number_or_none(figures.value(name)) for name in self.unless
        )

    def limited(self, sum_: Decimal, figures: Figures) -> Decimal:
        """Return a sum of the parts, or the ceiling where that is less."""
        ceiling = None if self.ceiling is None else self.ceiling.shown(figures)
        return min(sum_, ceiling) if isinstance(ceiling, Decimal) else sum_


class SumFill(Struct, frozen=True):
    """The formula that stands in a total until the user writes over it.

    ``is_brought``: what it gives comes from other sheets.
    """

    identity: Identity
    is_brought: bool = False
    style: Style = "money"

    @property
    def name(self) -> str:
        """The total's name."""
        return self.identity.total

    @property
    def _needed(self) -> tuple[Part, ...]:
        """The parts without which a difference says nothing; a sum is one of what there is."""
        parts = self.identity.parts
        if all(part.sign > 0 for part in parts):
            return ()
        return tuple(part for part in parts if not part.may_be_blank)

    def shown(self, figures: Figures) -> Shown:
        """Return the sum of the parts that are numbers; ``None`` when there is none."""
        numbers = [
            part.sign * entry.value
            for part in self.identity.parts
            for entry in part.entries(figures)
            if isinstance(entry.value, Decimal)
        ]
        needed = (entry for part in self._needed for entry in part.entries(figures))
        lacks_some = any(not isinstance(entry.value, Decimal) for entry in needed)
        if not numbers or lacks_some or not self.identity.applies(figures):
            return None
        return canonical(self.identity.limited(sum(numbers, Decimal(0)), figures))

    def goes_with(self, value: object, figures: Figures) -> bool:
        """Tell whether the figure given is the sum."""
        return value == self.shown(figures)

    def formula(self) -> str:
        """Return the native formula. A part that is a text or blank counts for nothing."""
        added, subtracted = (
            ",".join(part.operand() for part in self.identity.parts if part.sign == sign)
            for sign in (1, -1)
        )
        operands = ",".join(filter(None, (added, subtracted)))
        total = f"SUM({added})" if added else ""
        total += f"-SUM({subtracted})" if subtracted else ""
        sum_ = f"ROUND({total},{EXACT})"
        if self.identity.ceiling is not None:
            sum_ = f"MIN({sum_},{self.identity.ceiling.name})"
        nothing = f"COUNT({operands})=0"
        if self._needed:
            needed = ",".join(part.operand() for part in self._needed)
            nothing = f"COUNT({needed})<{len(self._needed)}"
        # COUNT passes over errors, SUM does not: what cannot be computed is not blank.
        blank = f'IF(SUM({operands})=0,"","")'
        if self.identity.unless:
            others = "+".join(f"ABS(N({name}))" for name in self.identity.unless)
            nothing = f"OR({nothing},{others}<>0)"
        return f"=IF({nothing},{blank},{sum_})"


class NoneFill(Struct, frozen=True):
    """The formula of a cell that is 0 once the unit says that it has none.

    ``said`` is the field in which that is said; ``otherwise`` the sum that stands there else.
    """

    name: str
    said: str
    otherwise: SumFill | None = None
    style: Style = "money"

    @property
    def is_brought(self) -> bool:
        """Tell whether what stands there else comes from other sheets."""
        return self.otherwise is not None and self.otherwise.is_brought

    def shown(self, figures: Figures) -> Shown:
        """Return 0 where there is none, else the sum, or ``None``."""
        if self.is_said(figures):
            return Decimal(0)
        return None if self.otherwise is None else self.otherwise.shown(figures)

    def goes_with(self, value: object, figures: Figures) -> bool:
        """Tell whether the figure given is that."""
        return value == self.shown(figures)

    def is_said(self, figures: Figures) -> bool:
        """Tell whether the unit says that it has none."""
        return figures.value(self.said) is not None

    def formula(self) -> str:
        """Return the native formula."""
        inner = '""' if self.otherwise is None else self.otherwise.formula().removeprefix("=")
        return f'=IF({self.said}="",{inner},0)'
