"""What a form says of a sheet: names that stand in it, texts printed, and what stands together.

All of it follows from the form alone, and is worked out once however many workbooks are read.
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from msgspec import Struct

from xlevaluate.form.cell_groups import Spot
from xlevaluate.form.cells_definition import TableDef
from xlevaluate.form.definition import SheetDef
from xlevaluate.form.fields import Listing, table_columns
from xlevaluate.form.form import Form
from xlevaluate.form.pictures import placed_cells
from xlevaluate.form.printed_texts import texts_of
from xlevaluate.submission.texts import clean_text


class SheetPlan(Struct, frozen=True, dict=True):
    """One sheet of a form."""

    form: Form
    sheet: SheetDef

    @cached_property
    def is_filled_in(self) -> bool:
        """Tell whether anything is typed into it that its names lead to."""
        return any(b.fields or b.table or b.list or b.indicators for b in self.sheet.block)

    @cached_property
    def called(self) -> dict[str, str]:
        """What each name of the sheet is called."""
        name = self.sheet.name
        own = {i.name: i.label for i in self.form.all_fields.values() if i.sheet == name}
        for listing in self.listings:
            own[listing.end] = listing.name
            if listing.group_column:
                own[listing.group_column] = listing.name
        for table in self.tables:
            for row in (row for row in table.rows if not row.items):
                for column in table_columns(self.form.definition, table):
                    own.setdefault(f"{row.name}_{column.name}", f"{row.name}（{column.name}）")
        for block in self.sheet.block:
            own |= {name: name for name in block.computed}
        return own

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """The lists of the sheet, other than the outline and the table of findings."""
        name = self.sheet.name
        return tuple(x for x in self.form.listings.values() if x.sheet == name and not x.needs)

    @cached_property
    def tables(self) -> tuple[TableDef, ...]:
        """The tables of the sheet."""
        return tuple(block.table for block in self.sheet.block if block.table)

    @cached_property
    def printed(self) -> frozenset[str]:
        """What is printed."""
        return frozenset(texts_of(self.form, self.sheet))

    @cached_property
    def texts(self) -> frozenset[str]:
        """What is printed, without blanks."""
        return frozenset(map(without_blanks, self.printed))

    @cached_property
    def rows_and_columns(self) -> tuple[Mapping[str, Spot], ...]:
        """Names of tables and lists that stand in rows and columns together, with their places."""
        tables = (
            {
                f"{row.name}_{column.name}": (r, c)
                for r, row in enumerate(table.rows)
                if not row.items
                for c, column in enumerate(table_columns(self.form.definition, table))
                if column.name not in row.not_asked
            }
            for table in self.tables
        )
        lists = (
            [*(item.name for item in x.fields), *([x.group_column] if x.group_column else [])]
            for x in self.listings
        )
        heads = ({name: (0, col) for col, name in enumerate(names)} for names in lists)
        return (*tables, *heads)

    @cached_property
    def pictures(self) -> tuple[Mapping[str, Spot], ...]:
        """Names in each picture of cells, with their places in it."""
        width = len(self.sheet.widths)
        return tuple(
            {
                cell.text[1:-1]: (cell.row, cell.col)
                for cell in placed_cells(block.grid or (), width)
                if cell.text.startswith("[")
            }
            for block in self.sheet.block
        )


@lru_cache(maxsize=8)
def sheet_plans(form: Form) -> tuple[SheetPlan, ...]:
    """Return the plans of all sheets of a form."""
    return tuple(SheetPlan(form, sheet) for sheet in form.definition.sheet)


def without_blanks(value: object) -> str:
    """Return a text without its blanks, by which printed texts are told; ``""`` for none."""
    text = clean_text(str(value)) if value is not None else None
    return "".join((text or "").split())
