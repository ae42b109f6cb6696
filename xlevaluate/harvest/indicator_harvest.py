"""The rows of an indicator table in a grid, taken for those of the form."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from xlevaluate.form.fields import Field
from xlevaluate.form.form import Form
from xlevaluate.harvest.field_values import NoValueError, worth
from xlevaluate.harvest.grid_pieces import Piece
from xlevaluate.harvest.indicator_reading import (
    IndicatorColumn,
    IndicatorRow,
    IndicatorTable,
    name_of,
    put_together,
)
from xlevaluate.harvest.taken_pieces import TakenPieces
from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission.texts import clean_text
from xlevaluate.tables.found import Contradiction, Found, Origin, Unplaced
from xlevaluate.tables.label_text import compared

_SHARED = "这一格是几项指标共用的，请分到各项"


def take_indicators(taken: TakenPieces, table: IndicatorTable) -> None:
    """Take the rows of the indicator table, its points of goals, and the prompts left in it."""
    for row in table.read():
        _indicator(taken, table, row)
    for goal, piece in table.goal_points():
        _goal(taken, goal.points, piece)
    for piece in table.dropped:
        if compared(piece.cell.text).strip(".…·"):
            taken.leave(piece, "只有指标名称的提示，没有填写")
        else:
            message = "表式的提示“……”还留着，这一行没有指标"
            origin = taken.origin(piece, "", "")
            taken.contradictions.append(Contradiction(origin, message))


def _goal(taken: TakenPieces, name: str | None, piece: Piece) -> None:
    item = taken.form.template.form.fields.get(name or "")
    if item is not None and piece.label.points is not None:
        origin = taken.origin(piece, piece.cell.text, "")
        taken.found.append(Found(item.path, piece.label.points, origin))


def _indicator(taken: TakenPieces, table: IndicatorTable, row: IndicatorRow) -> None:
    label = " / ".join(
        "".join(piece.cell.text.split())
        for piece in (row.dimension, row.category, row.cells.get("name"))
        if piece is not None
    )
    heads = next(block.columns for block in table.blocks if row.row in block.rows)
    for value, head in row.others:
        origin = taken.origin(value, label, head.cell.text)
        taken.unplaced.append(Unplaced(origin, "表中没有这一栏"))
    if row.path is None or "name" not in row.cells:
        reason = "没有三级指标的名称" if "name" not in row.cells else "表中没有这个一级、二级指标"
        for column, piece in row.cells.items():
            if column in row.spread or piece.value.kind == "not_asked":
                continue
            origin = taken.origin(piece, label, heads[column].cell.text)
            taken.unplaced.append(Unplaced(origin, reason))
        return
    base = f"{row.path}.{taken.next_row(row.path)}"
    count = len(taken.found)
    _indicator_cells(taken, base, row, label, heads)
    if row.moved_to and row.dimension is not None:
        # Money or satisfaction may be a 一级指标 here and a 二级指标 there.
        there = "".join(row.dimension.cell.text.split())
        note = f"来源列在“{there}”下，本表列在“{row.moved_to}”下，请核对"
        taken.found[count:] = [replace(one, note=one.note or note) for one in taken.found[count:]]


def _indicator_cells(
    taken: TakenPieces,
    base: str,
    row: IndicatorRow,
    label: str,
    heads: Mapping[IndicatorColumn, Piece],
) -> None:
    columns = _columns(taken.form.template.form)
    texts: dict[IndicatorColumn, str] = {
        column: piece.cell.text.strip()
        for column, piece in row.cells.items()
        if column in {"sign", "target", "unit", "actual"}
        and piece.value.kind not in {"not_asked", "blank", "error", "uncomputed"}
        and column not in row.spread - {"target", "actual", "unit"}
    }
    made = put_together(texts, set(columns))
    if "name" in row.cells:
        made["name"] = name_of(row.cells["name"].cell.text)
    for column, text in made.items():
        piece = row.cells.get(column) or row.cells.get("target") or row.cells["name"]
        head = heads.get(column) or heads.get("target") or heads["name"]
        _text_cell(taken, base, column, text, columns, taken.origin(piece, label, head.cell.text))
    for column, piece in row.cells.items():
        if column in made or column in row.spread or column in texts:
            continue
        origin = taken.origin(piece, label, heads[column].cell.text)
        if column not in columns:
            taken.unplaced.append(Unplaced(origin, "表中没有这一栏"))
            continue
        key, item = columns[column]
        is_shared = piece.bottom > row.cells["name"].bottom
        if is_shared and item.kind not in {"text", "paragraph"}:
            taken.leave(piece, _SHARED)
            continue
        count = len(taken.found)
        taken.take(f"{base}.{key}", item, piece.cell, piece, (None, None), origin)
        if is_shared:
            taken.found[count:] = [replace(one, note=_SHARED) for one in taken.found[count:]]
    _bracketed(taken, base, row, label, columns)


def _columns(form: Form) -> dict[IndicatorColumn, tuple[str, Field]]:
    """Return the columns of the form by role, or by key where they have none."""
    listing = form.listings[form.indicators.name]
    found: dict[IndicatorColumn, tuple[str, Field]] = {}
    every = (*form.indicators.columns, *form.indicators.beside)
    for column, item in zip(every, listing.fields, strict=True):
        found[column.role or column.key] = (column.key, item)
    return found


def _text_cell(
    taken: TakenPieces,
    base: str,
    column: IndicatorColumn,
    text: str,
    columns: Mapping[IndicatorColumn, tuple[str, Field]],
    origin: Origin,
) -> None:
    if column not in columns:
        taken.unplaced.append(Unplaced(origin, "表中没有这一栏"))
        return
    key, item = columns[column]
    try:
        found = worth(item, SourceCell(text, "text"), "") if item.choices else None
    except NoValueError as error:
        taken.unplaced.append(Unplaced(origin, str(error)))
        return
    value = clean_text(text) if found is None else found.value
    if value is not None:
        taken.found.append(Found(f"{base}.{key}", value, origin))


def _bracketed(
    taken: TakenPieces,
    base: str,
    row: IndicatorRow,
    label: str,
    columns: Mapping[IndicatorColumn, tuple[str, Field]],
) -> None:
    """Take the points in the brackets of a 二级指标 for those of its one indicator."""
    side = row.category
    if side is None or side.label.points is None or "weight" in row.cells:
        return
    if "weight" not in columns:
        return
    if not row.alone:
        if row.row == side.row:
            taken.leave(side, "括号里是几项指标合计的分值，请分到各项")
        return
    key, _ = columns["weight"]
    origin = taken.origin(side, label, "")
    taken.found.append(Found(f"{base}.{key}", Decimal(side.label.points), origin))
