"""Rows of money that are called as a project: its form fills them in.

Whoever gives a row of the unit's form (of special funds, say) the name of a project has its budget
and its final accounts there, by a formula that may be written over. The formula looks the name up
in the table of projects: of a project that was deleted, or is called otherwise now, it shows
nothing.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from xlevaluate.form.definition import ProjectListDef
from xlevaluate.form.fields import Field
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.page import RowCell
from xlevaluate.form.project_layout import cells_of
from xlevaluate.form.roles import OF_A_PROJECT, FieldRole


class ProjectRows(Struct, frozen=True, dict=True):
    """Fills in rows of a department's form from its projects."""

    form: Form
    """That of the department."""
    table: ProjectListDef
    projects: Sequence[Figures]
    """In the order of the table."""

    def fill(self, item: Field, named: RowCell) -> "ProjectRowFill | None":
        """Return what fills in a cell of a row, given the cell that names the row."""
        role = OF_A_PROJECT.get(str(item.role))
        shown = {column.shows for column in self.table.columns}
        if role is None or not {role, "project_name"} <= shown:
            return None
        return ProjectRowFill(self, role, named)

    def amount(self, name: object, role: FieldRole) -> Decimal | None:
        """Return an amount of the first project of a name; ``None`` for none."""
        project = self._by_name.get(name) if isinstance(name, str) else None
        return None if project is None else project.number(role)

    @cached_property
    def _by_name(self) -> dict[str, Figures]:
        named = ((each.text("project_name"), each) for each in reversed(self.projects))
        return {name: each for name, each in named if name is not None}


class ProjectRowFill(Struct, frozen=True):
    """What stands in a cell of such a row until somebody writes over it."""

    rows: ProjectRows
    role: FieldRole
    named: RowCell
    style: str = "money"

    def shown(self, figures: Figures) -> Decimal | None:
        """Return the project's amount; ``None`` where the row is called as none."""
        return self.rows.amount(figures.by_path.get(self.named.path), self.role)

    def goes_with(self, value: object, figures: Figures) -> bool:
        """Tell whether the figure given is the project's."""
        return value == self.shown(figures)

    def formula(self) -> str:
        """Return the native formula."""
        form, table = self.rows.form, self.rows.table
        name, names = self.named.cell, cells_of(form, table, "project_name")
        found = f"INDEX({cells_of(form, table, self.role)},MATCH({name},{names},0))"
        return f'=IF({name}="","",IFERROR({found},""))'
