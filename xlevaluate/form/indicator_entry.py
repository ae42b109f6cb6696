"""The indicator table on the screen: every row says for itself what it belongs to.

Nothing is joined, so that a row can be inserted anywhere, and a block that is pasted lands where
it looks. On paper the same rows stand under joined labels (``layout``).
"""

from collections.abc import Mapping
from dataclasses import replace

from xlevaluate.form.definition import CategoryDef, DimensionDef, IndicatorsDef
from xlevaluate.form.form import Form
from xlevaluate.form.page import Cell, Page, Printed, RowCell
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
        self.submission = submission
        self.page = page
        self.printed = printed
        self.given: IndicatorsDef = form.indicators
        self.listing = form.listings[self.given.name]
        self.labels = self.given.heads[1:]
        self.last = len(page.sheet.widths) + len(self.given.beside)

    def lay_out(self) -> None:
        """Put heads, and the rows of one category below those of another."""
        self._heads()
        for dimension in self.given.dimensions:
            self._dimension(dimension)
        self.page.end_list(self.listing)

    def _size(self, category: str) -> int:
        filled = len(entries(self.submission, f"{self.listing.groups[category]}.*"))
        return max(filled, self.given.spare)

    def _heads(self) -> None:
        page, columns = self.page, (*self.given.columns, *self.given.beside)
        for col, label in enumerate(self.labels):
            page.add(Cell(page.height, col, "head", text=label))
        for col, (column, item) in enumerate(
            zip(columns, self.listing.fields, strict=True), len(self.labels)
        ):
            head = Cell(page.height, col, "head", text=column.head, names=(item.name,))
            page.add(replace(head, unlocked=True))
        names = (self.listing.group_column or "",)
        page.add(Cell(page.height, self.last, "group", text=self.form.names.group, names=names))
        page.height += 1
        page.repeat_head()

    def _dimension(self, dimension: DimensionDef) -> None:
        page, top = self.page, self.page.height
        sizes = [self._size(category.name) for category in dimension.categories]
        page.dimensions.append((dimension.key, top))
        for category, size in zip(dimension.categories, sizes, strict=True):
            for index in range(size):
                self._label(dimension, is_first=page.height == top, rows=sum(sizes))
                page.add(Cell(page.height, 1, "row_label", text=category.name))
                self._row(category, index)

    def _label(self, dimension: DimensionDef, *, is_first: bool, rows: int) -> None:
        """Name the dimension; its first cell tells its points, and its name covers all rows."""
        label = Cell(self.page.height, 0, "row_label", text=dimension.name)
        if is_first:
            label.text += self.printed.points.get(dimension.key, "")
            label.names = (self.form.names.start_cell(dimension.name),)
            label.named_rows = rows
        self.page.add(label)

    def _row(self, category: CategoryDef, index: int) -> None:
        page, base = self.page, self.listing.groups[category.name]
        cells: dict[str, Cell] = {}
        for col, item in enumerate(self.listing.fields, len(self.labels)):
            path = f"{base}.{index}.{item.path.rsplit('.', 1)[1]}"
            cell = page.add(Cell(page.height, col, "input", field=item, path=path))
            cells[item.name] = cell
        self._score(cells, category)
        page.add(Cell(page.height, self.last, "group", text=category.name))
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
