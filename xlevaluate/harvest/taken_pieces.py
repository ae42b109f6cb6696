"""What is taken of a region of a grid: values for fields, and what is left, each with its place."""

import re

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.form.fields import Field
from xlevaluate.harvest.field_values import NoValueError, UnitUnknownError, Worth, worth
from xlevaluate.harvest.form_slots import FormWords
from xlevaluate.harvest.grid_pieces import Piece
from xlevaluate.harvest.region_units import unit_of
from xlevaluate.harvest.regions import Region
from xlevaluate.sources.grid import SourceCell
from xlevaluate.tables.found import Contradiction, Found, Origin, Unplaced

_CODED = re.compile(r"[\[【（(]?(?P<code>\d{3,12})[\]】）)]?\s*[-—－_]?\s*(?P<name>\D.*)")
"""A unit's code in the budget system before its name: 219001-某局."""


class TakenPieces(Struct):
    """What was taken of a region, and what was left of it."""

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

    def origin(self, piece: Piece, row: str, column: str, text: str | None = None) -> Origin:
        """Return where a piece stands, under which labels; ``text`` is what of it is meant."""
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

    def take(
        self,
        path: str,
        item: Field,
        cell: SourceCell,
        piece: Piece,
        near: tuple[Piece | None, ...],
        origin: Origin,
    ) -> None:
        """Take a cell's value for a field, or tell why it is left; ``near`` may say its unit."""
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
                self.keep(path, found, origin)

    def keep(self, path: str, found: Worth, origin: Origin) -> None:
        """Keep a value for a field; a unit's code before its name goes to a field of its own."""
        origin = replace(origin, unit=found.unit) if found.unit else origin
        form = self.form.template.form
        name, code = form.with_role("unit_name"), form.with_role("unit_code")
        if name is not None and path == name.path and (coded := _CODED.fullmatch(found.value)):
            found = replace(found, value=coded["name"])
            if code is not None:
                self.found.append(Found(code.path, coded["code"], origin))
        self.found.append(Found(path, found.value, origin, found.exact, found.note))

    def leave(self, piece: Piece, reason: str) -> None:
        """List a piece as not placed."""
        self.unplaced.append(Unplaced(self.origin(piece, "", ""), reason))

    def next_row(self, path: str) -> int:
        """Return the number of the next row of a list, from 0."""
        self.counts[path] = self.counts.get(path, -1) + 1
        return self.counts[path]
