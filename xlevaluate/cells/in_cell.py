"""One thing that a formula beside a form can say, in Python and as a native expression."""

from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from xlevaluate.checks.findings import LEVELS, Level
from xlevaluate.form.figures import Figures
from xlevaluate.form.labels import quoted
from xlevaluate.form.page import RowCell
from xlevaluate.submission.amounts import fixed, plain

_NUMBER = '"0.00####"'

Find = Callable[[Figures], tuple[Decimal, ...] | None]


class InCell(Struct, frozen=True):
    """One thing a formula can say: when, in which words, with which numbers.

    ``sentence`` holds ``{0}``, ``{1}`` for the numbers, printed as money or as points; ``find`` is
    the same in Python and returns the numbers, or ``None`` where there is nothing to say.
    """

    level: Level
    sentence: str
    when: str
    numbers: tuple[str, ...]
    find: Find
    are_points: bool = False

    def shown(self, figures: Figures) -> str:
        """Return what is said, or an empty text."""
        found = self.find(figures)
        return (
            ""
            if found is None
            else self._said.format(*map(plain if self.are_points else fixed, found))
        )

    @property
    def _said(self) -> str:
        return f"{LEVELS[self.level]}：{self.sentence}。"

    def formula(self) -> str:
        """Return the native expression, without ``=``."""
        text = quoted(self._said)
        for index, number in enumerate(self.numbers):
            shown = number if self.are_points else f"TEXT({number},{_NUMBER})"
            text = text.replace(f"{{{index}}}", f'"&{shown}&"')
        return f'IF({self.when},{text},"")'


class Called(Struct, frozen=True):
    """What a function in Python says of a row, and what formulas say where there is none."""

    call: str
    native: tuple[InCell, ...]

    def shown(self, figures: Figures) -> str:
        """Return what the formulas say."""
        return "".join(check.shown(figures) for check in self.native)

    def formula(self) -> str:
        """Return the call, with the native expression to fall back to."""
        return f"IFERROR({self.call},{'&'.join(check.formula() for check in self.native)})"


def row_value(figures: Figures, cell: RowCell) -> object:
    """Return what stands in a cell of a row; ``None`` where that holds no item."""
    found = figures.at(cell.path) if cell.path else ()
    return found[0].value if found else None
