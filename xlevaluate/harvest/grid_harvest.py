"""What one part of a grid holds for the fields of its sheet, and what of it has none."""

from xlevaluate.harvest.field_values import NoValueError, worth
from xlevaluate.harvest.form_slots import Slot
from xlevaluate.harvest.indicator_harvest import take_indicators
from xlevaluate.harvest.indicator_reading import (
    IndicatorTable,
)
from xlevaluate.harvest.item_rows import ItemRow, ItemRows
from xlevaluate.harvest.labelled_values import labelled_values
from xlevaluate.harvest.one_of_each import one_of_each
from xlevaluate.harvest.original_slips import mixed_decimals, wrong_ratios
from xlevaluate.harvest.placements import Placement, SheetMatch, Stray
from xlevaluate.harvest.taken_pieces import TakenPieces
from xlevaluate.harvest.whole_points import is_whole, whole_points
from xlevaluate.harvest.wordings import of_words
from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission.texts import clean_text
from xlevaluate.tables.found import Contradiction, Found, Origin, Unplaced
from xlevaluate.tables.label_text import plain_label
from xlevaluate.tables.money_units import unit_of_line

_NEAR = 4
"""Lines above and below a table that may belong to it."""


class GridHarvest(TakenPieces):
    """What was found in a region."""

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
        take_indicators(self, table)
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
                self._whole(self.origin(stray.piece, stray.row.text, stray.head.text))
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

    def _placement(self, found: Placement) -> None:
        piece, slot = found.piece, found.slot
        cell = piece.cell if found.text is None else SourceCell(found.text, "text")
        origin = self.origin(piece, found.row.text, found.head.text, found.text)
        if slot.field is None:
            shown = Found(slot.path, cell.text, origin)
            if slot.name == self.form.template.form.computed_roles.get("total_weight"):
                self._whole(origin)
            self.computed.append((slot.name, shown))
            return
        near = (found.head.piece, found.row.piece)
        self.take(slot.path, slot.field, cell, piece, near, origin)

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
                self.keep(slot.path, found, origin)

    def _stray(self, stray: Stray) -> None:
        piece = stray.piece
        if piece.value.kind in {"not_asked", "blank"}:
            return
        pairs = self._pairs_elsewhere(piece.cell.text)
        for slot, label, value in pairs:
            self._text(slot, value, self.origin(piece, label, "", value))
        if pairs:
            return
        if not piece.is_figure and stray.row.near == "none" and stray.head.near == "none":
            self.leave(piece, "表中没有这一项")
            return
        origin = self.origin(piece, stray.row.text, stray.head.text)
        self.unplaced.append(Unplaced(origin, stray.reason))

    def _item(self, row: ItemRow) -> None:
        index = self.next_row(row.path)
        base = f"{row.path}.{index}"
        origin = self.origin(row.name, row.name.cell.text, "")
        name = clean_text(row.name.cell.text)
        self.found.append(Found(f"{base}.{row.label_key}", name, origin))
        for key, (piece, head) in row.cells.items():
            path = f"{base}.{key}"
            item = self.form.template.form.field_at(path)
            origin = self.origin(piece, row.name.cell.text, head.cell.text)
            self.take(path, item, piece.cell, piece, (head, row.name), origin)
