"""What one part of a grid holds for the fields of its sheet, and what of it has none."""

import re
from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.form.fields import Field
from xlevaluate.harvest.field_values import NoValueError, UnitUnknownError, Worth, worth
from xlevaluate.harvest.form_slots import FormWords, Slot
from xlevaluate.harvest.grid_pieces import Piece
from xlevaluate.harvest.indicator_reading import (
    IndicatorColumn,
    IndicatorRow,
    IndicatorTable,
    name_of,
    put_together,
)
from xlevaluate.harvest.item_rows import ItemRow, ItemRows
from xlevaluate.harvest.labelled_values import labelled_values
from xlevaluate.harvest.one_of_each import one_of_each
from xlevaluate.harvest.original_slips import mixed_decimals, wrong_ratios
from xlevaluate.harvest.placements import Placement, SheetMatch, Stray
from xlevaluate.harvest.region_units import unit_of
from xlevaluate.harvest.regions import Region
from xlevaluate.harvest.whole_points import is_whole, whole_points
from xlevaluate.harvest.wordings import of_words
from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission.texts import clean_text
from xlevaluate.tables.found import Contradiction, Found, Origin, Unplaced
from xlevaluate.tables.label_text import compared, plain_label
from xlevaluate.tables.money_units import unit_of_line

UNITS_ASKED = ("元", "万元")

_CODED = re.compile(r"[\[【（(]?(?P<code>\d{3,12})[\]】）)]?\s*[-—－_]?\s*(?P<name>\D.*)")
"""A unit's code in the budget system before its name: 219001-某局."""

_SHARED = "这一格是几项指标共用的，请分到各项"

_NEAR = 4
"""Lines above and below a table that may belong to it."""


