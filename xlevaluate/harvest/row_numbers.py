"""Rows and columns of a table that only count the others: 栏次, 行次."""

from collections.abc import Collection

from xlevaluate.harvest.grid_pieces import Piece, Pieces

_LEAST = 3
"""Whole numbers in sequence from 1 that are taken for numbering."""


def numbering_rows(pieces: Pieces, counts: Collection[str]) -> frozenset[int]:
    """Return the rows that number the columns; ``counts`` are what such rows are called."""
    found = set()
    for row, here in pieces.by_row.items():
        figures = [p for p in here if p.is_figure]
        others = [p for p in here if not p.is_figure]
        if not _in_sequence(figures) or any(p.wording.words not in counts for p in others):
            continue
        if others or len(figures) >= _LEAST:
            found.add(row)
    return frozenset(found)


def numbering_columns(pieces: Pieces) -> frozenset[int]:
    """Return the columns that number the rows."""
    found = set()
    for col in pieces.columns:
        figures = [p for p in pieces.all if p.col == col and p.is_figure]
        if len(figures) >= _LEAST and _in_sequence(figures):
            found.add(col)
    return frozenset(found)


def _in_sequence(figures: list[Piece]) -> bool:
    numbers = [piece.value.number for piece in figures]
    plain = all(piece.cell.text.strip().isdecimal() for piece in figures)
    return plain and len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
