"""PDF files with a text layer: ruled tables as grids, everything else as lines.

A PDF holds letters at places of a page, and no table. Where rules are drawn, they say which
letters belong to one cell, however its text is broken; pdfplumber finds them. Where none are drawn
nothing is guessed, for a figure broken over two lines would be read as another one: such a table
is lines.
"""

import importlib.util
import io
import logging
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from xlevaluate.errors import CannotDoError
from xlevaluate.form.snapshot import Area
from xlevaluate.sources.grid import Grid, Line, Source, SourceCell
from xlevaluate.sources.grid_building import Budget, Rows, TooLargeError, laid_out
from xlevaluate.sources.shown_cells import text_cell

MOST_PAGES = 500

_NUMBER = re.compile(r"[-−(（△]?[\d,，.]+[)）%％]?")
_PAGE_NUMBER = re.compile(r"[-—– 第共页/\d]+")
_NEAR = 3.0
"""Points by which two drawn rules may differ and be one."""

_Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points."""


class _Table(Struct, frozen=True):
    """A ruled table of a page: its rules from left to right, and its cells."""

    page: int
    columns: tuple[float, ...]
    rows: Rows


def pdf_source(content: bytes, name: str) -> Source:
    """Return the text of a PDF, and its tables where the package for that is installed.

    Raises ``CannotDoError`` where it is damaged, has a password, or holds pictures of text only.
    """
    for package in ("pypdf", "pdfminer"):  # what they think of a file is not for its user
        logging.getLogger(package).setLevel(logging.CRITICAL)
    has_tables = importlib.util.find_spec("pdfplumber") is not None
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotDoError(f"“{name}”设了打开密码。请取消密码，另存后再试。")
        count = len(reader.pages)
        pages = list(_with_tables(content) if has_tables else _texts(reader))
    except TooLargeError:
        raise CannotDoError(f"“{name}”里的表格太大，不像是这样的文件，没有读取。") from None
    except _failures() as error:
        raise CannotDoError(
            f"“{name}”不能作为 PDF 读取，文件可能已损坏。请用原件重新另存后再试。"
        ) from error
    if not any(pages):
        raise CannotDoError(
            f"“{name}”没有文字层，是扫描件或图片，读不出文字，也不猜测。"
            "请用 Word、Excel 原件，或由原件另存的 PDF。"
        )
    blocks = tuple(_numbered(_joined([block for page in pages for block in page])))
    return Source(name, blocks, tuple(_problems(name, pages, count, has_tables=has_tables)))


def _failures() -> tuple[type[Exception], ...]:
    """Return what the packages raise for a PDF with something wrong in it."""
    failures: tuple[type[Exception], ...] = (
        *(PyPdfError, zlib.error, ArithmeticError, AssertionError, AttributeError, LookupError),
        *(MemoryError, NotImplementedError, OSError, RecursionError, TypeError, ValueError),
    )
    if importlib.util.find_spec("pdfplumber") is None:
        return failures
    from pdfminer.psexceptions import PSException  # noqa: PLC0415 - an optional package
    from pdfplumber.utils.exceptions import (  # noqa: PLC0415 - an optional package
        MalformedPDFException,
        PdfminerException,
    )

    return (*failures, MalformedPDFException, PdfminerException, PSException)


def _problems(
    name: str, pages: Sequence[Sequence[_Table | Line]], count: int, *, has_tables: bool
) -> Iterator[str]:
    if not has_tables:
        yield (
            f"“{name}”是 PDF，没有安装还原表格的组件，只读了文字。要读其中的表格，请运行 "
            "pip install 'xlevaluate[pdf]'，或改用 Word、Excel 原件。"
        )
    elif any(isinstance(block, _Table) for page in pages for block in page):
        yield f"“{name}”是 PDF，其中的表格是按框线还原的，请对照原件核对；有原件的，请用原件。"
    if blank := [str(number) for number, page in enumerate(pages, 1) if not page]:
        yield f"“{name}”的第{'、'.join(blank[:20])}页没有文字（可能是扫描的图片），没有读取。"
    if count > MOST_PAGES:
        yield f"“{name}”超过 {MOST_PAGES} 页，后面的没有读取。"


def _texts(reader: PdfReader) -> Iterator[list[_Table | Line]]:
    for number in range(min(len(reader.pages), MOST_PAGES)):
        lines = reader.pages[number].extract_text().splitlines()
        yield [Line(line.strip(), page=number + 1) for line in lines if line.strip()]


def _with_tables(content: bytes) -> Iterator[list[_Table | Line]]:
    """Yield what stands on each page, from top to bottom."""
    import pdfplumber  # noqa: PLC0415 - an optional package

    budget = Budget()
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for number, page in enumerate(pdf.pages[:MOST_PAGES], 1):
            tables = [table for table in page.find_tables() if len(table.cells) > 1]
            boxes = [table.bbox for table in tables]
            around = page.filter(partial(_lies_outside, boxes))
            found: list[tuple[float, _Table | Line]] = [
                (line["top"], Line(line["text"].strip(), page=number))
                for line in around.extract_text_lines()
                if line["text"].strip()
            ]
            found += [(table.bbox[1], _table(page, table, number, budget)) for table in tables]
            yield [block for _, block in sorted(found, key=lambda item: item[0])]
            page.close()


def _lies_outside(boxes: Sequence[_Box], item: Mapping[str, Any]) -> bool:
    return not _lies_in(item, boxes)


def _lies_in(item: Mapping[str, Any], boxes: Sequence[_Box]) -> bool:
    """Tell whether the middle of a letter lies in one of some boxes."""
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(
        left <= across < right and top <= down < bottom for left, top, right, bottom in boxes
    )


def _table(page: Any, table: Any, number: int, budget: Budget) -> _Table:
    """Return a table; a cell that crosses rules of others is a merge."""
    from pdfplumber.utils.text import extract_text  # noqa: PLC0415 - an optional package

    columns = _rules(edge for cell in table.cells for edge in (cell[0], cell[2]))
    lines = _rules(edge for cell in table.cells for edge in (cell[1], cell[3]))
    cells: dict[tuple[int, int], SourceCell] = {}
    merges = []
    inside = [letter for letter in page.chars if _lies_in(letter, [table.bbox])]
    for box in table.cells:
        left, right = _nearest(columns, box[0]), _nearest(columns, box[2]) - 1
        top, bottom = _nearest(lines, box[1]), _nearest(lines, box[3]) - 1
        letters = [letter for letter in inside if _lies_in(letter, [box])]
        cells[top, left] = text_cell(_unbroken(extract_text(letters)))
        if (top, left) != (bottom, right):
            merges.append(Area(top, left, bottom, right))
    return _Table(number, tuple(columns), laid_out(cells, merges, budget, whole=True)[0])


def _unbroken(text: str) -> str:
    """Return a cell's text; a number that is broken over lines is one all the same."""
    joined = "".join(text.split())
    return joined if _NUMBER.fullmatch(joined) else text.strip()


