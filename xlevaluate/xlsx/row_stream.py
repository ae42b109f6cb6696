"""The rows of a long sheet, handed over one after another: a list may have millions of cells."""

from collections.abc import Callable, Mapping

from xlevaluate.form.snapshot import CellValue
from xlevaluate.xlsx.cell_values import Shared, SheetReader
from xlevaluate.xlsx.zip_parts import Package

RowValues = Mapping[int, CellValue]
"""What stands in a row, by column from 0."""


def read_rows(
    package: Package, part: str, shared: Shared, take: Callable[[RowValues], None]
) -> None:
    """Hand over the rows of a sheet's part in which something stands.

    Raises ``CannotDoError`` where the part is damaged or too large.
    """
    _RowReader(package, shared, take).read(part)


class _RowReader(SheetReader):
    most_elements = 30_000_000

    def __init__(self, package: Package, shared: Shared, take: Callable[[RowValues], None]) -> None:
        super().__init__(package, shared)
        self._hand = take
        self.on("row", ends=self._end_row)

    def read(self, part: str) -> None:
        """Read a part as it streams by, also one that could be read at once."""
        with self._package.reading(part):
            self._stream(self._package.pieces(part))

    def _end_row(self) -> None:
        if self.cells:
            self._hand({col: cell for (_, col), cell in self.cells.items()})
            self.cells.clear()
