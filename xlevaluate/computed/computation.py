"""What every computed cell has: a name, a value from the figures, a native formula.

A value is a number, a short text (“—” for 不适用, or why it cannot be computed), or ``None``
while figures are missing. The formula uses functions that Excel 2010, WPS and LibreOffice all
have, names cells by their defined names, and shows an empty text for ``None``.
"""

from decimal import Decimal
from typing import Literal, Protocol

from xlevaluate.form.figures import Figures

Shown = Decimal | str | None

NOT_APPLICABLE_MARK = "—"
"""What 不适用 prints, in cells and in tables of the report."""

Style = Literal["percent", "whole_percent", "money", "points", "score", "text", "words"]


class Computation(Protocol):
    """One computed cell."""

    @property
    def name(self) -> str:
        """Defined name of the cell."""

    @property
    def style(self) -> Style:
        """How the value is printed."""

    def shown(self, figures: Figures) -> Shown:
        """Return what the cell shows."""

    def formula(self) -> str:
        """Return the native formula, with its ``=``."""
