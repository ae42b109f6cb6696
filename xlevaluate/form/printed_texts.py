"""The texts that a sheet prints by itself: labels, heads, notes. What else it has was typed."""

from collections.abc import Iterator

from xlevaluate.form.cells_definition import RowDef
from xlevaluate.form.definition import BlockDef, SheetDef
from xlevaluate.form.fields import table_columns
from xlevaluate.form.form import Form
from xlevaluate.form.pictures import printed_text


def row_text(row: RowDef) -> str:
    """Return the label of a row as it is printed."""
    return f"{row.before}{row.label or row.name}{row.after}"


def texts_of(form: Form, sheet: SheetDef) -> Iterator[str]:
    """Yield what a sheet prints, on the screen and on paper."""
    if sheet.check is not None:
        yield sheet.check.head
    for block in sheet.block:
        labels = {name: form.fields[name].label for name in block.fields} | block.labels
        for picture in (block.grid, block.paper):
            for text in (text for row in picture or () for text in row):
                yield printed_text(text, labels)[1]
        yield from _of_tables(form, block)
        if block.colours is not None:
            yield from (*block.colours.typed, *block.colours.filled, *block.colours.automatic)
            yield from block.colours.proposed or ()
        if block.contents is not None:
            yield from (block.contents.name, block.contents.purpose)
            yield from (block.contents.blanks, block.contents.counts)
            for other in form.definition.sheet:
                yield from (other.name, other.purpose)


def _of_tables(form: Form, block: BlockDef) -> Iterator[str]:
    if block.table is not None:
        yield block.table.corner
        for column in table_columns(form.definition, block.table):
            yield column.head
        yield from (row_text(row) for row in block.table.rows if not row.items)
        yield from (text for row in block.table.rows for text in row.not_asked.values())
    if block.list is not None:
        yield from (column.head for column in block.list.columns)
        yield block.list.number or ""
    if block.indicators is not None:
        given = block.indicators
        yield from given.heads
        yield form.names.group
        yield from (column.head for column in (*given.columns, *given.beside))
        yield from (goal.head for goal in given.goals)
        yield from (dimension.name for dimension in given.dimensions)
        yield from (group.name for group in form.indicator_groups)
