"""The results of a check, written into a copy of the user's own workbook.

Only the lines of 校验结果, and previews of sentences that are out of date, change in the XML of
their sheets; every other part of the file is carried over byte for byte. Nothing is opened and
saved again by a library that could lose what it does not know of.
"""

import datetime

from lxml import etree

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.page import CHECKED_NAME, LINK_COLUMN
from xlevaluate.form.printed import FindingLine
from xlevaluate.form.snapshot import Snapshot, a1, place_of, quoted_sheet
from xlevaluate.output.finding_lines import moment_words
from xlevaluate.output.previews import PreviewColumn, preview_columns
from xlevaluate.output.results_table import ResultsTable, result_lines, results_table
from xlevaluate.workbook.calculation_chain import chain_without
from xlevaluate.workbook.sheet_part import MAIN, SheetPart, column_of
from xlevaluate.xlsx.saved_book import SavedBook


def with_results(
    book: SavedBook,
    snapshot: Snapshot,
    evaluation: Evaluation,
    checked: datetime.datetime,
) -> bytes:
    """Return a copy of a workbook with what was found in 校验结果, and when.

    ``snapshot`` is what was read from it. Explanations stand beside their findings; one that was
    written beside none stands in a line of its own. Previews of sentences are brought up to date.
    Raises ``CannotDoError`` where the table is gone, and where any part of the file is damaged.
    """
    table = results_table(snapshot, evaluation)
    lines = result_lines(table, snapshot, evaluation)
    sheets = {table.sheet: _sheet(book, table.sheet)}
    _put_lines(sheets[table.sheet], table, lines)
    when = snapshot.names.get(CHECKED_NAME)
    if when is not None and when.sheet == table.sheet:
        sheet = sheets[table.sheet]
        style = sheet.style(when.row, when.col) or "0"
        sheet.put(when.row, {when.col: moment_words(checked)}, {when.col: style})
    for column in preview_columns(snapshot, evaluation):
        texts = column.changed(snapshot)
        if texts:
            sheet = sheets.setdefault(column.sheet, _sheet(book, column.sheet))
            _put_previews(sheet, column, texts)
    parts = {_part_of(book, name): sheet.to_bytes() for name, sheet in sheets.items()}
    gone = {name: sheet.formulas_gone for name, sheet in sheets.items()}
    return book.package.with_parts(parts | chain_without(book, gone))


def _sheet(book: SavedBook, name: str) -> SheetPart:
    return SheetPart(book.package.whole(_part_of(book, name)), name)


def _part_of(book: SavedBook, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    part = book.part_of(sheet)
    if part is None:
        raise CannotDoError(f"工作簿里找不到《{sheet}》，结果没有写入。")
    return part


def _put_previews(sheet: SheetPart, column: PreviewColumn, texts: dict[int, str]) -> None:
    """Put previews into their cells; a row that is too low for its own is made higher."""
    every = sorted(column.texts)
    styles = [style for row in every if (style := sheet.style(row, column.col)) is not None]
    for row, text in texts.items():
        style = sheet.style(row, column.col) or next(iter(styles), "0")
        sheet.put(row, {column.col: text}, {column.col: style})
        needed = sheet.height_for({column.col: text})
        if sheet.height(row) < needed:
            sheet.set_height(row, needed)


def _put_lines(sheet: SheetPart, table: ResultsTable, lines: list[FindingLine]) -> None:
    styles = _clear(sheet, table)
    for offset, line in enumerate(lines):
        number, texts = table.top + offset, table.texts(line)
        sheet.put(number, texts, styles)
        shown = {col: text for col, text in texts.items() if col != table.key}
        sheet.set_height(number, sheet.height_for(shown))
    _link(sheet.links, table, lines)
    sheet.reaches(table.end, table.key)


def _clear(sheet: SheetPart, table: ResultsTable) -> dict[int, str]:
    """Empty the table, and return the styles of its first line by column."""
    styles: dict[int, str] = {}
    for number, row in sorted(sheet.rows.items()):
        for cell in list(row):
            col = column_of(cell)
            if table.holds(number, col):
                styles.setdefault(col, str(cell.get("s", "0")))
                sheet.take_out(cell)
        if table.top <= number < table.end:
            for name in ("ht", "customHeight", "spans", "hidden"):
                row.attrib.pop(name, "")
    return styles


def _link(links: etree._Element, table: ResultsTable, lines: list[FindingLine]) -> None:
    """Let the cell of each line lead to its place."""
    for link in list(links):
        if table.holds(*place_of(str(link.get("ref")))):
            links.remove(link)
    for offset, line in enumerate(lines):
        if line.target is None:
            continue
        name, cell = line.target
        reference = a1(table.top + offset, table.left + LINK_COLUMN)
        etree.SubElement(
            links, f"{{{MAIN}}}hyperlink", ref=reference, location=f"{quoted_sheet(name)}!{cell}"
        )
    parent = links.getparent()
    if len(links) == 0 and parent is not None:
        parent.remove(links)