class GridHarvest(Struct):
    """What was found in a region."""

    form: FormWords
    region: Region
    file: str
    unit: str = ""
    """What the user said that figures without a unit stand in."""
    found: list[Found] = field(default_factory=list)
    computed: list[tuple[str, Found]] = field(default_factory=list)
    """Cells that the program works out, by name, with what stood there."""
    unplaced: list[Unplaced] = field(default_factory=list)
    unit_unknown: bool = False
    lines_read: set[int] = field(default_factory=set)
    """The lines around the grid that belong to it, by identity."""
    contradictions: list[Contradiction] = field(default_factory=list)
    agreed: list[Unplaced] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    unit_above: str = ""
    """The unit that the nearest line above the grid says."""

    def read(self) -> "GridHarvest":
        """Read the region."""
        pieces, sheet = self.region.pieces, self.region.sheet
        table = IndicatorTable(self.form, sheet, pieces)
        match = SheetMatch(sheet, pieces, table.rows_read)
        items = ItemRows(self.form, match)
        above = self.region.pieces.grid.above
        self.unit_above = next(
            (unit for line in reversed(above) if (unit := unit_of_line(line))), ""
        )
        for item in items.read():
            self._item(item)
        match.taken |= items.rows_read
        match.value_rows |= items.rows_read - items.heads
        match.value_rows |= {row for block in table.blocks for row in block.rows}
        self._single(match, table)
        self._lines(match)
        self._indicators(table)
        self.found, left = one_of_each(self.form, self.found)
        self.unplaced += left
        template = self.form.template
        self.contradictions += wrong_ratios(template, self.found, self.computed)
        self.contradictions += mixed_decimals(self.found)
        return self

    def _single(self, match: SheetMatch, table: IndicatorTable) -> None:
        strays = []
        for found in match.read():
            if isinstance(found, Placement):
                self._placement(found)
            elif found.reason:
                strays.append(found)
        labels = {id(near.piece) for stray in strays for near in (stray.row, stray.head)}
        for stray in strays:
            if is_whole(self.form, match, table, stray):
                self._whole(self._origin(stray.piece, stray.row.text, stray.head.text))
            elif (
                id(stray.piece) not in labels
                or stray.row.near != "none"
                or stray.piece.holds_figure
                or self._pairs_elsewhere(stray.piece.cell.text)
            ):
                self._stray(stray)

    def _whole(self, origin: Origin) -> None:
        told = whole_points(self.form.template, origin)
        if isinstance(told, Contradiction):
            self.contradictions.append(told)
        else:
            self.agreed.append(told)

    def _indicators(self, table: IndicatorTable) -> None:
        for row in table.read():
            self._indicator(table, row)
        for goal, piece in table.goal_points():
            self._goal(goal.points, piece)
        for piece in table.dropped:
            if compared(piece.cell.text).strip(".…·"):
                self._leave(piece, "只有指标名称的提示，没有填写")
            else:
                message = "表式的提示“……”还留着，这一行没有指标"
                origin = self._origin(piece, "", "")
                self.contradictions.append(Contradiction(origin, message))

    # ------------------------------------------------------------------ single fields

    def _placement(self, found: Placement) -> None:
        piece, slot = found.piece, found.slot
        cell = piece.cell if found.text is None else SourceCell(found.text, "text")
        origin = self._origin(piece, found.row.text, found.head.text, found.text)
        if slot.field is None:
            shown = Found(slot.path, cell.text, origin)
            if slot.name == self.form.template.form.computed_roles.get("total_weight"):
                self._whole(origin)
            self.computed.append((slot.name, shown))
            return
        near = (found.head.piece, found.row.piece)
        self._value(slot.path, slot.field, cell, piece, near, origin)

    def _pairs_elsewhere(self, text: str) -> list[tuple[Slot, str, str]]:
        """Return the texts whose labels another sheet of the form has.

        Offices put who filled a form in, when and with which telephone below any of them.
        """
        year = self.region.pieces.year
        return list(
            labelled_values(
                text, lambda label: self.form.text_slot(of_words(plain_label(label), year))
            )
        )

    def _lines(self, match: SheetMatch) -> None:
        """Read what stands in lines beside the table: “填报单位：某局”, signatures below."""
        grid = self.region.pieces.grid
        for line in (*grid.lines_above[-_NEAR:], *grid.lines_below[:_NEAR]):
            pairs = match.pairs_of(line.text) or self._pairs_elsewhere(line.text)
            if pairs or match.is_about(line.text):
                self.lines_read.add(id(line))
            for slot, label, value in pairs:
                self._text(slot, value, Origin(self.file, grid.place, "表外", label, "", value))

    def _text(self, slot: Slot, value: str, origin: Origin) -> None:
        """Take a text that stands behind its label."""
        if slot.field is None or not slot.is_text:
            return
        try:
            found = worth(slot.field, SourceCell(value, "text"), "")
        except NoValueError as error:
            self.unplaced.append(Unplaced(origin, str(error)))
        else:
            if found is not None:
                self._keep(slot.path, found, origin)

    def _value(
        self,
        path: str,
        item: Field,
        cell: SourceCell,
        piece: Piece,
        near: tuple[Piece | None, ...],
        origin: Origin,
    ) -> None:
        unit = ""
        if item.kind == "money":
            unit = unit_of(self.region.pieces, piece, near, self.unit_above) or self.unit
        try:
            found = worth(item, cell, unit)
        except NoValueError as error:
            self.unplaced.append(Unplaced(origin, str(error)))
        except UnitUnknownError:
            self.unit_unknown = True
            self.unplaced.append(Unplaced(origin, "表中没有写明金额单位"))
        else:
            if found is not None and found.value is not None:
                self._keep(path, found, origin)

    def _keep(self, path: str, found: Worth, origin: Origin) -> None:
        origin = replace(origin, unit=found.unit) if found.unit else origin
        form = self.form.template.form
        name, code = form.with_role("unit_name"), form.with_role("unit_code")
        if name is not None and path == name.path and (coded := _CODED.fullmatch(found.value)):
            found = replace(found, value=coded["name"])
            if code is not None:
                self.found.append(Found(code.path, coded["code"], origin))
        self.found.append(Found(path, found.value, origin, found.exact, found.note))

    def _stray(self, stray: Stray) -> None:
        piece = stray.piece
        if piece.value.kind in {"not_asked", "blank"}:
            return
        pairs = self._pairs_elsewhere(piece.cell.text)
        for slot, label, value in pairs:
            self._text(slot, value, self._origin(piece, label, "", value))
        if pairs:
            return
        if not piece.is_figure and stray.row.near == "none" and stray.head.near == "none":
            self._leave(piece, "表中没有这一项")
            return
        origin = self._origin(piece, stray.row.text, stray.head.text)
        self.unplaced.append(Unplaced(origin, stray.reason))

    def _leave(self, piece: Piece, reason: str) -> None:
        self.unplaced.append(Unplaced(self._origin(piece, "", ""), reason))

    def _goal(self, name: str | None, piece: Piece) -> None:
        item = self.form.template.form.fields.get(name or "")
        if item is not None and piece.label.points is not None:
            origin = self._origin(piece, piece.cell.text, "")
            self.found.append(Found(item.path, piece.label.points, origin))

    # ------------------------------------------------------------------ rows

    def _item(self, row: ItemRow) -> None:
        index = self._next(row.path)
        base = f"{row.path}.{index}"
        origin = self._origin(row.name, row.name.cell.text, "")
        name = clean_text(row.name.cell.text)
        self.found.append(Found(f"{base}.{row.label_key}", name, origin))
        for key, (piece, head) in row.cells.items():
            path = f"{base}.{key}"
            item = self.form.template.form.field_at(path)
            origin = self._origin(piece, row.name.cell.text, head.cell.text)
            self._value(path, item, piece.cell, piece, (head, row.name), origin)

    def _next(self, path: str) -> int:
        self.counts[path] = self.counts.get(path, -1) + 1
        return self.counts[path]

    def _indicator(self, table: IndicatorTable, row: IndicatorRow) -> None:
        label = " / ".join(
            "".join(piece.cell.text.split())
            for piece in (row.dimension, row.category, row.cells.get("name"))
            if piece is not None
        )
        heads = next(block.columns for block in table.blocks if row.row in block.rows)
        for value, head in row.others:
            origin = self._origin(value, label, head.cell.text)
            self.unplaced.append(Unplaced(origin, "表中没有这一栏"))
        if row.path is None or "name" not in row.cells:
            reason = (
                "没有三级指标的名称" if "name" not in row.cells else "表中没有这个一级、二级指标"
            )
            for column, piece in row.cells.items():
                if column in row.spread or piece.value.kind == "not_asked":
                    continue
                origin = self._origin(piece, label, heads[column].cell.text)
                self.unplaced.append(Unplaced(origin, reason))
            return
        base = f"{row.path}.{self._next(row.path)}"
        count = len(self.found)
        self._indicator_cells(base, row, label, heads)
        if row.moved_to and row.dimension is not None:
            # Money or satisfaction may be a 一级指标 here and a 二级指标 there.
            there = "".join(row.dimension.cell.text.split())
            note = f"来源列在“{there}”下，本表列在“{row.moved_to}”下，请核对"
            self.found[count:] = [replace(one, note=one.note or note) for one in self.found[count:]]

    def _indicator_cells(
        self, base: str, row: IndicatorRow, label: str, heads: Mapping[IndicatorColumn, Piece]
    ) -> None:
        columns = self._columns()
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
            self._text_cell(base, column, text, columns, self._origin(piece, label, head.cell.text))
        for column, piece in row.cells.items():
            if column in made or column in row.spread or column in texts:
                continue
            origin = self._origin(piece, label, heads[column].cell.text)
            if column not in columns:
                self.unplaced.append(Unplaced(origin, "表中没有这一栏"))
                continue
            key, item = columns[column]
            is_shared = piece.bottom > row.cells["name"].bottom
            if is_shared and item.kind not in {"text", "paragraph"}:
                self._leave(piece, _SHARED)
                continue
            count = len(self.found)
            self._value(f"{base}.{key}", item, piece.cell, piece, (None, None), origin)
            if is_shared:
                self.found[count:] = [replace(one, note=_SHARED) for one in self.found[count:]]
        self._bracketed(base, row, label, columns)

    def _columns(self) -> dict[IndicatorColumn, tuple[str, Field]]:
        """Return the columns of the form by role, or by key where they have none."""
        form = self.form.template.form
        listing = form.listings[form.indicators.name]
        found: dict[IndicatorColumn, tuple[str, Field]] = {}
        every = (*form.indicators.columns, *form.indicators.beside)
        for column, item in zip(every, listing.fields, strict=True):
            found[column.role or column.key] = (column.key, item)
        return found

    def _text_cell(
        self,
        base: str,
        column: IndicatorColumn,
        text: str,
        columns: Mapping[IndicatorColumn, tuple[str, Field]],
        origin: Origin,
    ) -> None:
        if column not in columns:
            self.unplaced.append(Unplaced(origin, "表中没有这一栏"))
            return
        key, item = columns[column]
        try:
            found = worth(item, SourceCell(text, "text"), "") if item.choices else None
        except NoValueError as error:
            self.unplaced.append(Unplaced(origin, str(error)))
            return
        value = clean_text(text) if found is None else found.value
        if value is not None:
            self.found.append(Found(f"{base}.{key}", value, origin))

    def _bracketed(
        self,
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
                self._leave(side, "括号里是几项指标合计的分值，请分到各项")
            return
        key, _ = columns["weight"]
        origin = self._origin(side, label, "")
        self.found.append(Found(f"{base}.{key}", Decimal(side.label.points), origin))

    # ------------------------------------------------------------------

    def _origin(self, piece: Piece, row: str, column: str, text: str | None = None) -> Origin:
        grid = self.region.pieces.grid
        place, address = grid.where(piece.row, piece.col)
        return Origin(
            self.file,
            place,
            address,
            " ".join(row.split()),
            " ".join(column.split()),
            piece.cell.text if text is None else text,
        )
