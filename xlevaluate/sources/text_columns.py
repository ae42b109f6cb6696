"""Tables that are only typed: lines whose cells are parted by “|”, tabulators or runs of blanks.

Where blanks part them, a cell without anything in it leaves no trace but its width. Lines are
therefore held together by their columns as they stand on the screen, Chinese characters being two
wide; only where all lines have the same number of cells is that enough without it. Lines that fit
neither way stay lines: a figure under the wrong head is worse than none.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

_BAR = re.compile(r"[|｜│┃║]")
_RULE = re.compile(r"[\s|｜│┃║:=_+\-─━┄┈═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]+")
_GAP = re.compile(r"[ \u00a0]{2,}|\u3000[ \u3000]*|[ \u00a0]+\u3000[ \u3000]*")
_BLANKS = " \u00a0\u3000"
_MOST_COLUMNS = 200

_Cells = list[str]
_Span = tuple[int, int]
_Piece = tuple[int, int, str]
"""Where a cell begins and ends on the screen, and its text."""


def tables_in(lines: Sequence[str]) -> Iterator[str | list[_Cells]]:
    """Yield the lines of a text, and in place of those that make up a table its rows of cells."""
    for kind, group in groupby(_by_separator(lines), key=lambda item: item[0]):
        block = [line for _, line in group]
        rows = None
        if kind == "bar":
            rows = _barred([line.strip() for line in block if not _RULE.fullmatch(line)])
        elif kind == "tab":
            rows = [[cell.strip() for cell in line.split("\t")] for line in block]
        elif kind == "gap":
            rows = by_columns(block)
        if rows is not None and len(rows) > 1 and max(map(len, rows)) <= _MOST_COLUMNS:
            yield rows
        else:
            yield from block


def _by_separator(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each line with what parts its cells; drawn rules are left out."""
    before = ""
    for line in lines:
        kind = _separator(line)
        if kind == "rule":
            if before == "bar":
                yield before, line
            continue  # drawn, and says nothing
        before = kind
        yield kind, line


def _separator(line: str) -> str:
    if len(_BAR.findall(line.strip())) > 1 or re.search(r"\S\s*[|｜│┃]\s*\S", line):
        return "rule" if _RULE.fullmatch(line) else "bar"
    if len(line) > 3 and _RULE.fullmatch(line) and line.strip():
        return "rule"
    if "\t" in line.strip():
        return "tab"
    return "gap" if _GAP.search(line.strip(_BLANKS)) else ""


def _barred(lines: Sequence[str]) -> list[_Cells]:
    """Part lines at their bars; one that all lines begin or end with is the table's edge.

    Where only some do, it parts a blank cell from the next.
    """
    rows = [[cell.strip() for cell in _BAR.split(line)] for line in lines]
    if all(not row[0] and len(row) > 2 for row in rows):
        rows = [row[1:] for row in rows]
    if all(not row[-1] and len(row) > 1 for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def by_columns(lines: Sequence[str]) -> list[_Cells] | None:
    """Part lines into cells by the columns that they share; ``None`` where they share none."""
    pieces = [list(_pieces(line)) for line in lines]
    columns: list[_Span] = []
    for start, end, _ in sorted(piece for line in pieces for piece in line):
        if columns and start < columns[-1][1] + 1:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    counts = {len(line) for line in pieces}
    rows = None
    if 1 < len(columns) == max(counts):
        rows = _placed(pieces, columns)
    if rows is None and len(counts) == 1:
        rows = [[text for _, _, text in line] for line in pieces]
    return rows


def _placed(pieces: Sequence[Sequence[_Piece]], columns: Sequence[_Span]) -> list[_Cells] | None:
    """Put cells into columns; ``None`` where two come into one."""
    rows = [[""] * len(columns) for _ in pieces]
    for row, line in zip(rows, pieces, strict=True):
        for start, _, text in line:
            column = next(index for index, (_, end) in enumerate(columns) if start < end)
            if row[column]:
                return None
            row[column] = text
    return rows


def _pieces(line: str) -> Iterator[_Piece]:
    """Yield the cells of a line: where they begin and end on the screen, and their text."""
    ends = 0
    for gap in [*_GAP.finditer(line), None]:
        stop = len(line) if gap is None else gap.start()
        text = line[ends:stop]
        if text.strip(_BLANKS):
            begin = _width(line[:ends]) + _width(text) - _width(text.lstrip(_BLANKS))
            yield begin, _width(line[:stop].rstrip(_BLANKS)), text.strip(_BLANKS)
        if gap is not None:
            ends = gap.end()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
