"""Where everything stands: a form and a submission laid out cell by cell.

The workbook, the annexes of the report and the places named in findings all come from here.
Rows and columns count from 0. A list gets as many rows as it has items, and spare ones.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from xlevaluate.form.carried_table import carried_table
from xlevaluate.form.cells_definition import IndicatorsDef, ListDef, Picture, TableDef
from xlevaluate.form.chart_tables import lay_out_charts
from xlevaluate.form.check_layout import lay_out_checks
from xlevaluate.form.definition import (
    BlockDef,
    ContentsDef,
    FindingsDef,
    SheetDef,
)
from xlevaluate.form.fields import Field, Listing, table_columns
from xlevaluate.form.figures import Figures
from xlevaluate.form.finding_layout import explained_lines, finding_table
from xlevaluate.form.form import Form
from xlevaluate.form.indicator_entry import lay_out_indicator_entry
from xlevaluate.form.indicator_layout import lay_out_indicators
from xlevaluate.form.page import Cell, Head, Page, RowCell
from xlevaluate.form.pictures import placed_cells, printed_text
from xlevaluate.form.printed import FindingLine, Printed
from xlevaluate.form.project_layout import project_table
from xlevaluate.form.reference_tables import colours, examples, preview_name, rules, usable_fields
from xlevaluate.form.score_layout import (
    composition_table,
    parameter_table,
    ratio_score_table,
    ratio_table,
)
from xlevaluate.form.snapshot import a1
from xlevaluate.submission import Submission, entries

TICKED, UNTICKED = "☑", "□"
"""Boxes of choices on paper."""


class RowNumber(Struct, frozen=True):
    """The number of a row of a list, which follows when rows are inserted; ``head`` is named."""

    head: str
    number: int
    style: str = "points"

    def shown(self, _: Figures) -> Decimal:
        """Return the number."""
        return Decimal(self.number)

    def formula(self) -> str:
        """Return the native formula."""
        return f"=ROW()-ROW({self.head})"


def lay_out(
    form: Form,
    submission: Submission,
    printed: Printed,
    *,
    on_paper: bool = False,
    lines: tuple[FindingLine, ...] | None = None,
) -> tuple[Page, ...]:
    """Lay out every sheet for a submission.

    On the screen every field has one cell to itself, and there are spare rows. ``on_paper`` the
    official forms are as they are handed in: annexes of the report, filed. The submission's
    outline must be filled in. ``lines`` are those of 校验结果; left out, the submission's
    explanations stand there alone, and everything else stands where it will.
    """
    composer = _Composer(form, submission, printed, on_paper, lines)
    return tuple(
        composer.page(sheet)
        for sheet in form.definition.sheet
        if not sheet.is_optional or _has_rows(sheet, submission, printed)
    )


def _has_rows(sheet: SheetDef, submission: Submission, printed: Printed) -> bool:
    """Tell whether there is something for a sheet that stands only where there is."""
    is_carried = any(block.carried for block in sheet.block)
    return bool(submission.carried if is_carried else printed.projects)


class _Composer(Struct, frozen=True):
    form: Form
    submission: Submission
    printed: Printed
    on_paper: bool
    lines: tuple[FindingLine, ...] | None

    def page(self, sheet: SheetDef) -> Page:
        if self.on_paper:
            sheet = sheet.model_copy(update={"widths": sheet.paper_widths})
        page = Page(sheet)
        for block in sheet.block:
            self._block(page, block)
        page.finish()
        if sheet.check is not None and self.printed.checks is not None:
            lay_out_checks(self.form, page, sheet.check, self.printed.checks)
        return page

    def _block(self, page: Page, block: BlockDef) -> None:
        if self.on_paper and block.off_paper:
            return
        composers: dict[str, Callable[[Page, Any], None]] = {
            "grid": partial(self._grid, block),
            "table": self._table,
            "list": self._list,
            "outline": self._list,
            "indicators": self._indicators,
            "ratios": partial(ratio_table, self.form, self.printed),
            "findings": self._findings,
            "rules": partial(rules, self.printed),
            "ratio_scores": partial(ratio_score_table, self.form, self.printed),
            "composition": partial(composition_table, self.form, self.printed),
            "parameters": partial(parameter_table, self.form, self.printed),
            "contents": self._contents,
            "colours": partial(colours, is_proposed=any(self._proposed)),
            "usable": partial(usable_fields, self.form, self.printed),
            "functions": partial(examples, self.form, self.printed),
            "charts": partial(lay_out_charts, charts=self.printed.charts),
            "projects": partial(project_table, self.form, self.printed),
            "carried": partial(carried_table, self.form, self.submission.carried),
        }
        for kind, compose in composers.items():
            given = getattr(block, kind)
            if given is not None:
                page.notice(self.printed.notices.get(kind, ""))
                top, headed = page.height, len(page.headed)
                compose(page, given)
                if len(page.headed) == headed and any(
                    cell.row == top and cell.role == "head" for cell in page.cells
                ):
                    page.headed.append(range(top, page.height))

    @property
    def _proposed(self) -> Iterator[bool]:
        return (row.state == "proposed" for row in self.submission.carried)

    def _contents(self, page: Page, _: ContentsDef) -> None:
        page.slots["contents"] = page.height

    def _grid(self, block: BlockDef, page: Page, grid: Picture) -> None:
        top, picture = page.height, (block.paper if self.on_paper else None) or grid
        labels = {name: self.form.fields[name].label for name in block.fields} | block.labels
        notes: set[int] = set()
        for text, row, col, rows, cols in placed_cells(picture, len(page.sheet.widths)):
            cell = page.add(self._cell(text, labels).put(top + row, col, rows, cols))
            if col == 0 and cell.role == "note":
                notes.add(row)
            if row in notes and self.on_paper and cell.field is not None:
                cell.role = "note"  # 填表人：…… stands outside the form, and in no box
        page.height += len(picture)

    def _boxes(self, given: Field) -> str:
        """Return all choices as they are printed, with the one chosen ticked."""
        (entry,) = entries(self.submission, given.path)
        return "　".join(
            f"{number}、{choice} {TICKED if choice == entry.value else UNTICKED}"
            for number, choice in enumerate(given.choices, 1)
        )

    def _cell(self, text: str, labels: Mapping[str, str] = MappingProxyType({})) -> Cell:
        if text.startswith("["):
            given = self.form.fields[text[1:-1]]
            cell = Cell(0, 0, "input", field=given, path=given.path, names=(given.name,))
            if given.ticked and self.on_paper:
                cell.text, cell.literal = self._boxes(given), True
            return cell
        if text.startswith("="):
            name = text[1:]
            # A ratio has its cell in 指标计算; elsewhere it is only shown.
            shown = any(name == ratio.name for ratio in self.printed.ratios)
            return Cell(0, 0, "computed", computed=name, names=() if shown else (name,))
        role, words = printed_text(text, labels)
        return Cell(0, 0, role, text=words)

    def _table(self, page: Page, table: TableDef) -> None:
        columns = table_columns(self.form.definition, table)
        joined = self.on_paper and page.sheet.paper is not None and bool(table.spans)
        spans = table.spans if joined else (1,) * (len(columns) + 1)
        starts = [sum(spans[:i]) for i in range(len(spans))]
        heads = [table.corner, *(column.head for column in columns)]
        page.add_heads(Head(c, t, n) for c, n, t in zip(starts, spans, heads, strict=True))
        above_list = {a.name for a, b in pairwise(table.rows) if b.items}
        for row in table.rows:
            if row.items:
                listing = self.form.listings[row.name]
                names = dict(zip(starts, (f.name for f in listing.fields), strict=True))
                page.name_last_row(names)
                for index in range(self._rows_of(listing, "") + self._spare(row.spare)):
                    named = None
                    for item, start, cols in zip(listing.fields, starts, spans, strict=True):
                        indent = row.indent if start == 0 else 0
                        cell = page.add(self._item(page, item, index, start))
                        cell.cols, cell.indent = cols, indent
                        named = named or RowCell(a1(cell.row, cell.col), cell.path)
                        if self.printed.item_fill is not None:
                            cell.fill = self.printed.item_fill(item, named)
                    page.height += 1
                page.end_list(listing)
                continue
            text = f"{row.before}{row.label or row.name}{row.after}"
            label = Cell(page.height, 0, "row_label", cols=spans[0], text=text, indent=row.indent)
            label.unlocked = row.name in above_list
            page.add(label)
            for column, start, cols in zip(columns, starts[1:], spans[1:], strict=True):
                name = f"{row.name}_{column.name}"
                if column.name in row.not_asked:
                    cell = Cell(0, 0, "label", text=row.not_asked[column.name], literal=True)
                else:
                    cell = self._cell(f"[{name}]" if column.key else f"={name}")
                page.add(cell.put(page.height, start, cols=cols))
            page.height += 1

    def _spare(self, rows: int) -> int:
        return 0 if self.on_paper else rows

    def _rows_of(self, listing: Listing, group: str) -> int:
        return len(entries(self.submission, f"{listing.groups[group]}.*"))

    def _item(self, page: Page, item: Field, index: int, col: int) -> Cell:
        path = item.path.replace("*", str(index), 1)
        return Cell(page.height, col, "input", field=item, path=path)

    def _list(self, page: Page, given: ListDef) -> None:
        listing = self.form.listings[given.name]
        first = 0 if given.number is None else 1
        heads = [
            Head(first + i, column.head, names=(item.name,))
            for i, (column, item) in enumerate(zip(given.columns, listing.fields, strict=True))
        ]
        after = first + len(heads)
        if given.preview is not None:
            preview = preview_name(self.form.names, given.name)
            heads.append(Head(after, given.preview, names=(preview,)))
        page.add_heads(heads if given.number is None else [Head(0, given.number), *heads])
        if given.preview is not None:
            page.repeat_head()
        previews = dict(enumerate(self.printed.previews))
        for index in range(self._rows_of(listing, "") + self._spare(given.spare)):
            if given.number is not None:
                number = RowNumber(listing.fields[0].name, index + 1)
                page.add(Cell(page.height, 0, "ordinal", works_out=number))
            for i, item in enumerate(listing.fields):
                page.add(self._item(page, item, index, first + i))
            if given.preview is not None:
                text = previews.get(index, "")
                page.add(Cell(page.height, after, "preview", text=text, literal=True))
            page.height += 1
        page.end_list(listing)

    def _findings(self, page: Page, given: FindingsDef) -> None:
        lines = explained_lines(self.submission, given) if self.lines is None else self.lines
        finding_table(self.form, page, given, lines, self.printed.checked)

    def _indicators(self, page: Page, _: IndicatorsDef) -> None:
        if self.on_paper:
            lay_out_indicators(self.form, self.submission, page, self.printed.points)
        else:
            lay_out_indicator_entry(self.form, self.submission, page, self.printed)
