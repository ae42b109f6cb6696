"""The unit of money of a figure: of its head, its row, its table, its title; never guessed."""

from xlevaluate.harvest.grid_pieces import Piece, Pieces
from xlevaluate.tables.cell_value import money_units


def unit_of(pieces: Pieces, piece: Piece, near: tuple[Piece | None, ...], lines: str) -> str:
    """Return the unit of a figure, blank where nothing says it.

    ``near`` are the head of its column and the label of its row; ``lines`` is what the lines above
    the table say.
    """
    return (
        _of_labels(near)
        or _of_heading(pieces, piece)
        or _of_corner(pieces, near[0])
        or _of_line(pieces, piece)
        or lines
        or _of_all(pieces)
    )


def _money(label: Piece | None) -> str:
    unit = "" if label is None else label.label.unit
    return unit if money_units(unit) else ""


def _of_labels(near: tuple[Piece | None, ...]) -> str:
    return next(filter(None, map(_money, near)), "")


def _of_heading(pieces: Pieces, piece: Piece) -> str:
    """Return the unit of what stands beside several rows: 年度预算申请（万元）."""
    for beside in pieces.left_of(piece):
        if beside.row <= piece.row < beside.bottom and (unit := _money(beside)):
            return unit
    return ""


def _of_corner(pieces: Pieces, head: Piece | None) -> str:
    """Return the unit over a head, or at the left of it: 经费控制情况（万元）."""
    if head is None:
        return ""
    if unit := _money(pieces.at(head.row - 1, head.col)):
        return unit
    corners = (p for p in pieces.by_row.get(head.row, ()) if p.col < head.col)
    return next(filter(None, map(_money, corners)), "")


def _of_line(pieces: Pieces, piece: Piece) -> str:
    above = [unit for row, unit in pieces.unit_lines if row < piece.row]
    return above[-1] if above else ""


def _of_all(pieces: Pieces) -> str:
    """Return the one unit of all labels of the table."""
    return next(iter(pieces.label_units)) if len(pieces.label_units) == 1 else ""
