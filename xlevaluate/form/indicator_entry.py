"""The indicator table on the screen: every row says for itself what it belongs to.

Nothing is joined, so that a row can be inserted anywhere, and a block that is pasted lands where
it looks. On paper the same rows stand under joined labels (``indicator_layout``).
"""

from collections.abc import Mapping

from msgspec.structs import replace

from xlevaluate.form.cells_definition import CategoryDef, DimensionDef, GoalDef, IndicatorsDef
from xlevaluate.form.form import Form
from xlevaluate.form.indicator_groups import IndicatorGroup, goals_of
from xlevaluate.form.page import Cell, Page, RowCell
from xlevaluate.form.printed import Printed
from xlevaluate.form.snapshot import a1
from xlevaluate.submission import Submission, entries


def lay_out_indicator_entry(
    form: Form, submission: Submission, page: Page, printed: Printed
) -> None:
    """Put the table below what stands in the page."""
    _Entry(form, submission, page, printed).lay_out()


class _Entry:
    def __init__(self, form: Form, submission: Submission, page: Page, printed: Printed) -> None:
        self.form = form
        self.page = page
        self.printed = printed
        self.given: IndicatorsDef = form.indicators
        self.listing = form.listings[self.given.name]
        self.labels = self.given.heads[1:]
        self.last = len(page.sheet.widths) + len(self.given.beside)
        self.sizes = {
            group.name: max(len(entries(submission, f"{group.path}.*")), self.given.spare)
            for group in form.indicator_groups
        }

    def lay_out(self) -> None:
        """Put heads, and the rows of one category below those of another, goal by goal."""
        page = self.page
        for number, goal in enumerate(goals_of(self.given)):
            top = page.height
            self._heads(goal, is_first=number == 0)
            for dimension in self.given.dimensions:
                if number == 0:
                    page.dimensions.append((dimension.key, page.height))
                self._dimension(goal, dimension)
            page.headed.append(range(top, page.height))
        page.end_list(self.listing)

    def _heads(self, goal: GoalDef | None, *, is_first: bool) -> None:
        """Put the heads of columns; the first ones carry the names by which columns are found.

        Above the rows of a goal the first tells which it is.
        """
        page, columns = self.page, (*self.given.columns, *self.given.beside)
        labels = self.labels if goal is None else (goal.head, *self.labels[1:])
        for col, text in enumerate(labels):
            head = page.add(Cell(page.height, col, "head", text=text))
            if goal is not None and col == 0:
                groups = (group for group in self.form.indicator_groups if group.goal == goal)
                head.names = (self.form.names.start_cell(goal.name),)
                head.named_rows = 1 + sum(self.sizes[group.name] for group in groups)
        for col, (column, item) in enumerate(
            zip(columns, self.listing.fields, strict=True), len(self.labels)
        ):
            head = Cell(page.height, col, "head", text=column.head, unlocked=True)
            page.add(replace(head, names=(item.name,) if is_first else ()))
        names = (self.listing.group_column or "",) if is_first else ()
        page.add(Cell(page.height, self.last, "group", text=self.form.names.group, names=names))
        page.height += 1
        if is_first:
            page.repeat_head()
        if goal is not None:
            page.goals.append((goal.key, page.height))

    def _dimension(self, goal: GoalDef | None, dimension: DimensionDef) -> None:
        page, top = self.page, self.page.height
        groups = [
            group
            for group in self.form.indicator_groups
            if group.goal == goal and group.dimension == dimension
        ]
        rows = sum(self.sizes[group.name] for group in groups)
        for group in groups:
            for index in range(self.sizes[group.name]):
                label = Cell(page.height, 0, "row_label", text=dimension.name)
                page.add(self._first(label, goal, dimension, rows) if page.height == top else label)
                page.add(Cell(page.height, 1, "row_label", text=group.name))
                self._row(group, index)

    def _first(self, label: Cell, goal: GoalDef | None, dimension: DimensionDef, rows: int) -> Cell:
        """Let the first cell of a dimension tell its points, and its name cover all rows."""
        points = "" if goal else self.printed.points.get(dimension.key, "")
        name = self.form.names.start_cell(dimension.name, goal.name if goal else "")
        return replace(label, text=label.text + points, names=(name,), named_rows=rows)

    def _row(self, group: IndicatorGroup, index: int) -> None:
        page = self.page
        cells: dict[str, Cell] = {}
        for col, item in enumerate(self.listing.fields, len(self.labels)):
            path = f"{group.path}.{index}.{item.path.rsplit('.', 1)[1]}"
            cell = page.add(Cell(page.height, col, "input", field=item, path=path))
            cells[item.name] = cell
        self._score(cells, group.category)
        page.add(Cell(page.height, self.last, "group", text=group.name))
        page.height += 1

    def _score(self, cells: Mapping[str, Cell], category: CategoryDef) -> None:
        """Let a formula propose the score."""
        if self.printed.scores is None:
            return
        by_role = {
            role: cells[item.name]
            for role, item in self.form.indicator_columns.items()
            if item.name in cells
        }
        row = {role: RowCell(a1(cell.row, cell.col), cell.path) for role, cell in by_role.items()}
        if "score" in by_role:
            by_role["score"].fill = self.printed.scores(row, category.limits)