def _rules(edges: Iterator[float]) -> list[float]:
    """Return where rules are drawn, each once."""
    rules: list[float] = []
    for edge in sorted(edges):
        if not rules or edge - rules[-1] > _NEAR:
            rules.append(edge)
    return rules


def _nearest(rules: list[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda index: abs(rules[index] - edge))


def _joined(blocks: list[_Table | Line]) -> Iterator[_Table | Line]:
    """Join what goes on over pages: the same columns, and nothing but page numbers between."""
    last: _Table | None = None
    between: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            if last is not None and _PAGE_NUMBER.fullmatch(block.text):
                between.append(block)
                continue
        elif last is not None and block.page > last.page and _is_like(last, block):
            last, between = replace(last, page=block.page, rows=_continued(last, block)), []
            continue
        if last is not None:
            yield last
            yield from between
        last, between = (block, []) if isinstance(block, _Table) else (None, [])
        if isinstance(block, Line):
            yield block
    if last is not None:
        yield last
        yield from between


def _is_like(first: _Table, second: _Table) -> bool:
    return len(first.columns) == len(second.columns) and all(
        abs(one - other) <= _NEAR for one, other in zip(first.columns, second.columns, strict=True)
    )


def _continued(first: _Table, second: _Table) -> Rows:
    """Return the rows of two, without a head that the second repeats."""
    repeated = 0
    for above, below in zip(first.rows, second.rows, strict=False):
        if [cell.text for cell in above] != [cell.text for cell in below]:
            break
        repeated += 1
    shift = len(first.rows) - repeated
    moved = (tuple(_moved(cell, shift, repeated) for cell in row) for row in second.rows[repeated:])
    return (*first.rows, *moved)


def _moved(cell: SourceCell, shift: int, repeated: int) -> SourceCell:
    """Return a cell further down; what a head reached over that was left out stands alone."""
    if cell.spread_from is None:
        return cell
    row, column = cell.spread_from
    return replace(cell, spread_from=None if row < repeated else (row + shift, column))


def _numbered(blocks: Iterator[_Table | Line]) -> Iterator[Grid | Line]:
    tables = 0
    for block in blocks:
        if isinstance(block, _Table):
            tables += 1
            yield Grid(f"第{tables}张表（第{block.page}页）", block.rows)
        else:
            yield block
