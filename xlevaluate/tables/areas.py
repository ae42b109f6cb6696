"""A part of a grid, row by row: which cells stand by themselves, which are merged into others."""

import re
from functools import cached_property, lru_cache

from msgspec import Struct

from xlevaluate.sources.grid import Grid, SourceCell
from xlevaluate.tables.amount_texts import AmountText, read_amount
from xlevaluate.tables.label_text import compared
from xlevaluate.tables.money_units import is_unit_line

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
"""What is compared as it stands; most cells are such."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_ABOUT_THE_TABLE = re.compile(
    r"（?(?:编制|填报|预算|主管|实施|报送|公开)?(?:单位|部门)(?:（?单位）?)?(?:名称|编码|代码)?(?:（[^（）]*）)?：.*"
    r"|(?:填表人|制表人|填报人|编制人|联系人|联系电话|电话|填报日期|填表日期|日期|审核人|复核人|财务负责人"
    r"|单位负责人|负责人|分管领导|经办人)(?:（[^（）]*）)?：.*"
    r"|(?:公开|财决|预公开|财预|决算公开|预算公开)?附?\d{0,3}(?:-\d+)*表(?:\d+(?:-\d+)*)?"
    r"|附(?:件|表)\d*(?:-\d+)*：?|表[\d一二三四五六七八九十]+(?:-\d+)*：?"
    r"|（?\d{0,4}年度?）?"
)
TITLE = re.compile(r".*[一-鿿]{2}表(?:(?:19|20)\d\d年?度?)?(?:（.*）)?(?:（续）?)?")
NOTE = re.compile(r"(?:注|备注|说明|附注|填表说明)(?:：|\d|[、.])|注：?")


class AreaPiece(Struct, frozen=True):
    """A cell with something in it, at its place in the grid; ``width`` counts its columns."""

    row: int
    column: int
    width: int
    cell: SourceCell
    amount: AmountText
    plain: str

    @property
    def is_amount(self) -> bool:
        """Tell whether it is a figure, or stands for one."""
        return self.amount.kind not in {"text", "blank"}

    @property
    def is_year(self) -> bool:
        """Tell whether it may be a year rather than an amount."""
        return _YEAR.fullmatch(self.plain) is not None

    @property
    def is_code(self) -> bool:
        """Tell whether it may be the code of an item of the budget rather than an amount."""
        return _CODE.fullmatch(self.plain) is not None

    @property
    def is_title(self) -> bool:
        """Tell whether it may name a table."""
        return _is_title(self.plain)

    @property
    def is_about_the_table(self) -> bool:
        """Tell whether it says unit, office, form code or year, rather than being in the table."""
        return _is_about(self.plain)


@lru_cache(maxsize=256)  # what stands near is looked at again and again
def _is_title(plain: str) -> bool:
    return bool(TITLE.fullmatch(plain)) and not _ABOUT_THE_TABLE.fullmatch(plain)


@lru_cache(maxsize=256)
def _is_about(plain: str) -> bool:
    return bool(_ABOUT_THE_TABLE.fullmatch(plain) or is_unit_line(plain))


class ColumnRange(Struct, frozen=True, dict=True):
    """Some columns of a grid, from ``left`` up to but without ``right``."""

    grid: Grid
    left: int
    right: int

    @classmethod
    def of(cls, grid: Grid) -> "ColumnRange":
        """Return all of a grid."""
        return cls(grid, 0, max((len(row) for row in grid.rows), default=0))

    @property
    def columns(self) -> range:
        """Its columns."""
        return range(self.left, self.right)

    @cached_property
    def pieces(self) -> tuple[tuple[AreaPiece, ...], ...]:
        """What stands in each row by itself: no blanks, nothing that is merged into another."""
        return tuple(tuple(self._pieces_of(row)) for row in range(len(self.grid.rows)))

    def _pieces_of(self, row: int) -> list[AreaPiece]:
        cells = self.grid.rows[row]
        pieces = []
        for column in self.columns:
            cell = cells[column]
            if cell.spread_from is not None or (cell.kind == "blank" and not cell.text.strip()):
                continue
            plain = cell.text if _NUMBER.fullmatch(cell.text) else compared(cell.text)
            amount = read_amount(cell, plain)
            if not plain and amount.kind == "blank":
                continue
            width = 1
            while column + width < self.right and cells[column + width].spread_from == (
                row,
                column,
            ):
                width += 1
            pieces.append(AreaPiece(row, column, width, cell, amount, plain))
        return pieces

    def shown(self, row: int, column: int) -> SourceCell:
        """Return a cell, merged into another or not."""
        return self.grid.rows[row][column]

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return where the cell stands that reaches over a place: itself, or the one it merges."""
        return self.shown(row, column).spread_from or (row, column)

    def is_filled(self, row: int, column: int) -> bool:
        """Tell whether anything shows at a place."""
        cell = self.shown(row, column)
        return bool(cell.text.strip()) or cell.kind not in {"blank", "text"}
