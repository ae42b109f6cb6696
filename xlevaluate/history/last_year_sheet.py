"""上年核对 as a sheet of the summary."""

from xlevaluate.history.last_year_table import LAST_YEAR_HEADS, LAST_YEAR_SHEET, LastYearTable
from xlevaluate.rollup.summary.made_tables import MadeSheet, table_of
from xlevaluate.workbook.list_columns import Column, ColumnKind

_KINDS: tuple[ColumnKind, ...] = ("text",) * 5 + ("figure",) * 3 + ("word", "text")
_WIDTHS = (12.0, 28.0, 24.0, 14.0, 24.0, 14.0, 14.0, 14.0, 10.0, 70.0)


def last_year_sheet(table: LastYearTable, year: int) -> MadeSheet:
    """Return the sheet of a year; what could not be held stands below what differs."""
    columns = [
        Column(head=head, kind=kind, wide=wide)
        for head, kind, wide in zip(LAST_YEAR_HEADS, _KINDS, _WIDTHS, strict=True)
    ]
    nothing = "没有不一致。" if table.held else "没有核对。"
    return MadeSheet(
        name=LAST_YEAR_SHEET,
        title="本年表中的上年数与上年自评核对",
        notes=(table.sentence(year),),
        tables=(table_of(LAST_YEAR_SHEET, columns, table.rows, nothing=nothing),),
        fixed=2,
    )
