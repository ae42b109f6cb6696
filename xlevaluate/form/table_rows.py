"""Rows of the tables that stand once: name, label, role, and their cells by roles of columns."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from xlevaluate.form.definition import FormDef
from xlevaluate.form.fields import Field, table_columns
from xlevaluate.form.roles import ColumnRole, RowRole


class Row(Struct, frozen=True):
    """A row of a table; ``cells`` are its fields by the roles of their columns."""

    name: str
    label: str
    role: RowRole | None
    cells: Mapping[ColumnRole, Field]
    explained: bool = False
    """Whether a change of its figure wants a reason."""


def rows_of_tables(form: FormDef, fields: Mapping[str, Field]) -> Iterator[Row]:
    """Yield the rows that stand once; those of a list, and computed columns, are left out."""
    for table in form.tables:
        columns = [column for column in table_columns(form, table) if column.key]
        for row in table.rows:
            if row.items:
                continue
            cells: dict[ColumnRole, Field] = {
                column.role: fields[f"{row.name}_{column.name}"]
                for column in columns
                if column.role is not None and column.name not in row.not_asked
            }
            yield Row(row.name, row.label or row.name, row.role, cells, row.explained)
