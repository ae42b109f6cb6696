"""Plain texts and tables of separated values (.txt, .csv), told apart by how they look."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from xlevaluate.sources.grid import Grid, Line, Source
from xlevaluate.sources.grid_building import Budget, TooLargeError, squared
from xlevaluate.sources.shown_cells import text_cell
from xlevaluate.sources.text_columns import tables_in

MOST_LINES = 200_000

_SEPARATORS = ",\t;"
LONGEST_LINE = 100_000
"""Characters; the longest paragraph that a cell of a spreadsheet holds has a third of it."""


def text_source(text: str, name: str) -> Source:
    """Return a text's lines, and the tables that are typed in it."""
    separator = _separator(text, is_table=name.lower().endswith(".csv"))
    if separator:
        return _separated(text, separator, name)
    lines = text.splitlines()
    blocks = tuple(blocks_of(line[:LONGEST_LINE] for line in lines[:MOST_LINES]))
    problems = [] if blocks else [f"“{name}”是空的，没有文字。"]
    if len(lines) > MOST_LINES:
        problems.append(f"“{name}”超过 {MOST_LINES:,} 行，后面的没有读取。")
    if any(len(line) > LONGEST_LINE for line in lines):
        problems.append(f"“{name}”里有一行超过 {LONGEST_LINE:,} 个字，后面的字没有读取。")
    return Source(name, blocks, tuple(problems))


def blocks_of(lines: Iterable[str], tables_before: int = 0) -> Iterator[Grid | Line]:
    """Yield lines, and grids of those that make up a table."""
    budget = Budget()
    for item in tables_in([line.rstrip() for line in lines if line.strip()]):
        if isinstance(item, str):
            yield Line(item.strip())
            continue
        tables_before += 1
        try:
            rows = squared([list(map(text_cell, row)) for row in item], budget)
        except TooLargeError:
            yield from (Line("  ".join(row)) for row in item)
        else:
            yield Grid(f"第{tables_before}张表", rows)


def _separator(text: str, *, is_table: bool) -> str:
    """Return what parts the values of a table; blank for running text.

    In a table nearly every row has the same number of them. What is called one may leave out the
    last of a row, where the first row has all.
    """
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:200]
    if len(lines) < 2:
        return ""
    for separator in _SEPARATORS:
        rows = _rows("\n".join(lines), separator)
        counts = Counter(len(row) for row in rows or () if row)
        if not counts:
            continue
        fields, times = counts.most_common(1)[0]
        if fields > 1 and times >= 0.8 * counts.total():
            return separator
        if is_table and rows and len(rows[0]) == max(counts) > 1:
            return separator
    return ""


def _rows(text: str, separator: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return None


def _separated(text: str, separator: str, name: str) -> Source:
    rows = _rows(text, separator)
    try:
        cells = [list(map(text_cell, row)) for row in rows or ()]
        grid = Grid("这张表", squared(cells, Budget()), addresses="spreadsheet")
    except TooLargeError:
        return Source(name, (), (f"“{name}”太大，不像是这样的表，没有读取。",))
    if rows is None or len(rows) > MOST_LINES:
        return Source(name, (), (f"“{name}”读不出，或超过 {MOST_LINES:,} 行，没有读取。",))
    return Source(name, (grid,))
