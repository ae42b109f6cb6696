"""The unit of money of a figure: of its head, its row, its table, its title; never guessed."""

from xlevaluate.harvest.grid_pieces import Piece, Pieces
from xlevaluate.tables.cell_value import money_units
from xlevaluate.tables.money_units import unit_of_line


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
    said = (unit_of_line(other.cell.text) for other in pieces.all if other.row < piece.row)
    return next(iter([unit for unit in said if unit][::-1]), "")


def _of_all(pieces: Pieces) -> str:
    """Return the one unit of all labels of the table."""
    every = {unit for other in pieces.all if (unit := _money(other))}
    return every.pop() if len(every) == 1 else ""
