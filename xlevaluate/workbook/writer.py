"""Laid-out pages written into a book of XlsxWriter's; texts are texts, whatever they begin with."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from xlevaluate.computed.sums import NoneFill
from xlevaluate.form.carried_table import Proposals
from xlevaluate.form.contents import Content, style_of
from xlevaluate.form.definition import ContentsDef, FindingsDef
from xlevaluate.form.figures import Figures
from xlevaluate.form.measure import growing_rows, pages_of, row_heights
from xlevaluate.form.page import Cell, FillCell, Page, ShownCell, runs_of_cells
from xlevaluate.form.printed import FindingLine
from xlevaluate.form.printing import printed
from xlevaluate.form.roles import SPLIT
from xlevaluate.form.snapshot import a1, absolute, quoted_sheet
from xlevaluate.form.split_values import joined_formula
from xlevaluate.submission import Submission
from xlevaluate.template.laid_out import LaidOut
from xlevaluate.template.template import Template
from xlevaluate.workbook.chart_drawing import draw_charts
from xlevaluate.workbook.finding_counts import counted_findings
from xlevaluate.workbook.formula_sheet import FormulaSheet
from xlevaluate.workbook.results import stored_result
from xlevaluate.workbook.styles import (
    FILLED_COLOUR,
    INPUT_COLOUR,
    LEVEL_COLOURS,
    LINK_COLOUR,
    PROPOSED_COLOUR,
    format_of,
    validation_of,
)

_FITTED = 1.5
"""An official form that takes no more pages than this is printed on one."""

_NO_MISTAKES = (
    *("number_stored_as_text", "formula_differs", "formula_range", "formula_unlocked"),
    "empty_cell_reference",
)
"""What Excel marks with a green triangle, and is meant here."""

_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
}


class Writer:
    """Writes laid-out pages into a book of XlsxWriter's."""

    def __init__(
        self,
        book: Any,
        template: Template,
        submission: Submission,
        lines: tuple[FindingLine, ...],
        calls: Mapping[str, str] | None,
        blanks: ShownCell | None = None,
        checked: str = "",
        sheets: frozenset[str] = frozenset(),
    ) -> None:
        self.sheets = sheets
        self.calls = calls or {}
        self.has_buttons = calls is not None
        self.blanks, self.checked = blanks, checked
        self.book = book
        self.template = template
        self.figures = Figures(template.form, submission)
        self.lines = lines
        self.proposals = Proposals.of(template.form, submission.carried)
        self._fills: Mapping[str, FillCell] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.growing: dict[str, frozenset[int]] = {}
        """Of each sheet's part, the rows whose height follows their text while one types."""

    def format(self, properties: Mapping[str, Any]) -> Any:
        """Return the book's format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(properties))
        return self._formats[key]

    def page(self, item: LaidOut) -> None:
        """Write a page as a sheet."""
        page, self.template, self.figures = item.page, item.template, item.figures
        self._fills = item.fills
        sheet = self.book.add_worksheet(page.sheet.name, FormulaSheet)
        for col, width in enumerate(page.sheet.widths):
            sheet.set_column(col, col, width)
        if page.sheet.check and page.check_column is not None:
            column = page.check_column
            sheet.set_column(column, column, page.sheet.check.width)
            # An error is red; what is only to be looked at has its own colour.
            query = self.format({"font_color": LEVEL_COLOURS["核实"]})
            rule = {"type": "text", "criteria": "begins with", "value": "核实", "format": query}
            sheet.conditional_format(0, column, max(page.height, 1) - 1, column, rule)
        contents = list(item.contents())
        shown = ((cell, self._shown(cell, content)) for cell, content in contents)
        heights = row_heights(shown, page.sheet.widths, page.height)
        for row, height in heights.items():
            sheet.set_row(row, height)
        self.growing[f"xl/worksheets/sheet{len(self.book.worksheets())}.xml"] = growing_rows(page)
        for cell, content in contents:
            self._cell(sheet, page, cell, content)
        for cell, rows in runs_of_cells(cell for cell, _ in contents):
            self._validate(sheet, cell, rows)
        self._borrow(page)
        for block in page.sheet.block:
            if block.contents:
                self._contents(sheet, page, block.contents)
            if block.indicators:
                first = len(page.sheet.widths)
                last = first + len(block.indicators.beside) - 1
                sheet.set_column(first, last, block.indicators.beside_width)
                self._mark_proposals(sheet, page)
            if block.findings:
                self._colour_levels(sheet, page, block.findings)
        self._set_up(sheet, page, sum(heights.values()))
        draw_charts(self.book, sheet, page, self.figures)

    def _shown(self, cell: Cell, content: Content) -> str:
        return printed(content.value, style_of(cell, self.template.computations))

    def _cell(self, sheet: Any, page: Page, cell: Cell, content: Content) -> None:
        style = style_of(cell, self.template.computations)
        look = self._look(cell, style)
        fill = self._fill_of(cell)
        if fill is not None:
            look |= {"bg_color": FILLED_COLOUR}
            self._tell_typed(sheet, cell, fill)
        form = self.format(look)
        if cell.rows > 1 or cell.cols > 1:
            last = (cell.row + cell.rows - 1, cell.col + cell.cols - 1)
            sheet.merge_range(cell.row, cell.col, *last, "", form)
        if cell.role == "group":
            sheet.set_column(cell.col, cell.col, None, None, {"hidden": True})
        called = content if page.is_local else self._called(cell, content)
        self._write(sheet, cell.row, cell.col, called, form)
        if cell.target is not None:
            self._link(sheet, cell, *cell.target)
        for name in cell.names:
            target = f"{quoted_sheet(page.sheet.name)}!{absolute(cell.row, cell.col)}"
            if cell.named_rows > 1:
                # The name keeps to what is left of the rows when the first is deleted.
                target += f":{absolute(cell.row + cell.named_rows - 1, cell.col)}"
            self._define(page, name, f"={target}")

    def _borrow(self, page: Page) -> None:
        """Let names of a project's sheet mean cells of the unit's own."""
        for name, (sheet, row, col) in page.aliases.items():
            self._define(page, name, f"={quoted_sheet(sheet)}!{absolute(row, col)}")

    def _define(self, page: Page, name: str, target: str) -> None:
        """Define a name for the workbook, or for the sheet alone."""
        own = f"{quoted_sheet(page.sheet.name)}!" if page.is_local else ""
        self.book.define_name(f"{own}{name}", target)

    def _fill_of(self, cell: Cell) -> FillCell | None:
        """Return the formula that fills in an input until it is written over.

        What is 0 where the unit has none of it is typed in else.
        """
        fill = cell.fill or (self._fills.get(cell.field.name) if cell.field else None)
        return None if isinstance(fill, NoneFill) and fill.otherwise is None else fill

    def _tell_typed(self, sheet: Any, cell: Cell, fill: FillCell) -> None:
        """Let what was typed look so, where it is not what the formula gives.

        A spreadsheet takes no constant arrays there, as the formula of a score has.
        """
        formula = fill.formula().removeprefix("=")
        if "{" not in formula:
            typed = self.format({"bg_color": INPUT_COLOUR})
            criteria = f"={a1(cell.row, cell.col)}<>{formula}"
            rule = {"type": "formula", "criteria": criteria, "format": typed}
            sheet.conditional_format(cell.row, cell.col, cell.row, cell.col, rule)

    def _mark_proposals(self, sheet: Any, page: Page) -> None:
        """Let targets that are last year's look so, until another is typed or said to be meant."""
        columns = self.template.form.indicator_columns
        if not self.proposals.rows or not {"name", "target"} <= set(columns):
            return
        cells = {
            role: [cell for cell in page.cells if cell.field == item and cell.path]
            for role, item in columns.items()
        }
        rows = [cell.row for cell in cells["target"]]
        place = {role: f"${a1(min(rows), of[0].col)}" for role, of in cells.items() if of}
        whole = place["target"]
        if SPLIT & place.keys():
            whole = joined_formula(place.get("sign", ""), whole, place.get("unit", ""))
        when = self.proposals.when(place["name"], columns["target"], whole)
        look = self.format({"bg_color": PROPOSED_COLOUR})
        rule = {"type": "formula", "criteria": f"={when}", "format": look}
        for role, of in cells.items():
            if role != "target" and role not in SPLIT:
                continue
            col = of[0].col
            sheet.conditional_format(min(rows), col, max(rows), col, rule)

    def _look(self, cell: Cell, style: str) -> dict[str, Any]:
        """Return what a cell looks like; a workbook of values only has looks of its own."""
        return format_of(cell, style)

    def _validate(self, sheet: Any, cell: Cell, rows: int) -> None:
        """Say what may be typed into a cell and those below it: a row inserted there is one."""
        if cell.field is not None:
            validation = validation_of(cell.field, a1(cell.row, cell.col))
            if validation:
                last = cell.row + rows - 1
                sheet.data_validation(cell.row, cell.col, last, cell.col, validation)

    def _called(self, cell: Cell, content: Content) -> Content:
        """Let a computed cell call Python, where it does, and fall back to its formula."""
        call = self.calls.get(cell.computed) if cell.computed in cell.names else None
        formula = content.formula
        if call is None or formula is None:
            return content
        native = formula.removeprefix("=")
        return replace(content, write=lambda: f"=IFERROR({call},{native})")

    def _write(self, sheet: Any, row: int, col: int, content: Content, form: Any) -> None:
        value = content.value
        if (formula := content.formula) is not None:
            sheet.write_formula(row, col, formula, form, stored_result(value))
        elif value is None or value == "":
            sheet.write_blank(row, col, None, form)
        elif isinstance(value, Decimal | int):
            sheet.write_number(row, col, float(value), form)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, col, value, form)
        else:
            sheet.write_string(row, col, value, form)

    def _link(self, sheet: Any, cell: Cell, other: str, place: str) -> None:
        link = self.format(format_of(cell, ""))
        target = f"internal:{quoted_sheet(other)}!{place}"
        sheet.write_url(cell.row, cell.col, target, link, string=cell.text)

    def _colour_levels(self, sheet: Any, page: Page, given: FindingsDef) -> None:
        end_name = self.template.form.listings[given.name].end
        level = f"{given.name}_{self.template.form.names.level}"
        top = next(c.row for c in page.cells if level in c.names) + 1
        end = next(c.row for c in page.cells if end_name in c.names)
        for level, colour in LEVEL_COLOURS.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{level}"'}
            form = self.format({"font_color": colour})
            sheet.conditional_format(top, 0, end - 1, 0, {**rule, "format": form})
        sheet.freeze_panes(top, 0)

    def _contents(self, sheet: Any, page: Page, given: ContentsDef) -> None:
        head = self.format(format_of(Cell(0, 0, "head"), ""))
        text = self.format(format_of(Cell(0, 0, "words"), ""))
        link = self.format(
            {**format_of(Cell(0, 0, "words"), ""), "font_color": LINK_COLOUR, "underline": 1}
        )
        row = page.slots["contents"]
        sheet.write_string(row, 0, given.name, head)
        sheet.merge_range(row, 1, row, 2, given.purpose, head)
        sheet.set_row(row, 26)
        for other in self.template.form.definition.sheet:
            is_absent = other.is_optional and other.name not in self.sheets
            if other.name == page.sheet.name or is_absent:
                continue
            row += 1
            sheet.set_row(row, 22)
            sheet.write_url(
                row, 0, f"internal:{quoted_sheet(other.name)}!A1", link, string=other.name
            )
            sheet.merge_range(row, 1, row, 2, other.purpose, text)
        counted = counted_findings(self.template.form, self.lines, self.checked)
        lines = [(given.counts, *counted)]
        if self.blanks is not None:
            left = str(self.blanks.shown(self.figures))
            lines.insert(0, (given.blanks, self.blanks.formula(), left))
        for label, formula, shown in lines:
            row += 1
            sheet.set_row(row, 22)
            sheet.write_string(row, 0, label, text)
            sheet.merge_range(row, 1, row, 2, "", text)
            sheet.write_formula(row, 1, formula, text, shown)
        page.height = row + 1

    def _select(self, sheet: Any, page: Page) -> None:
        """Let the first cell be selected that is to be filled in, and is not yet."""
        blank = [
            (cell.row, cell.col)
            for cell in page.cells
            if cell.field is not None
            and cell.path
            and self.figures.by_path.get(cell.path) is None
            and self._fill_of(cell) is None
        ]
        if blank:
            sheet.set_selection(*min(blank), *min(blank))

    def _set_up(self, sheet: Any, page: Page, height: float) -> None:
        given = page.sheet
        sheet.set_paper(9)  # A4
        if given.orientation == "landscape":
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        # A little smaller is better than a few lines alone on another page.
        pages = pages_of(given.widths, height, is_landscape=given.orientation == "landscape")
        sheet.fit_to_pages(1, 1 if given.annex and pages <= _FITTED else 0)
        if not any(block.findings for block in given.block):  # they vary in number
            sheet.print_area(0, 0, max(page.height, 1) - 1, len(given.widths) - 1)
        if page.repeated_row is not None:
            sheet.repeat_rows(page.repeated_row)
        if not page.charts:  # whose fills would be lost
            sheet.print_black_and_white()
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        self._select(sheet, page)
        everything = f"A1:{a1(max(page.height, 1) - 1, page.right)}"
        # All at once: XlsxWriter keeps the last call alone.
        sheet.ignore_errors(dict.fromkeys(_NO_MISTAKES, everything))
        # Buttons write into the table of findings, which a protected sheet would refuse.
        if not (self.has_buttons and any(block.findings for block in given.block)):
            sheet.protect("", _PROTECTION)
