"""The indicator table as it is printed: one block of rows, or one for each goal with heads."""

from collections.abc import Mapping
from decimal import Decimal

from xlevaluate.form.cells_definition import GoalDef, IndicatorsDef
from xlevaluate.form.fields import Listing
from xlevaluate.form.form import Form
from xlevaluate.form.indicator_groups import IndicatorGroup, goals_of
from xlevaluate.form.page import Cell, Page
from xlevaluate.submission import Submission, entries
from xlevaluate.submission.amounts import plain


def lay_out_indicators(
    form: Form, submission: Submission, page: Page, points: Mapping[str, str]
) -> None:
    """Put the table below what stands in the page.

    ``points`` stand below the names of dimensions, by key. Every category has a row at least; but
    goals without any indicator are left out, and so are categories of a goal, and of a form in
    which a category wants none. Where a form with goals has
    no column for the points of an indicator, they stand in brackets below their category.
    """
    _Table(form, submission, page, points).lay_out()


class _Table:
    def __init__(
        self,
        form: Form,
        submission: Submission,
        page: Page,
        points: Mapping[str, str],
    ) -> None:
        self.form = form
        self.page = page
        self.points = points
        self.given: IndicatorsDef = form.indicators
        self.listing: Listing = form.listings[self.given.name]
        self.first = len(self.given.heads)
        self.last = len(page.sheet.widths) + len(self.given.beside)
        printed = {column.key for column in self.given.columns}
        weight = form.indicator_columns.get("weight")
        key = "" if weight is None else weight.path.rsplit(".", 1)[1]
        self.bracketed = key if self.given.goals and key not in printed else ""
        """The key of the points of an indicator, where the form prints them in no column."""
        self.submission = submission
        self.filled = {
            group.name: len(entries(submission, f"{group.path}.*"))
            for group in form.indicator_groups
        }

    def lay_out(self) -> None:
        """Put one block below another."""
        for number, goal in enumerate(self._goals()):
            top = self.page.height
            self._block(goal, is_first=number == 0)
            self.page.headed.append(range(top, self.page.height))
        self.page.end_list(self.listing)

    def _goals(self) -> tuple[GoalDef | None, ...]:
        every = goals_of(self.given)
        return tuple(goal for goal in every if any(self._filled(goal))) or every[:1]

    def _groups(self, goal: GoalDef | None) -> tuple[IndicatorGroup, ...]:
        return tuple(group for group in self.form.indicator_groups if group.goal == goal)

    def _filled(self, goal: GoalDef | None) -> list[int]:
        return [self.filled[group.name] for group in self._groups(goal)]

    def _size(self, group: IndicatorGroup) -> int:
        """Return how many rows a category has: none, where it wants none and others have some."""
        wants_none = group.goal is not None or not self.given.every_category
        is_left_out = wants_none and any(self._filled(group.goal))
        return max(self.filled[group.name], 0 if is_left_out else 1)

    def _block(self, goal: GoalDef | None, *, is_first: bool) -> None:
        groups, page = self._groups(goal), self.page
        side = self.given.heads[0] if goal is None else goal.head
        rows = sum(map(self._size, groups))
        names = (self.form.names.start_cell(goal.name),) if goal else ()
        page.add(Cell(page.height, 0, "label", rows=1 + rows, text=side, names=names))
        self._head(is_first=is_first)
        if is_first:
            page.repeat_head()
        if goal is not None:
            page.goals.append((goal.key, page.height))
        for dimension in self.given.dimensions:
            own = [group for group in groups if group.dimension == dimension]
            text = dimension.name
            if goal is None:  # whose points would stand in its own cell
                text = f"{text}\n{self.points.get(dimension.key, '')}".rstrip()
            name = self.form.names.start_cell(dimension.name, goal.name if goal else "")
            rows = sum(map(self._size, own))
            if not rows:
                continue
            page.add(Cell(page.height, 1, "label", rows=rows, text=text, names=(name,)))
            if is_first:
                page.dimensions.append((dimension.key, page.height))
            for group in filter(self._size, own):
                self._rows(group)

    def _head(self, *, is_first: bool) -> None:
        """Put the heads of columns; the first ones carry the names by which columns are found."""
        page, columns = self.page, (*self.given.columns, *self.given.beside)
        for col, text in enumerate(self.given.heads[1:], 1):
            page.add(Cell(page.height, col, "head", text=text))
        for col, (column, item) in enumerate(
            zip(columns, self.listing.fields, strict=True), self.first
        ):
            names = (item.name,) if is_first else ()
            page.add(Cell(page.height, col, "head", text=column.head, names=names))
        # Below the first, the word says that the row holds heads and no indicator.
        names = (self.listing.group_column or "",) if is_first else ()
        group = Cell(page.height, self.last, "group", text=self.form.names.group, names=names)
        page.add(group)
        page.height += 1

    def _rows(self, group: IndicatorGroup) -> None:
        page, size = self.page, self._size(group)
        text = group.category.name + self._bracket(group)
        page.add(Cell(page.height, 2, "label", rows=size, text=text))
        for index in range(size):
            for col, item in enumerate(self.listing.fields, self.first):
                path = f"{group.path}.{index}.{item.path.split('.')[-1]}"
                page.add(Cell(page.height, col, "input", field=item, path=path))
            page.add(Cell(page.height, self.last, "group", text=group.name))
            page.height += 1

    def _bracket(self, group: IndicatorGroup) -> str:
        """Return the points of a category's indicators in brackets: “（10分）”."""
        if not self.bracketed:
            return ""
        found = entries(self.submission, f"{group.path}.*.{self.bracketed}")
        points = [entry.value for entry in found if isinstance(entry.value, Decimal)]
        return f"\n（{plain(sum(points, Decimal(0)))}分）" if points else ""
